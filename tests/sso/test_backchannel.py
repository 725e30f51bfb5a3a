"""What can be sent to the back channel: nothing but the centre's own new word for this site ends a session."""

import time
from functools import partial

import pytest
import requests

from tests.sso.people import person
from tests.sso.tokens import FORGERIES, new_key, segment, sign
from tests.sso.word import CENTRE, Said, bearer

_STRANGER = new_key("pusat")
_NOBODY = new_key("asing")


def _now(seconds):
    return int(time.time()) + seconds


@pytest.fixture
def signed_in(issuer, satu, browser):
    """A browser that is signed in, and the session's id at the issuer."""
    sid = browser.sign_in_at(issuer, person())
    browser.get(satu.login)
    assert satu.who(browser) != 0
    return browser, sid


# What is said about a session that is there, by who has no right to, or in a way that proves nothing.
ABUSES = {
    "no token": lambda satu, dua: Said(token=""),
    "no JWT": lambda satu, dua: Said(token="a.b"),
    "unsigned": lambda satu, dua: Said(token=bearer(satu.url, Said()).rpartition(".")[0] + "."),
    "alg none": lambda satu, dua: Said(
        token=f"{segment({'alg': 'none', 'kid': 'pusat'})}.{bearer(satu.url, Said()).split('.')[1]}."
    ),
    "forged": lambda satu, dua: Said(token=bearer(satu.url, Said())[:-8] + "AAAAAAAA"),
    "another key under the centre's name": lambda satu, dua: Said(key=_STRANGER),
    "a key nobody knows": lambda satu, dua: Said(key=_NOBODY),
    "another site's": lambda satu, dua: Said(claims={"aud": dua.url}),
    "for two sites": lambda satu, dua: Said(claims={"aud": [satu.url, dua.url]}),
    "another centre's": lambda satu, dua: Said(claims={"iss": "https://lain.example", "sub": "https://lain.example"}),
    "the issuer's": lambda satu, dua: Said(claims={"iss": satu.issuer, "sub": satu.issuer}),
    "to read the feed": lambda satu, dua: Said(claims={"scope": "feed"}),
    "without a purpose": lambda satu, dua: Said(claims={"scope": None}),
    "old": lambda satu, dua: Said(claims={"iat": _now(-3600), "exp": _now(-3480)}),
    "expired": lambda satu, dua: Said(claims={"iat": _now(-190), "exp": _now(-70)}),
    "from the future": lambda satu, dua: Said(claims={"iat": _now(600), "exp": _now(720)}),
    "living too long": lambda satu, dua: Said(claims={"exp": _now(3600)}),
    "without end": lambda satu, dua: Said(claims={"exp": None}),
    "without jti": lambda satu, dua: Said(claims={"jti": None}),
    "with a demand nobody knows": lambda satu, dua: Said(sign=FORGERIES["an unknown critical header"][0]),
}


@pytest.mark.parametrize("abuse", ABUSES)
def test_what_does_not_prove_that_the_centre_says_it_ends_nothing(satu, dua, signed_in, abuse):
    browser, sid = signed_in
    answer = satu.told(ABUSES[abuse](satu, dua), session=sid)
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthorised"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert satu.who(browser) != 0


SENSELESS = {
    "another issuer": lambda sid: {"session": sid, "issuer": "https://127.0.0.1:1"},
    "no issuer": lambda sid: {"session": sid, "issuer": None},
    "another contract": lambda sid: {"session": sid, "contract": 2},
    "a list of sessions": lambda sid: {"session": [sid]},
    "every session": lambda sid: {"session": True},
    "nobody": lambda sid: {},
    "an endless name": lambda sid: {"session": sid * 100},
}


@pytest.mark.parametrize("senseless", SENSELESS)
def test_what_the_centre_cannot_mean_ends_nothing_and_names_the_member(satu, signed_in, senseless):
    browser, sid = signed_in
    answer = satu.told(**SENSELESS[senseless](sid))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert answer.json()["detail"] in ("issuer", "contract", "session", "subject")
    assert satu.who(browser) != 0


