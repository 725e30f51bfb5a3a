"""The same seed gives the same world, and a world has the shape that was asked for."""

import pytest

from syncd.model.digest import KindDigest
from syncd.model.kinds import KINDS
from syncd.simulator.world import SMALLEST, World


def _world(**options):
    return World(**({"seed": 1, "tenants": 5, "base_url": "http://127.0.0.1:1", "mean_courses": 10} | options))


def _truth(world):
    return {
        number: {kind: tenant.site.rows(kind) for kind in KINDS} | {"site": tenant.site_id, "name": tenant.name}
        for number, tenant in world.tenants.items()
    }


def test_the_same_seed_and_steps_give_the_same_world():
    one, other = _world(), _world()
    assert one.step(50) == other.step(50)
    assert _truth(one) == _truth(other)


def test_another_seed_gives_another_world():
    assert _truth(_world()) != _truth(_world(seed=2))


def test_sizes_are_few_large_and_many_small_with_the_mean_that_was_asked_for():
    world = _world(tenants=100, mean_courses=30)
    sizes = sorted(len(tenant.site.tables["course"]) for tenant in world.tenants.values())
    assert sizes[0] >= SMALLEST
    assert sizes[-1] > 10 * sizes[50]
    assert sum(sizes) == pytest.approx(3000, rel=0.05)


def test_references_point_at_rows_that_exist():
    site = _world().tenants[1].site
    courses, badges = site.rows("course"), site.rows("badge_class")
    assert {row[1] for row in site.rows("enrolment").values()} <= courses.keys()
    enrolled = {(row[1], row[2]) for row in site.rows("enrolment").values()}
    completed = {(row[1], row[2]) for row in site.rows("completion").values()}
    assert completed
    assert completed <= enrolled
    assert {row[1] for row in site.rows("assertion").values()} == badges.keys()
    rated = [(row[1], row[2]) for row in site.rows("rating").values()]
    assert rated
    assert len(set(rated)) == len(rated)
    assert set(rated) < completed


def test_no_rating_leaves_without_a_completion_whatever_happens():
    world = _world()
    world.step(400)
    for tenant in world.tenants.values():
        completed = {row[1:3] for row in tenant.site.rows("completion").values()}
        rated = [row[1:3] for row in tenant.site.rows("rating").values()]
        assert len(set(rated)) == len(rated)
        assert set(rated) <= completed


def test_simulated_ratings_hold_every_number_of_stars_and_texts_of_every_sort():
    rows = [row for tenant in _world().tenants.values() for row in tenant.site.rows("rating").values()]
    assert {row[3] for row in rows} == {1, 2, 3, 4, 5}
    written = "".join(str(row[4]) for row in rows)
    assert all(sort in written for sort in ("\n", "\u0627", "\U0001f64f", "\u200d"))
    assert any(row[4] is None for row in rows)
    assert any(row[7] for row in rows)


def test_nobody_completes_a_course_twice_or_before_enrolling():
    site = _world().tenants[1].site
    enrolled_at = {(row[1], row[2]): row[7] for row in site.rows("enrolment").values()}
    rows = site.rows("completion").values()
    assert len({(row[1], row[2]) for row in rows}) == len(rows)
    assert all(row[3] >= enrolled_at[row[1], row[2]] for row in rows)


def test_some_people_learn_on_several_sites():
    tenants = _world(tenants=8, mean_courses=200).tenants
    people = [{row[2] for row in tenant.site.rows("enrolment").values()} for tenant in tenants.values()]
    assert any(one & other for place, one in enumerate(people) for other in people[place + 1 :])


def test_the_kept_digest_is_the_digest_of_the_rows_after_many_changes():
    world = _world()
    for tenant in world.tenants.values():
        for table in tenant.site.tables.values():
            table.digest()
    world.step(300)
    for tenant in world.tenants.values():
        for kind, table in tenant.site.tables.items():
            assert table.digest() == KindDigest.of_rows(tenant.site.rows(kind).values())
            assert len(table) == len(tenant.site.rows(kind))


def test_a_backup_is_not_changed_by_what_happens_later():
    world = _world()
    site = world.tenants[1].site
    before = {kind: site.rows(kind) for kind in KINDS}
    backup = site.backup()
    world.step(300)
    assert {kind: site.rows(kind) for kind in KINDS} != before
    assert {kind: backup.rows(kind) for kind in KINDS} == before
