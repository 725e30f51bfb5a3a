"""Rows are kept to the byte, digests equal those of the model, and a page can come twice, late or in pieces."""

from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event as sql_event
from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from syncd.errors import LeaseLostError
from syncd.model.digest import KindDigest, canonical_text, row_digest
from syncd.model.kinds import KINDS, MAX_ID, MAX_TIME, Column, ColumnType
from syncd.model.limits import Used
from syncd.model.rows import KindRows, Rejection
from syncd.model.tenant import Lease
from syncd.store import digests, leases, rejections, rows
from syncd.store.engine import reading, run_transaction, transaction
from syncd.store.schema import kind_tables, live_count
from tests.store.conftest import add_tenant

ON_ONE_STORE = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def values(column: Column) -> st.SearchStrategy[object]:
    """Whatever the contract allows in this column."""
    match column.type:
        case ColumnType.ID:
            found = st.integers(1, MAX_ID)
        case ColumnType.INT:
            found = st.integers(column.low, column.high)
        case ColumnType.TIME:
            found = st.integers(0, MAX_TIME)
        case ColumnType.FLAG:
            found = st.integers(0, 1)
        case ColumnType.CHOICE:
            found = st.sampled_from(column.choices)
        case ColumnType.HASH:
            found = st.text("0123456789abcdef", min_size=64, max_size=64)
        case ColumnType.LEARNER:
            found = st.from_regex(r"\Asub:[A-Za-z0-9._-]{1,64}\Z") | st.from_regex(r"\Aanon:[0-9a-f]{32}\Z")
        case _:
            alphabet = st.one_of(
                st.characters(exclude_categories=("Cc", "Cs")), st.sampled_from("\t\n\\\"'%:|~/`{}[]$ 📚🇮é\u200d\u202e")
            )
            found = st.text(alphabet, min_size=0 if column.nullable else 1, max_size=min(column.length, 40))
    return st.none() | found if column.nullable else found


def kind_rows(name: str) -> st.SearchStrategy[list[tuple]]:
    row = st.tuples(*(values(column) for column in KINDS[name].columns))
    return st.lists(row, max_size=8, unique_by=lambda found: found[0])


def store(engine, lease, page: KindRows, generation: int = 1, now: int = 10) -> None:
    with transaction(engine) as conn:
        rows.apply_rows(conn, lease, page, generation, now)


def live(engine, lease, kind: str) -> dict[int, tuple]:
    table = kind_tables[kind]
    with reading(engine) as conn:
        columns = [table.c[name] for name in KINDS[kind].column_names]
        found = conn.execute(select(*columns).where(table.c.tenant_id == lease.tenant_id, table.c.gone_at.is_(None)))
        return {row[0]: tuple(row) for row in found}


@contextmanager
def pages_sent(engine):
    """How long each page of rows was that a statement took to the database: characters in SQLite, bytes in MariaDB."""
    sizes = []

    def see(conn, cursor, statement, parameters, context, executemany):
        values = parameters.values() if isinstance(parameters, dict) else parameters
        sizes.extend(len(value) for value in values if isinstance(value, (str, bytes)) and value[:2] in {"[[", b"[["})

    sql_event.listen(engine, "before_cursor_execute", see)
    yield sizes
    sql_event.remove(engine, "before_cursor_execute", see)


def times(engine, lease, kind: str) -> dict[int, tuple]:
    """When each row went, and when it changed."""
    table = kind_tables[kind]
    with reading(engine) as conn:
        statement = select(table.c.id, table.c.gone_at, table.c.changed_at).where(table.c.tenant_id == lease.tenant_id)
        return {row.id: (row.gone_at, row.changed_at) for row in conn.execute(statement)}


def clear(engine, lease, kind: str) -> None:
    with transaction(engine) as conn:
        conn.execute(kind_tables[kind].delete().where(kind_tables[kind].c.tenant_id == lease.tenant_id))


@pytest.mark.parametrize("kind", list(KINDS))
@ON_ONE_STORE
@given(data=st.data())
def test_every_row_comes_back_as_it_went_in_and_has_the_models_digest(engine, lease, kind, data):
    clear(engine, lease, kind)
    found = data.draw(kind_rows(kind))
    store(engine, lease, KindRows(kind, found))
    assert live(engine, lease, kind) == {row[0]: row for row in found}
    with reading(engine) as conn:
        assert digests.of_kind(conn, lease.tenant_id, kind) == KindDigest.of_rows(found)


