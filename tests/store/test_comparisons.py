"""What LAN compares: groups of courses of several agencies, pairs that are not the same, and of how many learners each was completed."""

import pytest

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.index.build import rebuild
from syncd.index.follow import Follower
from syncd.index.search import Search
from syncd.model.comparing import MOST_OF_GROUP, completion_rate
from syncd.model.curated import By
from syncd.model.kinds import COMPLETION, ENROLMENT
from syncd.model.rows import KindRows
from syncd.store import comparisons, learned, removal
from syncd.store.comparisons import Member
from syncd.store.engine import reading, transaction
from tests.offered import Offering

BY = By("petugas", "Materi sama", 5)
TITLE = "Pengantar Arsip Dinamis"


@pytest.fixture
def offered(engine):
    """The same course of three agencies, and another one of the first."""
    offered = [Offering(engine, f"Badan {letter}", f"Balai {letter}") for letter in "ABC"]
    for one in offered:
        one.put(1, TITLE, summary="Menata berkas kantor.")
    offered[0].put(2, "Keuangan Negara")
    # So that a word of the three is none that every fifth course has.
    Offering(engine, "Badan Lain").put_many([f"{number} {number + 100}" for number in range(60)])
    return offered


@pytest.fixture
def market(engine, offered, tmp_path):
    rebuild(engine, tmp_path / "index")
    follower, search = Follower(engine, tmp_path / "index"), Search(tmp_path / "index")

    def now():
        follower.once()
        return search

    yield now
    search.close()


def member(one: Offering, course: int = 1) -> Member:
    return Member(one.id, one.row.slug, one.row.agency, course)


def confirm(offered, group=None, course=1):
    with transaction(offered[0].engine) as conn:
        return comparisons.confirm(conn, [member(one, course) for one in offered], group, BY)


def grouped(engine):
    with reading(engine) as conn:
        return {name: {one.called for one in those} for name, those in comparisons.groups(conn).items()}


def test_what_is_confirmed_is_one_group_that_grows_and_shrinks_and_search_shows_it_at_once(engine, offered, market):
    name = confirm(offered[:2])
    assert {one.agency for one in market().group(name)} == {"Badan A", "Badan B"}
    confirm(offered[2:], name)
    assert grouped(engine) == {name: {member(one).called for one in offered}}
    offered[0].put(1, f"{TITLE} Edisi Dua")
    assert len(market().group(name)) == 3
    with transaction(engine) as conn:
        comparisons.split(conn, [member(offered[0]), member(offered[1])], BY)
    with pytest.raises(NotFoundError):
        market().group(name)


def test_a_course_is_in_one_group_and_a_group_is_of_several_agencies_and_bounded(engine, offered):
    confirm(offered[:2])
    offered[2].put(2, TITLE)
    with pytest.raises(CurationRefusedError, match="split"):
        confirm(offered[1:])
    with pytest.raises(CurationRefusedError, match="two agencies"), transaction(engine) as conn:
        comparisons.confirm(conn, [member(offered[2], 1), member(offered[2], 2)], None, BY)
    for number in range(3, MOST_OF_GROUP + 4):
        offered[2].put(number, TITLE)
    some = [member(offered[2], number) for number in range(3, MOST_OF_GROUP + 4)]
    with pytest.raises(CurationRefusedError, match=f"at most {MOST_OF_GROUP}"), transaction(engine) as conn:
        comparisons.confirm(conn, [member(offered[0], 2), *some], None, BY)
    with pytest.raises(NotFoundError, match="0badcafe"):
        confirm(offered[2:], "0badcafe")
    with pytest.raises(NotFoundError, match="no course 99"), transaction(engine) as conn:
        comparisons.confirm(conn, [member(offered[0], 99), member(offered[2])], None, BY)
    with pytest.raises(CurationRefusedError, match="in no comparison group"), transaction(engine) as conn:
        comparisons.split(conn, [member(offered[2])], BY)
    assert len(grouped(engine)) == 1


