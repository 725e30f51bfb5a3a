"""New courses wait for LAN where it switched that on; what was seen before stays, and nothing is decided without a reason."""

import pytest

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.index.build import rebuild
from syncd.index.follow import Follower
from syncd.index.question import Question
from syncd.index.search import Search
from syncd.model.curated import By
from syncd.store import curation, review
from syncd.store.engine import reading, transaction
from syncd.store.review import State
from tests.offered import Offering

BY = By("petugas", "Uji coba", 5)


@pytest.fixture
def balai(engine):
    balai = Offering(engine, "Badan A", "Balai A")
    balai.put(1, "Lama")
    return balai


@pytest.fixture
def found(engine, balai, tmp_path):
    rebuild(engine, tmp_path / "index")
    follower, search = Follower(engine, tmp_path / "index"), Search(tmp_path / "index")

    def titles():
        follower.once()
        return {hit.card.course["title"] for hit in search.find(Question()).hits}

    yield titles
    search.close()


def decide(balai, course, state, why="Sudah dilihat"):
    with transaction(balai.engine) as conn:
        review.decide(conn, balai.id, course, state, By("petugas", why, 6))


def queued(engine):
    with reading(engine) as conn:
        return [(one.slug, one.course, one.state) for one in review.queue(conn)]


def test_a_new_course_is_proposed_reviewed_published_and_only_then_found(engine, balai, found):
    review.switch(engine, None, BY, on=True)
    balai.put(2, "Baru")
    assert found() == {"Lama"}
    assert queued(engine) == [(balai.row.slug, 2, State.PROPOSED)]
    decide(balai, 2, State.REVIEWED)
    assert queued(engine) == [(balai.row.slug, 2, State.REVIEWED)]
    assert found() == {"Lama"}
    balai.put(2, "Baru Diperbaiki")
    decide(balai, 2, State.PUBLISHED)
    assert found() == {"Lama", "Baru Diperbaiki"}
    assert queued(engine) == []
    with reading(engine) as conn:
        assert [(one.state, one.why) for one in review.log(conn, balai.id, 2)] == [
            ("published", "Sudah dilihat"),
            ("reviewed", "Sudah dilihat"),
        ]
    with pytest.raises(CurationRefusedError, match="published already"):
        decide(balai, 2, State.REVIEWED)


def test_what_was_seen_when_it_was_switched_on_stays_whatever_its_owner_changes_and_however_often_it_is_switched(
    engine, balai, found
):
    review.switch(engine, None, BY, on=True)
    balai.put(1, "Lama Berubah")
    balai.put(2, "Baru")
    assert found() == {"Lama Berubah"}
    review.switch(engine, None, BY, on=True)
    assert found() == {"Lama Berubah"}
    review.switch(engine, None, BY, on=False)
    assert found() == {"Lama Berubah", "Baru"}
    review.switch(engine, None, BY, on=True)
    balai.put(3, "Terbaru")
    assert found() == {"Lama Berubah", "Baru"}


def test_an_agencys_own_line_goes_before_the_one_for_all(engine, balai, found):
    other = Offering(engine, "Badan B", "Balai B")
    review.switch(engine, "Badan B", BY, on=True)
    other.put(1, "Lain")
    balai.put(2, "Baru")
    assert found() == {"Lama", "Baru"}
    review.switch(engine, None, BY, on=True)
    review.switch(engine, "Badan B", BY, on=False)
    balai.put(3, "Menunggu")
    assert found() == {"Lama", "Baru", "Lain"}
    with reading(engine) as conn:
        assert [(one.agency, one.on) for one in review.switches(conn)] == [(None, True), ("Badan B", False)]


def test_a_tenant_that_joins_later_waits_with_all_it_offers_and_what_is_withheld_waits_for_nothing(
    engine, balai, found, tmp_path
):
    review.switch(engine, None, BY, on=True)
    late = Offering(engine, "Badan C", "Balai C")
    late.put_many(["Satu", "Dua"])
    assert found() == {"Lama"}
    with transaction(engine) as conn:
        curation.say(conn, late.id, 1, {"withheld": "1"}, BY)
    assert [one[1] for one in queued(engine)] == [2]
    rebuild(engine, tmp_path / "index")
    assert found() == {"Lama"}


def test_what_cannot_be_is_refused(engine, balai):
    with pytest.raises(CurationRefusedError, match="say why"):
        review.switch(engine, None, By("petugas", " ", 5), on=True)
    with pytest.raises(NotFoundError, match="Badan Z"):
        review.switch(engine, "Badan Z", BY, on=True)
    with pytest.raises(NotFoundError, match="no course 9"):
        decide(balai, 9, State.PUBLISHED)
    with pytest.raises(CurationRefusedError, match="say why"):
        decide(balai, 1, State.PUBLISHED, "")
    with reading(engine) as conn:
        assert review.switches(conn) == []
