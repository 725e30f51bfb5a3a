"""Turns the rows of one proven page into rows that fit the store and rejections that say why not. Pure: no I/O, no clock."""

import re
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from syncd.errors import Code, TenantError
from syncd.model.digest import digest_of_refused
from syncd.model.kinds import HASH_PATTERN, KINDS, LEARNER_PATTERN, MAX_ID, MAX_INT, MAX_TIME, Column, ColumnType, Kind
from syncd.model.rows import KindRows, Rejection
from syncd.model.wire import ChangesPage, SnapshotPage

Row = tuple[Any, ...]

# Tab and line feed are text; every other control character is an accident or an attack.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# pydantic's error types in the words shown to tenant admins (docs/contract.md section 6).
_REASONS = {
    "missing": "missing",
    "none_required": "missing",
    "string_type": "wrong_type",
    "int_type": "wrong_type",
    "string_too_long": "too_long",
    "string_too_short": "empty",
    "string_pattern_mismatch": "not_a_learner",
    "string_unicode": "not_unicode",
    "literal_error": "not_allowed",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "int_from_float": "wrong_type",
    "value_error": "control_character",
    "tuple_type": "not_a_row",
}


def validate_page(page: ChangesPage | SnapshotPage) -> list[KindRows]:
    """Everything usable on a page, in the order the kinds are stored.

    Raises TenantError(BAD_PAYLOAD) where the page as such cannot be used and TenantError(SCHEMA_DRIFT) where a column is missing.
    """
    found = []
    for name, kind in KINDS.items():
        if name not in page.rows:
            continue
        raw = page.rows[name]
        gone, erased = _ids(raw.gone, "gone", name), _ids(raw.erased, "erased", name)
        rows, rejections = _validate_rows(kind, _project(kind, raw.columns, raw.rows, page.contract), page.contract)
        found.append(KindRows(name, rows, gone, erased, rejections))
    return found


def _ids(values: list[Any], member: str, kind: str) -> list[int]:
    if not all(_is_id(value) for value in values):
        raise TenantError(Code.BAD_PAYLOAD, f"{member} of {kind} holds something that is not an id")
    return list(dict.fromkeys(values))


def _is_id(value: object) -> bool:
    return type(value) is int and 1 <= value <= MAX_ID


def _project(kind: Kind, columns: list[Any], received: list[Any], contract: int) -> list[Any]:
    """Rows with the newest columns in order; those this version does not have fall away, missing nullable ones are null."""
    known = kind.columns[: kind.width(contract)]
    if not received or (columns == list(kind.column_names) and len(known) == len(columns)):
        return received
    if not all(isinstance(name, str) for name in columns) or len(set(columns)) != len(columns):
        raise TenantError(Code.BAD_PAYLOAD, f"the columns of {kind.name} are not a list of different names")
    place = {name: index for index, name in enumerate(columns)}
    missing = [column.name for column in known if column.name not in place and not column.nullable]
    if missing:
        raise TenantError(
            Code.SCHEMA_DRIFT, f"{kind.name} came without its column {missing[0]}; the plugin on this site must be updated"
        )
    width = len(columns)
    places = [place.get(column.name) if column in known else None for column in kind.columns]
    return [
        [None if at is None else row[at] for at in places] if isinstance(row, list) and len(row) == width else None
        for row in received
    ]


def _validate_rows(kind: Kind, received: list[Any], contract: int) -> tuple[list[Row], list[Rejection]]:
    width = len(kind.columns)
    ids: list[Any] = [row[0] if isinstance(row, list) and len(row) == width else None for row in received]
    if not all(map(_is_id, ids)):
        at = next(index for index, row_id in enumerate(ids) if not _is_id(row_id))
        # Without an id a row cannot be set aside under its key, and the proof of equality could never hold.
        raise TenantError(Code.BAD_PAYLOAD, f"row {at + 1} of {kind.name} has no usable id or another number of columns")
    faults: dict[int, tuple[str, str, str]] = {}
    try:
        _adapter(kind.name).validate_python([tuple(row) for row in received], strict=True)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_context=False, include_input=False):
            place = [part for part in item["loc"] if isinstance(part, int)]
            index = place[0]
            column = kind.columns[place[1]] if len(place) > 1 else kind.columns[0]
            faults.setdefault(index, (column.name, _reason(column, item["type"]), _detail(column, item["type"])))
    # The newest of two rows with one id wins, be it good or bad.
    newest = received if len(set(ids)) == len(ids) else None
    order = range(len(received)) if newest is not None else sorted({row_id: index for index, row_id in enumerate(ids)}.values())
    if not faults and newest is not None:
        return received, []
    rows: list[Row] = []
    rejections = []
    for index in order:
        fault = faults.get(index)
        if fault is None:
            rows.append(received[index])
        else:
            high, low = digest_of_refused(received[index][: kind.width(contract)], contract)
            rejections.append(Rejection(ids[index], *fault, high, low))
    return rows, rejections


def _reason(column: Column, error: str) -> str:
    if column.type is ColumnType.HASH and error == "string_pattern_mismatch":
        return "not_a_hash"
    return _REASONS.get(error, error)[:40]


def _detail(column: Column, error: str) -> str:
    """One sentence without the value itself: a refused value may hold personal data."""
    match column.type:
        case ColumnType.CHOICE:
            wanted = "one of " + ", ".join(column.choices)
        case ColumnType.TEXT:
            wanted = f"text of at most {column.length} characters without control characters"
        case ColumnType.HASH:
            wanted = "a sha256 of 64 hex digits"
        case ColumnType.LEARNER:
            wanted = "sub: with a subject, or anon: with 32 hex digits"
        case ColumnType.FLAG:
            wanted = "0 or 1"
        case ColumnType.TIME:
            wanted = "a time in seconds since 1970"
        case ColumnType.INT if column.high < MAX_INT:
            wanted = f"a whole number from {column.low} to {column.high}"
        case _:
            wanted = "a whole number in range"
    return f"{column.name} must be {wanted}" + ("; it was empty" if error == "string_too_short" else "")


def _no_control_character(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError
    return text


def _python_type(column: Column) -> Any:  # noqa: ANN401 - a type expression built at run time has no static type
    match column.type:
        case ColumnType.ID:
            base: Any = Annotated[int, Field(ge=1, le=MAX_ID)]
        case ColumnType.INT:
            base = Annotated[int, Field(ge=column.low, le=column.high)]
        case ColumnType.TIME:
            base = Annotated[int, Field(ge=0, le=MAX_TIME)]
        case ColumnType.FLAG:
            base = Annotated[int, Field(ge=0, le=1)]
        case ColumnType.CHOICE:
            base = Literal[column.choices]
        case ColumnType.HASH:
            base = Annotated[str, Field(pattern=HASH_PATTERN)]
        case ColumnType.LEARNER:
            base = Annotated[str, Field(pattern=LEARNER_PATTERN)]
        case ColumnType.TEXT:
            base = Annotated[
                str,
                Field(min_length=0 if column.nullable else 1, max_length=column.length),
                AfterValidator(_no_control_character),
            ]
    return base | None if column.nullable else base


@cache
def _adapter(kind_name: str) -> TypeAdapter[list[Row]]:
    """One adapter a kind, built once: the whole page is checked in one call, and errors say row and column."""
    types = tuple(_python_type(column) for column in KINDS[kind_name].columns)
    return TypeAdapter(list[tuple[types]])  # type: ignore[valid-type]
