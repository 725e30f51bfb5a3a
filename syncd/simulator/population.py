"""The rows a simulated site starts with, computed from the seed when they are read. Pure.

A world of 640 sites thus costs no memory until it changes.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import gcd
from uuid import UUID

from syncd.simulator.draws import DAY, Draw, card_of
from syncd.simulator.opinions import ANSWERS, FLAG_REASONS, OPINIONS
from syncd.simulator.subjects import FORMS, PROGRAMMES, Form, Programme
from syncd.simulator.topics import TOPICS, Topic

Row = tuple[object, ...]

FIRST_DAY = 1_735_689_600  # 2025-01-01T00:00:00Z; no world depends on the day it is run
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Size:
    """How much a site starts with."""

    courses: int
    learners: int
    enrolments_per_course: int


class Population:
    """The starting rows of one site. Ids of each kind are 1 … `count(kind)`."""

    def __init__(self, seed: int, number: int, size: Size) -> None:
        self._seed = seed
        self._number = number
        self._size = size
        self._rows: dict[str, Callable[[int], Row]] = {
            "course": self._course,
            "enrolment": self._enrolment,
            "completion": self._completion,
            "badge_class": self._badge_class,
            "assertion": self._assertion,
            "rating": self._rating,
        }

    def count(self, kind: str) -> int:
        match kind:
            case "course":
                return self._size.courses
            case "enrolment":
                return self._enrolment_ends[-1]
            case "completion":
                return self._completion_ends[-1]
            case "badge_class":
                return len(self._badge_courses)
            case "assertion":
                return self._assertion_ends[-1]
            case _:
                return self._rating_ends[-1]

    def row(self, kind: str, row_id: int) -> Row:
        return self._rows[kind](row_id)

    def about(self, course: int) -> str:
        """The name of the programme or topic that a course teaches: on no wire, but whoever judges a search needs it."""
        subject = self._subject(course)[1]
        return subject.title if isinstance(subject, Programme) else subject[0].name

    def learner(self, place: int) -> str:
        """The token of the learner at this place: three in five have linked their account, some learn on several sites."""
        draw = Draw(self._seed, "learner", self._number, place)
        if draw.chance(60):
            person = Draw(self._seed, "person", draw.below(100_000)) if draw.chance(30) else draw
            return f"sub:{UUID(int=person.below(2**128), version=4)}"
        return f"anon:{draw.below(2**128):032x}"

    # How many enrolments, completions, assertions and ratings each course has; the running sums give every row its id.

    @cached_property
    def _enrolled(self) -> list[int]:
        mean, learners = self._size.enrolments_per_course, self._size.learners
        # A few courses draw most learners: the one at rank r of ten gets a share of 1/r of the mean's harmonic sum.
        shares = (10 * mean * 100 // (293 * (1 + Draw(self._seed, "rank", self._number, c).below(10))) for c in self._course_ids)
        return [min(learners, share) for share in shares]

    @cached_property
    def _completed(self) -> list[int]:
        return [n * (20 + Draw(self._seed, "rate", self._number, c).below(71)) // 100 for c, n in enumerate(self._enrolled, 1)]

    @cached_property
    def _enrolment_ends(self) -> list[int]:
        return list(accumulate(self._enrolled)) or [0]

    @cached_property
    def _completion_ends(self) -> list[int]:
        return list(accumulate(self._completed)) or [0]

    @cached_property
    def _badge_courses(self) -> list[int]:
        return [c for c in self._course_ids if c % 5 == 1]

    @cached_property
    def _assertion_ends(self) -> list[int]:
        return list(accumulate(self._completed[c - 1] for c in self._badge_courses)) or [0]

    @cached_property
    def _rating_ends(self) -> list[int]:
        shares = (20 + Draw(self._seed, "rated", self._number, c).below(41) for c in self._course_ids)
        return list(accumulate(n * share // 100 for n, share in zip(self._completed, shares, strict=True))) or [0]

    @property
    def _course_ids(self) -> range:
        return range(1, self._size.courses + 1)

    @cached_property
    def _walks(self) -> list[tuple[int, int]]:
        """Per course the start and stride of a walk over all learners that meets nobody twice."""
        walks = []
        for course in self._course_ids:
            draw = Draw(self._seed, "walk", self._number, course)
            start, stride = draw.below(self._size.learners), 1 + draw.below(self._size.learners)
            while gcd(stride, self._size.learners) != 1:
                stride += 1
            walks.append((start, stride))
        return walks

    def _place(self, course: int, turn: int) -> int:
        """The learner who enrolled as number `turn` in this course."""
        start, stride = self._walks[course - 1]
        return (start + turn * stride) % self._size.learners

    def _enrolled_at(self, course: int, turn: int) -> int:
        return Draw(self._seed, "enrolled", self._number, course, turn).day(self._created[course - 1], _YEAR // 2)

    @cached_property
    def _created(self) -> list[int]:
        return [Draw(self._seed, "created", self._number, c).day(FIRST_DAY, _YEAR) for c in self._course_ids]

    def _subject(self, course: int) -> tuple[Draw, Programme | tuple[Topic, Form]]:
        """What a course teaches, and the draw from which the rest of its row comes."""
        draw = Draw(self._seed, "course", self._number, course)
        return draw, draw.pick(PROGRAMMES) if draw.chance(12) else (draw.pick(TOPICS), draw.pick(FORMS))

    def _card(self, course: int) -> Draw:
        return Draw(self._seed, "card", self._number, course)

    def _course(self, course: int) -> Row:
        draw, subject = self._subject(course)
        created = self._created[course - 1]
        if isinstance(subject, Programme):
            programme = subject
            batch = 1 + draw.below(60)
            starts = created + (14 + draw.below(60)) * DAY
            return (
                course,
                f"{programme.title} Angkatan {batch}",
                f"{programme.title} bagi peserta yang ditugaskan instansinya, memadukan belajar mandiri, kelas dan aktualisasi.",
                f"Pelatihan Terstruktur / {programme.training_type}",
                "agency" if draw.chance(70) else "all",
                programme.jp_hundredths,
                programme.jp_hundredths * 45 // 100,
                programme.competency,
                "campuran",
                None,
                programme.training_type,
                str(batch),
                "id",
                starts,
                starts + programme.days * DAY,
                0,
                1,
                created,
                None,
                None,
                None,
                *card_of(self._card(course), course, programme.training_type, programme.jp_hundredths),
            )
        topic, form = subject
        dated = form.format == "sinkron"
        starts = created + (7 + draw.below(40)) * DAY
        return (
            course,
            form.title_of(topic),
            form.summary_of(topic) if draw.chance(90) else None,
            topic.category,
            "all" if draw.chance(85) else "agency",
            form.jp_hundredths,
            form.minutes,
            topic.competency,
            form.format,
            form.level,
            None,
            None,
            "en" if draw.chance(4) else "id",
            starts if dated else None,
            starts + DAY if dated else None,
            1,
            0 if draw.chance(5) else 1,
            created,
            created + DAY if dated else None,
            starts if dated else None,
            draw.below(40) if dated and draw.chance(50) else None,
            *card_of(self._card(course), course, topic.category.rpartition(" / ")[2], form.minutes),
        )

    def _enrolment(self, row_id: int) -> Row:
        course, turn = _locate(self._enrolment_ends, row_id)
        created = self._enrolled_at(course, turn)
        draw = Draw(self._seed, "enrolment", self._number, row_id)
        return (
            row_id,
            course,
            self.learner(self._place(course, turn)),
            "suspended" if draw.chance(3) else "active",
            "self" if draw.chance(80) else "manual",
            created,
            created + _YEAR * DAY if draw.chance(20) else None,
            created,
        )

    def _completion(self, row_id: int) -> Row:
        course, turn = _locate(self._completion_ends, row_id)
        return (row_id, course, self.learner(self._place(course, turn)), self._completed_at(course, turn))

    def _completed_at(self, course: int, turn: int) -> int:
        return Draw(self._seed, "completed", self._number, course, turn).day(self._enrolled_at(course, turn), 60)

    def _badge_class(self, row_id: int) -> Row:
        course = self._badge_courses[row_id - 1]
        title = str(self._course(course)[1])
        draw = Draw(self._seed, "badge", self._number, row_id)
        return (
            row_id,
            course,
            f"Lencana {title}"[:255],
            f"Diberikan setelah menuntaskan {title}.",
            "Pusat Pengembangan Kompetensi",
            "active" if draw.chance(90) else "inactive",
            self._created[course - 1],
        )

    def _assertion(self, row_id: int) -> Row:
        badge, turn = _locate(self._assertion_ends, row_id)
        course = self._badge_courses[badge - 1]
        issued = self._completed_at(course, turn)
        expires = issued + 3 * _YEAR * DAY if badge % 3 == 0 else None
        return (row_id, badge, self.learner(self._place(course, turn)), issued, expires)

    def _rating(self, row_id: int) -> Row:
        course, turn = _locate(self._rating_ends, row_id)
        draw = Draw(self._seed, "rating", self._number, row_id)
        created = draw.day(self._completed_at(course, turn), 14)
        good = Draw(self._seed, "quality", self._number, course).below(3)
        stars = min(5, max(1, 3 + good + draw.below(3) - draw.below(4)))
        answered = created + (1 + draw.below(9)) * DAY if draw.chance(20) else None
        return (
            row_id,
            course,
            self.learner(self._place(course, turn)),
            stars,
            draw.pick(OPINIONS[stars]) if draw.chance(70) else None,
            created,
            created + (1 + draw.below(30)) * DAY if draw.chance(10) else None,
            draw.pick(ANSWERS) if answered else None,
            answered,
            draw.pick(FLAG_REASONS) if draw.chance(1) else None,
            1 + draw.below(3) if draw.chance(2) else 0,
        )


def _locate(ends: Sequence[int], row_id: int) -> tuple[int, int]:
    """The owner (1, 2, …) of this id and the id's turn (0, 1, …) within it."""
    owner = bisect_right(ends, row_id - 1)
    before = ends[owner - 1] if owner else 0
    return owner + 1, row_id - 1 - before
