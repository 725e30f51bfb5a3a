"""What is on the independent tenant's site: rows, and the log of what changed (docs/contract.md sections 4 and 6). Touches nothing."""

import secrets
from collections.abc import Callable
from hashlib import md5

Row = list[object]
_KINDS = {
    "course": "id title summary category audience jp_hundredths minutes competency format level training_type batch language starts ends"
    " self_enrol tracks_completion created enrol_from enrol_until places topics author image badges",
    "enrolment": "id course learner status method starts ends created",
    "completion": "id course learner completed",
    "badge_class": "id course name description issuer status created",
    "assertion": "id badge learner issued expires",
    "rating": "id course learner stars text created edited answer answered flagged reports",
}
COLUMNS = {kind: columns.split() for kind, columns in _KINDS.items()}
# How many of them a row has in each version, where that is another number.
WIDTHS = {"course": {1: 18, 2: 21, 3: 25}}
STREAMS = {
    "catalogue": ["course"],
    "learning": ["enrolment", "completion"],
    "badges": ["badge_class", "assertion"],
    "ratings": ["rating"],
}
_OF_PEOPLE = ("enrolment", "completion", "assertion", "rating")
_LEARNER = 2


def canonical(row: Row, contract: int) -> str:
    """Section 5."""
    if contract == 1:
        return "|".join("~" if value is None else str(value) for value in row)
    return "|".join(map(_canonical, row))


def _canonical(value: object) -> str:
    if value is None:
        return "~"
    if type(value) is int:
        return str(value)
    mark = "" if isinstance(value, str) else "!"
    return f"{mark}{len(str(value).encode(errors='surrogatepass'))}|{value}"


def digest(rows: list[Row], contract: int) -> dict[int, list[int]]:
    """[count, high, low] of each bucket that is not empty."""
    buckets: dict[int, list[int]] = {}
    for row in rows:
        hashed = md5(canonical(row, contract).encode(errors="surrogatepass"), usedforsecurity=False).hexdigest()
        sums = buckets.setdefault(int(str(row[0])) % 256, [0, 0, 0])
        for place, value in enumerate((1, int(hashed[:8], 16), int(hashed[8:16], 16))):
            sums[place] += value
    return dict(sorted(buckets.items()))


