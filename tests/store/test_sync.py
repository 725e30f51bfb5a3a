"""One tenant's turn on a real store: whatever the tenant does or whatever breaks, the centre ends equal to it."""

import pytest
from sqlalchemy import select, update

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.model.kinds import STREAMS
from syncd.model.tenant import Pause
from syncd.simulator.pages import Page
from syncd.store import leases, rejections, rows, syncs, tenants
from syncd.store.engine import reading, run_transaction, transaction
from syncd.store.schema import kind_tables, stream, sync
from syncd.sync.compare import Verdict, compare
from syncd.sync.state import SyncOptions
from syncd.sync.turn import take_turn
from tests.fake_tenant import FakeTenant
from tests.store.centre import SMALL, Centre
from tests.store.conftest import add_tenant

BIG = SyncOptions(page_size=500)


@pytest.fixture
def fake(tenant):
    fake = FakeTenant(tenant)
    for number in range(1, 11):
        fake.course(number, f"Pelatihan {number}")
    for number in range(1, 41):
        fake.put("enrolment", number, number % 10 + 1, f"sub:u{number}", "active", "manual", None, None, 100)
        fake.completion(number, number % 10 + 1)
    fake.put("badge_class", 3, 1, "Lencana", None, "Badan Uji", "active", 50)
    fake.put("assertion", 1, 3, "anon:" + "ab" * 16, 60, None)
    fake.put("assertion", 2, 3, "sub:u2", 61, 99)
    fake.put("rating", 1, 1, "sub:u1", 5, "Bagus 🙏", 70, None, None, None, None, 0)
    return fake


def test_a_first_turn_reads_everything_and_proves_it(centre, fake):
    result = centre.turn(fake)
    assert (result.outcome, result.verified_equal) == ("ok", True)
    centre.assert_equal(fake)
    row = centre.tenant()
    assert row.verified_equal is True
    assert row.last_ok_at is not None
    assert row.streams_on == ("catalogue", "learning", "badges", "ratings")
    assert row.lease_owner is None
    with reading(centre.engine) as conn:
        assert rows.live_counts(conn, centre.id) == {
            "course": 10,
            "enrolment": 40,
            "completion": 40,
            "badge_class": 1,
            "assertion": 2,
            "rating": 1,
        }


def test_a_quiet_tenant_costs_one_small_request(centre, fake):
    centre.turn(fake)
    fake.requests.clear()
    result = centre.turn(fake)
    assert (result.outcome, result.verified_equal) == ("ok", True)
    assert [[ask.operation for ask in asks] for asks in fake.requests] == [["changes"] * len(STREAMS)]


def test_a_quiet_tenant_is_proved_again_after_a_day_in_the_same_single_request(centre, fake, later):
    centre.turn(fake)
    fake.requests.clear()
    later(24 * 3600 + 1)
    assert centre.turn(fake).verified_equal is True
    assert [[ask.operation for ask in asks] for asks in fake.requests] == [["changes", "digest"] * len(STREAMS)]


def test_new_changed_gone_and_erased_rows_arrive_by_changes(centre, fake):
    centre.turn(fake)
    fake.requests.clear()
    fake.course(4, "Judul baru 📚 é ́")
    fake.course(11)
    fake.drop("course", 5)
    fake.drop("completion", 7, erased=True)
    fake.completion(41)
    result = centre.turn(fake)
    assert (result.tally.rows, result.tally.gone, result.verified_equal) == (3, 2, True)
    centre.assert_equal(fake)
    assert not any(ask.operation == "snapshot" for asks in fake.requests for ask in asks)
    table = kind_tables["completion"]
    with reading(centre.engine) as conn:
        assert conn.execute(select(table.c.id).where(table.c.tenant_id == centre.id, table.c.id == 7)).first() is None
        course = kind_tables["course"]
        gone = conn.execute(select(course.c.gone_at).where(course.c.tenant_id == centre.id, course.c.id == 5)).scalar_one()
        assert gone is not None


