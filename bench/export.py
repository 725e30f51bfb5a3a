"""A full read of a real tenant's 200,000 enrolments and 100,000 completions, against Moodle's services and the SQL client."""

import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import requests

from bench.big_site import COURSES, BigSite, big_site
from bench.measure import Json, alternate, rates, ratios, seconds, spread
from syncd.model.wire import DigestAsk, RefusedPage, SnapshotAsk
from tests.mariadb_server import find

ROUNDS = 3
THREADS = 4
COURSE_CALLS = 4
COMPLETION_CALLS = 60
_PHP = Path(__file__).parent / "php"
_FLOORS = {
    "enrolment": """SELECT ue.id, e.courseid, p.learner, ue.status, e.enrol, ue.timestart, ue.timeend, ue.timecreated
        FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid
        JOIN mdl_local_asnunggul_person p ON p.userid = ue.userid""",
    "completion": """SELECT cc.id, cc.course, p.learner, cc.timecompleted FROM mdl_course_completions cc
        JOIN mdl_local_asnunggul_person p ON p.userid = cc.userid WHERE cc.timecompleted IS NOT NULL""",
}


def run() -> Json:
    with big_site() as big:
        counts = {kind: _read(big, kind) for kind in _FLOORS}
        works: dict[str, Callable[[], float]] = {f"feed_{kind}": partial(_timed, partial(_read, big, kind)) for kind in _FLOORS}
        works |= {f"sql_client_{kind}": partial(_timed, partial(_raw, big, sql)) for kind, sql in _FLOORS.items()}
        works["digest_of_both"] = partial(_timed, lambda: big.client.ask(big.address, [DigestAsk("learning", buckets=False)]))
        crawl = _Crawl(big)
        works["core_enrolled_users"] = partial(_timed, crawl.enrolled_users)
        works["core_completion_status"] = partial(_timed, crawl.completion_status)
        times = alternate(ROUNDS, works)
        enrolments = counts["enrolment"][0]
        full = [one + other for one, other in zip(times["feed_enrolment"], times["feed_completion"], strict=True)]
        core = [
            users * COURSES / COURSE_CALLS + status * enrolments / COMPLETION_CALLS
            for users, status in zip(times["core_enrolled_users"], times["core_completion_status"], strict=True)
        ]
        asked = sum(requests for _, requests in counts.values())
        return {
            "rows": {kind: rows for kind, (rows, _) in counts.items()},
            "rounds": ROUNDS,
            "rows_per_second": {
                f"{way}_{kind}": rates(counts[kind][0], times[f"{way}_{kind}"])
                for way in ("feed", "sql_client")
                for kind in _FLOORS
            },
            "feed_share_of_sql_client": {kind: ratios(times[f"sql_client_{kind}"], times[f"feed_{kind}"]) for kind in _FLOORS},
            "digest_of_both_s": spread(times["digest_of_both"]),
            "full_read_s": spread(full),
            "core_services_extrapolated_s": spread(core, 0),
            "times_faster_than_core_services": ratios(core, full),
            "requests": {"feed": asked, "core_services": 1 + COURSES + enrolments},
            "remark": f"feed: one connection; core: {THREADS} threads, measured on {COURSE_CALLS} courses and "
            f"{COMPLETION_CALLS} people a round, extrapolated",
        }


def _timed(work: Callable[[], object]) -> float:
    return seconds(work)


def _read(big: BigSite, kind: str) -> tuple[int, int]:
    """Rows and requests of a whole kind."""
    rows, asked, after, more = 0, 0, 0, True
    while more:
        ask = SnapshotAsk("learning", kind, after)
        page = big.client.ask(big.address, [ask]).page(ask)
        if isinstance(page, RefusedPage):
            raise RuntimeError(f"the feed refused: {page.reason}")  # noqa: TRY004 - the answer is wrong, not a type
        rows, asked, after, more = rows + page.count, asked + 1, page.to, page.more
    return rows, asked


def _raw(big: BigSite, sql: str) -> None:
    command = [str(find("mariadb")), "--no-defaults", "-uroot", f"-S{big.site.server.socket}", "--quick", "--batch"]
    subprocess.run([*command, big.site.database, "-e", sql], check=True, stdout=subprocess.DEVNULL)


class _Crawl:
    """What a centre without a plugin would call: people of each course, then the completion of each person."""

    def __init__(self, big: BigSite) -> None:
        self._token = big.site.php(_PHP / "core_services.php").split("TOKEN ")[1].split()[0]
        self._url = f"{big.site.wwwroot}/webservice/rest/server.php"
        self._session = requests.Session()
        self._courses = [
            row[0] for row in big.site.rows("SELECT courseid FROM mdl_enrol WHERE enrol = 'self' ORDER BY id LIMIT 50")
        ]
        self._people = big.site.rows(
            "SELECT e.courseid, ue.userid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid "
            "WHERE ue.id %% 997 = 0 LIMIT %s",
            COMPLETION_CALLS,
        )

    def enrolled_users(self) -> None:
        options = {"options[0][name]": "userfields", "options[0][value]": "id,idnumber"}
        self._all([("core_enrol_get_enrolled_users", {"courseid": one} | options) for one in self._courses[:COURSE_CALLS]])

    def completion_status(self) -> None:
        name = "core_completion_get_course_completion_status"
        self._all([(name, {"courseid": course, "userid": person}) for course, person in self._people])

    def _all(self, calls: Sequence[tuple[str, dict[str, object]]]) -> None:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda call: self._call(*call), calls))

    def _call(self, function: str, values: dict[str, object]) -> None:
        data = {"wstoken": self._token, "wsfunction": function, "moodlewsrestformat": "json", **values}
        answer = self._session.post(self._url, data=data, timeout=120).json()
        if isinstance(answer, dict) and "exception" in answer:
            raise RuntimeError(f"{function}: {answer}")
