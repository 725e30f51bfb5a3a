"""Rows S and D: who answers, under which key rows are kept, and what people and courses do."""

import pytest
from sqlalchemy import text

from syncd import clock
from syncd.errors import JoinRefusedError
from syncd.health.staleness import State
from syncd.keys import sha256_hex
from syncd.model.kinds import KINDS
from syncd.simulator.faults import Fault
from syncd.store.engine import transaction
from syncd.store.invites import Invite
from syncd.store.joins import Applicant, join
from tests.faults.lab import BROKEN, HEALTHY
from tests.faults.scenario import tenant_fails_and_heals


def test_S01_a_tenant_that_refuses_the_centre_is_tried_seldom_and_heals_when_it_knows_it_again(lab, shown):
    shown("AUTH")
    lab.sql("UPDATE tenant SET joined_at = 1")  # whoever joined this minute may still be storing the centre's answer
    lab.fault("forgot_centre")
    lab.turn()
    ((wait,),) = lab.ask_sql("SELECT next_sync_at - last_tried_at FROM tenant WHERE id = :id", id=lab.keys[BROKEN])
    assert int(str(wait)) >= 899_000
    tenant_fails_and_heals(lab, "AUTH", "forgot_centre")


def test_S02_a_key_that_is_rotated_is_followed_without_a_failed_turn(lab, shown):
    shown("fresh")
    for step in ("publish_key", "switch_key", "retire_key"):
        lab.change(step)
        lab.incident(step)
        lab.sweep()
        lab.assert_equal()
    assert set(lab.outcomes()) == {"ok"}
    assert lab.row().jwks == lab.broken.jwks


@pytest.mark.parametrize("fault", ["wrong_key", "staging_copy", "cloned_site"])
def test_S03_another_site_at_the_tenants_address_brings_in_not_one_row(lab, fault, shown):
    shown("WRONG_SITE")
    tenant_fails_and_heals(lab, "WRONG_SITE", fault)


def test_S03_a_site_that_answers_with_its_own_good_answer_for_another_is_refused(lab, shown):
    """Two host names were mixed up: the answer is whole, sealed and true, only it is not this tenant's."""
    shown("WRONG_SITE")
    other = lab.tenants[HEALTHY[0]]

    def swap():
        site = lab.broken.site
        lab.broken.site, lab.broken.site_id = other.site, other.site_id
        lab.broken.keys = other.keys
        return site

    lab.change("before")
    before, keys, site_id = lab.kept(), lab.broken.keys, lab.broken.site_id
    own = swap()
    lab.turn()
    assert (lab.state(), lab.shown()) == (State.FAILING, "WRONG_SITE")
    assert lab.kept() == before
    lab.broken.site, lab.broken.site_id, lab.broken.keys = own, site_id, keys
    lab.without_a_human()


def test_S04_a_tenant_that_claims_to_be_another_is_refused(lab, shown):
    shown("WRONG_SITE")
    other = lab.tenants[HEALTHY[0]]
    tenant_fails_and_heals(lab, "WRONG_SITE", Fault("claim", "", handshake=lambda said: said | {"site": other.site_id}))


def test_S05_two_tenants_with_the_same_ids_never_touch_each_others_rows(lab, shown):
    shown("fresh")
    other = lab.tenants[HEALTHY[0]]
    with lab.broken.lock:
        lab.broken.site = other.site.backup()
        lab.broken.epoch = "f" * 32
    lab.sweep()
    lab.release_held()
    lab.sweep()
    lab.assert_equal()
    lab.broken.site.rename_course(2, "Hanya di sini")
    lab.broken.site.delete_course(3)
    lab.sweep()
    lab.assert_equal()
    lab.without_a_human()


