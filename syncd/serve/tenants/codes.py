"""Join codes as the API takes them: whoever guesses is slowed down, whoever has one that works never is. Reads invitations."""

import structlog
from starlette.requests import Request

from syncd.errors import JoinRefusedError
from syncd.log import Event
from syncd.serve.problem import ProblemError, rate_limited
from syncd.serve.quota import Quota
from syncd.store import invites
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading
from syncd.store.invites import Invite

_log = structlog.get_logger()
_GUESSES_OF_ONE, _GUESSES_OF_ALL = 30, 300


class Codes:
    """How many codes that do not work may be tried in a minute, by whatever route."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._of_one, self._of_all = Quota(_GUESSES_OF_ONE), Quota(_GUESSES_OF_ALL)

    def check(self, request: Request, code: str) -> Invite:
        """What the code stands for; ProblemError where it does not work, 429 after too many of those."""
        try:
            with reading(self._engine) as conn:
                return invites.check(conn, code, database_now_ms(conn))
        except JoinRefusedError as error:
            address = request.client.host if request.client else ""
            if wait := max(self._of_one.wait_s(address), self._of_all.wait_s("")):
                raise rate_limited(wait) from None
            raise refused(error) from None


def refused(error: JoinRefusedError) -> ProblemError:
    """The answer to a site that may not join, which the log names too."""
    _log.warning(Event.JOIN_REFUSED, code=error.code)
    text = error.detail
    return ProblemError(error.status, error.code, f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}")
