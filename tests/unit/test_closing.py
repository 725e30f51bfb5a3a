"""How long a failed tenant waits."""

import pytest

from syncd.errors import Code, TenantError
from syncd.sync.closing import wait_s
from syncd.sync.state import SyncOptions

OPTIONS = SyncOptions(interval_s=300, backoff_cap_s=900)


def longest(_low, high):
    return high


def shortest(low, _high):
    return low


@pytest.mark.parametrize(("failures", "expected"), [(1, 300), (2, 600), (3, 900), (4, 900), (10_000, 900)])
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(failures, expected):
    assert wait_s(TenantError(Code.DOWN, ""), failures, OPTIONS, longest) == expected


def test_the_whole_wait_is_jittered_but_never_nothing():
    assert wait_s(TenantError(Code.DOWN, ""), 9, OPTIONS, shortest) == 5


def test_a_tenant_that_refuses_us_is_asked_at_most_every_quarter_of_an_hour():
    assert wait_s(TenantError(Code.AUTH, ""), 1, OPTIONS, shortest) == 900


@pytest.mark.parametrize("code", [Code.SITE_CLOCK, Code.CLOCKS_DISAGREE])
def test_where_a_clock_is_all_that_is_wrong_nobody_waits_a_minute(code):
    assert 5 <= wait_s(TenantError(code, ""), 9, OPTIONS, shortest) <= wait_s(TenantError(code, ""), 9, OPTIONS, longest) <= 45


@pytest.mark.parametrize(("asked", "expected"), [(120, 120), (10**9, 3600), (1, 5)])
def test_a_wait_that_the_tenant_asked_for_is_kept_up_to_an_hour(asked, expected):
    assert wait_s(TenantError(Code.RATE_LIMITED, "", retry_after_s=asked), 1, OPTIONS, shortest) == expected
