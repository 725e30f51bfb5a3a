"""The description of the marketplace's API as a page: what it asks, what it answers, in the words of `/openapi.json`. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DOCUMENT = "/openapi.json"
_TAG = "marketplace"
_REFUSALS = frozenset({"400", "401", "404", "429", "503"})
_MODELS = "#/components/schemas/"
_Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of what is answered. `model`: the name of its model, where it has one."""

    name: str
    type: str
    about: str
    model: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One question that can be asked. `refusals`: status and why."""

    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Member, ...]
    answers: str | None
    refusals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """What an answer is made of; `values`, where it is one of a few words."""

    name: str
    about: str
    members: tuple[Member, ...]
    values: tuple[str, ...]


def operations(document: _Json) -> list[Operation]:
    """The questions of the marketplace, in the order of the document."""
    return [
        Operation(
            method.upper(),
            path,
            one["summary"],
            one.get("description", ""),
            tuple(_parameter(each) for each in one.get("parameters", ())),
            _model_of(one["responses"]["200"]["content"]["application/json"]["schema"]),
            tuple((status, each["description"]) for status, each in one["responses"].items() if status in _REFUSALS),
        )
        for path, methods in document["paths"].items()
        for method, one in methods.items()
        if _TAG in one.get("tags", ())
    ]


def models(document: _Json, asked: list[Operation]) -> list[Model]:
    """What their answers are made of: each model before those it names."""
    schemas, found = document["components"]["schemas"], dict[str, Model]()
    waiting = [model for one in asked for model in (*(each.model for each in one.parameters), one.answers)]
    while waiting:
        name = waiting.pop(0)
        if name is None or name in found:
            continue
        schema = schemas[name]
        found[name] = Model(name, schema.get("description", ""), tuple(_members(schema)), tuple(schema.get("enum", ())))
        waiting[:0] = [member.model for member in found[name].members]
    return list(found.values())


def _parameter(one: _Json) -> Member:
    return Member(one["name"], _type(one["schema"]), one.get("description", ""), _model_of(one["schema"]), one["required"])


def _members(schema: _Json) -> Iterator[Member]:
    required = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        yield Member(name, _type(one), one.get("description", ""), _model_of(one), name in required)


def _type(schema: _Json) -> str:
    """As people read it: `text`, `whole number or null`, `list of text`, `map of Facet`."""
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_MODELS)
    match schema.get("type"):
        case "array":
            return f"list of {_type(schema['items'])}"
        case "object":
            return f"map of {_type(schema['additionalProperties'])}"
        case kind:
            return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(str(kind), str(kind))


def _model_of(schema: _Json) -> str | None:
    """The model that a schema names, on its own, in a list or in a map."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_MODELS)
    within = [schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), dict)]
    return next((name for one in (*schema.get("anyOf", ()), *within) if (name := _model_of(one))), None)
