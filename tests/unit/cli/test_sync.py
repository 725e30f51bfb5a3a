"""Reading, comparing and looking: `syncd sync`, `verify`, `status`, `rejections`, `held`, `doctor` on simulated tenants."""

from dataclasses import replace
from importlib import import_module
from unittest.mock import Mock

import pytest
from sqlalchemy import text

from syncd.errors import NotFoundError
from syncd.model.wire import SnapshotAsk
from syncd.poll.client import FeedClient
from syncd.simulator.faults import FAULTS
from syncd.simulator.incidents import INCIDENTS
from syncd.store import leases
from syncd.store.engine import run_transaction, transaction
from tests.joined import small_server


@pytest.fixture
def server():
    """A world of its own for each test: here sites are changed for good."""
    with small_server(tenants=3) as server:
        yield server


def _tamper(syncd, statement):
    with transaction(syncd.runtime.engine) as conn:
        assert conn.execute(text(statement)).rowcount


def test_reading_all_and_comparing_all_ends_well(syncd, joined):
    assert {one["outcome"] for one in syncd.json("sync", "--all")} == {"ok"}
    assert syncd("verify", "--all") == "3 of 3 tenants are equal.\n"
    assert {one["verdict"] for one in syncd.json("verify", "--all")} == {"equal"}


def test_one_must_say_which_tenants(syncd, joined):
    syncd("sync", code=2)
    syncd("sync", "--all", joined[0], code=2)


def test_what_was_not_read_is_not_equal(syncd, joined, server):
    assert "unread" in syncd("verify", joined[0], code=3)
    syncd("sync", joined[0])
    server.world.tenants[1].site.make_course("Baru", 1_760_000_000)
    assert "behind: changes not read yet: catalogue" in syncd("verify", joined[0], code=3)


def test_a_failing_tenant_is_named_and_the_others_are_read(syncd, joined, server):
    server.world.tenants[2].fault = FAULTS["html_login"]
    printed = syncd("sync", "--all", code=3)
    assert f"{joined[1]}: NOT_API: " in printed
    assert [line.split()[1] for line in printed.splitlines()[1:4]].count("ok") == 2
    assert f"{joined[1]}: unreadable: NOT_API" in syncd("verify", "--all", code=3)


def test_a_tenant_that_does_not_come_to_its_end_is_named_and_ends_no_command(syncd, joined):
    # Of every turn only a little is taken, and the first without an end is one too many.
    syncd("tenant", "limit", joined[0], "--new-rows", "1", "--unfinished", "1")
    printed = syncd("sync", "--all", code=3)
    assert f"{joined[0]}: UNFINISHED: " in printed
    assert [line.split()[1] for line in printed.splitlines()[1:4]].count("ok") == 2


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE course SET title = 'Diubah' WHERE id = 2 AND tenant_id = 1", "course 2 (bucket 2) differs in title"),
        ("UPDATE course SET gone_at = 1 WHERE id = 3 AND tenant_id = 1", "course 3 (bucket 3) is at the tenant and not here"),
        (
            "UPDATE course SET id = 999 WHERE id = 1 AND tenant_id = 1",
            "course 1 (bucket 1) is at the tenant and not here",
        ),
    ],
)
def test_an_edited_copy_is_found_named_and_repaired_only_when_asked(syncd, joined, statement, found):
    syncd("sync", "--all")
    _tamper(syncd, statement)
    for _ in range(2):
        assert f"{joined[0]}: different: {found}" in syncd("verify", "--all", code=3)
    assert "3 of 3 tenants are equal." in syncd("verify", "--all", "--repair")
    assert f"{joined[0]}: " in syncd.complaint
    syncd("verify", "--all")


def test_a_row_nobody_sent_is_found(syncd, joined):
    syncd("sync", joined[0])
    columns = "tenant_id, course, learner, completed, generation, changed_at, gone_at"
    _tamper(
        syncd, f"INSERT INTO completion (id, {columns}) SELECT 123456, {columns} FROM completion WHERE id = 1 AND tenant_id = 1"
    )
    assert "completion 123456 (bucket 64) is here and not at the tenant" in syncd("verify", joined[0], code=3)


def test_a_difference_names_no_value_of_a_person(syncd, joined, server):
    syncd("sync", joined[0])
    learner = server.world.tenants[1].site.rows("enrolment")[1][2]
    _tamper(syncd, "UPDATE enrolment SET learner = 'sub:orang-lain' WHERE id = 1 AND tenant_id = 1")
    printed = syncd("verify", joined[0], code=3)
    assert "enrolment 1 (bucket 1) differs in learner" in printed
    assert learner not in printed
    assert "orang-lain" not in printed


