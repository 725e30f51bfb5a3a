"""Objections of owners: kept beside the decision, answered in a log, and gone with the tenant."""

import pytest

from syncd.errors import NotFoundError, ObjectionKnownError
from syncd.model.curated import By
from syncd.store import curation, objections, removal
from syncd.store.engine import reading, transaction
from tests.offered import Offering

BY = By("petugas", "Salah jenis", 5)


def test_an_objection_waits_until_it_is_answered_and_leaves_with_its_owner(engine):
    balai, other = Offering(engine), Offering(engine)
    for one in (balai, other):
        one.put(1, "Satu")
        with transaction(engine) as conn:
            curation.say(conn, one.id, 1, {"jp_hundredths": "250"}, BY)
    with transaction(engine) as conn:
        (mine,) = curation.current(conn, balai.id)
        (theirs,) = curation.current(conn, other.id)
        assert objections.object_to(conn, balai.id, mine.id, "Terlalu banyak", 7) == 7
        assert objections.object_to(conn, balai.id, mine.id, "Terlalu banyak", 8) == 7
        assert objections.object_to(conn, other.id, theirs.id, "Terlalu sedikit", 9) == 9
    with pytest.raises(ObjectionKnownError), transaction(engine) as conn:
        objections.object_to(conn, balai.id, mine.id, "Lain", 9)
    with pytest.raises(NotFoundError), transaction(engine) as conn:
        objections.object_to(conn, balai.id, theirs.id, "Bukan milik saya", 9)
    with transaction(engine) as conn:
        objections.answer(conn, mine.id, By("petugas", "Tetap", 10))
        objections.answer(conn, mine.id, By("petugas", "Diubah", 11))
    with reading(engine) as conn:
        assert [one.slug for one in objections.everywhere(conn, answered=False)] == [other.row.slug]
        (one,) = objections.of_tenant(conn, balai.id, 50)
    assert (one.course, one.field, one.value, one.reason, one.answer) == (
        1,
        "jp_hundredths",
        250,
        "Terlalu banyak",
        By("petugas", "Diubah", 11),
    )
    removal.remove(engine, balai.id)
    with reading(engine) as conn:
        assert [one.slug for one in objections.everywhere(conn, answered=True)] == [other.row.slug]