def test_a_rating_is_edited_flagged_withdrawn_refused_and_erased(centre, fake):
    table = kind_tables["rating"]

    def kept(row_id: int) -> tuple[object, ...] | None:
        wanted = select(table.c.stars, table.c.text, table.c.flagged, table.c.gone_at.is_not(None).label("gone"))
        with reading(centre.engine) as conn:
            row = conn.execute(wanted.where(table.c.tenant_id == centre.id, table.c.id == row_id)).first()
        return row and (*row[:3], bool(row.gone))

    longest = "\U0001f64f" * 2000
    rated = (1, "sub:u2", 3, longest, 70, 80, None, None, None, None)
    fake.put("rating", 2, *rated)
    fake.put("rating", 3, *(1, "sub:u3", 6), *rated[3:])
    assert centre.turn(fake).verified_equal is True
    assert kept(2) == (3, longest, None, False)
    assert kept(3) is None
    with reading(centre.engine) as conn:
        [refused] = rejections.newest(conn, centre.id, 10)
    said = tuple(refused[name] for name in ("kind", "row_id", "field", "reason", "detail"))
    assert said == ("rating", 3, "stars", "out_of_range", "stars must be a whole number from 1 to 5")
    fake.put("rating", 1, 1, "sub:u1", 1, None, 70, 90, "Maaf", 95, "Mohon dilihat", 2)
    fake.drop("rating", 2)
    fake.drop("rating", 3)
    assert centre.turn(fake).verified_equal is True
    assert kept(1) == (1, None, "Mohon dilihat", False)
    assert kept(2) == (3, longest, None, True)
    fake.put("rating", 2, *rated)
    fake.drop("rating", 2, erased=True)
    fake.drop("rating", 1, erased=True)
    centre.turn(fake)
    assert (kept(1), kept(2)) == (None, None)
    centre.assert_equal(fake)


def test_an_undone_deletion_brings_the_row_back_once(centre, fake):
    centre.turn(fake)
    kept = fake.rows["course"][5]
    fake.drop("course", 5)
    centre.turn(fake)
    fake.put("course", *kept)
    centre.turn(fake)
    centre.assert_equal(fake)


def test_only_rows_that_truly_changed_get_a_new_time(centre, fake):
    centre.turn(fake)
    course = kind_tables["course"]
    of = select(course.c.id, course.c.changed_at).where(course.c.tenant_id == centre.id)
    with reading(centre.engine) as conn:
        before = dict(conn.execute(of).all())
    fake.course(1, "Pelatihan 1")
    fake.course(2, "Pelatihan 2 ")
    centre.turn(fake)
    with reading(centre.engine) as conn:
        after = dict(conn.execute(of).all())
    assert {row_id for row_id in before if before[row_id] != after[row_id]} == {2}


def test_a_deleted_badge_class_takes_its_assertions_along(centre, fake):
    centre.turn(fake)
    fake.drop("badge_class", 3)
    fake.rows["assertion"].clear()
    result = centre.turn(fake)
    assert result.verified_equal is True
    assert result.tally.repaired == 0
    centre.assert_equal(fake)


def test_a_bad_row_is_set_aside_with_its_reason_and_the_rest_of_the_page_goes_in(centre, fake):
    fake.course(12, "buruk\x00", silently=True)
    fake.put("enrolment", 41, 1, "Budi Santoso", "active", "manual", None, None, 100, silently=True)
    result = centre.turn(fake)
    assert (result.outcome, result.verified_equal, result.tally.rejected) == ("ok", True, 2)
    assert centre.refused() == {("course", 12), ("enrolment", 41)}
    centre.assert_equal(fake)
    with reading(centre.engine) as conn:
        assert "Budi" not in str(rejections.newest(conn, centre.id, 10))


