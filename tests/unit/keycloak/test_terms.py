"""What people agree to names everything that a tenant gets to know of them, in both languages."""

import json
import shutil

import pytest

from syncd.errors import ConfigurationError
from syncd.keycloak.terms import travelling
from syncd.keycloak.text import read_text
from tests.architecture.tree import REPOSITORY

TEXT = REPOSITORY / "keycloak-realm"
VALUES = {"realm": "asn-unggul", "centre": "https://pusat.example", "http_allowed": False}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(TEXT, tmp_path / "text")


def changed(file, change):
    content = json.loads(file.read_text())
    change(content)
    file.write_text(json.dumps(content))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_terms_name_every_field_that_travels_and_nothing_else(language):
    text = read_text(TEXT, VALUES)
    words = json.loads((TEXT / "texts" / f"{language}.json").read_text())
    claims = travelling(text.client_scopes, text.tenant_client)
    assert {"sub", "given_name", "email", "nip", "unit_kerja", "jabatan", "golongan", "groups", "roles"} <= set(claims)
    assert {word for word in words if word.startswith("field.")} == {f"field.{claim}" for claim in claims}
    shown = text.texts[language]
    for claim in claims:
        assert words[f"field.{claim}"] in shown["termsText"], claim
    assert not [name for name in shown if name.startswith("field.")]
    assert "{{" not in json.dumps(shown)


def test_a_new_field_that_the_terms_do_not_name_stops_before_the_first_write(folder):
    mapper = {
        "name": "tempat lahir",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-usermodel-attribute-mapper",
        "config": {"user.attribute": "tempat_lahir", "claim.name": "tempat_lahir", "id.token.claim": "true"},
    }
    changed(
        folder / "client-scopes.json",
        lambda scopes: next(s for s in scopes if s["name"] == "asn")["protocolMappers"].append(mapper),
    )
    with pytest.raises(ConfigurationError, match=r"field\.tempat_lahir"):
        read_text(folder, VALUES)


def test_a_field_that_no_longer_travels_leaves_the_terms_by_itself(folder):
    changed(folder / "tenant-client.json", lambda client: client["defaultClientScopes"].remove("asn"))
    assert "golongan" in read_text(TEXT, VALUES).texts["id"]["termsText"]
    assert "golongan" not in read_text(folder, VALUES).texts["id"]["termsText"]