def test_a_logout_token_of_the_issuer_itself_ends_nothing_here(issuer, satu, signed_in):
    browser, sid = signed_in
    token = issuer.logout_token("moodle-satu", sid=sid)
    asked = issuer.requests.total()
    assert requests.post(satu.backchannel, {"logout_token": token}, timeout=30).status_code == 401
    assert satu.told(Said(token=token), session=sid).status_code == 401
    assert satu.who(browser) != 0
    assert issuer.requests.total() == asked


def test_a_true_word_by_get_or_in_the_address_ends_nothing(satu, signed_in):
    browser, sid = signed_in
    headers = {"Authorization": f"Bearer {bearer(satu.url, Said())}"}
    answer = requests.get(satu.backchannel, {"contract": 1, "session": sid}, headers=headers, timeout=30)
    assert answer.status_code == 405
    assert satu.who(browser) != 0


@pytest.mark.parametrize("proven", [True, False])
def test_a_body_of_five_megabytes_is_refused(satu, signed_in, proven):
    browser, sid = signed_in
    body = b'{"contract":1,"session":"' + sid.encode() + b'","x":"' + b"x" * (5 << 20) + b'"}'
    answer = satu.told(Said(body=body) if proven else Said(body=body, key=_STRANGER))
    assert answer.status_code == (413 if proven else 401)
    assert satu.who(browser) != 0


def test_a_true_word_ends_its_session_once_and_a_replay_is_refused(issuer, satu, signed_in):
    browser, sid = signed_in
    token = bearer(satu.url, Said())
    assert satu.told(Said(token=token), session=sid).status_code == 200
    assert satu.who(browser) == 0
    browser.sign_in_at(issuer, issuer._sessions[sid])
    browser.get(satu.login)
    assert satu.told(Said(token=token), session=sid).status_code == 401
    assert satu.who(browser) != 0


def test_a_word_that_is_said_again_is_heard_again(satu, signed_in):
    _, sid = signed_in
    assert [satu.told(session=sid).status_code for _ in range(2)] == [200, 200]


def test_a_session_nobody_knows_is_no_mistake(satu, signed_in):
    browser, _ = signed_in
    answer = satu.told(session="0" * 32)
    assert (answer.status_code, answer.headers["Cache-Control"], answer.json()) == (200, "no-store", {})
    assert satu.who(browser) != 0


def test_a_flood_of_forged_words_asks_nobody_and_opens_no_session(issuer, satu, signed_in):
    browser, sid = signed_in
    ((sessions,),) = satu.site.rows("SELECT COUNT(*) FROM mdl_sessions")
    satu.site.do("age_issuer", issuer=issuer.url, seconds=3601)
    asked = issuer.requests.total()
    claims = {"iss": CENTRE, "sub": CENTRE}
    forged = [Said(claims=claims, key=_NOBODY, sign=partial(sign, kid=f"banjir-{number}")) for number in range(200)]
    assert {satu.told(each, session=sid).status_code for each in forged} == {401}
    assert issuer.requests.total() == asked
    assert satu.site.rows("SELECT COUNT(*) FROM mdl_sessions") == [(sessions,)]
    assert satu.site.rows("SELECT COUNT(*) FROM mdl_local_asnunggul_jti") < [(200,)]
    assert satu.who(browser) != 0


def test_the_app_is_signed_out_with_the_person_and_not_with_one_session(satu, issuer, signed_in, browser):
    _, sid = signed_in
    account = satu.who(browser)
    token = satu.site.do("make_app_token", id=account)
    subject = issuer._sessions[sid].subject
    assert satu.told(session=sid, subject=subject).status_code == 200
    assert satu.site.rows("SELECT 1 FROM mdl_external_tokens WHERE token = %s", token) == [(1,)]
    assert satu.told(subject=subject).status_code == 200
    assert satu.site.rows("SELECT 1 FROM mdl_external_tokens WHERE token = %s", token) == []
