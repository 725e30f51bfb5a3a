"""How soon Keycloak and the centre answer while 60 sessions end at a site that hangs, that trickles, and that is well."""

import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.asked import asking
from bench.measure import Json
from syncd import clock
from tests.keycloak.daily import CANARY, Centre, add_person, working
from tests.keycloak.sign_outs import SIGN_OUTS, discovery, ending, hang, sign_in_often, trickle
from tests.keycloak.site import member_site
from tests.keycloak_server import private_keycloak

CALM_S, AFTER_S, ROUNDS = 10, 10, 3
# None: as the site does by itself, which answers at once.
SITES: dict[str, Callable[..., None] | None] = {"well": None, "hanging": hang, "trickling": trickle}


def run() -> Json:
    """Milliseconds of an answer: calm, during the sign-outs, and while the centre passes them on."""
    rounds: list[Json] = []
    with private_keycloak() as keycloak, TemporaryDirectory() as folder, working(keycloak, Path(folder)) as centre:
        for number in range(ROUNDS):
            order = list(SITES) if number % 2 == 0 else list(reversed(SITES))
            rounds += [{"site": name, **_signed_out(centre, name, number)} for name in order]
    return {
        "sign_outs": SIGN_OUTS,
        "rounds": rounds,
        "discovery_during_to_calm": {name: _ratios(rounds, name) for name in SITES},
        "remark": "who asks, who signs out, centre and Keycloak share the cores; the site that is well shows what Keycloak needs",
    }


def _ratios(rounds: list[Json], site: str) -> list[float]:
    return sorted(one["discovery_ms"]["during_to_calm"] for one in rounds if one["site"] == site)


def _signed_out(centre: Centre, name: str, number: int) -> Json:
    user = f"{name}-{number}"
    subject = add_person(centre, user)
    with member_site(f"{number}{list(SITES).index(name)}".zfill(32)) as site:
        joined = site.join(centre.url, centre.invite(f"Balai {user}"))
        centre.admin.update_user(subject, {"requiredActions": []})
        sign_in_often(joined["oidc"], site, f"{CANARY}-{user}")
        site.server.behave = SITES[name] or site.server.behave
        urls = {discovery(centre): "discovery_ms", f"{centre.url}/health/live": "health_ms"}
        with centre.daemons(), asking(*urls) as answers:
            calm = clock.monotonic()
            threading.Event().wait(CALM_S)
            began = clock.monotonic()
            with ending(centre, subject) as ends:
                statuses = {each.result() for each in ends}
            ended = clock.monotonic()
            threading.Event().wait(AFTER_S)
            after = clock.monotonic()
        if statuses != {204}:
            raise RuntimeError(f"not all sessions were ended: {statuses}")
    centre.syncd("tenant", "remove", joined["tenant"], "--yes")
    parts = {"calm": (calm, began), "during": (began, ended), "while_passed_on": (ended, after)}
    found: Json = {"sign_outs_took_s": round(ended - began, 2)}
    for part, (begin, end) in parts.items():
        for url, took in answers.between(begin, end).items():
            found.setdefault(urls[url], {})[part] = took
    for url in urls.values():
        found[url]["during_to_calm"] = round(found[url]["during"]["p50"] / found[url]["calm"]["p50"], 2)
    return found
