"""What can be sent to the back channel: nothing but the issuer's own new logout token for this site ends a session."""

import time

import pytest
import requests

from tests.sso.people import person
from tests.sso.tokens import LOGOUT, new_key, sign

_STRANGER = new_key("asing")


def _post(tenant, token):
    return requests.post(tenant.backchannel, {"logout_token": token}, timeout=30)


@pytest.fixture
def signed_in(provider, satu, browser):
    """A browser that is signed in, and the session's id at the provider."""
    sid = browser.sign_in_at(provider, person())
    browser.get(satu.login)
    assert satu.who(browser) != 0
    return browser, sid


ABUSES = {
    "no token": lambda provider, sid: "",
    "no JWT": lambda provider, sid: "a.b",
    "unsigned": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid).rpartition(".")[0] + ".",
    "forged": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid)[:-8] + "AAAAAAAA",
    "another key": lambda provider, sid: sign(
        {"iss": provider.url, "aud": "moodle-satu", "iat": int(time.time()), "jti": "a", "sid": sid, "events": {LOGOUT: {}}},
        _STRANGER,
        kid=provider.key.kid,
    ),
    "another site's": lambda provider, sid: provider.logout_token("moodle-dua", sid=sid),
    "another issuer's": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid, iss="https://127.0.0.1:1"),
    "old": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid, iat=int(time.time()) - 3600, exp=None),
    "expired": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid, exp=int(time.time()) - 120),
    "from the future": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid, iat=int(time.time()) + 600),
    "with a nonce": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid, nonce="x"),
    "without event": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid, events=None),
    "another event": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid, events={"lain": {}}),
    "without jti": lambda provider, sid: provider.logout_token("moodle-satu", sid=sid, jti=None),
    "of nobody": lambda provider, sid: provider.logout_token("moodle-satu"),
    "sid is a list": lambda provider, sid: provider.logout_token("moodle-satu", sid=[sid]),
    "sid is true": lambda provider, sid: provider.logout_token("moodle-satu", sid=True),
}


@pytest.mark.parametrize("abuse", ABUSES)
def test_what_is_no_logout_token_for_this_site_ends_nothing(provider, satu, signed_in, abuse):
    browser, sid = signed_in
    answer = _post(satu, ABUSES[abuse](provider, sid))
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["error"] == "invalid_request"
    assert "Set-Cookie" not in answer.headers
    assert satu.who(browser) != 0


def test_an_id_token_or_an_access_token_is_no_logout_token(provider, satu, sso_world):
    browser, before = sso_world.browser(), set(provider.issued)
    browser.sign_in_at(provider, person())
    browser.get(satu.login)
    tokens = [token for token in provider.issued - before if token.count(".") == 2]
    assert len(tokens) == 2
    for token in tokens:
        assert _post(satu, token).status_code == 400
    assert satu.who(browser) != 0


def test_a_logout_token_in_the_address_or_as_get_ends_nothing(provider, satu, signed_in):
    browser, sid = signed_in
    token = provider.logout_token("moodle-satu", sid=sid)
    assert requests.get(satu.backchannel, {"logout_token": token}, timeout=30).status_code == 400
    assert satu.who(browser) != 0


def test_a_body_of_five_megabytes_is_refused_unread(satu, provider, signed_in):
    browser, _ = signed_in
    asked = provider.requests.total()
    assert _post(satu, "x" * (5 << 20)).status_code in (400, 413)
    assert provider.requests.total() == asked
    assert satu.who(browser) != 0


def test_a_true_logout_token_ends_its_session_once_and_a_replay_is_refused(provider, satu, signed_in):
    browser, sid = signed_in
    token = provider.logout_token("moodle-satu", sid=sid)
    assert _post(satu, token).status_code == 200
    assert satu.who(browser) == 0
    browser.sign_in_at(provider, provider._sessions[sid])
    browser.get(satu.login)
    replayed = _post(satu, token)
    assert (replayed.status_code, replayed.json()["error_description"]) == (400, "badtoken jti")
    assert satu.who(browser) != 0


def test_a_session_nobody_knows_is_no_mistake(provider, satu, signed_in):
    browser, _ = signed_in
    answer = _post(satu, provider.logout_token("moodle-satu", sid="0" * 32))
    assert (answer.status_code, answer.headers["Cache-Control"], answer.content) == (200, "no-store", b"")
    assert satu.who(browser) != 0


def test_a_flood_of_unknown_keys_asks_the_issuer_at_most_once_and_opens_no_session(provider, satu, signed_in):
    browser, _ = signed_in
    claims = {"iss": provider.url, "aud": "moodle-satu", "iat": int(time.time()), "jti": "a", "sid": "b", "events": {LOGOUT: {}}}
    asked = provider.requests["keys"]
    ((sessions,),) = satu.site.rows("SELECT COUNT(*) FROM mdl_sessions")
    satu.site.do("age_issuer", issuer=provider.url, seconds=120)
    with requests.Session() as flood:
        statuses = {
            flood.post(
                satu.backchannel, {"logout_token": sign(claims, _STRANGER, kid=f"banjir-{number}")}, timeout=30
            ).status_code
            for number in range(200)
        }
    assert statuses == {400}
    assert provider.requests["keys"] - asked <= 1
    assert satu.site.rows("SELECT COUNT(*) FROM mdl_sessions") == [(sessions,)]
    assert satu.who(browser) != 0


def test_a_flood_of_unknown_keys_keeps_no_new_key_from_a_sign_in(provider, satu, signed_in, sso_world):
    satu.site.do("age_issuer", issuer=provider.url, seconds=120)
    _post(satu, sign({"iss": provider.url}, _STRANGER, kid="banjir"))
    provider.rotate("sesudah-banjir", keep_old=False)
    _post(satu, sign({"iss": provider.url}, _STRANGER, kid="banjir"))
    browser = sso_world.browser()
    browser.sign_in_at(provider, person())
    browser.get(satu.login)
    assert satu.who(browser) != 0
