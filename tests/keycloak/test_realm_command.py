"""`syncd realm plan|apply|check` against a running Keycloak: what each may do, and with which exit code it ends."""

import fcntl
import json
import shutil
from contextlib import contextmanager

import pytest
from keycloak.exceptions import KeycloakConnectionError

from syncd.keycloak.api import RealmApi
from syncd.model.tenant import Pause
from tests.keycloak.centre import TEXT, served
from tests.moodle.web import free_addresses

pytestmark = pytest.mark.keycloak

OK, DRIFT, PARTIAL, UNREACHABLE, HELD, BAD_INPUT = 0, 1, 3, 69, 75, 78


@pytest.fixture
def text(tmp_path):
    """The realm's text, to be changed."""
    return shutil.copytree(TEXT, tmp_path / "text")


@contextmanager
def with_text(centre, text):
    before, centre.text = centre.text, text
    centre.as_service_account()
    try:
        yield
    finally:
        centre.text = before
        centre.as_service_account()


@contextmanager
def edited(file):
    found = json.loads(file.read_text())
    yield found
    file.write_text(json.dumps(found))


@pytest.fixture
def empty(keycloak, tmp_path, request):
    """A centre whose realm does not exist yet."""
    web, centre = served(tmp_path, keycloak, f"empty-{abs(hash(request.node.name))}")
    with web:
        yield centre


def test_plan_writes_nothing_apply_makes_the_realm_and_from_then_on_there_is_nothing_to_do(empty):
    empty.join("satu")
    planned = empty.json("plan", code=DRIFT)
    assert planned["writes"] == 0
    assert ("create", "client", "moodle-satu") in [(one["act"], one["kind"], one["name"]) for one in planned["changes"]]
    assert empty.api.get("") is None
    assert empty.json("apply")["writes"] > 0
    empty.set_mail_server()
    for account in (empty.as_first_administrator, empty.as_service_account):
        account()
        for command in ("plan", "check", "apply"):
            said = empty.json(command)
            assert (said["changes"], said["writes"]) == ([], 0)


def test_a_realm_without_a_mail_server_is_not_called_well_though_it_is_as_the_text_wants_it(empty):
    empty.run("apply")
    said = empty.run("check", code=DRIFT)
    assert "In sync" in said
    assert "has no mail server, so nobody can sign up" in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 80
    assert "no mail server" in empty.json("check", code=DRIFT)["lacks"]
    assert empty.json("plan")["changes"] == []
    empty.set_mail_server()
    assert empty.json("check")["lacks"] is None


def test_a_check_of_a_realm_that_does_not_exist_says_so_and_what_makes_it(empty):
    empty.run("check", code=UNREACHABLE)
    assert f"has no realm {empty.realm}: run `syncd realm apply`" in empty.complaint


def test_the_first_password_is_never_said(empty):
    said = empty.run("apply") + empty.complaint + empty.run("apply", "--json")
    assert empty.keycloak.admin_password not in said


def test_more_sites_cost_no_more_reads(changing):
    before = changing.json("plan")["reads"]
    for number in range(5):
        changing.join(f"lagi-{number}")
    changing.run("apply")
    assert changing.json("plan")["reads"] == before


def test_lines_fit_into_eighty_columns_and_nothing_is_cut_off(changing):
    live = changing.client("moodle-satu")
    addresses = [f"https://lms.example/{'x' * 50}/{number}" for number in range(4)]
    changing.api.put(f"clients/{live['id']}", {**live, "redirectUris": addresses})
    said = changing.run("check", code=DRIFT)
    assert max(map(len, said.splitlines())) <= 80
    assert all(address in "".join(said.split()) for address in addresses)


