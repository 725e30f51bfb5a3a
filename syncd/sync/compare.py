"""Compares a tenant with the store and says whether they are equal, or where they first differ. Reads both, changes neither."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from syncd.errors import Code, TenantError
from syncd.model.digest import KindDigest
from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantAddress, TenantRow
from syncd.model.wire import UNREADABLE, Answer, Ask, ChangesAsk, ChangesPage, DigestAsk, DigestPage, RefusedPage, SnapshotAsk
from syncd.store import buckets, digests, streams, tenants
from syncd.store.engine import Engine, reading
from syncd.store.streams import StreamRow
from syncd.sync.state import Asker
from syncd.validate.digest import validate_digest
from syncd.validate.page import validate_page

_TRIES = 3
_PAGE = 5000
# A bucket is one of 256: a kind of 25 million rows has so many in each.
_MOST_PAGES, _MOST_ROWS = 50, 100_000


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


def compare(engine: Engine, asker: Asker, tenant: TenantRow) -> Comparison:
    """Ask the tenant for its digests as of the changes that are stored, and compare. TenantError if it cannot be asked."""
    address = tenants.address_of(tenant)
    for _ in range(_TRIES):
        known = _readable(engine, tenant.id)
        asks: list[Ask] = [ask for row in known.values() for ask in _asks(row)]
        answer = asker.ask(address, asks)
        incomparable = _incomparable(tenant, known, answer)
        if incomparable:
            return incomparable
        differing = _differing(engine, tenant.id, [page for page in answer.pages if isinstance(page, DigestPage)])
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
    pages = [(ask.stream, answer.page(ask)) for ask in answer.asks]
    unreadable = {name for name, page in pages if isinstance(page, RefusedPage) and page.reason == UNREADABLE}
    if unreadable:
        return Comparison(tenant.slug, Verdict.BEHIND, f"the site could not read {', '.join(sorted(unreadable))} itself")
    behind = [name for name, page in pages if isinstance(page, RefusedPage) or (isinstance(page, ChangesPage) and page.count)]
    if behind:
        return Comparison(tenant.slug, Verdict.BEHIND, f"changes not read yet: {', '.join(behind)}")
    return None


def _readable(engine: Engine, tenant_id: int) -> dict[str, StreamRow]:
    """The streams that have been read to their end and are not switched off."""
    with reading(engine) as conn:
        found = streams.of_tenant(conn, tenant_id)
    return {name: row for name, row in found.items() if row.cursor and not row.snapshot and row.refused is None}


def _asks(row: StreamRow) -> tuple[ChangesAsk, DigestAsk]:
    return ChangesAsk(row.name, row.cursor, limit=1), DigestAsk(row.name, buckets=True)


def _differing(engine: Engine, tenant_id: int, pages: Sequence[DigestPage]) -> dict[str, int]:
    """Of each kind that differs the first differing bucket."""
    differing = {}
    for page in pages:
        for kind, theirs in validate_digest(page).items():
            with reading(engine) as conn:
                ours: KindDigest = digests.of_kind(conn, tenant_id, kind, page.contract)
            found = ours.differing_buckets(theirs)
            if found:
                differing[kind] = found[0]
    return differing


def _first(engine: Engine, asker: Asker, address: TenantAddress, differing: Mapping[str, int]) -> str:
    """The first difference in words. Values are not repeated: a row may be about a person."""
    kind, bucket = next(iter(differing.items()))
    theirs, unusable = _ask_bucket(asker, address, kind, bucket)
    with reading(engine) as conn:
        ours = buckets.live_rows(conn, address.tenant_id, kind, bucket)
        refused = buckets.refused_digests(conn, address.tenant_id, kind, bucket)
    for row_id in sorted(theirs.keys() | unusable.keys() | ours.keys() | refused.keys()):
        there, here = theirs.get(row_id), ours.get(row_id)
        if row_id in unusable:
            if refused.get(row_id) != unusable[row_id]:
                return f"{kind} {row_id} (bucket {bucket}) is at the tenant and not here: it does not keep the contract"
        elif there is None:
            return f"{kind} {row_id} (bucket {bucket}) is here and not at the tenant"
        elif here is None:
            return f"{kind} {row_id} (bucket {bucket}) is at the tenant and not here"
        elif here != there:
            names = (name for name, one, other in zip(KINDS[kind].column_names, here, there, strict=True) if one != other)
            return f"{kind} {row_id} (bucket {bucket}) differs in {', '.join(names)}"
    return f"{kind}: bucket {bucket} differs in its sums, but no row does; the tenant's digest is wrong"


def _ask_bucket(
    asker: Asker, address: TenantAddress, kind: str, bucket: int
) -> tuple[dict[int, tuple[object, ...]], dict[int, tuple[int, int]]]:
    """The tenant's rows of this bucket by id, values in contract order; of those that do not keep the contract the digests."""
    found: dict[int, tuple[object, ...]] = {}
    unusable: dict[int, tuple[int, int]] = {}
    after = 0
    for _ in range(_MOST_PAGES):
        ask = SnapshotAsk(KINDS[kind].stream, kind, after, _PAGE, (bucket,))
        page = asker.ask(address, [ask]).page(ask)
        if isinstance(page, RefusedPage):
            return found, unusable
        for part in validate_page(page):
            found.update((row[0], tuple(row)) for row in part.rows)
            unusable.update((one.row_id, (one.digest_high, one.digest_low)) for one in part.rejections)
        if not page.more:
            return found, unusable
        after = page.to
        if len(found) + len(unusable) > _MOST_ROWS:
            break
    raise TenantError(Code.BAD_PAYLOAD, f"bucket {bucket} of {kind} has no end; the tenant's plugin answers wrongly")
