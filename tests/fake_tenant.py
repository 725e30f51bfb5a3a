"""A tenant in memory: the ground truth of the sync tests. No socket, no signature; what it answers is the simulator's doing.

So its pages are held by the contract suite, and they are proven as any tenant's.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterator, Sequence

from syncd.errors import TenantError
from syncd.model.digest import KindDigest
from syncd.model.kinds import KINDS, STREAMS, Kind
from syncd.model.profile import Profile
from syncd.model.tenant import TenantAddress, TenantRow
from syncd.model.wire import CONTRACTS, Answer, Ask, Handshake
from syncd.model.wire import Page as ProvenPage
from syncd.poll.answer import recognise
from syncd.poll.page import prove_page
from syncd.simulator.changelog import ChangeLog
from syncd.simulator.pages import Page, answer_ask
from syncd.simulator.site import Site


class Rows(dict[int, list]):
    """The live rows of one kind by id, which a test may change past the log; read by the simulator as a table of its own."""

    def __init__(self, kind: Kind, rows: dict[int, list] | None = None) -> None:
        super().__init__(rows or {})
        self.kind = kind

    def ids(self, after: int = 0) -> Iterator[int]:
        return iter(sorted(row_id for row_id in self if row_id > after))

    def digest(self, contract: int) -> KindDigest:
        return KindDigest.of_rows((row[: self.kind.width(contract)] for row in self.values()), contract)


class FakeTenant:
    """Rows by kind, a change log numbered when read, and hooks to misbehave."""

    def __init__(self, tenant: TenantRow, seed: int = 0) -> None:
        self.site, self.url = tenant.site, tenant.url
        self.random = random.Random(seed)
        self.rows = {name: Rows(kind) for name, kind in KINDS.items()}
        self.log = ChangeLog()
        self.epoch = self._hex(32)
        self.streams: tuple[str, ...] = tuple(STREAMS)
        self.paused = False
        self.sign_in: bool | None = None
        self.jwks, self.jwks_sha256 = tenant.jwks, tenant.jwks_sha256
        self.requests: list[Sequence[Ask]] = []
        self.before_ask: Callable[[int, Sequence[Ask]], None] = lambda number, asks: None
        self.change_page: Callable[[Ask, Page], Page] = lambda ask, page: page
        self.fails: list[TenantError] = []
        self._ids = itertools.count(1)
        self.contracts = CONTRACTS  # a plugin of version 1 does not say this, and refuses all but its own
        self._contract = 1
        self.profile: Profile | None = None
        self.images: dict[str, bytes] = {}

    def _hex(self, digits: int) -> str:
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    # What happens on the site.

    def put(self, kind: str, *values: object, silently: bool = False) -> int:
        """A row appears or changes; `values` begin with the id. `silently`: past the change log."""
        row_id = int(str(values[0]))
        assert len(values) == len(KINDS[kind].columns)
        self.rows[kind][row_id] = list(values)
        if not silently:
            self.log.append(kind, row_id)
        return row_id

    def course(self, row_id: int, title: str = "Pelatihan", **more: object) -> int:
        values = dict.fromkeys(KINDS["course"].column_names)
        values |= {"id": row_id, "title": title, "audience": "all", "self_enrol": 1, "tracks_completion": 1, "created": 5}
        silently = bool(more.pop("silently", False))
        return self.put("course", *(values | more).values(), silently=silently)

    def completion(self, row_id: int, course: int = 1, learner: str | None = None, completed: int = 1_700_000_000) -> int:
        return self.put("completion", row_id, course, learner or f"sub:u{row_id}", completed)

    def drop(self, kind: str, row_id: int, *, erased: bool = False, silently: bool = False) -> None:
        del self.rows[kind][row_id]
        if not silently:
            self.log.append(kind, row_id, erased=erased)

    def restore(self, saved: tuple[dict[str, Rows], ChangeLog]) -> None:
        """Put a backup back: rows and log as they were, the site does not know that it happened."""
        rows, log = saved
        self.rows = {kind: Rows(found.kind, found) for kind, found in rows.items()}
        self.log = log.copy()

    def save(self) -> tuple[dict[str, Rows], ChangeLog]:
        return {kind: Rows(found.kind, found) for kind, found in self.rows.items()}, self.log.copy()

    # What it answers.

    def ask(self, address: TenantAddress, asks: Sequence[Ask]) -> Answer:
        assert len(asks) <= 8
        self.requests.append(asks)
        self.before_ask(len(self.requests), asks)
        if self.fails:
            raise self.fails.pop(0)
        recognise(self.site, self.url, address)
        # As `FeedClient`: what does not understand the version is asked in the first one.
        self._contract = address.contract if address.contract in self.contracts else 1
        self.log.number()
        handshake = self._handshake()
        pages = [
            _proven(ask, self.change_page(ask, self._page(ask, self._switched_off(ask.stream))), self._contract) for ask in asks
        ]
        return Answer(handshake, asks, pages, self.jwks_sha256, 1000, 0)

    def refresh_jwks(self, address: TenantAddress, sha256: str, announcement: str) -> str | None:
        return self.jwks if sha256 == self.jwks_sha256 else None

    def _handshake(self) -> Handshake:
        versions = (7, "1.0", "4.5.6", "8.2", 0)
        profile = self.profile if self._contract > 2 else None
        said = (self.streams, self.log.head, self.paused, self.contracts, self.sign_in, profile)
        return Handshake(self._contract, self.site, self.url, self.epoch, *versions, *said)

    def refused(self, ask: Ask, reason: str) -> Page:
        return self._page(ask, reason)

    def _switched_off(self, stream: str) -> str | None:
        if self.paused:
            return "paused"
        return None if stream in self.streams else "off"

    def _page(self, ask: Ask, refused: str | None) -> Page:
        site = Site(None)
        site.tables, site.log, site.images = self.rows, self.log, self.images
        return answer_ask(site, ask, refused, self._contract)


def _proven(ask: Ask, page: Page, contract: int) -> ProvenPage:
    """The page as the centre believes it: by the door that every tenant's answer comes through, the seal apart."""
    return prove_page(ask, *(json.dumps(line).encode() for line in (page.head, page.rows, page.tail)), contract=contract)
