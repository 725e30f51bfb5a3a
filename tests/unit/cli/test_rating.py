"""`syncd rating`: LAN finds what people complain of, withholds and restores it with a reason, and sees why a course is where it is."""

import pytest

from syncd.model.kinds import RATING
from syncd.model.rows import KindRows
from syncd.ratings import keep
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading
from tests.rated import DAY, Rated, know, learner


@pytest.fixture
def balai(syncd):
    engine = syncd.runtime.engine
    with reading(engine) as conn:
        now = database_now_ms(conn) // 1000
    balai = Rated(engine)
    balai.now = now
    balai.put(1, "Arsip Dinamis")
    for number in range(1, 8):
        know(engine, f"LAIN-{number}", learner(number))
    balai.calm = balai.vote(1, learner(1), 5, now - DAY, text="Baik")
    balai.flagged = balai.vote(1, learner(2), 1, now - DAY, text="Iklan", flagged="spam")
    balai.reported = balai.vote(1, learner(3), 1, now - DAY, text="Kasar\nsekali", reports=3)
    yield balai
    engine.dispose()


def ids(found) -> list[int]:
    return [one["id"] for one in found]


def test_the_list_shows_what_was_reported_or_flagged_most_reports_first(syncd, balai):
    assert ids(syncd.json("rating", "list")) == [balai.reported, balai.flagged]
    assert ids(syncd.json("rating", "list", "--all", "--tenant", balai.row.slug)) == [
        balai.reported,
        balai.flagged,
        balai.calm,
    ]
    assert ids(syncd.json("rating", "list", "--limit", "1")) == [balai.reported]
    assert "Kasar sekali" in syncd("rating", "list")


def test_what_is_withheld_leaves_the_list_until_it_is_restored_and_the_log_says_who_when_and_why(syncd, balai):
    slug = balai.row.slug
    assert "neither counts nor is shown" in syncd("rating", "withhold", slug, str(balai.reported), "--why", "kasar")
    assert ids(syncd.json("rating", "list")) == [balai.flagged]
    assert ids(syncd.json("rating", "list", "--withheld")) == [balai.reported]
    shown = syncd.json("rating", "show", slug, str(balai.reported))
    assert (shown["withheld"], shown["counts"]) == (True, "no: LAN withholds it")
    assert "nothing was written" in syncd("rating", "withhold", slug, str(balai.reported), "--why", "lagi")
    assert "shown again" in syncd("rating", "restore", slug, str(balai.reported), "--why", "ternyata baik")
    lines = syncd.json("rating", "log")
    assert [(one["act"], one["why"]) for one in lines] == [("restore", "ternyata baik"), ("withhold", "kasar")]
    assert all(one["by"] and one["at"] for one in lines)
    assert syncd.json("rating", "show", slug, str(balai.reported))["counts"] == "yes"
    assert "restore by" in syncd("rating", "show", slug, str(balai.reported))


def test_a_rating_that_does_not_count_says_why(syncd, balai):
    slug = balai.row.slug
    unlinked = balai.vote(1, f"anon:{1:032x}", 5, balai.now)
    early = balai.rate(1, learner(4), 5, balai.now)
    balai.page(KindRows(RATING.name, [], gone=[balai.calm]))
    said = {row: syncd.json("rating", "show", slug, str(row))["counts"] for row in (unlinked, early, balai.calm)}
    assert "not linked" in said[unlinked]
    assert "no completion" in said[early]
    assert "gone at the tenant" in said[balai.calm]


@pytest.mark.parametrize("why", ["", "   ", "a" * 501, "a\x07b"])
def test_a_reason_that_is_none_is_refused(syncd, balai, why):
    syncd("rating", "withhold", balai.row.slug, str(balai.calm), "--why", why, code=2)
    assert syncd("rating", "log") == "Nothing was decided about any rating.\n"


def test_a_rating_and_a_tenant_that_are_not_there_are_named(syncd, balai):
    syncd("rating", "withhold", balai.row.slug, "999", "--why", "kasar", code=1)
    assert "has sent no rating 999" in syncd.complaint
    syncd("rating", "show", "tidak-ada", "1", code=1)


def test_why_a_course_is_where_it_is_is_said_in_both_languages(syncd, balai):
    for number in range(4, 8):
        balai.vote(1, learner(number), 5, balai.now)
    assert "1 courses of 1 tenants" in syncd("rating", "rank")
    said = syncd("rating", "why", balai.row.slug, "1")
    assert "dari 7 penilaian yang terhitung" in said
    assert "from 7 ratings that count" in said
    numbers = syncd.json("rating", "why", balai.row.slug, "1")
    assert numbers["rating"]["count"] == 7
    assert numbers["why"][0]["what"] == "votes"


def test_whose_a_tenant_is_can_be_noted_as_a_code_and_changes_what_counts_as_its_own(syncd):
    engine = syncd.runtime.engine
    nameless = Rated(engine, "Kementerian Tanpa Kode")
    slug = nameless.row.slug
    assert "counts as the owner's own" in syncd("tenant", "agency", slug)
    syncd("tenant", "agency", slug, "bukan kode", code=2)
    assert f"{slug} belongs to KTK." in syncd("tenant", "agency", slug, "KTK")
    assert syncd.json("tenant", "agency", slug)["code"] == "KTK"
    keep.bring(engine)
    engine.dispose()
