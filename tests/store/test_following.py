"""The search index follows the store: what a page changed is found soon after, what goes is found no more, and nothing is lost."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from syncd import crashpoint
from syncd.daemon.chores import chores
from syncd.errors import IndexBrokenError, IndexBusyError
from syncd.index import state, writing
from syncd.index.build import rebuild
from syncd.index.folder import IndexFolder
from syncd.index.follow import Follower
from syncd.index.question import Question
from syncd.index.search import Search
from syncd.model.kinds import COURSE
from syncd.model.rows import KindRows, Rejection
from syncd.model.tenant import Pause
from syncd.settings import IndexSection, Settings
from syncd.store import leases, offers, removal, rows
from syncd.store.engine import run_transaction, transaction
from tests.offered import Offering
from tests.store.test_daemon import ENOUGH_S, until


class Following:
    def __init__(self, engine, root: Path) -> None:
        self.engine, self.root = engine, root
        rebuild(engine, root)
        self.follower, self.search = Follower(engine, root), Search(root)
        self.follower.once()

    def titles(self, **question) -> list[str]:
        return sorted(hit.card.course["title"] for hit in self.search.find(Question(size=100, **question)).hits)

    def after(self, **question) -> list[str]:
        """The titles after one more look at the store."""
        self.follower.once()
        return self.titles(**question)

    @property
    def differing(self) -> int:
        return state.compare(self.engine, self.root).differing


@pytest.fixture
def offering(engine):
    return Offering(engine)


@pytest.fixture
def following(engine, offering, tmp_path):
    offering.put_many(["Satu", "Dua", "Tiga"])
    following = Following(engine, tmp_path / "index")
    yield following
    following.search.close()


def test_what_comes_changes_and_goes_is_found_as_it_is_now(following, offering):
    offering.put(4, "Empat")
    assert following.after() == ["Dua", "Empat", "Satu", "Tiga"]
    offering.put(1, "Satu baru")
    offering.take_out(2)
    assert following.after() == ["Empat", "Satu baru", "Tiga"]
    offering.erase(3)
    assert following.after() == ["Empat", "Satu baru"]
    offering.put(3, "Tiga")
    assert following.after() == ["Empat", "Satu baru", "Tiga"]
    assert following.differing == 0


def test_a_change_of_audience_moves_a_course_out_of_sight(following, offering):
    offering.put(1, "Satu", audience="agency")
    assert following.after() == ["Dua", "Tiga"]
    assert following.titles(agency="Badan Uji") == ["Dua", "Satu", "Tiga"]


def test_a_badge_that_comes_and_goes_is_seen_at_its_course(following, offering):
    offering.badge(9, 2)
    assert following.after(choices={"badge": ("yes",)}) == ["Dua"]
    offering.badge(9, 2, status="archived")
    assert following.after(choices={"badge": ("yes",)}) == []


def test_only_what_changed_is_written(following, offering, monkeypatch):
    written = []
    monkeypatch.setattr(
        writing,
        "document",
        lambda course, *_a, real=writing.document, **k: (written.append(course["id"]), real(course, *_a, **k))[1],
    )
    offering.put(2, "Dua")
    assert following.follower.once() == writing.Written()
    offering.put(2, "Dua baru")
    assert following.follower.once() == writing.Written(put=1)
    assert written == [2]


def test_nothing_is_read_of_tenants_of_which_nothing_changed(following, offering, monkeypatch):
    other = Offering(following.engine)
    other.put(1, "Lain")
    asked = []
    monkeypatch.setattr(
        offers, "versions", lambda conn, tenant, real=offers.versions: (asked.append(tenant), real(conn, tenant))[1]
    )
    following.follower.once()
    following.follower.once()
    assert asked == [other.id]


def test_a_tenant_that_leaves_is_found_no_more(following, offering):
    other = Offering(following.engine)
    other.put(1, "Lain")
    assert following.after() == ["Dua", "Lain", "Satu", "Tiga"]
    removal.remove(following.engine, offering.id)
    assert following.after() == ["Lain"]


def test_a_tenant_that_left_while_nobody_followed_is_found_no_more(following, offering):
    removal.remove(following.engine, offering.id)
    following.follower = Follower(following.engine, following.root)
    assert following.after() == []


def test_lans_pause_takes_courses_out_of_search_and_the_tenants_own_does_not(following, offering):
    offering.pause(Pause.TENANT)
    assert following.after() == ["Dua", "Satu", "Tiga"]
    offering.pause(Pause.LAN)
    assert following.after() == []
    offering.resume(Pause.LAN)
    assert following.after() == ["Dua", "Satu", "Tiga"]


def test_rows_that_go_by_absence_by_repair_and_for_rejections_are_found_no_more(following, offering):
    def work(conn) -> None:
        lease = leases.claim(conn, offering.id, "test", 1).lease
        rows.delete_ids(conn, offering.id, COURSE.name, [1], 50)
        rejected = Rejection(2, "title", "too_long", "", 1, 2)
        rows.apply_rows(conn, lease, KindRows(COURSE.name, [], rejections=[rejected]), 5, 60)
        leases.finish(conn, lease, 0, {})

    run_transaction(following.engine, work)
    assert following.after() == ["Tiga"]
    with transaction(following.engine) as conn:
        rows.delete_absent(conn, offering.id, COURSE.name, 5, 70)
    assert following.after() == []


def test_a_clock_that_is_set_back_hides_no_change(following, offering):
    offering._times = iter([5, 5, 4])
    offering.put(1, "Satu baru")
    assert "Satu baru" in following.after()
    offering.put(2, "Dua baru")
    assert "Dua baru" in following.after()
    offering.put(3, "Tiga baru")
    assert "Tiga baru" in following.after()


@pytest.mark.mariadb
def test_what_is_committed_late_is_found_although_others_were_first(mariadb_engine, tmp_path):
    """Two tenants' pages overlap: the one that began first is committed last. SQLite has one writer at a time."""
    quick, slow = Offering(mariadb_engine, "Badan Cepat"), Offering(mariadb_engine, "Badan Lambat")
    following = Following(mariadb_engine, tmp_path / "index")
    mine = {"agency": ("Badan Cepat", "Badan Lambat")}
    with transaction(mariadb_engine) as conn:
        lease = leases.claim(conn, slow.id, "test", 1).lease
        row = (1, "Lambat", None, None, "all", *[None] * 9, None, 1, 0, 5, None, None, None)
        rows.apply_rows(conn, lease, KindRows(COURSE.name, [row]), 0, 1)
        quick.put(4, "Empat")
        assert following.after(choices=mine) == ["Empat"]
    assert following.after(choices=mine) == ["Empat", "Lambat"]
    following.search.close()


