"""A token is believed once."""

import threading

import pytest

from syncd import clock
from syncd.keys import (
    Refusal,
    ReplayMemoryInProcess,
    TokenRefusedError,
)
from tests.unit.keys.party import CENTRE, PARTY, SITE, believed, claims


def test_a_token_is_believed_once():
    memory, token = ReplayMemoryInProcess(), PARTY.sign_bearer(SITE, "feed")
    assert believed(token, memory)
    with pytest.raises(TokenRefusedError) as caught:
        believed(token, memory)
    assert caught.value.reason == Refusal.REPLAY


def test_a_used_token_is_remembered_until_it_would_be_refused_as_expired():
    asked = []

    class Memory:
        def first_use(self, issuer, jti, expires):
            asked.append((issuer, jti, expires))
            return True

    said = claims()
    believed(PARTY.sign(said), Memory())
    assert asked == [(CENTRE, said["jti"], said["exp"] + 60)]


def test_a_refused_token_does_not_use_up_the_identifier():
    memory = ReplayMemoryInProcess()
    with pytest.raises(TokenRefusedError):
        believed(PARTY.sign(claims(scope="join")), memory)
    assert believed(PARTY.sign(claims()), memory)


def test_of_many_threads_with_the_same_token_one_is_believed():
    memory, token, results = ReplayMemoryInProcess(), PARTY.sign_bearer(SITE, "feed"), []
    together = threading.Barrier(8)

    def attempt() -> None:
        together.wait()
        try:
            believed(token, memory)
        except TokenRefusedError as error:
            results.append(error.reason)
        else:
            results.append(None)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results, key=str) == [None] + [Refusal.REPLAY] * 7


def test_a_full_memory_refuses_until_the_oldest_expire(monkeypatch):
    memory = ReplayMemoryInProcess(capacity=2)
    now = clock.now_ms() // 1000
    assert memory.first_use("a", "1", now + 10)
    assert memory.first_use("a", "2", now + 10)
    assert not memory.first_use("a", "3", now + 10)
    monkeypatch.setattr(clock, "now_ms", lambda: (now + 11) * 1000)
    assert memory.first_use("a", "3", now + 20)


def test_the_same_identifier_of_two_parties_is_two():
    memory = ReplayMemoryInProcess()
    assert memory.first_use("a", "1", 2**40)
    assert memory.first_use("b", "1", 2**40)


def test_a_party_that_spends_tokens_without_end_makes_nobody_elses_be_refused(monkeypatch):
    memory, now = ReplayMemoryInProcess(capacity=100, of_one=10), clock.now_ms() // 1000
    spent = [memory.first_use("https://jahat.example", str(number), now + 10) for number in range(200)]
    assert spent.count(True) == 10
    assert memory.first_use("https://baik.example", "1", now + 10)
    monkeypatch.setattr(clock, "now_ms", lambda: (now + 11) * 1000)
    assert memory.first_use("https://jahat.example", "201", now + 20)
    assert not memory.first_use("https://jahat.example", "201", now + 20)
