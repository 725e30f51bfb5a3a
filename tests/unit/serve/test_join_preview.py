"""What a join code means is told before it is used up: whom it makes a site, at which centre, with which issuer."""

import pytest
from sqlalchemy import select

from syncd import clock
from syncd.store import invites, tenants
from syncd.store.engine import reading, transaction
from syncd.store.schema import invite as invite_table
from tests.unit.poll.servers import CENTRE, SITE
from tests.unit.serve.answers import JOIN, nobody_joined, problem

PREVIEW = f"{JOIN}/preview"
OTHER_SITE = "6" * 32


def body(code: str, site: str = OTHER_SITE, **changes: object) -> dict[str, object]:
    return {"contract": 1, "code": code, "site": site, **changes}


def test_a_new_site_reads_the_name_and_agency_lan_wrote_into_the_invitation(api, invite):
    assert api.post(PREVIEW, json=body(invite())).json() == {
        "contract": 1,
        "centre": CENTRE,
        "tenant": None,
        "name": "Balai Uji",
        "agency": "Badan Uji",
        "url": None,
        "issuer": None,
    }


def test_a_code_made_for_a_tenant_names_it_as_it_is_now_whatever_the_invitation_says(api, joined, engine, site):
    with transaction(engine) as conn:
        tenant = tenants.by_slug(conn, joined["tenant"])
        code = invites.create(conn, "Nama Lain", "Badan Lain", clock.now_ms(), tenant_id=tenant.id, valid_s=3600)
    told = api.post(PREVIEW, json=body(code)).json()
    assert (told["tenant"], told["name"], told["agency"], told["url"]) == ("balai-uji", "Balai Uji", "Badan Uji", site.url)


def test_a_site_that_is_known_is_told_that_it_stays_who_it_is(api, invite, joined, site):
    told = api.post(PREVIEW, json=body(invite(), SITE)).json()
    assert (told["tenant"], told["url"]) == (joined["tenant"], site.url)


def test_looking_uses_nothing_up_and_asks_no_site(api, invite, site, engine):
    code = invite()
    for _ in range(3):
        assert api.post(PREVIEW, json=body(code, SITE)).status_code == 200
    assert site.server.connections == 0
    assert nobody_joined(engine)
    with reading(engine) as conn:
        assert conn.execute(select(invite_table.c.used_at)).scalars().all() == [None]
    assert api.post(JOIN, json=site.body(code), headers=site.token("join")).status_code == 200


def test_a_used_an_expired_and_an_unknown_code_tell_nothing(api, invite, site):
    used = invite()
    api.post(JOIN, json=site.body(used), headers=site.token("join"))
    for code, said in ((used, "code_used"), (invite(valid_s=-1), "code_expired"), ("made-up", "code_unknown")):
        answer = problem(api.post(PREVIEW, json=body(code)), 410, said)
        assert "Uji" not in str(answer)


@pytest.mark.parametrize(
    "changes",
    [
        {"contract": 2},
        {"contract": 0},
        {"code": ""},
        {"code": "x" * 129},
        {"site": "X"},
        {"site": None},
        {"site": "A" * 32},
        {"site": "a" * 33},
    ],
)
def test_a_body_that_is_not_of_the_contract_is_named_by_its_member(api, invite, changes):
    detail = problem(api.post(PREVIEW, json=body(invite()) | changes), 400, "bad_request")["detail"]
    assert detail.startswith(next(iter(changes)))


@pytest.mark.parametrize("code", ["x", "x" * 128])
def test_a_code_of_any_agreed_length_is_looked_up(api, code):
    problem(api.post(PREVIEW, json=body(code, "0123456789abcdef" * 2)), 410, "code_unknown")


def test_a_large_body_is_refused(api):
    problem(api.post(PREVIEW, content=b" " * 65_537), 413, "too_large")
