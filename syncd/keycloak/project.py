"""What differs between an object at Keycloak and what the text declares of it. Pure; only declared keys count."""

from collections.abc import Iterator
from dataclasses import dataclass

# By which member two objects in a list are the same one.
_NATURAL_KEYS = ("name", "alias", "clientId", "executor", "condition")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value: where it is, what Keycloak has and what the text says."""

    path: str
    live: object
    wanted: object


def differences(live: object, wanted: object, path: str = "") -> Iterator[Difference]:
    """Every declared value that Keycloak has not."""
    if isinstance(wanted, dict):
        of_live = live if isinstance(live, dict) else {}
        for key, value in wanted.items():
            yield from differences(of_live.get(key), value, f"{path}.{key}" if path else key)
    elif isinstance(wanted, list) and _are_objects(wanted or live):
        by_key = {_natural_key(each): each for each in live} if isinstance(live, list) else {}
        for each in wanted:
            key = _natural_key(each)
            if key in by_key:
                yield from differences(by_key[key], each, f"{path}[{key}]")
            else:
                yield Difference(f"{path}[{key}]", None, "there")
        for key in sorted(by_key.keys() - {_natural_key(each) for each in wanted}):
            yield Difference(f"{path}[{key}]", "there", None)
    elif isinstance(wanted, list):
        # Keycloak gives sets in any order.
        if sorted(map(str, live if isinstance(live, list) else [])) != sorted(map(str, wanted)):
            yield Difference(path, live, wanted)
    elif not _same(live, wanted):
        yield Difference(path, live, wanted)


def merged(live: dict[str, object], wanted: dict[str, object]) -> dict[str, object]:
    """The live object with the declared keys put over it: what Keycloak did not ask about stays as it is."""
    result = dict(live)
    for key, value in wanted.items():
        before = result.get(key)
        result[key] = merged(before, value) if isinstance(value, dict) and isinstance(before, dict) else value
    return result


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _same(live: object, wanted: object) -> bool:
    if live is None:
        # Keycloak leaves out what is empty or off.
        return wanted in (None, "", False)
    if isinstance(wanted, bool) or isinstance(live, bool):
        return str(live).lower() == str(wanted).lower()
    return live == wanted


def _natural_key(value: object) -> str:
    if isinstance(value, dict):
        return next((str(value[key]) for key in _NATURAL_KEYS if key in value), str(value))
    return str(value)
