"""A tenant objects to what LAN says about its courses: signed, once for each decision, and it reads the answer in its status."""

import pytest

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.model.curated import By
from syncd.model.kinds import COURSE
from syncd.store import curation, objections, tenants
from syncd.store.engine import reading, transaction
from syncd.store.schema import kind_tables
from tests.unit.serve.answers import problem

BY = By("petugas", "Isinya kosong", 5_000)


@pytest.fixture
def decision(engine, joined) -> int:
    """LAN withholds a course of the site that has joined; the decision's number."""
    with transaction(engine) as conn:
        tenant = tenants.by_slug(conn, joined["tenant"])
        values = {"audience": "all", "title": "Satu", "self_enrol": 1, "tracks_completion": 1, "created": 1}
        conn.execute(kind_tables[COURSE.name].insert().values(tenant_id=tenant.id, id=7, changed_at=1, **values))
        curation.say(conn, tenant.id, 7, {"withheld": "1"}, BY)
        return curation.current(conn, tenant.id)[0].id


def send(api, site, decision, reason="Isinya lengkap", scope="objection", **more):
    body = {"contract": 1, "decision": decision, "reason": reason} | more
    return api.post("/api/v1/objections", json=body, headers=site.token(scope))


def status(api, site):
    return api.get("/api/v1/status", headers=site.token("status")).json()


def test_an_objection_is_noted_once_and_lan_s_answer_is_read_in_the_status(api, site, engine, decision):
    assert status(api, site)["curation"][0]["decision"] == decision
    first, again = send(api, site, decision), send(api, site, decision)
    assert (first.status_code, first.json()) == (200, again.json())
    assert first.json()["decision"] == decision
    (one,) = status(api, site)["objections"]
    assert (one["decision"], one["course"], one["field"], one["reason"], one["answer"]) == (
        decision,
        7,
        "withheld",
        "Isinya lengkap",
        None,
    )
    for why in ("Sedang dilihat", "Benar, dicabut"):
        with transaction(engine) as conn:
            objections.answer(conn, decision, By("petugas", why, 9_000))
    with transaction(engine) as conn:
        curation.say(conn, tenants.by_url(conn, site.url).id, 7, {"withheld": None}, BY)
    (one,) = status(api, site)["objections"]
    assert (one["answer"], one["answered"]) == ("Benar, dicabut", 9)
    assert status(api, site)["curation"] == []
    assert send(api, site, decision).status_code == 200


def test_another_reason_an_unknown_decision_and_one_that_holds_no_more_are_refused(api, site, engine, decision):
    send(api, site, decision)
    assert problem(send(api, site, decision, "Lain"), 409, "objection_known")
    assert problem(send(api, site, decision + 1), 404, "decision_unknown")
    with transaction(engine) as conn:
        curation.say(conn, tenants.by_url(conn, site.url).id, 7, {"withheld": None, "jp_hundredths": "100"}, BY)
        taken_back = curation.log(conn, tenants.by_url(conn, site.url).id, 7)[1].id
    assert problem(send(api, site, taken_back), 404, "decision_unknown")


def test_nobody_objects_for_another_and_only_a_token_for_it_opens_the_route(api, site, new_site, invite, decision):
    other = new_site()
    body = other.body(invite(), site="b" * 32)
    assert api.post("/api/v1/join", json=body, headers=other.token("join")).status_code == 200
    assert problem(send(api, other, decision), 404, "decision_unknown")
    assert send(api, site, decision, scope="status").status_code == 401
    assert api.post("/api/v1/objections", json={}).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [{"reason": ""}, {"reason": "x" * 501}, {"reason": " "}, {"reason": "dua\nbaris"}, {"reason": 5}, {"decision": 0}, {"decision": "1"},
     {"decision": 2**63}, {"contract": 2}],
)  # fmt: skip
def test_what_makes_no_sense_is_named_and_nothing_is_written(api, site, engine, decision, changes):
    body = {"contract": 1, "decision": decision, "reason": "Isinya lengkap"} | changes
    response = api.post("/api/v1/objections", json=body, headers=site.token("objection"))
    assert next(iter(changes)) in problem(response, 400, "bad_request")["detail"]
    with reading(engine) as conn:
        assert objections.everywhere(conn, answered=True) == []


def test_a_tenant_that_objects_again_and_again_waits(api, site, decision):
    answers = [send(api, site, decision).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_an_answer_needs_an_objection_and_words(engine, decision):
    with pytest.raises(NotFoundError, match="nobody objected"), transaction(engine) as conn:
        objections.answer(conn, decision, BY)
    with pytest.raises(CurationRefusedError, match="answer in"), transaction(engine) as conn:
        objections.answer(conn, decision, By("petugas", " ", 5))
