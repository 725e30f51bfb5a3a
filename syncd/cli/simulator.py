"""`syncd simulator …`: simulated tenants for demonstrations, tests and load. Listens on loopback; touches no store."""

import json
from typing import Annotated, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import typer

from syncd import clock
from syncd.cli.exits import Exit, complain
from syncd.cli.output import Json, say, say_json, say_table
from syncd.simulator.control import MOST_STARS
from syncd.simulator.faults import FAULTS
from syncd.simulator.incidents import INCIDENTS
from syncd.simulator.world import World

DEFAULT_PORT = 8650
_TIMEOUT_S = 60

app = typer.Typer(help="Simulated tenants: run them, change them, break them.", no_args_is_help=True)
At = Annotated[str, typer.Option("--at", help="Where the simulator listens.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The tenant's number, as `syncd simulator list` shows it.")]
_DEFAULT_AT = f"http://127.0.0.1:{DEFAULT_PORT}"


@app.command()
def run(
    tenants: Annotated[int, typer.Option(min=1, max=5000, help="How many.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed gives the same world.")] = 1,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback; 0 takes a free one.")] = DEFAULT_PORT,
    courses: Annotated[int, typer.Option(min=1, help="Courses of a tenant, on average.")] = 40,
    enrolments: Annotated[int, typer.Option(min=0, help="Enrolments of a course, on average.")] = 12,
    latency_ms: Annotated[int, typer.Option(min=0, help="Wait this long before each answer.")] = 0,
) -> None:
    """Serve simulated tenants until interrupted, each at http://127.0.0.1:PORT/s/NUMBER."""
    # Only here, as in `syncd serve`.
    from syncd.simulator.server import SimulatorServer  # noqa: PLC0415

    def make(base_url: str) -> World:
        return World(seed, tenants, base_url, mean_courses=courses, mean_enrolments=enrolments)

    server = SimulatorServer(make, port=port, latency_s=latency_ms / 1000)
    say(f"{tenants} simulated tenants at {server.base_url}/s/1 … /s/{tenants}")
    server.run()


@app.command("list")
def list_(at: At = _DEFAULT_AT, as_json: Json = False) -> None:
    """List the simulated tenants and what is wrong with them."""
    found = ask_simulator(at, "tenants")
    if as_json:
        say_json(found)
        return
    rows = [(one["number"], one["name"], " ".join(one["streams"]), one["joined"], one["fault"]) for one in found]
    say_table(("number", "name", "streams", "joined", "fault"), rows)


@app.command()
def step(
    acts: Annotated[int, typer.Argument(min=1, help="How many things happen.")] = 20, at: At = _DEFAULT_AT, as_json: Json = False
) -> None:
    """Change the sites at random: make, rename, hide and delete courses, enrol people, issue badges."""
    found = ask_simulator(at, "step", {"acts": acts})
    if as_json:
        say_json(found)
        return
    for one in found:
        say(f"tenant {one['tenant']}: {one['what']}")


@app.command()
def fault(
    number: Number,
    name: Annotated[str, typer.Argument(help="Without a name: list them. `none` ends it.")] = "",
    at: At = _DEFAULT_AT,
    as_json: Json = False,
) -> None:
    """Make a tenant misbehave until you end it."""
    if name and name != "none" and name not in FAULTS:
        raise typer.BadParameter(f"one of: none, {', '.join(FAULTS)}")
    if not name:
        say_table(("fault", "the tenant", "the centre shows"), [(one.name, one.says, one.shown) for one in FAULTS.values()])
        return
    answer = ask_simulator(at, f"s/{number}/fault", {"name": name})
    if as_json:
        say_json(answer)
    else:
        say(f"Tenant {number} {answer['says']}.")


@app.command()
def incident(
    number: Number,
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(INCIDENTS)}.")],
    at: At = _DEFAULT_AT,
    as_json: Json = False,
) -> None:
    """Cause one incident at a tenant: a reset, a restored backup, a new key."""
    if name not in INCIDENTS:
        raise typer.BadParameter(f"one of: {', '.join(INCIDENTS)}")
    answer = ask_simulator(at, f"s/{number}/incident", {"name": name})
    if as_json:
        say_json(answer)
    else:
        say(f"Tenant {number}: {name}.")


@app.command()
def hide(
    number: Number,
    course: Annotated[int, typer.Argument(min=0, help="The course's id; 0 takes the first.")] = 0,
    at: At = _DEFAULT_AT,
    as_json: Json = False,
) -> None:
    """Hide a course on a tenant."""
    answer = ask_simulator(at, f"s/{number}/course", {"act": "hide_course", "course": course})
    if as_json:
        say_json(answer)
    else:
        say(f"Course {answer['course']} of tenant {number} is hidden.")


@app.command()
def rate(
    number: Number,
    course: Annotated[int, typer.Argument(min=1, help="The course's id.")],
    stars: Annotated[int, typer.Argument(min=1, max=MOST_STARS, help="How many each gives.")],
    people: Annotated[int, typer.Option(min=1, max=10_000, help="How many new people complete and rate it.")] = 40,
    at: At = _DEFAULT_AT,
    as_json: Json = False,
) -> None:
    """Let new people complete a course of a tenant and rate it, now."""
    when = clock.now_ms() // 1000
    answer = ask_simulator(at, f"s/{number}/rate", {"course": course, "stars": stars, "people": people, "when": when})
    if as_json:
        say_json(answer)
    else:
        say(f"{len(answer['people'])} people gave course {course} of tenant {number} {stars} stars.")


@app.command()
def join(
    number: Number,
    code: Annotated[str, typer.Argument(help="A code from `syncd tenant invite`.")],
    at: At = _DEFAULT_AT,
    as_json: Json = False,
) -> None:
    """Paste a join code into a tenant."""
    answer = ask_simulator(at, f"s/{number}/join", {"code": code})
    if as_json:
        say_json(answer)
    else:
        say(f"Tenant {number} has joined as {answer['tenant']}.")


def ask_simulator(at: str, what: str, body: object = None) -> Any:  # noqa: ANN401 - the simulator's own JSON
    """What the simulator's remote control answers; a command that cannot be done ends here."""
    request = Request(f"{at}/control/{what}", json.dumps(body).encode() if body is not None else None)  # noqa: S310 - loopback
    try:
        with urlopen(request, timeout=_TIMEOUT_S) as response:  # noqa: S310
            return json.load(response)
    except HTTPError as error:
        complain(str(json.load(error)["error"]))
        raise typer.Exit(Exit.FAILED) from None
    except (URLError, TimeoutError):
        complain(f"No simulator answers at {at}. Start one with: syncd simulator run")
        raise typer.Exit(Exit.UNREACHABLE) from None
