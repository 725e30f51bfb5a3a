"""An independent tenant at a real centre: it joins by code, is read by the daemon, rotates its key, pauses, and leaves."""

import json

import pytest

from syncd.health.staleness import State
from tests.independent.scene import until
from tests.independent.tenant.server import CentreRefusedError, Tenant
from tests.independent.tenant.site import COLUMNS


def _same(scene, slug):
    site = scene.tenants[slug].site
    return scene.centre.rows(slug) == {kind: site.live(kind) for kind in COLUMNS}


def _verdicts(scene):
    said = json.loads(scene.centre.syncd("verify", "--all", "--json"))
    return {one["verdict"] for one in said}


def test_what_was_read_is_what_the_tenants_have_and_verify_says_so(scene):
    assert all(_same(scene, slug) for slug in scene.tenants)
    assert _verdicts(scene) == {"equal"}


def test_every_kind_of_change_arrives_and_is_proven_equal(scene):
    tenant, site = scene.tenant, scene.tenant.site
    scene.run()
    tenant.publish_next_key()
    with tenant.lock:
        site.put("course", id=1, title="Judul baru", summary="baris\nkedua | ~")
        site.erase(f"anon:{2:032x}")
        site.hide_course(2)
        site.delete_course(3)
        site.link_account(f"anon:{1:032x}", "8f2c-subjek")
        site.delete_badge(1)
        site.complete(site.make_course("Sesudah"), "sub:8f2c-subjek")
    assert until(lambda: _same(scene, scene.liar))
    tenant.switch_key()
    site.make_course("Dengan kunci baru")
    assert until(lambda: _same(scene, scene.liar))
    tenant.retire_key()
    site.make_course("Tanpa kunci lama")
    assert until(lambda: _same(scene, scene.liar))
    assert until(lambda: scene.centre.status(scene.liar).state is State.FRESH)
    assert _verdicts(scene) == {"equal"}
    erased = (
        f"SELECT COUNT(*) FROM enrolment r JOIN tenant t ON t.id = r.tenant_id WHERE slug = :slug AND learner = 'anon:{2:032x}'"
    )
    assert scene.centre.sql(erased, slug=scene.liar) == [(0,)]


def test_a_new_epoch_a_pruned_log_and_a_restored_site_are_read_afresh(scene):
    tenant, site = scene.tenant, scene.tenant.site
    scene.run()
    site.make_course("Sebelum")
    assert until(lambda: _same(scene, scene.liar))
    tenant.declare_restored()
    site.make_course("Masa baru")
    assert until(lambda: _same(scene, scene.liar))
    for number in range(3):
        site.make_course(f"Terpangkas {number}")
    site.log.prune()
    assert until(lambda: _same(scene, scene.liar))
    tenant.back_up()
    site.make_course("Hilang")
    assert until(lambda: _same(scene, scene.liar))
    tenant.restore()
    tenant.site.put("course", id=5, title="Sesudah cadangan")
    tenant.site.put("course", id=6, title="Sesudah cadangan")
    assert until(lambda: _same(scene, scene.liar))
    assert until(lambda: scene.centre.status(scene.liar).state is State.FRESH)


@pytest.mark.parametrize("ahead_s", [-365 * 86_400, 120])
def test_a_site_whose_clock_is_wrong_is_named_so_and_read_again_once_it_is_set(scene, ahead_s):
    """At two minutes ahead it believes the centre, and the centre cannot believe it."""
    tenant = scene.tenant
    scene.run()
    tenant.clock_s = ahead_s
    tenant.site.make_course("Belum terbaca")
    assert until(lambda: scene.centre.status(scene.liar).code == "SITE_CLOCK")
    status = scene.centre.status(scene.liar)
    assert status.state is State.FAILING
    assert "clock" in status.sentence("en")
    assert ("ahead" if ahead_s > 0 else "behind") in status.error
    assert not _same(scene, scene.liar)
    tenant.clock_s = 0
    assert until(lambda: _same(scene, scene.liar), 60)
    assert until(lambda: scene.centre.status(scene.liar).state is State.FRESH)


def test_an_older_plugin_is_read_in_its_version_and_an_updated_one_in_the_newest(scene):
    tenant, site = scene.tenant, scene.tenant.site
    version = "SELECT contract FROM tenant WHERE slug = :slug"
    kept = tenant.contracts
    try:
        tenant.contracts = [1]
        scene.run()
        assert until(lambda: scene.centre.sql(version, slug=scene.liar) == [(1,)])
        course = site.make_course("Plugin lama ~")
        assert until(lambda: scene.centre.rows(scene.liar)["course"].get(course) == site.tables["course"][course])
        assert until(lambda: scene.centre.status(scene.liar).state is State.FRESH)
        tenant.contracts = kept
        assert until(lambda: scene.centre.sql(version, slug=scene.liar) == [(kept[-1],)])
        site.open_between(course, 1_700_000_000, 1_900_000_000, 3)
        assert until(lambda: _same(scene, scene.liar))
        assert until(lambda: scene.centre.status(scene.liar).state is State.FRESH)
        assert _verdicts(scene) == {"equal"}
    finally:
        tenant.contracts = kept


def test_a_pause_and_a_stream_that_is_off_are_shown_and_keep_what_there_is(scene):
    before = scene.centre.rows(scene.liar)
    tenant = scene.tenant
    scene.run()
    tenant.paused = True
    assert until(lambda: scene.centre.status(scene.liar).state is State.PAUSED)
    tenant.paused, tenant.streams = False, ["catalogue"]
    tenant.site.make_course("Hanya katalog")
    scene.centre.hurry()
    try:
        assert until(lambda: scene.centre.status(scene.liar).courses == len(before["course"]) + 1)
        assert scene.centre.rows(scene.liar)["enrolment"] == before["enrolment"]
    finally:
        tenant.streams = ["catalogue", "learning", "badges", "ratings"]


def test_the_tenant_reads_its_status_and_leaves_with_a_receipt(scene):
    tenant = scene.tenant
    kept = tenant.centre
    with scene.centre.serving():
        status = tenant.status()
        assert (status["tenant"], status["state"]) == (scene.liar, "fresh")
        assert {one["stream"]: one["rows"] for one in status["streams"]}["catalogue"] == len(tenant.site.live("course"))
        assert all(one["verified"] for one in status["streams"])
        receipt = tenant.leave()
        assert receipt["deleted"]["course"] == len(tenant.site.live("course"))
        tenant.centre = kept
        with pytest.raises(CentreRefusedError) as refused:
            tenant.status()
    assert (refused.value.status, refused.value.problem["code"]) == (404, "not_member")
    assert not any(scene.centre.rows(scene.liar).values())


def test_a_code_is_good_once_and_a_forged_one_for_nothing(scene):
    other = Tenant()
    with scene.centre.serving():
        code = scene.centre.code("Balai Sekali")
        with pytest.raises(CentreRefusedError) as unknown:
            other.join(code[:-3] + "xyz")
        other.join(code)
        other.leave()
        with pytest.raises(CentreRefusedError) as used:
            other.join(code)
    other.close()
    assert [(one.value.status, one.value.problem["code"]) for one in (unknown, used)] == [
        (410, "code_unknown"),
        (410, "code_used"),
    ]
