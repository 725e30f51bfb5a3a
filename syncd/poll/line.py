"""One line of an answer as an object, within the size that its ask allows, and the numbers and cursors in it. Pure."""

import re
from typing import NoReturn

from syncd.errors import Code, TenantError
from syncd.model.wire import Ask, Cursor, DigestAsk, ImageAsk
from syncd.poll.deadline import too_big
from syncd.strict_json import Bytes, JsonError, Size, TooManyValuesError, parse

# What a newer plugin may say more than this centre knows has room in these; what nobody needs has not.
MANY_VALUES, VALUES_A_ROW = 32_768, 64
DEPTH = 8
MAX_LINE = 64 * 1024
MAX_SEQ = 2**53
_MARK = re.compile(r"[0-9a-f]{12}")
_FEW = Size(values=1000, depth=DEPTH)


def rows_size(ask: Ask) -> Size:
    """How much the rows line that answers this ask may hold."""
    rows = 0 if isinstance(ask, DigestAsk | ImageAsk) else ask.limit
    return Size(MANY_VALUES + rows * VALUES_A_ROW, DEPTH)


def members(line: Bytes, name: str, size: Size | None = None) -> dict[str, object]:
    """The members of the object on this line; without a size they are a few on a short line."""
    if size is None and len(line) > MAX_LINE:
        broken(f"its {name} line is longer than {MAX_LINE} bytes")
    try:
        value = parse(line, size or _FEW)
    except TooManyValuesError:
        if size:
            raise too_big() from None  # fewer rows may help
        broken(f"its {name} line has too many values")
    except JsonError:
        broken(f"its {name} line is not JSON")
    if not isinstance(value, dict):
        broken(f"its {name} line is not an object")
    return value


def number(found: dict[str, object], name: str, largest: int) -> int:
    """The whole number of this name from 0 to the largest."""
    value = found.get(name)
    if type(value) is not int or not 0 <= value <= largest:
        broken(f"the number {name} is missing or out of range")
    return value


def cursor_at(value: object, name: str) -> Cursor:
    """A place in the change log; `name` says whose it is."""
    if not isinstance(value, list) or len(value) != 2 or type(value[0]) is not int or not isinstance(value[1], str):  # noqa: PLR2004 - a pair
        broken(f"{name} is not a number and a mark")
    seq, mark = value
    if not 0 <= seq <= MAX_SEQ or not (_MARK.fullmatch(mark) or (seq, mark) == (0, "")):
        broken(f"{name} is not a number and a mark")
    return Cursor(seq, mark)


def broken(why: str) -> NoReturn:
    """Refuses the answer."""
    raise TenantError(
        Code.BAD_PAYLOAD, f"The answer is not usable: {why}; see the tenant's plugin version and the proxies before it."
    )
