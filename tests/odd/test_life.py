"""Whatever is done on a site on PostgreSQL, or of Moodle 5.0, the centre has its rows afterwards, field by field."""

import pytest

from syncd.cli.exits import Exit
from tests.sso.world import CONFIG


@pytest.fixture
def made(odd):
    """A course with people, known at the centre."""
    made = odd.populate()
    has = odd.settle()
    assert made["course"] in has["course"]
    assert len([row for row in has["enrolment"].values() if row["course"] == made["course"]]) == 3
    return made


def test_a_full_row_arrives_field_by_field(odd):
    more = {
        "lang": "en",
        "startdate": 1_767_225_600,
        "enddate": 1_798_761_600,
        "customfield_asn_jp": "12.5",
        "customfield_asn_minutes": "90",
        "customfield_asn_training_type": "PKA",
        "customfield_asn_batch": "Angkatan IV",
    }
    category = odd.site.do("make_category", name="Bidang A")
    below = odd.site.do("make_category", name="Unit B", parent=category)
    course = odd.site.do("make_course", title="Lengkap é 😀", category=below, more=more)
    row = odd.settle()["course"][course]
    assert row["jp_hundredths"] == 1250
    assert row["minutes"] == 90
    assert row["category"] == "Bidang A / Unit B"
    assert (row["training_type"], row["batch"], row["language"]) == ("PKA", "Angkatan IV", "en")


def test_a_course_renamed_hidden_shown_and_deleted(odd, made):
    for action, arguments in (
        ("change_course", {"fields": {"fullname": "Judul baru"}}),
        ("show_course", {"visible": False}),
        ("show_course", {"visible": True}),
    ):
        odd.site.do(action, course=made["course"], **arguments)
        has = odd.settle()["course"]
        assert (made["course"] in has) == arguments.get("visible", True)
    odd.site.do("delete_badge", badge=made["badge"])
    odd.site.do("delete_course", course=made["course"])
    assert made["course"] not in odd.settle()["course"]


def test_completions_withdrawn_and_the_course_reset(odd, made):
    odd.site.do("withdraw_completions", course=made["course"])
    assert not [row for row in odd.settle()["completion"].values() if row["course"] == made["course"]]
    odd.site.do("reset_course", course=made["course"])
    odd.settle()


def test_badges_revoked_archived_and_deleted(odd, made):
    odd.site.do("revoke", badge=made["badge"], people=made["people"][:1])
    odd.settle()
    odd.site.do("award", badge=made["badge"], people=made["people"][1:])
    odd.site.do("change_badge", badge=made["badge"], fields={"name": "Nama baru"})
    assert odd.settle()["badge_class"][made["badge"]]["name"] == "Nama baru"
    odd.site.do("delete_badge", badge=made["badge"], archive=True)
    assert odd.settle()["badge_class"][made["badge"]]["status"] == "archived"
    odd.site.do("delete_badge", badge=made["badge"])
    assert made["badge"] not in odd.settle()["badge_class"]


@pytest.mark.parametrize(
    ("set_to", "expires"),
    [
        ({"expiredate": 2_000_000_001}, lambda issued: 2_000_000_001),
        ({"expireperiod": 366 * 86_400 + 1}, lambda issued: issued + 366 * 86_400 + 1),
    ],
    ids=["on a date", "after a while"],
)
def test_an_award_of_a_badge_that_expires_says_when_to_the_second(odd, made, set_to, expires):
    odd.site.do("change_badge", badge=made["badge"], fields=set_to)
    odd.site.do("award", badge=made["badge"], people=made["people"][1:])
    found = [row for row in odd.settle()["assertion"].values() if row["badge"] == made["badge"]]
    told = sorted((row["expires"] for row in found), key=lambda one: one or 0)
    # The first award was made while the badge did not expire, and keeps what it was given with.
    assert told == [None, *sorted(expires(row["issued"]) for row in found if row["expires"] is not None)]
    assert len(told) == 3


