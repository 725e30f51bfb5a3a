"""The published formula: what docs/ranking.md promises holds for any votes."""

from dataclasses import astuple, replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from syncd.model.standing import SHOWN_FROM, STAR, WHOLE, Standing, reasons
from syncd.ratings import formula
from syncd.ratings.formula import OWN_SHARE, VOTE, Period
from syncd.store.votes import Tally

STARS = st.integers(1, 5)
PRIORS = st.integers(10, 50)
# Groups of votes of one age: how many, what each gives, and how old they are in days.
GROUPS = st.lists(st.tuples(st.integers(1, 300), STARS, st.integers(0, 5000)), max_size=8)


def tally(others=(), own=(), completions=0, own_completions=0) -> Tally:
    """Votes in groups, each of its own day, so that no burst is damped."""

    def sums(groups) -> tuple[int, int, int]:
        weights = [count * formula.weight(age) * 10 for count, _stars, age in groups]
        return (
            sum(count for count, _s, _a in groups),
            sum(weights),
            sum(weight * stars for weight, (_c, stars, _a) in zip(weights, groups, strict=True)),
        )

    return Tally(*sums(others), *sums(own), False, completions, own_completions)


def test_the_example_of_the_document_comes_out_as_it_says():
    found = formula.standing(tally([(8, 5, 0), (2, 3, 100)], [(30, 5, 0)], 25, 40), 42)
    assert found == Standing(
        votes=40,
        own=30,
        mean=4567,
        prior=4200,
        prior_share=38,
        own_share=25,
        capped=True,
        completions=43,
        popularity=750_050,
    )


