"""The pages and endpoints of the hostile provider (provider.py), and the count of their requests and seconds."""

import time
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from tests.sso.answers import ELSEWHERE
from tests.sso.provider import COOKIE, REALM, HostileProvider, Refused
from tests.sso.tokens import BAIT, bait


def application(provider: HostileProvider) -> FastAPI:
    """The provider's pages and endpoints."""
    app = FastAPI(openapi_url=None)

    @app.middleware("http")
    async def count(request: Request, go_on: Any) -> Response:
        endpoint, began = request.url.path.removeprefix(REALM).strip("/"), time.perf_counter()
        provider.requests[endpoint] += 1
        try:
            return await go_on(request)
        finally:
            provider.seconds[endpoint] += time.perf_counter() - began

    @app.get(f"{REALM}/.well-known/openid-configuration")
    def discovery() -> Response:
        return provider.answer("discovery", provider.discovery())

    @app.get(f"{REALM}/keys")
    def keys() -> Response:
        return provider.answer("keys", provider.key_set())

    @app.get(f"{REALM}/auth")
    def authorize(request: Request) -> Response:
        return provider.authorize(dict(request.query_params), request.cookies.get(COOKIE))

    @app.post(f"{REALM}/token")
    async def token(request: Request) -> Response:
        return await run_in_threadpool(_token, provider, await _form(request))

    @app.get(f"{REALM}/userinfo")
    def userinfo(request: Request) -> Response:
        try:
            return provider.answer("userinfo", provider.userinfo(request.headers.get("authorization", "")[7:]))
        except Refused as refused:
            return JSONResponse({"error": str(refused)}, 401)

    @app.post(f"{REALM}/logout")
    async def logout(request: Request) -> Response:
        return await run_in_threadpool(_logout, provider, await _form(request))

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


def _token(provider: HostileProvider, form: dict[str, str]) -> Response:
    try:
        return provider.answer("token", provider.token(form))
    except Refused as refused:
        return _refusal(refused)


def _logout(provider: HostileProvider, form: dict[str, str]) -> Response:
    try:
        provider.logout(form)
        return Response(status_code=204)
    except Refused as refused:
        return _refusal(refused)


def _refusal(refused: Refused) -> Response:
    return JSONResponse({"error": str(refused)}, 401 if str(refused) == "invalid_client" else 400)
