"""People from the command line: read, shown, disabled and enabled again, with Keycloak there and away."""

import pytest
import requests

from tests.keycloak_answers import CANARY, KEYCLOAK, REALM, account, playing


@pytest.fixture
def keycloak(syncd):
    syncd.config.write_text(syncd.config.read_text() + f'[keycloak]\nurl = "{KEYCLOAK}"\nrealm = "{REALM}"\n')
    with playing([account(number) for number in range(3)]) as played:
        yield played


def test_everybody_is_read_and_read_again_without_a_change(syncd, keycloak):
    assert syncd.json("people", "refresh")["new"] == 3
    assert syncd("people", "refresh") == "3 people read; nothing changed; 0 signed out everywhere.\n"
    summary = syncd.json("people", "summary")
    assert (summary["people"], summary["disabled"], summary["last_error"]) == (3, 0, None)
    assert summary["agencies"] == [{"agency": "UJI01", "status": "aktif", "people": 3, "disabled": 0}]
    assert "UJI01" in syncd("people", "summary")


def test_a_person_is_shown_with_their_moves_and_nothing_else_of_them(syncd, keycloak):
    syncd("people", "refresh")
    keycloak.accounts["orang-0001"]["attributes"]["instansi_kode"] = ["UJI02"]
    assert syncd.json("people", "refresh", "orang-0001")["agency"] == "UJI02"
    shown = syncd("people", "show", "orang-0001")
    assert "from  UJI01 / Biro Contoh / aktif" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert [move["to"] for move in syncd.json("people", "show", "orang-0001")["moves"]] == ["UJI02 / Biro Contoh / aktif"]
    assert CANARY not in shown


def test_who_is_disabled_is_signed_out_at_once_and_it_may_be_said_twice(syncd, keycloak):
    for _ in range(2):
        shown = syncd.json("people", "disable", "orang-0001")
        assert (shown["enabled"], shown["may_sign_in"]) == (False, False)
        assert shown["signed_out"]
    assert keycloak.signed_out == ["orang-0001", "orang-0001"]
    assert "syncd people enable orang-0001" in syncd("people", "disable", "orang-0001")
    for _ in range(2):
        assert syncd("people", "enable", "orang-0001") == "orang-0001 is enabled.\n"
    assert syncd.json("people", "show", "orang-0001")["may_sign_in"]


def test_one_session_that_cannot_be_ended_is_said_to_be_so_and_nobody_else_stays_signed_in(syncd, keycloak):
    syncd("people", "refresh")
    keycloak.sessions = {"orang-0001": ["macet", "lain"], "orang-0002": ["dia"]}
    keycloak.broken = lambda request: requests.ReadTimeout("slow") if request.url.endswith("/sessions/macet") else None
    said = syncd("people", "disable", "orang-0001", code=3)
    assert "is disabled and can sign in nowhere, but not every session could be ended" in said
    assert keycloak.ended == ["lain"]
    assert not keycloak.accounts["orang-0001"]["enabled"]
    assert not syncd.json("people", "show", "orang-0001")["signed_out"]
    keycloak.accounts["orang-0002"]["enabled"] = False
    keycloak.accounts["orang-0003"] = account(3)
    assert "1 people could not be signed out" in syncd("people", "refresh", code=3)
    assert syncd.json("people", "show", "orang-0002")["signed_out"]
    assert syncd.json("people", "show", "orang-0003")["may_sign_in"]
    counts = syncd.json("people", "refresh", code=3)
    assert (counts["outcome"], counts["signed_out"], counts["not_signed_out"]) == ("ok", 0, 1)
    keycloak.broken = lambda request: None
    assert "every session is ended" in syncd("people", "disable", "orang-0001")


def test_who_is_enabled_but_of_a_status_that_may_not_sign_in_is_said_to_be_so(syncd, keycloak):
    keycloak.accounts["orang-0001"]["attributes"]["status_asn"] = ["pensiun"]
    assert "people of status pensiun may not sign in" in syncd("people", "enable", "orang-0001")
    assert keycloak.signed_out == ["orang-0001"]


def test_a_person_nobody_has_is_one_sentence_and_code_1(syncd, keycloak):
    for arguments in (("show", "x"), ("disable", "x"), ("enable", "x"), ("refresh", "x"), ("disable", "a b")):
        syncd("people", *arguments, code=1)
        assert syncd.complaint.count("\n") == 1


def test_a_person_who_was_deleted_is_gone_when_read_alone(syncd, keycloak):
    syncd("people", "refresh")
    del keycloak.accounts["orang-0001"]
    assert syncd.json("people", "refresh", "orang-0001")["gone"]


def test_too_many_who_vanish_are_held_and_released(syncd, keycloak):
    keycloak.accounts = {one["id"]: one for one in (account(number) for number in range(30))}
    syncd("people", "refresh")
    keycloak.accounts.clear()
    assert "syncd people refresh --release" in syncd("people", "refresh", code=3)
    assert syncd.json("people", "summary")["held"] == 30
    assert "Too many people" in syncd("status")
    assert syncd.json("people", "refresh", "--release")["gone"] == 30


def test_a_keycloak_that_is_away_is_code_69_and_changes_nothing(syncd, keycloak):
    syncd("people", "refresh")
    keycloak.broken = lambda request: requests.ConnectionError("refused")
    for arguments in (("refresh",), ("refresh", "orang-0001"), ("disable", "orang-0001")):
        # Of a realm that did not answer nothing else is said, least of all that nothing changed there.
        assert syncd("people", *arguments, code=69) == ""
        assert "cannot be reached" in syncd.complaint
    assert syncd.json("people", "show", "orang-0001")["may_sign_in"]
    assert "Keycloak cannot be reached" in syncd("status")
    assert syncd.json("status")["realm"]["code"] == "ISSUER_DOWN"
    assert {one["subject"]: one["ok"] for one in syncd.json("doctor", code=69)}["realm"] is False
    keycloak.broken = lambda request: None
    syncd("people", "refresh")
    syncd("doctor")
    assert syncd.json("status")["realm"]["code"] is None


def test_a_centre_without_a_realm_says_which_setting_would_give_it_one(syncd):
    syncd("people", "refresh", code=78)
    assert "[keycloak] url" in syncd.complaint
    assert syncd.json("status")["realm"] is None
    syncd("doctor")