def by_the_document(others, own, completions, own_completions, prior) -> Standing:
    """The formulas of docs/ranking.md as they stand there, in exact fractions."""

    def weigh(groups):
        weights = [count * Fraction(formula.weight(age), 1000) for count, _stars, age in groups]
        return sum(weights), sum(weight * stars for weight, (_c, stars, _a) in zip(weights, groups, strict=True))

    def rounded(value):
        return int(value + Fraction(1, 2))

    (weight, stars), (own_weight, own_stars) = weigh(others), weigh(own)
    rest, rest_stars = weight + 10, stars + 10 * Fraction(prior, 10)
    counted = min(own_weight, rest / 3)
    whole = rest + counted
    mean = rounded(1000 * (rest_stars + (counted * own_stars / own_weight if own_weight else 0)) / whole)
    known = completions + min(own_completions, 10 + completions // 3)
    step = (known + 1).bit_length() - 1
    reach = min(1, (step + Fraction(known + 1 - 2**step, 2**step)) / 10)
    return Standing(
        votes=sum(count for count, _stars, _age in [*others, *own]),
        own=sum(count for count, _stars, _age in own),
        mean=mean,
        prior=100 * prior,
        prior_share=rounded(1000 / whole),
        own_share=rounded(100 * counted / whole),
        capped=own_weight > rest / 3,
        damped=False,
        completions=known,
        popularity=int(600_000 * Fraction(mean - 1000, 4000)) + int(400_000 * Fraction(int(reach * 10**6), 10**6)),
    )


@given(GROUPS, GROUPS, PRIORS, st.integers(0, 3000), st.integers(0, 3000))
def test_a_standing_is_what_the_document_says_for_any_votes_and_in_whole_numbers(
    others, own, prior, completions, own_completions
):
    found = formula.standing(tally(others, own, completions, own_completions), prior)
    assert found == by_the_document(others, own, completions, own_completions, prior)
    assert {type(value) for value in astuple(found)} == {int, bool}


def test_the_share_of_the_own_agency_is_held_to_a_quarter_from_a_third_of_the_rest_on():
    shares = [formula.standing(tally([(20, 3, 0)], [(count, 5, 0)]), 40) for count in (9, 10, 11)]
    assert [(one.own_share, one.capped) for one in shares] == [(23, False), (25, False), (25, True)]


def test_a_standing_says_that_a_burst_was_damped():
    assert [formula.standing(Tally(damped=damped), 40).damped for damped in (False, True)] == [False, True]


def test_the_national_mean_is_made_by_other_agencies_people_however_many_votes_the_owner_s_own_give():
    assert formula.of_the_nation(tally([(8, 5, 0)])) == (8 * VOTE, 40 * VOTE)
    assert formula.of_the_nation(tally([(8, 5, 0)], [(30, 1, 0)])) == (8 * VOTE, 40 * VOTE)
    assert formula.of_the_nation(tally([], [(4000, 1, 0)])) == (0, 0)


def test_all_stars_bring_six_tenths_of_popularity_and_all_completions_four():
    found = [formula.popularity(mean, completions) for mean in (STAR, 5 * STAR) for completions in (0, 1023, 10**6)]
    assert found == [0, 400_000, 400_000, 600_000, WHOLE, WHOLE]


def test_a_period_says_what_counts_on_its_day():
    period = Period(20_000)
    assert (period.until, period.since) == (20_002, 19_910)
    assert (period.weights.burst, period.weights.tenths, len(period.weights.steps)) == (20, 10, 40)
    assert period.weights.steps[0] == (19_910, 1000)


@given(GROUPS, GROUPS, PRIORS, st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_votes_lead_out_of_what_can_be(others, own, prior, completions, own_completions):
    found = formula.standing(tally(others, own, completions, own_completions), prior)
    assert STAR <= found.mean <= 5 * STAR
    assert 0 <= found.popularity <= WHOLE
    assert 0 <= found.prior_share <= 100
    assert 0 <= found.own_share <= OWN_SHARE


@given(GROUPS, PRIORS, st.integers(1, 10**6), STARS)
def test_the_own_agency_moves_its_course_by_no_more_than_a_quarter_of_the_way(others, prior, count, stars):
    without = formula.standing(tally(others), prior).mean
    with_own = formula.standing(tally(others, [(count, stars, 0)]), prior).mean
    assert abs(with_own - without) <= abs(stars * STAR - without) / 4 + 1


@given(GROUPS, GROUPS, PRIORS, STARS, st.integers(0, 2000), st.booleans())
def test_one_vote_moves_a_mean_by_at_most_four_elevenths_of_a_star(others, own, prior, stars, age, mine):
    before = formula.standing(tally(others, own), prior).mean
    more = [(1, stars, age)]
    after = formula.standing(tally(others + more * (not mine), own + more * mine), prior).mean
    assert abs(after - before) <= Fraction(4, 11) * STAR + 1


@given(st.permutations([(1, 5, 0), (3, 2, 100), (2, 4, 400), (9, 1, 90)]), PRIORS)
def test_the_order_of_votes_does_not_matter(groups, prior):
    assert formula.standing(tally(groups), prior) == formula.standing(tally(sorted(groups)), prior)


@given(st.integers(0, 10**7), st.integers(1, 10**6), st.integers(STAR, 5 * STAR))
def test_more_completions_never_make_a_course_less_popular(completions, more, mean):
    assert formula.popularity(mean, completions + more) >= formula.popularity(mean, completions)


def test_a_thousand_completions_reach_all_there_is_and_each_doubling_one_step():
    assert [formula.reach(2**step - 1) for step in range(11)] == [WHOLE * step // 10 for step in range(11)]
    assert formula.reach(10**6) == WHOLE


def test_completions_by_the_own_people_count_up_to_ten_and_a_third_of_the_others():
    assert formula.completed(Tally(own_completions=500)) == 10
    assert formula.completed(Tally(own_completions=500, other_completions=30)) == 50
    assert formula.completed(Tally(own_completions=5, other_completions=30)) == 35


def test_a_vote_weighs_half_after_a_year_and_nothing_after_ten():
    assert [formula.weight(age) for age in (-9, 0, 90, 91, 182, 273, 364, 728, 3639, 3640, 10**6)] == [
        1000, 1000, 1000, 841, 707, 595, 500, 250, 1, 0, 0,
    ]  # fmt: skip


def test_what_the_database_is_given_are_the_same_weights():
    for day in (20_000, 20_090):
        steps = Period(day).weights.steps
        for age in range(4000):
            given_weight = next((value for first, value in steps if day - age >= first), 0)
            assert given_weight == formula.weight(age)


def test_the_national_mean_begins_with_a_hundred_votes_of_four_stars():
    assert formula.national(0, 0) == 40
    assert formula.national(100 * VOTE, 500 * VOTE) == 45
    assert [formula.national(100 * VOTE, stars * VOTE) for stars in (489, 490)] == [44, 45], "half a tenth is rounded up"
    assert formula.national(10**6 * VOTE, 2 * 10**6 * VOTE) == 20


def test_every_standing_has_its_reasons():
    assert [one.what for one in reasons(Standing())] == ["votes", "completions", "new"]
    few = formula.standing(tally([(SHOWN_FROM - 1, 5, 0)]), 40)
    assert ([one.what for one in reasons(few)], few.stars) == (["votes", "completions", "new"], None)
    many = replace(formula.standing(tally([(50, 5, 0)], [(500, 5, 0)]), 40), damped=True)
    assert [one.what for one in reasons(many)] == ["votes", "prior", "own_capped", "damped", "completions"]
    assert many.stars == 4.9
