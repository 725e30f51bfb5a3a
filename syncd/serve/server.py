"""Runs the HTTP side with uvicorn until it is told to stop. Listens on the address of the settings."""

import uvicorn
from fastapi import FastAPI

from syncd.serve.connections import ASKS_WITHIN_S, Connection, allow_many_files

_DRAIN_S = 10


def run(app: FastAPI, host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT; requests under way get ten seconds."""
    allow_many_files()
    uvicorn.run(
        app,
        http=Connection,
        ws="none",
        host=host,
        port=port,
        log_config=None,  # syncd.log has configured it
        access_log=False,
        proxy_headers=False,  # nobody's X-Forwarded-For is believed
        server_header=False,
        timeout_graceful_shutdown=_DRAIN_S,
        timeout_keep_alive=ASKS_WITHIN_S,
        h11_max_incomplete_event_size=32 * 1024,
    )
