"""What a site must have given, field by field, by SQL over Moodle's own tables; and what the centre has. Reads both, calls neither's code.

Written from docs/contract.md for the data of these tests: plain titles, one paragraph, every course once open to all.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.moodle.site import MoodleSite

Rows = dict[int, dict[str, Any]]
COLUMNS = {
    "course": (
        "id title summary category audience jp_hundredths minutes competency format level training_type batch language"
        " starts ends self_enrol tracks_completion created enrol_from enrol_until places"
    ),
    "enrolment": "id course learner status method starts ends created",
    "completion": "id course learner completed",
    "badge_class": "id course name description issuer status created",
    "assertion": "id badge learner issued expires",
    "rating": "id course learner stars text created edited answer answered flagged reports",
}
_BADGE_STATUS = ("inactive", "active", "active", "inactive", "archived")
_FOREVER = 2**31 - 1
_OFFERED = """SELECT c.id, c.fullname, c.summary, c.category, c.lang, c.startdate, c.enddate, c.enablecompletion, c.timecreated
 FROM mdl_course c WHERE c.category <> 0 AND c.visible = 1
 AND EXISTS (SELECT 1 FROM mdl_enrol e WHERE e.courseid = c.id AND e.enrol = 'self' AND e.status = 0)"""
_FIELDS = """SELECT f.shortname, d.decvalue, d.charvalue FROM mdl_customfield_data d JOIN mdl_customfield_field f ON f.id = d.fieldid
 WHERE d.instanceid = %s"""
_ENROLMENTS = """SELECT ue.id, e.courseid, ue.userid, ue.status, e.status, e.enrol, ue.timestart, ue.timeend, ue.timecreated
 FROM mdl_user_enrolments ue JOIN mdl_enrol e ON e.id = ue.enrolid"""

_RATINGS = """SELECT r.id, r.courseid, r.userid, r.stars, r.text, r.timecreated, r.timemodified, r.answer, r.timeanswered, r.flagreason,
 (SELECT COUNT(*) FROM mdl_local_asnunggul_rating_report p WHERE p.ratingid = r.id) FROM mdl_local_asnunggul_rating r
 JOIN mdl_course_completions c ON c.course = r.courseid AND c.userid = r.userid WHERE c.timecompleted IS NOT NULL"""


def truth(site: MoodleSite) -> dict[str, Rows]:
    """All rows of the site; a learner is `person N` here, for which pseudonym it has is the site's secret."""
    found = {
        "course": _courses(site),
        "enrolment": _enrolments(site),
        "completion": _rows(
            site,
            "SELECT id, course, userid, timecompleted FROM mdl_course_completions WHERE timecompleted IS NOT NULL",
            lambda id_, course, person, completed: (id_, course, _person(person), completed),
        ),
        "badge_class": _rows(
            site,
            "SELECT id, courseid, name, description, issuername, status, timecreated FROM mdl_badge",
            lambda *v: (v[0], v[1], v[2], v[3] or None, v[4] or None, _BADGE_STATUS[v[5]], v[6]),
        ),
        "assertion": _rows(
            site,
            "SELECT id, badgeid, userid, dateissued, dateexpire FROM mdl_badge_issued",
            lambda id_, badge, person, issued, expires: (id_, badge, _person(person), issued, expires or None),
        ),
        "rating": _rows(site, _RATINGS, lambda id_, course, person, *said: (id_, course, _person(person), *said)),
    }
    return {kind: {row[0]: dict(zip(COLUMNS[kind].split(), row, strict=True)) for row in rows} for kind, rows in found.items()}


def _courses(site: MoodleSite) -> list[tuple[Any, ...]]:
    categories = {id_: (name, path, visible) for id_, name, path, visible in _categories(site)}
    rows = []
    for id_, title, summary, category, language, starts, ends, tracks, created in site.rows(_OFFERED):
        above = [categories[int(part)] for part in categories[category][1].strip("/").split("/")]
        if not all(visible for _, _, visible in above):
            continue
        fields = {name: (number, text) for name, number, text in site.rows(_FIELDS, id_)}
        hours, minutes = (fields.get(f"asn_{name}", (None, None))[0] for name in ("jp", "minutes"))
        rows.append(
            (
                id_,
                title,
                re.sub("<[^>]*>", "", summary) or None,
                " / ".join(name for name, _, _ in above),
                "all",
                None if hours is None else round(hours * 100),
                None if minutes is None else int(minutes),
                *(None, None, None),
                fields.get("asn_training_type", (None, None))[1] or None,
                fields.get("asn_batch", (None, None))[1] or None,
                language or None,
                starts or None,
                ends or None,
                1,
                tracks,
                created,
                *(None, None, None),
            )
        )
    return rows


def _categories(site: MoodleSite) -> list[tuple[Any, ...]]:
    return site.rows("SELECT id, name, path, visible FROM mdl_course_categories")


def _enrolments(site: MoodleSite) -> list[tuple[Any, ...]]:
    return [
        (
            id_,
            course,
            _person(person),
            "suspended" if status or method_status else "active",
            method,
            starts or None,
            None if ends in (0, _FOREVER) else ends,
            created,
        )
        for id_, course, person, status, method_status, method, starts, ends, created in site.rows(_ENROLMENTS)
    ]


def _rows(site: MoodleSite, sql: str, told: Any) -> list[tuple[Any, ...]]:
    return [told(*row) for row in site.rows(sql)]


def _person(number: int) -> str:
    return f"person {number}"


def centre_has(database: Path) -> dict[str, Rows]:
    """All rows that the centre's only tenant has and that are not gone."""
    with closing(sqlite3.connect(database)) as connection:
        return {
            kind: {
                row[0]: dict(zip(columns.split(), row, strict=True))
                for row in connection.execute(f"SELECT {', '.join(columns.split())} FROM {kind} WHERE gone_at IS NULL")
            }
            for kind, columns in COLUMNS.items()
        }


def learners_named(has: dict[str, Rows], wanted: dict[str, Rows]) -> dict[str, str]:
    """Pseudonym → person, from the rows that both have. One of either side has one of the other, or the rows tell people wrongly."""
    pairs = {
        (row["learner"], wanted[kind][id_]["learner"])
        for kind, rows in has.items()
        for id_, row in rows.items()
        if "learner" in row and id_ in wanted[kind]
    }
    assert len({here for here, _ in pairs}) == len({there for _, there in pairs}) == len(pairs), pairs
    return dict(pairs)


def assert_equal(database: Path, site: MoodleSite) -> dict[str, Rows]:
    """The centre has what the site's tables say, field by field; returns that."""
    has, wanted = centre_has(database), truth(site)
    names = learners_named(has, wanted)
    for rows in has.values():
        for row in rows.values():
            if "learner" in row:
                assert re.fullmatch(r"anon:[0-9a-f]{32}|sub:[A-Za-z0-9._-]{1,64}", row["learner"])
                row["learner"] = names.get(row["learner"], row["learner"])
    for kind in COLUMNS:
        ids = sorted(has[kind].keys() | wanted[kind].keys())
        pairs = {id_: (has[kind].get(id_), wanted[kind].get(id_)) for id_ in ids}
        differ = {id_: pair for id_, pair in pairs.items() if pair[0] != pair[1]}
        assert not differ, f"{kind}: the centre's and the site's own: {differ}"
    return has
