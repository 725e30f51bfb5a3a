"""Reads the body of a request: bounded, strict JSON, typed. Reads from a request only."""

import asyncio
import json
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from syncd.serve.problem import ProblemError, bad_request
from syncd.strict_json import JsonError, parse

MAX_BODY = 64 * 1024
# Whoever sends a byte now and then holds a place that others need.
_COMES_WITHIN_S = 10.0
_Model = TypeVar("_Model", bound=BaseModel)


async def read_limited(request: Request) -> bytes:
    """The bytes of the body, or 413 as soon as they are too many, or 400 when they do not come."""
    body = bytearray()
    try:
        async with asyncio.timeout(_COMES_WITHIN_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY:
                    raise ProblemError(413, "too_large", f"A request has at most {MAX_BODY} bytes.")
    except TimeoutError:
        raise bad_request(f"The body did not come within {_COMES_WITHIN_S:g} s.") from None
    except ClientDisconnect:
        # Nobody reads the answer; it only ends the request in order.
        raise bad_request("The body ended before its end.") from None
    return bytes(body)


def parsed(body: bytes, model: type[_Model]) -> _Model:
    """The body as this model, or 400 naming the member that is wrong."""
    try:
        value = parse(body)
        # Half of a surrogate pair is a text of JSON that no database and no hash takes.
        json.dumps(value, ensure_ascii=False).encode()
    except (JsonError, UnicodeEncodeError):
        raise bad_request("The body is not a JSON document.") from None
    try:
        return model.model_validate(value, strict=True)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        member = ".".join(str(part) for part in problem["loc"]) or "the body"
        raise bad_request(f"{member}: {problem['msg']}.") from None


def described(model: type[BaseModel]) -> dict[str, object]:
    """The OpenAPI description of a body that is read by hand because of its limits."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}}
