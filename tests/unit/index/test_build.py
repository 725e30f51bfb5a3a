"""An index is made beside the one that answers, and takes its place only when it is right; whatever goes wrong, the old one stays."""

import errno
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from syncd import crashpoint
from syncd.errors import IndexBrokenError, IndexBusyError, IndexMissingError
from syncd.index import build, fields, stems, writing
from syncd.index.build import rebuild
from syncd.index.folder import IndexFolder
from syncd.index.question import Question
from syncd.index.reader import IndexReader
from syncd.model.tenant import Pause
from syncd.store import offers

ENOUGH_S = 60


def indexes(market) -> list[str]:
    return sorted(one.name for one in market.folder.iterdir() if one.is_dir())


def test_a_new_index_takes_the_place_of_the_old_one_and_the_old_one_goes(market):
    balai = market.offering()
    balai.put_many(["Satu", "Dua"])
    first = rebuild(market.engine, market.folder)
    assert (first.courses, first.tenants) == (2, 1)
    assert market.find().total == 2
    balai.put(3, "Tiga")
    second = rebuild(market.engine, market.folder)
    assert market.find().total == 3
    # The reader has moved on, so nobody reads the first one any more.
    IndexFolder(market.folder).clear()
    assert indexes(market) == [second.name] != [first.name]


def test_an_index_that_is_being_read_is_not_deleted(market):
    market.offering().put(1, "Satu")
    first = rebuild(market.engine, market.folder)
    reader = IndexReader(market.folder)
    view = reader.view()
    second = rebuild(market.engine, market.folder)
    assert indexes(market) == sorted([first.name, second.name])
    assert view.num_docs == 1
    reader.close()
    assert IndexFolder(market.folder).clear() == 1
    assert indexes(market) == [second.name]


def test_what_a_tenant_offers_whose_sign_in_lan_closed_is_not_in_it(market):
    closed, paused = market.offering("Badan A"), market.offering("Badan B")
    closed.put(1, "Satu")
    paused.put(1, "Dua")
    closed.pause(Pause.LAN)
    paused.pause(Pause.TENANT)
    rebuild(market.engine, market.folder)
    assert market.titles() == ["Dua"]


def test_only_one_index_is_built_at_a_time(market):
    with IndexFolder(market.folder).building(), pytest.raises(IndexBusyError):
        rebuild(market.engine, market.folder)
    rebuild(market.engine, market.folder)


def test_what_changes_while_it_is_built_is_in_it(market, monkeypatch):
    balai, other = market.offering(), market.offering()
    balai.put_many(["Satu", "Dua", "Tiga"])
    other.put(1, "Empat")

    def change(name: str) -> None:
        if name == "index filled":
            balai.put(1, "Satu baru")
            balai.take_out(2)
            balai.erase(3)
            market.offering().put(1, "Lima")

    monkeypatch.setattr(crashpoint, "hook", change)
    rebuild(market.engine, market.folder)
    assert sorted(market.titles()) == ["Empat", "Lima", "Satu baru"]


def test_an_index_that_lacks_courses_never_answers(market, monkeypatch):
    market.offering().put_many(["Satu", "Dua"])
    old = rebuild(market.engine, market.folder)
    monkeypatch.setattr(offers, "count", lambda _conn, _tenant: 7)
    with pytest.raises(IndexBrokenError, match="holds 2 of 7"):
        rebuild(market.engine, market.folder)
    assert indexes(market) == [old.name]
    assert market.find().total == 2


def test_an_index_that_does_not_find_its_courses_never_answers(market, monkeypatch):
    market.offering().put_many(["Satu", "Dua"])
    old = rebuild(market.engine, market.folder)
    monkeypatch.setattr(build, "has", lambda _word, _agency: build.has_key("0/0"))
    with pytest.raises(IndexBrokenError, match="does not find"):
        rebuild(market.engine, market.folder)
    assert indexes(market) == [old.name]


@pytest.mark.parametrize("place", ["index written", "index filled", "index checked"])
def test_whatever_goes_wrong_the_new_one_is_deleted_and_the_old_one_answers(market, monkeypatch, place):
    market.offering().put_many(["Satu", "Dua"])
    old = rebuild(market.engine, market.folder)

    def full(name: str) -> None:
        if name == place:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(crashpoint, "hook", full)
    with pytest.raises(IndexBrokenError, match="No space left"):
        rebuild(market.engine, market.folder)
    assert indexes(market) == [old.name]
    assert market.find().total == 2
    monkeypatch.setattr(crashpoint, "hook", None)
    rebuild(market.engine, market.folder)


