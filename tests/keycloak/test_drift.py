"""Whatever a hand changes in the admin console is named by `check`, and undone by `apply`."""

import pytest

pytestmark = pytest.mark.keycloak


def put(api, place, change, **query):
    live = api.get(place, **query)
    change(live)
    api.put(place, live)


def client(api, name):
    return next(iter(api.get("clients", clientId=name)))


def on_client(name, **change):
    return lambda api: put(api, f"clients/{client(api, name)['id']}", lambda live: live.update(change))


def on_mapper(api):
    scope = next(each for each in api.get("client-scopes") if each["name"] == "asn")
    mapper = next(each for each in scope["protocolMappers"] if each["name"] == "nip")
    mapper["config"]["access.token.claim"] = "true"
    api.put(f"client-scopes/{scope['id']}/protocol-mappers/models/{mapper['id']}", mapper)


def more_mappers(api):
    place = f"clients/{client(api, 'moodle-satu')['id']}/protocol-mappers/models"
    config = {"user.attribute": "nip_klaim", "claim.name": "nip", "id.token.claim": "true", "jsonType.label": "String"}
    mapper = {"name": "leak", "protocol": "openid-connect", "protocolMapper": "oidc-usermodel-attribute-mapper", "config": config}
    api.post(place, mapper)


def profile(api):
    def change(live):
        next(each for each in live["attributes"] if each["name"] == "nip")["permissions"]["edit"].append("user")

    put(api, "users/profile", change)


def unmanaged(api):
    put(api, "users/profile", lambda live: live.update(unmanagedAttributePolicy="ENABLED"))


def policy(api):
    put(api, "client-policies/policies", lambda live: live["policies"][0].update(enabled=False))


def executor(api):
    put(api, "client-policies/profiles", lambda live: live["profiles"][0]["executors"].pop())


def step(api):
    place = "authentication/flows/asn%20browser/executions"
    last = api.get(place)[-1]
    api.put(place, {**last, "requirement": "DISABLED"})


def staff(api):
    api.delete("roles/staf-lan/composites", [api.get("roles/wajib-mfa")])


def rights(owner, role):
    def change(api):
        user = api.get(f"clients/{client(api, 'asn-syncd')['id']}/service-account-user")
        place = f"users/{user['id']}/role-mappings/clients/{client(api, owner)['id']}"
        api.post(place, [api.get(f"clients/{client(api, owner)['id']}/roles/{role}")])

    return change


def realm_right(api):
    user = api.get(f"clients/{client(api, 'asn-syncd')['id']}/service-account-user")
    api.post(f"users/{user['id']}/role-mappings/realm", [api.get("roles/staf-lan")])


def everybody(api):
    api.post(f"roles/default-roles-{api.realm}/composites", [api.get("roles/staf-lan")])


def scope(api):
    found = next(each for each in api.get("client-scopes") if each["name"] == "service-roles")
    api.put(f"clients/{client(api, 'moodle-satu')['id']}/default-client-scopes/{found['id']}", {})


def told_roles(api):
    found = next(each for each in api.get("client-scopes") if each["name"] == "roles")
    api.post(f"client-scopes/{found['id']}/scope-mappings/realm", [api.get("roles/wajib-mfa")])


def agency(api):
    top = api.get("groups", search="instansi", exact="true")[0]
    live = next(each for each in api.get(f"groups/{top['id']}/children") if each["name"] == "LAN")
    put(api, f"groups/{live['id']}", lambda group: group.update(attributes={"nama": ["Lain"], "asn.managed": ["1"]}))


def override(api):
    direct = next(each for each in api.get("authentication/flows") if each["alias"] == "direct grant")
    put(
        api,
        f"clients/{client(api, 'moodle-satu')['id']}",
        lambda live: live.update(authenticationFlowBindingOverrides={"browser": direct["id"]}),
    )


