"""The filters of the search page: what can be chosen, with counts, and what is chosen. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from syncd.index import facets
from syncd.index.counting import Counts
from syncd.index.search import Found
from syncd.serve.pages.portal.saying import Saying
from syncd.serve.pages.portal.view import View

# What a person chooses by, the most telling first; facets that are one yes stand together.
_YES = (facets.OPEN, facets.SOON, "badge")
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("minutes", ("minutes",)),
    ("topic", ("topic",)),
    ("competency", ("competency",)),
    ("stars", (facets.RATED,)),
    ("more", _YES),
    ("jp", ("jp",)),
    ("format", ("format",)),
    ("level", ("level",)),
    ("spoken", ("language",)),
    ("agency", ("agency",)),
)
_MOST = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet that can be chosen, or is."""

    facet: str
    value: str
    text: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading; `more`: others exist that are not shown here."""

    name: str
    choices: tuple[Choice, ...]
    more: bool


def groups(found: Found, view: View, saying: Saying) -> list[Group]:
    """The groups in which a choice would change what is found, or did."""
    made = [_group(heading, names, found.facets or {}, view, saying) for heading, names in _GROUPS]
    return [group for group in made if any(one.chosen or one.count != found.total for one in group.choices)]


def chosen(view: View, saying: Saying) -> list[Choice]:
    """What is chosen, wherever it stands."""
    return [
        Choice(name, value, saying.value(name, value), 0, chosen=True)
        for name in facets.NAMES
        for value in view.choices.get(name, ())
    ]


def _group(heading: str, names: Sequence[str], counts: Counts, view: View, saying: Saying) -> Group:
    choices: list[Choice] = []
    more = False
    for name in names:
        mine = view.choices.get(name, ())
        values = _values(counts[name], mine)
        more = more or len(values) < sum(count > 0 for count in counts[name].values())
        choices += [
            Choice(name, value, saying.value(name, value), counts[name].get(value, 0), chosen=value in mine) for value in values
        ]
    return Group(heading, tuple(choices), more)


def _values(counts: Mapping[str, int], mine: Sequence[str]) -> list[str]:
    """Values that would find something, in their order, and those that are chosen already."""
    found = [value for value, count in counts.items() if count or value in mine]
    return [*found[:_MOST], *(value for value in mine if value not in found[:_MOST])]
