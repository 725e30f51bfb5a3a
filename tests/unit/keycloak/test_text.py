"""The realm's text is read, and refused with one sentence where it says what nobody could mean."""

import json
import shutil

import pytest

from syncd.errors import ConfigurationError
from syncd.keycloak.clients import wanted_client
from syncd.keycloak.text import filled, read_tenant_client, read_text
from syncd.model.tenant import Pause, TenantRow
from tests.moodle.tree import REPOSITORY

VALUES = {"realm": "asn-unggul", "centre": "https://pusat.example", "http_allowed": False}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(REPOSITORY / "keycloak-realm", tmp_path / "text")


def change(file, how):
    found = json.loads(file.read_text())
    how(found)
    file.write_text(json.dumps(found))


def tenant(**values):
    nothing = dict.fromkeys(TenantRow.__dataclass_fields__)
    return TenantRow(**nothing | {"slug": "satu", "name": "Situs Satu", "url": "https://satu.example/lms"} | values)


def test_the_text_of_this_project_can_be_read_and_has_nothing_left_to_fill_in():
    text = read_text(REPOSITORY / "keycloak-realm", VALUES)
    assert "LAN" in text.agencies
    assert "{{" not in json.dumps([text.clients, text.roles, text.client_policies, text.realm])


@pytest.mark.parametrize(
    ("file", "how", "said"),
    [
        ("realm.json", lambda found: found.update(registrationAlowed=True), "'registrationAlowed' of a realm"),
        ("roles.json", lambda found: found[1].update(composits={}), "'composits' of a role"),
        ("user-profile.json", lambda found: found["attributes"][0]["permissions"].update(edt=[]), "'edt' of a permission"),
        ("clients.json", lambda found: found.append(7), "a client must be an object"),
        ("clients.json", lambda found: found[0].update(attributes={"client.secret": "x"}), "looks like a secret"),
        ("clients.json", lambda found: found[0].update(name="{{nobody}}"), "{{nobody}} stands for nothing"),
        ("clients.json", lambda found: found[0].update(defaultClientScopes=["bassic"]), "scope 'bassic'"),
        ("tenant-client.json", lambda found: found.update(name="{{realm}}"), "{{realm}} stands for nothing"),
        ("scope-mappings.json", lambda found: found[0].update(roles=["amin"]), "role 'amin'"),
        ("client-policies.json", lambda found: found["policies"][0].update(profiles=["none"]), "profile 'none'"),
        ("service-accounts.json", lambda found: found.update({"asn-x": {}}), "client 'asn-x'"),
    ],
)
def test_a_mistake_is_named(folder, file, how, said):
    change(folder / file, how)
    with pytest.raises(ConfigurationError) as error:
        read_text(folder, VALUES)
    assert said in str(error.value)


@pytest.mark.parametrize("lines", ["code,name\nlan,Kecil\n", "kode,nama\nLAN,x\n", "code,name\nL/N,x\n", "code,name\nLAN\n"])
def test_an_agency_needs_a_code_and_a_name(folder, lines):
    (folder / "agencies.csv").write_text(lines)
    with pytest.raises(ConfigurationError, match=r"agencies\.csv"):
        read_text(folder, VALUES)


def test_a_tenant_s_client_has_exact_addresses_and_no_way_in_but_the_code():
    client = wanted_client(read_tenant_client(REPOSITORY / "keycloak-realm", "https://centre.example"), tenant())
    assert client["clientId"] == "moodle-satu"
    assert client["redirectUris"] == ["https://satu.example/lms/auth/asnsso/callback.php"]
    assert client["clientAuthenticatorType"] == "client-jwt"
    assert not any(
        client[way] for way in ("publicClient", "implicitFlowEnabled", "directAccessGrantsEnabled", "fullScopeAllowed")
    )
    assert {
        key: client["attributes"][key]
        for key in ("jwks.url", "post.logout.redirect.uris", "backchannel.logout.url", "asn.tenant")
    } == {
        "jwks.url": "https://centre.example/api/v1/tenants/satu/jwks.json",
        "post.logout.redirect.uris": "https://satu.example/lms/",
        "backchannel.logout.url": "https://centre.example/api/v1/tenants/satu/logout",
        "asn.tenant": "satu",
    }
    assert "{{" not in json.dumps(client)


@pytest.mark.parametrize(("paused_by", "enabled"), [(None, True), (Pause.TENANT, True), (Pause.LAN, False)])
def test_only_lan_s_pause_switches_a_tenant_s_sign_in_off(paused_by, enabled):
    template = read_tenant_client(REPOSITORY / "keycloak-realm", "https://centre.example")
    assert wanted_client(template, tenant(paused_by=paused_by))["enabled"] is enabled


def test_what_a_tenant_is_called_cannot_add_to_its_client():
    template = read_tenant_client(REPOSITORY / "keycloak-realm", "https://centre.example")
    client = wanted_client(template, tenant(name='", "publicClient": true, "x": "{{url}}'))
    assert client["name"] == '", "publicClient": true, "x": "{{url}}'
    assert client["publicClient"] is False


def test_a_name_that_reads_like_a_switch_stays_a_name():
    assert filled({"name": "{{name}}"}, {"name": "true"}) == {"name": "true"}
