"""The pages and endpoints of the hostile issuer (issuer.py), and the count of their requests and seconds."""

import time
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from tests.sso.answers import ELSEWHERE
from tests.sso.issuer import COOKIE, REALM, HostileIssuer, Refused
from tests.sso.tokens import BAIT, bait


def application(issuer: HostileIssuer) -> FastAPI:
    """The issuer's pages and endpoints."""
    app = FastAPI(openapi_url=None)

    @app.middleware("http")
    async def count(request: Request, go_on: Any) -> Response:
        endpoint, began = request.url.path.removeprefix(REALM).strip("/"), time.perf_counter()
        issuer.requests[endpoint] += 1
        try:
            return await go_on(request)
        finally:
            issuer.seconds[endpoint] += time.perf_counter() - began

    @app.get(f"{REALM}/.well-known/openid-configuration")
    def discovery() -> Response:
        return issuer.answer("discovery", issuer.discovery())

    @app.get(f"{REALM}/keys")
    def keys() -> Response:
        return issuer.answer("keys", issuer.key_set())

    @app.get(f"{REALM}/auth")
    def authorize(request: Request) -> Response:
        return issuer.authorize(dict(request.query_params), request.cookies.get(COOKIE))

    @app.post(f"{REALM}/token")
    async def token(request: Request) -> Response:
        return await run_in_threadpool(_token, issuer, await _form(request))

    @app.get(f"{REALM}/userinfo")
    def userinfo(request: Request) -> Response:
        try:
            return issuer.answer("userinfo", issuer.userinfo(request.headers.get("authorization", "")[7:]))
        except Refused as refused:
            return JSONResponse({"error": str(refused)}, 401)

    @app.post(f"{REALM}/logout")
    async def logout(request: Request) -> Response:
        return await run_in_threadpool(_logout, issuer, await _form(request))

    _set_traps(app)
    return app


def _set_traps(app: FastAPI) -> None:
    """What no site should ever ask for."""

    @app.get(f"{REALM}/{BAIT}")
    def stray_keys() -> Response:
        return JSONResponse(bait())

    @app.api_route(ELSEWHERE, methods=["GET", "POST"])
    def elsewhere(answer: str) -> Response:
        return Response(answer, media_type="application/json")


async def _form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}


def _token(issuer: HostileIssuer, form: dict[str, str]) -> Response:
    try:
        return issuer.answer("token", issuer.token(form))
    except Refused as refused:
        return _refusal(refused)


def _logout(issuer: HostileIssuer, form: dict[str, str]) -> Response:
    try:
        issuer.logout(form)
        return Response(status_code=204)
    except Refused as refused:
        return _refusal(refused)


def _refusal(refused: Refused) -> Response:
    return JSONResponse({"error": str(refused)}, 401 if str(refused) == "invalid_client" else 400)