@pytest.mark.parametrize(
    "text",
    ["📚 🇮🇩 é e\u0301", "\\ \" ' % :page `", "tab\tand\nline", "~|", " ends with space ", "\u202eRTL\u200d", "x" * 255],
)
def test_hard_text_survives_to_the_byte(engine, lease, text):
    row = (1, text, text * 7, None, "all", None, None, None, None, None, None, None, None, None, None, 1, 0, 5, None, 9, 0)
    row += (text, text[:200], "a" * 64, 2)
    store(engine, lease, KindRows("course", [row]))
    assert live(engine, lease, "course") == {1: row}
    with reading(engine) as conn:
        assert digests.of_kind(conn, lease.tenant_id, "course") == KindDigest.of_rows([row])


def test_a_page_of_the_longest_texts_is_stored_in_pieces(engine, lease):
    long = "📚" * 2000
    found = [(number, "x" * 255, long, None, "all", *[None] * 10, 1, 0, 5, None, 9, 0, *[None] * 4) for number in range(1, 1501)]
    with pages_sent(engine) as sizes:
        store(engine, lease, KindRows("course", found))
    assert len(sizes) > 1
    assert max(sizes) <= 2 * 1024 * 1024
    with reading(engine) as conn:
        assert digests.of_kind(conn, lease.tenant_id, "course") == KindDigest.of_rows(found)


def test_a_row_that_is_longer_than_a_statement_should_be_is_stored_by_itself(engine, lease, monkeypatch):
    monkeypatch.setattr(rows, "_MAX_JSON", 10)
    found = [(number, 1, "sub:a", 5) for number in range(1, 4)]
    with pages_sent(engine) as sizes:
        store(engine, lease, KindRows("completion", found))
    assert len(sizes) == 3
    assert live(engine, lease, "completion") == {row[0]: row for row in found}


def test_a_missing_value_is_an_error_and_no_row(engine, lease):
    with pytest.raises(IntegrityError):
        store(engine, lease, KindRows("completion", [(1, None, "sub:a", 5)]))
    assert live(engine, lease, "completion") == {}


@pytest.mark.mariadb
def test_a_text_that_is_too_long_is_an_error_and_never_cut(mariadb_engine):
    """SQLite has no column lengths and would keep the whole text; validation refuses such rows before either."""
    tenant = add_tenant(mariadb_engine)
    lease = run_transaction(mariadb_engine, lambda conn: leases.claim(conn, tenant.id, "daemon-1", 1)).lease
    with pytest.raises(DataError):
        store(mariadb_engine, lease, KindRows("completion", [(1, 5, "sub:" + "x" * 65, 5)]))
    assert live(mariadb_engine, lease, "completion") == {}


Event = tuple[str, int, int]
EVENTS = st.lists(
    st.tuples(st.sampled_from(["put", "gone", "erased", "refused"]), st.integers(1, 6), st.integers(1, 4)), max_size=25
)


def page_of(events: list[Event], state: dict[int, Event]) -> KindRows:
    """The current state of every key these events touched: what a page of changes says."""
    rows_found, gone, erased, refused = [], [], [], []
    for row_id in dict.fromkeys(event[1] for event in events):
        what, _, version = state[row_id]
        row = (row_id, version, "sub:a", 5)
        match what:
            case "put":
                rows_found.append(row)
            case "gone":
                gone.append(row_id)
            case "erased":
                erased.append(row_id)
            case _:
                refused.append(Rejection(row_id, "learner", "not_a_learner", "", *row_digest(canonical_text(row))))
    return KindRows("completion", rows_found, gone, erased, refused)