@pytest.mark.parametrize(
    ("word", "file", "mistake"),
    [
        ("registrationAlowed", "realm.json", lambda found: found.update(registrationAlowed=True)),
        ("protocolMaper", "client-scopes.json", lambda found: found[0].update(protocolMaper=[])),
        ("protocolMaper", "client-scopes.json", lambda found: found[0]["protocolMappers"][0].update(protocolMaper="x")),
        (
            "oidc-sub-maper",
            "client-scopes.json",
            lambda found: found[0]["protocolMappers"][0].update(protocolMapper="oidc-sub-maper"),
        ),
        (
            "acces.token.claim",
            "client-scopes.json",
            lambda found: found[2]["protocolMappers"][0]["config"].update({"acces.token.claim": "false"}),
        ),
        ("redirectUri", "tenant-client.json", lambda found: found.update(redirectUri=[])),
        ("asnn", "tenant-client.json", lambda found: found["defaultClientScopes"].append("asnn")),
        ("permision", "user-profile.json", lambda found: found["attributes"][0].update(permision={})),
        ("patern", "user-profile.json", lambda found: found["attributes"][0]["validations"].update(patern={})),
        ("executer", "client-policies.json", lambda found: found["profiles"][0]["executors"][0].update(executer="x")),
        (
            "pkce-enforcr",
            "client-policies.json",
            lambda found: found["profiles"][0]["executors"][0].update(executor="pkce-enforcr"),
        ),
        ("'any'", "client-policies.json", lambda found: found["policies"][0]["conditions"][0].update(condition="any")),
        ("asn-code'", "client-policies.json", lambda found: found["policies"][0].update(profiles=["asn-code"])),
        ("auth-cooky", "flows.json", lambda found: found[0]["executions"][0].update(provider="auth-cooky")),
        ("requirment", "flows.json", lambda found: found[0]["executions"][0].update(requirment="REQUIRED")),
        ("rolls", "scope-mappings.json", lambda found: found[0].update(clientScope="rolls")),
        ("keycloak-oidcc", "identity-providers.json", lambda found: found[0].update(providerId="keycloak-oidcc")),
        ("defaultActon", "required-actions.json", lambda found: found[0].update(defaultActon=True)),
        ("{{centr}}", "clients.json", lambda found: found[0]["attributes"].update({"jwks.url": "{{centr}}/x"})),
        ("secret", "clients.json", lambda found: found[0].update(secret="x" * 32)),
        ("clientSecret", "identity-providers.json", lambda found: found[0]["config"].update(clientSecret="x" * 32)),
    ],
)
def test_an_unknown_name_anywhere_in_the_text_stops_it_before_the_first_write(changing, text, monkeypatch, word, file, mistake):
    with edited(text / file) as found:
        mistake(found)
    with edited(text / "realm.json") as found:
        found["displayName"] = "Something to write"
    written = []
    for method in ("post", "put", "delete", "create_realm"):
        monkeypatch.setattr(RealmApi, method, lambda *arguments: written.append(arguments))
    with with_text(changing, text):
        changing.run("apply", code=BAD_INPUT)
    assert word in changing.complaint
    assert written == []


def test_an_object_that_fails_is_named_the_rest_goes_on_and_a_rerun_completes(changing, text):
    with edited(text / "identity-providers.json") as found:
        found.append({**found[0], "alias": "rusak", "config": {**found[0]["config"], "tokenUrl": "no address"}})
    with edited(text / "texts" / "id.json") as found:
        found["jabatan"] = "Jabatan sekarang"
    with with_text(changing, text):
        said = changing.json("apply", code=PARTIAL)
        assert [one["name"] for one in said["changes"] if one["error"]] == ["rusak"]
        assert changing.api.get("localization/id")["jabatan"] == "Jabatan sekarang", "what comes later was done"
        with edited(text / "identity-providers.json") as found:
            found[-1]["config"]["tokenUrl"] = "https://bkn.example/token"
        changing.run("apply")
        assert changing.json("plan")["changes"] == []
    changing.api.delete("identity-provider/instances/rusak")


def test_keycloak_that_goes_away_half_way_leaves_a_part_done_and_a_rerun_completes(empty, monkeypatch):
    post, left = RealmApi.post, [6]

    def leaving(api, path, body):
        left[0] -= 1
        if left[0] < 0:
            raise KeycloakConnectionError("gone")
        return post(api, path, body)

    get = RealmApi.get
    with monkeypatch.context() as patch:
        patch.setattr(RealmApi, "post", leaving)
        patch.setattr(
            RealmApi, "get", lambda api, *path, **query: leaving(api, "", None) if left[0] < 0 else get(api, *path, **query)
        )
        said = empty.run("apply", code=PARTIAL)
    assert "create realm" in said
    assert "run the same again" in empty.complaint
    empty.run("apply")
    assert empty.json("plan")["changes"] == []


