"""A site is asked in the newest version of the contract that both know: old plugins go on, new ones are read better."""

import pytest

from syncd.errors import Code, TenantError
from syncd.model.profile import Profile
from syncd.model.wire import CONTRACTS, NEWEST
from syncd.store import digests, offers, streams, tenants
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
    assert (result.outcome, result.verified_equal, site.row().contract) == ("ok", True, NEWEST)
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
    site.fake.contracts = CONTRACTS
    result = site.turn()
    assert (result.outcome, result.verified_equal, site.row().contract) == ("ok", True, NEWEST)
    assert [note for note in result.notes if f"version {NEWEST}" in note]
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
    site.fake.contracts = CONTRACTS
    assert site.turn().verified_equal is True
    with reading(site.engine) as conn:
        assert [(row["kind"], row["row_id"]) for row in newest(conn, site.id, 9)] == [("enrolment", 4)]
    assert site.verdict() is Verdict.EQUAL


def test_a_site_that_speaks_other_versions_with_every_answer_is_stopped(site):
    def waver(_number, _asks):
        site.fake.contracts = (1,) if site.fake.contracts == CONTRACTS else CONTRACTS

    site.turn()
    site.fake.before_ask = waver
    result = site.turn()
    assert (result.outcome, result.code) == ("failed", Code.BAD_PAYLOAD)
    site.fake.before_ask, site.fake.contracts = (lambda _number, _asks: None), CONTRACTS
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
        assert len({digests.of_kind(conn, site.id, "course", one).total for one in CONTRACTS}) == len(CONTRACTS)
        assert digests.of_kind(conn, site.id, "course", 1).total.count == 8


CARD = {"topics": "Keuangan\nPajak", "author": "Tim Pengajar", "image": "a" * 64, "badges": 2}


def _cards(site):
    with reading(site.engine) as conn:
        [course] = offers.courses(conn, site.id, [1])
        return {name: course[name] for name in CARD}


def test_what_a_card_shows_comes_with_version_3_and_a_plugin_of_version_2_is_read_as_before(site):
    site.fake.course(1, **CARD)
    site.fake.contracts = (1, 2)
    assert (site.turn().verified_equal, site.row().contract) == (True, 2)
    assert _cards(site) == dict.fromkeys(CARD)
    assert site.verdict() is Verdict.EQUAL
    site.fake.contracts = CONTRACTS
    assert (site.turn().verified_equal, site.row().contract) == (True, 3)
    assert _cards(site) == CARD
    site.fake.contracts = (1, 2)
    site.fake.course(2, "Judul lama")
    assert (site.turn().verified_equal, site.row().contract) == (True, 2)
    assert _cards(site) == dict.fromkeys(CARD)
    assert site.verdict() is Verdict.EQUAL


def test_a_plugin_newer_than_this_centre_is_asked_in_the_newest_version_that_both_know(site):
    site.fake.contracts = (*CONTRACTS, NEWEST + 1)
    assert (site.turn().verified_equal, site.row().contract) == (True, NEWEST)


def _owner(site):
    with reading(site.engine) as conn:
        return offers.owners(conn)[site.id]


def test_a_site_presents_itself_until_it_says_otherwise_and_without_it_by_the_name_lan_gave(site):
    named = _owner(site).name
    site.fake.profile = Profile("Akademi Uji", "Belajar bersama.", "#1d4e89", "b" * 64)
    site.turn()
    shown = _owner(site)
    assert (shown.name, shown.sentence, shown.colour, shown.logo) == ("Akademi Uji", "Belajar bersama.", "#1d4e89", "b" * 64)
    site.turn()
    assert _owner(site).touched == shown.touched
    site.fake.profile = Profile(colour="#000000", unusable=("logo",))
    assert [note for note in site.turn().notes if note.startswith("profile: logo")]
    assert (_owner(site).name, _owner(site).colour) == (named, "#000000")
    assert _owner(site).touched > shown.touched
    site.fake.contracts = (1, 2)
    site.turn()
    assert _owner(site).colour is None


def test_a_failure_that_is_not_about_the_version_is_one_failure(site):
    site.turn()
    site.fake.fails = [TenantError(Code.DOWN, "no answer")]
    assert site.turn().code is Code.DOWN
    assert site.row().contract == NEWEST
