"""A site asks which of its people may not sign in anywhere any more."""

import pytest

from syncd.model.person import Person
from syncd.poll.client import open_client
from syncd.serve.app import create_app
from syncd.serve.tenants import barred
from syncd.settings import CentreSection, KeycloakSection, Settings
from syncd.store import joins, people
from syncd.store.engine import transaction
from syncd.store.invites import Invite
from tests.unit.poll.servers import CENTRE
from tests.unit.serve.answers import problem

BARRED = "/api/v1/barred"
ISSUER = "https://id.example/realms/asn"


@pytest.fixture
def app(engine, keys, monkeypatch):
    """A centre with a realm, and with little patience."""
    monkeypatch.setattr(barred, "_A_MINUTE", 4)
    settings = Settings(centre=CentreSection(url=CENTRE), keycloak=KeycloakSection(url="https://id.example", realm="asn"))
    return create_app(engine, settings, keys, open_client(settings, keys))


@pytest.fixture
def member(engine, site):
    """The site as a tenant, and people of each sort in the directory."""
    document, digest = site.signer.jwks_document(), site.signer.jwks_sha256()
    applicant = joins.Applicant("6" * 32, site.url, document.decode(), digest, 1, "1", "4.5", "8.2")
    known = [("aktif", "aktif", True), ("mati", "aktif", False), ("pensiun", "pensiun", True), ("baru", None, True)]
    with transaction(engine) as conn:
        joins.join(conn, Invite(None, "Balai Uji", "Badan Uji"), applicant, 1)
        people.take(conn, [Person(subject, None, None, status, enabled) for subject, status, enabled in known], {"aktif"}, 5)
        people.take(conn, [Person("hilang", None, None, "aktif", enabled=True)], {"aktif"}, 4)
        assert people.mark_gone(conn, ["hilang"], 5, 6) == 1
    return site


def ask(api, site, *subjects, scope="barred", **changes):
    body = {"contract": 1, "issuer": ISSUER, "subjects": list(subjects), **changes}
    return api.post(BARRED, json=body, headers=site.token(scope))


def test_who_is_disabled_has_left_the_service_or_the_realm_is_named_and_nobody_else(api, member):
    answer = ask(api, member, "aktif", "mati", "pensiun", "baru", "hilang", "siapa", "mati")
    assert answer.status_code == 200
    assert answer.json() == {"barred": ["hilang", "mati", "pensiun"]}
    assert ask(api, member).json() == {"barred": []}
    assert member.server.requests == [], "nobody waits for the tenant"


def test_only_a_tenant_asks_and_only_with_a_proof_for_this(api, member, new_site):
    problem(api.post(BARRED, json={}), 401, "unauthorised")
    problem(ask(api, member, "mati", scope="status"), 401, "unauthorised")
    problem(ask(api, new_site(), "mati"), 404, "not_member")


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": f"{ISSUER}/"},
        {"issuer": None},
        {"contract": 2},
        {"subjects": None},
        {"subjects": [["mati"]]},
        {"subjects": ["mati' OR '1'='1"]},
        {"subjects": [""]},
        {"subjects": ["x"] * 501},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(api, member, changes):
    problem(ask(api, member, **changes), 400, "bad_request")


def test_a_tenant_may_ask_so_often_in_a_minute(api, member):
    said = [ask(api, member, "mati").status_code for _ in range(5)]
    assert said == [200, 200, 200, 200, 429]


def test_the_most_that_may_be_asked_at_once_fits_into_a_request(api, member):
    subjects = [f"{number:064d}" for number in range(barred._AT_ONCE)]
    assert ask(api, member, *subjects).status_code == 200
