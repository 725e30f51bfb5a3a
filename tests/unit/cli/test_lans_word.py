"""`syncd compare`, `collection` and `curate`: LAN compares, collects, reviews and answers from a terminal; mistakes are one sentence."""

import pytest

from syncd.store import curation, objections
from syncd.store.engine import transaction
from tests.offered import Offering

WHY = ("--why", "Rapat kurasi")
TITLES = ("--title-id", "Dasar", "--title-en", "Basics", "--about-id", "Untuk CPNS.", "--about-en", "For newcomers.")


@pytest.fixture
def tenants(syncd):
    engine = syncd.runtime.engine
    offered = [Offering(engine, f"Badan {letter}", f"Balai {letter}") for letter in "AB"]
    for one in offered:
        one.put(1, "Pengantar Arsip Dinamis")
    offered[0].put(2, "Keuangan")
    Offering(engine, "Badan Lain").put_many([f"{number} {number + 100}" for number in range(40)])
    yield offered
    engine.dispose()


def keys(tenants, course=1):
    return [f"{one.row.slug}/{course}" for one in tenants]


def test_near_duplicates_are_proposed_confirmed_listed_split_rejected_and_logged(syncd, tenants):
    one, other = keys(tenants)
    syncd("index", "rebuild")
    (proposal,) = syncd.json("compare", "propose")
    assert {like["course"] for like in proposal["courses"]} == {one, other}
    assert f"{1.0:.2f}" in syncd("compare", "propose")
    name = syncd.json("compare", "confirm", one, other, *WHY)["group"]
    assert syncd.json("compare", "list") == [{"group": name, "courses": [other, one]}]
    syncd("index", "rebuild")
    assert "LAN has decided" in syncd("compare", "propose")
    assert "compared no more" in syncd("compare", "split", one, other, *WHY)
    assert "LAN compares nothing yet" in syncd("compare", "list")
    syncd("compare", "reject", one, other, *WHY)
    syncd("index", "rebuild")
    assert syncd.json("compare", "propose") == []
    assert [line["act"] for line in syncd.json("compare", "log")] == ["reject", "split", "split", "confirm", "confirm"]
    assert "Rapat kurasi" in syncd("compare", "log")


def test_a_collection_is_kept_from_its_beginning_to_its_end(syncd, tenants):
    one, other = keys(tenants)
    assert "LAN keeps no collection yet" in syncd("collection", "list")
    syncd("collection", "new", "cpns", *TITLES, *WHY)
    assert syncd.json("collection", "add", "cpns", one, other, *WHY)["courses"] == [one, other]
    assert syncd.json("collection", "order", "cpns", other, *WHY)["courses"] == [other, one]
    assert syncd.json("collection", "publish", "cpns", *WHY)["state"] == "published"
    assert other in syncd("collection", "list", "cpns")
    assert syncd.json("collection", "remove", "cpns", one, *WHY)["courses"] == [other]
    assert syncd.json("collection", "name", "cpns", *TITLES, *WHY)["title"] == {"id": "Dasar", "en": "Basics"}
    assert "withdrawn" in syncd("collection", "withdraw", "cpns", *WHY)
    assert len(syncd.json("collection", "log", "cpns")) == 7


def test_new_courses_wait_in_a_list_until_they_are_published(syncd, tenants):
    slug = tenants[0].row.slug
    assert "seen at once" in syncd("curate", "review")
    syncd("curate", "review", "on", "--agency", "Badan A", *WHY)
    tenants[0].put(3, "Baru")
    assert [one["course"] for one in syncd.json("curate", "queue")] == [f"{slug}/3"]
    syncd("curate", "reviewed", f"{slug}/3", *WHY)
    assert "reviewed" in syncd("curate", "queue")
    syncd("curate", "publish", f"{slug}/3", *WHY)
    assert "No course waits for LAN." in syncd("curate", "queue")
    syncd("curate", "review", "off", "--agency", "Badan A", *WHY)
    assert [(one["agency"], one["review"]) for one in syncd.json("curate", "review")] == [("Badan A", "off")]


def test_what_lan_features_until_a_day_counts_to_the_end_of_it_in_the_capital(syncd, tenants):
    slug = tenants[0].row.slug
    said = syncd.json("curate", "set", slug, "1", "--featured-until", "2026-12-31", "--topic", "Kearsipan", *WHY)
    assert {one["field"]: one["value"] for one in said} == {"featured": 1_798_736_399, "topic": "Kearsipan"}
    assert "2026-12-31 16:59:59Z" in syncd("curate", "list", slug)


def test_objections_are_listed_until_they_are_answered(syncd, tenants):
    slug, engine = tenants[0].row.slug, tenants[0].engine
    syncd("curate", "withhold", slug, "1", *WHY)
    with transaction(engine) as conn:
        (decision,) = curation.current(conn, tenants[0].id)
        objections.object_to(conn, tenants[0].id, decision.id, "Isinya lengkap", 5)
    assert "Isinya lengkap" in syncd("curate", "objections")
    assert "reads it in their Moodle" in syncd("curate", "answer", str(decision.id), "--why", "Benar")
    assert "No objection waits" in syncd("curate", "objections")
    assert [one["answer"] for one in syncd.json("curate", "objections", "--all")] == ["Benar"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("compare", "confirm", "{0}", *WHY), 2, "at least two courses"),
        (("compare", "confirm", "{0}", "balai", *WHY), 2, "TENANT/COURSE"),
        (("compare", "confirm", "{0}", "{0}x", *WHY), 2, "TENANT/COURSE"),
        (("compare", "confirm", "{0}", "balai-a/" + "9" * 5000, *WHY), 2, "TENANT/COURSE"),
        (("compare", "confirm", "{0}", "tidak-ada/1", *WHY), 1, "tidak-ada"),
        (("compare", "split", "{0}", *WHY), 2, "in no comparison group"),
        (("collection", "add", "tidak-ada", "{0}", *WHY), 1, "tidak-ada"),
        (("collection", "new", "Besar", *TITLES, *WHY), 2, "small letters"),
        (("collection", "list", "tidak-ada"), 1, "tidak-ada"),
        (("curate", "review", "on"), 2, "--why"),
        (("curate", "review", "on", "--agency", "Badan Z", *WHY), 1, "Badan Z"),
        (("curate", "publish", "{0}9", *WHY), 1, "no course 19"),
        (("curate", "answer", "9", *WHY), 1, "nobody objected"),
        (("curate", "set", "balai-a", "1", "--featured-until", "besok", *WHY), 2, "2026-12-31"),
    ],
)
def test_a_mistake_is_one_sentence(syncd, tenants, arguments, code, said):
    syncd(*(one.format(*keys(tenants)) for one in arguments), code=code)
    assert said in syncd.complaint
