"""Joining as a tenant sees it, with real keys and a real site on loopback."""

import json

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from syncd import clock
from syncd.keys import KeySet, Signer, sha256_hex
from syncd.log import Event
from syncd.model.kinds import MAX_ID
from syncd.store import tenants
from syncd.store.engine import reading
from syncd.store.schema import invite as invite_table
from syncd.store.schema import tenant as tenant_table
from tests.unit.poll.servers import CENTRE, SITE, head, tenant_keys, whole
from tests.unit.serve.answers import JOIN, nobody_joined, problem


def test_a_site_joins_with_a_code_and_pins_the_centre_by_the_answer(joined, keys, engine, site):
    assert joined["contract"] == 1
    assert (joined["tenant"], joined["agency"], joined["centre"], joined["oidc"]) == ("balai-uji", "Badan Uji", CENTRE, None)
    # The site writes the key set down again as compact JSON; the sha256 must be that of what the centre serves.
    rewritten = json.dumps(joined["jwks"], separators=(",", ":")).encode()
    assert sha256_hex(rewritten) == keys.jwks_sha256()
    with reading(engine) as conn:
        row = tenants.by_slug(conn, "balai-uji")
        stored = conn.execute(select(tenant_table)).one()
    assert (row.url, row.site, row.jwks_sha256) == (site.url, SITE, tenant_keys().jwks_sha256())
    assert row.next_sync_at == 0
    assert row.jwks.encode() == tenant_keys().jwks_document()
    assert (stored.plugin, stored.release, stored.moodle, stored.php) == (2026112300, "0.1.0", "4.5.6", "8.2.30")


def test_the_log_names_the_tenant_that_joined(api, site, invite):
    with capture_logs() as logged:
        assert api.post(JOIN, json=site.body(invite()), headers=site.token("join")).status_code == 200
    assert [one["tenant"] for one in logged if one["event"] == Event.TENANT_JOINED] == ["balai-uji"]


def test_a_code_works_once(api, site, invite, new_site):
    code = invite()
    assert api.post(JOIN, json=site.body(code), headers=site.token("join")).status_code == 200
    other = new_site(Signer.generate("x"))
    problem(api.post(JOIN, json=other.body(code, site="6" * 32), headers=other.token("join")), 410, "code_used")


def test_an_unknown_or_expired_code_is_refused_before_anything_is_fetched(api, site, invite):
    for code, said in (("made-up", "code_unknown"), (invite(valid_s=-1), "code_expired")):
        problem(api.post(JOIN, json=site.body(code), headers=site.token("join")), 410, said)
    assert site.server.connections == 0


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"contract": 2}, "contract"),
        ({"contract": 0}, "contract"),
        ({"contract": "1"}, "contract"),
        ({"contract": True}, "contract"),
        ({"contract": 1.0}, "contract"),
        ({"code": ""}, "code"),
        ({"code": 5}, "code"),
        ({"code": "x" * 129}, "code"),
        ({"site": "X" * 32}, "site"),
        ({"site": "A" * 32}, "site"),
        ({"site": "a" * 31}, "site"),
        ({"site": None}, "site"),
        ({"url": ""}, "url"),
        ({"url": "https://" + "a" * 248}, "url"),
        ({"name": ""}, "name"),
        ({"name": "x" * 1334}, "name"),
        ({"plugin": "2026"}, "plugin"),
        ({"plugin": -1}, "plugin"),
        ({"plugin": MAX_ID + 1}, "plugin"),
        ({"plugin": True}, "plugin"),
        ({"release": ""}, "release"),
        ({"moodle": "x" * 41}, "moodle"),
        ({"php": {}}, "php"),
    ],
)
def test_a_body_that_is_not_of_the_contract_is_named_by_its_member(api, site, invite, changes, member):
    response = api.post(JOIN, json=site.body(invite(), **changes), headers=site.token("join"))
    assert problem(response, 400, "bad_request")["detail"].startswith(member)


@pytest.mark.parametrize(
    "changes",
    [
        {"site": "0123456789abcdef" * 2},
        {"name": "x"},
        {"name": "x" * 1333},
        {"plugin": 0},
        {"plugin": MAX_ID},
        {"release": "1", "moodle": "x" * 40},
    ],
)
def test_a_body_at_the_border_of_the_contract_joins(api, site, invite, changes):
    assert api.post(JOIN, json=site.body(invite(), **changes), headers=site.token("join")).status_code == 200


