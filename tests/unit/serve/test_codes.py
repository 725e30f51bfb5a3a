"""A code that does not work is said to do so in one sentence, and whoever tries many of them waits, alone (docs/contract.md section 8)."""

import pytest
from starlette.requests import Request
from structlog.testing import capture_logs

from syncd import clock
from syncd.errors import JoinRefusedError
from syncd.log import Event
from syncd.serve.problem import ProblemError
from syncd.serve.tenants.codes import Codes, refused
from syncd.store.invites import Invite


@pytest.fixture(autouse=True)
def one_moment(monkeypatch):
    monkeypatch.setattr(clock, "monotonic", lambda: 1000.0)


def from_address(address: str | None) -> Request:
    return Request({"type": "http", "headers": [], "client": (address, 50000) if address else None})


def tried(codes: Codes, address: str | None, code: str = "made-up") -> int:
    with pytest.raises(ProblemError) as caught:
        codes.check(from_address(address), code)
    return caught.value.status


def test_thirty_guesses_of_one_address_are_answered_and_the_next_is_told_to_wait_while_others_are_not(engine):
    codes = Codes(engine)
    assert [tried(codes, "203.0.113.9") for _ in range(31)] == [410] * 30 + [429]
    assert tried(codes, "203.0.113.10") == 410
    assert tried(codes, None) == 410


def test_three_hundred_guesses_of_all_addresses_are_answered_and_the_next_is_told_to_wait(engine):
    codes = Codes(engine)
    assert {tried(codes, f"203.0.113.{number % 100}") for number in range(300)} == {410}
    with pytest.raises(ProblemError) as caught:
        codes.check(from_address("203.0.113.200"), "made-up")
    assert (caught.value.status, caught.value.code, caught.value.retry_after_s) == (429, "rate_limited", 60)


def test_a_code_that_works_says_what_it_stands_for_however_many_were_guessed(engine, invite):
    codes, code = Codes(engine), invite()
    for _ in range(40):
        tried(codes, "203.0.113.9")
    assert codes.check(from_address("203.0.113.9"), code) == Invite(None, "Balai Uji", "Badan Uji")


@pytest.mark.parametrize(
    ("valid_s", "code", "says"),
    [
        (None, "code_unknown", "This join code is not known here; copy the whole line again, or ask LAN for a new one."),
        (-1, "code_expired", "This join code has expired; ask LAN for a new one."),
    ],
)
def test_a_code_that_does_not_work_is_refused_in_a_whole_sentence_and_the_log_names_the_reason(
    engine, invite, valid_s, code, says
):
    secret = "made-up" if valid_s is None else invite(valid_s=valid_s)
    with capture_logs() as logged, pytest.raises(ProblemError) as caught:
        Codes(engine).check(from_address("203.0.113.9"), secret)
    assert (caught.value.status, caught.value.code, caught.value.detail) == (410, code, says)
    assert [(one["event"], one["code"]) for one in logged] == [(Event.JOIN_REFUSED, code)]
    assert secret not in str(logged)


def test_a_sentence_that_is_whole_already_stays_as_it_is():
    problem = refused(JoinRefusedError(422, "jwks_unreachable", "The site is away."))
    assert (problem.status, problem.code, problem.detail) == (422, "jwks_unreachable", "The site is away.")
