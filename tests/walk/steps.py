"""The walk that the demo shows and the test demands: what a person does, and whether each step went as wanted."""

from dataclasses import dataclass

from tests.walk.browser import Walk
from tests.walk.world import World

MAX_REDIRECTS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """What was to be seen, in words, and whether it was."""

    what: str
    as_wanted: bool


def walk(world: World, person: Walk) -> list[Step]:
    """Sign in on the first site, be inside a course of the second without a prompt, sign out on the first, be asked on the second."""
    steps = []
    person.sign_in_at("satu", world.person)
    steps.append(Step("signed in on the first site", not person.is_asked()))

    person.follow(world.course_url("dua"), "course of the second site")
    steps.append(Step("on the second site without a prompt", not person.is_asked() and _host(world, "dua") in person.page.url))
    steps.append(Step(f"{len(person.redirects)} redirects, at most {MAX_REDIRECTS}", len(person.redirects) <= MAX_REDIRECTS))

    person.enrol()
    inside = person.page.url.startswith(world.course_url("dua")) and "enrol" not in person.page.url
    steps.append(Step("enrolled by oneself and inside the course", inside))

    person.sign_out_at("satu")
    steps.append(Step("signed out on the first site", person.page.url.startswith(world.sites["satu"].wwwroot)))

    person.follow(world.course_url("dua"), "second site asks again")
    steps.append(Step("the second site asks again at the next click", person.is_asked()))
    return steps


def _host(world: World, name: str) -> str:
    return world.sites[name].wwwroot
