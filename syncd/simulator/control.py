"""The remote control of simulated tenants under `/control/`; a real tenant has nothing like it. Touches only the world."""

from collections.abc import Callable
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from syncd.simulator.faults import FAULTS
from syncd.simulator.incidents import INCIDENTS
from syncd.simulator.joining import CentreRefusedError, join, leave
from syncd.simulator.tenant import Tenant
from syncd.simulator.world import World

MOST_STARS = 5
_COURSE_ACTS = ("hide_course", "offer_course", "withhold_course", "delete_course", "rename_course")


def control_routes(world: World) -> list[BaseRoute]:
    """Routes that steer this world."""

    def to_tenant(act: Callable[[Tenant, dict[str, str]], object]) -> Callable[[Request], object]:
        """An endpoint that does `act` to the tenant in the path with the JSON body, and answers what it says or why not."""

        async def endpoint(request: Request) -> JSONResponse:
            tenant = world.tenants.get(request.path_params["number"])
            if tenant is None:
                return JSONResponse({"error": "There is no such tenant."}, 404)
            body = await request.json()
            try:
                return JSONResponse(await run_in_threadpool(act, tenant, body))
            except (KeyError, ValueError, CentreRefusedError) as error:
                return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

        return endpoint

    async def tenants(_request: Request) -> JSONResponse:
        return JSONResponse([_described(number, tenant) for number, tenant in world.tenants.items()])

    async def step(request: Request) -> JSONResponse:
        happenings = await run_in_threadpool(world.step, int((await request.json())["acts"]))
        return JSONResponse([{"tenant": happening.tenant, "what": happening.sentence} for happening in happenings])

    return [
        Route("/control/tenants", tenants),
        Route("/control/step", step, methods=["POST"]),
        Route("/control/s/{number:int}/join", to_tenant(_join), methods=["POST"]),
        Route("/control/s/{number:int}/leave", to_tenant(_leave), methods=["POST"]),
        Route("/control/s/{number:int}/fault", to_tenant(_fault), methods=["POST"]),
        Route("/control/s/{number:int}/incident", to_tenant(_incident), methods=["POST"]),
        Route("/control/s/{number:int}/course", to_tenant(_course), methods=["POST"]),
        Route("/control/s/{number:int}/rate", to_tenant(_rate), methods=["POST"]),
    ]


def _described(number: int, tenant: Tenant) -> dict[str, object]:
    return {
        "number": number,
        "name": tenant.name,
        "url": tenant.url,
        "joined": tenant.centre is not None,
        "streams": list(tenant.streams),
        "paused": tenant.paused,
        "fault": tenant.fault.name if tenant.fault else None,
    }


def _join(tenant: Tenant, body: dict[str, str]) -> object:
    return {"tenant": join(tenant, body["code"])}


def _leave(tenant: Tenant, _body: dict[str, str]) -> object:
    return leave(tenant)


def _fault(tenant: Tenant, body: dict[str, str]) -> object:
    """From now on the fault of this name, or none."""
    with tenant.lock:
        tenant.fault = FAULTS[body["name"]] if body["name"] != "none" else None
    return {"fault": body["name"], "says": tenant.fault.says if tenant.fault else "behaves well"}


def _incident(tenant: Tenant, body: dict[str, str]) -> object:
    with tenant.lock:
        INCIDENTS[body["name"]](tenant)
    return {"incident": body["name"]}


def _rate(tenant: Tenant, body: dict[str, str]) -> object:
    """So many new people complete a course and rate it, at this second; who they are."""
    course, stars, when, count = (int(body[name]) for name in ("course", "stars", "when", "people"))
    if not 1 <= stars <= MOST_STARS:
        raise ValueError(f"stars are 1 to {MOST_STARS}")
    with tenant.lock:
        if tenant.site.tables["course"].get(course) is None:
            raise ValueError(f"there is no course {course}")
        people = [f"sub:{uuid4()}" for _ in range(count)]
        for learner in people:
            tenant.site.complete(course, learner, when)
            tenant.site.rate(course, learner, stars, None, when)
    return {"course": course, "people": people}


def _course(tenant: Tenant, body: dict[str, str]) -> object:
    """Do an act to a course: by its id, or to the first one."""
    if body["act"] not in _COURSE_ACTS:
        raise ValueError(f"the act is one of {', '.join(_COURSE_ACTS)}")
    with tenant.lock:
        course = int(body.get("course") or next(tenant.site.tables["course"].ids()))
        arguments = [body["title"]] if body["act"] == "rename_course" else []
        getattr(tenant.site, body["act"])(course, *arguments)
    return {"act": body["act"], "course": course}