DIES = """
import os, signal, sys
from pathlib import Path
from syncd import crashpoint
from syncd.index.build import rebuild
from syncd.store.engine import open_store

def die(name):
    if name == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

crashpoint.hook = die
rebuild(open_store(sys.argv[1]), Path(sys.argv[2]))
"""


def dying(market, place: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", DIES, str(market.engine.url), str(market.folder), place]
    return subprocess.run(command, cwd=Path(__file__).parents[3], timeout=ENOUGH_S, capture_output=True, check=False)


@pytest.mark.parametrize("place", ["index written", "index filled", "before the index is committed", "index checked"])
def test_a_process_killed_while_it_builds_leaves_the_old_one_answering(market, place):
    balai = market.offering()
    balai.put_many([f"Kursus {number}" for number in range(50)])
    old = rebuild(market.engine, market.folder)
    balai.put(51, "Baru")
    assert dying(market, place).returncode == -signal.SIGKILL
    assert market.find().total == 50
    assert len(indexes(market)) == 2
    new = rebuild(market.engine, market.folder)
    market.find()
    IndexFolder(market.folder).clear()
    assert indexes(market) == [new.name] != [old.name]
    assert market.find().total == 51


def test_a_process_killed_before_there_was_an_index_leaves_nothing_that_answers(market):
    market.offering().put(1, "Satu")
    assert dying(market, "index filled").returncode == -signal.SIGKILL
    with pytest.raises(IndexMissingError):
        market.find()
    assert IndexFolder(market.folder).clear() == 1


FULL = """
import resource, signal, sys
from pathlib import Path
from syncd.errors import IndexBrokenError
from syncd.index.build import rebuild
from syncd.store.engine import open_store, reading

engine = open_store(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    rebuild(engine, Path(sys.argv[2]))
except IndexBrokenError as error:
    print("refused", error)
"""


@pytest.mark.parametrize("size", [100, 2_000])
def test_a_disk_on_which_no_more_can_be_written_is_a_refusal_and_the_old_one_answers(market, size):
    market.offering().put_many([f"Kursus {number}" for number in range(300)], summary="panjang " * 100)
    old = rebuild(market.engine, market.folder)
    command = [sys.executable, "-c", FULL, str(market.engine.url), str(market.folder), str(size)]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], timeout=ENOUGH_S, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("refused"), done.stderr
    assert "Traceback" not in done.stderr
    assert indexes(market) == [old.name]
    assert market.find().total == 300


def test_searches_go_on_while_indexes_are_built_and_none_sees_half(market):
    tenants = [market.offering() for _ in range(4)]
    for one in tenants:
        one.put_many(["Kursus Arsip"] * 25)
    rebuild(market.engine, market.folder)
    stop, seen, errors = threading.Event(), [], []

    def ask() -> None:
        while not stop.is_set():
            try:
                found = market.search.find(Question("arsip"))
                seen.append((found.total, sum(found.facets["agency"].values()), len(found.hits)))
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
                errors.append(error)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for one in askers:
        one.start()
    for _ in range(5):
        rebuild(market.engine, market.folder)
    stop.set()
    for one in askers:
        one.join(ENOUGH_S)
    assert errors == []
    assert set(seen) == {(100, 100, 20)}


@pytest.mark.parametrize(
    ("module", "name", "value"), [(fields, "VERSION", fields.VERSION + 1), (stems, "edition", lambda: "0" * 8)]
)
def test_an_index_of_another_version_is_not_read_and_says_how_to_make_a_new_one(market, monkeypatch, module, name, value):
    market.offering().put(1, "Satu")
    rebuild(market.engine, market.folder)
    monkeypatch.setattr(module, name, value)
    with pytest.raises(IndexMissingError, match="another version"):
        market.find()
    rebuild(market.engine, market.folder)
    assert market.find().total == 1


@pytest.mark.parametrize("what", ["meta.json", "reading.lock", "everything"])
def test_an_index_that_was_damaged_is_refused_with_a_sentence_and_made_anew(market, what):
    market.offering().put(1, "Satu")
    built = rebuild(market.engine, market.folder)
    path = market.folder / built.name
    for one in [path / what] if what != "everything" else list(path.iterdir()):
        one.unlink()
    with pytest.raises(IndexMissingError, match="syncd index rebuild"):
        market.find()
    rebuild(market.engine, market.folder)
    assert market.find().total == 1


def test_memory_is_bounded_by_pages_not_by_the_catalogue(market, monkeypatch):
    monkeypatch.setattr(writing, "_PAGE", 7)
    market.offering().put_many([f"Kursus {number}" for number in range(50)])
    assert rebuild(market.engine, market.folder).courses == 50