HANDS = {
    "registration is off": (
        lambda api: put(api, "", lambda live: live.update(registrationAllowed=False)),
        "settings",
        "registrationAllowed",
    ),
    "brute force": (
        lambda api: put(api, "", lambda live: live.update(bruteForceProtected=False)),
        "settings",
        "bruteForceProtected",
    ),
    "own sign-in flow left": (
        lambda api: put(api, "", lambda live: live.update(browserFlow="browser")),
        "settings",
        "browserFlow",
    ),
    "redirect": (
        on_client("moodle-satu", redirectUris=["https://evil.example/callback.php"]),
        "client moodle-satu",
        "redirectUris",
    ),
    "switched off": (on_client("moodle-satu", enabled=False), "client moodle-satu", "enabled"),
    "flow of one client": (override, "client moodle-satu", "authenticationFlowBindingOverrides.browser"),
    "scope of a client": (scope, "client moodle-satu", "defaultClientScopes"),
    "NIP into access tokens": (on_mapper, "client scope asn", "protocolMappers[nip].config.access.token.claim"),
    "mapper of a client": (more_mappers, "client moodle-satu", "protocolMappers[leak]"),
    "NIP editable": (profile, "user profile", "attributes[nip].permissions.edit"),
    "any attribute": (unmanaged, "user profile", "unmanagedAttributePolicy"),
    "policy off": (policy, "client policies policies", "policies[asn-all].enabled"),
    "executor gone": (executor, "client policies profiles", "profiles[asn-code-only].executors[reject-implicit-grant]"),
    "second factor off": (step, "flow asn browser", "executions"),
    "staff without second factor": (staff, "role staf-lan", "composites"),
    "right of the daemon": (rights("realm-management", "manage-clients"), "rights asn-syncd", "roles"),
    "right in another client": (rights("broker", "read-token"), "rights asn-syncd", "roles"),
    "role of the daemon": (realm_right, "rights asn-syncd", "roles"),
    "role of everybody": (everybody, "role default-roles", "composites"),
    "told roles": (told_roles, "scope mapping roles", "roles"),
    "agency": (agency, "group /instansi/LAN", "attributes.nama"),
    "text": (lambda api: api.post("localization/id", {"nipKlaim": "Nomor"}), "texts id", "nipKlaim"),
    "terms": (
        lambda api: put(
            api, "authentication/required-actions/TERMS_AND_CONDITIONS", lambda live: live.update(defaultAction=False)
        ),
        "required action TERMS_AND_CONDITIONS",
        "defaultAction",
    ),
    "broker on": (
        lambda api: put(api, "identity-provider/instances/bkn-siasn", lambda live: live.update(enabled=True, trustEmail=True)),
        "identity provider bkn-siasn",
        "trustEmail",
    ),
}


@pytest.mark.parametrize("hand", HANDS)
def test_a_change_by_hand_is_named_and_undone(changing, hand):
    change, kind, path = HANDS[hand]
    change(changing.api)
    found = changing.differences()
    named = [path for name, where in found.items() if name.startswith(kind) for path in where]
    changing.run("apply")
    assert changing.json("plan")["changes"] == []
    assert path in named, found
    assert [name for name in found if not name.startswith(kind)] == [], "nothing else was named"


def test_check_shows_the_live_and_the_wanted_value(changing):
    put(changing.api, "", lambda live: live.update(accessTokenLifespan=86400))
    assert "accessTokenLifespan: 86400 -> 300" in changing.run("check", code=1)
    changing.run("apply")


def test_an_update_by_apply_keeps_a_clients_secret_and_what_the_text_does_not_speak_of(changing):
    before = client(changing.api, "moodle-satu")
    put(changing.api, f"clients/{before['id']}", lambda live: live.update(description="By hand", enabled=False))
    changing.run("apply")
    after = client(changing.api, "moodle-satu")
    assert after["enabled"]
    assert after["id"] == before["id"]
    assert after.get("secret") == before.get("secret")
    assert after["description"] in {"By hand", before.get("description")}