def test_a_refused_row_is_known_and_not_a_difference(syncd, joined, server):
    INCIDENTS["poison_row"](server.world.tenants[1])
    syncd("sync", joined[0])
    assert syncd("verify", joined[0]) == "1 of 1 tenants are equal.\n"
    _tamper(syncd, "UPDATE rejection SET digest_low = digest_low + 1")
    assert "course 1 (bucket 1) is at the tenant and not here" in syncd("verify", joined[0], code=3)


def test_a_paused_tenant_is_not_different(syncd, joined, server):
    syncd("sync", "--all")
    server.world.tenants[1].paused = True
    assert syncd("verify", "--all") == "2 of 3 tenants are equal, 1 paused.\n"
    assert [one["outcome"] for one in syncd.json("sync", "--all")] == ["paused", "ok", "ok"]
    assert syncd("sync", joined[0]).splitlines()[1].split()[:2] == [joined[0], "paused"]


def test_reading_all_of_none_is_a_sentence_and_no_empty_table(syncd):
    assert syncd("sync", "--all") == "There is no tenant to read: none has joined, or LAN has paused all of them.\n"
    assert syncd.json("sync", "--all") == []


def test_a_site_that_was_declared_restored_is_to_be_read_first(syncd, joined, server):
    syncd("sync", "--all")
    INCIDENTS["new_epoch"](server.world.tenants[1])
    assert "behind: the site was reset or restored" in syncd("verify", joined[0], code=3)


def test_a_tenant_that_another_worker_reads_is_busy(syncd, joined):
    run = syncd.runtime
    run_transaction(run.engine, lambda conn: leases.claim(conn, 1, "another", 1))
    syncd("sync", joined[0], code=75)
    assert "another worker" in syncd.complaint
    assert [one["outcome"] for one in syncd.json("sync", "--all", code=3)].count("busy") == 1


def test_status_shows_counts_and_says_that_nobody_polls(syncd, joined, server):
    syncd("sync", "--all")
    printed = syncd("status")
    assert "3 of 3 tenants are fresh" in printed
    assert "syncd run" in printed
    shown = {one["slug"]: one for one in syncd.json("status")["tenants"]}
    for slug, tenant in zip(joined, server.world.tenants.values(), strict=True):
        assert shown[slug]["courses"] == len(tenant.site.rows("course"))
        assert shown[slug]["enrolments"] == len(tenant.site.rows("enrolment"))
    syncd("status", "--check", code=3)


def test_status_says_in_one_sentence_what_is_wrong(syncd, joined, server):
    syncd("sync", "--all")
    server.world.tenants[1].fault = FAULTS["staging_copy"]
    syncd("sync", joined[0], code=3)
    line = next(line for line in syncd("status").splitlines() if line.startswith(f"{joined[0]}: "))
    assert "copy" in line


def test_refused_rows_are_listed_and_explained(syncd, joined, server):
    assert syncd("rejections", "list") == "No row is refused.\n"
    INCIDENTS["poison_row"](server.world.tenants[1])
    syncd("sync", "--all")
    assert syncd.json("rejections", "list") == syncd.json("rejections", "list", joined[0])
    (refused,) = syncd.json("rejections", "list")
    assert (refused["tenant"], refused["kind"], refused["field"]) == (joined[0], "course", "title")
    assert refused["reason"] in syncd("rejections", "show", joined[0], "course", str(refused["id"]))
    syncd("rejections", "show", joined[0], "course", "424242", code=1)


def test_a_held_deletion_is_shown_and_released(syncd, joined, server):
    syncd("sync", "--all")
    assert syncd("held", "list") == "No deletion is held.\n"
    syncd("held", "release", joined[0], code=1)
    server.world.tenants[1].reset()
    syncd("sync", joined[0])
    waiting = syncd.json("held", "list")
    assert "enrolment" in [one["kind"] for one in waiting]
    assert joined[0] in syncd("held", "list")
    syncd("held", "release", joined[0])
    syncd("sync", joined[0])
    assert syncd.json("held", "list") == []
    assert syncd("verify", joined[0]) == "1 of 1 tenants are equal.\n"


def test_the_doctor_finds_a_tenant_that_cannot_be_reached(syncd, joined, server):
    assert all(one["ok"] for one in syncd.json("doctor", "--tenants"))
    server.world.tenants[3].fault = FAULTS["refuse"]
    findings = {one["subject"]: one for one in syncd.json("doctor", "--tenants", code=3)}
    assert findings[joined[2]]["says"].startswith("DOWN")
    assert findings[joined[0]]["ok"]
    assert "!!" in syncd("doctor", "--tenants", code=3)


