"""LAN's collections: an ordered set of courses that grows a log and never changes one; who has left leaves no gap."""

import pytest

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.model.collected import MAX_MEMBERS, Member, Said, State
from syncd.model.curated import By
from syncd.store import collections, removal
from syncd.store.engine import reading, transaction
from tests.offered import Offering

BY = By("petugas", "Untuk CPNS", 5)
SAID = Said("Dasar untuk CPNS", "Basics for new civil servants", "Yang perlu dipelajari lebih dulu.", "What to learn first.")


@pytest.fixture
def balai(engine):
    balai = Offering(engine)
    balai.put_many(["Satu", "Dua", "Tiga"])
    return balai


def do(engine, act, *arguments):
    with transaction(engine) as conn:
        act(conn, *arguments, BY)


def of(balai, *courses):
    return [Member(balai.row.site, course) for course in courses]


def now(engine, slug="cpns"):
    with reading(engine) as conn:
        (one,) = (one for one in collections.every(conn) if one.slug == slug)
        return one, [place.course for place in collections.places(conn, one.members)]


def test_a_collection_is_begun_filled_ordered_published_and_withdrawn_and_the_log_keeps_every_step(engine, balai):
    do(engine, collections.new, "cpns", SAID)
    do(engine, collections.add, "cpns", of(balai, 1, 2, 3))
    do(engine, collections.add, "cpns", of(balai, 2))
    do(engine, collections.order, "cpns", of(balai, 3))
    assert now(engine)[1] == [3, 1, 2]
    do(engine, collections.remove, "cpns", of(balai, 1))
    do(engine, collections.publish, "cpns")
    one, courses = now(engine)
    assert (one.state, courses, one.said) == (State.PUBLISHED, [3, 2], SAID)
    do(engine, collections.rename, "cpns", Said("Baru", "New", "Satu.", "One."))
    do(engine, collections.withdraw, "cpns")
    assert now(engine)[0].state is State.WITHDRAWN
    with reading(engine) as conn:
        said = [(line.act, len(line.now.members), line.by.who) for line in collections.log(conn, "cpns", 20)]
    acts = ["withdraw", "name", "publish", "remove", "order", "add", "add", "new"]
    assert said == list(zip(acts, [2, 2, 2, 2, 3, 3, 3, 0], ["petugas"] * 8, strict=True))


def test_a_site_that_leaves_takes_its_courses_out_and_nobody_else_takes_their_place(engine, balai):
    last = Offering(engine)
    last.put(1, "Empat")
    do(engine, collections.new, "cpns", SAID)
    do(engine, collections.add, "cpns", [*of(last, 1), *of(balai, 2)])
    removal.remove(engine, last.id)
    Offering(engine).put(1, "Lima")
    assert now(engine)[1] == [2]


@pytest.mark.parametrize(
    ("act", "arguments", "says"),
    [
        (collections.new, ("cpns", SAID), "already"),
        (collections.new, ("CPNS", SAID), "small letters"),
        (collections.new, ("-a", SAID), "small letters"),
        (collections.new, ("a" * 41, SAID), "small letters"),
        (collections.new, ("b", Said("", "b", "c", "d")), "titles have"),
        (collections.new, ("b", Said("a", "b" * 101, "c", "d")), "titles have"),
        (collections.new, ("b", Said("a", "b", "c\nc", "d")), "titles have"),
        (collections.publish, ("cpns",), "no courses"),
        (collections.remove, ("cpns", [Member("0" * 32, 1)]), "not in collection"),
        (collections.order, ("cpns", [Member("0" * 32, 1)]), "not in collection"),
        (collections.add, ("cpns", [Member("0" * 32, number) for number in range(MAX_MEMBERS + 1)]), "at most"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(engine, act, arguments, says):
    do(engine, collections.new, "cpns", SAID)
    with pytest.raises(CurationRefusedError, match=says):
        do(engine, act, *arguments)
    with pytest.raises(NotFoundError, match="tidak-ada"):
        do(engine, collections.add, "tidak-ada", [])
    with pytest.raises(CurationRefusedError, match="say why"), transaction(engine) as conn:
        collections.withdraw(conn, "cpns", By("petugas", " ", 5))
    with reading(engine) as conn:
        assert len(collections.log(conn, None, 20)) == 1
