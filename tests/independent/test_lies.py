"""One tenant lies to the real daemon: what it may cost, what others must not notice, and in which words it must end."""

import pytest

from syncd.health.staleness import State
from tests.independent.scene import MAX_AGE_S, assert_contained, assert_refused, until
from tests.independent.tenant.lies import LIES
from tests.independent.tenant.site import COLUMNS

BROKEN = ("BAD_PAYLOAD", "TOO_BIG")
REFUSED = {
    "endless chunk": BROKEN,
    "endless chunk of an error": (*BROKEN, "DOWN"),
    "negative chunk": BROKEN,
    "bomb of lists": BROKEN,
    "bad rows": BROKEN,
    "good rows": BROKEN,
    "gone ids": BROKEN,
    "late for ever": ("DOWN",),
    "far zone": ("RATE_LIMITED",),
    "dated 401": ("AUTH",),
    "huge kind": BROKEN,
    "megabytes of headers": (*BROKEN, "NOT_API"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_lie_is_refused_within_its_budget_and_leaves_everything_as_it_was(scene, name):
    before = scene.centre.rows(scene.liar)
    scene.run()
    seen = scene.lie(LIES[name])
    assert_refused(seen, *REFUSED[name])
    assert scene.centre.rows(scene.liar) == before
    assert scene.heal()


KEY_SETS = ["foreign keys", "even modulus", "long exponent", "half a character"]


@pytest.mark.parametrize("name", KEY_SETS)
def test_a_key_set_that_cannot_prove_the_site_is_not_pinned(scene, name):
    """What was pinned stays, so that the site is read again as soon as it announces a set that can be used."""
    scene.run()
    scene.begin(LIES[name])
    scene.centre.hurry()
    seen = scene.watch(lambda: scene.tenant.lied >= 3, 6)
    assert scene.tenant.lied
    assert_contained(seen)
    assert scene.heal()


def test_a_key_set_that_is_never_given_costs_its_own_tenant_only(scene):
    scene.run(WORKERS="4")
    scene.begin(LIES["hanging keys"])
    scene.centre.hurry()
    seen = scene.watch(lambda: scene.tenant.lied >= 2, 12)
    assert scene.tenant.lied
    assert_contained(seen)
    assert scene.heal()


def test_a_digest_that_is_not_that_of_the_rows_is_never_green(scene):
    scene.run()
    scene.begin(LIES["lying digest"])
    scene.tenant.site.make_course("Sesuatu berubah")
    seen = scene.watch(lambda: scene.centre.status(scene.liar).code == "DIVERGED", 20)
    assert_refused_as_different(seen)
    assert scene.centre.rows(scene.liar)["course"] == scene.tenant.site.live("course")


def assert_refused_as_different(seen):
    assert_contained(seen)
    assert (seen.liar.state, seen.liar.code) == (State.FAILING, "DIVERGED")


def test_rows_that_are_all_spoilt_at_once_do_not_delete_what_was_good(scene):
    before = scene.centre.rows(scene.liar)
    scene.run()
    scene.begin(LIES["all spoilt"])
    seen = scene.watch(lambda: scene.centre.status(scene.liar).rejections, 15)
    assert seen.liar.rejections == 40
    assert_contained(seen)
    assert scene.centre.rows(scene.liar)["course"] == before["course"]
    assert scene.centre.status(scene.liar).state is not State.FRESH


def test_a_kind_that_the_centre_does_not_know_yet_does_not_refuse_the_stream(scene):
    scene.run()
    scene.begin(LIES["unknown kind"])
    scene.centre.hurry()
    seen = scene.watch(lambda: scene.tenant.lied >= 2, 15)
    assert_contained(seen)
    assert seen.liar.state is State.FRESH


def test_a_snapshot_without_end_is_noticed(scene):
    """Ten turns that were not finished are no bad luck any more: a code, a sentence, and an end to asking without pause."""
    scene.run(TURN_BUDGET_S="1")
    unfinished = "SELECT COUNT(*) FROM sync s JOIN tenant t ON t.id = s.tenant_id WHERE slug = :slug AND s.outcome = 'partial'"
    scene.begin(LIES["endless snapshot"])
    seen = scene.watch(lambda: scene.centre.sql(unfinished, slug=scene.liar)[0][0] >= 10 or scene.noticed(), 30)
    assert scene.tenant.lied > 20
    assert_contained(seen)
    assert until(scene.noticed, 5)
    status = scene.centre.status(scene.liar)
    assert status.state is not State.FRESH
    assert status.sentence("en") != status.code


def test_tenants_that_never_end_hold_at_most_half_of_the_workers(scene):
    """Six of them and four workers, a turn of twenty seconds each: the others must not wait for the end of such a turn."""
    liars = list(scene.tenants)[:6]
    scene.run(WORKERS="4", TURN_BUDGET_S="20")
    scene.begin(LIES["slow endless snapshot"], *liars)
    scene.watch(lambda: all(scene.tenants[slug].lied for slug in liars), 20, liars)
    seen = scene.watch(lambda: False, 20, liars)
    assert {one.state for one in seen.others} == {State.FRESH}
    assert seen.oldest_s < 16


def test_rejections_of_one_tenant_are_counted_and_not_kept_without_end(scene):
    scene.run(TURN_BUDGET_S="5")
    scene.begin(LIES["endless bad rows"])
    kept = "SELECT COUNT(*) FROM rejection"
    seen = scene.watch(lambda: scene.centre.sql(kept)[0][0] > 40_000, 20)
    assert scene.tenant.lied > 3
    assert scene.centre.sql(kept)[0][0] <= 20_000
    assert_contained(seen)


SILENT = {
    "null becomes ~": ({"summary": None}, {"summary": "~"}),
    "| moves from one column to the next": (
        {"training_type": "PKA|1", "batch": "2", "language": "id"},
        {"training_type": "PKA", "batch": "1|2", "language": "id"},
    ),
}


@pytest.mark.parametrize(("before", "after"), SILENT.values(), ids=SILENT)
def test_a_difference_that_no_change_told_is_found_by_the_proof(scene, before, after):
    tenant, site = scene.tenant, scene.tenant.site
    scene.run()
    site.put("course", id=1, title="Dikatakan", **before)
    assert until(lambda: scene.centre.rows(scene.liar)["course"] == site.live("course"))
    assert until(lambda: scene.centre.status(scene.liar).state is State.FRESH)
    with tenant.lock:
        site.tables["course"][1] = list((dict(zip(COLUMNS["course"], site.tables["course"][1], strict=True)) | after).values())
        site.put("course", id=2, title="Dan satu perubahan yang dikatakan")
    assert until(lambda: scene.centre.rows(scene.liar)["course"] == site.live("course"), 10)


def test_every_lie_has_a_name_and_a_sentence():
    assert len(LIES) >= 25
    assert all(name == lie.name and lie.about for name, lie in LIES.items())


def test_the_age_allowed_here_is_seen_to_be_kept_by_an_honest_world(scene):
    """Measured against nothing, the limits of this file would say nothing."""
    scene.run()
    seen = scene.watch(lambda: False, 4)
    assert_contained(seen)
    assert seen.oldest_s <= MAX_AGE_S
    assert seen.liar.state is State.FRESH