def test_a_row_that_turns_bad_leaves_no_stale_version_and_one_that_turns_good_leaves_the_quarantine(centre, fake):
    centre.turn(fake)
    fake.course(4, "x" * 256)
    assert centre.turn(fake).verified_equal is True
    assert 4 not in centre.live("course")
    fake.course(4, "baik")
    assert centre.turn(fake).verified_equal is True
    assert centre.refused() == set()
    centre.assert_equal(fake)


def test_a_refused_row_that_goes_is_refused_no_longer(centre, fake):
    fake.course(12, "")
    centre.turn(fake)
    fake.drop("course", 12)
    centre.turn(fake)
    assert centre.refused() == set()


def test_a_page_of_nothing_but_bad_rows_still_moves_the_cursor(centre, fake):
    centre.turn(fake)
    for number in range(100, 110):
        fake.course(number, "")
    result = centre.turn(fake)
    assert (result.outcome, result.tally.rejected) == ("ok", 10)
    assert centre.stream("catalogue").cursor == fake.log.head


def test_silent_writes_on_the_tenant_are_found_by_the_proof_and_read_again_by_bucket(centre, fake):
    centre.turn(fake)
    fake.course(300, "tanpa jejak", silently=True)
    fake.drop("course", 9, silently=True)
    fake.requests.clear()
    result = centre.turn(fake, prove=True)
    assert (result.verified_equal, result.tally.repaired) == (True, 2)
    assert [ask.buckets for asks in fake.requests for ask in asks if ask.operation == "snapshot"] == [(9, 44)]
    centre.assert_equal(fake)


def test_rows_changed_behind_the_centres_back_are_found_and_repaired(centre, fake):
    centre.turn(fake)
    table = kind_tables["completion"]
    with transaction(centre.engine) as conn:
        conn.execute(update(table).where(table.c.tenant_id == centre.id, table.c.id == 17).values(course=99))
        conn.execute(table.delete().where(table.c.tenant_id == centre.id, table.c.id == 18))
    result = centre.turn(fake, prove=True)
    assert (result.verified_equal, result.tally.repaired) == (True, 2)
    centre.assert_equal(fake)


def test_a_difference_in_many_buckets_is_repaired_by_a_whole_snapshot(centre, fake):
    centre.turn(fake)
    for number in range(1, 41):
        fake.rows["completion"][number][1] = 2
    result = centre.turn(fake, prove=True)
    assert result.verified_equal is True
    assert "learning read afresh (digest)" in result.notes
    centre.assert_equal(fake)


def test_a_digest_that_never_agrees_is_shown_and_not_repaired_again_at_once(centre, fake, later):
    centre.turn(fake)

    def lie(ask, page):
        if ask.operation == "digest" and ask.stream == "catalogue":
            page.rows["course"]["high"] += 1
            lines = page.rows["course"]["buckets"]
            if lines:
                lines[0][2] += 1
        return page

    fake.change_page = lie
    assert centre.turn(fake, prove=True).verified_equal is False
    assert centre.tenant().verified_equal is False
    fake.requests.clear()
    assert centre.turn(fake).verified_equal is False
    assert len(fake.requests) == 1
    later(3601)
    fake.requests.clear()
    assert centre.turn(fake).verified_equal is False
    assert len(fake.requests) > 1
    fake.change_page = lambda ask, page: page
    assert centre.turn(fake).verified_equal is True


@pytest.mark.parametrize("when", range(1, 12))
def test_changes_during_the_turn_are_never_lost(centre, fake, when):
    """Between any two requests a row appears, one changes and one goes."""

    def happen(number, asks):
        if number == when:
            fake.course(50, "baru")
            fake.course(1, "berubah")
            fake.drop("course", 2)
            fake.completion(99)

    fake.before_ask = happen
    centre.turn(fake)
    centre.turn(fake)
    assert centre.turn(fake).verified_equal is True
    centre.assert_equal(fake)


