"""One object of the realm in a plan: what it is, what is to be done to it, and how. Pure but for the writing it carries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from syncd.keycloak.project import Difference, differences, merged


class Act(StrEnum):
    """What a plan does with an object."""

    OK = "ok"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    EXTRA = "extra"  # it exists, and nobody declared it; left to people


@dataclass(frozen=True, slots=True)
class Item:
    """An object with what differs; `write` brings it about and may be called once."""

    kind: str
    name: str
    act: Act
    differences: tuple[Difference, ...] = ()
    write: Callable[[], object] = field(default=lambda: None, compare=False)


def item(
    kind: str,
    name: str,
    live: dict[str, Any] | None,
    wanted: dict[str, Any],
    *,
    create: Callable[[dict[str, Any]], object],
    update: Callable[[dict[str, Any]], object],
) -> Item:
    """The item of an object that is made from `wanted`, or updated to the live one with the declared members put over it."""
    if live is None:
        return Item(kind, name, Act.CREATE, write=lambda: create(wanted))
    found = tuple(differences(live, wanted))
    if not found:
        return Item(kind, name, Act.OK)
    return Item(kind, name, Act.UPDATE, found, lambda: update(merged(live, wanted)))