@pytest.mark.parametrize("code", ["x", "x" * 128])
def test_a_code_of_any_agreed_length_is_looked_up(api, site, code):
    problem(api.post(JOIN, json=site.body(code), headers=site.token("join")), 410, "code_unknown")


@pytest.mark.parametrize("url", ["x", "https://" + "a" * 247])
def test_an_address_of_any_agreed_length_is_looked_at(api, site, invite, url):
    headers = {"Authorization": f"Bearer {site.signer.for_issuer(url).sign_bearer(CENTRE, 'join')}"}
    assert api.post(JOIN, json=site.body(invite(), url=url), headers=headers).status_code == 422


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"contract":1,"contract":1}', b"\xff", b"[" * 50_000])
def test_a_body_that_is_no_object_is_refused(api, site, body):
    problem(api.post(JOIN, content=body, headers=site.token("join")), 400, "bad_request")


def test_a_large_body_is_refused(api, site):
    problem(api.post(JOIN, content=b" " * 65_537, headers=site.token("join")), 413, "too_large")


@pytest.mark.parametrize("member", ["contract", "code", "site", "url", "name", "plugin", "release", "moodle", "php"])
def test_every_member_of_a_join_is_needed(api, site, invite, member):
    body = site.body(invite())
    del body[member]
    detail = problem(api.post(JOIN, json=body, headers=site.token("join")), 400, "bad_request")["detail"]
    assert detail.startswith(member)


class TestTheProof:
    """A join is believed only from who controls the address and the key."""

    def refused(self, api, site, invite, headers) -> None:
        code = invite()
        problem(api.post(JOIN, json=site.body(code), headers=headers), 401, "unauthorised")
        # The refusal costs no code.
        assert api.post(JOIN, json=site.body(code), headers=site.token("join")).status_code == 200

    def test_without_a_token(self, api, site, invite):
        self.refused(api, site, invite, {})

    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer a.b.c", "Bearer é", "Bearer " + "x" * 9000])
    def test_with_something_that_is_no_token(self, api, site, invite, header):
        self.refused(api, site, invite, {"Authorization": header.encode()})

    def test_with_a_key_that_the_site_does_not_serve(self, api, site, invite):
        stranger = Signer.generate(site.url)
        self.refused(api, site, invite, {"Authorization": f"Bearer {stranger.sign_bearer(CENTRE, 'join')}"})

    def test_with_the_token_of_another_site(self, api, site, invite, new_site):
        other = new_site()
        self.refused(api, site, invite, other.token("join"))

    def test_with_another_scope(self, api, site, invite):
        self.refused(api, site, invite, site.token("status"))

    def test_for_another_centre(self, api, site, invite):
        self.refused(api, site, invite, site.token("join", "https://other.example"))

    def test_twice_with_the_same_token(self, api, site, invite):
        token = site.token("join")
        assert api.post(JOIN, json=site.body(invite()), headers=token).status_code == 200
        problem(api.post(JOIN, json=site.body(invite()), headers=token), 401, "unauthorised")

    @pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc"])
    def test_the_refusal_tells_that_no_token_arrived(self, api, site, invite, header):
        headers = {} if header is None else {"Authorization": header}
        response = api.post(JOIN, json=site.body(invite()), headers=headers)
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")

    def test_the_refusal_tells_that_a_token_arrived_which_is_not_believed(self, api, site, invite):
        two = {"Authorization": "Bearer a.b.c d.e.f"}
        for headers in (
            {"Authorization": "Bearer a.b.c"},
            two,
            site.token("status"),
            site.token("join", "https://other.example"),
        ):
            response = api.post(JOIN, json=site.body(invite()), headers=headers)
            assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')

    def test_the_log_says_for_what_a_token_was_meant_and_why_it_was_not_believed(self, api, site, invite):
        headers = site.token("join", "https://other.example")
        with capture_logs() as logged:
            api.post(JOIN, json=site.body(invite()), headers=headers)
        told = [(one["scope"], one["reason"]) for one in logged if one["event"] == Event.REQUEST_REFUSED]
        assert told == [("join", "audience")]
        assert headers["Authorization"].split()[1] not in str(logged)

    def test_the_refusal_is_the_same_for_every_reason(self, api, site, invite):
        stranger = Signer.generate(site.url)
        bodies = {
            api.post(JOIN, json=site.body(invite()), headers=headers).text
            for headers in (
                {},
                {"Authorization": "Bearer a.b.c"},
                site.token("status"),
                site.token("join", "https://other.example"),
                {"Authorization": f"Bearer {stranger.sign_bearer(CENTRE, 'join')}"},
            )
        }
        assert len(bodies) == 1


