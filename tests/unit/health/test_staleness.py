"""The state is computed from time stamps; only verified equal and young is fresh."""

import pytest

from syncd.errors import Code
from syncd.health.sentences import SENTENCES, STATES, sentence
from syncd.health.staleness import State, age_s, shown_code, state_of
from syncd.model.tenant import Pause, TenantRow

NOW = 10_000_000


def row(**more):
    values = dict.fromkeys(TenantRow.__dataclass_fields__) | {
        "id": 1,
        "slug": "t",
        "streams_on": (),
        "failures": 0,
        "deaths": 0,
        "last_ok_at": NOW - 1000,
        "verified_equal": True,
        "verified_at": NOW - 1000,
    }
    return TenantRow(**values | more)


@pytest.mark.parametrize(
    ("facts", "state", "code"),
    [
        ({}, State.FRESH, None),
        ({"last_ok_at": NOW - 600_000}, State.FRESH, None),
        ({"last_ok_at": NOW - 600_001}, State.LATE, None),
        ({"last_ok_at": NOW + 5_000}, State.FRESH, None),
        ({"last_ok_at": NOW + 60_001}, State.LATE, "CLOCK_WAS_AHEAD"),
        ({"verified_at": NOW + 60_001}, State.LATE, "CLOCK_WAS_AHEAD"),
        ({"last_tried_at": NOW + 365 * 86_400_000, "last_ok_at": NOW + 365 * 86_400_000}, State.LATE, "CLOCK_WAS_AHEAD"),
        ({"verified_equal": None}, State.LATE, None),
        ({"verified_equal": False}, State.FAILING, "DIVERGED"),
        ({"last_ok_at": None, "verified_equal": None}, State.NEW, None),
        ({"failures": 1, "last_code": "DOWN"}, State.FAILING, "DOWN"),
        ({"failures": 1, "last_code": "DOWN", "last_ok_at": None}, State.FAILING, "DOWN"),
        ({"failures": 3, "last_code": "DOWN", "paused_by": Pause.LAN}, State.PAUSED, Code.PAUSED),
        ({"paused_by": Pause.TENANT}, State.PAUSED, Code.PAUSED),
    ],
)
def test_the_state_follows_from_the_facts(facts, state, code):
    assert state_of(row(**facts), NOW) is state
    assert shown_code(row(**facts), NOW) == code


def test_how_old_data_may_be_is_what_lan_has_set():
    assert [state_of(row(last_ok_at=NOW - age), NOW, 10) for age in (10_000, 10_001)] == [State.FRESH, State.LATE]


def test_a_clock_that_was_ahead_is_named_only_by_who_knows_the_time():
    ahead = NOW + 60_001
    for name in ("last_ok_at", "last_tried_at", "verified_at"):
        assert shown_code(row(**{name: ahead}), NOW) == "CLOCK_WAS_AHEAD"
        assert shown_code(row(**{name: ahead})) is None


def test_a_dead_daemon_makes_every_tenant_late_by_itself():
    assert [state_of(row(), NOW + age) for age in (0, 599_000, 599_001)] == [State.FRESH, State.FRESH, State.LATE]


def test_the_age_is_never_negative_and_none_where_never():
    assert [age_s(row(last_ok_at=at), NOW) for at in (NOW - 2500, NOW + 9000, NOW + 61_000, None)] == [2, 0, None, None]


@pytest.mark.parametrize("code", [*Code, "DIVERGED", "MASS_DELETE_HELD", "DAEMON_DOWN", "CLOCK_WAS_AHEAD", "WORKERS_SHORT"])
def test_every_code_has_a_sentence_of_its_own_in_both_languages(code):
    indonesian, english = sentence(code, "id"), sentence(code, "en")
    assert indonesian != english
    for text in (indonesian, english):
        assert text.endswith(".")
        assert [text in pair for pair in SENTENCES.values()].count(True) == 1


def test_every_state_has_a_word_in_both_languages():
    assert set(STATES) == set(State)


def test_nothing_to_say_is_an_empty_sentence():
    assert sentence(None) == ""
