"""What happens on sites from day to day, by chance: a table of weights and acts. Touches only the site it is given."""

from collections.abc import Callable
from random import Random

from syncd.simulator.opinions import ANSWERS, FLAG_REASONS, OPINIONS
from syncd.simulator.population import Row
from syncd.simulator.site import Site
from syncd.simulator.subjects import FORMS, RENAMINGS
from syncd.simulator.topics import TOPICS

# Changes a site and says so in a sentence; None if the site has nothing to do this to.
Act = Callable[[Site, Random, int], str | None]


def _new_course(site: Site, rng: Random, when: int) -> str:
    topic, form = rng.choice(TOPICS), rng.choice(FORMS)
    values: dict[str, object] = {
        "summary": form.summary_of(topic),
        "category": topic.category,
        "jp_hundredths": form.jp_hundredths,
        "minutes": form.minutes,
        "competency": topic.competency,
        "format": form.format,
        "level": form.level,
        "language": "id",
    }
    title = form.title_of(topic)
    course = site.make_course(title, when, values=values)
    return f"new course {course}: {title}"


def _rename(site: Site, rng: Random, _when: int) -> str | None:
    course = site.tables["course"].some(rng)
    if course is None:
        return None
    plain = str(course[1]).split(" (")[0].split(":")[-1].strip()
    title = rng.choice(RENAMINGS).format(plain)[:255]
    site.rename_course(_id(course), title)
    return f"course {course[0]} renamed: {title}"


def _hide(site: Site, rng: Random, _when: int) -> str | None:
    course = site.tables["course"].some(rng)
    if course is None:
        return None
    site.hide_course(_id(course))
    return f"course {course[0]} hidden"


def _show(site: Site, rng: Random, _when: int) -> str | None:
    hidden = site.hidden_courses()
    if not hidden:
        return None
    course = rng.choice(hidden)
    site.offer_course(course)
    return f"course {course} shown again"


def _delete(site: Site, rng: Random, _when: int) -> str | None:
    course = site.tables["course"].some(rng)
    if course is None:
        return None
    site.delete_course(_id(course))
    return f"course {course[0]} deleted with its enrolments and completions"


def _enrol(site: Site, rng: Random, when: int) -> str | None:
    course = site.tables["course"].some(rng)
    if course is None:
        return None
    people = [f"anon:{rng.getrandbits(128):032x}" for _ in range(rng.randint(1, 8))]
    for learner in people:
        site.enrol(_id(course), learner, when)
    return f"{len(people)} enrolled in course {course[0]}"


def _suspend(site: Site, rng: Random, _when: int) -> str | None:
    enrolment = site.tables["enrolment"].some(rng)
    if enrolment is None:
        return None
    site.suspend(_id(enrolment))
    return f"enrolment {enrolment[0]} suspended"


def _unenrol(site: Site, rng: Random, _when: int) -> str | None:
    enrolment = site.tables["enrolment"].some(rng)
    if enrolment is None:
        return None
    site.unenrol(_id(enrolment))
    return f"enrolment {enrolment[0]} removed"


def _complete(site: Site, rng: Random, when: int) -> str | None:
    enrolment = site.tables["enrolment"].some(rng)
    if enrolment is None:
        return None
    site.complete(int(str(enrolment[1])), str(enrolment[2]), when)
    return f"course {enrolment[1]} completed by one learner"


def _withdraw(site: Site, rng: Random, _when: int) -> str | None:
    completion = site.tables["completion"].some(rng)
    if completion is None:
        return None
    site.withdraw_completion(_id(completion))
    return f"completion {completion[0]} withdrawn"


def _issue(site: Site, rng: Random, when: int) -> str | None:
    badge, completion = site.tables["badge_class"].some(rng), site.tables["completion"].some(rng)
    if badge is None or completion is None:
        return None
    site.issue_badge(_id(badge), str(completion[2]), when)
    return f"badge {badge[0]} issued"


