"""An empty store on SQLite, the folder of its index, and search over it at a fixed moment."""

from pathlib import Path

import pytest

from syncd.index.build import rebuild
from syncd.index.follow import Follower
from syncd.index.question import Question
from syncd.index.search import Found, Search
from syncd.store.engine import open_store
from syncd.store.migrate import upgrade
from tests.offered import Offering

NOW = 1_800_000_000


@pytest.fixture
def engine(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


class Market:
    """What is offered, and how it is found."""

    def __init__(self, engine, folder: Path) -> None:
        self.engine, self.folder, self.now_s = engine, folder, NOW
        self.search = Search(folder, lambda: self.now_s)

    def offering(self, agency: str = "Badan Uji", name: str = "Balai Uji") -> Offering:
        return Offering(self.engine, agency, name)

    def index(self) -> None:
        """The index is as the store."""
        if not (self.folder / "live").exists():
            rebuild(self.engine, self.folder)
        Follower(self.engine, self.folder).once()

    def find(self, text: str = "", **question) -> Found:
        return self.search.find(Question(text, **question))

    def titles(self, text: str = "", **question) -> list[str]:
        return [hit.card.course["title"] for hit in self.find(text, **question).hits]

    def pages(self, text: str = "", **question) -> list[str]:
        """The keys of all hits, page by page."""
        found, cursor = [], None
        while True:
            page = self.find(text, cursor=cursor, **question)
            found += [hit.key for hit in page.hits]
            cursor = page.cursor
            if cursor is None:
                return found


@pytest.fixture
def market(engine, tmp_path):
    market = Market(engine, tmp_path / "index")
    yield market
    market.search.close()


@pytest.fixture
def market_of(tmp_path_factory):
    """Makes markets, each of its own store, for a test that needs many."""
    made = []

    def make() -> Market:
        folder = tmp_path_factory.mktemp("market")
        engine = open_store(f"sqlite:///{folder / 'store.db'}")
        upgrade(engine)
        made.append(Market(engine, folder / "index"))
        return made[-1]

    yield make
    for market in made:
        market.search.close()
        market.engine.dispose()
