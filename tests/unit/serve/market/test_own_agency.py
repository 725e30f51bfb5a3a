"""What is offered to one agency only is answered to its tenants, by their token, and to nobody else."""

import itertools
import re

import pytest

from syncd.errors import NotFoundError, StoreUnavailableError
from syncd.index import lookup
from syncd.index.search import Search
from syncd.keys import Signer
from syncd.model.tenant import Pause
from syncd.serve.market import asking, callers
from syncd.store.engine import transaction
from syncd.store.schema import tenant
from tests.unit.poll.servers import CENTRE
from tests.unit.serve.answers import problem
from tests.unit.serve.conftest import caller_of

OWN, OTHER = "Badan Uji", "Kementerian Lain"


@pytest.fixture
def balai(marketplace):
    """Two courses of the agency of the site that joins: one for all ASN, one for the agency."""
    balai = marketplace.offering(OWN, "Pusdiklat Uji")
    balai.put(1, "Arsip Umum")
    balai.put(2, "Arsip Internal", audience="agency")
    return balai


@pytest.fixture
def lain(marketplace):
    """Courses of another agency only it may see, one of them taken out."""
    lain = marketplace.offering(OTHER, "Pusdiklat Lain")
    lain.put(1, "Arsip Lain", audience="agency")
    lain.put(2, "Arsip Ditarik")
    lain.take_out(2)
    return lain


@pytest.fixture
def market(marketplace, balai, lain, joined):
    marketplace.index()
    return marketplace


def titles(response) -> list[str]:
    assert response.status_code == 200, response.text
    return sorted(hit["title"] for hit in response.json()["hits"])


def ask(api, site, path: str, **headers: str):
    return api.get(f"/api/v1{path}", headers=site.token("market") | headers)


def test_a_tenant_finds_what_is_offered_to_its_agency_and_everybody_else_does_not(api, site, market, balai):
    assert titles(ask(api, site, "/offerings?q=arsip")) == ["Arsip Internal", "Arsip Umum"]
    assert titles(api.get("/api/v1/offerings?q=arsip")) == ["Arsip Umum"]
    one = ask(api, site, f"/offerings/{balai.row.slug}/2").json()["offering"]
    assert (one["title"], one["audience"]) == ("Arsip Internal", "agency")
    assert ask(api, site, f"/offerings/{balai.row.slug}/2/ratings").json()["ratings"] == []
    assert ask(api, site, "/suggestions?q=arsip int").json() == {"titles": ["Arsip Internal"]}
    assert api.get("/api/v1/suggestions?q=arsip int").json() == {"titles": []}
    counts = [one.json()["agencies"] for one in (ask(api, site, "/agencies"), api.get("/api/v1/agencies"))]
    assert counts == [[{"agency": OWN, "offerings": number}] for number in (2, 1)]


def test_unknown_withdrawn_and_foreign_courses_are_answered_alike_to_the_byte_with_a_token_and_without(
    api, site, market, balai, lain, monkeypatch
):
    looked = []
    real = Search.offering
    monkeypatch.setattr(Search, "offering", lambda self, *asked: looked.append(asked) or real(self, *asked))
    foreign = [f"{lain.row.slug}/1", f"{lain.row.slug}/2", f"{lain.row.slug}/999", f"{balai.row.slug}/999", "none/1", "%00/1"]
    for rest in ("", "/ratings"):
        said = [ask(api, site, f"/offerings/{path}{rest}") for path in foreign]
        said += [api.get(f"/api/v1/offerings/{path}{rest}") for path in [*foreign, f"{balai.row.slug}/2"]]
        problem(said[0], 404, "not_found")
        assert len({(one.status_code, one.content, str(sorted(one.headers.items()))) for one in said}) == 1
    # About to the time as well: each took the same one look.
    assert len(looked) == 2 * len(foreign) + 1
    assert "Lain" not in ask(api, site, "/offerings?q=arsip lain").text


def test_work_for_what_is_hidden_is_the_work_for_what_never_was(search, market, lain, monkeypatch):
    counted = []
    real = lookup.has_key
    monkeypatch.setattr(lookup, "has_key", lambda key: counted.append(key) or real(key))
    for number in (1, 2, 999):
        with pytest.raises(NotFoundError):
            search.card(lain.row.slug, number, OWN)
    assert len(counted) == 3


