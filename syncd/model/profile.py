"""How a tenant presents itself: the `profile` of a handshake of version 3 (docs/contract.md section 3). Pure."""

import re
from dataclasses import dataclass

NAME, SENTENCE = 100, 200
_PATTERNS = {"colour": re.compile(r"#[0-9a-f]{6}"), "logo": re.compile(r"[0-9a-f]{64}")}
_LENGTHS = {"name": NAME, "sentence": SENTENCE}
# One line of text: no control character, no half of a surrogate pair.
_LINE = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the owner says of itself; null: it does not say. `unusable` names the members that do not keep the contract."""

    name: str | None = None
    sentence: str | None = None
    colour: str | None = None
    logo: str | None = None
    unusable: tuple[str, ...] = ()


MEMBERS = ("name", "sentence", "colour", "logo")


def of_wire(value: object) -> Profile | None:
    """The profile in this member of a handshake, without what is unusable: a bad colour is no reason to read no courses."""
    if value is None:
        return None
    if not isinstance(value, dict):
        return Profile(unusable=("profile",))
    found = {name: value.get(name) for name in MEMBERS}
    good = {name: text for name, text in found.items() if isinstance(text, str) and _fits(name, text)}
    unusable = tuple(name for name in MEMBERS if found[name] is not None and name not in good)
    return Profile(good.get("name"), good.get("sentence"), good.get("colour"), good.get("logo"), unusable)


def _fits(name: str, text: str) -> bool:
    if name in _PATTERNS:
        return _PATTERNS[name].fullmatch(text) is not None
    return len(text) <= _LENGTHS[name] and _LINE.fullmatch(text) is not None