def test_S08_a_changed_address_counts_only_after_joining_again_with_an_invitation_for_this_tenant(lab, shown):
    shown("WRONG_SITE")
    moved = f"{lab.broken.url}/pindah"
    tenant_fails_and_heals(lab, "WRONG_SITE", Fault("moved", "", handshake=lambda said: said | {"url": moved}))
    applicant = Applicant(lab.broken.site_id, moved, lab.broken.jwks, sha256_hex(lab.broken.jwks.encode()), 1, "1", "4.5", "8.2")
    with pytest.raises(JoinRefusedError), transaction(lab.engine) as conn:
        join(conn, Invite(None, "Balai 1", "Badan Uji"), applicant, clock.now_ms())
    assert lab.row().url == lab.broken.url
    with transaction(lab.engine) as conn:
        join(conn, Invite(lab.keys[BROKEN], "Balai 1", "Badan Uji"), applicant, clock.now_ms())
    assert lab.row().url == moved


def test_D01_a_course_that_is_deleted_hidden_moved_shown_again_or_made_anew_is_listed_as_it_is(lab, shown):
    shown("fresh")
    site = lab.broken.site
    steps = [
        lambda: site.hide_course(2),
        lambda: site.offer_course(2),
        lambda: site.withhold_course(3),
        lambda: site.offer_course(3),
        lambda: site.delete_course(4),
        lambda: site.make_course("Kursus yang dipulihkan", 1_760_000_000),
        lambda: site.rename_course(2, "Judul lain"),
    ]
    for step in steps:
        step()
        lab.turn()
        lab.assert_equal()
    assert lab.ask_sql("SELECT COUNT(*) FROM completion WHERE tenant_id = :id AND gone_at IS NULL", id=lab.keys[BROKEN]) != [(0,)]


def test_D02_a_course_that_is_duplicated_is_listed_twice_under_two_ids_and_never_more(lab, shown):
    shown("fresh")
    row = lab.broken.site.tables["course"].get(2)
    twin = lab.broken.site.make_course(
        str(row[1]), 1_760_000_000, values=dict(zip(KINDS["course"].column_names[1:], row[1:], strict=True))
    )
    lab.turn()
    lab.turn()
    lab.assert_equal()
    assert lab.ask_sql(
        "SELECT COUNT(*) FROM course WHERE tenant_id = :id AND title = :title AND id IN (2, :twin)",
        id=lab.keys[BROKEN],
        title=row[1],
        twin=twin,
    ) == [(2,)]


def test_D03_a_person_who_is_linked_keeps_everything_and_one_who_is_erased_leaves_nothing(lab, shown):
    shown("fresh")
    site = lab.broken.site
    course = next(site.tables["course"].ids())
    for turn in range(3):
        site.enrol(course, "anon:" + "a" * 32, 1_760_000_000 + turn)
        site.complete(course, "anon:" + "a" * 32, 1_760_000_100 + turn)
    lab.turn()
    site.link_account("anon:" + "a" * 32, "orang-1")
    lab.turn()
    lab.assert_equal()
    assert lab.ask_sql("SELECT COUNT(*) FROM completion WHERE learner = 'sub:orang-1'") == [(3,)]
    site.erase_person("sub:orang-1")
    lab.turn()
    lab.assert_equal()
    with lab.engine.connect() as conn:
        for kind in ("enrolment", "completion", "assertion"):
            learners = {row[0] for row in conn.execute(text(f"SELECT learner FROM `{kind}`"))}
            assert not learners & {"sub:orang-1", "anon:" + "a" * 32}


def test_D05_two_accounts_are_never_made_one_and_a_number_is_no_learner(lab, shown):
    shown("fresh, rows refused")
    site = lab.broken.site
    course = next(site.tables["course"].ids())
    site.complete(course, "anon:" + "b" * 32, 1_760_000_000)
    site.complete(course, "anon:" + "c" * 32, 1_760_000_000)
    number = site.complete(course, "199001012020121001", 1_760_000_000)
    lab.refused.add((BROKEN, "completion", number))
    lab.turn()
    lab.assert_equal()
    assert lab.ask_sql(
        "SELECT COUNT(DISTINCT learner) FROM completion WHERE learner IN (:b, :c)", b="anon:" + "b" * 32, c="anon:" + "c" * 32
    ) == [(2,)]
    assert "199001012020121001" not in str(lab.ask_sql("SELECT field, reason, detail FROM rejection"))
    lab.without_a_human()
