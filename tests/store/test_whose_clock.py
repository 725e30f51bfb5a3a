"""A site that refuses the centre is to blame only while the centre's own clocks agree."""

import pytest

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.health.sentences import sentence
from tests.fake_tenant import FakeTenant
from tests.store.test_sync import Centre

HOURS_12_MS = 12 * 3600 * 1000


@pytest.mark.parametrize("refusal", [Code.AUTH, Code.SITE_CLOCK])
@pytest.mark.parametrize("ahead_ms", [HOURS_12_MS, -HOURS_12_MS, 365 * 24 * 3_600_000])
def test_while_daemon_and_database_disagree_no_site_is_blamed_for_refusing(engine, tenant, monkeypatch, refusal, ahead_ms):
    centre, fake, real = Centre(engine, tenant), FakeTenant(tenant), clock.now_ms
    fake.fails = [TenantError(refusal, "its clock")]
    monkeypatch.setattr(clock, "now_ms", lambda: real() + ahead_ms)
    centre.turn(fake)
    row = centre.tenant()
    assert row.last_code == Code.CLOCKS_DISAGREE
    assert "centre's daemon" in row.last_error
    assert sentence(row.last_code, "en")
    assert row.next_sync_at - row.last_tried_at <= 60_000


def test_a_site_that_is_down_is_down_whatever_the_clocks_say(engine, tenant, monkeypatch):
    centre, fake, real = Centre(engine, tenant), FakeTenant(tenant), clock.now_ms
    fake.fails = [TenantError(Code.DOWN, "nobody there")]
    monkeypatch.setattr(clock, "now_ms", lambda: real() + HOURS_12_MS)
    centre.turn(fake)
    assert centre.tenant().last_code == Code.DOWN


def test_a_site_whose_own_clock_is_wrong_is_named_and_asked_again_within_a_minute(engine, tenant):
    centre, fake = Centre(engine, tenant), FakeTenant(tenant)
    fake.fails = [TenantError(Code.SITE_CLOCK, "its clock")]
    centre.turn(fake)
    row = centre.tenant()
    assert row.last_code == Code.SITE_CLOCK
    assert row.next_sync_at - row.last_tried_at <= 60_000