@pytest.mark.parametrize(
    ("respond", "says"),
    [
        (lambda s, r: whole(b"<html>", content_type="text/html"), "install local_asnunggul"),
        (lambda s, r: whole(b"", "404 Not Found", "text/html"), "404"),
        (lambda s, r: whole(b"{}", content_type="application/json"), "not usable"),
        (lambda s, r: whole(b"x" * 100_000, content_type="application/json"), "larger than agreed"),
        (lambda s, r: head("302 Found", Location="http://127.0.0.1:1/", Content_Length=0), "redirects"),
        (lambda s, r: b"HTTP/1.1 200 OK\r\n", "closed|finish"),
    ],
)
def test_a_key_set_that_cannot_be_read_is_refused_and_says_what_to_do(api, new_site, invite, engine, respond, says):
    broken = new_site(respond=respond)
    detail = problem(api.post(JOIN, json=broken.body(invite()), headers=broken.token("join")), 422, "jwks_unreachable")["detail"]
    assert detail.startswith(f"The centre could not read the key set at {broken.url}/local/asnunggul/jwks.php: ")
    assert any(one in detail for one in says.split("|"))
    assert nobody_joined(engine)


def test_a_site_that_cannot_be_reached_is_refused_and_says_so(api, site, invite):
    site.server.close()
    response = api.post(JOIN, json=site.body(invite()), headers=site.token("join"))
    assert "refused the connection" in problem(response, 422, "jwks_unreachable")["detail"]


@pytest.mark.parametrize(
    "url", ["https://10.0.0.1", "http://169.254.169.254", "https://u:p@lms.example", "https://lms.example/?a"]
)
def test_an_address_that_may_not_be_asked_is_refused(api, site, invite, url):
    signer = site.signer.for_issuer(url)
    headers = {"Authorization": f"Bearer {signer.sign_bearer(CENTRE, 'join')}"}
    detail = problem(api.post(JOIN, json=site.body(invite(), url=url), headers=headers), 422, "url_blocked")["detail"]
    assert detail.startswith(f"The centre could not read the key set at {url}/local/asnunggul/jwks.php: ")


def test_a_cached_key_set_of_before_is_refused_and_names_the_cache(api, new_site, invite):
    old, new = tenant_keys(), Signer.generate("x")
    site = new_site(old)
    both = KeySet.parse(old.jwks_document().decode())
    assert both.keys
    # It signs with the key it serves but says that it serves another set.
    claims = {
        "iss": site.url,
        "sub": site.url,
        "aud": CENTRE,
        "iat": clock.now_ms() // 1000,
        "exp": clock.now_ms() // 1000 + 60,
        "jti": "j" * 32,
        "scope": "join",
        "jwks": new.jwks_sha256(),
    }
    headers = {"Authorization": f"Bearer {site.signer.sign(claims)}"}
    said = problem(api.post(JOIN, json=site.body(invite()), headers=headers), 422, "jwks_unreachable")["detail"]
    assert said == "jwks.php of this site gives an old answer: let no proxy or cache before the site keep it."


class TestComingBack:
    """The same site again, and what looks like it."""

    def test_with_the_same_key_and_a_new_code_it_is_the_same_tenant(self, api, site, invite, joined):
        again = api.post(JOIN, json=site.body(invite()), headers=site.token("join"))
        assert again.json()["tenant"] == joined["tenant"]

    def test_with_another_key_it_is_refused(self, api, site, invite, joined, engine):
        site.signer = Signer.generate(site.url)
        code = invite()
        problem(api.post(JOIN, json=site.body(code), headers=site.token("join")), 409, "conflict")
        with reading(engine) as conn:
            assert conn.execute(select(func.count()).where(invite_table.c.used_at.is_(None))).scalar() == 1

    def test_with_another_key_it_is_admitted_by_an_invitation_for_this_tenant(self, api, site, invite, joined, engine):
        site.signer = Signer.generate(site.url)
        with reading(engine) as conn:
            row = tenants.by_slug(conn, "balai-uji")
        assert api.post(JOIN, json=site.body(invite(row.id)), headers=site.token("join")).status_code == 200
        with reading(engine) as conn:
            assert tenants.by_slug(conn, "balai-uji").jwks_sha256 == site.signer.jwks_sha256()

    def test_a_copy_at_another_address_is_refused(self, api, new_site, invite, joined):
        copy = new_site()
        problem(api.post(JOIN, json=copy.body(invite()), headers=copy.token("join")), 409, "conflict")
