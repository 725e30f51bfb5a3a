"""The search of the centre, as the relevance set asks it: the offerings in a store and an index of their own."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import finalize

from sqlalchemy import insert

from syncd.index.build import rebuild
from syncd.index.question import Question
from syncd.index.search import Search
from syncd.model.kinds import COURSE
from syncd.store.engine import open_store, transaction
from syncd.store.migrate import upgrade
from syncd.store.schema import kind_tables, tenant
from tests.index.relevance.judge import FIRST, Offering

_PLAIN = {"audience": "all", "self_enrol": 1, "tracks_completion": 1, "created": 0, "changed_at": 1, "generation": 0}


def build(offerings: Sequence[Offering]) -> Callable[[str], list[int]]:
    """A search over these offerings: the keys of the best first."""
    return Market(offerings).search


class Market:
    """The offerings, each agency's as a tenant of its own."""

    def __init__(self, offerings: Sequence[Offering]) -> None:
        self._folder = TemporaryDirectory(prefix="relevance-")
        finalize(self, self._folder.cleanup)
        root = Path(self._folder.name)
        engine = open_store(f"sqlite:///{root / 'store.db'}")
        upgrade(engine)
        tenants = {agency: number for number, agency in enumerate(dict.fromkeys(one.agency for one in offerings), 1)}
        with transaction(engine) as conn:
            for agency, number in tenants.items():
                identity = {"slug": f"t{number}", "url": f"https://t{number}.example", "joined_at": 0, "next_sync_at": 0}
                conn.execute(insert(tenant).values(id=number, name=agency, agency=agency, **identity))
            rows = [_row(one, tenants[one.agency]) for one in offerings]
            conn.execute(insert(kind_tables[COURSE.name]), rows)
        rebuild(engine, root / "index")
        engine.dispose()
        self._search = Search(root / "index", lambda: 0)

    def search(self, query: str) -> list[int]:
        found = self._search.find(Question(query, size=FIRST), with_facets=False)
        return [int(hit.card.course["id"]) for hit in found.hits]


def _row(one: Offering, tenant_id: int) -> dict[str, object]:
    texts = {name: getattr(one, name) or None for name in ("title", "summary", "category", "training_type")}
    return _PLAIN | texts | {"tenant_id": tenant_id, "id": one.key}
