"""The SQL that stores a page of one kind: one statement, the page as one JSON value, written from `model/kinds.py`. Pure.

The database takes the page apart itself (JSON_TABLE, json_each): the program neither builds thousands of value lists nor
waits for thousands of statements.
"""

import json
from collections.abc import Sequence
from functools import cache

from sqlalchemy import TextClause, text

from syncd.model.kinds import KINDS, Column, ColumnType, Kind


@cache
def upsert(kind_name: str, dialect: str) -> TextClause:
    """The statement for a kind; parameters `page` (rows in contract order, see `as_json`), `tenant`, `generation`, `now`."""
    kind = KINDS[kind_name]
    return text(_sqlite(kind) if dialect == "sqlite" else _mariadb(kind))


def as_json(rows: Sequence[Sequence[object]], dialect: str) -> str | bytes:
    """The rows as the statement takes them."""
    # Rows out of JSON have no circle to be looked for.
    page = json.dumps(rows, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    # Of bytes the driver makes digits; in a text it looks at each character for one to escape, which takes longer than all JSON.
    return page if dialect == "sqlite" else page.encode()


def _target(kind: Kind) -> str:
    # Names come from model/kinds.py, never from outside.
    names = ", ".join(f"`{name}`" for name in kind.column_names)
    return f"INSERT INTO `{kind.name}` (tenant_id, {names}, generation, changed_at, gone_at)"


def _sqlite(kind: Kind) -> str:
    own = [name for name in kind.column_names if name != "id"]
    values = ", ".join(f"json_extract(value, '$[{position}]')" for position in range(len(kind.columns)))
    same = " AND ".join(f"`{name}` IS excluded.`{name}`" for name in own)
    sets = ", ".join(f"`{name}` = excluded.`{name}`" for name in own)
    # WHERE true: without it SQLite reads ON CONFLICT as part of a join.
    return (
        f"{_target(kind)} SELECT :tenant, {values}, :generation, :now, NULL FROM json_each(:page) WHERE true "
        f"ON CONFLICT (tenant_id, id) DO UPDATE SET "
        f"changed_at = CASE WHEN gone_at IS NULL AND {same} THEN changed_at ELSE excluded.changed_at END, "
        f"{sets}, generation = excluded.generation, gone_at = NULL"
    )


def _mariadb(kind: Kind) -> str:
    own = [column for column in kind.columns if column.name != "id"]
    columns = ", ".join(
        # ERROR ON ERROR: a value that does not fit must stop the page, the default would store NULL.
        f"`{column.name}` {_json_type(column)} PATH '$[{position}]' ERROR ON ERROR"
        for position, column in enumerate(kind.columns)
    )
    values = ", ".join(f"page.`{name}`" for name in kind.column_names)
    same = " AND ".join(_same(f"`{kind.name}`.`{column.name}`", column) for column in own)
    sets = ", ".join(f"`{column.name}` = VALUES(`{column.name}`)" for column in own)
    # MariaDB assigns from left to right: changed_at comes first, while the other columns still have their old values.
    return (
        f"{_target(kind)} SELECT :tenant, {values}, :generation, :now, NULL "
        f"FROM JSON_TABLE(CONVERT(:page USING utf8mb4), '$[*]' COLUMNS ({columns})) AS page "
        f"ON DUPLICATE KEY UPDATE "
        f"changed_at = IF(gone_at IS NULL AND {same}, changed_at, VALUES(changed_at)), "
        f"{sets}, generation = VALUES(generation), gone_at = NULL"
    )


def _same(stored: str, column: Column) -> str:
    if column.type is ColumnType.TEXT:
        # The collation forgives spaces at the end; a title that lost one has changed.
        return f"BINARY {stored} <=> BINARY VALUES(`{column.name}`)"
    return f"{stored} <=> VALUES(`{column.name}`)"


def _json_type(column: Column) -> str:
    match column.type:
        case ColumnType.TEXT | ColumnType.CHOICE | ColumnType.LEARNER | ColumnType.HASH:
            # JSON_TABLE cuts a longer text in silence, in spite of ERROR ON ERROR. With room for one character more the cut
            # text is still too long for its column, and strict mode stops the page.
            return f"VARCHAR({column.length + 1}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
        case ColumnType.FLAG:
            return "SMALLINT"
        case _:
            return "BIGINT"
