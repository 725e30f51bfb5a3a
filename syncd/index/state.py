"""Says how the index of this machine is: which one answers, what it holds, where the store says something else. Reads both."""

from dataclasses import dataclass
from pathlib import Path

from syncd.index.folder import IndexFolder
from syncd.index.reader import IndexReader
from syncd.index.stems import has_system_dictionary
from syncd.index.writing import differing, tenants_in
from syncd.store import offers
from syncd.store.engine import Engine, reading


@dataclass(frozen=True, slots=True)
class IndexState:
    """The live index beside the store. `differing`: courses that are missing, are there in vain, or as they were before.

    `dictionary`: whether this machine has the dictionary of Indonesian, by which words are joined best.
    """

    name: str
    courses: int
    tenants: int
    differing: int
    dictionary: bool


def compare(engine: Engine, root: Path) -> IndexState:
    """Compare every course; IndexMissingError where there is no index."""
    reader = IndexReader(root)
    try:
        searcher = reader.view()
        held = tenants_in(searcher)
        with reading(engine) as conn:
            owners = offers.owners(conn)
            count = sum(differing(conn, searcher, one).count for one in owners.values())
        gone = sum(one not in owners for one in held)
        return IndexState(IndexFolder(root).live().name, searcher.num_docs, len(held), count + gone, has_system_dictionary())
    finally:
        reader.close()
