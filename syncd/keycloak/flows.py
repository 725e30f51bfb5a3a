"""The realm's own sign-in flows: compares them with the text and makes them. Writes at Keycloak."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from syncd.keycloak.api import RealmApi, segment
from syncd.keycloak.item import Act, Item
from syncd.keycloak.project import Difference
from syncd.keycloak.text import RealmText

# What a realm uses a flow of ours for, and Keycloak's own flow for the same.
STAND_INS = {"browserFlow": "browser", "resetCredentialsFlow": "reset credentials"}


def flows(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """Sign-in flows. A flow that differs is made anew, because its steps have no names by which one could move them."""
    live = {flow["alias"]: flow for flow in api.get("authentication/flows") or []}
    for wanted in text.flows:
        alias = wanted["alias"]
        if alias not in live:
            yield Item("flow", alias, Act.CREATE, write=partial(_make_flow, api, wanted))
            continue
        steps = [_step(api, step) for step in api.get(f"authentication/flows/{segment(alias)}/executions")]
        if steps == wanted["executions"]:
            yield Item("flow", alias, Act.OK)
        else:
            shown = (Difference("executions", _shown(steps), _shown(wanted["executions"])),)
            yield Item("flow", alias, Act.UPDATE, shown, partial(_remake_flow, api, live[alias], wanted))


def shown_steps(api: RealmApi, alias: str) -> list[str]:
    """The steps of a flow, each as depth, requirement and what it is."""
    found = api.get(f"authentication/flows/{segment(alias)}/executions") or []
    return [_shown([_step(api, step)]) for step in found]


def _step(api: RealmApi, step: dict[str, Any]) -> dict[str, Any]:
    what = {"flow": step["displayName"]} if step.get("authenticationFlow") else {"provider": step["providerId"]}
    found = {"level": step["level"], "requirement": step["requirement"], **what}
    if step.get("authenticationConfig"):
        found["config"] = api.get(f"authentication/config/{step['authenticationConfig']}")["config"]
    return found


def _shown(steps: list[dict[str, Any]]) -> str:
    return " / ".join(
        f"{step['level']} {step['requirement'].lower()} {step.get('flow') or step.get('provider')}" for step in steps
    )


def _remake_flow(api: RealmApi, live: dict[str, Any], wanted: dict[str, Any]) -> None:
    # A flow in use cannot be deleted; Keycloak's own stands in for a moment.
    realm = api.get("")
    stand_ins = {use: builtin for use, builtin in STAND_INS.items() if realm[use] == live["alias"]}
    if stand_ins:
        api.put("", {**realm, **stand_ins})
    api.delete(f"authentication/flows/{live['id']}")
    _make_flow(api, wanted)
    if stand_ins:
        api.put("", realm)


def _make_flow(api: RealmApi, wanted: dict[str, Any]) -> None:
    top = wanted["alias"]
    body = {
        "alias": top,
        "description": wanted.get("description", ""),
        "providerId": "basic-flow",
        "topLevel": True,
        "builtIn": False,
    }
    api.post("authentication/flows", body)
    parents = {0: top}
    for number, step in enumerate(wanted["executions"]):
        parent = f"authentication/flows/{segment(parents[step['level']])}/executions"
        if "flow" in step:
            sub = {"alias": step["flow"], "type": "basic-flow", "provider": "registration-page-form", "description": ""}
            made = api.post(f"{parent}/flow", sub)
            parents[step["level"] + 1] = step["flow"]
        else:
            made = api.post(f"{parent}/execution", {"provider": step["provider"]})
        every = api.get(f"authentication/flows/{segment(top)}/executions")
        live = next(each for each in every if made in (each["id"], each.get("flowId")))
        api.put(f"authentication/flows/{segment(top)}/executions", {**live, "requirement": step["requirement"]})
        if config := step.get("config"):
            api.post(
                f"authentication/executions/{live['id']}/config",
                {"alias": f"{top} {number} {step['provider']}", "config": config},
            )
