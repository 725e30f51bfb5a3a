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


def unauthorised() -> ProblemError:
    """The one answer to every request that is not believed."""
    return ProblemError(401, "unauthorised", UNAUTHORISED)


def bad_request(detail: str) -> ProblemError:
    """The request is not of this contract; `detail` names the member."""
    return ProblemError(400, "bad_request", detail)


def response(problem: ProblemError) -> JSONResponse:
    """The problem as a response."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
    }
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(problem.retry_after_s)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(document, problem.status, headers, "application/problem+json")
