"""`syncd run` and `syncd serve`: the two processes of a centre. One asks tenants and writes the store, one listens."""

from functools import partial

import typer

from syncd.chores import chores
from syncd.cli.runtime import runtime
from syncd.cli.sync import sync_options
from syncd.daemon import Daemon
from syncd.log import configure
from syncd.serve.app import create_app
from syncd.serve.server import run as run_server


def run(context: typer.Context) -> None:
    """Ask every tenant when it is due, until stopped: the daemon."""
    own = runtime(context)
    configure(own.settings.log.level, own.settings.log.format)
    beside = partial(chores, own.engine, own.settings, own.keys)
    Daemon(own.engine, own.client, sync_options(own.settings), own.settings.poll.workers, beside=beside).run()


def serve(context: typer.Context) -> None:
    """Serve the API for tenants, the centre's keys and the status page, until stopped."""
    own = runtime(context)
    configure(own.settings.log.level, own.settings.log.format)
    app = create_app(own.engine, own.settings, own.keys, own.client)
    run_server(app, own.settings.api.host, own.settings.api.port)
