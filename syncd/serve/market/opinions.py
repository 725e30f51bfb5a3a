"""What learners say of one offering, for whoever may see the offering. Reads the index, then the store."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import date, timedelta

from syncd.errors import QuestionRefusedError
from syncd.index.search import Search
from syncd.ratings.formula import Period
from syncd.serve.market import answers
from syncd.store import opinions as stored
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading
from syncd.store.opinions import Opinion, Place

_FIRST_DAY = date(1970, 1, 1)
_LAST = (date(9999, 12, 31) - _FIRST_DAY).days
_LONGEST_CURSOR = 60
_MOST_ROWS = 2**53


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of which offering; `agency`: for whose people it is asked, None for everybody."""

    tenant: str
    number: int
    cursor: str | None = None
    limit: int = 20
    agency: str | None = None


def opinions(search: Search, engine: Engine, wanted: Wanted) -> answers.Ratings:
    """One page; NotFoundError for what is not offered to all ASN, QuestionRefusedError for a cursor that is none."""
    card = search.card(wanted.tenant, wanted.number, wanted.agency)
    place = _read(wanted.cursor)
    with reading(engine) as conn:
        until = Period(stored.day_of(database_now_ms(conn) // 1000)).until
        found, end = stored.page(conn, card.tenant_id, wanted.number, until, place, wanted.limit)
    return answers.Ratings(
        rating=answers.rating(card.standing),
        ratings=[_answered(one) for one in found],
        cursor=None if end is None else _written(end),
    )


def _answered(one: Opinion) -> answers.Opinion:
    said = None if one.answer is None or one.answered is None else _date(one.answered)
    return answers.Opinion(day=_date(one.day), stars=one.stars, text=one.text, answer=one.answer, answered=said)


def _date(day: int) -> date:
    return _FIRST_DAY + timedelta(days=min(day, _LAST))


def _written(place: Place) -> str:
    return urlsafe_b64encode(json.dumps([place.day, place.rows], separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    refused = QuestionRefusedError("cursor", "The cursor is none of this list; begin at the first page.")
    if len(cursor) > _LONGEST_CURSOR or not cursor.isascii():
        raise refused
    try:
        day, rows = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (Error, ValueError, TypeError, RecursionError):
        raise refused from None
    if type(day) is not int or type(rows) is not int or not 0 <= day <= _LAST or not 0 < rows < _MOST_ROWS:
        raise refused
    return Place(day, rows)
