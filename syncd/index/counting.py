"""Counts the hits of each value of each facet, each facet without its own choice. Reads the index.

Most facets are counted by the combinations of their values, in one go: what was chosen of them is then applied to combinations,
not to courses.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tantivy import Query, Searcher

from syncd.index import facets, fields
from syncd.index.matching import chosen, count_of, every_of, open_for_a_time, seen_by

Counts = dict[str, dict[str, int]]
Choices = Mapping[str, tuple[str, ...]]
# The query of all words and choices but those of some facets.
Narrowed = Callable[[Sequence[str]], Query]
# Many more combinations than there are. The engine gives up where all that is asked at once has more than 65,000 values, so
# whatever owners may send, what is asked of each is bounded: the least frequent go uncounted.
_MOST = {fields.TRAITS: 30_000, **facets.LISTED}


def counts(searcher: Searcher, narrowed: Narrowed, choices: Choices, now_s: int) -> Counts:
    """Hits by facet and value; values in their own order where they have one, else the most frequent first."""
    own = {name: frozenset(values) for name, values in choices.items() if values}
    besides: dict[str, tuple[str, ...]] = {
        name: (name,) if name in own else () for name in (*facets.LISTED, facets.OPEN, facets.SOON)
    }
    besides[fields.TRAITS] = tuple(name for name in own if name in facets.COMBINED)
    listed = _terms(searcher, narrowed, {name: besides[name] for name in (fields.TRAITS, *facets.LISTED)})
    found = _taken_apart(listed[fields.TRAITS], own)
    for name in facets.LISTED:
        # What was chosen is counted however few it is.
        rare = own.get(name, frozenset()) - listed[name].keys()
        found[name] = listed[name] | {
            value: count_of(searcher, every_of((narrowed((name,)), chosen(name, (value,), now_s)))) for value in sorted(rare)
        }
    soon = every_of((narrowed(besides[facets.SOON]), chosen(facets.SOON, (), now_s)))
    found[facets.SOON] = {facets.YES: count_of(searcher, soon)}
    if facets.OPEN in own:
        is_open = count_of(searcher, every_of((narrowed(besides[facets.OPEN]), chosen(facets.OPEN, (), now_s))))
    else:
        # Doors that no clock concerns are counted already.
        is_open = found[facets.DOOR].get(facets.ALWAYS, 0) + count_of(searcher, every_of((narrowed(()), open_for_a_time(now_s))))
    found[facets.OPEN] = {facets.YES: is_open}
    return {name: _in_order(name, found[name]) for name in facets.NAMES}


def agencies(searcher: Searcher, agency: str | None) -> dict[str, int]:
    """How many courses each agency offers to people of this agency; None: to everybody."""
    return _terms(searcher, lambda _besides: seen_by(agency), {"agency": ()})["agency"]


def _terms(searcher: Searcher, narrowed: Narrowed, besides: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, int]]:
    """The hits by value of each of these fields; all that are counted among the same hits are counted in one go."""
    found: dict[str, dict[str, int]] = {}
    for left_out in dict.fromkeys(besides.values()):
        asked = {
            name: {"terms": {"field": name, "size": _MOST[name], "segment_size": _MOST[name]}}
            for name in besides
            if besides[name] == left_out
        }
        answer = searcher.aggregate(narrowed(left_out), asked)
        found |= {name: {one["key"]: one["doc_count"] for one in answer[name]["buckets"]} for name in asked}
    return found


def _taken_apart(traits: Mapping[str, int], own: Mapping[str, frozenset[str]]) -> dict[str, dict[str, int]]:
    """Of each combined facet the hits of its values, among the combinations that have what was chosen of the others."""
    found: dict[str, Counter[str]] = {name: Counter() for name in facets.COMBINED}
    for text, count in traits.items():
        values = facets.of_traits(text)
        lacking = [name for name, wanted in own.items() if name in values and wanted.isdisjoint(values[name])]
        # A combination that lacks what was chosen of one facet still counts for this facet, and for no other.
        for name in values if not lacking else lacking if len(lacking) == 1 else ():
            for value in values[name]:
                found[name][value] += count
    return {name: dict(counter.most_common()) for name, counter in found.items()}


def _in_order(name: str, found: Mapping[str, int]) -> dict[str, int]:
    known = facets.CLOSED.get(name)
    return dict(found) if known is None else {value: found.get(value, 0) for value in known}
