"""Two real sites join by pasted codes; whatever their people do then, one sync and one comparison find centre and sites equal."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.centre_process import CentreProcess
from tests.moodle.site import MoodleSite

CANARY = "Kenari9d2c"
KINDS = ("course", "enrolment", "completion", "badge_class", "assertion", "rating")
# What a site must have given, asked of its own tables past the plugin. Every course of these tests is offered as soon as it is made.
_TRUTH = {
    "course": "SELECT c.id FROM mdl_course c JOIN mdl_enrol e ON e.courseid = c.id AND e.enrol = 'self' AND e.status = 0"
    " WHERE c.id <> 1 AND c.visible = 1",
    "enrolment": "SELECT ue.id FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid",
    "completion": "SELECT id FROM mdl_course_completions WHERE timecompleted IS NOT NULL",
    "badge_class": "SELECT id FROM mdl_badge",
    "assertion": "SELECT id FROM mdl_badge_issued",
    "rating": "SELECT r.id FROM mdl_local_asnunggul_rating r JOIN mdl_course_completions c ON c.course = r.courseid"
    " AND c.userid = r.userid WHERE c.timecompleted IS NOT NULL",
}


@dataclass(frozen=True)
class Joined:
    """A site and the name the centre knows it by."""

    site: MoodleSite
    slug: str


@pytest.fixture(scope="module")
def joined(sites, centre) -> list[Joined]:
    """Both sites, joined from the command line with people's streams on."""
    found = []
    for name in ("satu", "dua"):
        site = sites[name]
        site.php(
            "local/asnunggul/cli/join.php",
            f"--code={centre.invite(f'Pusdiklat {name}')}",
            "--streams=learning,badges,ratings",
            "--yes",
        )
        listed = re.findall(r"pusdiklat-\w+", centre.syncd("tenant", "list"))
        found.append(Joined(site, next(slug for slug in listed if slug not in {one.slug for one in found})))
        # These stay. Without them the first test to take something away takes all there is of its kind, which waits for LAN.
        _populate(site)
    return found


@pytest.fixture
def world(joined) -> list[dict[str, object]]:
    """On each site a course with three enrolled people, two of whom completed and rated it, one with a badge."""
    return [_populate(one.site) for one in joined]


def _populate(site: MoodleSite) -> dict[str, object]:
    people = site.do("make_people", number=3, canary=CANARY)
    course = site.do("make_course", title="Manajemen Talenta ASN 🎓")
    badge = site.do("make_badge", name="Lencana Talenta", course=course)
    site.act(
        ("enrol", {"course": course, "people": people}),
        ("complete", {"course": course, "people": people[:2]}),
        ("award", {"badge": badge, "people": people[:1]}),
        ("rate", {"course": course, "person": people[0], "stars": 5, "text": "Sangat bermanfaat 🙏"}),
        ("rate", {"course": course, "person": people[1], "stars": 2, "text": None}),
    )
    return {"people": people, "course": course, "badge": badge}


def settle(centre: CentreProcess, joined: list[Joined]) -> None:
    """One sync and one comparison of all, both without complaint; then the rows themselves, asked past both programs."""
    centre.syncd("sync", "--all")
    centre.syncd("verify", "--all")
    for one in joined:
        for kind in KINDS:
            assert centre.live(one.slug, kind) == {row[0] for row in one.site.rows(_TRUTH[kind])}, f"{one.slug}: {kind}"


def test_what_people_do_on_two_sites_is_known_at_the_centre(centre, joined, world):
    settle(centre, joined)
    for one, made in zip(joined, world, strict=True):
        assert made["course"] in centre.live(one.slug, "course")
        assert "Manajemen Talenta ASN 🎓" in centre.live(one.slug, "course", "title")
        assert made["badge"] in centre.live(one.slug, "badge_class")


def test_deleting_hiding_and_renaming_courses_is_followed(centre, joined, world):
    settle(centre, joined)
    first, second = joined
    first.site.do("delete_course", course=world[0]["course"])
    second.site.do("show_course", course=world[1]["course"], visible=False)
    renamed = first.site.do("make_course", title="Judul lama")
    first.site.do("change_course", course=renamed, fields={"fullname": "Judul baru"})
    settle(centre, joined)
    titles = centre.live(first.slug, "course", "title")
    assert "Judul baru" in titles
    assert "Judul lama" not in titles
    assert world[1]["course"] not in centre.live(second.slug, "course")


def test_withdrawn_completions_and_revoked_badges_are_withdrawn_at_the_centre(centre, joined, world):
    settle(centre, joined)
    for one, made in zip(joined, world, strict=True):
        one.site.do("withdraw_completions", course=made["course"])
        one.site.do("revoke", badge=made["badge"], people=made["people"][:1])
    settle(centre, joined)


def test_a_course_restored_from_its_backup_comes_with_its_people(centre, joined, world):
    settle(centre, joined)
    before = centre.live(joined[0].slug, "course")
    copy = joined[0].site.do("copy_by_backup", course=world[0]["course"], title="Salinan")
    settle(centre, joined)
    assert centre.live(joined[0].slug, "course") - before == {copy}


def test_what_is_written_past_moodle_s_events_is_found_by_the_comparison(centre, joined, world):
    settle(centre, joined)
    joined[0].site.rows("DELETE FROM mdl_course_completions WHERE course = %s", world[0]["course"])
    joined[1].site.rows("UPDATE mdl_course SET fullname = 'Diubah langsung' WHERE id = %s", world[1]["course"])
    settle_with_repair(centre, joined)
    assert "Diubah langsung" in centre.live(joined[1].slug, "course", "title")


def settle_with_repair(centre: CentreProcess, joined: list[Joined]) -> None:
    """No event told of a difference: the comparison names it, its repair ends it."""
    centre.syncd("verify", "--all", expected=3)
    centre.syncd("verify", "--all", "--repair")
    settle(centre, joined)


@pytest.mark.parametrize("declared", [False, True], ids=["silently", "declared by its admin"])
def test_a_site_s_database_restored_from_an_earlier_dump_is_followed_back_in_time(
    centre, joined, world, tmp_path: Path, declared
):
    settle(centre, joined)
    site, slug = joined[0].site, joined[0].slug
    site.dump(tmp_path / "dump.sql")
    lost = site.do("make_course", title="Sesudah cadangan")
    site.do("withdraw_completions", course=world[0]["course"])
    settle(centre, joined)
    assert lost in centre.live(slug, "course")
    site.restore(tmp_path / "dump.sql")
    if declared:
        site.php("local/asnunggul/cli/identity.php", "--restored")
    settle(centre, joined)
    assert lost not in centre.live(slug, "course")


def test_no_name_address_or_number_of_a_person_reaches_the_centre(centre, joined, world, tmp_path_factory):
    settle(centre, joined)
    folder = tmp_path_factory.getbasetemp()
    files = [path for place in folder.glob("centre*") for path in place.rglob("*") if path.is_file()]
    assert any(path.name == "centre.db" for path in files)
    for path in files:
        assert CANARY.encode() not in path.read_bytes(), path.name