def test_changes_between_every_two_requests_end_equal_once_they_stop(centre, fake):
    ids = iter(range(1000, 2000))

    def happen(number, asks):
        if number < 40:
            fake.completion(next(ids))
            fake.course(1, f"judul {number}")

    fake.before_ask = happen
    for _ in range(6):
        centre.turn(fake, SyncOptions(page_size=1))
    assert centre.turn(fake).verified_equal is True
    centre.assert_equal(fake)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ("pruned", "pruned"),
        ("restored", "ahead"),
        ("forked", "history"),
        ("epoch", "epoch"),
        ("null", "first"),
        ("future", "ahead"),
        ("negative", "first"),
    ],
)
def test_a_cursor_that_cannot_be_trusted_ends_in_a_snapshot_and_in_equality(centre, fake, spoil, reason):
    saved = fake.save()
    centre.turn(fake)
    fake.course(20, "sesudah cadangan")
    fake.course(1, "berubah")
    fake.drop("course", 3)
    centre.turn(fake)
    match spoil:
        case "pruned":
            fake.course(21)
            fake.log.number()
            fake.log.prune()
        case "restored":
            fake.restore(saved)
            fake.log.number()
        case "forked":
            fake.restore(saved)
            for number in range(30, 45):
                fake.course(number, "cabang lain")
        case "epoch":
            fake.epoch = "e" * 32
            fake.drop("course", 4, silently=True)
        case _:
            seq = {"null": None, "future": 10**9, "negative": -5}[spoil]
            with transaction(centre.engine) as conn:
                conn.execute(update(stream).where(stream.c.tenant_id == centre.id).values(cursor_seq=seq))
            fake.course(22)
    result = centre.turn(fake)
    assert (result.outcome, result.verified_equal) == ("ok", True)
    assert any(f"({reason})" in note for note in result.notes) or spoil == "epoch"
    if spoil == "epoch":
        assert "the site was reset or restored: new epoch" in result.notes
    centre.assert_equal(fake)


def test_a_log_that_refuses_every_cursor_is_stopped(centre, fake):
    fake.log.refusal = lambda cursor: "pruned"
    result = centre.turn(fake)
    assert (result.outcome, result.code) == ("failed", Code.BAD_PAYLOAD)
    assert len(fake.requests) < 200


def test_a_site_that_names_a_new_epoch_with_every_answer_is_stopped(centre, fake):
    centre.turn(fake)
    numbers = iter(range(100))

    def renew(number, asks):
        fake.epoch = f"{next(numbers):032x}"

    fake.before_ask = renew
    result = centre.turn(fake)
    assert (result.outcome, result.code) == ("failed", Code.BAD_PAYLOAD)


def test_another_site_at_the_address_is_refused_row_and_all(centre, fake):
    centre.turn(fake)
    fake.course(77, "asing")
    fake.site = "f" * 32
    result = centre.turn(fake)
    assert (result.outcome, result.code) == ("failed", Code.WRONG_SITE)
    assert 77 not in centre.live("course")
    assert centre.tenant().last_code == "WRONG_SITE"


def test_a_copy_of_the_site_under_another_address_is_refused(centre, fake):
    centre.turn(fake)
    fake.url = "https://staging.example"
    assert centre.turn(fake).code == Code.WRONG_SITE


def test_a_turn_out_of_time_is_partial_due_at_once_and_resumed(centre, fake, monkeypatch):
    ticks = iter(range(0, 100_000, 8))
    monkeypatch.setattr(clock, "monotonic", lambda: float(next(ticks)))
    outcomes = [centre.turn(fake).outcome]
    with reading(centre.engine) as conn:
        # Among those that may have half of the workers at most.
        assert [row.id for row in tenants.due(conn, 10, failing=True)] == [centre.id]
    while outcomes[-1] == "partial" and len(outcomes) < 100:
        outcomes.append(centre.turn(fake).outcome)
    assert len(outcomes) > 3
    assert outcomes[-1] == "ok"
    assert centre.tenant().verified_equal is True
    centre.assert_equal(fake)


