"""Images that cards name are fetched at the end of a turn, a few at a time; one that cannot be had fails nothing."""

from hashlib import sha256

import pytest
from sqlalchemy import text

from syncd.errors import Code, TenantError
from syncd.model.profile import Profile
from syncd.model.wire import ImageAsk
from syncd.simulator.pages import Page
from syncd.simulator.pictures import PICTURES
from syncd.store import images
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, run_transaction
from syncd.sync import images as fetching
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant
from tests.fake_tenant import FakeTenant
from tests.store.conftest import add_tenant

FIRST, SECOND, THIRD = list(PICTURES)[:3]
DAY_MS = 24 * 3600 * 1000


class Site:
    """A tenant with pictures, and turns at it."""

    def __init__(self, engine, tenant):
        self.engine, self.id, self.fake = engine, tenant.id, FakeTenant(tenant)
        self.fake.images = dict(PICTURES)
        self.fake.course(1, image=FIRST)
        self.fake.course(2, image=FIRST)
        self.fake.course(3)

    def turn(self):
        return sync_tenant(self.engine, self.fake, self.id, "daemon-1", SyncOptions())

    def asked(self):
        """The images that were asked for so far."""
        return [ask.sha256 for asks in self.fake.requests for ask in asks if isinstance(ask, ImageAsk)]

    def kept(self, sha):
        with reading(self.engine) as conn:
            return images.read(conn, sha)

    def sweep(self, later_ms):
        return run_transaction(self.engine, lambda conn: images.sweep(conn, database_now_ms(conn) + later_ms))


@pytest.fixture
def site(engine, tenant):
    return Site(engine, tenant)


def test_an_image_is_fetched_once_and_drawn_anew(site):
    result = site.turn()
    assert (result.outcome, result.verified_equal, site.asked()) == ("ok", True, [FIRST])
    assert site.kept(FIRST)[:4] == b"RIFF"
    assert site.kept(FIRST) != PICTURES[FIRST]
    site.turn()
    assert site.asked() == [FIRST]


def test_a_quiet_turn_does_not_look_through_all_courses_and_a_change_or_some_hours_make_it_look_again(site, monkeypatch):
    looks = []
    look = images.wanted
    monkeypatch.setattr(images, "wanted", lambda *given: looks.append(1) or look(*given))
    site.turn()
    site.turn()
    assert len(looks) == 1
    site.fake.course(3, image=SECOND)
    site.turn()
    assert (len(looks), site.asked()) == (2, [FIRST, SECOND])
    site.turn()
    assert len(looks) == 2
    for stamp in ("0", "9000000000000000"):  # long ago, and by a clock that was wrong
        run_transaction(site.engine, lambda conn, stamp=stamp: conn.execute(text(f"UPDATE tenant SET images_next = {stamp}")))
        site.turn()
    assert len(looks) == 4


def test_a_logo_is_fetched_as_soon_as_it_is_known(site):
    site.fake.profile = Profile(logo=SECOND)
    site.turn()
    site.turn()
    assert site.asked() == [FIRST, SECOND]
    assert site.kept(SECOND)


def test_a_plugin_of_version_2_is_asked_for_none(site):
    site.turn()
    site.fake.contracts = (1, 2)
    site.fake.course(4, image=SECOND)
    site.turn()
    assert site.asked() == [FIRST]


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param({}, id="missing"),
        pytest.param({FIRST: PICTURES[SECOND]}, id="another image"),
        pytest.param({FIRST: b"<svg/>"}, id="no image"),
    ],
)
def test_an_image_that_cannot_be_used_is_a_note_and_is_not_asked_for_at_every_turn(site, spoilt):
    site.fake.images = spoilt
    result = site.turn()
    assert (result.outcome, result.verified_equal) == ("ok", True)
    assert [note for note in result.notes if note.startswith("images: 1")]
    assert site.kept(FIRST) is None
    site.turn()
    assert site.asked() == [FIRST]


def test_a_bad_answer_of_one_tenant_keeps_no_other_from_bringing_the_image(site, engine):
    site.fake.images = {}
    site.turn()
    other = Site(engine, add_tenant(engine))
    other.turn()
    assert other.kept(FIRST)


def test_a_site_that_fails_only_when_asked_for_images_is_read_all_the_same(site):
    def fail(_number, asks):
        if any(isinstance(ask, ImageAsk) for ask in asks):
            raise TenantError(Code.DOWN, "no answer")

    site.fake.before_ask = fail
    result = site.turn()
    assert (result.outcome, result.verified_equal, result.code) == ("ok", True, None)
    assert [note for note in result.notes if note.startswith("images: not read")]


def test_a_refused_page_of_an_image_is_a_note(site):
    def refuse(ask, page):
        return Page(page.head | {"refused": "failed"}, {}, page.tail) if isinstance(ask, ImageAsk) else page

    site.fake.change_page = refuse
    assert site.turn().outcome == "ok"
    assert site.kept(FIRST) is None


def test_one_turn_fetches_no_more_than_its_share_and_the_next_goes_on(site):
    several = {sha256(str(number).encode()).hexdigest(): number for number in range(fetching.MOST + 5)}
    for sha, number in several.items():
        site.fake.course(100 + number, image=sha)
    site.turn()
    assert len(site.asked()) == fetching.MOST
    site.turn()
    assert set(site.asked()) == {FIRST, *several}


def test_what_nothing_shows_for_a_day_is_deleted_and_what_is_shown_stays(site):
    site.fake.course(3, image=THIRD)
    site.turn()
    site.fake.drop("course", 3)
    site.turn()
    assert site.sweep(0) == 0
    assert site.sweep(2 * DAY_MS) == 1
    assert site.kept(FIRST)
    assert site.kept(THIRD) is None
    site.fake.course(3, image=THIRD)
    site.turn()
    assert site.kept(THIRD)