@ON_ONE_STORE
@given(events=EVENTS, cuts=st.lists(st.integers(0, 25), max_size=4), repeats=st.lists(st.integers(0, 4), max_size=6))
def test_pages_that_come_twice_or_again_from_an_older_cursor_end_in_the_truth(engine, lease, events, cuts, repeats):
    """At-least-once delivery of states: any page may be replayed as long as the newest comes last, as cursors see to."""
    clear(engine, lease, "completion")
    with transaction(engine) as conn:
        rejections.clear(conn, lease.tenant_id, "completion", list(range(1, 7)))
    # One row that nothing happens to: all rows of a kind at once never go for rejections.
    steady = (7, 1, "sub:a", 5)
    store(engine, lease, KindRows("completion", [steady]))
    state: dict[int, Event] = {}
    for event in events:
        state[event[1]] = event
    borders = sorted({0, len(events), *(min(cut, len(events)) for cut in cuts)})
    pages = [page_of(events[start:end], state) for start, end in pairwise(borders)]
    for number, page in enumerate(pages):
        store(engine, lease, page, now=10 + number)
        for again in repeats:
            if again <= number:
                store(engine, lease, pages[again], now=50)
    truth = {row_id: (row_id, event[2], "sub:a", 5) for row_id, event in state.items() if event[0] == "put"}
    assert live(engine, lease, "completion") == truth | {7: steady}
    with reading(engine) as conn:
        known = [(row_id, event[2], "sub:a", 5) for row_id, event in state.items() if event[0] in ("put", "refused")]
        assert digests.of_kind(conn, lease.tenant_id, "completion") == KindDigest.of_rows([*known, steady])
        refused = {row["row_id"] for row in rejections.newest(conn, lease.tenant_id, 100)}
        assert refused == {row_id for row_id, event in state.items() if event[0] == "refused"}
        table = kind_tables["completion"]
        left = set(conn.execute(select(table.c.id).where(table.c.tenant_id == lease.tenant_id)).scalars())
        assert left.isdisjoint(row_id for row_id, event in state.items() if event[0] == "erased")


@pytest.mark.parametrize("known", [False, True], ids=["a new row", "a row that is known"])
@pytest.mark.parametrize(
    ("members", "left"),
    [
        (("rows", "gone"), "gone"),
        (("rejections", "gone"), "gone"),
        (("rows", "erased"), "nothing"),
        (("rejections", "erased"), "nothing"),
        (("gone", "erased"), "nothing"),
        (("rows", "gone", "erased"), "nothing"),
    ],
    ids=lambda one: one if isinstance(one, str) else " and ".join(one),
)
def test_of_one_key_in_several_members_of_a_page_gone_is_stronger_than_a_row_and_erased_than_both(
    engine, lease, known, members, left
):
    row, bystander = (5, 1, "sub:baru", 9), (6, 1, "sub:b", 5)
    store(engine, lease, KindRows("completion", [bystander, *([(5, 1, "sub:a", 5)] if known else [])]), now=10)
    said = {
        "rows": [row],
        "gone": [5],
        "erased": [5],
        "rejections": [Rejection(5, "learner", "not_a_learner", "", *row_digest(canonical_text(row)))],
    }
    page = KindRows("completion", **({"rows": []} | {name: said[name] for name in members}))
    for now in (20, 30):  # also when the page comes twice
        store(engine, lease, page, now=now)
        found = times(engine, lease, "completion")
        assert found.pop(6) == (None, 10)
        stays_as_gone = left == "gone" and (known or "rows" in members)
        assert [gone_at is not None for gone_at, _ in found.values()] == [True] * stays_as_gone
        assert live(engine, lease, "completion") == {6: bystander}
        with reading(engine) as conn:
            assert rejections.count(conn, lease.tenant_id) == 0
            assert digests.of_kind(conn, lease.tenant_id, "completion") == KindDigest.of_rows([bystander])


def test_a_page_is_stored_whole_or_not_at_all(engine, lease):
    class DiedError(Exception):
        pass

    def half(conn):
        rows.apply_rows(conn, lease, KindRows("completion", [(1, 1, "sub:a", 5)], gone=[7]), 1, 10)
        raise DiedError

    with pytest.raises(DiedError):
        run_transaction(engine, half)
    assert live(engine, lease, "completion") == {}


def test_without_the_newest_fence_nothing_is_stored(engine, lease):
    with pytest.raises(LeaseLostError):
        store(engine, Lease(lease.tenant_id, lease.owner, lease.fence - 1), KindRows("completion", [(1, 1, "sub:a", 5)]))
    assert live(engine, lease, "completion") == {}


