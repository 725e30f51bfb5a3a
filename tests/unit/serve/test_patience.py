"""Nobody who keeps the API waiting, or comes too often, keeps others from being answered."""

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from syncd import clock
from syncd.keys import Signer
from syncd.serve import body, crowd
from syncd.serve.crowd import Crowd
from syncd.serve.quota import Quota
from syncd.serve.tenants import codes, join, status
from tests.unit.poll.servers import whole
from tests.unit.serve.answers import JOIN, nobody_joined, problem


@pytest.fixture
def hanging(new_site):
    """A site whose key set never comes until it is let go."""
    let_go, asked = threading.Event(), threading.Semaphore(0)

    def respond(_server, _request):
        asked.release()
        let_go.wait(20)
        return whole(b"{}", content_type="application/json")

    site = new_site(respond=respond)
    site.asked, site.let_go = asked, let_go
    yield site
    let_go.set()


def too_often(response) -> int:
    problem(response, 429, "rate_limited")
    return int(response.headers["retry-after"])


def test_a_second_join_with_a_code_that_is_being_tried_is_told_to_come_back(api, hanging, invite):
    code = invite()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(api.post, JOIN, json=hanging.body(code), headers=hanging.token("join"))
        assert hanging.asked.acquire(timeout=10)
        assert too_often(api.post(JOIN, json=hanging.body(code), headers=hanging.token("join"))) > 0
        hanging.let_go.set()
        problem(first.result(), 422, "jwks_unreachable")
    problem(api.post(JOIN, json=hanging.body(code), headers=hanging.token("join")), 422, "jwks_unreachable")


