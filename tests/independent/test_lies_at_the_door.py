"""One tenant lies to the real API: no route waits with it, nothing it sends is answered with a mistake of the centre."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from urllib.request import urlopen

import pytest

from syncd import clock
from tests.independent.scene import until
from tests.independent.tenant.keys import encoded
from tests.independent.tenant.lies import LIES
from tests.independent.tenant.server import CentreRefusedError

CALLERS = 60
ANSWERED_S = 5


@pytest.fixture
def serving(scene):
    with scene.centre.serving():
        yield scene


def _log(scene):
    return (scene.centre.folder / "serve.log").read_text(errors="replace")


def _seconds(scene, path):
    """How long this address takes to answer, up to a limit beyond what is allowed."""
    began = clock.monotonic()
    with suppress(OSError), urlopen(scene.centre.url + path, timeout=2 * ANSWERED_S) as response:
        response.read()
    return clock.monotonic() - began


def _all_at_once(act):
    """Many callers, and nobody waits for their end: whatever keeps them is to keep nobody else."""
    pool = ThreadPoolExecutor(CALLERS)
    for _ in range(CALLERS):
        pool.submit(act)
    return pool


def _answers_while(scene, pool, begun):
    try:
        assert until(begun, 20)
        assert _seconds(scene, "/health/live") < ANSWERED_S
        assert _seconds(scene, "/.well-known/jwks.json") < ANSWERED_S
    finally:
        for tenant in scene.tenants.values():
            tenant.release.set()
        pool.shutdown()


def test_keys_that_are_announced_and_never_given_keep_no_route_waiting(serving):
    tenant = serving.tenant
    serving.begin(LIES["hanging keys"])
    pool = _all_at_once(lambda: suppressed(tenant.status))
    _answers_while(serving, pool, lambda: tenant.hanging >= 1)


def test_joins_with_one_code_whose_address_hangs_keep_no_route_waiting(serving):
    tenant, code = serving.tenant, serving.centre.code("Balai Lambat")
    serving.begin(LIES["hanging keys"])
    pool = _all_at_once(lambda: suppressed(lambda: tenant.join(code)))
    _answers_while(serving, pool, lambda: tenant.hanging >= 1)


def suppressed(act):
    with suppress(CentreRefusedError, OSError, ValueError):
        act()


def test_a_name_that_is_no_text_in_an_unsigned_token_is_refused_and_not_our_mistake(serving):
    header, claims = json.dumps({"alg": "RS256", "kid": "x"}), json.dumps({"iss": "\ud800"})
    token = ".".join(encoded(part.encode()) for part in (header, claims, "nothing"))
    for scope, body in (("status", None), ("leave", {"site": serving.tenant.site_id})):
        with pytest.raises(CentreRefusedError) as refused:
            serving.tenant.call(scope, body, token=token)
        assert refused.value.status in (401, 404)
    assert "Traceback" not in _log(serving)


def test_an_upload_that_is_broken_off_is_no_mistake_of_ours(serving):
    host, _, port = serving.centre.address.partition(":")
    head = f"POST /api/v1/leave HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer x\r\nContent-Length: 60000\r\n\r\n"
    for _ in range(5):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(head.encode() + b"{" * 1000)
    assert _seconds(serving, "/health/live") < ANSWERED_S
    assert "Traceback" not in _log(serving)


def test_true_is_no_number_of_a_contract(serving):
    tenant, code = serving.tenant, serving.centre.code("Balai Benar")
    secret = code.rpartition(".")[2]
    body = {"contract": True, "code": secret, "site": tenant.site_id, "url": tenant.url, "name": "x", "plugin": 1}
    with pytest.raises(CentreRefusedError) as refused:
        tenant.call("join", body | {"release": "1", "moodle": "4.5", "php": "8.2"})
    assert (refused.value.status, refused.value.problem["code"]) == (400, "bad_request")


def test_codes_are_not_guessed_without_end(serving):
    body = {"contract": 1, "code": "", "site": serving.tenant.site_id, "url": serving.tenant.url, "name": "x", "plugin": 1}
    body |= {"release": "1", "moodle": "4.5", "php": "8.2"}
    statuses = set()
    for number in range(200):
        with pytest.raises(CentreRefusedError) as refused:
            serving.tenant.call("join", body | {"code": f"{number:022}"})
        statuses.add(refused.value.status)
    assert 429 in statuses


def test_connections_that_ask_nothing_are_sent_away(serving):
    host, _, port = serving.centre.address.partition(":")
    with ExitStack() as stack:
        idle = [stack.enter_context(socket.create_connection((host, int(port)), timeout=10)) for _ in range(50)]
        for number, connection in enumerate(idle):
            connection.setblocking(False)
            if number % 2:
                connection.sendall(b"GET /health/live HTTP/1.1\r\nHost:")
        assert until(lambda: all(_ended(connection) for connection in idle), 20)


def _ended(connection):
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