def test_answers_to_a_tenant_are_kept_by_nobody_between_and_never_taken_for_those_to_others(api, site, market):
    mine, public = ask(api, site, "/offerings?q=umum"), api.get("/api/v1/offerings?q=umum")
    assert mine.json()["hits"] == public.json()["hits"]
    assert mine.headers["cache-control"] == "private, max-age=30"
    assert public.headers["cache-control"] == "public, max-age=30"
    assert mine.headers["vary"] == public.headers["vary"] == "Authorization"
    assert mine.headers["etag"] != public.headers["etag"]
    again = ask(api, site, "/offerings?q=umum", **{"If-None-Match": mine.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "private, max-age=30")
    assert ask(api, site, "/offerings?q=umum", **{"If-None-Match": public.headers["etag"]}).status_code == 200


def test_a_token_that_proves_nothing_is_refused_and_never_answered_as_nobodys(api, site, new_site, market):
    stranger = new_site(Signer.generate("x"))
    good = site.signer.sign_bearer(CENTRE, "market")
    for path in ("/offerings", "/offerings/none/1", "/offerings/none/1/ratings", "/suggestions?q=a", "/agencies"):
        for header, challenge in (
            (f"Bearer {site.signer.sign_bearer(CENTRE, 'status')}", 'Bearer error="invalid_token"'),
            (f"Bearer {site.signer.sign_bearer('https://other.example', 'market')}", 'Bearer error="invalid_token"'),
            (f"Bearer {good[:-6]}AAAAAA", 'Bearer error="invalid_token"'),
            (f"Bearer {Signer.generate(site.url).sign_bearer(CENTRE, 'market')}", 'Bearer error="invalid_token"'),
            ("Bearer x.y.z", 'Bearer error="invalid_token"'),
            ("Bearer ", "Bearer"),
            ("Basic dTpw", "Bearer"),
        ):
            refused = api.get(f"/api/v1{path}", headers={"Authorization": header})
            problem(refused, 401, "unauthorised")
            assert (refused.headers["www-authenticate"], refused.headers["cache-control"]) == (challenge, "no-store")
        problem(api.get(f"/api/v1{path}", headers=stranger.token("market")), 404, "not_member")


def test_every_answer_says_that_it_depends_on_who_asks(api, site, market, balai, monkeypatch):
    good, bad = lambda: site.token("market"), lambda: {"Authorization": "Bearer x"}
    stranger = {"Authorization": f"Bearer {Signer.generate('https://none.example').sign_bearer(CENTRE, 'market')}"}
    for path, headers, status in (
        ("/offerings", {}, 200),
        ("/offerings", good(), 200),
        ("/offerings/none/1", {}, 404),
        ("/offerings/none/1", good(), 404),
        (f"/offerings/{balai.row.slug}/2/ratings", {}, 404),
        ("/collections/none", {}, 404),
        ("/offerings?limit=x", {}, 400),
        ("/offerings", bad(), 401),
        ("/offerings", stranger, 404),
        ("/none", {}, 404),
    ):
        answer = api.get(f"/api/v1{path}", headers=headers)
        assert (answer.status_code, answer.headers.get("vary")) == (status, "Authorization"), path
    assert api.post("/api/v1/offerings").headers["vary"] == "Authorization"
    monkeypatch.setattr(Search, "agencies", lambda *_: 1 / 0)
    failed = api.get("/api/v1/agencies")
    assert (failed.status_code, failed.headers["vary"]) == (500, "Authorization")


def test_a_token_is_used_once(api, site, market):
    token = site.token("market")
    assert api.get("/api/v1/offerings", headers=token).status_code == 200
    problem(api.get("/api/v1/offerings", headers=token), 401, "unauthorised")


def test_a_token_of_the_marketplace_opens_nothing_else(api, site, market):
    problem(api.get("/api/v1/status", headers=site.token("market")), 401, "unauthorised")


def test_a_site_whose_agency_lan_has_not_named_is_answered_as_everybody(api, site, market, engine):
    with transaction(engine) as conn:
        conn.execute(tenant.update().where(tenant.c.slug == "balai-uji").values(agency=" "))
    answer = ask(api, site, "/offerings?q=arsip")
    assert titles(answer) == ["Arsip Umum"]
    assert answer.headers["cache-control"].startswith("private")


def test_a_site_that_left_is_no_member_after_half_a_minute_and_one_with_new_keys_is_known_at_once(
    api, site, market, engine, monkeypatch
):
    assert ask(api, site, "/offerings").status_code == 200
    newer = Signer.generate(site.url)
    with transaction(engine) as conn:
        conn.execute(tenant.update().where(tenant.c.slug == "balai-uji").values(jwks=newer.jwks_document().decode()))
    site.signer = newer
    assert ask(api, site, "/offerings").status_code == 200
    with transaction(engine) as conn:
        conn.execute(tenant.update().where(tenant.c.slug == "balai-uji").values(url="https://moved.example"))
    monkeypatch.setattr(callers.clock, "monotonic", lambda real=callers.clock.monotonic: real() + callers.FRESH_S + 1)
    problem(ask(api, site, "/offerings"), 404, "not_member")


def test_a_site_that_lan_paused_is_answered_as_no_member_and_one_that_paused_itself_goes_on(
    api, site, market, engine, monkeypatch
):
    stranger = api.get(
        "/api/v1/offerings",
        headers={"Authorization": f"Bearer {Signer.generate('https://none.example').sign_bearer(CENTRE, 'market')}"},
    )
    assert titles(ask(api, site, "/offerings?q=arsip")) == ["Arsip Internal", "Arsip Umum"]
    later = itertools.count(1)
    monkeypatch.setattr(
        callers.clock, "monotonic", lambda real=callers.clock.monotonic: real() + (callers.FRESH_S + 1) * next(later)
    )
    for by, status in ((Pause.TENANT, 200), (Pause.LAN, 404), (None, 200)):
        with transaction(engine) as conn:
            conn.execute(tenant.update().where(tenant.c.slug == "balai-uji").values(paused_by=by))
        for path in ("/offerings", "/front", "/agencies", "/collections", "/suggestions?q=a"):
            answer = ask(api, site, path)
            assert answer.status_code == status, (by, path)
            if status == 404:
                problem(answer, 404, "not_member")
                assert answer.content == stranger.content


def test_the_store_may_go_away_after_a_site_was_seen_and_its_people_go_on_searching(api, site, market, engine, monkeypatch):
    assert ask(api, site, "/offerings").status_code == 200

    def away(*_: object) -> None:
        raise StoreUnavailableError("away")

    monkeypatch.setattr(callers, "member_at", away)
    monkeypatch.setattr(callers.clock, "monotonic", lambda real=callers.clock.monotonic: real() + callers.FRESH_S + 1)
    assert titles(ask(api, site, "/offerings?q=arsip")) == ["Arsip Internal", "Arsip Umum"]


@pytest.fixture
def patience(monkeypatch):
    """How often one may ask: a few times."""
    monkeypatch.setattr(asking, "_A_MINUTE", 3)
    monkeypatch.setattr(asking, "A_TENANTS_MINUTE", 3)


def test_a_tenant_is_counted_as_itself_and_not_as_the_address_its_requests_come_from(patience, api, app, site, market):
    for _ in range(3):
        assert api.get("/api/v1/agencies").status_code == 200
    problem(api.get("/api/v1/agencies"), 429, "rate_limited")
    for _ in range(3):
        assert ask(api, site, "/agencies").status_code == 200, "who uses up the address does not use up the tenant"
    refused = ask(caller_of(app, "198.51.100.7", "centre.example"), site, "/agencies")
    problem(refused, 429, "rate_limited")
    assert 0 < int(refused.headers["retry-after"]) <= 60


def test_whoever_tries_proofs_is_told_to_wait_and_everybody_goes_on_without_one(api, app, site, market):
    for _ in range(callers._REFUSED_A_MINUTE):
        problem(api.get("/api/v1/agencies", headers={"Authorization": "Bearer x.y.z"}), 401, "unauthorised")
    problem(ask(api, site, "/agencies"), 429, "rate_limited")
    assert api.get("/api/v1/agencies").status_code == 200
    assert ask(caller_of(app, "198.51.100.7", "centre.example"), site, "/agencies").status_code == 200


def test_the_description_says_how_a_tenant_asks(api):
    described = api.get("/openapi.json").json()
    scheme = described["components"]["securitySchemes"]["tenant"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert "401" in described["paths"]["/api/v1/offerings"]["get"]["responses"]
    assert re.search(r"401.{0,200}proves nothing", api.get("/api").text, re.DOTALL)
