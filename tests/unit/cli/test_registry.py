"""Tenants are invited, shown, paused, moved and removed from the command line."""

import json

import pytest

from syncd import clock
from syncd.errors import JoinRefusedError
from syncd.store import invites
from syncd.store.engine import transaction


def test_an_invitation_prints_a_code_that_can_be_redeemed_once(syncd):
    code = syncd("tenant", "invite", "--name", "Pusdiklat Contoh", "--agency", "Kementerian Contoh").strip()
    prefix, _centre, secret = code.split(".")
    assert prefix == "ASN1"
    with transaction(syncd.runtime.engine) as conn:
        assert invites.redeem(conn, secret, 1).name == "Pusdiklat Contoh"


def test_an_invitation_says_beside_the_code_who_it_is_for_how_long_it_works_and_what_comes_next(syncd):
    code = syncd("tenant", "invite", "--name", "Pusdiklat Contoh", "--agency", "Kementerian Contoh", "--valid-hours", "72")
    assert len(code.splitlines()) == 1
    (listed,) = syncd.json("tenant", "invites")
    syncd("tenant", "invite", "--name", "Pusdiklat Lain", "--agency", "Kementerian Contoh")
    said = syncd.complaint
    assert "Pusdiklat Lain (Kementerian Contoh)" in said
    assert "until 20" in said
    assert "Site administration > Plugins > Local plugins" in said
    assert listed["name"] == "Pusdiklat Contoh"
    assert listed["expires"]
    assert code.strip().split(".")[2] not in json.dumps(syncd.json("tenant", "invites")), "a list of codes opens nothing"


def test_a_code_that_was_sent_wrongly_is_taken_back(syncd):
    made = syncd.json("tenant", "invite", "--name", "Pusdiklat Contoh", "--agency", "Kementerian Contoh")
    assert made["id"] in syncd("tenant", "invites")
    syncd("tenant", "revoke", made["id"])
    with transaction(syncd.runtime.engine) as conn, pytest.raises(JoinRefusedError):
        invites.redeem(conn, made["code"].split(".")[2], clock.now_ms())
    assert syncd("tenant", "invites").strip() == "No join code is open."
    syncd("tenant", "revoke", made["id"], code=1)
    assert "syncd tenant invites" in syncd.complaint


def test_an_invitation_needs_a_name_and_an_agency(syncd):
    syncd("tenant", "invite", "--name", "Pusdiklat Contoh", code=2)
    assert "--agency" in syncd.complaint


def test_an_invitation_for_a_known_tenant_takes_its_name(syncd, joined):
    made = syncd.json("tenant", "invite", "--tenant", joined[0])
    assert made["tenant"] == joined[0]
    assert made["name"]


def test_an_empty_registry_says_what_to_do(syncd):
    assert "syncd tenant invite" in syncd("tenant", "list")
    assert syncd.json("tenant", "list") == []


def test_all_tenants_are_listed_with_their_addresses(syncd, joined, server):
    listed = syncd("tenant", "list")
    for slug, tenant in zip(joined, server.world.tenants.values(), strict=True):
        assert slug in listed
        assert tenant.url in listed


def test_an_unknown_tenant_is_one_sentence_and_code_1(syncd):
    syncd("tenant", "show", "tidak-ada", code=1)
    assert syncd.complaint == "syncd: there is no tenant named 'tidak-ada'\n"


def test_a_misspelt_tenant_is_guessed_where_one_is_called_nearly_so(syncd, joined):
    for arguments in (("tenant", "show"), ("sync",), ("tenant", "pause")):
        syncd(*arguments, joined[0].upper()[:-1], code=1)
        assert syncd.complaint.endswith(f"; did you mean {joined[0]}?\n"), arguments
    syncd("tenant", "show", "tidak-ada", code=1)
    assert "did you mean" not in syncd.complaint


def test_one_tenant_is_shown_with_its_streams_and_syncs(syncd, joined):
    syncd("sync", joined[0])
    shown = syncd.json("tenant", "show", joined[0])
    assert {stream["stream"]: stream["verified"] for stream in shown["streams"]} == {
        "catalogue": True,
        "learning": True,
        "badges": True,
        "ratings": True,
    }
    assert shown["syncs"][0]["outcome"] == "ok"
    assert "Newest syncs" in syncd("tenant", "show", joined[0])


def test_a_paused_tenant_is_not_among_all_and_comes_back(syncd, joined):
    syncd("tenant", "pause", joined[0])
    assert syncd.json("tenant", "show", joined[0])["state"] == "paused"
    assert [one["tenant"] for one in syncd.json("sync", "--all")] == sorted(joined[1:])
    syncd("tenant", "resume", joined[0])
    assert len(syncd.json("sync", "--all")) == 3


def test_what_lan_pauses_leaves_the_marketplace_as_the_command_says(syncd, joined):
    syncd("sync", joined[0])
    syncd("index", "rebuild")
    assert syncd.json("search", "--choose", f"tenant={joined[0]}")["total"] > 0
    assert "its courses leave the marketplace" in syncd("tenant", "pause", joined[0])
    syncd("index", "rebuild")
    assert syncd.json("search", "--choose", f"tenant={joined[0]}")["total"] == 0
    assert "hides its courses" in syncd("status", joined[0])


