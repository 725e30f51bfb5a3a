"""The database's own clock as an SQL expression: epoch milliseconds, one for all daemons on all hosts. Reads nothing else."""

from sqlalchemy import BigInteger, Connection, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class DatabaseNow(FunctionElement[int]):
    """`now` by the database server, so that a host with a wrong clock can neither steal a lease nor keep it for ever."""

    type = BigInteger()
    inherit_cache = True


@compiles(DatabaseNow, "sqlite")
def _sqlite(_element: DatabaseNow, _compiler: SQLCompiler, **_options: object) -> str:
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)"


@compiles(DatabaseNow, "mysql")
@compiles(DatabaseNow, "mariadb")
def _mariadb(_element: DatabaseNow, _compiler: SQLCompiler, **_options: object) -> str:
    return "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)"


def database_now_ms(conn: Connection) -> int:
    """What the database's clock says."""
    return int(conn.execute(select(DatabaseNow())).scalar_one())