class ChangeLog:
    """Entries wait for their number until somebody reads."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, int, bool]] = []
        self._numbered: dict[int, tuple[str, str, int, bool]] = {}
        self.head: list[object] = [0, ""]

    def add(self, kind: str, row_id: int, *, erased: bool = False) -> None:
        self._waiting.append((kind, row_id, erased))

    def number(self) -> None:
        for entry in self._waiting:
            self.head = [int(str(self.head[0])) + 1, secrets.token_hex(6)]
            self._numbered[int(str(self.head[0]))] = (str(self.head[1]), *entry)
        self._waiting = []

    def refusal(self, cursor: list[object] | None) -> str | None:
        if cursor is None:
            return "pruned"
        seq, mark = int(str(cursor[0])), cursor[1]
        if seq > int(str(self.head[0])):
            return "ahead"
        if seq == 0:
            if mark != "":
                return "history"
            return None if self.head == [0, ""] or 1 in self._numbered else "pruned"
        if seq not in self._numbered:
            return "pruned"
        return None if self._numbered[seq][0] == mark else "history"

    def after(self, seq: int, kinds: list[str]) -> list[tuple[list[object], str, int, bool]]:
        """Cursor, kind, id and whether erased, of each entry of these kinds."""
        numbered = sorted((number, entry) for number, entry in self._numbered.items() if number > seq and entry[1] in kinds)
        return [([number, mark], kind, row_id, erased) for number, (mark, kind, row_id, erased) in numbered]

    def prune(self) -> None:
        self.number()
        self._numbered = {seq: entry for seq, entry in self._numbered.items() if seq == self.head[0]}


class Site:
    """Courses, people's learning and badges. Every act logs the keys it touched."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[int, Row]] = {kind: {} for kind in COLUMNS}
        self.hidden: set[int] = set()
        self.limits: dict[int, int] = {}
        self.profile: dict[str, str | None] | None = None
        self.images: dict[str, bytes] = {}
        self.log = ChangeLog()
        self._newest = dict.fromkeys(COLUMNS, 0)
        self._second = 1_760_000_000

    def live(self, kind: str) -> dict[int, Row]:
        """What is offered, by ascending id."""
        rows = self.tables[kind]
        return {row_id: rows[row_id] for row_id in sorted(rows) if self._leaves(kind, rows[row_id])}

    def _leaves(self, kind: str, row: Row) -> bool:
        if kind == "rating":
            return any(done[1:3] == row[1:3] for done in self.tables["completion"].values())
        return kind != "course" or row[0] not in self.hidden

    def put(self, kind: str, **values: object) -> int:
        """A new row, or another value of one."""
        row_id = int(str(values.get("id") or self._newest[kind] + 1))
        old = dict(zip(COLUMNS[kind], self.tables[kind].get(row_id, [None] * len(COLUMNS[kind])), strict=True))
        self._newest[kind] = max(self._newest[kind], row_id)
        self.tables[kind][row_id] = list((old | values | {"id": row_id}).values())
        self.log.add(kind, row_id)
        return row_id

    def drop(self, kind: str, row_id: int, *, erased: bool = False) -> None:
        del self.tables[kind][row_id]
        self.log.add(kind, row_id, erased=erased)

    def ids(self, kind: str, wanted: Callable[[Row], bool]) -> list[int]:
        return [row_id for row_id, row in self.tables[kind].items() if wanted(row)]

    def now(self) -> int:
        """A second later than before."""
        self._second += 1
        return self._second

    # What happens on the site

    def make_course(self, title: str) -> int:
        values = {"title": title, "audience": "all", "self_enrol": 1, "tracks_completion": 1, "created": self.now()}
        return self.put("course", **values)

    def open_between(self, course: int, opens: int | None, closes: int | None, limit: int | None) -> None:
        self.limits = {key: value for key, value in self.limits.items() if key != course}
        self.limits |= {} if limit is None else {course: limit}
        self.put("course", id=course, enrol_from=opens, enrol_until=closes, places=limit)
        self.count_places(course)

    def count_places(self, course: int) -> None:
        if course in self.limits and course in self.tables["course"]:
            taken = len(self.ids("enrolment", lambda row: row[1] == course))
            self.put("course", id=course, places=max(0, self.limits[course] - taken))

    def hide_course(self, course: int) -> None:
        self.hidden.add(course)
        self.log.add("course", course)

    def show_course(self, course: int) -> None:
        self.hidden.discard(course)
        self.log.add("course", course)

    def delete_course(self, course: int) -> None:
        for kind in ("enrolment", "completion", "rating"):
            for row_id in self.ids(kind, lambda row: row[1] == course):
                self.drop(kind, row_id)
        for badge in self.ids("badge_class", lambda row: row[1] == course):
            self.put("badge_class", id=badge, course=None)
        self.drop("course", course)

    def enrol(self, course: int, learner: str) -> int:
        values = {"course": course, "learner": learner, "status": "active", "method": "self", "created": self.now()}
        enrolment = self.put("enrolment", **values)
        self.count_places(course)
        return enrolment

    def complete(self, course: int, learner: str) -> int:
        completion = self.put("completion", course=course, learner=learner, completed=self.now())
        self._touch_rating(course, learner)
        return completion

    def withdraw_completion(self, completion: int) -> None:
        _id, course, learner, _completed = self.tables["completion"][completion]
        self.drop("completion", completion)
        self._touch_rating(course, learner)

    def _touch_rating(self, *of_whom: object) -> None:
        for rating in self.ids("rating", lambda row: row[1:3] == list(of_whom)):
            self.log.add("rating", rating)

    def rate(self, course: int, learner: str, stars: int, text: str | None) -> int:
        for rating in self.ids("rating", lambda row: row[1:3] == [course, learner]):
            return self.put("rating", id=rating, stars=stars, text=text, edited=self.now())
        values = {"course": course, "learner": learner, "stars": stars, "text": text, "created": self.now(), "reports": 0}
        return self.put("rating", **values)

    def withdraw_rating(self, rating: int) -> None:
        self.drop("rating", rating)

    def answer_rating(self, rating: int, text: str) -> None:
        self.put("rating", id=rating, answer=text, answered=self.now())

    def flag_rating(self, rating: int, reason: str) -> None:
        self.put("rating", id=rating, flagged=reason)

    def report_rating(self, rating: int) -> None:
        self.put("rating", id=rating, reports=int(str(self.tables["rating"][rating][-1])) + 1)

    def make_badge(self, name: str, course: int) -> int:
        return self.put("badge_class", course=course, name=name, status="active", created=self.now())

    def issue_badge(self, badge: int, learner: str) -> int:
        return self.put("assertion", badge=badge, learner=learner, issued=self.now())

    def delete_badge(self, badge: int) -> None:
        for row_id in self.ids("assertion", lambda row: row[1] == badge):
            self.drop("assertion", row_id)
        self.drop("badge_class", badge)

    def link_account(self, learner: str, subject: str) -> None:
        for kind in _OF_PEOPLE:
            for row_id in self.ids(kind, lambda row: row[_LEARNER] == learner):
                self.put(kind, id=row_id, learner=f"sub:{subject}")

    def erase(self, learner: str) -> None:
        for kind in _OF_PEOPLE:
            for row_id in self.ids(kind, lambda row: row[_LEARNER] == learner):
                self.drop(kind, row_id, erased=True)
