"""What tenants send to the database behind the centre: every character and number arrives to the letter, or is refused by name."""

from dataclasses import replace

import pytest

from syncd.health.staleness import State
from tests.independent.odd_values import COURSES, IDS, NO_IDS, NO_LEARNERS, REFUSED, TEXTS
from tests.independent.scene import ON_BOTH_STORES, assert_contained, until
from tests.independent.tenant.feed import Page
from tests.independent.tenant.lies import LIES, one_course, one_gone
from tests.independent.tenant.server import Conduct
from tests.independent.tenant.site import COLUMNS


def _fill(scene, number, **values):
    """A course that keeps the contract but for these values."""
    good = {"title": "T", "audience": "all", "self_enrol": 1, "tracks_completion": 1, "created": 1}
    return scene.tenant.site.put("course", id=number, **good | values)


def _same(scene, but=()):
    live = scene.tenant.site.live("course")
    return scene.centre.rows(scene.liar)["course"] == {key: row for key, row in live.items() if key not in but}


def _fresh(scene):
    return scene.centre.status(scene.liar).state is State.FRESH


def _changed_at(scene):
    found = scene.centre.sql(
        "SELECT r.id, r.changed_at FROM course r JOIN tenant t ON t.id = r.tenant_id WHERE t.slug = :slug", slug=scene.liar
    )
    return dict(found)


@ON_BOTH_STORES
def test_what_databases_confuse_arrives_to_the_letter_and_is_proven_equal(scene):
    """Then each text takes the place of its neighbour: a change that only a strict comparison sees is a change."""
    first = 1001
    with scene.tenant.lock:
        for number, text in enumerate(TEXTS, first):
            _fill(scene, number, title=text, summary=text, category=text)
        for number, values in enumerate(COURSES, 2001):
            _fill(scene, number, **values)
        for number in IDS:
            _fill(scene, number, title=str(number))
        scene.tenant.site.put(
            "enrolment", id=2**63 - 1, course=2**63 - 1, learner="sub:a", status="active", method="x", created=0
        )
    scene.run()
    assert until(lambda: _same(scene) and _fresh(scene))
    before = _changed_at(scene)
    with scene.tenant.lock:
        for number, text in enumerate(TEXTS[1:] + TEXTS[:1], first):
            _fill(scene, number, title=text, summary=text, category=text)
    assert until(lambda: _same(scene) and _fresh(scene))
    after = _changed_at(scene)
    unmoved = [TEXTS[number - first] for number in range(first, first + len(TEXTS)) if after[number] == before[number]]
    assert unmoved == []
    assert scene.centre.rows(scene.liar)["enrolment"] == scene.tenant.site.live("enrolment")


@ON_BOTH_STORES
def test_what_no_column_may_hold_is_refused_by_name_and_the_rest_is_kept(scene):
    site, first = scene.tenant.site, 1001
    with scene.tenant.lock:
        for number, (name, value) in enumerate(REFUSED, first):
            _fill(scene, number, **{name: value})
        last = _fill(scene, 3000, title="Sesudah semua itu")
        for number, learner in enumerate(NO_LEARNERS, first):
            site.put("enrolment", id=number, course=last, learner=learner, status="active", method="x", created=0)
    bad = set(range(first, first + len(REFUSED)))
    scene.run()
    assert until(lambda: _same(scene, bad))
    known = "SELECT r.kind, r.row_id, r.field FROM rejection r JOIN tenant t ON t.id = r.tenant_id WHERE t.slug = :slug"
    told = {("course", number, name) for number, (name, _) in enumerate(REFUSED, first)}
    told |= {("enrolment", number, "learner") for number in range(first, first + len(NO_LEARNERS))}
    assert set(scene.centre.sql(known, slug=scene.liar)) == told
    assert until(lambda: _fresh(scene))
    assert "Traceback" not in "\n".join(scene.daemon.lines())


@pytest.mark.mariadb
@pytest.mark.parametrize("store", ["mariadb"], indirect=True)
def test_what_is_no_id_refuses_the_page_and_leaves_everything_as_it_was(scene):
    before = scene.centre.rows(scene.liar)
    scene.run()
    failed = "SELECT COUNT(*) FROM sync s JOIN tenant t ON t.id = s.tenant_id WHERE slug = :slug AND s.code = 'BAD_PAYLOAD'"
    count = lambda: scene.centre.sql(failed, slug=scene.liar)[0][0]  # noqa: E731
    for conduct in (*map(one_course, NO_IDS[::2]), *map(one_gone, NO_IDS[1::2])):
        scene.begin(conduct)
        # One turn may have been under way with the lie before.
        wanted = count() + 2
        assert until(lambda wanted=wanted: scene.centre.hurry() or count() >= wanted), conduct.about
    assert_contained(scene.watch(lambda: True, 1))
    assert scene.centre.rows(scene.liar) == before
    assert scene.heal()


def _twice(page: Page, ask) -> Page:
    """Every row comes twice on its page, first with a blank at the end and in capitals."""
    course = page.rows.get("course")
    if ask["operation"] not in ("changes", "snapshot") or not course or not course["rows"]:
        return page
    title = COLUMNS["course"].index("title")
    other = [[*row[:title], f"{row[title]} ".upper(), *row[title + 1 :]] for row in course["rows"]]
    rows = {"course": course | {"rows": other + course["rows"]}}
    return replace(page, rows=rows, tail=page.tail | {"count": page.tail["count"] + len(other)})


@pytest.mark.mariadb
@pytest.mark.parametrize("store", ["mariadb"], indirect=True)
def test_of_two_rows_with_one_id_the_last_is_kept_however_alike_they_are(scene):
    scene.run()
    scene.begin(Conduct("twice", "every row twice", page=_twice))
    for number, text in enumerate(TEXTS[:20], 1001):
        _fill(scene, number, title=text)
    assert until(lambda: _same(scene) and _fresh(scene))


@pytest.mark.mariadb
@pytest.mark.parametrize("store", ["mariadb"], indirect=True)
def test_a_catalogue_that_is_all_spoilt_is_held_and_its_rejections_are_bounded_on_mariadb_too(scene):
    before = scene.centre.rows(scene.liar)
    scene.run(TURN_BUDGET_S="5")
    scene.begin(LIES["all spoilt"])
    assert until(lambda: scene.centre.status(scene.liar).rejections == 40)
    assert scene.centre.rows(scene.liar)["course"] == before["course"]
    scene.begin(LIES["endless bad rows"])
    lied = scene.tenant.lied
    seen = scene.watch(lambda: scene.tenant.lied > lied + 6, 30)
    assert scene.tenant.lied > lied + 4
    assert scene.centre.sql("SELECT COUNT(*) FROM rejection")[0][0] <= 20_000
    assert_contained(seen)
