"""The command line over a store of its own, and simulated tenants that have joined it."""

import json

import pytest
from typer.testing import CliRunner

from syncd.cli import app
from syncd.cli.runtime import Runtime
from syncd.keys import sha256_hex
from syncd.simulator.tenant import Centre
from syncd.store import invites, joins
from syncd.store.engine import transaction
from syncd.store.joins import Applicant
from tests.joined import small_server

CENTRE = "http://127.0.0.1:9/pusat"
SETTINGS = """
[store]
url = "{store}"
[centre]
url = "{centre}"
keys_dir = "{folder}/keys"
[poll]
allowed_networks = ["127.0.0.0/8"]
workers = 4
connect_timeout_s = 1
total_timeout_s = 2
"""


class Command:
    """Calls `syncd` in this process; its store is a SQLite file in the folder unless another is named."""

    def __init__(self, folder, store=None):
        self.store = store or f"sqlite:///{folder}/syncd.db"
        self.config = folder / "syncd.toml"
        self.config.write_text(SETTINGS.format(folder=folder, store=self.store, centre=CENTRE))

    def __call__(self, *arguments, code=0, stdin=None):
        """Standard output of the command, which must end with this code."""
        result = CliRunner().invoke(app, ["--config", str(self.config), *arguments], input=stdin)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        self.complaint = result.stderr
        return result.stdout

    def json(self, *arguments, code=0):
        return json.loads(self(*arguments, "--json", code=code))

    @property
    def runtime(self):
        return Runtime(self.config)


@pytest.fixture
def store():
    """The address of the store, where it is to be another than a SQLite file."""
    return


@pytest.fixture
def syncd(tmp_path, store):
    command = Command(tmp_path, store)
    command("db", "upgrade")
    command("keys", "init")
    return command


@pytest.fixture(scope="session")
def server():
    with small_server(tenants=3) as server:
        yield server


@pytest.fixture
def joined(syncd, server):
    """Three tenants that have joined; their slugs in the order of their numbers."""
    run = syncd.runtime
    document = run.keys.jwks_document().decode()
    slugs = []
    for tenant in server.world.tenants.values():
        tenant.centre, tenant.fault, tenant.paused = Centre(CENTRE, document), None, False
        applicant = Applicant(tenant.site_id, tenant.url, tenant.jwks, sha256_hex(tenant.jwks.encode()), 1, "1.0.0", "4.5", "8.2")
        with transaction(run.engine) as conn:
            secret = invites.create(conn, tenant.name, tenant.name, 1, valid_s=10**9)
            slugs.append(joins.join(conn, invites.redeem(conn, secret, 2), applicant, 2).slug)
    run.engine.dispose()
    return slugs
