"""The centre's daily work with a real Keycloak: clients follow tenants, the directory follows the realm, disabled is out everywhere."""

import pytest

from tests.keycloak.daily import CANARY, NIP, REALM, add_person, until, working
from tests.keycloak.site import Browser, code_in, member_site
from tests.keycloak_server import private_keycloak

pytestmark = pytest.mark.keycloak


@pytest.fixture(scope="module")
def keycloak():
    with private_keycloak() as server:
        yield server


@pytest.fixture(scope="module")
def centre(keycloak, tmp_path_factory):
    with working(keycloak, tmp_path_factory.mktemp("centre")) as made:
        yield made


@pytest.fixture
def tenant(centre):
    """A site that has joined, and what the centre told it; it leaves in the end."""
    with member_site("6" * 32) as site:
        yield site, site.join(centre.url, centre.invite("Balai Uji"))
        if centre.query("SELECT slug FROM tenant"):
            centre.syncd("tenant", "remove", "balai-uji", "--yes")


@pytest.fixture
def person(centre):
    subject = add_person(centre, "ani")
    centre.admin.update_user(subject, {"requiredActions": []})
    yield subject
    centre.admin.delete_user(subject)


def test_joining_makes_the_client_pausing_disables_it_and_leaving_removes_it(centre, tenant, person):
    site, told = tenant
    assert told["oidc"] == {"issuer": f"{centre.keycloak.url}/realms/{REALM}", "client_id": "moodle-balai-uji"}
    assert centre.client("moodle-balai-uji")["redirectUris"] == [f"{site.url}/auth/asnsso/callback.php"]
    assert code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))
    assert "nobody can sign in there" in centre.syncd("tenant", "pause", "balai-uji")
    assert not code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))
    assert "people can sign in there" in centre.syncd("tenant", "resume", "balai-uji")
    assert code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))
    assert "In sync" in centre.syncd("realm", "plan")
    site.leave(centre.url)
    assert centre.client("moodle-balai-uji") is None


def test_who_is_disabled_is_signed_out_of_every_tenant_and_cannot_come_back(centre, tenant, person):
    site, told = tenant
    browsers = [Browser(), Browser()]
    for browser in browsers:
        assert code_in(browser.sign_in(told["oidc"], site, f"{CANARY}-ani"))
    assert len(centre.admin.get_sessions(person)) == 2
    before = centre.admin.get_user(person)
    centre.syncd("people", "disable", person)
    assert centre.admin.get_sessions(person) == []
    assert site.logouts() == []
    with centre.daemons():
        # No session of somebody who may not sign in: the person, and so the app too.
        until(lambda: site.logouts() == [(None, person)] * 2)
    assert site.strangers() == []
    for browser in [*browsers, Browser()]:
        assert not code_in(browser.sign_in(told["oidc"], site, f"{CANARY}-ani"))
    centre.syncd("people", "disable", person)
    centre.syncd("people", "enable", person)
    after = centre.admin.get_user(person)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed <= {"notBefore"}
    assert code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))


def test_who_signs_out_is_out_at_the_site_within_moments_and_only_in_that_browser(centre, tenant, person):
    site, told = tenant
    for browser in (Browser(), Browser()):
        assert code_in(browser.sign_in(told["oidc"], site, f"{CANARY}-ani"))
    one, other = (session["id"] for session in centre.admin.get_sessions(person))
    with centre.daemons():
        centre.admin.connection.raw_delete(f"admin/realms/{REALM}/sessions/{one}")
        until(lambda: site.logouts() == [(one, person)])
    assert [session["id"] for session in centre.admin.get_sessions(person)] == [other]
    assert site.strangers() == []


def test_two_daemons_find_who_was_disabled_in_the_console_once_and_hold_no_name(centre, tenant, person):
    site, told = tenant
    others = [add_person(centre, f"orang-{number}") for number in range(5)]
    assert code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))
    # Due from its beginning: another test may have made this day's complete pass, or begun it.
    centre.query("UPDATE directory SET complete_at = NULL, pass_began_at = NULL RETURNING id")
    with centre.daemons(2):
        centre.admin.update_user(person, {"enabled": False})
        centre.admin.update_user(
            others[0], {"attributes": centre.admin.get_user(others[0])["attributes"] | {"instansi_kode": ["UJI02"]}}
        )
        until(lambda: site.logouts() == [(None, person)])
        until(lambda: centre.query(f"SELECT enabled FROM person WHERE subject = '{person}' AND ended_at IS NOT NULL") == [(0,)])
        until(lambda: len(centre.query("SELECT subject FROM person WHERE gone_at IS NULL")) == 6)
    centre.syncd("people", "refresh")
    people = {
        (one["id"], one["attributes"]["instansi_kode"][0], one["attributes"]["status_asn"][0], int(one["enabled"]))
        for one in centre.admin.get_users()
    }
    assert set(centre.query("SELECT subject, agency, status, enabled FROM person WHERE gone_at IS NULL")) == people
    assert site.logouts() == [(None, person)]
    assert centre.query("SELECT last_error, failures, held FROM directory") == [(None, 0, 0)]
    held = b"".join(file.read_bytes() for file in centre.folder.glob("centre.db*"))
    for secret in (CANARY, CANARY.title(), NIP, "example.go.id"):
        assert secret.encode() not in held
        assert secret not in centre.logged()
    assert person.encode() in held
    for one in others:
        centre.admin.delete_user(one)
    assert "5 gone" in centre.syncd("people", "refresh")


def test_a_keycloak_that_was_away_while_a_tenant_left_is_brought_right_by_the_daemon(centre, tenant, keycloak):
    keycloak.stop()
    try:
        assert "the daemon does it" in centre.syncd("tenant", "pause", "balai-uji")
        centre.syncd("people", "refresh", expected=69)
        centre.syncd("tenant", "remove", "balai-uji", "--yes")
        assert "Keycloak cannot be reached" in centre.syncd("status")
    finally:
        keycloak.start()
    with centre.daemons():
        until(lambda: centre.client("moodle-balai-uji")["enabled"] is False)
        until(lambda: centre.query("SELECT count(*) FROM client WHERE enabled IS NULL") == [(0,)])
    # Only a person's word deletes it.
    assert "moodle-balai-uji" in centre.syncd("realm", "apply", "--prune")
    assert centre.client("moodle-balai-uji") is None
