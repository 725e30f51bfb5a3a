"""Whatever changes rows says so to search and standings, and reaches and counts rows of its own tenant only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from syncd.model.kinds import KINDS
from syncd.model.limits import Used
from syncd.model.rows import KindRows, Rejection
from syncd.store import rejections, rows
from syncd.store.engine import reading, transaction
from syncd.store.schema import kind_tables, live_count, standing_due, tenant
from tests.store.test_rows import ON_ONE_STORE, clear, kind_rows, live, store, times

LEARNER = "sub:a"
BAD = Rejection(2, "learner", "not_a_learner", "…", 1, 2)


def course(number: int) -> tuple:
    texts = [None] * 10
    return (number, "Satu", None, None, "all", *texts, 1, 0, 5, None, 9, 0)


def touched(engine, of) -> int:
    with reading(engine) as conn:
        return conn.execute(select(tenant.c.touched).where(tenant.c.id == of.tenant_id)).scalar_one()


def due(engine, of) -> set[int]:
    """The courses that were noted since the last look."""
    with transaction(engine) as conn:
        found = conn.execute(select(standing_due.c.tenant_id, standing_due.c.course)).all()
        conn.execute(standing_due.delete())
    assert {row.tenant_id for row in found} <= {of.tenant_id}
    return {row.course for row in found}


CHANGES = {
    "a page": lambda conn, lease, kind: rows.apply_rows(conn, lease, KindRows(kind, [], gone=[1]), 2, 20),
    "an absence": lambda conn, lease, kind: rows.delete_absent(conn, lease.tenant_id, kind, 2, 20),
    "a repair": lambda conn, lease, kind: rows.delete_ids(conn, lease.tenant_id, kind, [1], 20),
    "leaving": lambda conn, lease, kind: rows.clear_tenant(conn, lease.tenant_id, kind, 10),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_change_of_what_search_shows_is_noted_at_its_tenant_and_other_changes_are_not(engine, lease, other, change):
    for one in (lease, other):
        store(engine, one, KindRows("course", [course(1)]))
        store(engine, one, KindRows("enrolment", [(1, 1, LEARNER, "active", "manual", None, None, 5)]))
    before = touched(engine, lease), touched(engine, other)
    with transaction(engine) as conn:
        CHANGES[change](conn, lease, "enrolment")
    assert (touched(engine, lease), touched(engine, other)) == before
    with transaction(engine) as conn:
        CHANGES[change](conn, lease, "course")
    assert (touched(engine, lease), touched(engine, other)) == (before[0] + 1, before[1])


def test_the_courses_of_completions_that_truly_changed_are_due_and_those_they_were_about_before(engine, lease, other):
    store(engine, other, KindRows("completion", [(1, 99, LEARNER, 5)]))
    due(engine, other)
    store(engine, lease, KindRows("completion", [(1, 7, LEARNER, 5), (2, 8, LEARNER, 5)]), now=10)
    assert due(engine, lease) == {7, 8}
    store(engine, lease, KindRows("completion", [(1, 7, LEARNER, 5), (2, 9, LEARNER, 5)]), now=20)
    assert due(engine, lease) == {8, 9}
    store(engine, lease, KindRows("completion", [], gone=[1]), now=30)
    assert due(engine, lease) == {7}
    store(engine, lease, KindRows("completion", [], erased=[2]), now=40)
    assert due(engine, lease) == {9}
    store(engine, lease, KindRows("completion", [], gone=[5], erased=[6]), now=50)
    assert due(engine, lease) == set()


def test_the_courses_of_completions_that_were_absent_or_deleted_are_due(engine, lease, other):
    for one in (lease, other):
        store(engine, one, KindRows("completion", [(number, number + 10, LEARNER, 5) for number in range(1, 5)]), generation=1)
    store(engine, lease, KindRows("completion", [(1, 11, LEARNER, 5)]), generation=2, now=20)
    with transaction(engine) as conn:
        conn.execute(standing_due.delete())
        rows.delete_ids(conn, lease.tenant_id, "completion", [2], 30)
    assert due(engine, lease) == {12}
    with transaction(engine) as conn:
        rows.delete_absent(conn, lease.tenant_id, "completion", 2, 30)
    assert due(engine, lease) == {13, 14}


def test_a_row_that_came_in_good_order_or_went_is_no_rejection_any_more(engine, lease, other):
    bad = [Rejection(number, "learner", "not_a_learner", "…", 1, 2) for number in range(1, 5)]
    for one in (lease, other):
        store(engine, one, KindRows("completion", [], rejections=bad))
    store(engine, lease, KindRows("completion", [(1, 1, LEARNER, 5)], gone=[2], erased=[3]))
    with reading(engine) as conn:
        assert [row["row_id"] for row in rejections.newest(conn, lease.tenant_id, 9)] == [4]
        assert rejections.count(conn, other.tenant_id) == 4


def test_nothing_that_is_done_or_counted_for_one_tenant_reaches_or_counts_anothers_rows(engine, lease, other):
    found = [(number, 1, LEARNER, 5) for number in range(1, 6)]
    given = [(number, 3, LEARNER, 5, None) for number in range(1, 4)]
    for one in (lease, other):
        store(engine, one, KindRows("completion", found), generation=1, now=10)
        store(engine, one, KindRows("badge_class", [(3, None, "Lencana", None, None, "active", 5)]), generation=1, now=10)
        store(engine, one, KindRows("assertion", given), generation=1, now=10)
    with transaction(engine) as conn:
        of = lease.tenant_id
        # A page that brings one row anew, one refused, one gone, one erased; the last is absent.
        page = KindRows("completion", [(1, 2, LEARNER, 5)], gone=[3], erased=[4], rejections=[BAD])
        rows.apply_rows(conn, lease, page, 2, 20)
        rows.apply_rows(conn, lease, KindRows("badge_class", [], gone=[3]), 2, 20)
        assert rows.count_changed(conn, of, "completion", [1, 3, 5], 20) == 2
        assert rows.count_changed(conn, of, "completion", [1, 3, 5], 10) == 1
        assert rows.absent_in_buckets(conn, of, "completion", [1, 2, 3, 4, 5], 2) == [5]
        assert rows.count_absent(conn, of, "completion", 2) == 1
        assert rows.count_live(conn, of, "completion") == 2
        assert rows.delete_absent(conn, of, "completion", 2, 30) == 1
        assert rows.count_live(conn, of, "completion") == 1
        rows.refresh_live_counts(conn, of, list(KINDS))
        assert rows.live_counts(conn, of)["assertion"] == 0
        assert rows.live_counts(conn, other.tenant_id) == dict.fromkeys(KINDS, 0), "nobody counted them"
        rows.refresh_live_counts(conn, other.tenant_id, list(KINDS))
        rows.refresh_live_counts(conn, of, ["completion"])
        wanted = dict.fromkeys(KINDS, 0) | {"completion": 5, "badge_class": 1, "assertion": 3}
        assert rows.live_counts(conn, other.tenant_id) == wanted
    assert times(engine, lease, "completion") == {
        1: (None, 20),
        2: times(engine, lease, "completion")[2],
        3: (20, 20),
        5: (30, 30),
    }
    assert times(engine, lease, "assertion") == dict.fromkeys([1, 2, 3], (20, 20))
    assert live(engine, other, "completion") == {row[0]: row for row in found}
    for kind in ("completion", "badge_class", "assertion"):
        assert set(times(engine, other, kind).values()) == {(None, 10)}
        with reading(engine) as conn:
            assert rows.count_absent(conn, other.tenant_id, kind, 2) == len(times(engine, other, kind))


@pytest.mark.parametrize("ids", [[1, 2, 3], [1, 2, 300]], ids=["close together", "far apart"])
def test_rows_of_another_tenant_are_not_known_for_this_one(engine, lease, other, ids):
    page = KindRows("completion", [(number, 1, LEARNER, 5) for number in ids])
    store(engine, other, page)
    store(engine, lease, KindRows("completion", [page.rows[1], (2000, 1, LEARNER, 5)]))
    with reading(engine) as conn:
        assert rows.new_in(conn, lease.tenant_id, page) == Used(2, 2 * (24 + 5))


@pytest.mark.parametrize("kind", list(KINDS))
@settings(ON_ONE_STORE, max_examples=15)
@given(data=st.data())
def test_what_a_page_takes_is_what_the_store_says_it_holds_then_whatever_is_in_it(engine, lease, kind, data):
    """Else a tenant would be stopped at a limit that the figure beside it denies."""
    clear(engine, lease, kind)
    found = data.draw(kind_rows(kind))
    with transaction(engine) as conn:
        new = rows.new_in(conn, lease.tenant_id, KindRows(kind, found))
        rows.apply_rows(conn, lease, KindRows(kind, found), 1, 10)
        rows.refresh_live_counts(conn, lease.tenant_id, [kind])
        mine = (live_count.c.tenant_id == lease.tenant_id) & (live_count.c.kind == kind)
        held = conn.execute(select(live_count.c.stored, live_count.c.bytes, live_count.c.live).where(mine)).one()
    assert (new.rows, new.bytes, new.rows) == tuple(held)


def test_a_number_takes_eight_bytes_and_a_text_that_is_missing_none(engine, lease):
    found = (3, None, "Lencana é", None, None, "active", 5)
    with reading(engine) as conn:
        new = rows.new_in(conn, lease.tenant_id, KindRows("badge_class", [found]))
    texts = [column for column in KINDS["badge_class"].columns if column.type.value in ("text", "choice", "learner")]
    assert (new.rows, new.bytes) == (1, 8 * (len(found) - len(texts)) + len("Lencana é".encode()) + len("active"))


def test_a_tenant_with_as_many_rows_as_are_deleted_at_once_is_cleared_in_two_steps(engine, lease):
    store(engine, lease, KindRows("completion", [(number, 1, LEARNER, 5) for number in (3, 5, 9)]))
    with transaction(engine) as conn:
        assert rows.clear_tenant(conn, lease.tenant_id, "completion", 3) == 3
        assert conn.execute(kind_tables["completion"].select()).first() is None
        assert rows.clear_tenant(conn, lease.tenant_id, "completion", 3) == 0
