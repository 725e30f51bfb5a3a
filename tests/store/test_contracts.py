"""A site is asked in the newest version of the contract that both know: old plugins go on, new ones are read better."""

import pytest

from syncd.errors import Code, TenantError
from syncd.store import digests, streams, tenants
from syncd.store.engine import reading
from syncd.store.rejections import newest
from syncd.sync.compare import Verdict, compare
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant
from tests.fake_tenant import FakeTenant


class Site:
    """A tenant with content, and turns at it."""

    def __init__(self, engine, tenant):
        self.engine, self.id, self.fake = engine, tenant.id, FakeTenant(tenant)
        for number in range(1, 9):
            self.fake.course(number)
            self.fake.completion(number)
            self.fake.put("enrolment", number, number, f"sub:u{number}", "active", "manual", None, None, 100)

    def turn(self, **options):
        return sync_tenant(self.engine, self.fake, self.id, "daemon-1", SyncOptions(), **options)

    def row(self):
        with reading(self.engine) as conn:
            return tenants.by_id(conn, self.id)

    def verdict(self):
        return compare(self.engine, self.fake, self.row()).verdict


@pytest.fixture
def site(engine, tenant):
    return Site(engine, tenant)


def test_a_new_tenant_is_asked_in_the_newest_version_from_its_first_page_on(site):
    result = site.turn()
    assert (result.outcome, result.verified_equal, site.row().contract) == ("ok", True, 2)
    assert not [note for note in result.notes if "version" in note]
    assert site.verdict() is Verdict.EQUAL


def test_an_older_plugin_is_read_and_proved_equal_as_before(site):
    site.fake.contracts = (1,)
    assert (site.turn().verified_equal, site.row().contract) == (True, 1)
    assert site.verdict() is Verdict.EQUAL
    site.fake.course(3, "Judul baru")
    assert site.turn().verified_equal is True


def test_when_the_plugin_is_updated_what_has_other_columns_is_read_anew_and_the_rest_is_proved_again(site):
    site.fake.contracts = (1,)
    site.turn()
    site.fake.contracts = (1, 2)
    result = site.turn()
    assert (result.outcome, result.verified_equal, site.row().contract) == ("ok", True, 2)
    assert [note for note in result.notes if "version 2" in note]
    assert result.tally.repaired == 0
    with reading(site.engine) as conn:
        assert all(row.verified_equal for row in streams.of_tenant(conn, site.id).values())
    assert site.turn().notes == ()
    assert site.verdict() is Verdict.EQUAL


def test_when_an_older_plugin_is_put_back_reading_goes_on_in_its_version(site):
    site.turn()
    site.fake.contracts = (1,)
    site.fake.course(3, "Judul lama")
    result = site.turn()
    assert (result.outcome, result.verified_equal, site.row().contract) == ("ok", True, 1)
    assert site.verdict() is Verdict.EQUAL


def test_a_refused_row_counts_in_the_version_that_is_spoken(site):
    site.fake.contracts = (1,)
    site.fake.put("enrolment", 4, 4, "nobody", "active", "manual", None, None, 100)
    assert site.turn().verified_equal is True
    site.fake.contracts = (1, 2)
    assert site.turn().verified_equal is True
    with reading(site.engine) as conn:
        assert [(row["kind"], row["row_id"]) for row in newest(conn, site.id, 9)] == [("enrolment", 4)]
    assert site.verdict() is Verdict.EQUAL


def test_a_site_that_speaks_other_versions_with_every_answer_is_stopped(site):
    def waver(_number, _asks):
        site.fake.contracts = (1,) if site.fake.contracts == (1, 2) else (1, 2)

    site.turn()
    site.fake.before_ask = waver
    result = site.turn()
    assert (result.outcome, result.code) == ("failed", Code.BAD_PAYLOAD)
    site.fake.before_ask, site.fake.contracts = (lambda _number, _asks: None), (1, 2)
    assert site.turn(prove=True).verified_equal is True


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"summary": None}, {"summary": "~"}, id="null becomes ~"),
        pytest.param({"training_type": "PKA|1", "batch": "2"}, {"training_type": "PKA", "batch": "1|2"}, id="| moves"),
    ],
)
def test_the_proof_finds_a_difference_that_no_change_told(site, before, after):
    site.fake.course(1, **before)
    site.turn()
    site.fake.course(1, **after, silently=True)
    assert site.verdict() is Verdict.DIFFERENT
    assert site.turn(prove=True).verified_equal is True
    assert site.verdict() is Verdict.EQUAL


def test_the_digest_of_version_1_leaves_out_what_version_1_does_not_have(site):
    site.turn()
    with reading(site.engine) as conn:
        assert digests.of_kind(conn, site.id, "course", 1) != digests.of_kind(conn, site.id, "course", 2)
        assert digests.of_kind(conn, site.id, "course", 1).total.count == 8


def test_a_failure_that_is_not_about_the_version_is_one_failure(site):
    site.turn()
    site.fake.fails = [TenantError(Code.DOWN, "no answer")]
    assert site.turn().code is Code.DOWN
    assert site.row().contract == 2
