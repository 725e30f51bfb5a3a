"""The people directory follows the realm: complete, idempotent, never by too much at once, through every kind of outage."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from syncd import clock, crashpoint
from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError, LeaseLostError
from syncd.log import Event
from syncd.realm import people as turn_module
from syncd.realm import writing as writing_module
from syncd.realm.options import PeopleOptions
from syncd.realm.people import PeopleTurn
from syncd.store import directory, people
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction
from syncd.store.schema import directory as directory_table
from syncd.store.schema import person, person_move
from tests.fake_realm import FakeRealm, civil_servants

HOUR_MS = 3600 * 1000


class Centre:
    """Turns at one realm, at a time the test sets."""

    def __init__(self, engine, realm, monkeypatch):
        self.engine, self.realm = engine, realm
        self.now = clock.now_ms()
        for module in (turn_module, writing_module):
            monkeypatch.setattr(module, "database_now_ms", lambda _conn: self.now)

    def turn(self, owner="one", last=None, **options):
        """A turn that is due now."""
        self.now += 1000
        with transaction(self.engine) as conn:
            directory.lock(conn)
            directory.make_due(conn)
        chosen = PeopleOptions(**{"page_size": 10, **options})
        return PeopleTurn(self.engine, self.realm, chosen, last=last).take(owner)

    def stored(self):
        """What the directory has of everybody who is there."""
        columns = (person.c.subject, person.c.agency, person.c.unit, person.c.status, person.c.enabled)
        with reading(self.engine) as conn:
            return {tuple(row) for row in conn.execute(select(*columns).where(person.c.gone_at.is_(None)))}

    def truth(self):
        return {(one.subject, one.agency, one.unit, one.status, one.enabled) for one in self.realm.people.values()}

    @property
    def state(self):
        with reading(self.engine) as conn:
            return directory.state(conn)

    def tomorrow(self):
        self.now += 24 * HOUR_MS


@pytest.fixture
def centre(engine, monkeypatch):
    return Centre(engine, FakeRealm(*civil_servants(25)), monkeypatch)


def test_the_first_turn_takes_everybody_over_and_the_next_reads_nobody(centre):
    did = centre.turn()
    assert (did.outcome, did.complete, did.changes.new) == ("ok", True, 25)
    assert centre.stored() == centre.truth()
    assert not centre.turn().complete
    assert centre.realm.asked[-1] == ("disabled", 0)


def test_a_complete_pass_over_the_same_people_changes_nothing(centre):
    centre.turn()
    did = centre.turn(whole=True)
    assert (did.complete, did.read) == (True, 25)
    assert did.changes == people.Changes()


def test_everybody_is_read_once_a_day_at_the_hour_that_was_set(centre):
    midnight = centre.now - centre.now % (24 * HOUR_MS)
    passes = []
    for hour in (10, 17, 18, 19, 24 + 17, 24 + 18, 24 + 19):
        centre.now = midnight + hour * HOUR_MS
        passes.append(centre.turn(full_hour=18).complete)
    assert passes == [True, False, True, False, False, True, False]


def test_moves_come_and_go_as_in_the_realm(centre):
    centre.turn()
    centre.realm.change("orang-0003", agency="UJI02")
    centre.realm.change("orang-0004", unit=None)
    centre.tomorrow()
    assert centre.turn().changes.moved == 2
    assert centre.stored() == centre.truth()


class TestWhoIsDisabled:
    """Within a short turn, once, and again only if barred again."""

    def test_is_signed_out_everywhere_once_without_a_complete_pass(self, centre):
        centre.turn()
        centre.realm.change("orang-0007", enabled=False)
        did = centre.turn()
        assert (did.ended, did.complete, did.read) == (1, False, 1)
        centre.turn()
        centre.turn(whole=True)
        assert centre.realm.signed_out == ["orang-0007"]
        assert centre.stored() == centre.truth()

    def test_and_enabled_again_is_known_at_the_next_look(self, centre):
        centre.turn()
        for enabled in (False, True, False):
            centre.realm.change("orang-0007", enabled=enabled)
            centre.turn()
            assert centre.stored() == centre.truth()
        assert centre.realm.signed_out == ["orang-0007", "orang-0007"]

    def test_many_at_once_are_read_by_the_page(self, centre):
        centre.turn()
        for number in range(25):
            centre.realm.change(f"orang-{number:04}", enabled=False)
        assert centre.turn(page_size=30).ended == 25
        assert not any(what[0] == "one" for what in centre.realm.asked)
        assert centre.stored() == centre.truth()

    def test_is_signed_out_also_before_the_first_complete_pass(self, centre):
        centre.realm.change("orang-0024", enabled=False)
        centre.turn()
        first_page = centre.realm.asked.index(("page", 0, False))
        assert centre.realm.asked.index(("end", "orang-0024")) < first_page

    def test_is_tried_again_when_the_sign_out_failed(self, centre):
        centre.turn()
        centre.realm.change("orang-0007", enabled=False)
        centre.realm.before = failing(KeycloakUnavailableError("away"), "end")
        did = centre.turn()
        assert (did.outcome, did.ended, did.refused) == ("ok", 0, 1)
        centre.realm.before = lambda what: None
        assert centre.turn().ended == 1

    @pytest.mark.parametrize("error", [KeycloakUnavailableError("slow"), KeycloakRefusedError("no")])
    @pytest.mark.parametrize("place", range(3))
    def test_who_cannot_be_signed_out_keeps_nobody_else_from_it_and_no_new_people_from_being_read(self, centre, error, place):
        centre.turn()
        for number in range(3):
            centre.realm.change(f"orang-{number:04}", enabled=False)
        centre.realm.people |= {one.subject: one for one in civil_servants(27)[25:]}
        centre.realm.before = failing(error, "end", f"orang-{place:04}")
        did = centre.turn(whole=True)
        assert (did.outcome, did.ended, did.refused, did.changes.new) == ("ok", 2, 1, 2)
        assert centre.state.failures == 0
        centre.realm.before = lambda what: None
        assert centre.turn().ended == 1

    def test_who_cannot_be_read_keeps_nobody_else_signed_in(self, centre):
        centre.turn()
        for number in range(3):
            centre.realm.change(f"orang-{number:04}", enabled=False)
        centre.realm.before = failing(KeycloakUnavailableError("slow"), "one", "orang-0000")
        did = centre.turn()
        assert (did.outcome, did.ended, did.refused) == ("ok", 2, 1)

    def test_who_failed_at_the_last_turn_comes_after_all_others_at_the_next(self, centre):
        last = set()
        centre.turn()
        centre.realm.change("orang-0001", enabled=False)
        centre.realm.before = failing(KeycloakUnavailableError("slow"), "end", "orang-0001")
        centre.turn(last=last)
        for number in (0, 2):
            centre.realm.change(f"orang-{number:04}", enabled=False)
        centre.realm.asked.clear()
        assert centre.turn(last=last).ended == 2
        assert [asked[1] for asked in centre.realm.asked if asked[0] == "end"] == ["orang-0000", "orang-0002", "orang-0001"]
        centre.realm.before = lambda what: None
        assert centre.turn(last=last).ended == 1
        assert last == set()

    def test_a_keycloak_that_fails_about_everything_is_away_and_not_asked_about_each_person(self, centre):
        centre.turn()
        for number in range(5):
            centre.realm.change(f"orang-{number:04}", enabled=False)
        away = []

        def before(asked):
            if asked[0] == "end":
                away.append(asked)
            if away:
                raise KeycloakUnavailableError("away")

        centre.realm.before = before
        assert centre.turn().outcome == "failed"
        assert len(away) == 1

    def test_refused_again_and_again_is_a_failure_that_is_shown(self, centre):
        centre.turn()
        for number in range(25):
            centre.realm.change(f"orang-{number:04}", enabled=False)
        centre.realm.before = failing(KeycloakRefusedError("the account lacks a right"), "end")
        assert centre.turn().outcome == "failed"
        assert "lacks a right" in centre.state.last_error


def test_sessions_that_ended_are_counted_in_the_log_and_name_nobody(centre):
    centre.turn(whole=True)
    centre.realm.change("orang-0002", enabled=False)
    with capture_logs() as logged:
        centre.turn()
    assert [one for one in logged if one["event"] == Event.SESSIONS_ENDED] == [
        {"event": Event.SESSIONS_ENDED, "log_level": "info", "people": 1}
    ]
    assert "orang-0002" not in str(logged)


def test_a_status_that_may_not_sign_in_any_more_ends_the_sessions_at_the_complete_pass(centre):
    centre.turn()
    centre.realm.change("orang-0002", status="pensiun")
    centre.tomorrow()
    assert (centre.turn().ended, centre.realm.signed_out) == (1, ["orang-0002"])


class TestWhoIsGone:
    """Only who is not in the realm, and never more than is plausible."""

    def test_is_let_go_after_a_complete_pass(self, centre):
        centre.turn()
        del centre.realm.people["orang-0005"]
        assert centre.turn().changes.gone == 0
        assert centre.turn(whole=True).changes.gone == 1
        assert centre.stored() == centre.truth()

    def test_is_not_who_slipped_from_one_page_to_another_while_they_were_read(self, centre):
        centre.turn()

        def shift(what):
            # Somebody on the first page is deleted: the eleventh becomes the tenth, and is on no page that is read.
            if what == ("page", 10, False):
                centre.realm.people.pop("orang-0001", None)

        centre.realm.before = shift
        assert centre.turn(whole=True).changes.gone == 0  # still seen on its page; the next pass finds it
        assert ("one", "orang-0010") in centre.realm.asked
        assert centre.turn(whole=True).changes.gone == 1
        assert centre.stored() == centre.truth()

    def test_is_held_back_when_too_many_vanish_and_let_go_on_a_person_s_word(self, centre):
        centre.turn()
        for number in range(22):
            del centre.realm.people[f"orang-{number:04}"]
        did = centre.turn(whole=True)
        assert (did.held, did.changes.gone, len(centre.stored())) == (22, 0, 25)
        assert (centre.state.held, centre.state.held_at) == (22, centre.now)
        assert centre.turn(whole=True).held == 22
        assert centre.turn(whole=True, release=True).changes.gone == 22
        assert centre.stored() == centre.truth()
        assert (centre.state.held, centre.state.held_at) == (0, None)

    def test_is_nobody_who_is_back_before_the_word(self, centre):
        centre.turn()
        kept = dict(centre.realm.people)
        centre.realm.people.clear()
        assert centre.turn(whole=True).held == 25
        centre.realm.people.update(kept)
        assert centre.turn(whole=True, release=True).changes.gone == 0
        assert centre.state.held == 0


def failing(error, *what):
    """Fails where the question begins so."""

    def before(asked):
        if asked[: len(what)] == what:
            raise error

    return before


@pytest.mark.parametrize("error", [KeycloakUnavailableError("away"), KeycloakRefusedError("no")])
@pytest.mark.parametrize("when", [("disabled", 0), ("page", 0, False), ("page", 10, False), ("page", 30, False)])
def test_an_outage_at_any_moment_removes_nobody_and_is_made_good(centre, error, when):
    centre.turn()
    for number in range(3):
        del centre.realm.people[f"orang-{number:04}"]

    def before(asked):
        if asked == when or (when == ("page", 30, False) and asked[0] == "one"):
            raise error

    centre.realm.before = before
    did = centre.turn(whole=True)
    assert (did.outcome, len(centre.stored())) == ("failed", 25)
    assert (centre.state.failures, centre.state.last_error) == (1, str(error))
    centre.realm.before = lambda what: None
    centre.turn(whole=True)
    assert centre.stored() == centre.truth()
    assert (centre.state.failures, centre.state.last_error) == (0, None)


def test_who_fails_again_waits_longer_but_never_longer_than_a_minute(centre):
    centre.realm.before = failing(KeycloakUnavailableError("away"), "disabled")
    waits = []
    for _ in range(6):
        centre.turn()
        with reading(centre.engine) as conn:
            due = conn.execute(select(directory_table.c.next_at)).scalar_one()
            waits.append(round((due - database_now_ms(conn)) / 1000))
    assert waits == sorted(waits)
    assert max(waits) <= 60


class _Died(BaseException):
    pass


def test_a_process_that_dies_between_pages_is_followed_by_one_that_goes_on_there(centre, monkeypatch):
    pages = []

    def die(name):
        pages.append(name)
        if len(pages) == 2:
            raise _Died

    monkeypatch.setattr(crashpoint, "hook", die)
    with pytest.raises(_Died):
        centre.turn()
    monkeypatch.setattr(crashpoint, "hook", None)
    assert centre.turn("two") is None  # the dead one's lease still holds
    with transaction(centre.engine) as conn:
        conn.execute(update(directory_table).values(lease_until=1))
    centre.realm.asked.clear()
    did = centre.turn("two")
    assert (did.complete, did.changes.new) == (True, 5)
    assert [what for what in centre.realm.asked if what[0] == "page"] == [("page", 20, False), ("page", 25, False)]
    assert centre.stored() == centre.truth()


def test_a_pass_that_was_left_for_half_a_day_begins_anew(centre):
    centre.turn()
    with transaction(centre.engine) as conn:
        conn.execute(update(directory_table).values(pass_began_at=centre.now - 13 * HOUR_MS, pass_next=20, complete_at=None))
    centre.turn()
    assert ("page", 0, False) in centre.realm.asked[4:]


def test_who_was_overtaken_writes_nothing_more(centre):
    centre.turn()
    centre.realm.change("orang-0001", agency="UJI09")

    def overtake(asked):
        if asked == ("page", 0, False):
            with transaction(centre.engine) as conn:
                conn.execute(update(directory_table).values(fence=directory_table.c.fence + 1))

    centre.realm.before = overtake
    assert centre.turn(whole=True).outcome == "lost"
    with reading(centre.engine) as conn:
        assert people.by_subject(conn, "orang-0001").agency == "UJI01"


def test_a_turn_stops_between_pages_when_the_process_ends_and_the_next_goes_on(centre):
    stop = threading.Event()
    centre.realm.before = lambda what: stop.set() if what == ("page", 10, False) else None
    options = PeopleOptions(page_size=10)
    PeopleTurn(centre.engine, centre.realm, options, stopping=stop.is_set).take("one")
    assert (len(centre.stored()), centre.state.pass_next) == (20, 20)
    centre.realm.before = lambda what: None
    assert PeopleTurn(centre.engine, centre.realm, options).take("two").complete
    assert centre.stored() == centre.truth()


def test_a_long_pass_lets_the_look_at_disabled_people_come_first_again(centre, monkeypatch):
    seconds = iter(range(0, 100_000, 20))
    monkeypatch.setattr(turn_module.clock, "monotonic", lambda: next(seconds))
    options = PeopleOptions(page_size=5, interval_s=240)
    turns = 0
    while not PeopleTurn(centre.engine, centre.realm, options).take("one").complete:
        turns += 1
        assert turns < 20
    assert turns > 1
    assert centre.realm.asked.count(("disabled", 0)) == turns + 1
    assert centre.stored() == centre.truth()


def test_two_daemons_at_once_take_everybody_over_once(centre):
    meet = threading.Barrier(2)
    outcomes = []

    def work(owner):
        meet.wait(60)
        outcomes.append(PeopleTurn(centre.engine, centre.realm, PeopleOptions(page_size=3)).take(owner))

    threads = [threading.Thread(target=work, args=(owner,)) for owner in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == 2
    assert sum(did.changes.new for did in outcomes if did) == 25
    assert centre.stored() == centre.truth()
    with reading(centre.engine) as conn:
        assert conn.execute(select(person_move)).first() is None


def test_a_lost_lease_at_the_end_of_a_failed_turn_is_no_crash(centre):
    def overtake(asked):
        with transaction(centre.engine) as conn:
            conn.execute(update(directory_table).values(fence=directory_table.c.fence + 1))
        raise KeycloakUnavailableError("away")

    centre.realm.before = overtake
    assert centre.turn().outcome == "lost"
    with pytest.raises(LeaseLostError), transaction(centre.engine) as conn:
        directory.note(conn, directory.DirectoryLease("one", 1))


def test_the_same_person_twice_in_a_pass_is_one_person(centre):
    one = civil_servants(1)[0]
    centre.realm.people = {"a": one, "b": replace(one, agency="UJI02")}
    centre.turn(page_size=1)
    with reading(centre.engine) as conn:
        assert people.count_live(conn) == 1
