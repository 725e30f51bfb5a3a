"""The HTTP side of the centre: puts the routes together, bounds errors, sets security headers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from syncd import __version__
from syncd.errors import StoreUnavailableError
from syncd.index.search import Search
from syncd.keycloak.issuer_keys import IssuerKeys
from syncd.keys import KeyRing, ReplayMemoryInProcess
from syncd.log import Event
from syncd.poll.client import FeedClient
from syncd.realm.clients import TenantClients
from syncd.serve import health, problem
from syncd.serve.centre import Centre
from syncd.serve.crowd import Crowd
from syncd.serve.framing import HeadAsGet, OneLength, OwnAddresses, ShortQuery
from syncd.serve.market import images
from syncd.serve.market import routes as market
from syncd.serve.market.asking import Market
from syncd.serve.market.callers import Audiences
from syncd.serve.pages import status
from syncd.serve.pages.portal import routes as portal
from syncd.serve.pages.portal.pages import Pages
from syncd.serve.problem import ProblemError
from syncd.serve.sign_in import routes as sign_in
from syncd.serve.sign_in.identities import identities_of
from syncd.serve.sign_in.routes import SigningIn
from syncd.serve.tenants import barred, issuer, join, objecting
from syncd.serve.tenants import status as tenant_status
from syncd.serve.visitors import Visitors
from syncd.settings import Settings
from syncd.store.engine import Engine

_log = structlog.get_logger()
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# A new version of a style is seen within minutes; until then a reader on a phone fetches it once.
_KEPT_STATIC = "public, max-age=300"
_DATABASE_BACK_IN_S = 30
_MOST_REQUESTS = 400


def create_app(
    engine: Engine,
    settings: Settings,
    keys: KeyRing,
    client: FeedClient,
    issuer_keys: IssuerKeys | None = None,
    search: Search | None = None,
) -> FastAPI:
    """The application of one centre."""
    search = search or Search(settings.index.folder)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        search.close()

    clients = TenantClients(engine, settings.keycloak, keys)
    centre = Centre(
        engine, settings, keys, client, ReplayMemoryInProcess(), clients, issuer_keys or IssuerKeys(settings.keycloak)
    )
    app = FastAPI(
        title="ASN Unggul",
        summary="The learning marketplace, and the membership of tenants in it",
        version=__version__,
        lifespan=lifespan,
        # The usual documentation pages load scripts from foreign hosts.
        docs_url=None,
        redoc_url=None,
    )
    for part in (join, tenant_status, issuer, barred, objecting, health):
        app.include_router(part.routes(centre))
    asked = Market(search, engine)
    app.include_router(market.routes(asked, Audiences(centre)))
    app.include_router(images.routes(engine))
    pages = _add_pages(app, centre, asked)
    app.include_router(status.routes(engine, settings))
    app.mount("/static", StaticFiles(directory=status.STATIC), name="static")
    app.middleware("http")(_secured)
    app.add_middleware(Crowd, most=_MOST_REQUESTS)
    app.add_middleware(ShortQuery)
    app.add_middleware(HeadAsGet)
    app.add_middleware(OwnAddresses)
    app.add_middleware(OneLength)
    app.add_exception_handler(ProblemError, _as_problem)
    app.add_exception_handler(HTTPException, _as_page_or_problem(portal.lost(pages)))
    app.add_exception_handler(RequestValidationError, _as_problem)
    app.add_exception_handler(StoreUnavailableError, _as_problem)
    app.add_exception_handler(Exception, _as_problem)
    return app


def _add_pages(app: FastAPI, centre: Centre, asked: Market) -> Pages:
    """The portal, and sign-in to it where there is anything to sign in at."""
    section, visitors = centre.settings.centre, None
    pages = Pages(section.name, section.url, made_up=section.demo_agency is not None)
    if (identities := identities_of(centre)) is not None:
        visitors = Visitors(centre.engine, secure=section.url.startswith("https://"))
        app.include_router(sign_in.routes(SigningIn(identities, visitors, pages, section.url)))
        app.include_router(sign_in.ends(centre))
    app.include_router(portal.routes(asked, pages, visitors))
    return pages


async def _secured(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    kept = (
        _KEPT_STATIC if request.url.path.startswith("/static/") and response.status_code < HTTPStatus.BAD_REQUEST else "no-store"
    )
    response.headers.setdefault("Cache-Control", kept)
    return response


def _as_page_or_problem(
    lost: Callable[[Request], Response | None],
) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Whoever reads in a browser and mistyped an address is told in words."""

    async def answered(request: Request, error: Exception) -> Response:
        missed = isinstance(error, HTTPException) and error.status_code == HTTPStatus.NOT_FOUND
        return (lost(request) if missed else None) or await _as_problem(request, error)

    return answered


async def _as_problem(request: Request, error: Exception) -> Response:
    """Every error as a problem document; what went wrong inside stays inside."""
    match error:
        case ProblemError():
            return problem.response(error)
        case RequestValidationError():
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            return problem.response(problem.bad_request(f"{where} is not usable."))
        case HTTPException():
            phrase = HTTPStatus(error.status_code).phrase
            answer = problem.response(ProblemError(error.status_code, phrase.lower().replace(" ", "_"), f"{phrase}."))
            # With 405 the methods that are allowed.
            answer.headers.update(error.headers or {})
            return answer
        case StoreUnavailableError():
            _log.error(Event.STORE_UNAVAILABLE, path=request.url.path)
            return problem.response(
                ProblemError(503, "maintenance", "The centre's database does not answer; try again soon.", _DATABASE_BACK_IN_S)
            )
        case _:
            _log.error(Event.REQUEST_FAILED, path=request.url.path, exc_info=error)
            return problem.response(ProblemError(500, "internal_error", "The centre made a mistake; its log says which."))
