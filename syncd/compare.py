"""Compares a tenant with the store and changes neither: equal, or where the first difference is. Reads both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, cast

from syncd.errors import Code, TenantError
from syncd.model.digest import KindDigest, canonical_text, row_digest
from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantAddress, TenantRow
from syncd.model.wire import Answer, Ask, RawPage
from syncd.store import buckets, digests, streams
from syncd.store.engine import Engine, reading
from syncd.store.streams import StreamRow
from syncd.validate.digest import validate_digest

_TRIES = 3
_PAGE = 5000


class Verdict(StrEnum):
    """What a comparison found."""

    EQUAL = "equal"
    DIFFERENT = "different"
    BEHIND = "behind"  # the tenant has changes that were not read yet
    UNREAD = "unread"  # no stream has been read to its end yet
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`where` names the first difference, or what has not been read; no value of a row is in it."""

    slug: str
    verdict: Verdict
    where: str = ""


class Asker(Protocol):
    """Whoever can ask a tenant and prove its answer."""

    def ask(self, address: TenantAddress, asks: Sequence[Ask]) -> Answer: ...


def compare(engine: Engine, asker: Asker, tenant: TenantRow) -> Comparison:
    """Ask the tenant for its digests as of the changes that are stored, and compare. TenantError if it cannot be asked."""
    if tenant.site is None or tenant.jwks is None or tenant.jwks_sha256 is None:
        raise TenantError(Code.AUTH, "this tenant has not joined; make an invitation for it")
    address = TenantAddress(tenant.id, tenant.slug, tenant.url, tenant.site, tenant.jwks, tenant.jwks_sha256)
    for _ in range(_TRIES):
        known = _readable(engine, tenant.id)
        asks = [ask for row in known.values() for ask in _asks(row)]
        answer = asker.ask(address, asks)
        incomparable = _incomparable(tenant, known, answer)
        if incomparable:
            return incomparable
        differing = _differing(engine, tenant.id, [page for page in answer.pages if page.operation == "digest"])
        if not differing:
            return Comparison(tenant.slug, Verdict.EQUAL)
        if _readable(engine, tenant.id) == known:
            return Comparison(tenant.slug, Verdict.DIFFERENT, _first(engine, asker, address, differing))
        # A turn stored something between the question and the comparison; what was compared never was one moment.
    return Comparison(tenant.slug, Verdict.BEHIND, "it is being read right now")


def _incomparable(tenant: TenantRow, known: Mapping[str, StreamRow], answer: Answer) -> Comparison | None:
    """Why the answer cannot be compared with the store, if so."""
    if answer.handshake.paused:
        return Comparison(tenant.slug, Verdict.PAUSED)
    unread = [name for name in answer.handshake.streams if name not in known]
    if unread or not known:
        return Comparison(tenant.slug, Verdict.UNREAD, f"not read to the end yet: {', '.join(unread) or 'all'}")
    if answer.handshake.epoch != tenant.epoch:
        return Comparison(tenant.slug, Verdict.BEHIND, "the site was reset or restored")
    behind = [page.stream for page in answer.pages if page.operation == "changes" and (page.count or page.refused)]
    if behind:
        return Comparison(tenant.slug, Verdict.BEHIND, f"changes not read yet: {', '.join(behind)}")
    return None


def _readable(engine: Engine, tenant_id: int) -> dict[str, StreamRow]:
    """The streams that have been read to their end and are not switched off."""
    with reading(engine) as conn:
        found = streams.of_tenant(conn, tenant_id)
    return {name: row for name, row in found.items() if row.cursor and not row.snapshot and row.refused is None}


def _asks(row: StreamRow) -> tuple[Ask, Ask]:
    return Ask("changes", row.name, cursor=row.cursor, limit=1), Ask("digest", row.name, buckets=True)


def _differing(engine: Engine, tenant_id: int, pages: Sequence[RawPage]) -> dict[str, int]:
    """Of each kind that differs the first differing bucket."""
    differing = {}
    for page in pages:
        if page.refused:
            continue
        for kind, theirs in validate_digest(page).items():
            with reading(engine) as conn:
                ours: KindDigest = digests.of_kind(conn, tenant_id, kind)
            found = ours.differing_buckets(theirs)
            if found:
                differing[kind] = found[0]
    return differing


def _first(engine: Engine, asker: Asker, address: TenantAddress, differing: Mapping[str, int]) -> str:
    """The first difference in words. Values are not repeated: a row may be about a person."""
    kind, bucket = next(iter(differing.items()))
    theirs = _ask_bucket(asker, address, kind, bucket)
    with reading(engine) as conn:
        ours = buckets.live_rows(conn, address.tenant_id, kind, bucket)
        refused = buckets.refused_digests(conn, address.tenant_id, kind, bucket)
    for row_id in sorted(theirs.keys() | ours.keys() | refused.keys()):
        there, here = theirs.get(row_id), ours.get(row_id)
        if there is None:
            return f"{kind} {row_id} (bucket {bucket}) is here and not at the tenant"
        if here is None:
            if refused.get(row_id) != row_digest(canonical_text(there)):
                return f"{kind} {row_id} (bucket {bucket}) is at the tenant and not here"
        elif here != there:
            names = (name for name, one, other in zip(KINDS[kind].column_names, here, there, strict=True) if one != other)
            return f"{kind} {row_id} (bucket {bucket}) differs in {', '.join(names)}"
    return f"{kind}: bucket {bucket} differs in its sums, but no row does; the tenant's digest is wrong"


def _ask_bucket(asker: Asker, address: TenantAddress, kind: str, bucket: int) -> dict[int, tuple[object, ...]]:
    """The tenant's rows of this bucket by id, as they were received, values in contract order."""
    found: dict[int, tuple[object, ...]] = {}
    after, more = 0, True
    while more:
        ask = Ask("snapshot", KINDS[kind].stream, kind=kind, after=after, limit=_PAGE, buckets=(bucket,))
        page = asker.ask(address, [ask]).pages[0]
        part = cast("dict[str, list[Any]]", page.rows.get(kind, {"columns": [], "rows": []}))
        for row in part["rows"]:
            values = dict(zip(part["columns"], row, strict=False))
            found[values["id"]] = tuple(values.get(name) for name in KINDS[kind].column_names)
        more, after = page.more, page.to if isinstance(page.to, int) else after
    return found
