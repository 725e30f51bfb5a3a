"""Health, keys and what surrounds every answer."""

import pytest
from sqlalchemy import insert

from syncd import clock
from syncd.errors import StoreUnavailableError
from syncd.health.sentences import sentence
from syncd.serve.pages import status
from syncd.store.engine import transaction
from syncd.store.schema import daemon
from tests.unit.serve.conftest import caller_of


def test_the_key_set_is_served_byte_for_byte(api, keys):
    response = api.get("/.well-known/jwks.json")
    assert response.content == keys.jwks_document()
    assert response.headers["content-type"] == "application/json"


def test_health_says_whether_the_daemon_works_and_keeps_reasons_inside(api, here, engine):
    assert api.get("/health/live").json()["status"] == "live"
    assert api.get("/health/ready").status_code == 503
    assert api.get("/health/ready").json() == {"status": "not ready"}
    assert here.get("/health/ready").json() == {"status": "not ready", "store": True, "tables": True, "daemon_silent_s": None}
    with transaction(engine) as conn:
        conn.execute(insert(daemon).values(owner="d", version="1", started_at=1, beat_at=clock.now_ms()))
    assert api.get("/health/ready").status_code == 200
    with transaction(engine) as conn:
        conn.execute(daemon.update().values(beat_at=clock.now_ms() - 91_000))
    assert here.get("/health/ready").json()["daemon_silent_s"] >= 91
    assert here.get("/health/ready").status_code == 503


def test_health_names_a_lame_daemon_and_is_not_ready_while_the_clocks_disagree(api, here, engine):
    with transaction(engine) as conn:
        facts = {"workers": 8, "living": 7, "clock_off_ms": 0}
        conn.execute(insert(daemon).values(owner="d", version="1", started_at=1, beat_at=clock.now_ms(), **facts))
    # Tenants are being read all the same, and beginning the API anew would not bring the worker back.
    lame = here.get("/health/ready")
    assert (lame.status_code, lame.json()["daemon"]) == (200, [sentence("WORKERS_SHORT", "en")])
    with transaction(engine) as conn:
        conn.execute(daemon.update().values(living=8, clock_off_ms=-7 * 3_600_000))
    astray = here.get("/health/ready")
    assert (astray.status_code, astray.json()["daemon"]) == (503, [sentence("CLOCKS_DISAGREE", "en")])
    assert api.get("/health/ready").json() == {"status": "not ready"}


def test_health_with_tables_of_another_version_is_not_ready(here, engine):
    with transaction(engine) as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert here.get("/health/ready").json()["tables"] is False


@pytest.fixture
def store_away(monkeypatch):
    def fails(*_args):
        raise StoreUnavailableError("away")

    for module in ("pages.status", "tenants.status", "tenants.caller", "tenants.codes", "tenants.preview"):
        monkeypatch.setattr(f"syncd.serve.{module}.reading", fails)
    monkeypatch.setattr("syncd.serve.health.require_current", fails)


def test_without_its_database_the_centre_says_so_and_when_to_come_back(here, site, store_away):
    for response in (here.get("/status"), here.get("/status.json"), here.get("/api/v1/status", headers=site.token("status"))):
        assert response.status_code == 503
        assert response.json()["code"] == "maintenance"
        assert response.headers["retry-after"] == "30"
    assert here.get("/health/ready").json()["store"] is False
    assert here.get("/health/live").status_code == 200
    assert here.get("/.well-known/jwks.json").status_code == 200


def test_a_mistake_of_our_own_shows_nothing_of_itself(here, monkeypatch):
    def fails(*_args):
        raise RuntimeError("a secret")

    monkeypatch.setattr(status, "summarise", fails)
    response = here.get("/status")
    assert response.status_code == 500
    assert response.json()["code"] == "internal_error"
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/nothing", 404),
        ("POST", "/", 405),
        ("GET", "/api/v1/join", 405),
        ("GET", "/docs", 404),
        ("GET", "/redoc", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/none.css", 404),
    ],
)
def test_every_error_is_a_problem_document(here, method, path, code):
    response = here.request(method, path)
    assert response.status_code == code
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/status",
        "/nothing",
        "/health/live",
        "/.well-known/jwks.json",
        "/api/v1/status",
        "/api/v1/agencies",
        "/static/portal.css",
    ],
)
def test_every_answer_carries_the_security_headers(here, path):
    headers = here.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_whatever_answers_get_answers_head_alike_and_without_a_body(app, api):
    paths = {path for path, methods in app.openapi()["paths"].items() if "get" in methods and "{" not in path}
    assert {"/", "/search", "/health/live", "/api/v1/offerings"} <= paths
    for path in [*paths, "/static/portal.css", "/nothing", "/courses/x/1"]:
        got, headed = api.get(path), api.request("HEAD", path)
        assert (headed.status_code, headed.content) == (got.status_code, b""), path
        assert headed.headers == got.headers, path


@pytest.mark.parametrize("path", ["/nothing", "/courses", "/courses/", "/agency/x", "/index.php?id=1"])
def test_who_mistypes_an_address_in_a_browser_is_told_in_words_of_the_language_asked_for(api, path):
    accept = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = api.get(path, headers=accept)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Alamat ini tidak ada di portal" in page.text
    assert page.headers["cache-control"] == "no-store"
    english = api.get(f"{path.partition('?')[0]}?lang=en", headers=accept)
    assert "The portal has no such address" in english.text
    assert api.get(path).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/static/none.css", "/health/none", "/.well-known/none"])
def test_an_address_of_programs_is_answered_as_programs_read(api, path):
    assert api.get(path, headers={"accept": "text/html"}).headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_allowed_is_answered_with_those_that_are(api):
    assert api.post("/").headers["allow"] == "GET"
    assert api.get("/api/v1/join").headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/search", "/api/v1/offerings"])
def test_a_redirect_leads_to_a_path_of_this_host_whatever_the_caller_calls_it(app, path):
    answer = caller_of(app, "203.0.113.9", "palsu.example").get(f"{path}/?q=a%20b")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{path}?q=a%20b")


def test_a_style_is_kept_for_minutes_and_what_is_not_there_is_not(here):
    assert here.get("/static/portal.css").headers["cache-control"] == "public, max-age=300"
    assert here.get("/static/none.css").headers["cache-control"] == "no-store"


def test_the_api_describes_itself(api):
    paths = api.get("/openapi.json").json()["paths"]
    assert {"/api/v1/join", "/api/v1/join/preview", "/api/v1/leave", "/api/v1/status"} <= paths.keys()
    schema = paths["/api/v1/join"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "code" in schema["properties"]
