"""Asks the realm and writes the directory under one lease: another may take over, but never write beside. Writes the store."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TypeVar

from syncd import clock
from syncd.model.person import Person
from syncd.people.words import PeopleOptions, Reading, Realm
from syncd.store import directory, people
from syncd.store.directory import DirectoryLease
from syncd.store.engine import Connection, Engine, run_transaction

T = TypeVar("T")
_PROLONG_S = 15


def _nothing(_conn: Connection) -> None:
    """Only the state is written."""


class Writing:
    """One holder of the lease; `did` counts."""

    def __init__(self, engine: Engine, realm: Realm, options: PeopleOptions, lease: DirectoryLease, did: Reading) -> None:
        self.engine, self.realm, self.lease, self.did = engine, realm, lease, did
        self._allowed = options.allowed
        self._noted = clock.monotonic()

    def note(self, work: Callable[[Connection], T], **state: int | None) -> T:
        """One transaction under the lease, with what is new of the state."""

        def fenced(conn: Connection) -> T:
            directory.note(conn, self.lease, **state)
            return work(conn)

        done = run_transaction(self.engine, fenced)
        self._noted = clock.monotonic()
        return done

    def state(self, **state: int | None) -> None:
        """Write what is new of the state alone."""
        self.note(_nothing, **state)

    def store(self, found: Sequence[Person], since: int = 0, **state: int | None) -> None:
        """Take these people over. `since`: the pass in which they were read began then."""
        # Two clocks may differ: who was read in a pass must not look as if last seen before it.
        now = max(clock.now_ms(), since)
        if found or state:
            self.did.changes += self.note(lambda conn: people.take(conn, found, self._allowed, now), **state)
            self.did.read += len(found)

    def asked(self, question: Callable[[], T]) -> T:
        """The answer of the realm; the lease is prolonged where many answers take long."""
        answer = question()
        if clock.monotonic() - self._noted > _PROLONG_S:
            self.state()
        return answer

    def one_by_one(self, subjects: Collection[str]) -> list[Person]:
        """Those of these people whom the realm has."""
        found = (self.asked(partial(self.realm.one, subject)) for subject in sorted(subjects))
        return [one for one in found if one is not None]
