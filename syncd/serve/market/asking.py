"""How everybody asks the marketplace: counted by caller, in bounded work, beside all other routes. Reads the index only."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from starlette.requests import Request

from syncd.errors import IndexMissingError, NotFoundError, QuestionRefusedError
from syncd.index.search import Search
from syncd.log import Event
from syncd.model.kinds import MAX_ID
from syncd.serve.market.wanted import refused
from syncd.serve.origin import origin
from syncd.serve.problem import ProblemError, rate_limited
from syncd.serve.quota import Quota
from syncd.serve.threads import OwnThreads

T = TypeVar("T")
_log = structlog.get_logger()

# Ten a second, as a person who reads never asks, and a site that asks for many people hardly.
_A_MINUTE = 600
# Of all callers at once, and of one: who asks most waits for itself and not in front of others.
_AT_ONCE, _WAITING, _OF_ONE = 4, 96, 8
_BACK_IN_S = 30


class Market:
    """Search for everybody."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._quota = Quota(_A_MINUTE)
        self._threads = OwnThreads("market", _AT_ONCE, each=_OF_ONE, waiting=_WAITING)

    async def ask(self, request: Request, work: Callable[[Search], T]) -> T:
        """What `work` makes of search; 404 for what is not there, 429 for who asks too often, 503 while there is no index."""
        caller = origin(request)
        if wait := self._quota.wait_s(caller):
            raise rate_limited(wait)
        try:
            return await self._threads.run(caller, lambda: work(self._search))
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
    """The one answer to whoever asks for something that is not offered to all ASN."""
    return ProblemError(404, "not_found", "Nothing that is offered to all ASN is here.")


def number_of(course: str) -> int:
    """The number of a course in an address; what no course can have is not found."""
    if not (course.isascii() and course.isdigit() and len(course) <= len(str(MAX_ID)) and int(course) <= MAX_ID):
        raise not_found()
    return int(course)