def test_a_stopping_daemon_ends_the_turn_at_the_next_page(centre, fake):
    claim = run_transaction(centre.engine, lambda conn: leases.claim(conn, centre.id, "daemon-1", 5))
    result = take_turn(centre.engine, fake, claim, SMALL, stopping=lambda: True)
    assert result.outcome == "partial"
    assert len(fake.requests) == 1


def test_a_stream_that_is_switched_off_keeps_its_rows_and_is_read_afresh_when_on_again(centre, fake):
    centre.turn(fake)
    fake.streams = ("catalogue",)
    result = centre.turn(fake)
    assert (result.outcome, result.verified_equal) == ("ok", True)
    assert len(centre.live("completion")) == 40
    assert centre.stream("learning").refused == "off"
    fake.completion(77)
    fake.log.number()
    fake.log.prune()
    fake.streams = ("catalogue", "learning", "badges", "ratings")
    fake.drop("completion", 5, silently=True)
    assert centre.turn(fake).verified_equal is True
    centre.assert_equal(fake)


def test_streams_that_were_never_on_are_never_asked_for(centre, fake):
    fake.streams = ("catalogue",)
    assert centre.turn(fake).verified_equal is True
    assert {ask.stream for asks in fake.requests for ask in asks} == {"catalogue"}
    assert centre.live("completion") == {}
    fake.streams = ("catalogue", "learning")
    assert centre.turn(fake).verified_equal is True
    assert len(centre.live("completion")) == 40


def test_a_tenant_that_pauses_is_shown_paused_and_read_again_when_it_resumes(centre, fake):
    centre.turn(fake)
    fake.paused = True
    fake.course(31)
    before = centre.tenant().last_ok_at
    result = centre.turn(fake)
    assert result.outcome == "ok"
    assert centre.tenant().paused_by is Pause.TENANT
    assert centre.tenant().last_ok_at == before
    assert 31 not in centre.live("course")
    fake.paused = False
    result = centre.turn(fake)
    assert (centre.tenant().paused_by, result.verified_equal) == (None, True)
    centre.assert_equal(fake)


def test_a_new_key_set_is_pinned_when_the_tenant_announces_it(centre, fake):
    centre.turn(fake)
    fake.jwks, fake.jwks_sha256 = '{"keys":[1]}', "1" * 64
    centre.turn(fake)
    assert (centre.tenant().jwks, centre.tenant().jwks_sha256) == (fake.jwks, fake.jwks_sha256)


def test_a_failed_turn_keeps_what_is_committed_and_backs_off(centre, fake):
    centre.turn(fake)
    fake.fails = [TenantError(Code.DOWN, "the connection was refused")]
    result = centre.turn(fake)
    assert (result.outcome, result.code) == ("failed", Code.DOWN)
    row = centre.tenant()
    assert (row.failures, row.last_code, row.last_error) == (1, "DOWN", "the connection was refused")
    assert row.verified_equal is True
    assert row.lease_owner is None
    centre.assert_equal(fake)
    assert centre.turn(fake).outcome == "ok"
    assert (centre.tenant().failures, centre.tenant().last_code) == (0, None)
    with reading(centre.engine) as conn:
        assert [entry["outcome"] for entry in syncs.newest(conn, centre.id, 5)] == ["ok", "failed", "ok"]


def test_a_slow_tenant_is_asked_for_smaller_pages(centre, fake):
    fake.fails = [TenantError(Code.SLOW, "30 s were not enough"), TenantError(Code.SLOW, "30 s were not enough")]
    centre.turn(fake, BIG)
    centre.turn(fake, BIG)
    fake.requests.clear()
    centre.turn(fake, BIG)
    assert {ask.limit for asks in fake.requests for ask in asks if ask.operation == "snapshot"} == {50}


