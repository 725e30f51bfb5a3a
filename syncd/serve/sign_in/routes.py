"""The addresses of sign-in: to the realm, back from it, out, and what the issuer says has ended. Asks Keycloak, writes sessions.

What is waited for has threads of its own: nobody who only reads a page waits for somebody's sign-in.
"""

from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError
from syncd.keycloak.sign_in import PORTAL
from syncd.log import Event
from syncd.serve import logout_token
from syncd.serve.body import read_limited
from syncd.serve.centre import Centre
from syncd.serve.origin import origin
from syncd.serve.pages.portal.pages import CANCELLED, HALF_OUT, NO_ISSUER, UNFINISHED, Pages
from syncd.serve.pages.portal.view import HOME, SIGN_IN, SIGN_OUT, View, view_of
from syncd.serve.problem import ProblemError, rate_limited
from syncd.serve.quota import Quota
from syncd.serve.sign_in.identities import Identities
from syncd.serve.sign_in.way import BACK, Way, cookie_of, wanted
from syncd.serve.threads import OwnThreads
from syncd.serve.visitors import Visitors
from syncd.store import sessions
from syncd.store.engine import run_transaction

LOGOUT = "/api/v1/portal/logout"
_WAY_S = 900
# A whole office has one address, and comes at eight in the morning. What the issuer was asked for in vain is counted closely.
_A_MINUTE, _FAILED_A_MINUTE = 600, 30
# Of all at once, and of one address: a third of the places, so that no office takes them from the others.
_AT_ONCE, _WAITING, _OF_ONE = 8, 64, 24
# What a browser says of an address that a person opens.
_NAVIGATES = "navigate"
_log = structlog.get_logger()


class SigningIn:
    """The sign-ins of one centre; `centre`: its public address."""

    def __init__(self, identities: Identities, visitors: Visitors, pages: Pages, centre: str) -> None:
        self._identities, self._visitors, self._pages, self._centre = identities, visitors, pages, centre
        self._begun, self._back, self._failed = Quota(_A_MINUTE), Quota(_A_MINUTE), Quota(_FAILED_A_MINUTE)
        # Any page of the web makes a browser come here without a way: that costs nobody the way back.
        self._strays = Quota(_FAILED_A_MINUTE)
        self._threads = OwnThreads("sign-in", _AT_ONCE, each=_OF_ONE, waiting=_WAITING)

    async def begin(self, request: Request) -> Response:
        """To the realm; by what the sign-in is recognised afterwards stays in this browser. 403 for what nobody looks at."""
        if request.headers.get("sec-fetch-mode", _NAVIGATES) != _NAVIGATES:
            # An image on another site's page: nobody signs in by that, and it must not use up what the office may.
            raise ProblemError(HTTPStatus.FORBIDDEN, "other_site", "A sign-in begins where a person opens this address.")
        if wait := self._begun.wait_s(origin(request)):
            raise rate_limited(wait)
        language = view_of(request).language
        address, begun = self._identities.begin(language)
        response = RedirectResponse(address, HTTPStatus.SEE_OTHER)
        way = Way(begun, wanted(request.query_params.get("to", "")), language)
        self._visitors.put(response, str(cookie_of(begun.state)), way.written, _WAY_S)
        return response

    async def back(self, request: Request) -> Response:
        """From the realm, with a code, or without one where the person gave up."""
        caller, state = origin(request), request.query_params.get("state", "")
        cookie = cookie_of(state)
        way = Way.read(self._visitors.cookie_in(request, cookie), state) if cookie else None
        if cookie is None or way is None:
            if wait := self._strays.wait_s(caller):
                raise rate_limited(wait)
            return self._sorry(view_of(request).language, UNFINISHED, HTTPStatus.BAD_REQUEST)
        if wait := self._back.wait_s(caller) or self._failed.left_s(caller):
            raise rate_limited(wait)
        response = await self._arrived(request, way)
        if response.status_code == HTTPStatus.BAD_REQUEST:
            self._failed.wait_s(caller)
        self._visitors.take(response, cookie)
        return response

    async def _arrived(self, request: Request, way: Way) -> Response:
        if code := request.query_params.get("code"):
            return await self._threads.run(origin(request), lambda: self._finished(way, code))
        return self._sorry(way.language, CANCELLED, HTTPStatus.OK)

    def _finished(self, way: Way, code: str) -> Response:
        try:
            response = RedirectResponse(way.to, HTTPStatus.SEE_OTHER)
            self._visitors.admit(response, self._identities.finish(code, way.begun))
        except KeycloakRefusedError as error:
            _log.warning(Event.REQUEST_REFUSED, scope="sign-in", reason=str(error))
            return self._sorry(way.language, UNFINISHED, HTTPStatus.BAD_REQUEST)
        except KeycloakUnavailableError as error:
            _log.error(Event.SIGN_IN_FAILED, reason=str(error))
            return self._sorry(way.language, NO_ISSUER, HTTPStatus.SERVICE_UNAVAILABLE)
        return response

    async def out(self, request: Request) -> Response:
        """End the session here and at the issuer, which tells every site; 403 for another site's page."""
        if not self._from_here(request):
            raise ProblemError(HTTPStatus.FORBIDDEN, "other_site", "Only a page of this centre signs people out.")
        return await self._threads.run(origin(request), lambda: self._ended(request))

    def _from_here(self, request: Request) -> bool:
        """Whether a page of this centre sent the form. Our pages send no referrer, and then older browsers say `null`."""
        site = request.headers.get("sec-fetch-site")
        return site == "same-origin" if site else request.headers.get("origin", "null") in ("null", self._centre)

    def _ended(self, request: Request) -> Response:
        view = view_of(request)
        response: Response = RedirectResponse(view.link(HOME), HTTPStatus.SEE_OTHER)
        if (session := self._visitors.of(request)) is not None:
            try:
                self._identities.end(session.issuer_session)
            except (KeycloakRefusedError, KeycloakUnavailableError) as error:
                _log.error(Event.SIGN_OUT_FAILED, reason=str(error))
                response = self._sorry(view.language, HALF_OUT, HTTPStatus.SERVICE_UNAVAILABLE)
        self._visitors.dismiss(request, response)
        return response

    def _sorry(self, language: str, what: tuple[str, str], status: HTTPStatus) -> HTMLResponse:
        return HTMLResponse(self._pages.sorry(View(language=language, sign_in=True), *what), status)


def routes(signing: SigningIn) -> APIRouter:
    """The addresses at which people come and go."""
    router = APIRouter(tags=["portal"], default_response_class=HTMLResponse)
    router.get(SIGN_IN, summary="To the realm's sign-in")(signing.begin)
    router.get(BACK, summary="Back from the realm")(signing.back)
    router.post(SIGN_OUT, summary="End the session here and at the issuer")(signing.out)
    return router


def ends(centre: Centre) -> APIRouter:
    """The address at which the issuer says that a session has ended."""
    router = APIRouter(tags=["portal"])

    @router.post(LOGOUT, summary="Back-channel logout for the portal", openapi_extra=logout_token.FORM)
    def logout(raw: Annotated[bytes, Depends(read_limited)]) -> Response:
        claims = logout_token.proven(raw, centre.settings.keycloak.issuer, centre.issuer_keys, PORTAL)
        run_transaction(centre.engine, lambda conn: sessions.end_of(conn, claims.session, claims.subject))
        return Response(status_code=HTTPStatus.OK)

    return router