def test_a_page_that_was_not_committed_changes_nothing(following, offering):
    def work(conn) -> None:
        lease = leases.claim(conn, offering.id, "test", 1).lease
        rows.apply_rows(conn, lease, KindRows(COURSE.name, [], gone=[1, 2, 3]), 0, 99)
        raise _Died

    with pytest.raises(_Died):
        run_transaction(following.engine, work)
    assert following.after() == ["Dua", "Satu", "Tiga"]


class _Died(BaseException):
    pass


def test_a_follower_that_dies_before_its_commit_loses_nothing(following, offering, monkeypatch):
    def die(name: str) -> None:
        if name == "before the index is committed":
            raise _Died

    offering.put(1, "Satu baru")
    offering.take_out(2)
    monkeypatch.setattr(crashpoint, "hook", die)
    with pytest.raises(_Died):
        following.follower.once()
    assert following.titles() == ["Dua", "Satu", "Tiga"]
    monkeypatch.setattr(crashpoint, "hook", None)
    for follower in (following.follower, Follower(following.engine, following.root)):
        follower.once()
        assert following.titles() == ["Satu baru", "Tiga"]


KILLED = """
import os, signal, sys
from pathlib import Path
from syncd import crashpoint
from syncd.index.follow import Follower
from syncd.store.engine import open_store

crashpoint.hook = lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == "before the index is committed" else None
Follower(open_store(sys.argv[1]), Path(sys.argv[2])).once()
"""


def test_a_follower_that_is_killed_leaves_an_index_that_answers_and_the_next_one_goes_on(following, offering):
    offering.put(1, "Satu baru")
    address = following.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", KILLED, address, str(following.root)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], timeout=ENOUGH_S, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert following.titles() == ["Dua", "Satu", "Tiga"]
    assert following.after() == ["Dua", "Satu baru", "Tiga"]


def test_one_writes_at_a_time_and_the_other_waits_for_its_next_look(following, offering):
    offering.put(1, "Satu baru")
    with IndexFolder(following.root).writing(), pytest.raises(IndexBusyError):
        following.follower.once()
    assert following.after() == ["Dua", "Satu baru", "Tiga"]


def test_a_write_that_fails_is_said_in_a_sentence_and_made_good_later(following, offering, monkeypatch):
    def full(name: str) -> None:
        raise OSError(28, "No space left on device")

    offering.put(1, "Satu baru")
    monkeypatch.setattr(crashpoint, "hook", full)
    with pytest.raises(IndexBrokenError, match="No space left"):
        following.follower.once()
    monkeypatch.setattr(crashpoint, "hook", None)
    assert following.after() == ["Dua", "Satu baru", "Tiga"]


def test_after_a_rebuild_the_same_follower_writes_into_the_new_index(following, offering):
    rebuild(following.engine, following.root)
    offering.put(1, "Satu baru")
    assert following.after() == ["Dua", "Satu baru", "Tiga"]
    assert following.differing == 0


def test_many_documents_are_committed_on_the_way(following, offering, monkeypatch):
    monkeypatch.setattr(writing, "_COMMIT_AFTER", 2)
    others = [Offering(following.engine) for _ in range(5)]
    for one in others:
        one.put_many(["Lain"] * 3)
    assert following.follower.once().put == 15
    assert len(following.titles()) == 18


def test_the_daemon_follows_makes_the_index_where_there_is_none_and_ends_when_told(engine, offering, tmp_path):
    offering.put(1, "Satu")
    settings = Settings(index=IndexSection(folder=tmp_path / "index"))
    stop = threading.Event()
    thread = threading.Thread(target=chores(engine, settings, None, "daemon-1")["search"], args=(stop.is_set,))
    thread.start()
    search = Search(tmp_path / "index")
    until((tmp_path / "index" / "live").exists)
    offering.put(2, "Dua")
    until(lambda: search.find(Question("dua")).total == 1)
    stop.set()
    thread.join(ENOUGH_S)
    assert not thread.is_alive()
    search.close()


def test_the_comparison_names_how_many_courses_differ(following, offering):
    offering.put(1, "Satu baru")
    offering.put(4, "Empat")
    offering.take_out(2)
    assert following.differing == 3