@pytest.mark.parametrize("lie", ["stands still", "backwards", "content without advance"])
def test_a_cursor_that_does_not_advance_ends_the_turn(centre, fake, lie):
    centre.turn(fake)
    cursor = centre.stream("catalogue").cursor
    first, _ = next(fake.log.after(0))
    fake.course(60)

    def distort(ask, page):
        if ask.operation != "changes" or ask.stream != "catalogue":
            return page
        match lie:
            case "stands still":
                return Page(page.head, {}, {"to": page.head["from"], "more": True, "count": 0})
            case "backwards":
                return Page(page.head, page.rows, page.tail | {"to": [1, first.mark]})
            case _:
                return Page(page.head, page.rows, page.tail | {"to": page.head["from"], "more": False})

    fake.change_page = distort
    result = centre.turn(fake)
    assert (result.outcome, result.code) == ("failed", Code.BAD_PAYLOAD)
    assert centre.stream("catalogue").cursor == cursor


def test_a_snapshot_that_promises_more_for_ever_ends_the_turn(centre, fake):
    def distort(ask, page):
        tail = page.tail | {"more": True, "to": ask.after} if ask.operation == "snapshot" else page.tail
        return Page(page.head, page.rows, tail)

    fake.change_page = distort
    result = centre.turn(fake)
    assert (result.outcome, result.code, len(fake.requests)) == ("failed", Code.BAD_PAYLOAD, 2)


@pytest.mark.parametrize(("row_id", "more"), [(3, True), (2, True), (7, True), (2, False), (11, False)])
def test_a_snapshot_page_with_an_id_that_it_does_not_lead_over_ends_the_turn(centre, fake, row_id, more):
    """All ids lie beyond the asked one, and none beyond the page's end."""

    def distort(ask, page):
        if ask.operation != "snapshot" or ask.kind != "course" or ask.after != (3 if more else 9):
            return page
        stray = page.rows["course"]["rows"][0]
        row = [row_id, *stray[1:]]
        return Page(page.head, {"course": page.rows["course"] | {"rows": [row]}}, page.tail | {"count": 1})

    fake.change_page = distort
    result = centre.turn(fake)
    assert (result.outcome, result.code) == ("failed", Code.BAD_PAYLOAD)
    assert result.error == f"catalogue: the snapshot page does not go on from id {3 if more else 9}"
    assert max(centre.live("course")) == (3 if more else 9)


def test_two_tenants_with_the_same_ids_keep_apart(centre, fake, engine):
    other = add_tenant(engine)
    twin = FakeTenant(other, seed=9)
    twin.course(1, "milik yang lain")
    second = Centre(engine, other)
    centre.turn(fake)
    second.turn(twin)
    twin.drop("course", 1)
    second.turn(twin)
    centre.assert_equal(fake)
    second.assert_equal(twin)


def test_a_turn_that_died_is_shown_as_a_lost_sync(centre, fake, engine):
    run_transaction(engine, lambda conn: leases.claim(conn, centre.id, "daemon-0", 5))
    with transaction(engine) as conn:
        leases.release_all(conn, "daemon-0", 9)
    centre.turn(fake)
    with reading(engine) as conn:
        outcomes = conn.execute(select(sync.c.outcome).where(sync.c.tenant_id == centre.id).order_by(sync.c.id)).scalars().all()
    assert outcomes == ["lost", "ok"]


@pytest.mark.parametrize("operation", ["changes", "snapshot", "digest"])
def test_a_stream_the_site_cannot_read_is_named_and_never_equal_while_the_others_are_read(centre, fake, operation):
    if operation != "snapshot":
        centre.turn(fake)
    fake.course(2000)
    fake.completion(8000)

    def unreadable(ask, page):
        failed = ask.stream == "learning" and ask.operation == operation
        return fake.refused(ask, "failed") if failed else page

    fake.change_page = unreadable
    result = centre.turn(fake, prove=True)
    assert result.outcome == "failed"
    assert "could not read learning" in result.error
    assert 2000 in centre.live("course")
    compared = compare(centre.engine, fake, centre.tenant())
    assert compared.verdict is not Verdict.EQUAL
    fake.change_page = lambda ask, page: page
    assert centre.turn(fake, prove=True).verified_equal
    centre.assert_equal(fake)
