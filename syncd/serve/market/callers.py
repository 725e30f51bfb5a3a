"""Tells by the request for whom the marketplace is asked: everybody, or a tenant's people by its token. Reads the tenant table.

Who proves nothing is answered as everybody is. Who tries to prove something and fails is told so, and not answered as everybody:
a mistake would look like an empty shelf.
"""

from contextlib import suppress
from dataclasses import dataclass

from starlette.requests import Request

from syncd import clock
from syncd.errors import StoreUnavailableError
from syncd.keys import ReplayMemoryInProcess
from syncd.model.tenant import TenantRow
from syncd.serve.cached import FRESH_S
from syncd.serve.centre import Centre
from syncd.serve.market.asking import A_TENANTS_MINUTE
from syncd.serve.market.audience import Audience
from syncd.serve.origin import origin
from syncd.serve.problem import ProblemError, not_member, rate_limited
from syncd.serve.quota import Quota
from syncd.serve.tenants.caller import bearer_token, claimed_address, member_at, proven
from syncd.serve.threads import OwnThreads

_REFUSED_A_MINUTE = 60
# What a tenant may ask within the life of a token, and room for all of them: no other proof is refused for these.
_OF_ONE, _TOKENS = 4 * A_TENANTS_MINUTE, 200_000
_AT_ONCE, _WAITING, _OF_ONE_AT_ONCE = 4, 60, 16
_NO_PROOF = ("unauthorised", "not_member")


@dataclass(frozen=True, slots=True)
class _Known:
    tenant: TenantRow
    until: float


class Audiences:
    """The audiences of one centre's marketplace. Proofs have a memory of their own: nobody asks as often as a marketplace does.

    Members are remembered for as long as answers may be kept, and for longer only while the store is away: the marketplace stands
    without it.
    """

    def __init__(self, centre: Centre) -> None:
        self._centre, self._replay = centre, ReplayMemoryInProcess(_TOKENS, _OF_ONE)
        self._refused = Quota(_REFUSED_A_MINUTE)
        self._threads = OwnThreads("audiences", _AT_ONCE, each=_OF_ONE_AT_ONCE, waiting=_WAITING)
        self._known: dict[str, _Known] = {}

    async def of(self, request: Request) -> Audience:
        """Whom this request is from; 401 or 404 where it does not prove what it says, 429 where it did not too often."""
        caller = origin(request)
        if "authorization" not in request.headers:
            return Audience(caller)
        if wait := self._refused.left_s(caller):
            raise rate_limited(wait)
        try:
            token = bearer_token(request)
            return await self._threads.run(caller, lambda: self._proven(token))
        except ProblemError as problem:
            if problem.code in _NO_PROOF:
                self._refused.wait_s(caller)
            raise

    def _proven(self, token: str) -> Audience:
        url = claimed_address(token)
        known = self._known.get(url)
        if known is not None and clock.monotonic() < known.until:
            # It may have pinned other keys since.
            with suppress(ProblemError):
                return self._audience(known.tenant, token)
        return self._audience(self._member(url, known), token)

    def _member(self, url: str, known: _Known | None) -> TenantRow:
        try:
            tenant = member_at(self._centre, url)
            if not tenant.sign_in_open:
                # Whose people may not sign in there is shown nothing of its agency either.
                raise not_member()
        except ProblemError:
            self._known.pop(url, None)
            raise
        except StoreUnavailableError:
            if known is None:
                raise
            tenant = known.tenant
        self._known[url] = _Known(tenant, clock.monotonic() + FRESH_S)
        return tenant

    def _audience(self, tenant: TenantRow, token: str) -> Audience:
        proven(self._centre, token, str(tenant.jwks), tenant.url, "market", self._replay)
        # An agency that LAN has not named is none, and nothing is offered to it only.
        return Audience(f"tenant {tenant.slug}", tenant.slug, tenant.agency if tenant.agency.strip() else None)