def test_near_duplicates_of_other_agencies_are_proposed_until_lan_has_decided(engine, offered, market):
    def proposed():
        with reading(engine) as conn:
            rejected = comparisons.rejected(conn)
        pair = lambda one, other: frozenset(tuple(map(int, key.split("/"))) for key in (one, other)) in rejected  # noqa: E731
        return [(one.group, [(like.card.agency, like.likeness) for like in one.courses]) for one in market().proposals(0.7, pair)]

    ((group, courses),) = proposed()
    assert group is None
    assert sorted(courses) == [("Badan A", 1.0), ("Badan B", 1.0), ("Badan C", 1.0)]
    name = confirm(offered[:2])
    assert [one[0] for one in proposed()] == [name]
    with transaction(engine) as conn:
        for one in offered[:2]:
            comparisons.reject(conn, member(one), member(offered[2]), BY)
    assert proposed() == []
    offered[2].put(1, "Tenaga Nuklir")
    assert proposed() == []


def test_all_that_was_decided_is_in_the_log_with_who_when_and_why_and_leaves_with_its_tenant(engine, offered):
    name = confirm(offered[:2])
    with transaction(engine) as conn:
        comparisons.split(conn, [member(offered[0])], By("lain", "Keliru", 6))
        comparisons.reject(conn, member(offered[0]), member(offered[2]), By("lain", "Lain isi", 7))
    with reading(engine) as conn:
        found = comparisons.log(conn, 10)
    assert [(one.act, one.group, one.by.who, one.by.why) for one in found] == [
        ("reject", None, "lain", "Lain isi"),
        ("split", None, "lain", "Keliru"),
        ("confirm", name, "petugas", "Materi sama"),
        ("confirm", name, "petugas", "Materi sama"),
    ]
    assert found[0].other == member(offered[2]).called
    removal.remove(engine, offered[2].id)
    removal.remove(engine, offered[1].id)
    with reading(engine) as conn:
        assert {one.course for one in comparisons.log(conn, 10)} == {member(offered[0]).called}


@pytest.mark.parametrize("why", ["", "  ", "x" * 501, "dua\nbaris"])
def test_nothing_is_decided_without_a_reason(engine, offered, why):
    by = By("petugas", why, 5)
    for decide in (
        lambda conn: comparisons.confirm(conn, [member(one) for one in offered], None, by),
        lambda conn: comparisons.reject(conn, member(offered[0]), member(offered[1]), by),
    ):
        with pytest.raises(CurationRefusedError, match="say why"), transaction(engine) as conn:
            decide(conn)
    with reading(engine) as conn:
        assert comparisons.log(conn, 10) == []


def test_of_the_learners_who_are_enrolled_each_counts_once_and_so_do_those_who_completed(engine, offered):
    balai, ids = offered[0], iter(range(1, 100))
    who = [f"anon:{number:032x}" for number in range(12)]
    twice = [(next(ids), 1, one, "active", method, None, None, 5) for one in who for method in ("self", "manual")]
    balai._store(KindRows(ENROLMENT.name, [*twice, (next(ids), 2, who[0], "active", "self", None, None, 5)]))
    elsewhere = (next(ids), 2, who[5], 5)
    balai._store(
        KindRows(
            COMPLETION.name, [*((next(ids), 1, one, 5) for one in who[:3]), elsewhere, (next(ids), 1, "anon:" + "f" * 32, 5)]
        )
    )
    with reading(engine) as conn:
        assert learned.of_course(conn, balai.id, 1) == (12, 3)
        assert learned.of_course(conn, balai.id, 3) == (0, 0)
    assert completion_rate(12, 3) == 25


def test_the_rate_of_few_learners_is_said_to_nobody():
    assert [completion_rate(*one) for one in ((0, 0), (9, 9), (10, 10), (1000, 5))] == [None, None, 100, 0]


def test_a_small_catalogue_that_was_written_anew_still_says_what_is_similar(engine, tmp_path):
    balai = Offering(engine)
    balai.put_many(["Arsip Dinamis", "Arsip Statis"])
    rebuild(engine, tmp_path / "index")
    follower, search = Follower(engine, tmp_path / "index"), Search(tmp_path / "index")
    for edition in range(3):
        balai.put_many([f"Arsip Dinamis {edition}", f"Arsip Statis {edition}"])
        follower.once()
        card, _similar = search.offering(balai.row.slug, 1)
        assert card.course["title"] == f"Arsip Dinamis {edition}"
    search.close()
