"""The people directory in the store: taken over once, moves kept for ever, the right to read in one hand."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from syncd.errors import LeaseLostError, NotFoundError
from syncd.health.realm import realm_health
from syncd.model.person import Person
from syncd.store import directory, people
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction
from syncd.store.people import Changes
from syncd.store.schema import directory as directory_table
from syncd.store.schema import person_move

ALLOWED = frozenset({"aktif", "cpns"})
ANI = Person("ani-1", "UJI01", "Biro Contoh", "aktif", enabled=True)
BUDI = Person("budi-2", "UJI02", None, "cpns", enabled=True)


def take(engine, *persons, now=10):
    with transaction(engine) as conn:
        directory.lock(conn)
        return people.take(conn, persons, ALLOWED, now)


def found(engine, subject):
    with reading(engine) as conn:
        return people.by_subject(conn, subject)


def moves(engine, subject):
    with reading(engine) as conn:
        return [
            tuple(move[f"{way}_{name}"] for way in ("from", "to") for name in ("agency", "unit", "status"))
            for move in people.moves_of(conn, subject)
        ]


def waiting(engine):
    with reading(engine) as conn:
        return list(people.with_sessions_to_end(conn, 10))


def test_the_same_people_again_are_only_seen_again(engine):
    assert take(engine, ANI, BUDI, now=10) == Changes(new=2)
    assert take(engine, BUDI, ANI, ANI, now=20) == Changes()
    row = found(engine, "ani-1")
    assert (row.first_seen, row.changed_at, row.seen_at, row.gone_at, row.barred) == (10, 10, 20, None, False)
    assert moves(engine, "ani-1") == []


@pytest.mark.parametrize("change", [{"agency": "UJI09"}, {"unit": None}, {"status": "cpns"}])
def test_a_person_whose_place_changed_has_one_move_however_often_that_is_read(engine, change):
    take(engine, ANI, now=10)
    for now in (20, 30):
        take(engine, replace(ANI, **change), now=now)
    after = replace(ANI, **change)
    assert moves(engine, "ani-1") == [("UJI01", "Biro Contoh", "aktif", after.agency, after.unit, after.status)]
    assert found(engine, "ani-1").changed_at == 20


def test_there_and_back_are_two_moves(engine):
    for now, agency in enumerate(("UJI01", "UJI02", "UJI01"), start=1):
        take(engine, replace(ANI, agency=agency), now=now)
    assert [(move[0], move[3]) for move in moves(engine, "ani-1")] == [("UJI01", "UJI02"), ("UJI02", "UJI01")]


@pytest.mark.parametrize(
    ("bad", "barred"),
    [
        ({"enabled": False}, True),
        ({"status": "pensiun"}, True),
        ({"status": "AKTIF"}, False),
        ({"status": None}, False),
    ],
)
def test_who_may_not_sign_in_any_more_waits_for_the_end_of_the_sessions_once(engine, bad, barred):
    take(engine, ANI, BUDI)
    after = replace(ANI, **bad)
    assert take(engine, after, now=20).barred == barred
    assert waiting(engine) == (["ani-1"] if barred else [])
    with transaction(engine) as conn:
        people.sessions_ended(conn, ["ani-1", "budi-2"], 30)
    assert found(engine, "budi-2").ended_at is None
    assert take(engine, after, now=40).barred == 0
    assert waiting(engine) == []


def test_who_is_barred_a_second_time_is_signed_out_a_second_time(engine):
    disabled = replace(ANI, enabled=False)
    for now, one in enumerate((disabled, ANI, disabled), start=1):
        take(engine, one, now=now)
        assert waiting(engine) == ([] if one.enabled else ["ani-1"])
        with transaction(engine) as conn:
            people.sessions_ended(conn, ["ani-1"], now)


def test_a_status_that_is_no_longer_allowed_bars_at_the_next_reading(engine):
    take(engine, BUDI)
    with transaction(engine) as conn:
        people.take(conn, [BUDI], {"aktif"}, 20)
    assert waiting(engine) == ["budi-2"]


def test_only_people_not_seen_since_are_gone_and_one_who_returns_is_there_again(engine):
    take(engine, ANI, BUDI, now=10)
    take(engine, ANI, now=20)
    with transaction(engine) as conn:
        assert (people.count_unseen(conn, 20), list(people.unseen(conn, 20, 5))) == (1, ["budi-2"])
        assert people.mark_gone(conn, ["ani-1", "budi-2"], 20, 30) == 1
        assert people.count_live(conn) == 1
    assert (found(engine, "budi-2").gone_at, found(engine, "ani-1").gone_at) == (30, None)
    take(engine, replace(BUDI, agency="UJI03"), now=40)
    assert (found(engine, "budi-2").gone_at, len(moves(engine, "budi-2"))) == (None, 1)


def test_people_are_counted_by_agency_and_status(engine):
    take(engine, ANI, replace(ANI, subject="citra-3", enabled=False), BUDI, replace(BUDI, subject="dewi-4", status="pensiun"))
    with reading(engine) as conn:
        assert people.counts(conn) == people.Counts(people=4, disabled=1, barred=2, to_end=2, gone=0)
        assert [tuple(row.values()) for row in people.by_agency(conn)] == [
            ("UJI01", "aktif", 2, 1),
            ("UJI02", "cpns", 1, 0),
            ("UJI02", "pensiun", 1, 0),
        ]
        assert people.not_known_disabled(conn, ["ani-1", "citra-3", "x"]) == {"ani-1", "x"}
        assert list(people.disabled(conn, "", 5)) == ["citra-3"]


def test_an_empty_directory_counts_nothing(engine):
    with reading(engine) as conn:
        assert people.counts(conn) == people.Counts(0, 0, 0, 0, 0)
        assert directory.state(conn) == directory.DirectoryState()


def test_a_person_nobody_knows_is_named_with_the_way_to_look(engine):
    with pytest.raises(NotFoundError, match="syncd people refresh tidak-ada"):
        found(engine, "tidak-ada")


class TestTheRightToRead:
    """One process at a time, and a dead one is soon replaced."""

    def claim(self, engine, owner, **options):
        with transaction(engine) as conn:
            return directory.claim(conn, owner, **options)

    def test_is_won_by_one_and_free_again_when_it_is_given_back(self, engine):
        lease = self.claim(engine, "one")
        assert self.claim(engine, "two") is None
        with transaction(engine) as conn:
            directory.finish(conn, lease, 0, last_ok_at=7)
            assert directory.state(conn).last_ok_at == 7
        assert self.claim(engine, "two").fence == lease.fence + 1

    def test_waits_until_it_is_due_unless_a_person_asks(self, engine):
        with transaction(engine) as conn:
            directory.finish(conn, directory.claim(conn, "one"), 60_000)
        assert self.claim(engine, "two") is None
        lease = self.claim(engine, "two", due=False)
        with transaction(engine) as conn:
            directory.finish(conn, lease, 60_000)
            directory.make_due(conn)
        assert self.claim(engine, "one") is not None

    def test_passes_on_when_its_owner_is_silent_who_then_can_write_nothing(self, engine):
        lost = self.claim(engine, "one")
        with transaction(engine) as conn:
            conn.execute(update(directory_table).values(lease_until=1))
        assert self.claim(engine, "two") is not None
        for write in (directory.note, lambda conn, lease: directory.finish(conn, lease, 0)):
            with pytest.raises(LeaseLostError), transaction(engine) as conn:
                write(conn, lost)


def test_a_move_is_never_written_over(engine):
    take(engine, ANI)
    for now, agency in enumerate(("B1", "B2", "B3"), start=20):
        take(engine, replace(ANI, agency=agency), now=now)
    with reading(engine) as conn:
        assert conn.execute(select(func.count()).select_from(person_move)).scalar() == 3


A_YEAR_MS = 365 * 86_400_000


@pytest.mark.parametrize("ahead", [("next_at",), ("last_ok_at",), ("lease_until",), ("next_at", "last_ok_at", "lease_until")])
def test_what_a_clock_a_year_ahead_wrote_keeps_nobody_from_reading_people_and_is_shown(engine, ahead):
    with transaction(engine) as conn:
        directory.lock(conn)
        now = database_now_ms(conn)
        written = {"next_at": 0, "last_ok_at": now, "lease_until": 0, "lease_owner": "ahead"}
        conn.execute(update(directory_table).values(written | dict.fromkeys(ahead, now + A_YEAR_MS)))
        assert realm_health(conn, now).code == ("CLOCK_WAS_AHEAD" if "last_ok_at" in ahead else None)
        lease = directory.claim(conn, "now")
        assert lease is not None
        directory.finish(conn, lease, 240_000, read=True)
        assert realm_health(conn, database_now_ms(conn)).code is None
        assert directory.claim(conn, "another") is None
