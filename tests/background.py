"""Serves an application on loopback in a thread, for tests that need real sockets."""

import socket
import ssl
from threading import Event, Thread

import uvicorn


class _Announcing(uvicorn.Server):
    def __init__(self, config):
        super().__init__(config)
        self.listening = Event()

    async def startup(self, sockets=None):
        await super().startup(sockets)
        self.listening.set()


class BackgroundServer:
    """`base_url` is known at once, so that the application can be made with it; then `serve` it. With a TLS context it is https."""

    def __init__(self, tls: ssl.SSLContext | None = None):
        self._tls = tls

    def __enter__(self):
        # Named as TCP, or asyncio leaves Nagle's algorithm on, and every answer over TLS comes 40 ms late.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)
        self.base_url = f"{'https' if self._tls else 'http'}://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = None
        return self

    def serve(self, app):
        tls = {"ssl_context_factory": lambda _config, _default: self._tls} if self._tls else {}
        self._server = _Announcing(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1, **tls))
        self._thread = Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        assert self._server.listening.wait(30)

    def __exit__(self, *_error):
        if self._server:
            self._server.should_exit = True
            self._thread.join()
        self._socket.close()
