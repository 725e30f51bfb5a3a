"""Where courses stand follows from the rows and from nothing else: not from order, repeats, or who tries to look better."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncd.model.kinds import RATING
from syncd.model.rows import KindRows
from syncd.model.standing import STAR, Standing
from syncd.ratings import keep
from syncd.ratings.formula import BURST, OWN_SHARE
from syncd.store import moderation, offers, removal
from syncd.store.engine import open_store, reading, transaction
from syncd.store.migrate import upgrade
from syncd.store.moderation import About, Act
from tests.rated import CODE, DAY, NOW, OTHER, Rated, know, learner, rating

# With few votes in the country the national mean is that with which it begins.
PRIOR = 4000


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """The moment by which standings are computed; a test may set another."""
    moment = [NOW]
    monkeypatch.setattr(keep, "database_now_ms", lambda _conn: moment[0] * 1000)
    return moment


@pytest.fixture
def balai(engine):
    return Rated(engine)


def people(first: int, count: int) -> list[str]:
    return [learner(number) for number in range(first, first + count)]


def others(engine, first: int, count: int) -> list[str]:
    """So many people, each of an agency of its own: nobody votes in a burst."""
    whos = people(first, count)
    for number, who in enumerate(whos):
        know(engine, f"{OTHER}-{number}", who)
    return whos


def mean(found: Standing, weight: float, stars: int) -> int:
    """What votes of this weight, all with so many stars, come to beside the national mean that was used."""
    return round((10 * found.prior + weight * stars * STAR) / (10 + weight))


def withhold(rated: Rated, row: int, course: int, act: Act = Act.WITHHOLD) -> None:
    tenant = rated.row
    with transaction(rated.engine) as conn:
        about = About(rated.id, tenant.site, tenant.slug, row, course, NOW)
        moderation.decide(conn, about, act, "uji", "operator", 1)


def test_a_vote_counts_once_its_completion_is_known_and_no_longer(engine, balai):
    (who,) = others(engine, 1, 1)
    balai.rate(1, who, 5)
    assert balai.standing(1).votes == 0
    balai.complete(1, who)
    assert (balai.standing(1).votes, balai.standing(1).mean) == (1, (10 * PRIOR + 5000 + 5) // 11)
    balai.withdraw(1, who)
    assert balai.standing(1) == Standing(mean=PRIOR, prior=PRIOR, popularity=450_000)


def test_a_completion_of_another_course_or_on_another_tenant_is_none_of_this_one(engine, balai):
    (who,) = others(engine, 1, 1)
    balai.complete(2, who)
    Rated(engine, OTHER).complete(1, who)
    balai.rate(1, who, 5)
    assert balai.standing(1).votes == 0


def test_rows_put_in_at_the_tenant_by_sql_change_nothing_without_completions(engine, balai):
    balai.page(KindRows(RATING.name, [rating(number, 1, learner(number), 5, NOW) for number in range(1, 500)]))
    assert balai.standing(1) == Standing(mean=PRIOR, prior=PRIOR, popularity=450_000)


def test_made_up_people_with_made_up_completions_are_the_owners_own(engine, balai):
    balai.many(1, people(1, 500), 5)
    found = balai.standing(1)
    assert (found.own, found.capped, found.own_share) == (500, True, OWN_SHARE)
    assert (found.prior, found.mean) == (PRIOR, PRIOR + (5 * STAR - PRIOR) // 4)
    assert found.completions == 10


def test_an_agency_that_orders_five_hundred_of_its_own_moves_its_course_by_no_more_than_the_cap(engine, balai):
    balai.many(1, others(engine, 1, 20), 3)
    before = balai.standing(1)
    own = people(1000, 500)
    know(engine, CODE, *own)
    balai.many(1, own, 5)
    after = balai.standing(1)
    assert after.capped
    assert after.prior - before.prior <= 100
    assert 0 < after.mean - before.mean <= (5 * STAR - before.mean) * OWN_SHARE / 100 + after.prior - before.prior + 1


def test_as_long_as_nobody_knows_whose_the_tenant_is_everybody_counts_as_its_own(engine):
    nameless = Rated(engine, "Kementerian Tanpa Kode")
    nameless.many(1, others(engine, 1, 40), 5)
    assert (nameless.standing(1).own, nameless.standing(1).capped) == (40, True)
    nameless.owned_by(CODE)
    found = nameless.standing(1)
    assert (found.own, found.mean) == (0, mean(found, 40, 5))
    nameless.owned_by(f"{OTHER}-7")
    assert nameless.standing(1).own == 1


def test_one_person_has_one_vote_for_a_course_and_may_rate_courses_of_three_tenants(engine, balai):
    (who,) = others(engine, 1, 1)
    three = [balai, Rated(engine, "DUA"), Rated(engine, "TIGA")]
    for one in three:
        one.vote(1, who, 5)
    assert [one.standing(1).votes for one in three] == [1, 1, 1]
    balai.rate(1, who, 1, NOW + 60)
    found = balai.standing(1)
    assert (found.votes, found.mean) == (1, round((10 * PRIOR + 1000) / 11))


def test_an_account_that_is_linked_to_another_subject_takes_its_vote_along(engine, balai):
    first, second = others(engine, 1, 2)
    row = balai.vote(1, first, 5)
    assert balai.standing(1).votes == 1
    balai.rate(1, second, 5, row=row)
    assert balai.standing(1).votes == 0
    balai.complete(1, second)
    assert balai.standing(1).votes == 1


def test_an_unlinked_account_is_no_proven_civil_servant(engine, balai):
    balai.vote(1, f"anon:{1:032x}", 5)
    assert (balai.standing(1).votes, balai.standing(1).completions) == (0, 0)


def test_a_vote_that_moves_to_another_course_leaves_the_first(engine, balai):
    (who,) = others(engine, 1, 1)
    row = balai.vote(1, who, 5)
    assert balai.standing(1).votes == 1
    balai.complete(2, who)
    balai.rate(2, who, 5, row=row)
    assert (balai.standing(1).votes, balai.standing(2).votes) == (0, 1)


def test_a_burst_of_one_agency_on_one_day_is_damped(engine, balai):
    crowd = people(1, 200)
    know(engine, OTHER, *crowd)
    balai.many(1, crowd[:BURST], 5)
    calm = balai.standing(1)
    assert (calm.damped, calm.mean) == (False, mean(calm, BURST, 5))
    balai.many(1, crowd[BURST:], 5)
    burst = balai.standing(1)
    assert (burst.damped, burst.votes) == (True, 200)
    assert burst.mean == mean(burst, BURST + (200 - BURST) / 10, 5)


def test_the_same_many_votes_over_many_days_are_none(engine, balai):
    crowd = people(1, 40)
    know(engine, OTHER, *crowd)
    for number, who in enumerate(crowd):
        balai.vote(1, who, 5, NOW - number * DAY)
    found = balai.standing(1)
    assert (found.damped, found.mean) == (False, mean(found, 40, 5))


def test_votes_lose_weight_with_time_and_what_is_dated_ahead_waits_for_its_day(engine, balai, at):
    early, late = others(engine, 1, 2)
    balai.vote(1, early, 1, NOW - 364 * DAY)
    balai.vote(1, late, 5, NOW + 3 * DAY)
    assert balai.standing(1).mean == round((10 * PRIOR + 500) / 10.5)
    at[0] += 3 * DAY
    assert balai.standing(1).mean == round((10 * PRIOR + 500 + 5000) / 11.5)
    assert balai.standing(1).completions == 1


def test_completions_count_for_ninety_days(engine, balai, at):
    (who,) = others(engine, 1, 1)
    balai.complete(1, who, NOW)
    assert balai.standing(1).completions == 1
    at[0] += 90 * DAY
    assert balai.standing(1).completions == 1
    at[0] += DAY
    assert balai.standing(1) == Standing(mean=PRIOR, prior=PRIOR, popularity=450_000)


def test_what_lan_withholds_counts_no_more_until_it_is_restored_whatever_becomes_of_the_row(engine, balai):
    (who,) = others(engine, 1, 1)
    row = balai.vote(1, who, 1)
    withhold(balai, row, 1)
    assert balai.standing(1).votes == 0
    balai.rate(1, who, 2, row=row, edited=NOW + 5)
    balai.page(KindRows(RATING.name, [], gone=[row]))
    balai.page(KindRows(RATING.name, [], erased=[row]))
    balai.rate(1, who, 1, row=row)
    assert balai.standing(1).votes == 0
    withhold(balai, row, 1, Act.RESTORE)
    assert balai.standing(1).votes == 1


def test_a_decision_is_about_no_other_rating_that_once_has_the_same_number(engine, balai):
    (who,) = others(engine, 1, 1)
    row = balai.vote(1, who, 1)
    withhold(balai, row, 1)
    balai.page(KindRows(RATING.name, [], erased=[row]))
    balai.rate(1, who, 4, NOW + 60, row=row)
    assert balai.standing(1).votes == 1
    removal.remove(engine, balai.id)
    again = Rated(engine)
    again.complete(1, who)
    again.rate(1, who, 4, row=row)
    assert again.standing(1).votes == 1


def test_only_what_changed_is_read_again_and_search_is_told(engine, balai, monkeypatch):
    whos = others(engine, 1, 2)
    other = Rated(engine, "DUA")
    balai.vote(1, whos[0], 5)
    other.vote(1, whos[0], 5)
    keep.bring(engine)
    asked = []
    monkeypatch.setattr(
        keep.votes, "tallies", lambda conn, one, *a, real=keep.votes.tallies: (asked.append(one), real(conn, one, *a))[1]
    )
    with reading(engine) as conn:
        before = offers.owners(conn)
    balai.vote(2, whos[1], 5)
    keep.bring(engine)
    assert [(one.tenant_id, one.courses) for one in asked] == [(balai.id, [2])]
    with reading(engine) as conn:
        after = offers.owners(conn)
    assert (after[other.id], after[balai.id].touched) == (before[other.id], before[balai.id].touched + 1)
    assert keep.bring(engine) == keep.Kept()


def test_a_page_that_says_nothing_new_makes_nothing_due(engine, balai):
    (who,) = others(engine, 1, 1)
    row = balai.vote(1, who, 5)
    keep.bring(engine)
    balai.rate(1, who, 5, row=row)
    assert keep.bring(engine) == keep.Kept()


def test_the_national_mean_moves_every_course_without_reading_a_vote_again(engine, balai, monkeypatch):
    quiet = Rated(engine, "DUA")
    quiet.vote(1, learner(9_999), 3)
    quiet.standing(1)
    crowd = others(engine, 1, 150)
    balai.many(1, crowd, 2)
    asked = []
    monkeypatch.setattr(
        keep.votes,
        "tallies",
        lambda conn, one, *a, real=keep.votes.tallies: (asked.append(one.tenant_id), real(conn, one, *a))[1],
    )
    assert quiet.standing(1).prior == 2800
    assert asked == [balai.id]


def test_a_tenant_that_leaves_takes_its_votes_out_of_the_national_mean(engine, balai):
    quiet = Rated(engine, "DUA")
    balai.many(1, others(engine, 1, 150), 2)
    assert quiet.standing(1).prior == 2800
    removal.remove(engine, balai.id)
    assert quiet.standing(1).prior == 4000


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["vote", "vote", "vote", "rate", "complete", "withdraw", "gone", "withhold", "restore", "day", "bring"]),
        st.integers(0, 1),
        st.integers(1, 3),
        st.integers(1, 6),
        st.integers(1, 5),
        st.integers(0, 500),
    ),
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS, st.randoms(use_true_random=False))
def test_whatever_happens_in_whatever_order_the_same_rows_end_in_the_same_standings(tmp_path_factory, at, acts, rng):
    """Standings kept step by step are those computed anew; those of a store into which the rows came shuffled are the same."""
    at[0] = NOW
    first, second = (_store(tmp_path_factory) for _ in range(2))
    tenants_here = [Rated(first), Rated(first, "DUA")]
    for who in range(1, 5):
        know(first, (CODE, "DUA", OTHER, None)[who - 1], learner(who))
        know(second, (CODE, "DUA", OTHER, None)[who - 1], learner(who))
    rows: dict[tuple[int, int], tuple] = {}
    for what, place, course, who, stars, age in acts:
        _act(tenants_here[place], what, course, learner(who), stars, NOW - age * DAY, rows, place)
        if what == "day":
            at[0] += 40 * DAY
        if what == "bring":
            keep.bring(first)
    keep.bring(first)
    step_by_step = [one.standings for one in tenants_here]
    keep.anew(first)
    assert [one.standings for one in tenants_here] == step_by_step
    there = [Rated(second), Rated(second, "DUA")]
    for place, one in enumerate(there):
        learned = list(tenants_here[place].learned)
        rng.shuffle(learned)
        for course, who in learned:
            one.complete(course, who, NOW)
    left = list(rows.items())
    rng.shuffle(left)
    for (place, _row), row in left:
        there[place].page(KindRows(RATING.name, [row]))
    for one in (first, second):
        with transaction(one) as conn:
            conn.exec_driver_sql("DELETE FROM moderation")
        keep.anew(one)
    assert [one.standings for one in there] == [one.standings for one in tenants_here]
    for one in (first, second):
        one.dispose()


def _store(factory):
    engine = open_store(f"sqlite:///{factory.mktemp('standing') / 'store.db'}")
    upgrade(engine)
    return engine


def _act(  # noqa: PLR0917 - what is done, to what, and what is left
    one: Rated, what: str, course: int, who: str, stars: int, when: int, rows: dict, place: int
) -> None:
    mine = [row for (of, _id), row in rows.items() if of == place and row[1:3] == (course, who)]
    match what:
        case "vote" | "rate":
            if what == "vote" and (course, who) not in one.learned:
                one.complete(course, who, NOW)
            number = mine[0][0] if mine else next(one._ids)
            row = rating(number, course, who, stars, mine[0][5] if mine else when, edited=when if mine else None)
            one.page(KindRows(RATING.name, [row]))
            rows[place, number] = row
        case "complete":
            if (course, who) not in one.learned:
                one.complete(course, who, NOW)
        case "withdraw":
            if (course, who) in one.learned:
                one.withdraw(course, who)
        case "gone" if mine:
            one.page(KindRows(RATING.name, [], gone=[mine[0][0]]))
            del rows[place, mine[0][0]]
        case "withhold" | "restore" if mine:
            tenant = one.row
            with transaction(one.engine) as conn:
                about = About(one.id, tenant.site, tenant.slug, mine[0][0], course, mine[0][5])
                moderation.decide(conn, about, Act(what), "uji", "operator", 1)