def test_rows_of_one_tenant_never_touch_those_of_another(engine, lease, other):
    for one, course in ((lease, 1), (other, 2)):
        store(engine, one, KindRows("completion", [(1, course, "sub:a", 5), (2, course, "sub:b", 5)]))
    store(engine, lease, KindRows("completion", [], gone=[1], erased=[2]))
    assert live(engine, other, "completion") == {1: (1, 2, "sub:a", 5), 2: (2, 2, "sub:b", 5)}


def test_a_tombstone_keeps_its_first_time(engine, lease):
    store(engine, lease, KindRows("completion", [(1, 1, "sub:a", 5)]), now=10)
    store(engine, lease, KindRows("completion", [], gone=[1]), now=20)
    store(engine, lease, KindRows("completion", [], gone=[1]), now=30)
    table = kind_tables["completion"]
    with reading(engine) as conn:
        assert conn.execute(select(table.c.gone_at, table.c.changed_at)).all() == [(20, 20)]


def test_a_refused_row_keeps_its_first_time_and_counts_its_tries(engine, lease):
    bad = Rejection(4, "learner", "not_a_learner", "learner must be …", 1, 2)
    for now in (10, 20, 30):
        store(engine, lease, KindRows("completion", [], rejections=[bad]), now=now)
    with reading(engine) as conn:
        found = rejections.newest(conn, lease.tenant_id, 5)
    assert [(row["row_id"], row["first_seen_at"], row["last_seen_at"], row["tries"]) for row in found] == [(4, 10, 30, 3)]


def test_a_badge_class_that_goes_takes_its_assertions_along_and_no_others(engine, lease):
    for badge in (3, 4):
        store(engine, lease, KindRows("badge_class", [(badge, None, "Lencana", None, None, "active", 5)]), now=10)
    given = [(1, 3, "sub:a", 5, None), (2, 4, "sub:a", 5, None), (3, 3, "sub:b", 5, None), (4, 3, "sub:c", 5, None)]
    store(engine, lease, KindRows("assertion", given), now=10)
    store(engine, lease, KindRows("assertion", [], gone=[4]), now=20)
    store(engine, lease, KindRows("badge_class", [], gone=[3]), now=30)
    assert times(engine, lease, "assertion") == {1: (30, 30), 2: (None, 10), 3: (30, 30), 4: (20, 20)}
    store(engine, lease, KindRows("badge_class", [], erased=[4]), now=40)
    assert times(engine, lease, "assertion")[2] == (40, 40)


def test_a_course_that_goes_leaves_what_has_its_number_alone(engine, lease):
    store(engine, lease, KindRows("assertion", [(1, 3, "sub:a", 5, None)]))
    store(engine, lease, KindRows("completion", [], gone=[3], erased=[3]))
    assert list(live(engine, lease, "assertion")) == [1]


def test_a_refused_row_was_seen_and_so_is_not_absent_from_its_snapshot(engine, lease):
    store(engine, lease, KindRows("completion", [(number, 1, "sub:a", 5) for number in range(1, 41)]), generation=1)
    bad = [Rejection(number, "learner", "not_a_learner", "…", 1, 2) for number in range(1, 31)]
    store(engine, lease, KindRows("completion", [(31, 1, "sub:a", 5)], rejections=bad), generation=2)
    with reading(engine) as conn:
        assert len(live(engine, lease, "completion")) == 40
        assert rows.count_absent(conn, lease.tenant_id, "completion", 2) == 9
        assert rows.count_absent(conn, lease.tenant_id, "completion", 1) == 0
        assert rows.count_live(conn, lease.tenant_id, "completion") == 40


def test_what_a_snapshot_did_not_show_goes_and_what_went_before_keeps_its_time(engine, lease):
    store(engine, lease, KindRows("completion", [(number, 1, "sub:a", 5) for number in (1, 2, 3)]), generation=1, now=10)
    store(engine, lease, KindRows("completion", [(2, 1, "sub:a", 5)], gone=[3]), generation=2, now=20)
    with transaction(engine) as conn:
        assert rows.delete_absent(conn, lease.tenant_id, "completion", 2, 30) == 1
        assert rows.delete_absent(conn, lease.tenant_id, "enrolment", 2, 30) == 0
    assert times(engine, lease, "completion") == {1: (30, 30), 2: (None, 10), 3: (20, 20)}


