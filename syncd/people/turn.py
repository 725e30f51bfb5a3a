"""One turn at the people: who was disabled, whose sessions end, a part of the complete pass. Asks Keycloak, writes the store.

Often a look at disabled accounts only, once a day a complete pass over all (docs/decisions/0010).
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial

import structlog

from syncd import clock, crashpoint
from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError, LeaseLostError
from syncd.log import Event
from syncd.people.words import PeopleOptions, Reading, Realm
from syncd.people.writing import Writing
from syncd.store import directory, people
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
# So many refusals are no property of a person.
_MANY_REFUSED = 20


class PeopleTurn:
    """One turn, by whoever wins the lease. `advance` is told how many accounts each page had."""

    def __init__(
        self,
        engine: Engine,
        realm: Realm,
        options: PeopleOptions,
        *,
        stopping: Callable[[], bool] = lambda: False,
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._engine, self._realm, self._options = engine, realm, options
        self._stopping, self._advance = stopping, advance
        self._began = clock.monotonic()

    def take(self, owner: str) -> Reading | None:
        """Read what is due; None if nothing is, or another process is at it."""
        lease = run_transaction(self._engine, lambda conn: directory.claim(conn, owner, due=not self._options.whole))
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
        well = {"failures": 0, "last_error": None, "last_ok_at": clock.now_ms()}
        run_transaction(self._engine, lambda conn: directory.finish(conn, writing.lease, delay_ms, **well))

    def _time_left(self) -> bool:
        """Whether to go on, or to leave the rest to the next turn, which looks at disabled accounts first."""
        return not self._stopping() and (self._options.whole or clock.monotonic() - self._began < self._options.interval_s)

    def _look_at_disabled(self, writing: Writing) -> None:
        """Take over who was disabled, and who was enabled again, since the last look."""
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
                writing.store(writing.one_by_one(unknown))
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
        writing.store(writing.one_by_one(missing[:_ENABLED_AGAIN]))

    def _end_sessions(self, writing: Writing) -> None:
        """Sign out everywhere who may not sign in any more: newest first, each noted at once."""
        refused: set[str] = set()
        waiting = ["-"]
        while waiting and self._time_left():
            with reading(self._engine) as conn:
                found = people.with_sessions_to_end(conn, _BATCH + len(refused))
            waiting = [subject for subject in found if subject not in refused]
            for subject in waiting:
                if not self._time_left():
                    break
                try:
                    writing.asked(partial(self._realm.end_sessions, subject))
                except KeycloakRefusedError:
                    refused.add(subject)
                    if len(refused) >= _MANY_REFUSED:
                        raise
                else:
                    writing.note(partial(people.sessions_ended, subjects=[subject], now=clock.now_ms()))
                    writing.did.ended += 1
        writing.did.refused = len(refused)

    def _begin_pass(self, writing: Writing) -> DirectoryState | None:
        """The complete pass to go on with, or to begin; None if none is due."""
        now = clock.now_ms()
        with reading(self._engine) as conn:
            state = directory.state(conn)
        if not self._options.whole:
            if state.pass_began_at is not None and 0 <= now - state.pass_began_at < _RESUME_MS:
                return state
            newest_hour = now - (now - self._options.full_hour * _HOUR_MS) % _DAY_MS
            if state.complete_at is not None and newest_hour <= state.complete_at <= now:
                return None
        writing.state(pass_began_at=now, pass_next=0, pass_skipped=0)
        return replace(state, pass_began_at=now, pass_next=0, pass_skipped=0)

    def _one_page(self, writing: Writing, state: DirectoryState) -> DirectoryState | None:
        """Take over the next page of everybody; None at the end."""
        page = writing.asked(partial(self._realm.page, state.pass_next, self._options.page_size))
        if page.size == 0:
            return None
        after = replace(state, pass_next=state.pass_next + page.size, pass_skipped=state.pass_skipped + page.skipped)
        writing.store(page.people, state.pass_began_at or 0, pass_next=after.pass_next, pass_skipped=after.pass_skipped)
        self._advance(page.size)
        crashpoint.reach("people:page")
        return after

    def _close_pass(self, writing: Writing) -> bool:
        """Let go whom the realm does not have, unless they are too many. False if this was stopped."""
        with reading(self._engine) as conn:
            state = directory.state(conn)
            since = state.pass_began_at or 0
            unseen, live = people.count_unseen(conn, since), people.count_live(conn)
        held = unseen if unseen > self._options.plausible(live) and not self._options.release else 0
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
            held_at=(state.held_at or clock.now_ms()) if held else None,
        )
        writing.did.held, writing.did.complete = held, True
        return True

    def _let_go(self, writing: Writing, since: int) -> bool:
        """Ask for everybody who was not seen, since pages shift while they are read: only who is not in the realm is gone."""
        while not self._stopping():
            with reading(self._engine) as conn:
                unseen = people.unseen(conn, since, _BATCH)
            if not unseen:
                return True
            there = writing.one_by_one(unseen)
            writing.store(there, since)
            absent = sorted(set(unseen) - {one.subject for one in there})
            gone = writing.note(partial(people.mark_gone, subjects=absent, since=since, now=clock.now_ms()))
            writing.did.changes += Changes(gone=gone)
        return False


def _finish_failed(conn: Connection, writing: Writing) -> None:
    failures = directory.state(conn).failures + 1
    delay_s = min(_LAST_RETRY_S, _FIRST_RETRY_S * failures)
    error = str(writing.did.failure)[: directory.TEXT]
    directory.finish(conn, writing.lease, delay_s * 1000, failures=failures, last_error=error)


def _report(did: Reading) -> None:
    """One line in the log for a turn that did something or failed."""
    facts = {"read": did.read, **asdict(did.changes), "ended": did.ended, "complete": did.complete}
    if did.refused:
        _log.warning(Event.SESSIONS_NOT_ENDED, people=did.refused)
    if did.outcome == "lost":
        _log.warning(Event.LEASE_LOST, of="people")
    elif did.outcome == "failed":
        _log.warning(Event.PEOPLE_FAILED, **facts, reason=str(did.failure))
    elif did.complete or did.read or did.ended:
        _log.info(Event.PEOPLE_READ, **facts)
