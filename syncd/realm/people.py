"""Reads people: newly disabled ones, whose sessions it ends, and a part of the complete pass. Asks Keycloak, writes the store.

Often a look at disabled accounts only, once a day a complete pass over all (docs/decisions/0010).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial

import structlog

from syncd import clock, crashpoint
from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError, LeaseLostError
from syncd.log import Event
from syncd.realm.options import PeopleOptions
from syncd.realm.writing import AboutOneError, Reading, Realm, Writing
from syncd.store import directory, people
from syncd.store.dbclock import database_now_ms
from syncd.store.directory import DirectoryState
from syncd.store.engine import Connection, Engine, reading, run_transaction
from syncd.store.people import Changes

_log = structlog.get_logger()
_HOUR_MS = 3600 * 1000
_DAY_MS = 24 * _HOUR_MS
_FIRST_RETRY_S, _LAST_RETRY_S = 15, 60
# A pass that was left for longer begins anew: too much has changed before the place where it stopped.
_RESUME_MS = 12 * _HOUR_MS
# More newly disabled accounts than this on one page are read with the page, not one by one.
_ONE_BY_ONE = 20
_BATCH = 100
# Accounts that were enabled again, looked at in one turn; the complete pass finds the rest.
_ENABLED_AGAIN = 1000


class PeopleTurn:
    """One reading by the process that wins the lease. `advance` gets the number of accounts of each page."""

    def __init__(
        self,
        engine: Engine,
        realm: Realm,
        options: PeopleOptions,
        *,
        stopping: Callable[[], bool] = lambda: False,
        advance: Callable[[int], None] = lambda _: None,
        last: set[str] | None = None,
    ) -> None:
        """`last`: people about whom Keycloak failed at the last turn, who come after the others; kept up to date."""
        self._engine, self._realm, self._options = engine, realm, options
        self._stopping, self._advance = stopping, advance
        self._last = last if last is not None else set()
        self._began = clock.monotonic()

    def take(self, owner: str) -> Reading | None:
        """Read what is due; None if nothing is due or another process is reading."""
        longest_s = max(self._options.interval_s, _LAST_RETRY_S)
        lease = run_transaction(
            self._engine, lambda conn: directory.claim(conn, owner, due=not self._options.whole, longest_s=longest_s)
        )
        if lease is None:
            return None
        did = Reading()
        writing = Writing(self._engine, self._realm, self._options, lease, did)
        try:
            try:
                self._read(writing)
            except (KeycloakUnavailableError, KeycloakRefusedError) as error:
                did.outcome, did.failure = "failed", error
                run_transaction(self._engine, partial(_finish_failed, writing=writing))
        except LeaseLostError:
            did.outcome = "lost"
        _report(did)
        return did

    def _read(self, writing: Writing) -> None:
        self._began = clock.monotonic()
        self._look_at_disabled(writing)
        self._end_sessions(writing)
        state = self._begin_pass(writing)
        unfinished = state is not None
        while state is not None and not self._stopping():
            # At least one page a turn, or a slow look at disabled accounts would keep the pass where it is for ever.
            state = self._one_page(writing, state)
            if not self._time_left():
                break
        if unfinished and state is None:
            unfinished = not self._close_pass(writing)
            self._end_sessions(writing)
        left_s = max(0.0, self._options.interval_s - (clock.monotonic() - self._began))
        delay_ms = 0 if unfinished else int(left_s * 1000)
        well = {"failures": 0, "last_error": None}
        run_transaction(self._engine, lambda conn: directory.finish(conn, writing.lease, delay_ms, read=True, **well))

    def _time_left(self) -> bool:
        """Whether to continue, or leave the rest to the next reading, which looks at disabled accounts first."""
        return not self._stopping() and (self._options.whole or clock.monotonic() - self._began < self._options.interval_s)

    def _look_at_disabled(self, writing: Writing) -> None:
        """Write the people who were disabled, or enabled again, since the last look."""
        listed: set[str] = set()
        first, size = 0, -1
        while size and not self._stopping():
            subjects, size = writing.asked(partial(self._realm.disabled, first, self._options.page_size))
            listed.update(subjects)
            with reading(self._engine) as conn:
                unknown = people.not_known_disabled(conn, subjects)
            if len(unknown) > _ONE_BY_ONE:
                writing.store(writing.asked(partial(self._realm.page, first, size, disabled=True)).people)
            else:
                writing.store(writing.those_who_answer(unknown))
            first += size
        if size == 0:
            self._look_at_enabled_again(writing, listed)

    def _look_at_enabled_again(self, writing: Writing, listed: set[str]) -> None:
        missing: list[str] = []
        known, after = ["-"], ""
        while known and len(missing) < _ENABLED_AGAIN:
            with reading(self._engine) as conn:
                known = list(people.disabled(conn, after, self._options.page_size))
            missing += [subject for subject in known if subject not in listed]
            after = known[-1] if known else after
        # Who is not in the realm at all is left to the complete pass, which knows when too many are missing.
        writing.store(writing.those_who_answer(missing[:_ENABLED_AGAIN]))

    def _end_sessions(self, writing: Writing) -> None:
        """Sign out everywhere the people who may no longer sign in: newest first, and note each at once.

        About whom Keycloak fails is due again, at the next turn after all others.
        """
        failed: set[str] = set()
        for subject in self._to_sign_out(failed):
            try:
                writing.about(subject, partial(self._realm.end_sessions, subject))
            except AboutOneError:
                failed.add(subject)
            else:
                writing.note(partial(_sessions_ended, subject=subject))
                writing.did.ended += 1
                self._last.discard(subject)
        self._last |= failed

    def _to_sign_out(self, failed: set[str]) -> Iterator[str]:
        """Whose sessions are to be ended, while there is time; those who failed at the last turn after all others."""
        for later in (False, True):
            waiting = ["-"]
            while waiting and self._time_left():
                with reading(self._engine) as conn:
                    found = people.with_sessions_to_end(conn, _BATCH + len(failed) + len(self._last))
                waiting = [subject for subject in found if subject not in failed and (later or subject not in self._last)]
                for subject in waiting:
                    if not self._time_left():
                        return
                    yield subject

    def _begin_pass(self, writing: Writing) -> DirectoryState | None:
        """The complete pass to continue or to begin; None if none is due."""
        with reading(self._engine) as conn:
            state, now = directory.state(conn), database_now_ms(conn)
        if not self._options.whole:
            if state.pass_began_at is not None and 0 <= now - state.pass_began_at < _RESUME_MS:
                return state
            newest_hour = now - (now - self._options.full_hour * _HOUR_MS) % _DAY_MS
            if state.complete_at is not None and newest_hour <= state.complete_at <= now:
                return None
        writing.state(pass_began_at=now, pass_next=0, pass_skipped=0)
        return replace(state, pass_began_at=now, pass_next=0, pass_skipped=0)

    def _one_page(self, writing: Writing, state: DirectoryState) -> DirectoryState | None:
        """Write the people of the next page; None at the end."""
        page = writing.asked(partial(self._realm.page, state.pass_next, self._options.page_size))
        if page.size == 0:
            return None
        after = replace(state, pass_next=state.pass_next + page.size, pass_skipped=state.pass_skipped + page.skipped)
        writing.store(page.people, state.pass_began_at or 0, pass_next=after.pass_next, pass_skipped=after.pass_skipped)
        self._advance(page.size)
        crashpoint.reach("people:page")
        return after

    def _close_pass(self, writing: Writing) -> bool:
        """Remove the people who are no longer in the realm, unless they are too many. False if this was stopped."""
        with reading(self._engine) as conn:
            state, now = directory.state(conn), database_now_ms(conn)
            since = state.pass_began_at or 0
            unseen, live = people.count_unseen(conn, since), people.count_live(conn)
        held = 0 if self._options.release or self._options.guard.allows(unseen, live) else unseen
        if held:
            _log.error(Event.PEOPLE_HELD, held=held, of=live)
        elif not self._let_go(writing, since):
            return False
        writing.state(
            pass_began_at=None,
            pass_next=0,
            complete_at=since,
            skipped=state.pass_skipped,
            held=held,
            held_at=(state.held_at or now) if held else None,
        )
        writing.did.held, writing.did.complete = held, True
        return True

    def _let_go(self, writing: Writing, since: int) -> bool:
        """Look up each person who was not seen, because pages shift meanwhile: only a person not in the realm is gone."""
        while not self._stopping():
            with reading(self._engine) as conn:
                unseen = people.unseen(conn, since, _BATCH)
            if not unseen:
                return True
            there = writing.one_by_one(unseen)
            writing.store(there, since)
            absent = sorted(set(unseen) - {one.subject for one in there})
            gone = writing.note(partial(_mark_gone, subjects=absent, since=since))
            writing.did.changes += Changes(gone=gone)
        return False


def _sessions_ended(conn: Connection, subject: str) -> None:
    people.sessions_ended(conn, [subject], database_now_ms(conn))


def _mark_gone(conn: Connection, subjects: Sequence[str], since: int) -> int:
    return people.mark_gone(conn, subjects, since, database_now_ms(conn))


def _finish_failed(conn: Connection, writing: Writing) -> None:
    failures = directory.state(conn).failures + 1
    delay_s = min(_LAST_RETRY_S, _FIRST_RETRY_S * failures)
    error = str(writing.did.failure)[: directory.TEXT]
    directory.finish(conn, writing.lease, delay_s * 1000, failures=failures, last_error=error)


def _report(did: Reading) -> None:
    """One line in the log for a turn that did something or failed."""
    facts = {"read": did.read, **asdict(did.changes), "ended": did.ended, "complete": did.complete}
    if did.ended:
        _log.info(Event.SESSIONS_ENDED, people=did.ended)
    if did.refused:
        _log.warning(Event.SESSIONS_NOT_ENDED, people=did.refused)
    if did.outcome == "lost":
        _log.warning(Event.LEASE_LOST, of="people")
    elif did.outcome == "failed":
        _log.warning(Event.PEOPLE_FAILED, **facts, reason=str(did.failure))
    elif did.complete or did.read or did.ended:
        _log.info(Event.PEOPLE_READ, **facts)
