"""The centre's own keys on disk: made once, private, rotated without a moment in which tokens are refused."""

import multiprocessing
import stat
import threading
from pathlib import Path

import pytest

from syncd import clock
from syncd.errors import ConfigurationError
from syncd.keys import KeyRing, ReplayMemoryInProcess, verify_bearer
from syncd.keys import ring as ring_module

CENTRE, SITE = "https://centre.example", "https://lms.example"


def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys", CENTRE)


def believed(token: str, document: bytes) -> bool:
    return verify_bearer(token, document.decode(), CENTRE, SITE, "feed", ReplayMemoryInProcess()).issuer == CENTRE


def test_keys_are_made_at_first_use_and_kept(tmp_path):
    first = ring(tmp_path)
    again = ring(tmp_path)
    assert first.jwks_document() == again.jwks_document()
    assert first.jwks_sha256() == again.jwks_sha256()
    assert believed(again.sign_bearer(SITE, "feed"), first.jwks_document())


def test_nobody_else_can_read_them(tmp_path):
    ring(tmp_path)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "keys").iterdir()} == {0o600}


def test_a_key_that_others_can_read_is_refused_with_the_cure(tmp_path):
    ring(tmp_path)
    (pem,) = (tmp_path / "keys").glob("*.pem")
    pem.chmod(0o644)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        ring(tmp_path)


def test_a_rotation_never_leaves_a_token_unbelieved(tmp_path, monkeypatch):
    mine = ring(tmp_path)
    daemon = ring(tmp_path)  # another process
    old = mine.jwks_document()
    before = daemon.sign_bearer(SITE, "feed")

    published = mine.publish_next()
    assert published.encode() in daemon.jwks_document()
    assert believed(daemon.sign_bearer(SITE, "feed"), old), "it still signs with the key everybody has"
    both = daemon.jwks_document()
    with pytest.raises(ConfigurationError, match="less than a day"):
        mine.switch()

    now = clock.now_ms()
    monkeypatch.setattr(clock, "now_ms", lambda: now + ring_module.SWITCH_AFTER_MS)
    mine.switch()
    assert daemon.jwks_document() == both, "the old key is still shown"
    assert believed(daemon.sign_bearer(SITE, "feed"), both)
    monkeypatch.setattr(clock, "now_ms", lambda: now)
    assert believed(before, daemon.jwks_document()), "a token on its way is still good"

    mine.retire()
    assert published.encode() in daemon.jwks_document()
    assert daemon.jwks_document() != both
    assert len(list((tmp_path / "keys").glob("*.pem"))) == 1
    assert ring(tmp_path).jwks_document() == daemon.jwks_document()


def test_steps_out_of_order_are_refused_and_change_nothing(tmp_path):
    mine = ring(tmp_path)
    document = mine.jwks_document()
    for step in (mine.switch, mine.retire):
        with pytest.raises(ConfigurationError):
            step()
    assert mine.jwks_document() == document
    mine.publish_next()
    with pytest.raises(ConfigurationError, match="under way"):
        mine.publish_next()
    mine.switch(force=True)
    with pytest.raises(ConfigurationError, match="under way"):
        mine.publish_next()


def _make(directory: str, results: "multiprocessing.Queue[bytes]") -> None:
    results.put(KeyRing(Path(directory), CENTRE).jwks_document())


def test_processes_that_start_at_the_same_time_agree_on_one_key(tmp_path):
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[bytes] = context.Queue()
    processes = [context.Process(target=_make, args=(str(tmp_path / "keys"), results)) for _ in range(4)]
    for process in processes:
        process.start()
    documents = {results.get(timeout=60) for _ in processes}
    for process in processes:
        process.join(60)
    assert len(documents) == 1


def test_threads_can_sign_during_a_rotation(tmp_path):
    mine = ring(tmp_path)
    errors, stop = [], threading.Event()

    def sign() -> None:
        while not stop.is_set():
            try:
                mine.sign_bearer(SITE, "feed")
            except Exception as error:  # noqa: BLE001 - the test asks for any
                errors.append(error)

    threads = [threading.Thread(target=sign) for _ in range(2)]
    for thread in threads:
        thread.start()
    mine.publish_next()
    mine.switch(force=True)
    mine.retire()
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []


def test_a_damaged_ring_says_what_to_do(tmp_path):
    ring(tmp_path)
    (tmp_path / "keys" / "ring.json").write_text("{")
    with pytest.raises(ConfigurationError, match="backup"):
        ring(tmp_path)


def test_a_missing_key_file_says_what_to_do(tmp_path):
    ring(tmp_path)
    next((tmp_path / "keys").glob("*.pem")).unlink()
    with pytest.raises(ConfigurationError, match="backup"):
        ring(tmp_path)


def test_a_directory_that_cannot_be_used_names_the_setting(tmp_path):
    (tmp_path / "keys").write_text("a file")
    with pytest.raises(ConfigurationError, match="keys_dir"):
        ring(tmp_path)
