"""`syncd serve` is killed while sites join and leave: in the end each of them is one tenant, or none, and nothing is left over."""

import threading
from http.client import HTTPException

from tests.independent.tenant.server import CentreRefusedError, Tenant

# Seconds after the first of two requests; at the first moment nobody can have been answered.
MOMENTS_S = (0, 0.06, 0.15)
DEATHS = len(MOMENTS_S)


def _tried(act):
    """What the centre said, or None where it was gone before it had said anything."""
    try:
        return act()
    except (OSError, HTTPException):
        return None


def _join(centre, site, code):
    """Join as an admin does: whose code was used up by a join that nobody heard the end of asks for another one."""
    try:
        return _tried(lambda: site.join(code))
    except CentreRefusedError as error:
        if error.problem["code"] != "code_used":
            raise
        return _tried(lambda: site.join(centre.code("Balai Baru")))


def _leave(site):
    try:
        return _tried(site.leave)
    except CentreRefusedError as error:
        if error.problem["code"] != "not_member":
            raise
        return error


def test_a_site_that_joins_or_leaves_while_serve_is_killed_is_one_tenant_or_none(scene):
    centre, waiting, heard = scene.centre, [], 0
    joining = [Tenant() for _ in range(DEATHS)]
    leaving = dict(list(scene.tenants.items())[:DEATHS])
    kept = {slug: tenant.centre for slug, tenant in leaving.items()}
    for number in range(DEATHS + 1):
        with centre.serving() as process:
            # What the death before left open is done now, by the same people.
            for act in waiting:
                assert act() is not None
            if number == DEATHS:
                break
            site, (slug, leaver), code = joining[number], list(leaving.items())[number], centre.code("Balai Baru")
            waiting = [lambda site=site, code=code: _join(centre, site, code), lambda leaver=leaver: _leave(leaver)]
            killer = threading.Timer(MOMENTS_S[number], process.kill)
            killer.start()
            done = [act() for act in waiting]
            heard += sum(one is not None for one in done)
            killer.join()
            waiting = [act for act, one in zip(waiting, done, strict=True) if one is None]
    assert heard < 2 * DEATHS
    for site in joining:
        assert centre.sql("SELECT COUNT(*) FROM tenant WHERE site = :site", site=site.site_id) == [(1,)]
        site.close()
    for slug, leaver in leaving.items():
        assert centre.sql("SELECT COUNT(*) FROM tenant WHERE slug = :slug", slug=slug) == [(0,)]
        assert not any(centre.rows(slug).values())
        leaver.centre = kept[slug]
    for kind in ("course", "enrolment", "rejection", "stream", "live_count"):
        assert centre.sql(f"SELECT COUNT(*) FROM {kind} WHERE tenant_id NOT IN (SELECT id FROM tenant)") == [(0,)]
