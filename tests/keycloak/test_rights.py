"""The centre's two accounts can do their work, and nothing else."""

import pytest
from keycloak.exceptions import KeycloakError

from syncd.keycloak.api import RealmApi
from syncd.keycloak.connection import Account, open_admin
from syncd.settings import KeycloakSection
from tests.keycloak.browser import claims
from tests.keycloak.people import make_person

pytestmark = pytest.mark.keycloak


def account(centre, which):
    section = KeycloakSection(url=centre.keycloak.url, realm=centre.realm)
    return RealmApi(open_admin(section, centre.keys, which))


def refused(ask):
    """The status with which Keycloak refuses."""
    with pytest.raises(KeycloakError) as error:
        ask()
    return error.value.response_code


def test_the_account_for_people_reads_people_disables_one_and_ends_sessions(realm):
    api = account(realm, Account.PEOPLE)
    person = make_person(realm.api, "diberhentikan")
    assert person.id in {user["id"] for user in api.pages("users", briefRepresentation="false")}
    api.put(f"users/{person.id}", {"enabled": False})
    api.post(f"users/{person.id}/logout", {})
    assert realm.api.get(f"users/{person.id}")["enabled"] is False


def test_the_account_for_people_can_change_neither_clients_nor_the_realm_nor_make_anybody_an_administrator(realm):
    api, client = account(realm, Account.PEOPLE), realm.client("moodle-satu")
    person = make_person(realm.api, "dinaikkan")
    management = realm.client("realm-management")["id"]
    admin = realm.api.get(f"clients/{management}/roles/realm-admin")
    staff = realm.api.get("roles/staf-lan")
    asked = {
        "clients": lambda: api.put(f"clients/{client['id']}", {**client, "enabled": False}),
        "new client": lambda: api.post("clients", {"clientId": "diam-diam"}),
        "realm": lambda: api.put("", {"registrationAllowed": False}),
        "policies": lambda: api.put("client-policies/policies", {"policies": []}),
        "profile": lambda: api.put("users/profile", {"attributes": []}),
        "flows": lambda: api.post("authentication/flows", {"alias": "x", "providerId": "basic-flow", "topLevel": True}),
        "roles": lambda: api.post("roles", {"name": "x"}),
        "administrator": lambda: api.post(f"users/{person.id}/role-mappings/clients/{management}", [admin]),
        "events": lambda: api.get("events"),
        "keys": lambda: api.get("keys"),
    }
    assert {what: refused(ask) for what, ask in asked.items()} == dict.fromkeys(asked, 403)
    assert staff["name"] not in {role["name"] for role in realm.api.get(f"users/{person.id}/role-mappings/realm")}


def test_the_account_for_the_realm_cannot_make_an_administrator_or_leave_its_realm(realm):
    api = account(realm, Account.REALM)
    person = make_person(realm.api, "dinaikkan-lagi")
    management = realm.client("realm-management")["id"]
    admin = realm.api.get(f"clients/{management}/roles/realm-admin")
    impersonation = realm.api.get(f"clients/{management}/roles/impersonation")
    asked = {
        "administrator": lambda: api.post(f"users/{person.id}/role-mappings/clients/{management}", [admin]),
        "impersonate": lambda: api.post(f"users/{person.id}/impersonation", {}),
        "may impersonate": lambda: api.post(f"users/{person.id}/role-mappings/clients/{management}", [impersonation]),
    }
    assert {what: refused(ask) for what, ask in asked.items()} == dict.fromkeys(asked, 403)
    foreign = account(realm, Account.REALM)
    foreign.realm = "master"
    assert refused(lambda: foreign.get("")) == 403
    assert refused(lambda: foreign.get("users")) == 403


@pytest.mark.parametrize("which", list(Account))
def test_an_account_s_token_carries_its_roles_and_no_others(realm, which):
    api = account(realm, which)
    api.get("")
    found = claims(api._connection.token["access_token"])
    wanted = {"asn-syncd": {"view-users", "query-users", "query-groups", "manage-users"}}
    roles = set(found["resource_access"]["realm-management"]["roles"])
    assert set(found["resource_access"]) == {"realm-management"}
    assert found.get("realm_access", {}).get("roles", []) == []
    if which is Account.PEOPLE:
        assert roles == wanted[which]
    assert not roles & {"realm-admin", "impersonation", "create-client", "manage-authorization"}


def test_no_account_of_the_centre_has_a_secret_that_opens_it(realm):
    for which in Account:
        client = realm.client(which)
        assert client["clientAuthenticatorType"] == "client-jwt"
        answer = realm.token(grant_type="client_credentials", client_id=which.value, client_secret=client.get("secret", ""))
        assert answer.status_code in {400, 401}


def test_the_centre_s_new_key_is_taken_without_anybody_s_doing(changing):
    changing.keys.publish_next()
    changing.run("plan")
    changing.keys.switch(force=True)
    changing.wait_until_in_sync()
    changing.keys.retire()
    changing.run("plan")