def _as_answered(monkeypatch, change):
    """What a tenant answers when it is asked for the rows of a bucket is changed."""
    ask = FeedClient.ask

    def changed(self, address, asks):
        answer = ask(self, address, asks)
        wanted = any(isinstance(one, SnapshotAsk) and one.buckets for one in asks)
        return replace(answer, pages=[change(page) for page in answer.pages]) if wanted else answer

    monkeypatch.setattr(FeedClient, "ask", changed)


def _rows_of_course(values, columns=None):
    def change(page):
        (kind, raw), *_ = page.rows.items()
        return replace(page, rows={kind: replace(raw, rows=values(raw), columns=columns or raw.columns)}, count=1)

    return change


UNUSABLE_BUCKETS = {
    "no id": _rows_of_course(lambda _: [["x"]], ["title"]),
    "rows that are numbers": _rows_of_course(lambda _: [7]),
    "an id that is an object": _rows_of_course(lambda raw: [[{}, *[None] * (len(raw.columns) - 1)]]),
}


@pytest.mark.parametrize("change", UNUSABLE_BUCKETS.values(), ids=UNUSABLE_BUCKETS)
def test_verify_checks_the_rows_of_a_bucket_as_the_daemon_does(syncd, joined, monkeypatch, change):
    syncd("sync", "--all")
    _tamper(syncd, "UPDATE course SET title = 'Diubah' WHERE id = 2 AND tenant_id = 1")
    _as_answered(monkeypatch, change)
    printed = syncd("verify", "--all", code=3)
    assert f"{joined[0]}: unreadable: " in printed
    assert "BAD_PAYLOAD" in printed or "SCHEMA_DRIFT" in printed


def test_a_row_that_does_not_keep_the_contract_is_named_by_verify_without_its_value(syncd, joined, monkeypatch):
    syncd("sync", "--all")
    _tamper(syncd, "UPDATE course SET title = 'Diubah' WHERE id = 2 AND tenant_id = 1")
    _as_answered(monkeypatch, _rows_of_course(lambda raw: [[2, "Rahasia\x00", *raw.rows[0][2:]]]))
    printed = syncd("verify", joined[0], code=3)
    assert "course 2 (bucket 2) is at the tenant and not here" in printed
    assert "Rahasia" not in printed


def test_verify_gives_up_on_a_bucket_without_end(syncd, joined, monkeypatch):
    syncd("sync", "--all")
    _tamper(syncd, "UPDATE course SET title = 'Diubah' WHERE id = 2 AND tenant_id = 1")
    monkeypatch.setattr("syncd.sync.compare._MOST_PAGES", 3)
    _as_answered(monkeypatch, lambda page: replace(page, rows={}, count=0, to=page.to + 1, more=True))
    assert "has no end" in syncd("verify", joined[0], code=3)


@pytest.mark.parametrize("error", [OverflowError("too large"), NotFoundError("there is no tenant number 2")])
def test_an_error_that_nobody_foresaw_at_one_tenant_hides_no_other_result(syncd, joined, monkeypatch, error):
    syncd("sync", "--all")
    ask = FeedClient.ask

    def sometimes(self, address, asks):
        if address.slug == joined[1]:
            raise error
        return ask(self, address, asks)

    monkeypatch.setattr(FeedClient, "ask", sometimes)
    log = Mock()
    monkeypatch.setattr(import_module("syncd.cli.sync"), "_log", log)  # the package has a function of that name
    outcomes = {one["tenant"]: one["outcome"] for one in syncd.json("sync", "--all", code=3)}
    assert outcomes == {joined[0]: "ok", joined[1]: "failed", joined[2]: "ok"}
    verdicts = {one["tenant"]: one["verdict"] for one in syncd.json("verify", "--all", code=3)}
    assert verdicts == {joined[0]: "equal", joined[1]: "unreadable", joined[2]: "equal"}
    assert log.error.called is not isinstance(error, NotFoundError)  # whose traceback is in the log


def test_a_name_that_steers_a_terminal_is_shown_without_its_escapes(syncd, joined):
    name = "Balai\x1b[2J\x9b31m\u202e\nBalai palsu"
    with transaction(syncd.runtime.engine) as conn:
        conn.execute(text("UPDATE tenant SET name = :name WHERE slug = :slug"), {"name": name, "slug": joined[0]})
    for printed in (syncd("tenant", "list"), syncd("tenant", "show", joined[0]), syncd("status"), syncd("status", "--json")):
        assert not set(printed) & set("\x1b\x9b\u202e")
    assert not any(line.startswith("Balai palsu") for line in syncd("tenant", "list").splitlines())
    assert name in [one["name"] for one in syncd.json("tenant", "list")]
