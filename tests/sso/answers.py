"""What an endpoint of the hostile issuer can answer instead of the truth: each mistake has a name."""

import gzip
import json
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse
from joserfc.jwk import ECKey

# Longer than any patience of the plugin, and still the end of a test that forgot to let go.
SLOW_SECONDS = 30
# Beside the endpoints: what is asked for there is what is true, so who follows a redirect is not refused for anything else.
ELSEWHERE = "/pindah"
Answer = dict[str, Any]


def _slow(answer: Answer, released: Event) -> Response:
    released.wait(SLOW_SECONDS)
    return JSONResponse(answer)


def _huge(answer: Answer, _: Event) -> Response:
    return JSONResponse({**answer, "besar": "x" * (4 << 20)})


def _trickle(answer: Answer, released: Event) -> Response:
    """Never silent for a second, and never at an end."""

    def drops() -> Iterator[bytes]:
        yield JSONResponse(answer).body[:-1]
        for _ in range(SLOW_SECONDS):
            if released.wait(1):
                break
            yield b" "
        yield b"}"

    return StreamingResponse(drops(), media_type="application/json")


def _bomb(answer: Answer, _: Event) -> Response:
    """Little on the way, and unpacked more than a request at the sites may use."""
    text = JSONResponse(answer).body[:-1] + b" " * (300 << 20) + b"}"
    return Response(gzip.compress(text, 1), media_type="application/json", headers={"Content-Encoding": "gzip"})


def _moved(answer: Answer, _: Event) -> Response:
    return RedirectResponse(f"{ELSEWHERE}?answer={quote(json.dumps(answer))}", 307)


def _odd_keys(answer: Answer, _: Event) -> Response:
    """A key on a curve nobody asked for, one without alg, one that is no key, and then the good ones without theirs."""
    odd = ECKey.generate_key("P-521", {"kid": "aneh", "use": "sig"}).as_dict(private=False)
    nameless = [{name: value for name, value in key.items() if name != "alg"} for key in answer["keys"]]
    return JSONResponse({"keys": [odd, {"kty": "RSA", "kid": "rusak", "n": "!", "e": "AQAB"}, {"kty": "oct"}, *nameless]})


# Name → the answer, given the true one and an event that ends a wait.
ANSWERS: dict[str, Callable[[Answer, Event], Response]] = {
    "slow": _slow,
    "500": lambda answer, _: Response("Internal Server Error", 500),
    "HTML": lambda answer, _: HTMLResponse("<html><body><h1>Sedang dalam pemeliharaan</h1></body></html>"),
    "redirect": _moved,
    "huge": _huge,
    "bomb": _bomb,
    "trickle": _trickle,
    "empty object": lambda answer, _: JSONResponse({}),
    "a list": lambda answer, _: JSONResponse([answer]),
    "cut off": lambda answer, _: Response(JSONResponse(answer).body[:-20], media_type="application/json"),
    "429": lambda answer, _: Response("", 429, {"Retry-After": "60"}),
    "other issuer": lambda answer, _: JSONResponse({**answer, "issuer": "https://127.0.0.1:1/realms/lain"}),
    "plain endpoint": lambda answer, _: JSONResponse({**answer, "token_endpoint": "http://192.0.2.1/token"}),
    "plain key set": lambda answer, _: JSONResponse({**answer, "jwks_uri": "http://192.0.2.1/keys"}),
    "script": lambda answer, _: JSONResponse({**answer, "authorization_endpoint": "javascript:alert(1)//"}),
    "no keys": lambda answer, _: JSONResponse({"keys": []}),
    "odd keys": _odd_keys,
    "access token is a list": lambda answer, _: JSONResponse({**answer, "access_token": [answer.get("access_token")]}),
}