def test_nothing_there_is_unreachable(changing):
    try:
        nowhere = free_addresses(1)[0]
        changing.configure(f'[keycloak]\nurl = "http://{nowhere}"\nrealm = "asn-unggul"\nrealm_dir = "{TEXT}"\n')
        for command in ("plan", "apply", "check"):
            changing.run(command, code=UNREACHABLE)
            assert nowhere in changing.complaint
    finally:
        changing.as_service_account()


def test_another_server_a_wrong_password_and_an_unknown_account_are_unreachable(changing):
    server, realm = changing.keycloak.url, changing.realm
    wrong = {
        "another server": f'url = "{changing.base_url}"\nrealm = "{realm}"\n',
        "wrong password": f'url = "{server}"\nrealm = "{realm}"\nadmin_user = "admin"\nadmin_password = "wrong"\n',
        "no such realm": f'url = "{server}"\nrealm = "no-such-realm"\n',
    }
    try:
        for section in wrong.values():
            changing.configure(f'[keycloak]\nrealm_dir = "{TEXT}"\n{section}')
            changing.run("apply", code=UNREACHABLE)
            assert changing.complaint.startswith("syncd: ")
    finally:
        changing.as_service_account()


def test_no_realm_no_text_and_unreadable_text_are_bad_input(changing, text):
    (text / "roles.json").write_text("[{]")
    try:
        for section in ("", f'[keycloak]\nurl = "{changing.keycloak.url}"\nrealm = "x"\nrealm_dir = "{text.parent}"\n'):
            changing.configure(section)
            changing.run("plan", code=BAD_INPUT)
        with with_text(changing, text):
            changing.run("plan", code=BAD_INPUT)
            assert "roles.json" in changing.complaint
    finally:
        changing.as_service_account()


def test_one_run_at_a_time(changing):
    with (changing.folder / "keys" / ".realm.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        changing.run("apply", code=HELD)
    assert "another" in changing.complaint
    changing.run("apply")


def test_what_left_the_text_stays_until_it_is_pruned_and_only_what_carries_our_mark(changing, text):
    api = changing.api
    with (text / "agencies.csv").open("a") as file:
        file.write("SEMENTARA,Badan Sementara\n")
    changing.join("pergi")
    with with_text(changing, text):
        changing.run("apply")
    api.post(
        "clients",
        {"clientId": "moodle-tangan", "clientAuthenticatorType": "client-jwt", "redirectUris": ["https://lms.example/x"]},
    )
    top = api.get("groups", search="instansi", exact="true")[0]
    api.post(f"groups/{top['id']}/children", {"name": "TANGAN"})
    changing.leave("pergi")

    gone = {("client", "moodle-pergi"), ("group", "/instansi/SEMENTARA")}
    assert changing.json("apply")["writes"] == 0
    assert changing.client("moodle-pergi")
    by_hand = {("client", "moodle-tangan"), ("group", "/instansi/TANGAN")}
    assert {(one["kind"], one["name"]) for one in changing.json("check", code=DRIFT)["changes"]} == gone | by_hand
    assert {one["act"] for one in changing.json("plan", "--prune", code=DRIFT)["changes"]} == {"delete"}
    changing.run("apply", "--prune")
    assert changing.client("moodle-pergi") is None
    assert changing.client("moodle-tangan")
    names = {group["name"] for group in api.get(f"groups/{top['id']}/children")}
    assert "TANGAN" in names
    assert "SEMENTARA" not in names


def test_a_pause_by_lan_switches_the_sign_in_off_and_one_by_the_tenant_does_not(changing):
    changing.pause("satu", by=Pause.TENANT)
    assert changing.json("plan")["changes"] == []
    changing.pause("satu", by=Pause.LAN)
    changing.run("apply")
    assert changing.client("moodle-satu")["enabled"] is False
    changing.resume("satu")
    changing.run("apply")
    assert changing.client("moodle-satu")["enabled"] is True
