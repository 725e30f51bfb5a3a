"""The simulator's remote control, and joining a centre over HTTP as the plugin does."""

import json
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

from syncd.cli import app
from syncd.keys import KeyRing
from syncd.model.entrance import entrance
from syncd.model.kinds import KINDS
from syncd.poll.client import open_client
from syncd.serve.app import create_app
from syncd.settings import Settings
from syncd.simulator.joining import CentreRefusedError, join, leave, tenant_status
from syncd.store import invites
from syncd.store.engine import open_store, transaction
from syncd.store.migrate import upgrade
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant
from tests.background import BackgroundServer
from tests.joined import small_server


@pytest.fixture
def server():
    with small_server(tenants=2) as server:
        yield server


def _control(server, *arguments, code=0):
    result = CliRunner().invoke(app, ["simulator", *arguments, "--at", server.base_url])
    assert result.exit_code == code, result.output
    return result.stdout


def test_tenants_are_listed_broken_and_mended(server):
    assert "kementerian" in _control(server, "list").lower()
    assert "sign-in page" in _control(server, "fault", "2", "html_login")
    assert [one["fault"] for one in json.loads(_control(server, "list", "--json"))] == [None, "html_login"]
    _control(server, "fault", "2", "none")
    assert server.world.tenants[2].fault is None


def test_all_faults_are_listed_without_a_name(server):
    assert "gzip_bomb" in _control(server, "fault", "1")
    _control(server, "fault", "1", "tidak_ada", code=2)
    _control(server, "incident", "1", "tidak_ada", code=2)
    _control(server, "fault", "9", "hang", code=1)


def test_steps_and_incidents_happen(server):
    before = {number: tenant.epoch for number, tenant in server.world.tenants.items()}
    # What chance picks may find nothing to do.
    assert 0 < _control(server, "step", "20").count("tenant") <= 20
    _control(server, "incident", "1", "reset")
    assert server.world.tenants[1].epoch != before[1]
    assert server.world.tenants[2].epoch == before[2]


def test_a_course_is_hidden(server):
    courses = server.world.tenants[1].site.rows("course")
    assert "Course 1 " in _control(server, "hide", "1")
    assert "Course 3 " in _control(server, "hide", "1", "3")
    assert courses.keys() - server.world.tenants[1].site.rows("course").keys() == {1, 3}


def test_a_simulator_that_is_not_there_is_code_69():
    result = CliRunner().invoke(app, ["simulator", "list", "--at", "http://127.0.0.1:9"])
    assert result.exit_code == 69


@pytest.fixture
def centre(tmp_path):
    """A centre that serves its API over a real socket."""
    engine = open_store(f"sqlite:///{tmp_path}/syncd.db")
    upgrade(engine)
    with BackgroundServer() as background:
        settings = Settings(
            centre={"url": background.base_url, "keys_dir": tmp_path / "keys"}, poll={"allowed_networks": ["127.0.0.0/8"]}
        )
        keys = KeyRing(settings.centre.keys_dir, settings.centre.url)
        client = open_client(settings, keys)
        background.serve(create_app(engine, settings, keys, client))
        yield Joinable(engine, background.base_url, client)
        client.close()
    engine.dispose()


class Joinable:
    def __init__(self, engine, url, client):
        self.engine, self.url, self.client = engine, url, client

    def code(self):
        with transaction(self.engine) as conn:
            return invites.code(self.url, invites.create(conn, "Contoh", "Contoh", 1, valid_s=10**10))


def test_a_tenant_joins_is_read_asks_for_its_report_and_leaves(server, centre):
    tenant = server.world.tenants[1]
    code = centre.code()
    assert join(tenant, code) == "contoh"
    assert sync_tenant(centre.engine, centre.client, 1, "test", SyncOptions()).verified_equal
    told = tenant_status(tenant)
    rows = {one["stream"]: one["rows"] for one in told["streams"]}
    assert rows["catalogue"] == len(tenant.site.rows("course"))
    with pytest.raises(CentreRefusedError, match="410 code_used"):
        join(tenant, code)
    receipt = leave(tenant)
    assert receipt["deleted"] == {kind: len(tenant.site.rows(kind)) for kind in KINDS}
    with pytest.raises(CentreRefusedError, match="has not joined"):
        leave(tenant)


def test_a_code_that_is_no_code_is_refused_by_the_tenant_itself(server):
    for code in ("", "ASN2.abc.def", "ASN1.abc", "ASN1.*.x", "ASN1.////.x"):
        with pytest.raises(CentreRefusedError, match="not a join code"):
            join(server.world.tenants[1], code)


def test_the_address_of_a_course_says_that_this_site_is_simulated(server):
    with urlopen(entrance(f"{server.base_url}/s/1", 1)) as answer:
        assert b"simulated site" in answer.read()
    with pytest.raises(HTTPError, match="404") as refused:
        urlopen(entrance(f"{server.base_url}/s/3", 1))
    refused.value.close()
