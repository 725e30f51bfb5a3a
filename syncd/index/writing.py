"""Makes what the index holds of one tenant equal to what the store says it offers. Reads the store, writes the index.

Whether a course is to be written is seen by its stamp, not by a time or a position: a course that is there with the right stamp
is left alone, whatever happened meanwhile, and a write that was lost is made good by the next look.
"""

from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, IndexWriter, Query, Searcher

from syncd import crashpoint
from syncd.index import fields
from syncd.index.document import SCHEMA, document, key_of, stamp
from syncd.index.matching import count_of
from syncd.store import offers, standings
from syncd.store.engine import Connection, Engine, reading
from syncd.store.offers import Owner
from syncd.store.standings import Standings

# The least the engine takes for what is not written to the disk yet.
_HEAP = 15_000_000
_PAGE = 1000
# After so many documents what is written so far is committed: memory is bounded, and others see it.
_COMMIT_AFTER = 5000


@dataclass(frozen=True, slots=True)
class Written:
    """How many courses were written or taken out."""

    put: int = 0
    out: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.put + other.put, self.out + other.out)

    def __bool__(self) -> bool:
        return bool(self.put or self.out)


def writer_of(index: Index, heap: int = _HEAP) -> IndexWriter:
    """The writer of an index: one thread of the engine, which is enough for what a thread of ours can hand it."""
    return index.writer(heap, 1)


def write_all(engine: Engine, writer: IndexWriter, owner: Owner) -> int:
    """Write all that a tenant offers into an index that has nothing of it yet; how many courses that are."""
    count, after = 0, 0 if owner.open else None
    while after is not None:
        with reading(engine) as conn:
            badges, where = offers.with_badge(conn, owner.id), standings.of_tenant(conn, owner.id)
            page, after = offers.courses_after(conn, owner.id, after, _PAGE)
        for course in page:
            writer.add_document(document(course, owner, badge=course["id"] in badges, standing=where.at(course["id"])))
        count += len(page)
    return count


def bring_all(engine: Engine, path: Path, owners: dict[int, Owner], seen: dict[int, Owner]) -> Written:
    """Bring every tenant that is another one than was seen; with nothing seen, all. The caller has the right to write."""
    index = Index.open(str(path))
    index.config_reader("manual")
    index.reload()
    searcher, writer = index.searcher(), writer_of(index)
    written, committed = Written(), Written()
    try:
        left = (tenants_in(searcher) if not seen else seen.keys()) - owners.keys()
        for tenant_id in left:
            written += take_out(writer, searcher, tenant_id)
        for one in owners.values():
            if seen.get(one.id) != one:
                written += bring(engine, searcher, writer, one)
            if written.put + written.out - committed.put - committed.out >= _COMMIT_AFTER:
                writer.commit()
                committed = written
        crashpoint.reach("before the index is committed")
        if written != committed:
            writer.commit()
    finally:
        # Also gives back the engine's own lock.
        writer.wait_merging_threads()
    return written


@dataclass(frozen=True, slots=True)
class Difference:
    """What of one tenant is to be written, and what is to be taken out."""

    put: list[int]
    old: set[int]  # of those that are to be written, what is there in another state
    gone: set[int]
    badges: set[int]
    where: Standings

    @property
    def count(self) -> int:
        """Courses of which the index says something else than the store."""
        return len(self.put) + len(self.gone)


def differing(conn: Connection, searcher: Searcher, owner: Owner) -> Difference:
    """What the index holds of a tenant compared with what the store says it offers."""
    known, badges, where = _stamps(searcher, owner.id), offers.with_badge(conn, owner.id), standings.of_tenant(conn, owner.id)
    found = offers.versions(conn, owner.id) if owner.open else {}
    wanted = {one: stamp(owner, version, badge=one in badges, standing=where.at(one)) for one, version in found.items()}
    put = [one for one, value in wanted.items() if known.get(one) != value]
    return Difference(put, known.keys() & set(put), known.keys() - wanted.keys(), badges, where)


def bring(engine: Engine, searcher: Searcher, writer: IndexWriter, owner: Owner) -> Written:
    """Write what differs of one tenant."""
    with reading(engine) as conn:
        found = differing(conn, searcher, owner)
        for one in found.gone | found.old:
            writer.delete_documents_by_term(fields.KEY, key_of(owner.id, one))
        count = 0
        for course in offers.courses(conn, owner.id, found.put):
            standing = found.where.at(course["id"])
            writer.add_document(document(course, owner, badge=course["id"] in found.badges, standing=standing))
            count += 1
    return Written(count, len(found.gone))


def take_out(writer: IndexWriter, searcher: Searcher, tenant_id: int) -> Written:
    """Take out all of a tenant that has left."""
    count = count_of(searcher, _of_tenant(tenant_id))
    writer.delete_documents_by_query(_of_tenant(tenant_id))
    return Written(out=count)


def tenants_in(searcher: Searcher) -> set[int]:
    """The tenants of which the index holds something."""
    asked = {"tenants": {"terms": {"field": fields.TENANT, "size": 65_000}}}
    return {int(one["key"]) for one in searcher.aggregate(Query.all_query(), asked)["tenants"]["buckets"]}


def _stamps(searcher: Searcher, tenant_id: int) -> dict[int, int]:
    query = _of_tenant(tenant_id)
    count = count_of(searcher, query)
    places = [place for _score, place in searcher.search(query, count, count=False).hits] if count else []
    ids, stamps = (searcher.fast_field_values(name, places) for name in (fields.COURSE, fields.STAMP))
    return {int(one): int(value) for one, value in zip(ids, stamps, strict=True) if one is not None and value is not None}


def _of_tenant(tenant_id: int) -> Query:
    return Query.term_query(SCHEMA, fields.TENANT, tenant_id)
