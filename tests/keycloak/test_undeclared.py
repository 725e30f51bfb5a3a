"""Whatever a hand adds in the admin console is named by `check`, though nobody declared anything with which it could differ."""

import shutil

import pytest

from tests.keycloak.people import make_person

pytestmark = pytest.mark.keycloak

DOOR = {
    "clientId": "pintu",
    "publicClient": True,
    "standardFlowEnabled": True,
    "redirectUris": ["https://evil.example/callback"],
    "attributes": {"pkce.code.challenge.method": "S256"},
    "defaultClientScopes": ["basic", "asn", "roles", "asn-syncd"],
}


def client(api, name):
    return next(iter(api.get("clients", clientId=name)))


def management(api, role):
    return f"clients/{client(api, 'realm-management')['id']}/roles/{role}"


def administrator(api):
    person = make_person(api, "pintu-admin")
    place = f"users/{person.id}/role-mappings/clients/{client(api, 'realm-management')['id']}"
    api.post(place, [api.get(management(api, "realm-admin"))])
    return lambda: api.delete(f"users/{person.id}")


def staff(api):
    person = make_person(api, "pintu-staf", roles=("staf-lan",))
    return lambda: api.delete(f"users/{person.id}")


def group_role(api):
    top = next(each for each in api.get("groups") if each["name"] == "instansi")
    place = next(f"groups/{each['id']}" for each in api.get(f"groups/{top['id']}/children") if each["name"] == "LAN")
    role = [api.get("roles/staf-lan")]
    api.post(f"{place}/role-mappings/realm", role)
    return lambda: api.delete(f"{place}/role-mappings/realm", role)


def group_below(api):
    top = next(each for each in api.get("groups") if each["name"] == "instansi")
    lan = next(each for each in api.get(f"groups/{top['id']}/children") if each["name"] == "LAN")
    made = api.post(f"groups/{lan['id']}/children", {"name": "Pintu"})
    return lambda: api.delete(f"groups/{made}")


def passed_on(api):
    place = f"clients/{client(api, 'moodle-satu')['id']}/scope-mappings/clients/{client(api, 'realm-management')['id']}"
    role = [api.get(management(api, "realm-admin"))]
    api.post(place, role)
    return lambda: api.delete(place, role)


def small_role_made_large(api):
    place = f"clients/{client(api, 'account')['id']}/roles/view-profile/composites"
    role = [api.get(management(api, "manage-users"))]
    api.post(place, role)
    return lambda: api.delete(place, role)


def posted(place, body, remove):
    def add(api):
        api.post(place, body)
        return lambda: api.delete(remove(api))

    return add


def by_name(place, key="name"):
    return lambda api: f"{place}/{next(each['id'] for each in api.get(place) if each.get(key) in ('pintu', 'Pintu'))}"


ISSUER = {
    "alias": "pintu",
    "providerId": "oidc",
    "enabled": True,
    "trustEmail": True,
    "config": {
        "clientId": "x",
        "clientSecret": "x",
        "authorizationUrl": "https://evil.example/a",
        "tokenUrl": "https://evil.example/t",
    },
}
MAPPER = {
    "name": "pintu",
    "identityProviderAlias": "bkn-siasn",
    "identityProviderMapper": "oidc-hardcoded-role-idp-mapper",
    "config": {"role": "staf-lan"},
}
STORE = {
    "name": "pintu",
    "providerId": "ldap",
    "providerType": "org.keycloak.storage.UserStorageProvider",
    "config": {
        "enabled": ["false"],
        "vendor": ["other"],
        "connectionUrl": ["ldap://127.0.0.1:9"],
        "usersDn": ["dc=x"],
        "authType": ["none"],
        "editMode": ["READ_ONLY"],
        "usernameLDAPAttribute": ["uid"],
        "rdnLDAPAttribute": ["uid"],
        "uuidLDAPAttribute": ["uid"],
        "userObjectClasses": ["person"],
    },
}
FLOW = {"alias": "pintu", "providerId": "basic-flow", "topLevel": True, "builtIn": False}