def test_a_tenant_is_removed_only_after_a_yes(syncd, joined):
    syncd("sync", joined[0])
    syncd("tenant", "remove", joined[0], code=1, stdin="n\n")
    assert syncd.json("tenant", "show", joined[0])["tenant"] == joined[0]
    removed = syncd.json("tenant", "remove", joined[0], "--yes")
    assert removed["deleted"]["course"] > 0
    syncd("tenant", "show", joined[0], code=1)


def test_an_exported_registry_is_taken_over_by_an_empty_centre(syncd, joined, tmp_path):
    exported = syncd("tenant", "export")
    assert "PRIVATE" not in exported
    file = tmp_path / "tenants.json"
    file.write_text(exported)
    (tmp_path / "syncd.db").unlink()
    syncd("db", "upgrade")
    assert syncd.json("tenant", "import", str(file)) == {"taken": 3, "refused": []}
    assert syncd.json("tenant", "import", str(file))["taken"] == 3
    assert all(one["verified"] for one in syncd.json("sync", "--all"))


def test_a_registry_of_another_centre_is_refused(syncd, joined, tmp_path):
    document = json.loads(syncd("tenant", "export"))
    file = tmp_path / "tenants.json"
    file.write_text(json.dumps(document | {"centre": "https://lain.example.go.id"}))
    syncd("tenant", "import", str(file), code=78)
    assert "lain.example.go.id" in syncd.complaint


def test_a_file_that_is_no_registry_is_refused(syncd, tmp_path):
    odd = {"name": "x", "agency": "x", "url": "x", "site": "0" * 32, "jwks": "{}", "plugin": "x", "release": "1", "moodle": "1"}
    strange = json.dumps({"tenants": [odd], "format": 1, "centre": "x"})
    for content in ("", "[]", '{"tenants":[{}],"format":1,"centre":"x"}', '{"tenants":[{"jwks":7}]}', "[" * 100_000, strange):
        file = tmp_path / "tenants.json"
        file.write_text(content)
        syncd("tenant", "import", str(file), code=78)
        assert syncd.complaint.count("\n") == 1


def test_a_tenant_that_contradicts_what_is_known_is_refused_alone(syncd, joined, tmp_path):
    document = json.loads(syncd("tenant", "export"))
    document["tenants"][0]["url"] = "https://lain.example.go.id"
    file = tmp_path / "tenants.json"
    file.write_text(json.dumps(document))
    answer = syncd.json("tenant", "import", str(file), code=3)
    assert answer["taken"] == 2
    assert [one["url"] for one in answer["refused"]] == ["https://lain.example.go.id"]


def test_a_registry_keeps_short_names_and_what_lan_paused(syncd, joined, tmp_path):
    """The client of a tenant at Keycloak, and what its site knows of it, are named by the short name."""
    document = json.loads(syncd("tenant", "export"))
    names = [one["tenant"] for one in document["tenants"]]
    assert names == sorted(joined)
    syncd("tenant", "pause", joined[0])
    syncd("tenant", "agency", names[2], "LAN")
    document = json.loads(syncd("tenant", "export"))
    document["tenants"][1]["tenant"] = "nama-lama"
    file = tmp_path / "tenants.json"
    file.write_text(json.dumps(document))
    (tmp_path / "syncd.db").unlink()
    syncd("db", "upgrade")
    syncd.json("tenant", "import", str(file))
    states = {one["tenant"]: one["paused_by"] for one in syncd.json("tenant", "list")}
    assert states == {names[0]: "lan" if names[0] == joined[0] else None, "nama-lama": None, names[2]: None}
    assert syncd.json("tenant", "agency", names[2])["code"] == "LAN"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--name", " ", "--agency", "LAN"),
        ("--name", "x" * 256, "--agency", "LAN"),
        ("--name", "Balai\u202eijU", "--agency", "LAN"),
        ("--name", "Balai\nUji", "--agency", "LAN"),
        ("--name", "Balai", "--agency", "LAN", "--valid-hours", "nan"),
        ("--name", "Balai", "--agency", "LAN", "--valid-hours", "inf"),
    ],
)
def test_an_invitation_that_nobody_could_read_or_use_is_refused(syncd, wrong):
    syncd("tenant", "invite", *wrong, code=2)
    assert syncd.json("tenant", "invites") == []


def test_a_number_that_no_database_holds_is_a_wrong_argument(syncd, joined):
    for arguments in (("tenant", "limit", joined[0], "--rows", "9" * 30), ("rejections", "list", "--limit", "9" * 30)):
        syncd(*arguments, code=2)


def test_a_name_steers_no_terminal_where_a_removal_is_asked_for(syncd, joined):
    with transaction(syncd.runtime.engine) as conn:
        conn.exec_driver_sql("UPDATE tenant SET name = ?", ("Balai [bold]\x1b[31m\u202e",))
    said = syncd("tenant", "remove", joined[0], code=1, stdin="n\n")
    assert "[bold]" in said
    assert "\x1b[31m" not in said
    assert "\u202e" not in said
