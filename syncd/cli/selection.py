"""Which tenants a command is about, and working on many of them at once. Reads the registry."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Annotated, TypeVar

import typer

from syncd.cli.output import progress
from syncd.model.tenant import Pause, TenantRow
from syncd.store import tenants
from syncd.store.engine import Engine, reading

T = TypeVar("T")
Slugs = Annotated[list[str] | None, typer.Argument(metavar="[TENANT]...", help="Short names of tenants.", show_default=False)]
All = Annotated[bool, typer.Option("--all", help="All tenants that are not paused by LAN.")]


def selected(engine: Engine, slugs: Sequence[str] | None, everyone: bool) -> list[TenantRow]:
    """The tenants that were named, or all."""
    if bool(slugs) == everyone:
        raise typer.BadParameter("name one or more tenants, or say --all")
    with reading(engine) as conn:
        if slugs:
            return [tenants.by_slug(conn, slug) for slug in dict.fromkeys(slugs)]
        return [row for row in tenants.list_tenants(conn) if row.paused_by is not Pause.LAN]


def each(rows: Sequence[TenantRow], work: Callable[[TenantRow], T], workers: int, what: str) -> Iterator[T]:
    """The results of `work` for these tenants, many at once, in the order of the tenants."""
    pool = ThreadPoolExecutor(min(workers, max(1, len(rows))), thread_name_prefix="syncd")
    try:
        with progress(what, len(rows)) as advance:
            futures = [pool.submit(work, row) for row in rows]
            for _ in as_completed(futures):
                advance()
        for future in futures:
            yield future.result()
    finally:
        # An interrupt must not wait for a queue of hundreds.
        pool.shutdown(cancel_futures=True)
