"""Tells an outage of the database from a mistake of this program, and says in one sentence how to mend it. Pure.

Outages are the open set: a server, a cluster or a proxy has more ways to refuse than anybody lists. The mistakes are listed.
"""

import sqlite3

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

# Deadlock, lock wait (which undoes one statement only!), record changed since read, connection gone, connection lost at any
# moment, also during commit. After each of them the whole transaction is run again.
_TRANSIENT = frozenset({1213, 1205, 1020, 2006, 2013})
# SQLite: an SQL error (also: too many variables), too big, constraint, mismatch, misuse, out of range.
_SQLITE_MISTAKES = frozenset({1, 18, 19, 20, 21, 25})
# MariaDB: what SQL, a value or the tables are wrong with and the driver calls operational all the same.
_MISTAKES = frozenset(
    {1052, 1054, 1060, 1061, 1068, 1072, 1091, 1101, 1103, 1110, 1118, 1136, 1153, 1170, 1222, 1241, 1242, 1247, 1253, 1265}
    | {1267, 1270, 1271, 1273, 1291, 1292, 1305, 1318, 1366, 1367, 1390, 1411, 1416, 1425, 1525, 1582, 1583, 1690, 4025, 4078}
)
_MEND: dict[object, str] = {
    1040: "raise max_connections of the server, or run fewer workers",
    1044: "grant this account its rights on the database",
    1045: "correct the user and password in store.url, or the account at the server",
    1047: "this node is not part of its cluster; wait until it is, or point store.url at one that is",
    1049: "make it with CREATE DATABASE … CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, then run: syncd db upgrade",
    1129: "the server has shut this host out; run at the server: mariadb-admin flush-hosts",
    1142: "grant this account its rights on the database",
    1203: "the account has all the connections it may have; raise max_user_connections or run fewer workers",
    1226: "the account has used up what it may; raise its limits at the server",
    1290: "the server was made read-only; make it writable, or point store.url at the primary",
    1836: "the server was made read-only; make it writable, or point store.url at the primary",
    2002: "start the server, or correct the address in store.url",
    2003: "start the server, or correct the address in store.url",
    2005: "correct the host in store.url",
    2027: "correct host and port in store.url",
    4151: "the account is locked at the server; run there: ALTER USER … ACCOUNT UNLOCK",
}
_SQLITE_MEND: dict[int, str] = {
    8: "let this program write the file and its folder",
    10: "look at the disk",
    11: "the file is damaged; restore it from a backup",
    13: "make room on the disk",
    14: "it must be a file that this program may write, in a folder where it may write too; make it so, or correct store.url",
    26: "let store.url name the database of this centre, or restore it from its backup",
}


def is_unavailable(error: DBAPIError) -> bool:
    """Whether waiting or the operator can mend this; if not, it is a mistake in this program."""
    if isinstance(error.orig, sqlite3.Error):
        return not isinstance(error, IntegrityError) and _sqlite_code(error.orig) not in _SQLITE_MISTAKES | {None}
    if error.connection_invalidated:
        return True
    if isinstance(error, IntegrityError | DataError):
        return False
    if error.statement is None:
        # No statement was under way: connecting, asking whether a connection lives, beginning, committing.
        return True
    return not isinstance(error, ProgrammingError | NotSupportedError) and _code(error) not in _MISTAKES


def is_transient(error: BaseException) -> bool:
    """Whether the same transaction, run again from the start, may well succeed."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.OperationalError):
        return "locked" in str(error.orig)
    return _code(error) in _TRANSIENT or error.connection_invalidated


def sentence(error: DBAPIError, file: str | None = None) -> str:
    """What is wrong with the database, which file that is if it is one, and how to mend it where that is known."""
    mend = _SQLITE_MEND.get(_sqlite_code(error.orig) or 0) if isinstance(error.orig, sqlite3.Error) else _MEND.get(_code(error))
    which = f"the central database {file}" if file else "the central database"
    return f"{which} cannot be used now: {_text(error)}" + (f"; {mend}" if mend else "")


def _text(error: DBAPIError) -> str:
    parts = error.orig.args if error.orig is not None else ()
    return " ".join(f"{part}" for part in reversed(parts)) if len(parts) > 1 else str(error.orig)


def _code(error: DBAPIError) -> object:
    return error.orig.args[0] if error.orig is not None and error.orig.args else None


def _sqlite_code(error: sqlite3.Error) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
