"""What Keycloak asks the centre in a tenant's place."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from ipaddress import ip_network
from itertools import islice
from urllib.parse import urlencode

import pytest

from syncd.errors import KeycloakRefusedError, StoreUnavailableError
from syncd.keycloak import issuer_keys
from syncd.keys import Signer, sha256_hex
from syncd.keys.logout import LOGOUT_EVENT
from syncd.poll.client import open_client
from syncd.serve.app import create_app
from syncd.settings import CentreSection, KeycloakSection, PollSection, Settings
from syncd.store import joins, logouts, tenants
from syncd.store.engine import reading, transaction
from syncd.store.invites import Invite
from tests.unit.poll.servers import CENTRE, answers, serving, whole
from tests.unit.serve.answers import problem

LOGOUT = "/api/v1/tenants/balai-uji/logout"


@pytest.fixture
def keycloak():
    """Serves the realm's keys; `signers` are those it publishes, `asked` counts."""
    signers = [Signer.generate("https://unused.example")]

    def certs(server, _request):
        keys = [json.loads(signer.jwks_document())["keys"][0] for signer in signers]
        return whole(json.dumps({"keys": keys}).encode(), content_type="application/json")

    with serving(answers(certs)) as server:
        server.signers, server.issuer = signers, f"{server.url}/realms/asn"
        yield server


@pytest.fixture
def app(engine, keys, keycloak):
    poll = PollSection(allowed_networks=(ip_network("127.0.0.0/8"),), connect_timeout_s=1, total_timeout_s=1)
    section = KeycloakSection(url=keycloak.url, realm="asn", timeout_s=2)
    settings = Settings(centre=CentreSection(url=CENTRE), poll=poll, keycloak=section)
    return create_app(engine, settings, keys, open_client(settings, keys))


@pytest.fixture
def member(engine, site):
    """The site as a tenant: joined in the store, without a client at Keycloak."""
    document = site.signer.jwks_document()
    applicant = joins.Applicant("6" * 32, site.url, document.decode(), sha256_hex(document), 1, "1", "4.5", "8.2")
    with transaction(engine) as conn:
        joins.join(conn, Invite(None, "Balai Uji", "Badan Uji"), applicant, 1)
    return site


def token(keycloak, signer=None, **changes):
    now = int(time.time())
    made = {
        "iss": keycloak.issuer,
        "aud": "moodle-balai-uji",
        "iat": now,
        "exp": now + 60,
        "jti": "j1",
        "sub": "orang",
        "sid": "sesi",
    }
    return (signer or keycloak.signers[0]).sign(made | {"events": {LOGOUT_EVENT: {}}} | changes)


def send(api, text, path=LOGOUT):
    return api.post(
        path, content=urlencode({"logout_token": text}), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )


def untold(engine):
    with reading(engine) as conn:
        tenant = tenants.by_slug(conn, "balai-uji")
        return [(one.session, one.subject) for one in logouts.waiting(conn, tenant.id, 10)]


def test_the_pinned_key_set_of_a_tenant_is_served_and_nothing_is_asked_of_the_tenant(api, member):
    answer = api.get("/api/v1/tenants/balai-uji/jwks.json")
    assert (answer.status_code, answer.content) == (200, member.signer.jwks_document())
    assert answer.headers["content-type"] == "application/json"
    assert member.server.requests == []


@pytest.mark.parametrize("path", ["/api/v1/tenants/siapa/jwks.json", "/api/v1/tenants/..%2f/jwks.json"])
def test_who_is_no_tenant_has_no_key_set(api, member, path):
    assert api.get(path).status_code == 404


def test_a_logout_is_noted_at_once_and_the_tenant_is_not_asked(api, engine, member, keycloak):
    assert send(api, token(keycloak)).status_code == 200
    assert untold(engine) == [("sesi", "orang")]
    assert member.server.requests == []


def test_the_same_logout_again_is_noted_once(api, engine, member, keycloak):
    same = token(keycloak)
    assert [send(api, same).status_code, send(api, same).status_code] == [200, 200]
    assert len(untold(engine)) == 1


def test_a_token_for_another_tenant_or_of_a_stranger_is_refused_and_nothing_is_noted(api, engine, member, keycloak):
    stranger = Signer.generate("https://unused.example")
    for text in (token(keycloak, aud="moodle-lain"), token(keycloak, stranger), "a.b.c", "x" * 60_000):
        problem(send(api, text), 400, "bad_request")
    assert untold(engine) == []


@pytest.mark.parametrize(
    "body", [b"", b"logout_token=", b"logout_token=a&logout_token=b", b"\xff", b"lain=1", b"a=1&b=2&c=3&d=4&e=5"]
)
def test_a_body_that_is_no_form_with_one_token_is_refused(api, member, keycloak, body):
    problem(api.post(LOGOUT, content=body), 400, "bad_request")


def test_a_long_body_is_refused(api, member, keycloak):
    problem(send(api, "x" * 70_000), 413, "too_large")


def test_a_new_key_of_the_issuer_is_found_and_a_flood_of_unknown_keys_asks_it_once(api, engine, member, keycloak, monkeypatch):
    assert send(api, token(keycloak)).status_code == 200
    monkeypatch.setattr(issuer_keys, "_PAUSE_S", 0)
    keycloak.signers.append(Signer.generate("https://unused.example"))
    assert send(api, token(keycloak, keycloak.signers[1], jti="j2")).status_code == 200
    monkeypatch.setattr(issuer_keys, "_PAUSE_S", 60)
    asked = len(keycloak.requests)
    for _ in range(20):
        send(api, token(keycloak, Signer.generate("https://unused.example")))
    assert len(keycloak.requests) == asked


