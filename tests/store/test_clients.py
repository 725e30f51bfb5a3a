"""Which tenants' clients at Keycloak are not as the tenants say: found by comparing, whoever died or was overtaken on the way."""

from syncd.model.tenant import Pause
from syncd.store import clients, removal, tenants
from syncd.store.engine import reading, transaction
from tests.store.conftest import add_tenant


def late(engine):
    with reading(engine) as conn:
        return clients.late(conn)


def begin(engine, slug):
    with transaction(engine) as conn:
        return clients.begin(conn, slug)


def done(engine, wanted):
    with transaction(engine) as conn:
        return clients.done(conn, wanted, 7)


def put(engine, slug):
    wanted = begin(engine, slug)
    assert done(engine, wanted)
    return wanted


def test_a_tenant_s_client_is_late_until_it_was_made(engine, tenant):
    assert late(engine) == [tenant.slug]
    wanted = begin(engine, tenant.slug)
    assert (wanted.tenant.url, wanted.enabled) == (tenant.url, True)
    assert late(engine) == [tenant.slug]  # whoever died here is finished by the next
    assert done(engine, wanted)
    assert late(engine) == []


def test_lan_s_pause_and_its_end_make_it_late_and_a_pause_of_reading_does_not(engine, tenant):
    put(engine, tenant.slug)
    for act, by, is_late in (
        (tenants.pause, Pause.TENANT, False),
        (tenants.resume, Pause.TENANT, False),
        (tenants.pause, Pause.LAN, True),
        (tenants.resume, Pause.LAN, True),
    ):
        with transaction(engine) as conn:
            act(conn, tenant.id, by)
        assert late(engine) == ([tenant.slug] if is_late else [])
        if is_late:
            assert put(engine, tenant.slug).enabled == (act is tenants.resume)


def test_a_new_address_makes_it_late(engine, tenant):
    put(engine, tenant.slug)
    with transaction(engine) as conn:
        conn.execute(tenants.tenant.update().values(url="https://baru.example"))
    assert late(engine) == [tenant.slug]


def test_the_client_of_a_tenant_that_is_gone_is_late_until_it_is_disabled(engine, tenant):
    put(engine, tenant.slug)
    removal.remove(engine, tenant.id)
    assert late(engine) == [tenant.slug]
    wanted = put(engine, tenant.slug)
    assert (wanted.tenant, wanted.enabled) == (None, False)
    assert late(engine) == []


def test_a_tenant_of_the_same_name_gets_its_client_again(engine):
    first = add_tenant(engine)
    put(engine, first.slug)
    removal.remove(engine, first.id)
    put(engine, first.slug)
    again = add_tenant(engine, first.name)
    with transaction(engine) as conn:
        conn.execute(tenants.tenant.update().where(tenants.tenant.c.id == again.id).values(slug=first.slug))
    assert late(engine) == [first.slug]


def test_of_two_changes_at_once_nobody_knows_which_came_last_so_it_is_late(engine, tenant):
    one, other = begin(engine, tenant.slug), begin(engine, tenant.slug)
    assert done(engine, other)
    assert late(engine) == []
    assert not done(engine, one)
    assert late(engine) == [tenant.slug]