def test_joins_that_hang_are_so_many_at_most_and_take_no_thread_from_other_routes(app, api, hanging, invite, monkeypatch):
    """Asked through one event loop, as in a real server: the routes share its threads."""
    secrets = [invite() for _ in range(join._JOINS + 44)]

    async def all_at_once():
        transport = httpx.ASGITransport(app, client=("203.0.113.9", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://centre.example", timeout=20) as client:
            joins = [
                asyncio.create_task(client.post(JOIN, json=hanging.body(code), headers=hanging.token("join"))) for code in secrets
            ]
            for _ in range(join._JOINS):
                assert await asyncio.to_thread(hanging.asked.acquire, timeout=10)
            keys = await client.get("/api/v1/tenants/nobody/jwks.json")
            live = await client.get("/health/live")
            hanging.let_go.set()
            return keys, live, await asyncio.gather(*joins)

    keys, live, answers = asyncio.run(all_at_once())
    assert (keys.status_code, live.status_code) == (404, 200)
    told = [answer.status_code for answer in answers]
    assert told.count(429) == len(secrets) - join._JOINS
    assert told.count(422) == join._JOINS


def test_announced_keys_are_fetched_one_at_a_time_for_each_tenant(app, api, site, joined, monkeypatch):
    """The status is answered each time; what is not fetched now is announced again."""
    under_way, most, lock = [0], [0], threading.Lock()
    release = threading.Event()

    def fetch(*_):
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        release.wait(10)
        with lock:
            under_way[0] -= 1

    monkeypatch.setattr(status, "pin_rotated_keys", fetch)
    site.signer = site.signer.published_with(Signer.generate("x"))

    async def many():
        transport = httpx.ASGITransport(app, client=("203.0.113.9", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://centre.example", timeout=20) as client:
            calls = [asyncio.create_task(client.get("/api/v1/status", headers=site.token("status"))) for _ in range(20)]
            done, _ = await asyncio.wait(calls, timeout=10, return_when=asyncio.FIRST_COMPLETED)
            assert done
            release.set()
            return [call.status_code for call in await asyncio.gather(*calls)]

    assert set(asyncio.run(many())) == {200}
    assert most == [1]


def test_codes_that_do_not_work_may_be_tried_so_often_in_a_minute(api, site, invite, monkeypatch, engine):
    monkeypatch.setattr(clock, "monotonic", lambda: 1000.0)
    for _ in range(codes._GUESSES_OF_ONE):
        problem(api.post(JOIN, json=site.body("made-up"), headers=site.token("join")), 410, "code_unknown")
    assert too_often(api.post(JOIN, json=site.body("made-up"), headers=site.token("join"))) == 60
    monkeypatch.setattr(clock, "monotonic", lambda: 1060.0)
    problem(api.post(JOIN, json=site.body("made-up"), headers=site.token("join")), 410, "code_unknown")
    assert nobody_joined(engine)


def test_whoever_has_a_code_that_works_joins_while_others_guess(api, site, invite):
    for _ in range(codes._GUESSES_OF_ONE + 5):
        api.post(JOIN, json=site.body("made-up"), headers=site.token("join"))
    assert api.post(JOIN, json=site.body(invite()), headers=site.token("join")).status_code == 200


def test_a_tenant_asks_for_its_status_so_often_in_a_minute_and_nobody_else_can_use_that_up(api, site, joined, new_site, invite):
    impostor = Signer.generate("x").for_issuer(site.url)
    for _ in range(status._A_MINUTE + 5):
        headers = {"Authorization": f"Bearer {impostor.sign_bearer('https://centre.example', 'status')}"}
        problem(api.get("/api/v1/status", headers=headers), 401, "unauthorised")
    for _ in range(status._A_MINUTE):
        assert api.get("/api/v1/status", headers=site.token("status")).status_code == 200
    assert 0 < too_often(api.get("/api/v1/status", headers=site.token("status"))) <= 60
    other = new_site(Signer.generate("x"))
    assert api.post(JOIN, json=other.body(invite(), site="6" * 32), headers=other.token("join")).status_code == 200
    assert api.get("/api/v1/status", headers=other.token("status")).status_code == 200


def test_a_quota_remembers_a_bounded_number_of_keys():
    quota = Quota(1, keys=10)
    assert not any(quota.wait_s(str(number)) for number in range(1000))
    assert len(quota._windows) <= 10
    assert quota.wait_s("999")


def test_a_body_that_does_not_come_is_not_waited_for(app, site, monkeypatch):
    monkeypatch.setattr(body, "_COMES_WITHIN_S", 0.1)

    async def drip():
        yield b'{"site":'
        await asyncio.Event().wait()

    async def send():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://centre.example", timeout=20) as client:
            return await client.post("/api/v1/leave", content=drip(), headers=site.token("leave"))

    problem(asyncio.run(send()), 400, "bad_request")


def test_health_and_keys_are_answered_when_too_many_requests_are_under_way():
    async def app(scope, _receive, send):
        await asyncio.sleep(0 if crowd._always(scope["path"]) else 3600)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps("well").encode()})

    async def many():
        transport = httpx.ASGITransport(Crowd(app, most=5))
        async with httpx.AsyncClient(transport=transport, base_url="http://centre.example", timeout=20) as client:
            kept = [asyncio.create_task(client.get("/api/v1/status")) for _ in range(5)]
            await asyncio.sleep(0)
            paths = ["/health/live", "/health/ready", "/.well-known/jwks.json", "/api/v1/tenants/a/jwks.json", "/api/v1/status"]
            found = [await client.get(path) for path in paths]
            for task in kept:
                task.cancel()
            await asyncio.gather(*kept, return_exceptions=True)
            return found, await client.get("/health/live")

    found, _ = asyncio.run(many())
    assert [answer.status_code for answer in found] == [200, 200, 200, 200, 503]
    assert found[-1].headers["retry-after"]


def test_sites_that_leave_take_no_thread_from_other_routes_and_each_leaves_once_at_a_time(app, site, joined, monkeypatch):
    """Deleting millions of rows takes minutes."""
    under_way, let_go = threading.Semaphore(0), threading.Event()

    def remove(_engine, _tenant_id):
        under_way.release()
        let_go.wait(20)
        return {}

    monkeypatch.setattr(join.removal, "remove", remove)

    async def all_at_once():
        transport = httpx.ASGITransport(app, client=("203.0.113.9", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://centre.example", timeout=20) as client:
            body = {"site": site.body("")["site"]}
            leaves = [
                asyncio.create_task(client.post("/api/v1/leave", json=body, headers=site.token("leave"))) for _ in range(60)
            ]
            assert await asyncio.to_thread(under_way.acquire, timeout=10)
            keys = await asyncio.wait_for(client.get("/api/v1/tenants/balai-uji/jwks.json"), 5)
            # All others are answered while the one is under way: whoever came after its end would rightly leave again.
            waiting = set(leaves)
            while len(waiting) > 1:
                _answered, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            let_go.set()
            return keys.status_code, [answer.status_code for answer in await asyncio.gather(*leaves)]

    keys, told = asyncio.run(all_at_once())
    assert keys == 200
    assert (told.count(200), told.count(429)) == (1, 59)
