"""How the portal says numbers, times and what a course is like, in two languages. Pure: the moment is an argument."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from babel import Locale
from babel.dates import format_date, format_time
from babel.units import format_unit

from syncd.model.enrolling import Door, door
from syncd.serve.pages.portal import curated_texts
from syncd.serve.pages.portal.names import ORDERS, VALUES
from syncd.serve.pages.portal.texts import TEXTS
from syncd.serve.pages.texts import LANGUAGES, LOCALES, WIB, number

Course = Mapping[str, object]
_HOUR = 60
# In which topics are named.
_USUAL = LANGUAGES[0]
_HUNDREDTHS = 100
# Up to here minutes are easier to grasp than hours.
_MINUTES = 90
_LAST_SECOND = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


class Saying:
    """One language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words = TEXTS[language] | curated_texts.TEXTS[language]
        self._place = LANGUAGES.index(language)
        self._locale = Locale.parse(LOCALES[language])

    def number(self, value: float) -> str:
        """A number with the separators of the language."""
        return number(value, self.language)

    def value(self, facet: str, value: str) -> str:
        """What a value of a facet is called; an agency's name stands for itself."""
        if facet == "language":
            return str(self._locale.languages.get(value, value))
        if facet == "topic":
            return value if self.language == _USUAL else curated_texts.TOPICS.get(value, value)
        known = VALUES.get((facet, value))
        return known[self._place] if known else value

    def order(self, sort: str) -> str:
        """What an order is called."""
        return ORDERS[sort][self._place]

    def minutes(self, minutes: int) -> str:
        """So many minutes; many of them in hours."""
        hours, rest = divmod(minutes, _HOUR)
        parts = [(minutes, "duration-minute")] if minutes <= _MINUTES else [(hours, "duration-hour"), (rest, "duration-minute")]
        return " ".join(format_unit(count, unit, locale=self._locale) for count, unit in parts if count or len(parts) == 1)

    def credited(self, hundredths: int) -> str:
        """So much JP."""
        return f"{self.number(hundredths / _HUNDREDTHS)} JP"

    def day(self, seconds: int) -> str | None:
        """A day in the capital's time; None where no calendar has it."""
        return format_date(_local(seconds), "long", self._locale) if seconds <= _LAST_SECOND else None

    def date(self, day: date) -> str:
        """A day that is known as such."""
        return format_date(day, "long", self._locale)

    def moment(self, seconds: int) -> str | None:
        """A day and a minute in the capital's time."""
        day = self.day(seconds)
        return day and f"{day}, {format_time(_local(seconds), 'short', locale=self._locale)} WIB"

    def as_of(self, seconds: int) -> str | None:
        """Of when the data of a site is that was not read for long."""
        day = self.day(seconds)
        return day and self.words["unread"].format(day)

    def door(self, course: Course, now_s: int) -> str:
        """Whether learners can enrol themselves now, and when if not."""
        state = door(course, now_s)
        words = self.words
        match state:
            case Door.OPEN:
                until = self._said(course["enrol_until"])
                return words["open_until"].format(until) if until else words["open"]
            case Door.EARLY:
                opens = self._said(course["enrol_from"])
                return words["early_from"].format(opens) if opens else words["early"]
            case Door.LATE:
                return words["late"]
            case Door.FULL:
                return words["full"]
            case _:
                return words["shut"]

    def places(self, course: Course, now_s: int) -> str | None:
        """How many places are left, where that is a number and the door is open."""
        places = course["places"]
        if not isinstance(places, int) or door(course, now_s) is not Door.OPEN:
            return None
        return self.words["places"].format(self.number(places))

    def _said(self, seconds: object) -> str | None:
        return self.moment(seconds) if isinstance(seconds, int) else None


SAYINGS = {language: Saying(language) for language in LANGUAGES}


def _local(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(WIB)
