"""Errors of the API as RFC 9457 problem documents (docs/contract.md section 8). Pure."""

from http import HTTPStatus

from starlette.responses import JSONResponse

# The same for a bad signature, a replay, a wrong scope: nothing is learned from being refused.
UNAUTHORISED = "The request does not prove who asks: see the contract, section 2."


class ProblemError(Exception):
    """Ends a request with this problem document."""

    def __init__(self, status: int, code: str, detail: str, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
        # What a 401 asks for.
        self.challenge = "Bearer"


def unauthorised(*, token: bool = True) -> ProblemError:
    """The one answer to every request that is not believed; only whether a token came at all is told, which the sender knows."""
    problem = ProblemError(401, "unauthorised", UNAUTHORISED)
    if token:
        problem.challenge = 'Bearer error="invalid_token"'
    return problem


def not_member() -> ProblemError:
    """No tenant has the address that the request comes from."""
    return ProblemError(404, "not_member", "This site has not joined this centre, or has left it.")


def bad_request(detail: str) -> ProblemError:
    """The request is not of this contract; `detail` names the member."""
    return ProblemError(400, "bad_request", detail)


def rate_limited(retry_after_s: int) -> ProblemError:
    """Whoever comes too often, or finds its like under way, comes back later."""
    return ProblemError(429, "rate_limited", f"Too many requests of this kind; try again in {retry_after_s} s.", retry_after_s)


def response(problem: ProblemError) -> JSONResponse:
    """The problem as a response."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
    }
    # Whoever keeps answers keeps them apart by what proves who asks, and what was refused to one is not for all.
    headers = {"Cache-Control": "no-store", "Vary": "Authorization"}
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(problem.retry_after_s)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = problem.challenge
    return JSONResponse(document, problem.status, headers, "application/problem+json")
