"""The walk that the demo shows and the test demands: what a person does, and whether each step went as wanted."""

from dataclasses import dataclass

from tests.walk.browser import Walk
from tests.walk.world import Person, World

MAX_REDIRECTS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """What was to be seen, in words, and whether it was."""

    what: str
    as_wanted: bool


def walk(world: World, visitor: Walk, person: Person) -> list[Step]:
    """Sign in on the first site, be inside a course of the second without a prompt, sign out on the first, be asked on the second."""
    steps = []
    visitor.sign_in_at("satu", person)
    steps.append(Step("signed in on the first site", not visitor.is_asked()))

    visitor.follow(world.course_url("dua"), "course of the second site")
    steps.append(Step("on the second site without a prompt", not visitor.is_asked() and _host(world, "dua") in visitor.page.url))
    steps.append(Step(f"{len(visitor.redirects)} redirects, at most {MAX_REDIRECTS}", len(visitor.redirects) <= MAX_REDIRECTS))

    visitor.enrol()
    inside = visitor.page.url.startswith(world.course_url("dua")) and "enrol" not in visitor.page.url
    steps.append(Step("enrolled by oneself and inside the course", inside))

    visitor.sign_out_at("satu")
    world.centre.until_told()
    steps.append(Step("signed out on the first site", visitor.page.url.startswith(world.sites["satu"].wwwroot)))

    visitor.follow(world.course_url("dua"), "second site asks again")
    steps.append(Step("the second site asks again at the next click", visitor.is_asked()))
    return steps


def _host(world: World, name: str) -> str:
    return world.sites[name].wwwroot
