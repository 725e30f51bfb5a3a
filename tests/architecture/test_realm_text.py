"""The realm's text in keycloak-realm: what must never be in it, and what its README must explain."""

import json
import re

import pytest

from tests.architecture.tree import REPOSITORY

FOLDER = REPOSITORY / "keycloak-realm"
FILES = sorted(FOLDER.glob("**/*.json"))
README = FOLDER / "README.md"
# A long text of letters of both sizes and digits, such as Keycloak makes for a client's secret.
RANDOM = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9+/_=-]{24,}")
# Names, addresses and numbers of a person: never in a token that leaves for the centre.
OF_A_PERSON = {"asn", "profile", "email"}


def load(name):
    return json.loads((FOLDER / name).read_text())


def members(value, path=""):
    """Every member anywhere in it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield f"{path}.{key}", key, each
            yield from members(each, f"{path}.{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from members(each, f"{path}[{number}]")


def mappers():
    owners = [*load("client-scopes.json"), load("tenant-client.json")]
    return [(owner.get("name"), mapper) for owner in owners for mapper in owner.get("protocolMappers", [])]


def test_the_files_of_the_realm_are_seen():
    assert len(FILES) >= 12


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_file_holds_a_secret(file):
    text = file.read_text()
    assert not re.search(r"PRIVATE KEY|BEGIN RSA|eyJ[A-Za-z0-9_-]{20}", text)
    for path, key, value in members(json.loads(text)):
        if re.search(r"secret|^credentials?$|^password$|private.?key|salt", key, re.IGNORECASE):
            assert value in ("", None, [], {}), path
        assert not (isinstance(value, str) and RANDOM.fullmatch(value)), path


def test_no_client_has_a_wildcard_a_password_grant_an_implicit_grant_or_the_full_scope():
    keycloaks_own = load("keycloaks-own.json")["clients"]
    for client in load("clients.json"):
        if client["clientId"] in keycloaks_own:  # its pages are on Keycloak itself, and only there
            assert all(address.startswith(("/realms/{{realm}}/", "/admin/{{realm}}/")) for address in client["redirectUris"])
    ours = [client for client in load("clients.json") if client["clientId"] not in keycloaks_own]
    for client in (*ours, load("tenant-client.json")):
        assert "*" not in json.dumps([client.get("redirectUris"), client.get("webOrigins"), client.get("attributes")])
        for way in ("implicitFlowEnabled", "directAccessGrantsEnabled", "fullScopeAllowed", "publicClient"):
            assert client.get(way) in (False, None), way


def test_what_is_personal_goes_into_id_tokens_only_and_a_claimed_nip_into_none():
    for owner, mapper in mappers():
        assert "nip_klaim" not in json.dumps(mapper)
        if owner in OF_A_PERSON:
            ways = {key: value for key, value in mapper["config"].items() if key.endswith("token.claim")}
            assert ways == {
                "id.token.claim": "true",
                "access.token.claim": "false",
                "userinfo.token.claim": "false",
                "introspection.token.claim": "false",
            }, mapper["name"]


def test_people_may_write_nothing_of_themselves_that_decides_about_them():
    theirs = {one["name"] for one in load("user-profile.json")["attributes"] if "user" in one["permissions"]["edit"]}
    assert theirs == {"username", "email", "firstName", "lastName", "nip_klaim", "locale"}


def test_people_see_one_nip_of_theirs():
    seen = {one["name"] for one in load("user-profile.json")["attributes"] if "user" in one["permissions"]["view"]}
    assert {name for name in seen if name.startswith("nip")} == {"nip_klaim"}


def test_every_text_is_there_in_both_languages():
    found = {file.stem: json.loads(file.read_text()) for file in (FOLDER / "texts").glob("*.json")}
    assert found["id"].keys() == found["en"].keys()
    profile = (FOLDER / "user-profile.json").read_text()
    named = set(re.findall(r'"\$\{(\w+)\}"', profile)) | set(re.findall(r'"error-message": "(\w+)"', profile))
    assert named - found["id"].keys() <= {"username", "email", "firstName", "lastName"}, "Keycloak has these itself"


def test_the_readme_says_why_each_scope_each_mapper_and_each_right_is_there():
    text = README.read_text()
    names = [scope["name"] for scope in load("client-scopes.json")]
    names += [mapper["name"] for _owner, mapper in mappers()]
    names += [client["clientId"] for client in load("clients.json")]
    names += [role for owners in load("service-accounts.json").values() for roles in owners.values() for role in roles]
    names += [profile["name"] for profile in load("client-policies.json")["profiles"]]
    names += [flow["alias"] for flow in load("flows.json")]
    names += [role["name"] for role in load("roles.json") if "{{" not in role["name"]]
    assert [name for name in names if f"`{name}`" not in text] == []
    files = [file.relative_to(FOLDER).as_posix() for file in FOLDER.glob("*.*") if file != README]
    assert [name for name in files if f"`{name}`" not in text] == []


def test_every_change_of_an_account_is_recorded_and_everything_recorded_ends_after_ninety_days():
    realm = load("realm.json")
    assert realm["eventsExpiration"] == int(realm["attributes"]["adminEventsExpiration"]) == 90 * 24 * 3600
    of_an_account = {"UPDATE_EMAIL", "UPDATE_PROFILE", "UPDATE_PASSWORD", "SEND_RESET_PASSWORD", "IMPERSONATE", "EXECUTE_ACTIONS"}
    assert of_an_account <= set(realm["enabledEventTypes"])
    assert realm["adminEventsEnabled"] is True
    assert realm["adminEventsDetailsEnabled"] is False, "the details would hold personal data"
