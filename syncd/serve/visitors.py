"""Who looks at a page: a stranger, or somebody whose session the browser's cookie opens. Reads the store only for a cookie."""

import asyncio
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from syncd.errors import StoreUnavailableError
from syncd.keys.identity import Identity
from syncd.serve.origin import origin
from syncd.serve.problem import ProblemError
from syncd.serve.threads import OwnThreads
from syncd.store import sessions
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading, run_transaction
from syncd.store.sessions import Session

_SESSION = "asn-session"
_AT_ONCE, _WAITING, _OF_ONE = 4, 60, 8
# No cookie longer than this can be one of ours.
_LONGEST = 128


class Visitors:
    """The sessions of one centre's pages. `secure`: browsers must send the cookie by TLS only."""

    def __init__(self, engine: Engine, *, secure: bool) -> None:
        self._engine, self._secure = engine, secure
        self._threads = OwnThreads("visitors", _AT_ONCE, each=_OF_ONE, waiting=_WAITING)

    async def within(self, request: Request, seconds: float) -> Session | None:
        """The same for a page that needs no store: a stranger's, if the store does not say in time whose it is."""
        if self._secret(request) is None:
            return None
        try:
            return await asyncio.wait_for(self._threads.run(origin(request), lambda: self.of(request)), seconds)
        except (TimeoutError, ProblemError):
            return None

    def of(self, request: Request) -> Session | None:
        """The session of a request; None for a stranger, and while the store is away: the page is for everybody then."""
        if (secret := self._secret(request)) is None:
            return None
        with suppress(StoreUnavailableError):
            with reading(self._engine) as conn:
                now = database_now_ms(conn)
                found = sessions.find(conn, secret, now)
            if found and found.stale:
                run_transaction(self._engine, lambda conn: sessions.note(conn, secret, now))
            return found
        return None

    def admit(self, response: Response, who: Identity) -> None:
        """Begin a session, and give its secret to the browser."""
        secret = run_transaction(self._engine, lambda conn: sessions.begin(conn, who, database_now_ms(conn)))
        self.put(response, _SESSION, secret, sessions.LONGEST_MS // 1000)

    def dismiss(self, request: Request, response: Response) -> None:
        """End the session here, and take its secret from the browser."""
        if (secret := self._secret(request)) is not None:
            run_transaction(self._engine, lambda conn: sessions.end(conn, secret))
        self.take(response, _SESSION)

    def put(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Give the browser something that no script and no request from another site's page gets."""
        response.set_cookie(
            self._named(name), value, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="lax"
        )

    def take(self, response: Response, name: str) -> None:
        """Take it away again."""
        response.delete_cookie(self._named(name), path="/", secure=self._secure, httponly=True, samesite="lax")

    def cookie_in(self, request: Request, name: str) -> str:
        """What the browser was given under this name; empty if nothing."""
        return request.cookies.get(self._named(name), "")

    def _secret(self, request: Request) -> str | None:
        secret = self.cookie_in(request, _SESSION)
        return secret if 0 < len(secret) <= _LONGEST else None

    def _named(self, name: str) -> str:
        """A cookie that no other site, not even one below the same domain, can set; without TLS there is no such thing."""
        return f"__Host-{name}" if self._secure else name
