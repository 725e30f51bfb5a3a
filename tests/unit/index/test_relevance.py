"""The relevance set: whether its queries can be judged, by which rule, and what the parts of the index make of it."""

from statistics import mean

import pytest

from bench.relevance import fts5
from syncd.simulator.subjects import FORMS, PROGRAMMES
from syncd.simulator.topics import TOPICS
from tests.index.relevance import bm25
from tests.index.relevance.judge import BEST, GOOD, NEAR, NOTHING, Offering, Query, best_is_there, catalogue, ndcg, queries

NAMES = {topic.name for topic in TOPICS} | {programme.title for programme in PROGRAMMES}
WEBINAR = next(form.title for form in FORMS if form.title.startswith("Webinar"))


def offering(about="Manajemen Risiko", agency="Kota Medan", form=WEBINAR):
    return Offering(1, "", "", "", "", agency, about, form)


def test_there_are_enough_queries_and_none_stands_there_twice():
    texts = [query.text for query in queries()]
    assert len(texts) >= 150
    assert len(set(texts)) == len(texts)


def test_every_topic_a_judgement_names_is_taught():
    named = {name for query in queries() for name in query.best | query.good | query.near}
    assert named <= NAMES
    assert all(query.form in {None, *(form.title for form in FORMS)} for query in queries())


def test_no_topic_is_judged_twice_for_one_query():
    assert not [
        query.text for query in queries() if query.best & query.good or query.good & query.near or query.best & query.near
    ]


def test_every_query_has_an_answer_in_the_catalogue():
    graded = {query.text: max(map(query.grade, catalogue())) for query in queries()}
    assert {text for text, grade in graded.items() if grade < GOOD} == set()


@pytest.mark.parametrize(
    ("query", "grade"),
    [
        (Query("", "", best=frozenset({"Manajemen Risiko"})), BEST),
        (Query("", "", good=frozenset({"Manajemen Risiko"})), GOOD),
        (Query("", "", near=frozenset({"Manajemen Risiko"})), NEAR),
        (Query("", "", best=frozenset({"Manajemen Waktu"})), NOTHING),
        (Query("", "", agency="Kota Medan"), BEST),
        (Query("", "", agency="Kota Padang"), NOTHING),
        (Query("", "", best=frozenset({"Manajemen Risiko"}), agency="Kota Medan"), BEST),
        (Query("", "", best=frozenset({"Manajemen Risiko"}), agency="Kota Padang"), GOOD),
        (Query("", "", best=frozenset({"Manajemen Waktu"}), agency="Kota Medan"), NOTHING),
        (Query("", "", best=frozenset({"Manajemen Risiko"}), form=WEBINAR), BEST),
        (Query("", "", best=frozenset({"Manajemen Risiko"}), form="Klinik {}"), GOOD),
    ],
)
def test_a_grade_comes_from_topic_agency_and_form_alone(query, grade):
    assert query.grade(offering()) == grade


def test_the_measure_is_one_for_the_best_order_and_nought_for_nothing():
    query = next(query for query in queries() if query.near)
    ideal = sorted(catalogue(), key=query.grade, reverse=True)
    keys = [offering.key for offering in ideal]
    assert ndcg(keys, query) == pytest.approx(1)
    assert best_is_there(keys, query)
    assert ndcg([], query) == 0
    worst = keys[-10:]
    assert ndcg(worst, query) == 0
    assert not best_is_there(worst, query)
    assert 0 < ndcg([*worst[:5], keys[0]], query) < ndcg([keys[0], *worst[:5]], query) < 1


def test_words_stems_and_sayings_find_what_plain_full_text_search_does_not():
    ours, plain = bm25.build(catalogue()), fts5(catalogue())
    figures = [(query, ndcg(ours(query.text), query), ndcg(plain(query.text), query)) for query in queries()]
    mean_ours, mean_plain = mean(one for _, one, _ in figures), mean(other for _, _, other in figures)
    print(f"NDCG@10 {mean_ours:.3f}, plain FTS5 {mean_plain:.3f}, {len(figures)} queries")
    assert mean_ours >= mean_plain + 0.15
    for sort in ("topic", "agency", "held_back"):
        of_sort = [(one, other) for query, one, other in figures if query.sort == sort]
        assert mean(one for one, _ in of_sort) >= mean(other for _, other in of_sort) - 0.01, sort
