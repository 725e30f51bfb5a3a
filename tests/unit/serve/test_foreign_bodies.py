"""Tokens and bodies that no JSON library refuses and no database takes, and callers that go away, are answered in order."""

import asyncio
import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from syncd.foreign_text import is_text
from syncd.serve.body import read_limited
from syncd.serve.problem import ProblemError


def token(claims, header='{"alg":"RS256"}'):
    parts = [header.encode(), json.dumps(claims).encode(), b"signature"]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


@pytest.mark.parametrize("issuer", ["\ud800", "https://x.example/\udfff", "", "\x00", "😀" * 100, None, 7, ["https://x"]])
@pytest.mark.parametrize("path", ["status", "leave"])
def test_an_issuer_that_is_any_text_is_no_member_and_anything_else_proves_nothing(api, issuer, path):
    headers = {"Authorization": f"Bearer {token({'iss': issuer})}"}
    body = {"site": "0" * 32}
    response = (
        api.get("/api/v1/status", headers=headers) if path == "status" else api.post("/api/v1/leave", json=body, headers=headers)
    )
    assert response.status_code == (404 if isinstance(issuer, str) and is_text(issuer) else 401)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.recursive(st.one_of(st.none(), st.integers(), st.text(st.characters())), st.lists, max_leaves=4))
def test_claims_of_any_kind_are_refused(api, issuer):
    response = api.get("/api/v1/status", headers={"Authorization": f"Bearer {token({'iss': issuer})}"})
    assert response.status_code in (401, 404)


@pytest.mark.parametrize("member", ["code", "url", "name", "release"])
def test_half_a_character_in_a_body_is_a_bad_request(api, site, member):
    body = site.body("ASN1.x.y", **{member: "\ud800"}) if member != "code" else site.body("\ud800")
    response = api.post("/api/v1/join", content=json.dumps(body).encode(), headers=site.token("join"))
    assert response.status_code == 400


def test_a_caller_that_breaks_off_its_upload_ends_its_request_in_order():
    messages = iter([{"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}])

    async def receive():
        return next(messages)

    with pytest.raises(ProblemError) as caught:
        asyncio.run(read_limited(Request({"type": "http", "method": "POST", "headers": []}, receive)))
    assert caught.value.status == 400
