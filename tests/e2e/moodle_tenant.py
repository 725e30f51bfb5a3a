"""A real Moodle site as the contract suite's tenant under test (tests/contract/adapter.py)."""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from tests.contract.adapter import Learner
from tests.moodle.site import MoodleSite

CANARY = "Kenari7f3a"


class MoodleTenant:
    """The suite's acts, done on a site as its users and its admin do them."""

    def __init__(self, site: MoodleSite, folder: Path) -> None:
        self.site = site
        self.url = site.wwwroot
        self._backup = folder / f"{site.name}.sql"

    def pin_centre(self, url: str, jwks: str) -> None:
        self.site.do("pin_centre", url=url, jwks=jwks)

    def set_streams(self, *streams: str) -> None:
        self.site.do("set_streams", streams=streams)

    def set_paused(self, paused: bool) -> None:
        self.site.php("local/asnunggul/cli/pause.php", *([] if paused else ["--resume"]))

    def make_course(self, title: str) -> int:
        return int(self.site.do("make_course", title=title))

    def rename_course(self, course: int, title: str) -> None:
        self.site.do("change_course", course=course, fields={"fullname": title})

    def open_between(self, course: int, opens: int | None, closes: int | None, limit: int | None) -> None:
        self.site.do("open_between", course=course, opens=opens or 0, closes=closes or 0, limit=limit or 0)

    def show_on_card(self, course: int, topics: list[str], name: str, image: bytes) -> None:
        self.site.do("show_on_card", course=course, topics=topics, name=name, image=b64encode(image).decode())

    def hide_course(self, course: int) -> None:
        self.site.do("show_course", course=course, visible=False)

    def show_course(self, course: int) -> None:
        self.site.do("show_course", course=course, visible=True)

    def delete_course(self, course: int) -> None:
        self.site.do("delete_course", course=course)

    def make_learner(self) -> Learner:
        return Learner(self.site.do("make_people", number=1, canary=CANARY)[0])

    def enrol(self, course: int, learner: Learner) -> int:
        self.site.do("enrol", course=course, people=[learner.handle])
        return self._newest("user_enrolments", learner)

    def enrol_self(self, course: int, learner: Learner) -> int:
        self.site.do("enrol", course=course, people=[learner.handle], method="self")
        return self._newest("user_enrolments", learner)

    def unenrol(self, enrolment: int) -> None:
        course, person = self._enrolled(enrolment)
        ((method,),) = self.site.rows(
            "SELECT e.enrol FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE ue.id = %s", enrolment
        )
        self.site.do("unenrol", course=course, people=[person], method=method)

    def suspend(self, enrolment: int) -> None:
        course, person = self._enrolled(enrolment)
        self.site.do("suspend", course=course, people=[person])

    def complete(self, course: int, learner: Learner) -> int:
        self.site.do("complete", course=course, people=[learner.handle])
        return self._newest("course_completions", learner)

    def withdraw_completion(self, completion: int) -> None:
        """Moodle withdraws the completions of a whole course; the suite has one in each."""
        ((course,),) = self.site.rows("SELECT course FROM mdl_course_completions WHERE id = %s", completion)
        self.site.do("withdraw_completions", course=course)

    def make_badge(self, name: str, course: int) -> int:
        return int(self.site.do("make_badge", name=name, course=course))

    def issue_badge(self, badge: int, learner: Learner) -> int:
        self.site.do("award", badge=badge, people=[learner.handle])
        return self._newest("badge_issued", learner)

    def revoke_badge(self, assertion: int) -> None:
        ((badge, person),) = self.site.rows("SELECT badgeid, userid FROM mdl_badge_issued WHERE id = %s", assertion)
        self.site.do("revoke", badge=badge, people=[person])

    def delete_badge(self, badge: int) -> None:
        self.site.do("delete_badge", badge=badge)

    def rate(self, course: int, learner: Learner, stars: int, text: str | None) -> int:
        return int(self.site.do("rate", course=course, person=learner.handle, stars=stars, text=text))

    def withdraw_rating(self, rating: int) -> None:
        self.site.do("withdraw_rating", rating=rating)

    def answer_rating(self, rating: int, text: str) -> None:
        self.site.do("answer_rating", rating=rating, text=text)

    def flag_rating(self, rating: int, reason: str) -> None:
        self.site.do("flag_rating", rating=rating, reason=reason)

    def report_rating(self, rating: int) -> None:
        self.site.do("report_rating", rating=rating, person=self.make_learner().handle)

    def link_account(self, learner: Learner, subject: str) -> None:
        self.site.do("link_account", person=learner.handle, subject=subject)

    def erase(self, learner: Learner) -> None:
        self.site.do("erase", person=learner.handle)

    def prune_log(self) -> None:
        self.site.do("prune_log")

    def back_up(self) -> None:
        self.site.dump(self._backup)

    def restore(self) -> None:
        self.site.restore(self._backup)

    def declare_restored(self) -> None:
        self.site.php("local/asnunggul/cli/identity.php", "--restored")

    def publish_next_key(self) -> None:
        self.site.php("local/asnunggul/cli/keys.php", "--rotate")

    def _newest(self, table: str, learner: Learner) -> int:
        return int(self.site.rows(f"SELECT MAX(id) FROM mdl_{table} WHERE userid = %s", learner.handle)[0][0])

    def _enrolled(self, enrolment: int) -> Sequence[int]:
        sql = "SELECT e.courseid, ue.userid FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid WHERE ue.id = %s"
        return self.site.rows(sql, enrolment)[0]
