"""What a sign-in costs at the site beside the issuer's own time: our plugin, Moodle's own OAuth 2, Moodle's password form."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from bench.measure import Json, alternate, ratios, seconds, spread
from tests.mariadb_server import private_server
from tests.sso.browser import Browser
from tests.sso.people import person
from tests.sso.ways import Way, both

ROUNDS = 60
WARM_UP = 5
# As on a site in use: nothing is debugged, sessions are files.
CONFIG = "$CFG->debug = 0;\n"
_NAME, _PASSWORD = "lokal", "Sandi-uji-1"
_WISH = "/user/preferences.php"


def run() -> Json:
    with _ways() as (ours, core):
        works = {"auth_asnsso": _signing_in(ours), "core_auth_oauth2": _signing_in(core), "password_form": partial(_form, ours)}
        works["moodle_request"] = partial(_nothing, ours)
        alternate(WARM_UP, works)
        before = dict(ours.issuer.requests)
        times = alternate(ROUNDS, works)
        calls = {name: count - before.get(name, 0) for name, count in ours.issuer.requests.items()}
    return {
        "rounds": ROUNDS,
        "milliseconds": {name: spread([1000 * one for one in taken], 1) for name, taken in times.items()},
        "p95_milliseconds": {name: round(1000 * quantiles(taken, n=20)[-1], 1) for name, taken in times.items()},
        "to_password_form": ratios(times["auth_asnsso"], times["password_form"]),
        "to_core_auth_oauth2": ratios(times["auth_asnsso"], times["core_auth_oauth2"]),
        "beyond_the_bare_requests_milliseconds": spread(
            [1000 * (taken - 2 * bare) for taken, bare in zip(times["auth_asnsso"], times["moodle_request"], strict=True)], 1
        ),
        "issuer_requests_a_sign_in_of_both_ways": {name: round(count / ROUNDS, 2) for name, count in calls.items() if count},
        "remark": (
            "all requests to the site from the click to the redirect to the wanted page, the time the issuer worked taken off, "
            "the connection to it not: two for auth_asnsso, three for core (whose login page had to be opened before, "
            "not counted), three for the form and its page; people who signed in before; "
            "moodle_request opens a session and does nothing"
        ),
    }


@contextmanager
def _ways() -> Iterator[tuple[Way, Way]]:
    with (
        private_server() as server,
        TemporaryDirectory(prefix="asn-bench-login-") as folder,
        both(server, Path(folder), CONFIG) as ways,
    ):
        ways[1].asks_by_mail(False)
        account = {"username": _NAME, "email": f"{_NAME}@example.invalid"}
        ways[0].tenant.site.do("make_accounts", accounts=[account])
        yield ways


def _signing_in(way: Way) -> Callable[[], float]:
    somebody = person()

    def once() -> float:
        with Browser(way.world.trusted) as browser:
            browser.sign_in_at(way.issuer, somebody)
            link = way.login(browser, _WISH)
            seen: list[str] = []
            began = seconds(lambda: seen.append(browser.get(link, stop_before=way.issuer.url).url))
            answer = browser.get(seen[0], stop_before=f"{way.callback}?").url
            theirs = way.issuer.seconds.total()
            ended = seconds(lambda: seen.append(browser.get(answer, stop_before=f"{way.tenant.url}{_WISH}").url))
            theirs = way.issuer.seconds.total() - theirs
            if seen[1] != f"{way.tenant.url}{_WISH}" or way.tenant.who(browser) == 0:
                raise RuntimeError(f"nobody was signed in: {seen[1]}")
            return began + ended - theirs

    return once


def _form(way: Way) -> float:
    with Browser(way.world.trusted) as browser:
        seen = []
        opened = seconds(lambda: seen.append(browser.get(f"{way.tenant.url}/login/index.php")))
        sent = seconds(
            lambda: seen.append(browser.submit(seen[0], "login", stop_before="/my/", username=_NAME, password=_PASSWORD))
        )
        if way.tenant.who(browser) == 0:
            raise RuntimeError("the password form signed nobody in")
        return opened + sent


def _nothing(way: Way) -> float:
    with Browser(way.world.trusted) as browser:
        return seconds(lambda: browser.get(f"{way.tenant.url}/auth/asnsso/callback.php?error=login_required", hops=1))