def test_of_some_buckets_only_their_rows_can_be_absent_and_they_go_in_pieces(engine, lease, other, monkeypatch):
    found = [(number, 1, "sub:a", 5) for number in (1, 2, 3, 257, 258, 513, 514, 769)]
    for one in (lease, other):
        store(engine, one, KindRows("completion", found), generation=1, now=10)
    store(engine, lease, KindRows("completion", [(257, 1, "sub:a", 5)], gone=[513]), generation=2, now=20)
    with reading(engine) as conn:
        absent = rows.absent_in_buckets(conn, lease.tenant_id, "completion", [1, 2], 2)
        assert sorted(absent) == [1, 2, 258, 514, 769]
        assert rows.absent_in_buckets(conn, lease.tenant_id, "completion", [1, 2], 1) == []
    monkeypatch.setattr(rows, "_MAX_IDS", 2)
    with transaction(engine) as conn:
        rows.delete_ids(conn, lease.tenant_id, "completion", absent, 30)
    assert sorted(live(engine, lease, "completion")) == [3, 257]
    assert times(engine, lease, "completion")[769] == (30, 30)
    assert len(live(engine, other, "completion")) == 8


def test_only_rows_that_truly_changed_at_this_moment_count_as_changed(engine, lease):
    store(engine, lease, KindRows("completion", [(1, 1, "sub:a", 5), (2, 1, "sub:a", 5)]), now=10)
    store(engine, lease, KindRows("completion", [(1, 1, "sub:a", 5), (2, 9, "sub:a", 5)]), now=20)
    with reading(engine) as conn:
        assert rows.count_changed(conn, lease.tenant_id, "completion", [1, 2, 3], 20) == 1
        assert rows.count_changed(conn, lease.tenant_id, "completion", [1], 20) == 0
        assert rows.count_changed(conn, lease.tenant_id, "completion", [1, 2], 10) == 1


def test_the_rows_of_a_tenant_that_leaves_are_deleted_piece_by_piece_and_nobody_elses(engine, lease, other):
    for one in (lease, other):
        store(engine, one, KindRows("completion", [(number, 1, "sub:a", 5) for number in range(1, 6)], gone=[2]))
    deleted = []
    while not deleted or deleted[-1]:
        with transaction(engine) as conn:
            deleted.append(rows.clear_tenant(conn, lease.tenant_id, "completion", 2))
    assert deleted == [2, 2, 1, 0]
    assert len(times(engine, other, "completion")) == 5


def test_what_is_new_on_a_page_is_counted_in_rows_and_in_the_bytes_of_texts_and_numbers(engine, lease):
    page = KindRows("completion", [(5, 1, "sub:é", 5), (900, 2, "sub:b", 5)])
    with transaction(engine) as conn:
        assert rows.new_in(conn, lease.tenant_id, KindRows("completion", [], gone=[1])) == Used()
        # Three numbers of 8 bytes in each row, and the learner.
        assert rows.new_in(conn, lease.tenant_id, page) == Used(2, 2 * 24 + 6 + 5)
        rows.apply_rows(conn, lease, KindRows("completion", [page.rows[0]]), 1, 10)
        assert rows.new_in(conn, lease.tenant_id, page) == Used(1, 24 + 5)
        rows.refresh_live_counts(conn, lease.tenant_id, ["completion"])
        assert rows.live_counts(conn, lease.tenant_id) == dict.fromkeys(KINDS, 0) | {"completion": 1}
        rows.apply_rows(conn, lease, KindRows("completion", [page.rows[1]], gone=[5]), 1, 10)
        assert rows.live_counts(conn, lease.tenant_id)["completion"] == 1, "as of the last count"
        rows.refresh_live_counts(conn, lease.tenant_id, ["completion"])
        counts = conn.execute(select(live_count.c.live, live_count.c.stored, live_count.c.bytes)).all()
    assert counts == [(1, 2, 2 * 24 + 6 + 5)]
