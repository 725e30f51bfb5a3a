"""What the command line says and does about a tenant's client at Keycloak, which follows the tenant."""

import pytest
import requests

from syncd.realm import clients
from tests.architecture.tree import REPOSITORY
from tests.keycloak_answers import KEYCLOAK, REALM, playing

TEXT = REPOSITORY / "keycloak-realm"


@pytest.fixture
def keycloak(syncd, joined):
    section = f'[keycloak]\nurl = "{KEYCLOAK}"\nrealm = "{REALM}"\nrealm_dir = "{TEXT}"\n'
    syncd.config.write_text(syncd.config.read_text() + section)
    with playing() as played:
        yield played


def made_good(syncd):
    run = syncd.runtime
    run.clients.bring_late()
    run.engine.dispose()


def client(keycloak, slug):
    return keycloak.clients.get(f"moodle-{slug}")


def test_the_daemon_makes_the_clients_of_all_tenants_and_then_asks_nothing(syncd, joined, keycloak):
    made_good(syncd)
    assert sorted(keycloak.clients) == sorted(f"moodle-{slug}" for slug in joined)
    asked = len(keycloak.asked)
    made_good(syncd)
    assert len(keycloak.asked) == asked


def test_pause_disables_resume_enables_and_remove_removes(syncd, joined, keycloak):
    slug = joined[0]
    made_good(syncd)
    assert "nobody can sign in there" in syncd("tenant", "pause", slug)
    assert client(keycloak, slug)["enabled"] is False
    assert syncd.json("tenant", "resume", slug)["client"] == "enabled"
    assert client(keycloak, slug)["enabled"] is True
    assert "Its client at Keycloak is removed." in syncd("tenant", "remove", slug, "--yes")
    assert client(keycloak, slug) is None
    made_good(syncd)
    assert client(keycloak, slug) is None


def test_without_keycloak_each_succeeds_says_so_and_is_made_good_later(syncd, joined, keycloak):
    paused, removed = joined[:2]
    made_good(syncd)
    keycloak.broken = lambda request: requests.ConnectionError("refused")
    assert "the daemon does it" in syncd("tenant", "pause", paused)
    assert syncd.json("tenant", "remove", removed, "--yes")["client"] == "late"
    made_good(syncd)
    assert "client at Keycloak is not yet as it should be" in syncd("status")
    keycloak.broken = lambda request: None
    made_good(syncd)
    assert client(keycloak, paused)["enabled"] is False
    # Nobody's order deletes it: only `realm apply --prune` would.
    assert client(keycloak, removed)["enabled"] is False
    assert syncd.json("status")["realm"]["late"] == []


@pytest.mark.parametrize("answer", [(400, {}, '{"error":"invalid"}'), (500, {}, ""), (201, {}, "<html>")])
def test_a_client_that_fails_again_and_again_does_not_keep_the_others_late(syncd, joined, keycloak, answer, monkeypatch):
    monkeypatch.setattr(clients, "_MANY_FAILURES", 1)
    first = min(joined)
    keycloak.broken = lambda request: answer if request.method == "POST" and f"moodle-{first}" in str(request.body) else None
    run = syncd.runtime
    for _ in range(2):
        run.clients.bring_late()
    run.engine.dispose()
    assert {f"moodle-{slug}" for slug in joined if slug != first} <= set(keycloak.clients)
    if answer[0] >= 400:
        assert client(keycloak, first) is None
        keycloak.broken = lambda request: None
        made_good(syncd)
        assert client(keycloak, first)


def test_a_client_of_that_name_that_is_not_ours_is_never_touched_when_a_tenant_leaves(syncd, joined, keycloak):
    slug = joined[0]
    made_good(syncd)
    client(keycloak, slug)["attributes"].pop("asn.managed")
    syncd("tenant", "remove", slug, "--yes")
    assert client(keycloak, slug)["enabled"] is True


def test_a_realm_text_that_is_missing_is_late_and_costs_no_command(syncd, joined, keycloak, tmp_path):
    syncd.config.write_text(syncd.config.read_text().replace(str(TEXT), str(tmp_path / "nowhere")))
    assert syncd.json("tenant", "pause", joined[0])["client"] == "late"
    assert keycloak.asked == []


def test_without_a_realm_nothing_is_said_about_clients(syncd, joined):
    assert "client" not in syncd("tenant", "pause", joined[0])
    assert syncd.json("tenant", "resume", joined[0])["client"] == "no realm"
