"""How everybody asks the marketplace: counted by caller, in bounded work, beside all other routes. Reads index and store."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from starlette.requests import Request

from syncd.errors import IndexMissingError, NotFoundError, QuestionRefusedError
from syncd.index.search import Search
from syncd.log import Event
from syncd.model.kinds import id_of
from syncd.serve.market.audience import Audience
from syncd.serve.market.collecting import Collections
from syncd.serve.market.comparing import Rates
from syncd.serve.market.unread import Unread
from syncd.serve.market.wanted import refused
from syncd.serve.origin import origin
from syncd.serve.problem import ProblemError, rate_limited
from syncd.serve.quota import Quota
from syncd.serve.threads import OwnThreads
from syncd.store.engine import Engine

T = TypeVar("T")
_log = structlog.get_logger()

# Ten a second, as a person who reads never asks, and a site that asks for many people hardly.
_A_MINUTE = 600
# A site asks for all its people at once, and keeps each answer for half a minute.
A_TENANTS_MINUTE = 1_200
# Of all callers at once, and of one: who asks most waits for itself and not in front of others.
_AT_ONCE, _WAITING, _OF_ONE = 4, 96, 8
_READ_AT_ONCE, _READ_WAITING = 2, 30
_BACK_IN_S = 30


class Market:
    """Search for everybody, and what only the store knows of an offering."""

    def __init__(self, search: Search, engine: Engine) -> None:
        self._search, self._engine = search, engine
        self.rates, self.collections, self.unread = Rates(), Collections(), Unread(engine)
        self._quota, self._of_tenants = Quota(_A_MINUTE), Quota(A_TENANTS_MINUTE)
        self._threads = OwnThreads("market", _AT_ONCE, each=_OF_ONE, waiting=_WAITING)
        # Who waits for the database must not keep those waiting who only ask the index.
        self._readers = OwnThreads("opinions", _READ_AT_ONCE, each=_OF_ONE, waiting=_READ_WAITING)

    async def ask(
        self, request: Request, work: Callable[[Search], T], audience: Audience | None = None, *, counted: bool = True
    ) -> T:
        """What `work` makes of search; 404 for what is not there, 429 for who asks too often, 503 while there is no index."""
        return await self._run(request, self._threads, lambda: work(self._search), audience, counted=counted)

    async def read(
        self, request: Request, work: Callable[[Search, Engine], T], audience: Audience | None = None, *, counted: bool = True
    ) -> T:
        """The same with the store beside it, in threads of its own; StoreUnavailableError where that does not answer."""
        return await self._run(request, self._readers, lambda: work(self._search, self._engine), audience, counted=counted)

    async def _run(
        self, request: Request, threads: OwnThreads, work: Callable[[], T], audience: Audience | None, *, counted: bool
    ) -> T:
        asks = audience or Audience(origin(request))
        quota = self._quota if asks.tenant is None else self._of_tenants
        if counted and (wait := quota.wait_s(asks.caller)):
            raise rate_limited(wait)
        try:
            return await threads.run(asks.caller, work)
        except NotFoundError:
            raise not_found() from None
        except QuestionRefusedError as error:
            raise refused(error) from None
        except IndexMissingError as error:
            _log.error(Event.INDEX_MISSING, path=request.url.path, reason=str(error))
            raise ProblemError(
                503, "maintenance", "The catalogue is being prepared and cannot be searched yet; try again soon.", _BACK_IN_S
            ) from None


def not_found() -> ProblemError:
    """The one answer to whoever asks for something that is not offered to them, whether it is there or not."""
    return ProblemError(404, "not_found", "Nothing that is offered to you is here.")


def number_of(course: str) -> int:
    """The number of a course in an address; what no course can have is not found."""
    number = id_of(course)
    if number is None:
        raise not_found()
    return number
