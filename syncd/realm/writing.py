"""Asks the realm and writes the directory under one lease: another may take over, but not write meanwhile. Writes the store."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, Protocol, TypeVar

from syncd import clock
from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError, SyncdError
from syncd.keycloak.people import PeoplePage
from syncd.model.person import Person
from syncd.realm.options import PeopleOptions
from syncd.store import directory, people
from syncd.store.dbclock import database_now_ms
from syncd.store.directory import DirectoryLease
from syncd.store.engine import Connection, Engine, run_transaction
from syncd.store.people import Changes

T = TypeVar("T")
_PROLONG_S = 15
# So many people that Keycloak fails about in one turn are no property of a person.
_MANY = 20


class Realm(Protocol):
    """What is asked of the realm; `RealmPeople` does it."""

    def page(self, first: int, limit: int, *, disabled: bool = False) -> PeoplePage: ...
    def disabled(self, first: int, limit: int) -> tuple[list[str], int]: ...
    def one(self, subject: str) -> Person | None: ...
    def end_sessions(self, subject: str) -> bool: ...


class AboutOneError(SyncdError):
    """Keycloak works, but not about this person: go on with the others, and ask about this one again."""


@dataclass(slots=True)
class Reading:
    """What one reading did.

    `complete`: a complete pass reached its end; `held`: people whose removal waits for LAN; `refused`: people about whom alone
    Keycloak failed, so that they were not read or not signed out.
    """

    outcome: Literal["ok", "failed", "lost"] = "ok"
    changes: Changes = field(default_factory=Changes)
    read: int = 0
    ended: int = 0
    refused: int = 0
    held: int = 0
    complete: bool = False
    failure: KeycloakUnavailableError | KeycloakRefusedError | None = None


def _nothing(_conn: Connection) -> None:
    """Only the state is written."""


class Writing:
    """One holder of the lease; `did` counts."""

    def __init__(self, engine: Engine, realm: Realm, options: PeopleOptions, lease: DirectoryLease, did: Reading) -> None:
        self.engine, self.realm, self.lease, self.did = engine, realm, lease, did
        self._allowed = options.allowed
        self._noted = clock.monotonic()
        self.failed_about: set[str] = set()

    def note(self, work: Callable[[Connection], T], **state: int | None) -> T:
        """One transaction under the lease, which also writes the changes of the state."""

        def fenced(conn: Connection) -> T:
            directory.note(conn, self.lease, **state)
            return work(conn)

        done = run_transaction(self.engine, fenced)
        self._noted = clock.monotonic()
        return done

    def state(self, **state: int | None) -> None:
        """Write only the changes of the state."""
        self.note(_nothing, **state)

    def store(self, found: Sequence[Person], since: int = 0, **state: int | None) -> None:
        """Write these people. `since`: when the pass in which they were read began."""

        def take(conn: Connection) -> Changes:
            # A clock may be set back: who was read in a pass must not look as if last seen before it.
            return people.take(conn, found, self._allowed, max(database_now_ms(conn), since))

        if found or state:
            self.did.changes += self.note(take, **state)
            self.did.read += len(found)

    def asked(self, question: Callable[[], T]) -> T:
        """The answer of the realm; prolongs the lease when many answers take long."""
        answer = question()
        if clock.monotonic() - self._noted > _PROLONG_S:
            self.state()
        return answer

    def about(self, subject: str, question: Callable[[], T]) -> T:
        """The answer of the realm about one person; AboutOneError if it fails about this person and answers otherwise."""
        try:
            return self.asked(question)
        except (KeycloakUnavailableError, KeycloakRefusedError):
            self.failed_about.add(subject)
            self.did.refused = len(self.failed_about)
            if len(self.failed_about) >= _MANY:
                raise
            self.asked(partial(self.realm.disabled, 0, 1))
            raise AboutOneError from None

    def those_who_answer(self, subjects: Collection[str]) -> list[Person]:
        """Those of these people who are in the realm and about whom it does not fail."""
        found: list[Person] = []
        for subject in sorted(subjects):
            with suppress(AboutOneError):
                one = self.about(subject, partial(self.realm.one, subject))
                found += [one] if one is not None else []
        return found

    def one_by_one(self, subjects: Collection[str]) -> list[Person]:
        """Those of these people who are in the realm; fails if it fails about one: who cannot be asked about is not absent."""
        found = (self.asked(partial(self.realm.one, subject)) for subject in sorted(subjects))
        return [one for one in found if one is not None]
