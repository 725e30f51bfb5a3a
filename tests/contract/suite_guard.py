"""Whom every tenant must refuse, said as tests. Needs the fixtures `tenant` and `centre`."""

import json

import pytest
from joserfc.jwk import RSAKey

from tests.contract.centre import FEED, send

GOOD_NONCE = "n" * 22
CHANGES = {"operation": "changes", "stream": "catalogue", "cursor": None, "limit": 10}
SNAPSHOT = {"operation": "snapshot", "stream": "catalogue", "kind": "course", "after": 0, "limit": 10}
DIGEST = {"operation": "digest", "stream": "catalogue", "buckets": True}

WRONG_CLAIMS = {
    "another caller": {"iss": "https://lain.example"},
    "another subject": {"sub": "https://lain.example"},
    "another receiver": {"aud": "https://lain.example"},
    "a list of receivers": {"aud": ["https://lain.example"]},
    "another scope": {"scope": "join"},
    "no scope": {"scope": None},
    "no jti": {"jti": None},
    "a short jti": {"jti": "pendek"},
    "no jwks": {"jwks": None},
    "no exp": {"exp": None},
    "no iat": {"iat": None},
}


def _refused(reply):
    assert reply.status == 401
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert reply.lines[0]["code"] == "unauthorised"
    return reply.body


@pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS.keys())
def test_a_token_with_wrong_claims_is_refused(centre, claims):
    _refused(centre.post(centre.request(), authorization=centre.token(**claims)))


@pytest.mark.parametrize(
    "times",
    [{"iat": -300, "exp": -180}, {"iat": 200, "exp": 320}, {"iat": 0, "exp": 121}],
    ids=["expired", "from the future", "valid too long"],
)
def test_a_token_outside_its_time_is_refused(centre, times):
    claims = {name: centre.now + offset for name, offset in times.items()}
    _refused(centre.post(centre.request(), authorization=centre.token(**claims)))


def test_a_minute_of_clock_difference_is_forgiven(centre):
    for offset in (-150, 40):
        token = centre.token(iat=centre.now + offset, exp=centre.now + offset + 120)
        assert centre.post(centre.request(), authorization=token).status == 200


def test_a_token_is_good_once(centre):
    token = centre.token()
    assert centre.post(centre.request(), authorization=token).status == 200
    _refused(centre.post(centre.request(), authorization=token))


def test_a_key_that_is_not_pinned_is_refused_even_under_a_pinned_name(centre):
    foreign = RSAKey.generate_key(2048, auto_kid=True)
    _refused(centre.post(centre.request(), authorization=centre.token(key=foreign)))
    named = centre.token(key=foreign, header={"alg": "RS256", "kid": centre.key.kid})
    _refused(centre.post(centre.request(), authorization=named))


def test_a_token_without_a_key_name_is_refused(centre):
    _refused(centre.post(centre.request(), authorization=centre.token(header={"alg": "RS256"})))


def test_every_refusal_has_the_same_words(centre):
    token = centre.token()
    centre.post(centre.request(), authorization=token)
    bodies = {
        _refused(centre.post(centre.request(), authorization=attempt))
        for attempt in (token, "Bearer x.y.z", "Basic abc", centre.token(scope="join"), centre.token(exp=centre.now - 999))
    }
    assert len(bodies) == 1


def test_a_request_without_a_token_is_refused(tenant, centre):
    _refused(send(tenant.url + FEED, "POST", centre.request(), {"Content-Type": "application/json"}))


BAD_REQUESTS = {
    "not JSON": "{",
    "a list": [],
    "no contract": {"nonce": GOOD_NONCE, "ask": []},
    "contract 4": {"contract": 4, "nonce": GOOD_NONCE, "ask": []},
    "contract true": {"contract": True, "nonce": GOOD_NONCE, "ask": []},
    "an unknown member": {"contract": 1, "nonce": GOOD_NONCE, "ask": [], "x": 1},
    "a short nonce": {"contract": 1, "nonce": "n" * 21, "ask": []},
    "a long nonce": {"contract": 1, "nonce": "n" * 65, "ask": []},
    "a nonce with other characters": {"contract": 1, "nonce": "n" * 22 + "\n", "ask": []},
    "nine asks": {"contract": 1, "nonce": GOOD_NONCE, "ask": [DIGEST] * 9},
}
BAD_ASKS = {
    "an unknown operation": DIGEST | {"operation": "delete"},
    "an unknown stream": DIGEST | {"stream": "ratings2"},
    "buckets that are no flag": DIGEST | {"buckets": 1},
    "an unknown member": DIGEST | {"x": 1},
    "no limit": {name: value for name, value in CHANGES.items() if name != "limit"},
    "limit 0": CHANGES | {"limit": 0},
    "limit 5001": CHANGES | {"limit": 5001},
    "limit in words": CHANGES | {"limit": "10"},
    "a cursor of one part": CHANGES | {"cursor": [1]},
    "a negative cursor": CHANGES | {"cursor": [-1, "000000000000"]},
    "a kind of another stream": SNAPSHOT | {"kind": "enrolment"},
    "a negative after": SNAPSHOT | {"after": -1},
    "bucket 256": SNAPSHOT | {"buckets": [256]},
    "no bucket": SNAPSHOT | {"buckets": []},
    "a bucket twice": SNAPSHOT | {"buckets": [7, 7]},
}


@pytest.mark.parametrize("body", BAD_REQUESTS.values(), ids=BAD_REQUESTS.keys())
def test_a_request_of_another_shape_is_a_bad_request(centre, body):
    _bad(centre.post(body if isinstance(body, str) else json.dumps(body)))


@pytest.mark.parametrize("ask", BAD_ASKS.values(), ids=BAD_ASKS.keys())
def test_an_ask_of_another_shape_is_a_bad_request(centre, ask):
    _bad(centre.post(centre.request(DIGEST, ask)))


def test_eight_asks_are_answered(centre):
    assert len(centre.ask(*[DIGEST] * 8)[1]) == 8


def test_a_request_over_64_kib_is_too_large(centre):
    reply = centre.post(centre.request() + " " * 66_000)
    assert reply.status == 413
    assert reply.lines[0]["code"] == "too_large"


def _bad(reply):
    assert reply.status == 400
    assert reply.headers["content-type"].startswith("application/problem+json")
    assert reply.lines[0]["code"] == "bad_request"
