"""Tenants are invited, shown, paused, moved and removed from the command line."""

import json

from syncd.store import invites
from syncd.store.engine import transaction


def test_an_invitation_prints_a_code_that_can_be_redeemed_once(syncd):
    code = syncd("tenant", "invite", "--name", "Pusdiklat Contoh", "--agency", "Kementerian Contoh").strip()
    prefix, _centre, secret = code.split(".")
    assert prefix == "ASN1"
    with transaction(syncd.runtime.engine) as conn:
        assert invites.redeem(conn, secret, 1).name == "Pusdiklat Contoh"


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


def test_one_tenant_is_shown_with_its_streams_and_syncs(syncd, joined):
    syncd("sync", joined[0])
    shown = syncd.json("tenant", "show", joined[0])
    assert {stream["stream"]: stream["verified"] for stream in shown["streams"]} == {
        "catalogue": True,
        "learning": True,
        "badges": True,
    }
    assert shown["syncs"][0]["outcome"] == "ok"
    assert "Newest syncs" in syncd("tenant", "show", joined[0])


def test_a_paused_tenant_is_not_among_all_and_comes_back(syncd, joined):
    syncd("tenant", "pause", joined[0])
    assert syncd.json("tenant", "show", joined[0])["state"] == "paused"
    assert [one["tenant"] for one in syncd.json("sync", "--all")] == sorted(joined[1:])
    syncd("tenant", "resume", joined[0])
    assert len(syncd.json("sync", "--all")) == 3


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
    for content in ("", "[]", '{"tenants":[{}],"format":1,"centre":"x"}', '{"tenants":[{"jwks":7}]}'):
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
