"""A code lets one site in once, and nobody takes the place of a site that is known."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from syncd.errors import JoinRefusedError, NotFoundError
from syncd.model.rows import KindRows
from syncd.model.tenant import Lease
from syncd.store import centre_keys, invites, joins, leases, removal, rows, tenants
from syncd.store.engine import reading, run_transaction, transaction
from syncd.store.invites import Invite
from syncd.store.joins import Applicant, join
from syncd.store.schema import invite as invite_table
from syncd.store.schema import kind_tables, metadata
from tests.store.conftest import add_tenant

HOUR = 3600 * 1000
SITE = Applicant("a" * 32, "https://satu.example", '{"keys":[]}', "1" * 64, 7, "1.0", "4.5", "8.2")
ANYONE = Invite(None, "Pusat Pelatihan Contoh", "Lembaga Contoh")


def refused(engine, applicant, invite=ANYONE):
    with pytest.raises(JoinRefusedError) as caught, transaction(engine) as conn:
        join(conn, invite, applicant, 1)
    return caught.value.status, caught.value.code


def test_only_the_digest_of_a_secret_is_stored(engine):
    with transaction(engine) as conn:
        secret = invites.create(conn, "Pusat", "Lembaga", 0)
        assert secret not in str(conn.execute(select(invite_table)).all())
    assert len(secret) >= 22


def test_the_code_carries_the_centre_and_the_secret():
    assert invites.code("https://pusat.example", "rahasia") == "ASN1.aHR0cHM6Ly9wdXNhdC5leGFtcGxl.rahasia"


def test_a_code_works_once(engine):
    with transaction(engine) as conn:
        secret = invites.create(conn, "Pusat", "Lembaga", 0)
        assert invites.check(conn, secret, 5) == Invite(None, "Pusat", "Lembaga")
        assert invites.redeem(conn, secret, 5) == Invite(None, "Pusat", "Lembaga")
    for attempt in (invites.redeem, invites.check):
        with pytest.raises(JoinRefusedError) as caught, transaction(engine) as conn:
            attempt(conn, secret, 6)
        assert (caught.value.status, caught.value.code) == (410, "code_used")


def test_a_code_works_until_it_expires_and_no_longer(engine):
    with transaction(engine) as conn:
        secret = invites.create(conn, "Pusat", "Lembaga", 0)
        invites.check(conn, secret, HOUR - 1)
    for attempt in (invites.redeem, invites.check):
        with pytest.raises(JoinRefusedError) as caught, transaction(engine) as conn:
            attempt(conn, secret, HOUR)
        assert caught.value.code == "code_expired"


def test_an_unknown_code_is_refused(engine):
    with pytest.raises(JoinRefusedError) as caught, transaction(engine) as conn:
        invites.redeem(conn, "tidak-ada", 1)
    assert caught.value.status == 410


def test_a_refused_join_does_not_use_the_code_up(engine):
    add_tenant(engine)
    with transaction(engine) as conn:
        secret = invites.create(conn, "Pusat", "Lembaga", 0)
        taken = tenants.list_tenants(conn)[0]

    def attempt(conn, applicant):
        return join(conn, invites.redeem(conn, secret, 1), applicant, 1)

    with pytest.raises(JoinRefusedError), transaction(engine) as conn:
        attempt(conn, replace(SITE, url=taken.url))
    with transaction(engine) as conn:
        assert attempt(conn, SITE).site == SITE.site


def test_of_two_sites_with_one_code_one_gets_in(engine):
    with transaction(engine) as conn:
        secret = invites.create(conn, "Pusat", "Lembaga", 0)
    barrier = threading.Barrier(2)
    outcomes = []

    def run(number):
        site = replace(SITE, site=f"{number:032x}", url=f"https://s{number}.example")
        barrier.wait()
        try:
            run_transaction(engine, lambda conn: join(conn, invites.redeem(conn, secret, 1), site, 1))
            outcomes.append("in")
        except JoinRefusedError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=run, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["code_used", "in"]
    with reading(engine) as conn:
        assert len(tenants.list_tenants(conn)) == 1


def test_a_new_tenant_is_named_by_lan_and_due_at_once(engine):
    with transaction(engine) as conn:
        row = join(conn, ANYONE, SITE, 5)
    assert (row.slug, row.name, row.agency, row.joined_at) == (
        "pusat-pelatihan-contoh",
        "Pusat Pelatihan Contoh",
        "Lembaga Contoh",
        5,
    )
    with reading(engine) as conn:
        assert tenants.by_slug(conn, row.slug) == row
        assert [one.id for one in tenants.due(conn, 5, failing=False)] == [row.id]


def test_two_tenants_of_one_name_get_different_slugs(engine):
    with transaction(engine) as conn:
        first = join(conn, ANYONE, SITE, 5)
        second = join(conn, ANYONE, replace(SITE, site="b" * 32, url="https://dua.example"), 5)
    assert first.slug != second.slug
    assert len(second.slug) <= 40


@pytest.mark.parametrize("name", ["École ñ 📚", "训练", "-" * 60, "x" * 300, "a"])
def test_any_name_makes_a_usable_slug(engine, name):
    with transaction(engine) as conn:
        slug = join(conn, Invite(None, name[:255], "L"), SITE, 5).slug
    assert slug.strip("-") == slug
    assert 1 <= len(slug) <= 40
    assert slug.isascii()


def test_a_site_that_joins_again_is_the_tenant_it_was(engine):
    with transaction(engine) as conn:
        first = join(conn, ANYONE, SITE, 5)
        again = join(conn, Invite(None, "Lain", "Lain"), SITE, 9)
    assert (again.id, again.slug, again.name, again.joined_at) == (first.id, first.slug, first.name, 5)


@pytest.mark.parametrize("change", [{"url": "https://lain.example"}, {"jwks_sha256": "2" * 64}, {"site": "c" * 32}])
def test_a_known_site_or_address_with_anything_new_is_refused(engine, change):
    with transaction(engine) as conn:
        join(conn, ANYONE, SITE, 5)
    assert refused(engine, replace(SITE, **change)) == (409, "conflict")


def test_an_invitation_made_for_the_tenant_lets_it_move_and_change_its_key(engine):
    with transaction(engine) as conn:
        first = join(conn, ANYONE, SITE, 5)
        moved = join(conn, Invite(first.id, "x", "y"), replace(SITE, url="https://baru.example", jwks_sha256="2" * 64), 6)
    assert (moved.id, moved.url, moved.jwks_sha256, moved.name) == (first.id, "https://baru.example", "2" * 64, first.name)


def test_an_invitation_for_one_tenant_does_not_take_the_site_of_another(engine):
    with transaction(engine) as conn:
        join(conn, ANYONE, SITE, 5)
    other = add_tenant(engine)
    assert refused(engine, SITE, Invite(other.id, "x", "y")) == (409, "conflict")


def test_another_site_in_a_tenants_place_begins_a_new_epoch(engine):
    with transaction(engine) as conn:
        first = join(conn, ANYONE, SITE, 5)
        tenants.set_epoch(conn, first.id, "e" * 32)
        assert join(conn, Invite(first.id, "x", "y"), SITE, 6).epoch == "e" * 32
        assert join(conn, Invite(first.id, "x", "y"), replace(SITE, site="d" * 32), 7).epoch == ""


def test_a_tenant_that_leaves_takes_every_row_with_it_and_no_other_row(engine, monkeypatch):
    monkeypatch.setattr(removal, "_CHUNK", 2)
    leaving, staying = add_tenant(engine), add_tenant(engine)
    for one in (leaving, staying):
        claim = run_transaction(engine, lambda conn, one=one: leases.claim(conn, one.id, "daemon-1", 1))
        with transaction(engine) as conn:
            rows.apply_rows(conn, claim.lease, KindRows("completion", [(n, 1, "sub:a", 5) for n in range(1, 6)]), 1, 5)
            rows.refresh_live_counts(conn, one.id, ["completion"])
    assert removal.remove(engine, leaving.id) == {
        "course": 0,
        "enrolment": 0,
        "completion": 5,
        "badge_class": 0,
        "assertion": 0,
        "rating": 0,
    }
    with reading(engine) as conn:
        with pytest.raises(NotFoundError):
            tenants.by_id(conn, leaving.id)
        for table in metadata.sorted_tables:
            if "tenant_id" in table.c:
                found = conn.execute(select(func.count()).select_from(table).where(table.c.tenant_id == leaving.id)).scalar()
                assert (table.name, found) == (table.name, 0)
        completion = kind_tables["completion"]
        assert conn.execute(select(func.count()).select_from(completion)).scalar() == 5


def test_a_turn_under_way_writes_nothing_to_a_tenant_that_is_leaving(engine, tenant):
    claim = run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, "daemon-1", 1))
    removal.remove(engine, tenant.id)
    for lease in (claim.lease, Lease(tenant.id, "removal", claim.lease.fence + 1)):
        with pytest.raises(leases.LeaseLostError), transaction(engine) as conn:
            leases.check_fence(conn, lease)


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        ({"site": "b" * 32, "url": "https://dua.example"}, []),
        ({"site": "b" * 32}, ["conflict"]),
        ({"url": "https://dua.example"}, ["conflict"]),
    ],
    ids=["one name", "one address", "one site"],
)
def test_two_that_join_at_the_same_moment_are_told_what_two_in_a_row_are_told(engine, monkeypatch, second, refused):
    with transaction(engine) as conn:
        centre_keys.remember(conn, ["k"])
    both, outcomes, create = threading.Barrier(2), [], joins._create

    def meets(*values):
        with suppress(threading.BrokenBarrierError):
            both.wait(1)
        return create(*values)

    monkeypatch.setattr(joins, "_create", meets)

    def run(site):
        try:
            run_transaction(engine, lambda conn: join(conn, ANYONE, site, 1))
        except JoinRefusedError as error:
            outcomes.append(error.code)

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(run, site) for site in (SITE, replace(SITE, **second))]:
            one.result(30)
    assert outcomes == refused
    with reading(engine) as conn:
        assert len(tenants.list_tenants(conn)) == 2 - len(refused)
