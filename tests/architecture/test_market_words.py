"""Portal and Moodle say the same of the marketplace: the plugin's strings are the portal's words, in both languages."""

import re

import pytest

from syncd.index.question import Sort
from syncd.serve.pages.portal.saying import SAYINGS
from syncd.serve.pages.portal.texts import ORDERS, TEXTS
from syncd.serve.pages.portal.values import VALUES
from syncd.serve.pages.texts import LANGUAGES
from tests.architecture.tree import REPOSITORY

PLUGIN = REPOSITORY / "moodle-plugins/local_asnunggul"
_STRING = re.compile(r"^\$string\['market_([^']+)'\] = '(.*)';$", re.MULTILINE)
# What both name and mean differently, or what the plugin says with a number in it.
_OWN_WORDS = {"away_title": "the portal's search, here the centre"}


def strings(language: str) -> dict[str, str]:
    """The plugin's strings of the marketplace, placeholders written as the portal writes them."""
    found = _STRING.findall((PLUGIN / f"lang/{language}/local_asnunggul.php").read_text(encoding="utf-8"))
    plain = {key: text.replace("\\'", "'").replace("{$a}", "{}") for key, text in found}
    return {key: re.sub(r"\{\$a->(\w+)\}", r"{\1}", text) for key, text in plain.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_both_say_they_say_in_the_same_words(language):
    ours, portal = strings(language), TEXTS[language]
    both = (ours.keys() & portal.keys()) - _OWN_WORDS.keys()
    assert len(both) > 60
    assert {key: ours[key] for key in both} == {key: portal[key] for key in both}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_facet_and_every_order_has_the_portal_s_name(language):
    ours, place = strings(language), LANGUAGES.index(language)
    assert {key: ours.get(f"{key[0]}:{key[1]}") for key in VALUES} == {key: words[place] for key, words in VALUES.items()}
    assert {sort: ours.get(f"order_{sort}") for sort in ORDERS} == {sort: words[place] for sort, words in ORDERS.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minutes", [1, 2, 90])
def test_minutes_are_said_as_the_portal_says_them(language, minutes):
    ours = strings(language)["one_minute" if minutes == 1 else "many_minutes"].format(minutes)
    assert ours == SAYINGS[language].minutes(minutes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_are_said_as_the_portal_says_them(language):
    ours = strings(language)
    assert ours["many_hours"].format(2) == SAYINGS[language].minutes(120)
    assert f"{ours['many_hours'].format(2)} {ours['one_minute'].format(1)}" == SAYINGS[language].minutes(121)


def test_the_plugin_knows_every_order_the_centre_knows():
    source = (PLUGIN / "classes/local/marketplace/question.php").read_text(encoding="utf-8")
    known = set(re.findall(r"'(\w+)'", re.search(r"const SORTS = \[(.*?)\]", source)[1]))
    assert set(Sort) <= known
