"""What a simulated Moodle site holds: every act changes its tables and logs the keys it touched. Touches nothing else."""

from collections.abc import Callable
from copy import copy

from syncd.model.kinds import BADGES_OF_COURSE, KINDS
from syncd.simulator.changelog import ChangeLog
from syncd.simulator.pictures import PICTURES
from syncd.simulator.population import Population, Row
from syncd.simulator.table import Table

_OF_COURSE = ("enrolment", "completion", "rating")
_OF_PERSON = ("enrolment", "completion", "assertion", "rating")
_LEARNER = 2  # where the learner stands in each of these rows
_COURSE = {name: place for place, name in enumerate(KINDS["course"].column_names)}


class Site:
    """The tables of one site. `away` keeps rows that exist on the site and do not leave.

    Those are of hidden and withheld courses, and ratings of learners whose completion was withdrawn.
    """

    def __init__(self, population: Population | None) -> None:
        self.tables = {kind: Table(kind, population) for kind in KINDS}
        self.log = ChangeLog()
        self.images = PICTURES  # by sha256
        self._away: dict[tuple[str, int], Row] = {}
        self._limits: dict[int, int] = {}  # of each course with a limit, how many may enrol

    def backup(self) -> "Site":
        """The site's database as it is now."""
        twin = copy(self)
        twin.tables = {kind: table.copy() for kind, table in self.tables.items()}
        twin.log = self.log.copy()
        twin._away = dict(self._away)  # noqa: SLF001 - the twin is of this class
        twin._limits = dict(self._limits)  # noqa: SLF001
        return twin

    # Courses

    def make_course(self, title: str, created: int, *, values: dict[str, object] | None = None) -> int:
        """A new offered course; `values` replaces defaults by column name."""
        course = self.tables["course"].new_id()
        defaults: dict[str, object] = dict.fromkeys(KINDS["course"].column_names)
        defaults |= {"id": course, "title": title, "audience": "all", "self_enrol": 1, "tracks_completion": 1, "created": created}
        self._put("course", tuple((defaults | (values or {})).values()))
        return course

    def rename_course(self, course: int, title: str) -> None:
        row = self._away.get(("course", course))
        if row is not None:
            self._away["course", course] = (row[0], title, *row[2:])
            return
        row = self._existing("course", course)
        self._put("course", (row[0], title, *row[2:]))

    def open_between(self, course: int, opens: int | None, closes: int | None, limit: int | None) -> None:
        """Learners can enrol themselves from one second to another, and so many of them."""
        row = self._existing("course", course)
        self._limits.pop(course, None)
        self._limits |= {} if limit is None else {course: limit}
        window = {"enrol_from": opens, "enrol_until": closes, "places": self._places_left(course)}
        self._put("course", _changed(row, **window))

    def _places_left(self, course: int) -> int | None:
        if course not in self._limits:
            return None
        taken = sum(row[1] == course for row in self.tables["enrolment"].rows())
        return max(0, self._limits[course] - taken)

    def _count_places(self, course: int) -> None:
        row = self.tables["course"].get(course)
        if row is not None and course in self._limits:
            self._put("course", _changed(row, places=self._places_left(course)))

    def hide_course(self, course: int) -> None:
        """The catalogue row leaves; what people learned there stays."""
        self._set_away("course", course)

    def withhold_course(self, course: int) -> None:
        """The tenant admin says "not offered": the catalogue row and the learning rows leave."""
        self._set_away("course", course)
        for kind in _OF_COURSE:
            for row_id in self._ids_where(kind, lambda row: row[1] == course):
                self._set_away(kind, row_id)

    def offer_course(self, course: int) -> None:
        """Shows a hidden course and gives back what was withheld with it."""
        for (kind, row_id), row in list(self._away.items()):
            if _belongs_to(course, kind, row):
                del self._away[kind, row_id]
                self._put(kind, row)
        for row_id in self._ids_where("rating", lambda row: row[1] == course):
            self._keep_if_completed(row_id)

    def hidden_courses(self) -> list[int]:
        return [row_id for kind, row_id in self._away if kind == "course"]

    def delete_course(self, course: int) -> None:
        """As in Moodle: its people's rows go with the course, its badges stay as archived site badges."""
        for kind in _OF_COURSE:
            for row_id in self._ids_where(kind, lambda row: row[1] == course):
                self._drop(kind, row_id)
        for badge in self._ids_where("badge_class", lambda row: row[1] == course):
            row = self._existing("badge_class", badge)
            self._put("badge_class", (badge, None, *row[2:5], "archived", row[6]))
        self._drop("course", course)
        self._away = {key: row for key, row in self._away.items() if not _belongs_to(course, key[0], row)}

    # Learning

    def enrol(self, course: int, learner: str, created: int) -> int:
        enrolment = self.tables["enrolment"].new_id()
        self._put("enrolment", (enrolment, course, learner, "active", "self", created, None, created))
        self._count_places(course)
        return enrolment

    def suspend(self, enrolment: int) -> None:
        row = self._existing("enrolment", enrolment)
        self._put("enrolment", (*row[:3], "suspended", *row[4:]))

    def unenrol(self, enrolment: int) -> None:
        course = int(str(self._existing("enrolment", enrolment)[1]))
        self._drop("enrolment", enrolment)
        self._count_places(course)

    def complete(self, course: int, learner: str, completed: int) -> int:
        completion = self.tables["completion"].new_id()
        self._put("completion", (completion, course, learner, completed))
        for (kind, row_id), row in list(self._away.items()):
            if kind == "rating" and row[1:3] == (course, learner):
                del self._away[kind, row_id]
                self._put(kind, row)
        return completion

    def withdraw_completion(self, completion: int) -> None:
        """Without it the learner's rating does not leave either, until the course is completed again."""
        course, learner = self._existing("completion", completion)[1:3]
        self._drop("completion", completion)
        for rating in self._ids_where("rating", lambda row: row[1:3] == (course, learner)):
            self._keep_if_completed(rating)

    # Ratings

    def rate(self, course: int, learner: str, stars: int, text: str | None, when: int) -> int:
        """The learner's one rating of the course: given, or edited if there is one."""
        for rating in self._ids_where("rating", lambda row: row[1:3] == (course, learner)):
            self._set_in_rating(rating, stars=stars, text=text, edited=when)
            return rating
        rating = self.tables["rating"].new_id()
        self._put("rating", (rating, course, learner, stars, text, when, None, None, None, None, 0))
        self._keep_if_completed(rating)
        return rating

    def withdraw_rating(self, rating: int) -> None:
        self._drop("rating", rating)

    def answer_rating(self, rating: int, text: str | None, when: int) -> None:
        """What the owner of the course says to it; None takes that back."""
        self._set_in_rating(rating, answer=text, answered=None if text is None else when)

    def flag_rating(self, rating: int, reason: str | None) -> None:
        self._set_in_rating(rating, flagged=reason)

    def report_rating(self, rating: int) -> None:
        """One more person says that it is abusive."""
        self._set_in_rating(rating, reports=int(str(self._existing("rating", rating)[-1])) + 1)

    def _set_in_rating(self, rating: int, **values: object) -> None:
        row = dict(zip(KINDS["rating"].column_names, self._existing("rating", rating), strict=True))
        self._put("rating", tuple((row | values).values()))

    def _keep_if_completed(self, rating: int) -> None:
        of_whom = self._existing("rating", rating)[1:3]
        if not self._ids_where("completion", lambda row: row[1:3] == of_whom):
            self._set_away("rating", rating)

    # Badges

    def make_badge(self, name: str, created: int, course: int | None = None) -> int:
        badge = self.tables["badge_class"].new_id()
        self._put("badge_class", (badge, course, name, None, None, "active", created))
        self._count_badges(course)
        return badge

    def issue_badge(self, badge: int, learner: str, issued: int) -> int:
        assertion = self.tables["assertion"].new_id()
        self._put("assertion", (assertion, badge, learner, issued, None))
        return assertion

    def revoke_badge(self, assertion: int) -> None:
        self._drop("assertion", assertion)

    def delete_badge(self, badge: int) -> None:
        """The class and everything issued from it."""
        for assertion in self._ids_where("assertion", lambda row: row[1] == badge):
            self._drop("assertion", assertion)
        course = self._existing("badge_class", badge)[1]
        self._drop("badge_class", badge)
        self._count_badges(course)

    def _count_badges(self, course: object) -> None:
        row = self.tables["course"].get(int(str(course))) if course else None
        if row is not None:
            self._put(
                "course",
                _changed(row, **{BADGES_OF_COURSE: len(self._ids_where("badge_class", lambda badge: badge[1] == course))}),
            )

    # What a card shows

    def present_course(self, course: int, **values: object) -> None:
        """The owner sets topics, author line or image of a course."""
        self._put("course", _changed(self._existing("course", course), **values))

    # People

    def link_account(self, learner: str, subject: str) -> None:
        """From now on the person behind this pseudonym is known by their subject, on every row."""
        for kind in _OF_PERSON:
            for row_id in self._ids_where(kind, lambda row: row[_LEARNER] == learner):
                self._put(kind, _relabelled(self._existing(kind, row_id), subject))
        for (kind, row_id), row in self._away.items():
            if kind in _OF_PERSON and row[_LEARNER] == learner:
                self._away[kind, row_id] = _relabelled(row, subject)

    def erase_person(self, learner: str) -> None:
        """The person's data is deleted under privacy law."""
        for kind in _OF_PERSON:
            for row_id in self._ids_where(kind, lambda row: row[_LEARNER] == learner):
                self.tables[kind].drop(row_id)
                self.log.append(kind, row_id, erased=True)
        self._away = {key: row for key, row in self._away.items() if not (key[0] in _OF_PERSON and row[_LEARNER] == learner)}

    def rows(self, kind: str) -> dict[int, Row]:
        """The truth about one kind, for comparison."""
        return {int(str(row[0])): row for row in self.tables[kind].rows()}

    def _existing(self, kind: str, row_id: int) -> Row:
        row = self.tables[kind].get(row_id)
        if row is None:
            raise KeyError(f"{kind} {row_id}")
        return row

    def _ids_where(self, kind: str, wanted: Callable[[Row], bool]) -> list[int]:
        return [int(str(row[0])) for row in self.tables[kind].rows() if wanted(row)]

    def _set_away(self, kind: str, row_id: int) -> None:
        if (kind, row_id) not in self._away:
            self._away[kind, row_id] = self._existing(kind, row_id)
            self._drop(kind, row_id)

    def _put(self, kind: str, row: Row) -> None:
        self.tables[kind].put(row)
        self.log.append(kind, int(str(row[0])))

    def _drop(self, kind: str, row_id: int) -> None:
        self.tables[kind].drop(row_id)
        self.log.append(kind, row_id)


def _belongs_to(course: int, kind: str, row: Row) -> bool:
    return row[0] == course if kind == "course" else row[1] == course


def _changed(course: Row, **values: object) -> Row:
    row = list(course)
    for name, value in values.items():
        row[_COURSE[name]] = value
    return tuple(row)


def _relabelled(row: Row, subject: str) -> Row:
    return (*row[:_LEARNER], f"sub:{subject}", *row[_LEARNER + 1 :])
