"""Reads the body of a request: bounded, strict JSON, typed. Reads from a request only."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from syncd.poll.strict_json import JsonError, parse
from syncd.serve.problem import ProblemError, bad_request

MAX_BODY = 64 * 1024
_Model = TypeVar("_Model", bound=BaseModel)


async def read_limited(request: Request) -> bytes:
    """The bytes of the body, or 413 as soon as they are too many."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise ProblemError(413, "too_large", f"A request has at most {MAX_BODY} bytes.")
    return bytes(body)


def parsed(body: bytes, model: type[_Model]) -> _Model:
    """The body as this model, or 400 naming the member that is wrong."""
    try:
        value = parse(body)
    except JsonError:
        raise bad_request("The body is not a JSON document.") from None
    try:
        return model.model_validate(value, strict=True)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        member = ".".join(str(part) for part in problem["loc"]) or "the body"
        raise bad_request(f"{member}: {problem['msg']}.") from None
