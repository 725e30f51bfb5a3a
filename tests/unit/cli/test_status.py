"""`syncd status`, `syncd tenant show` and `syncd tenant limit`: green is good news, and trouble comes first."""

import pytest
from sqlalchemy import insert, update

from syncd.health.flips import follow
from syncd.store.dbclock import DatabaseNow
from syncd.store.engine import transaction
from syncd.store.schema import daemon, directory, rejection, tenant
from tests.unit.cli.test_people import keycloak  # noqa: F401 - a fixture

NOW = DatabaseNow()
WELL = {"last_ok_at": NOW, "verified_at": NOW, "verified_equal": True, "streams_on": "catalogue"}


def change(syncd, table, **values):
    with transaction(syncd.runtime.engine) as conn:
        conn.execute(update(table).values(**values))


@pytest.fixture
def three(syncd):
    """Three fresh tenants, and a daemon that beats."""
    rows = [{"slug": slug, "name": slug, "agency": "Badan", "url": f"https://{slug}.example"} for slug in ("a", "b", "c")]
    with transaction(syncd.runtime.engine) as conn:
        for row in rows:
            conn.execute(insert(tenant).values(joined_at=1, next_sync_at=0, **row, **WELL))
        conn.execute(insert(daemon).values(owner="d", version="1", started_at=NOW, beat_at=NOW))
    return syncd


def set_one(syncd, slug, **values):
    with transaction(syncd.runtime.engine) as conn:
        conn.execute(update(tenant).where(tenant.c.slug == slug).values(**values))


def refuse_one(syncd):
    values = {"kind": "course", "field": "title", "reason": "too_long", "detail": "", "digest_high": 1, "digest_low": 1}
    with transaction(syncd.runtime.engine) as conn:
        conn.execute(insert(rejection).values(tenant_id=2, row_id=7, first_seen_at=NOW, last_seen_at=NOW, **values))


def shown(syncd, *options):
    return [one["slug"] for one in syncd.json("status", *options)["tenants"]]


def test_trouble_comes_first_and_refused_rows_are_trouble(three):
    refuse_one(three)
    set_one(three, "c", failures=1, last_code="DOWN")
    assert shown(three) == ["c", "b", "a"]
    assert "b: 1 rows are refused; to see why: syncd rejections list b" in three("status")


def test_one_tenant_or_one_state_can_be_asked_for(three):
    set_one(three, "c", failures=1, last_code="DOWN")
    assert shown(three, "b") == ["b"]
    assert shown(three, "--state", "failing") == ["c"]
    assert shown(three, "--state", "late") == []
    three("status", "nobody", code=1)
    three("status", "--state", "green", code=2)


def test_what_is_not_switched_on_is_null_and_no_zero(three):
    (one,) = three.json("status", "a")["tenants"]
    assert (one["courses"], one["enrolments"], one["assertions"], one["ratings"]) == (0, None, None, None)


def test_a_yes_has_its_age_and_is_past_where_a_tenant_is_not_fresh(three):
    set_one(three, "b", paused_by="lan", verified_at=NOW - 7_200_000)
    lines = {line.split()[0]: line for line in three("status").splitlines() if line[:2] in ("a ", "b ")}
    assert lines["a"].endswith("s ago")
    assert "yes, " in lines["a"]
    assert lines["b"].endswith("was, 2 h ago")


def test_the_check_is_silent_where_all_is_well(three):
    three("status", "--check")


def test_the_check_fails_for_a_refused_row(three):
    refuse_one(three)
    three("status", "--check", code=3)
    three("status", "a", "--check")


@pytest.mark.parametrize("values", [{"failures": 1}, {"held": 3, "held_at": NOW}])
@pytest.mark.usefixtures("keycloak")
def test_the_check_fails_for_a_keycloak_that_is_away_and_for_held_people(three, values):
    three("people", "refresh")
    three("status", "--check")
    change(three, directory, **values)
    three("status", "--check", code=3)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"workers": 8, "living": 7, "clock_off_ms": 0}, "Some of the daemon's workers no longer work"),
        ({"workers": 8, "living": 8, "clock_off_ms": 7 * 3_600_000}, "The daemon's clock and the database's differ"),
        ({"workers": 8, "living": 8, "clock_off_ms": -7 * 3_600_000}, "The daemon's clock and the database's differ"),
    ],
)
def test_a_lame_daemon_and_one_with_another_clock_are_said_and_fail_the_check(three, facts, sentence):
    change(three, daemon, workers=8, living=8, clock_off_ms=0)
    assert sentence not in three("status", "--check")
    assert three.json("status")["daemon"]["sentences"] == []
    change(three, daemon, **facts)
    assert sentence in three("status")
    assert sentence in three("status", "--check", code=3)
    assert sentence in three.json("status")["daemon"]["sentences"][0]


def test_a_tenant_is_shown_with_its_changes_of_state(three):
    follow(three.runtime.engine)
    set_one(three, "a", failures=1, last_code="DOWN")
    follow(three.runtime.engine)
    newest, first = three.json("tenant", "show", "a")["changes"]
    assert (first["before"], first["after"], newest["before"], newest["after"], newest["code"]) == (
        None,
        "fresh",
        "fresh",
        "failing",
        "DOWN",
    )
    assert "Newest changes of its state" in three("tenant", "show", "a")


def test_lan_raises_a_limit_of_one_tenant_and_takes_it_back(three):
    limit = lambda *options: {one["limit"]: one for one in three.json("tenant", "limit", "a", *options)["limits"]}  # noqa: E731
    assert {one["for"] for one in limit().values()} == {"all tenants"}
    set_one(three, "a", next_sync_at=NOW + 9_000_000)
    raised = limit("--rows", "5000000", "--new-rows", "7")
    assert (raised["rows"]["most"], raised["rows"]["for"], raised["new_rows"]["most"]) == (5_000_000, "this tenant", 7)
    assert raised["bytes"]["for"] == "all tenants"
    assert three.json("tenant", "show", "a")["next"] == "now"
    assert {one["for"] for one in limit("--clear").values()} == {"all tenants"}
    three("tenant", "limit", "a", "--rows", "0", code=2)
    three("tenant", "limit", "nobody", code=1)