def test_while_the_issuers_keys_are_not_known_a_logout_is_to_be_sent_again(api, member, keycloak, monkeypatch):
    monkeypatch.setattr(issuer_keys.IssuerKeys, "document", lambda *_args, **_options: None)
    answer = send(api, token(keycloak))
    problem(answer, 503, "maintenance")
    assert answer.headers["retry-after"] == "30"


def test_without_the_store_a_logout_is_to_be_sent_again(api, member, keycloak, monkeypatch):
    def fails(*_args):
        raise StoreUnavailableError("away")

    monkeypatch.setattr("syncd.serve.tenants.issuer.run_transaction", fails)
    problem(send(api, token(keycloak)), 503, "maintenance")


def test_a_centre_that_has_just_begun_knows_the_issuers_keys_before_anybody_asks(monkeypatch):
    keys, fetched, stopped = (
        issuer_keys.IssuerKeys(KeycloakSection(url="https://masuk.example", realm="asn")),
        [],
        threading.Event(),
    )
    known = threading.Event()

    def fetch(made):
        fetched.append(made)
        made._document, made._fetched_at, made._tried_at = "{}", float("inf"), float("inf")
        known.set()

    monkeypatch.setattr(issuer_keys.IssuerKeys, "_fetch", fetch)
    keys.watch(stopped)
    try:
        assert known.wait(30)
        assert (keys.document(), len(fetched)) == ("{}", 1)
    finally:
        stopped.set()


def test_a_realm_that_is_made_after_the_centre_has_begun_is_noticed_at_once(monkeypatch):
    keys, stopped, known, tries = (
        issuer_keys.IssuerKeys(KeycloakSection(url="https://masuk.example", realm="asn")),
        threading.Event(),
        threading.Event(),
        [],
    )

    def fetch(made):
        made._tried_at = issuer_keys.clock.monotonic()
        tries.append(made._tried_at)
        if len(tries) > 1:
            made._document, made._fetched_at = "{}", made._tried_at
            known.set()

    monkeypatch.setattr(issuer_keys.IssuerKeys, "_fetch", fetch)
    keys.watch(stopped)
    try:
        # Far less than the pause between two looks for a key that is not in a set.
        assert known.wait(30)
    finally:
        stopped.set()


def test_while_one_request_waits_for_the_issuers_keys_the_others_do_not(monkeypatch):
    keys = issuer_keys.IssuerKeys(KeycloakSection(url="https://masuk.example", realm="asn"))
    asked, answered = threading.Event(), threading.Event()

    def hangs(_keys):
        asked.set()
        answered.wait(30)

    monkeypatch.setattr(issuer_keys.IssuerKeys, "_fetch", hangs)
    first = threading.Thread(target=keys.document)
    first.start()
    try:
        assert asked.wait(30)
        assert keys.document() is None
    finally:
        answered.set()
        first.join(30)


def test_an_issuer_that_refuses_leaves_the_keys_unknown(api, member, keycloak, monkeypatch):
    def refuses(*_args):
        raise KeycloakRefusedError("no such realm")

    monkeypatch.setattr(issuer_keys.IssuerKeys, "_client", refuses)
    problem(send(api, token(keycloak)), 503, "maintenance")


def test_a_key_that_is_not_known_is_looked_for_again_within_seconds(monkeypatch):
    """Strangers' tokens may have used up the look just before the realm has a new key."""
    now, looks = [1000.0], []
    monkeypatch.setattr(issuer_keys.clock, "monotonic", lambda: now[0])

    def fetch(self):
        looks.append(now[0])
        self._document, self._fetched_at, self._tried_at = "set", now[0], now[0]

    monkeypatch.setattr(issuer_keys.IssuerKeys, "_fetch", fetch)
    keys = issuer_keys.IssuerKeys(KeycloakSection(url="https://masuk.example", realm="asn"))
    for _ in range(100):
        keys.document(again=True)
        now[0] += 0.1
    assert len(looks) <= 6
    now[0] += 5
    keys.document(again=True)
    assert looks[-1] == now[0]


def test_whoever_needs_a_key_waits_for_the_look_that_is_under_way_but_only_a_few(monkeypatch):
    began, go_on = threading.Event(), threading.Event()
    keys = issuer_keys.IssuerKeys(KeycloakSection(url="https://masuk.example", realm="asn"))
    keys._document, keys._fetched_at = "old", issuer_keys.clock.monotonic()

    def fetch(self):
        self._tried_at = issuer_keys.clock.monotonic()
        began.set()
        go_on.wait(10)
        self._document = "new"

    monkeypatch.setattr(issuer_keys.IssuerKeys, "_fetch", fetch)
    with ThreadPoolExecutor(20) as pool:
        first = pool.submit(keys.document, again=True)
        assert began.wait(10)
        others = [pool.submit(keys.document, again=True) for _ in range(12)]
        try:
            beyond = [one.result() for one in islice(as_completed(others, timeout=10), 12 - issuer_keys._MOST_WAITING)]
        finally:
            go_on.set()
        assert set(beyond) == {"old"}
        assert [one.result(10) for one in others].count("new") == issuer_keys._MOST_WAITING
        assert first.result(10) == "new"