HANDS = {
    "a client": (posted("clients", DOOR, by_name("clients", "clientId")), "client pintu", None),
    "another issuer": (
        posted("identity-provider/instances", ISSUER, lambda _: "identity-provider/instances/pintu"),
        "identity provider pintu",
        None,
    ),
    "a role for whoever comes from BKN": (
        posted("identity-provider/instances/bkn-siasn/mappers", MAPPER, by_name("identity-provider/instances/bkn-siasn/mappers")),
        "identity provider bkn-siasn",
        "mappers[pintu]",
    ),
    "an administrator": (administrator, "holder of realm-management/realm-admin", "subject"),
    "a member of staff": (staff, "holder of staf-lan", "subject"),
    "a role for an agency": (group_role, "group /instansi/LAN", "roles"),
    "a group below an agency": (group_below, "group /instansi/LAN/Pintu", None),
    "a group": (posted("groups", {"name": "Pintu"}, by_name("groups")), "group /Pintu", None),
    "a right that a tenant passes on": (passed_on, "client moodle-satu", "scope mappings"),
    "a small role made large": (small_role_made_large, "role account/view-profile", "composites"),
    "a role": (posted("roles", {"name": "pintu"}, lambda _: "roles/pintu"), "role pintu", None),
    "a client scope": (
        posted("client-scopes", {"name": "pintu", "protocol": "openid-connect"}, by_name("client-scopes")),
        "client scope pintu",
        None,
    ),
    "a store of people": (posted("components", STORE, by_name("components")), "component ", None),
    "a sign-in flow": (posted("authentication/flows", FLOW, by_name("authentication/flows", "alias")), "flow pintu", None),
}


@pytest.mark.parametrize("hand", HANDS)
def test_what_a_hand_added_is_named_until_somebody_removes_or_declares_it(changing, hand):
    add, name, path = HANDS[hand]
    take_away = add(changing.api)
    found = changing.differences()
    changing.run("apply")
    still = changing.differences()
    assert "nobody declared" in changing.run("check", code=1)
    take_away()
    assert [each for each in found if each.startswith(name)] == list(found), found
    assert still == found, "apply takes nothing away"
    if path:
        assert path in next(iter(found.values()))
    assert changing.json("check")["changes"] == []


def test_who_is_named_as_a_holder_is_declared(changing, tmp_path, monkeypatch):
    person = make_person(changing.api, "petugas-sah", roles=("staf-lan",))
    text = changing.text
    shutil.copytree(text, tmp_path / "text")
    (tmp_path / "text" / "holders.csv").write_text(f"role,subject\nstaf-lan,{person.id}\n")
    monkeypatch.setattr(changing, "text", tmp_path / "text")
    changing.as_service_account()
    try:
        assert changing.json("check")["changes"] == []
    finally:
        monkeypatch.undo()
        changing.as_service_account()
        changing.api.delete(f"users/{person.id}")


def test_an_attribute_that_nobody_declared_is_named_and_undone(changing):
    """Each of these opens something: an exchange of tokens, a token for a day, a weak sign-in that is called a strong one."""
    api = changing.api
    site = client(api, "moodle-satu")
    api.put(
        f"clients/{site['id']}",
        {
            **site,
            "attributes": {**site["attributes"], "standard.token.exchange.enabled": "true", "access.token.lifespan": "86400"},
        },
    )
    realm = api.get("")
    api.put("", {**realm, "attributes": {**realm["attributes"], "acr.loa.map": '{"kuat":0}'}})
    found = changing.differences()
    changing.run("apply")
    assert found["client moodle-satu"].keys() == {
        "attributes.standard.token.exchange.enabled",
        "attributes.access.token.lifespan",
    }
    assert found[f"settings {changing.realm}"].keys() == {"attributes.acr.loa.map"}
    assert changing.json("check")["changes"] == []


def test_a_mapper_added_to_the_centre_s_or_keycloak_s_own_client_is_named_and_undone(changing):
    mapper = {
        "name": "pintu",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-usermodel-attribute-mapper",
        "config": {"user.attribute": "nip", "claim.name": "nip", "access.token.claim": "true"},
    }
    for name in ("asn-syncd", "account-console"):
        changing.api.post(f"clients/{client(changing.api, name)['id']}/protocol-mappers/models", mapper)
        found = changing.differences()
        changing.run("apply")
        assert found == {f"client {name}": {"protocolMappers[pintu]": ("there", None)}}
    assert changing.json("check")["changes"] == []


def test_another_address_of_keycloak_s_own_pages_is_named_and_undone(changing):
    console = client(changing.api, "account-console")
    changing.api.put(
        f"clients/{console['id']}", {**console, "redirectUris": [*console["redirectUris"], "https://evil.example/x"]}
    )
    found = changing.differences()
    changing.run("apply")
    assert found.keys() == {"client account-console"}
    assert changing.json("check")["changes"] == []
