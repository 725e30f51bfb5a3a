"""`syncd run` and `syncd serve`: the two processes of a centre. One asks tenants and writes the store, one listens."""

from functools import partial
from threading import Event

import typer

from syncd.cli.runtime import runtime
from syncd.cli.sync import sync_options
from syncd.daemon.chores import chores
from syncd.daemon.loop import Daemon
from syncd.daemon.memory import give_back
from syncd.keycloak.issuer_keys import IssuerKeys
from syncd.log import configure

# Asking whether a kept connection lives and making a new one take so long each at most: who asks gets 503 within ten seconds.
_PATIENCE_S = 5


def run(context: typer.Context) -> None:
    """Ask every tenant when it is due, until stopped: the daemon."""
    give_back()
    own = runtime(context)
    configure(own.settings.log.level, own.settings.log.format)
    own.make_keys()
    beside = partial(chores, own.engine, own.settings, own.keys)
    Daemon(own.engine, own.client, sync_options(own.settings), own.settings.poll.workers, beside=beside).run()


def serve(context: typer.Context) -> None:
    """Serve the portal, the API, the centre's keys and the status page, until stopped."""
    # Only here: what serves pages takes 25 MiB, which the daemon and every other command would hold for nothing.
    from syncd.serve.app import create_app  # noqa: PLC0415
    from syncd.serve.server import run as run_server  # noqa: PLC0415

    own = runtime(context)
    own.patience_s = _PATIENCE_S
    configure(own.settings.log.level, own.settings.log.format)
    own.make_keys()
    issuer_keys, stopped = IssuerKeys(own.settings.keycloak), Event()
    app = create_app(own.engine, own.settings, own.keys, own.client, issuer_keys)
    if own.settings.keycloak.url is not None:
        issuer_keys.watch(stopped)
    try:
        run_server(app, own.settings.api.host, own.settings.api.port)
    finally:
        stopped.set()
