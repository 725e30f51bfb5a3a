"""What one turn may still take of its tenant's limits: rows, bytes, new rows, requests. Reads the store, counts."""

from syncd.errors import Code, TenantError
from syncd.model.limits import Limits, Used
from syncd.model.rows import KindRows
from syncd.model.tenant import TenantRow
from syncd.store import limits, rows
from syncd.store.engine import Connection
from syncd.store.syncs import Tally


class Room:
    """The limits of one tenant in one turn. What a page takes counts once its transaction is committed."""

    def __init__(self, tenant: TenantRow, general: Limits) -> None:
        self._tenant, self._general = tenant, general
        # What holds for this tenant, and what its rows take; read when it is first needed.
        self._most: Limits | None = None
        self.used, self._new, self._coming = Used(), Used(), Used()

    @property
    def known(self) -> bool:
        """Whether the limits have been read."""
        return self._most is not None

    def limits(self, conn: Connection) -> Limits:
        """What holds for this tenant."""
        if self._most is None:
            self._most = limits.of_tenant(conn, self._tenant.id, self._general)
            self.used = limits.used(conn, self._tenant.id)
        return self._most

    def begin(self) -> None:
        """A transaction begins, perhaps again: what it would take so far is nothing."""
        self._coming = Used()

    def take(self, conn: Connection, page: KindRows) -> Limits:
        """What holds for the tenant, if these rows still find room; else TenantError TOO_MUCH."""
        most = self.limits(conn)
        self._coming += rows.new_in(conn, self._tenant.id, page)
        if not self._coming.rows:
            return most
        total = self.used + self._coming
        for name, taken, limit in (("rows", total.rows, most.rows), ("bytes", total.bytes, most.bytes)):
            if taken > limit:
                raise TenantError(
                    Code.TOO_MUCH,
                    f"{taken} {name} of this tenant would be stored, its limit is {limit}; if that is right, run:"
                    f" syncd tenant limit {self._tenant.slug} --{name} N",
                )
        return most

    def commit(self) -> None:
        """The transaction is committed."""
        self._new, self.used = self._new + self._coming, self.used + self._coming

    def full(self, tally: Tally) -> str | None:
        """What this turn has had enough of, by the limits as they were read; None while it may take more."""
        if self._most is None:
            return None
        new = self._new.rows + tally.rejected
        if new >= self._most.new_rows:
            return f"{new} new rows"
        return f"{tally.requests} requests" if self.asked_enough(tally) else None

    def asked_enough(self, tally: Tally) -> bool:
        """Whether the tenant was asked as often as one turn may ask."""
        return self._most is not None and tally.requests >= self._most.requests