def test_ratings_edited_answered_flagged_reported_and_withdrawn(odd, made):
    [(rating, row)] = [one for one in odd.settle()["rating"].items() if one[1]["course"] == made["course"]]
    assert (row["stars"], row["text"]) == (4, "Jelas é 😀")
    odd.site.do("rate", course=made["course"], person=made["people"][0], stars=1, text="Berubah\n\u0634\u0643")
    odd.site.do("answer_rating", rating=rating, text="Terima kasih 🙏")
    odd.site.do("flag_rating", rating=rating, reason="Mohon dilihat")
    odd.site.do("report_rating", rating=rating, person=made["people"][1])
    row = odd.settle()["rating"][rating]
    assert (row["stars"], row["answer"], row["flagged"], row["reports"]) == (1, "Terima kasih 🙏", "Mohon dilihat", 1)
    odd.site.do("withdraw_completions", course=made["course"])
    assert rating not in odd.settle()["rating"]
    odd.site.do("complete", course=made["course"], people=made["people"][:1])
    assert rating in odd.settle()["rating"]
    odd.site.do("withdraw_rating", rating=rating)
    assert rating not in odd.settle()["rating"]


def test_people_suspended_unenrolled_and_deleted(odd, made):
    first, second, third = made["people"]
    odd.site.do("suspend", course=made["course"], people=[first])
    assert "suspended" in {row["status"] for row in odd.settle()["enrolment"].values()}
    odd.site.do("unenrol", course=made["course"], people=[second])
    odd.settle()
    odd.site.do("delete_person", person=third)
    odd.settle()


def test_a_course_restored_from_its_backup_is_a_new_one_with_its_people(odd, made):
    copy = odd.site.do("copy_by_backup", course=made["course"], title="Salinan")
    has = odd.settle()
    assert copy in has["course"]
    assert len([row for row in has["enrolment"].values() if row["course"] == copy]) == 3


def test_a_category_hidden_and_shown(odd, made):
    category = odd.site.do("make_category", name="Kategori uji")
    odd.site.do("move_course", course=made["course"], category=category)
    for visible in (False, True):
        odd.site.do("show_category", category=category, visible=visible)
        assert (made["course"] in odd.settle()["course"]) == visible


def test_what_is_written_past_moodle_s_events_is_found_and_repaired(odd, made):
    odd.site.rows("DELETE FROM mdl_course_completions WHERE course = %s", made["course"])
    odd.site.rows("UPDATE mdl_course SET fullname = 'Diubah langsung' WHERE id = %s", made["course"])
    odd.centre.syncd("verify", "--all", expected=3)
    odd.centre.syncd("verify", "--all", "--repair")
    assert odd.settle()["course"][made["course"]]["title"] == "Diubah langsung"


def test_a_database_restored_from_its_dump_is_followed_back_in_time(odd, made, tmp_path):
    odd.site.dump(tmp_path / "dump.sql")
    lost = odd.site.do("make_course", title="Sesudah cadangan")
    assert lost in odd.settle()["course"]
    odd.site.restore(tmp_path / "dump.sql")
    assert lost not in odd.settle()["course"]


def test_scheduled_tasks_run_without_complaint(odd, made):
    for task in ("catch_up", "prune", "rotate_keys"):
        said = odd.site.php("admin/cli/scheduled_task.php", rf"--execute=\local_asnunggul\task\{task}")
        assert "Scheduled task complete" in said, said
    odd.settle()


def test_what_the_site_s_own_settings_print_is_no_part_of_an_answer(odd, made):
    odd.site.write_config(f"{CONFIG}echo 'Peringatan: setelan lama';\n")
    try:
        odd.site.do("change_course", course=made["course"], fields={"fullname": "Judul di balik peringatan"})
        assert odd.settle()["course"][made["course"]]["title"] == "Judul di balik peringatan"
    finally:
        odd.site.write_config(CONFIG)


def test_maintenance_by_command_line_is_called_maintenance(odd):
    odd.site.php("admin/cli/maintenance.php", "--enable")
    try:
        assert "is in maintenance" in odd.centre.syncd("sync", "--all", expected=Exit.PARTLY)
    finally:
        odd.site.php("admin/cli/maintenance.php", "--disable")
    odd.settle()