def _revoke(site: Site, rng: Random, _when: int) -> str | None:
    assertion = site.tables["assertion"].some(rng)
    if assertion is None:
        return None
    site.revoke_badge(_id(assertion))
    return f"badge assertion {assertion[0]} revoked"


def _new_badge(site: Site, rng: Random, when: int) -> str | None:
    course = site.tables["course"].some(rng)
    if course is None:
        return None
    badge = site.make_badge(f"Lencana {course[1]}"[:255], when, _id(course))
    return f"new badge {badge} for course {course[0]}"


def _delete_badge(site: Site, rng: Random, _when: int) -> str | None:
    badge = site.tables["badge_class"].some(rng)
    if badge is None:
        return None
    site.delete_badge(_id(badge))
    return f"badge {badge[0]} deleted with all its assertions"


def _rate(site: Site, rng: Random, when: int) -> str | None:
    completion = site.tables["completion"].some(rng)
    if completion is None:
        return None
    stars = rng.choice((1, 2, 3, 4, 4, 5, 5))
    site.rate(int(str(completion[1])), str(completion[2]), stars, rng.choice((None, *OPINIONS[stars])), when)
    return f"course {completion[1]} rated with {stars}"


def _edit_rating(site: Site, rng: Random, when: int) -> str | None:
    rating = site.tables["rating"].some(rng)
    if rating is None:
        return None
    stars = rng.randint(1, 5)
    site.rate(int(str(rating[1])), str(rating[2]), stars, rng.choice(OPINIONS[stars]), when)
    return f"rating {rating[0]} edited"


def _withdraw_rating(site: Site, rng: Random, _when: int) -> str | None:
    rating = site.tables["rating"].some(rng)
    if rating is None:
        return None
    site.withdraw_rating(_id(rating))
    return f"rating {rating[0]} withdrawn"


def _answer(site: Site, rng: Random, when: int) -> str | None:
    rating = site.tables["rating"].some(rng)
    if rating is None:
        return None
    site.answer_rating(_id(rating), rng.choice(ANSWERS), when)
    return f"rating {rating[0]} answered by the owner"


def _flag(site: Site, rng: Random, _when: int) -> str | None:
    rating = site.tables["rating"].some(rng)
    if rating is None:
        return None
    site.flag_rating(_id(rating), rng.choice(FLAG_REASONS))
    return f"rating {rating[0]} flagged for LAN"


def _report(site: Site, rng: Random, _when: int) -> str | None:
    rating = site.tables["rating"].some(rng)
    if rating is None:
        return None
    site.report_rating(_id(rating))
    return f"rating {rating[0]} reported as abuse"


def _link(site: Site, rng: Random, _when: int) -> str | None:
    enrolment = site.tables["enrolment"].some(rng)
    if enrolment is None or not str(enrolment[2]).startswith("anon:"):
        return None
    site.link_account(str(enrolment[2]), f"{rng.getrandbits(128):032x}")
    return "one account linked to its subject"


def _erase(site: Site, rng: Random, _when: int) -> str | None:
    enrolment = site.tables["enrolment"].some(rng)
    if enrolment is None:
        return None
    site.erase_person(str(enrolment[2]))
    return "one person's data erased"


def _id(row: Row) -> int:
    return int(str(row[0]))


_WEIGHTS: dict[Act, int] = {
    _new_course: 10,
    _rename: 8,
    _hide: 5,
    _show: 5,
    _delete: 2,
    _enrol: 20,
    _suspend: 3,
    _unenrol: 5,
    _complete: 20,
    _withdraw: 4,
    _issue: 8,
    _revoke: 3,
    _new_badge: 3,
    _delete_badge: 1,
    _rate: 8,
    _edit_rating: 3,
    _withdraw_rating: 2,
    _answer: 3,
    _flag: 1,
    _report: 1,
    _link: 5,
    _erase: 1,
}


def happen(site: Site, rng: Random, when: int) -> str | None:
    """Do one thing by chance and say what; None if there was nothing to do it to."""
    (act,) = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
    return act(site, rng, when)
