"""Where a page of hits ended, as a text that the asker gives back: the place in the order, and which course stood there. Pure.

A cursor goes on from a course and not from a number: what comes and goes meanwhile neither repeats a hit nor leaves one out.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import asdict, dataclass
from hashlib import blake2b

from syncd.errors import QuestionRefusedError
from syncd.index.question import Question

_MAX_LENGTH = 2000
_KEYS = 5
# Nobody reads so far; whoever wants all of a catalogue reads it by another way.
MAX_SEEN = 5000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the last hit's value in the order, the keys of its last hits, the last first, and how many came so far.

    If the last hit is gone when the next page is asked for, the one before it says where to go on.
    """

    value: float | int | str
    keys: tuple[str, ...]
    seen: int


def written(place: Place, question: Question) -> str:
    """The cursor of this place among the hits of this question."""
    text = json.dumps([place.value, place.keys[:_KEYS], place.seen, _mark(question)], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(question: Question) -> Place | None:
    """The place that the question goes on from; None at the beginning. Refused where the cursor is not of this question."""
    if question.cursor is None:
        return None
    if len(question.cursor) > _MAX_LENGTH or not question.cursor.isascii():
        raise refused()
    try:
        value, keys, seen, mark = json.loads(urlsafe_b64decode(question.cursor + "=" * (-len(question.cursor) % 4)))
    except (Error, ValueError, TypeError, RecursionError):
        raise refused() from None
    sound = type(value) in (float, int, str) and type(keys) is list and type(seen) is int and mark == _mark(question)
    if not sound or not 0 < seen <= MAX_SEEN or any(type(key) is not str for key in keys):
        raise refused()
    return Place(value, tuple(keys), seen)


def refused() -> QuestionRefusedError:
    """What is said of a cursor that leads nowhere."""
    return QuestionRefusedError("cursor", "The cursor does not belong to this question; begin at the first page.")


def _mark(question: Question) -> str:
    asked = asdict(question) | {"cursor": None, "size": None}
    asked["choices"] = sorted((name, sorted(values)) for name, values in question.choices.items() if values)
    return blake2b(json.dumps(asked).encode(), digest_size=6).hexdigest()
