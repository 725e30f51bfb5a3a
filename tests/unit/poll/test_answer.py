"""Rows P08 and P12: pages that are not what was asked for. What fails here is used for nothing."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.model.kinds import MAX_ID
from syncd.model.wire import ChangesAsk, Cursor, RefusedPage, SnapshotAsk
from tests.unit.poll.pages import CHANGES, DIGEST, END, LOG, NONCE, SNAPSHOT, URL, head, page, prove, refused, rows, unusable
from tests.unit.poll.servers import handshake, tenant_keys

# Why a page is not usable, where several mistakes are the same to the centre.
NOT_ASKED = "a page is not the one that was asked for"
NOT_FORWARD = "the cursor does not go forward to the end of the log"
OTHER_KIND = "a page has rows of a kind that was not asked for"
NO_LISTS = "the rows of a kind lack columns, rows, gone or erased"
STANDS_STILL = "a snapshot does not go forward"
NO_REFUSAL = "a refused page is not empty or its reason is unknown"
MISCOUNTED = "a page's count is not the number of its rows"
NO_JSON = "its rows line is not JSON"


def without(members, name):
    return {one: value for one, value in members.items() if one != name}


def test_an_honest_answer_with_all_operations_is_proven():
    greeting = handshake(URL, NONCE, streams=["catalogue", "ratings", "grades"], clock=clock.now_ms() // 1000 + 90)
    answer = prove([greeting, *page(CHANGES), *page(SNAPSHOT), *page(DIGEST)], CHANGES, SNAPSHOT, DIGEST)
    assert answer.handshake.streams == ("catalogue", "ratings")
    assert answer.clock_skew_s in (89, 90)
    assert answer.jwks_sha256 == tenant_keys().jwks_sha256()
    changes, snapshot, digest = answer.pages
    assert [(one.count, one.to, one.more) for one in (changes, snapshot)] == [
        (4, Cursor(7, "abcdefabcdef"), False),
        (2, 12, True),
    ]
    lists = changes.rows["course"]
    assert (lists.columns, lists.rows, lists.gone, lists.erased) == (["id"], [[1], [2]], [3], [4])
    assert [(one.stream, one.log) for one in (changes, snapshot, digest)] == [("catalogue", Cursor(*LOG))] * 3
    assert digest.digests["course"]["count"] == 2
    assert [answer.page(ask) for ask in (DIGEST, CHANGES, SNAPSHOT)] == [digest, changes, snapshot]


@pytest.mark.parametrize("said", [True, False, None])
def test_a_site_says_whether_people_sign_in_there_and_an_older_one_says_nothing(said):
    greeting = handshake(URL, NONCE) | ({} if said is None else {"sign_in": said})
    assert prove([greeting, *page(CHANGES)], CHANGES).handshake.sign_in is said


@pytest.mark.parametrize("said", ["true", 1, []])
def test_whether_people_sign_in_is_said_as_yes_or_no(said):
    assert "sign in" in refused([handshake(URL, NONCE, sign_in=said), *page(CHANGES)], CHANGES).detail


@pytest.mark.parametrize("reason", ["off", "paused", "failed", "pruned", "history", "ahead"])
@pytest.mark.parametrize("to", [None, LOG, [3, "aaaaaaaaaaaa"]])
def test_a_refused_page_is_an_answer(reason, to):
    lines = [handshake(URL, NONCE), head(CHANGES, refused=reason), {}, {"count": 0, "to": to, "more": False}]
    (one,) = prove(lines, CHANGES).pages
    assert one == RefusedPage("catalogue", Cursor(*LOG), reason)
    assert one.cursor_lost is (reason not in ("off", "paused", "failed"))


@pytest.mark.parametrize("ask", [SNAPSHOT, DIGEST])
@pytest.mark.parametrize("reason", ["pruned", "history", "ahead"])
def test_only_changes_are_refused_for_their_cursor(ask, reason):
    lines = [handshake(URL, NONCE), head(ask, refused=reason), {}, {"count": 0, "to": None, "more": False}]
    assert refused(lines, ask).code == Code.BAD_PAYLOAD


@pytest.mark.parametrize("ask", [replace(CHANGES, limit=3), replace(SNAPSHOT, limit=1)])
def test_a_page_with_more_than_was_asked_for_is_refused(ask):
    found = ask.limit + 1
    said = refused([handshake(URL, NONCE), *page(ask)], ask).detail
    assert said == unusable(f"a page has {found} rows, though at most {ask.limit} were asked for")
    assert prove([handshake(URL, NONCE), *page(ask)], replace(ask, limit=ask.limit + 1)).pages


def test_a_log_without_entries_is_an_answer():
    ask = ChangesAsk("catalogue", Cursor(0, ""))
    empty = [0, ""]
    lines = [handshake(URL, NONCE, log=empty), head(ask, log=empty), {}, {"count": 0, "to": empty, "more": False}]
    assert prove(lines, ask).pages[0].to == Cursor(0, "")


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param([], "it does not have one page for each ask", id="no page"),
        pytest.param([*page(CHANGES), *page(CHANGES)], "it does not have one page for each ask", id="two pages"),
        pytest.param(page(CHANGES)[:2], "it does not have one page for each ask", id="no tail"),
        pytest.param(page(SNAPSHOT), NOT_ASKED, id="another operation"),
        pytest.param([head(CHANGES, stream="badges"), {}, END], NOT_ASKED, id="another stream"),
        pytest.param([head(CHANGES, kind="course"), {}, END], NOT_ASKED, id="a kind that was not asked for"),
        pytest.param([head(CHANGES, **{"from": [2, "aaaaaaaaaaaa"]}), {}, END], NOT_ASKED, id="from another entry"),
        pytest.param([head(CHANGES, **{"from": [3, "bbbbbbbbbbbb"]}), {}, END], NOT_ASKED, id="from another mark"),
        pytest.param([head(CHANGES, **{"from": None}), {}, END], NOT_ASKED, id="from nowhere"),
        pytest.param([head(CHANGES, **{"from": [3.0, "aaaaaaaaaaaa"]}), {}, END], NOT_ASKED, id="from a fraction"),
        pytest.param([head(CHANGES, log="7"), {}, END], "a page's log is not a number and a mark", id="a log that is none"),
        pytest.param([head(CHANGES, refused="because"), {}, END], NO_REFUSAL, id="an unknown reason"),
        pytest.param([head(CHANGES, refused=["off"]), {}, END], NO_REFUSAL, id="a reason that is no text"),
        pytest.param([head(CHANGES, refused="off"), rows(1), {**END, "count": 1}], NO_REFUSAL, id="refused but full"),
        pytest.param([head(CHANGES, refused="off"), {}, {**END, "more": True}], NO_REFUSAL, id="refused but more"),
        pytest.param([head(CHANGES, refused="off"), rows(), END], NO_REFUSAL, id="refused but with a kind"),
        pytest.param([head(CHANGES, refused="off"), {}, {**END, "count": 1}], NO_REFUSAL, id="refused but counted"),
        pytest.param([without(head(CHANGES), "refused"), {}, END], NO_REFUSAL, id="not said whether it is refused"),
        pytest.param([[], {}, END], "its head line is not an object", id="a head that is a list"),
        pytest.param([head(CHANGES), rows(1), END], MISCOUNTED, id="a count too small"),
        pytest.param([head(CHANGES), rows(1), {**END, "count": 2}], MISCOUNTED, id="a count too large"),
        pytest.param(
            [head(CHANGES), rows(1), {**END, "count": True}],
            "the number count is missing or out of range",
            id="a count that is true",
        ),
        pytest.param(
            [head(CHANGES), {}, {**END, "more": 0}], "a page does not say whether there is more", id="more that is no flag"
        ),
        pytest.param(
            [head(CHANGES), {}, {**END, "count": -1}], "the number count is missing or out of range", id="less than none"
        ),
        pytest.param([head(CHANGES), {"assertion": rows()["course"]}, END], OTHER_KIND, id="a kind of another stream"),
        pytest.param([head(CHANGES), {"k" * 21: rows()["course"]}, END], OTHER_KIND, id="a kind with a long name"),
        pytest.param([head(CHANGES), {"Kind ": rows()["course"]}, END], OTHER_KIND, id="a kind whose name is none"),
        pytest.param([head(CHANGES), {"other": rows(1)["course"]}, END], MISCOUNTED, id="a kind of tomorrow that is not counted"),
        pytest.param(
            [head(CHANGES), {"other": []}, END], "the rows of a kind are not an object", id="a kind of tomorrow that has no rows"
        ),
        pytest.param([head(CHANGES), {"course": []}, END], "the rows of a kind are not an object", id="rows that are a list"),
        pytest.param([head(CHANGES), {"course": {"columns": [], "rows": []}}, END], NO_LISTS, id="no list of gone"),
        pytest.param([head(CHANGES), {"course": {**rows()["course"], "gone": {}}}, END], NO_LISTS, id="gone that is no list"),
        pytest.param([head(CHANGES), {"course": {**rows()["course"], "gone": 7}}, END], NO_LISTS, id="gone that is a number"),
        pytest.param([head(CHANGES), {"course": {**rows()["course"], "gone": "12"}}, END], NO_LISTS, id="gone that is a text"),
        pytest.param(
            [head(CHANGES), {"course": {**rows()["course"], "columns": "id"}}, END], NO_LISTS, id="columns that are a text"
        ),
        pytest.param(
            [head(CHANGES), {"course": {**rows()["course"], "columns": None}}, END], NO_LISTS, id="columns that are null"
        ),
        pytest.param(
            [head(CHANGES), {"course": {**rows()["course"], "columns": {"id": 1}}}, END], NO_LISTS, id="columns with values"
        ),
        pytest.param([head(CHANGES), [], END], "its rows line is not an object", id="a rows line that is a list"),
        pytest.param([head(CHANGES), {}, []], "its tail line is not an object", id="a tail that is a list"),
        pytest.param([head(CHANGES), b'{"course":NaN}', END], NO_JSON, id="p08 NaN"),
        pytest.param([head(CHANGES), b'{"course":{},"course":{}}', END], NO_JSON, id="p08 a kind twice"),
        pytest.param([head(CHANGES), b"[" * 100_000, END], NO_JSON, id="p08 depth"),
        pytest.param([head(CHANGES), {}, {**END, "to": [8, "abcdefabcdef"]}], NOT_FORWARD, id="p12 beyond the log"),
        pytest.param([head(CHANGES), {}, {**END, "to": [7, "bbbbbbbbbbbb"]}], NOT_FORWARD, id="p12 another mark than the log"),
        pytest.param(
            [head(CHANGES), {}, {**END, "to": [5, "bbbbbbbbbbbb"]}], NOT_FORWARD, id="p12 ends before the log and says no more"
        ),
        pytest.param(
            [head(CHANGES), {}, {**END, "to": [3, "aaaaaaaaaaaa"], "more": True}], NOT_FORWARD, id="p12 more without progress"
        ),
        pytest.param([head(CHANGES), {}, {**END, "to": [2, "bbbbbbbbbbbb"], "more": True}], NOT_FORWARD, id="p12 backwards"),
        pytest.param(
            [head(CHANGES), {}, {**END, "to": 7}], "a page's end is not a number and a mark", id="an end that is no cursor"
        ),
        pytest.param(
            [head(CHANGES, log=[3, "aaaaaaaaaaaa"]), rows(1), {"count": 1, "to": [3, "aaaaaaaaaaaa"], "more": False}],
            NOT_FORWARD,
            id="content without advance",
        ),
        pytest.param(
            [head(CHANGES, log=[3, "bbbbbbbbbbbb"]), {}, {"count": 0, "to": [3, "bbbbbbbbbbbb"], "more": False}],
            NOT_FORWARD,
            id="another mark on the asked entry",
        ),
    ],
)
def test_a_page_of_changes_that_is_not_right_is_refused_and_it_is_said_why(lines, why):
    error = refused([handshake(URL, NONCE), *lines], CHANGES)
    assert (error.code, error.detail) == (Code.BAD_PAYLOAD, unusable(why))


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param({"to": LOG, "more": True}, id="at the end of the log with more to say"),
        pytest.param({"to": [4, "bbbbbbbbbbbb"], "more": True}, id="one entry on"),
    ],
)
def test_a_page_with_more_after_it_leads_onward_even_if_by_one_entry(tail):
    (one,) = prove([handshake(URL, NONCE), head(CHANGES), {}, {"count": 0, **tail}], CHANGES).pages
    assert (one.to, one.more) == (Cursor(*tail["to"]), True)


def test_a_page_of_changes_from_nowhere_may_come_from_a_log_without_entries():
    ask, empty = replace(CHANGES, cursor=None), [0, ""]
    lines = [handshake(URL, NONCE, log=empty), head(ask, log=empty), {}, {"count": 0, "to": empty, "more": False}]
    assert prove(lines, ask).pages[0].to == Cursor(0, "")


@pytest.mark.parametrize("contract", [1, 2])
def test_a_page_says_in_which_version_of_the_contract_it_is_written(contract):
    greeting = handshake(URL, NONCE, contract=contract, contracts=[1, 2])
    answer = prove([greeting, *page(CHANGES), *page(SNAPSHOT), *page(DIGEST)], CHANGES, SNAPSHOT, DIGEST, contract=contract)
    assert [one.contract for one in answer.pages] == [contract] * 3


def test_a_kind_of_a_newer_plugin_does_not_refuse_a_page_of_changes():
    both = rows(1) | {"microlearning": rows(5, 6)["course"]}
    answer = prove([handshake(URL, NONCE), head(CHANGES), both, {**END, "count": 3}], CHANGES)
    assert len(answer.pages[0].rows["course"]) == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param(
            [head(SNAPSHOT), rows(11), {"count": 1, "to": 10, "more": True}], STANDS_STILL, id="p12 more without progress"
        ),
        pytest.param([head(SNAPSHOT), rows(), {"count": 0, "to": 10, "more": True}], STANDS_STILL, id="p12 nothing and more"),
        pytest.param([head(SNAPSHOT), rows(11), {"count": 1, "to": 9, "more": False}], STANDS_STILL, id="p12 backwards"),
        pytest.param([head(SNAPSHOT), rows(11), {"count": 1, "to": True, "more": False}], STANDS_STILL, id="an end that is true"),
        pytest.param([head(SNAPSHOT), rows(11), {"count": 1, "to": 2**63, "more": False}], STANDS_STILL, id="an end too large"),
        pytest.param(
            [head(SNAPSHOT), rows(gone=(1,)), {"count": 1, "to": 11, "more": False}],
            "a snapshot speaks of deleted rows",
            id="gone",
        ),
        pytest.param(
            [head(SNAPSHOT), rows(erased=(1,)), {"count": 1, "to": 11, "more": False}],
            "a snapshot speaks of deleted rows",
            id="erased",
        ),
        pytest.param(
            [head(SNAPSHOT), {"other": rows()["course"]}, {"count": 0, "to": 10, "more": False}], OTHER_KIND, id="another kind"
        ),
        pytest.param(
            [head(SNAPSHOT, kind="badge_class"), rows(), {"count": 0, "to": 10, "more": False}],
            NOT_ASKED,
            id="head of another kind",
        ),
        pytest.param(
            [head(SNAPSHOT, **{"from": True}), rows(), {"count": 0, "to": 10, "more": False}], NOT_ASKED, id="from true"
        ),
    ],
)
def test_a_page_of_a_snapshot_that_is_not_right_is_refused_and_it_is_said_why(lines, why):
    error = refused([handshake(URL, NONCE), *lines], SNAPSHOT)
    assert (error.code, error.detail) == (Code.BAD_PAYLOAD, unusable(why))


@pytest.mark.parametrize("changes", [{"more": True}, {"count": 1}, {"to": LOG}, {"to": 0}])
def test_a_digest_with_rows_an_end_or_a_second_page_is_refused(changes):
    lines = [handshake(URL, NONCE), head(DIGEST), {}, {"count": 0, "to": None, "more": False, **changes}]
    assert refused(lines, DIGEST).detail == unusable("its digest has rows, an end or a second page")


def test_a_digest_says_from_null_and_does_not_leave_it_out():
    lines = [handshake(URL, NONCE), without(head(DIGEST), "from"), {}, {"count": 0, "to": None, "more": False}]
    assert refused(lines, DIGEST).detail == unusable(NOT_ASKED)


@pytest.mark.parametrize(("ids", "to", "more"), [((), 10, False), ((), 11, True), ((11,), 11, False), ((), MAX_ID, True)])
def test_a_snapshot_ends_where_it_began_or_beyond_and_at_the_largest_id_at_most(ids, to, more):
    (one,) = prove(
        [handshake(URL, NONCE), head(SNAPSHOT), rows(*ids), {"count": len(ids), "to": to, "more": more}], SNAPSHOT
    ).pages
    assert (one.to, one.more, one.kind, one.log) == (to, more, "course", Cursor(*LOG))


def test_true_is_not_one_in_from():
    ask = SnapshotAsk("catalogue", "course", after=1)
    lines = [handshake(URL, NONCE), head(ask, **{"from": True}), rows(), {"count": 0, "to": 1, "more": False}]
    assert refused(lines, ask).code == Code.BAD_PAYLOAD


def test_a_poisoned_row_does_not_refuse_its_page():
    """Row P08 ends at the row: validation keeps it out, and the others go in."""
    bad = b'[[1,"\\ud800"],[2,"fine"],[99999999999999999999999,"x"],7]'
    poison = b'{"course":{"columns":["id","title"],"rows":' + bad + b',"gone":[],"erased":[]}}'
    lines = [handshake(URL, NONCE), head(CHANGES), poison, {**END, "count": 4}]
    assert prove(lines, CHANGES).pages[0].count == 4


fragments = st.sampled_from([None, True, 0, 1, -1, 2**70, 1.5, "", "x", "catalogue", "course", [], {}, [7, "abcdefabcdef"]])
junk = st.recursive(
    fragments,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "stream",
                    "operation",
                    "kind",
                    "from",
                    "log",
                    "refused",
                    "course",
                    "columns",
                    "rows",
                    "gone",
                    "erased",
                    "count",
                    "to",
                    "more",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 3),
    st.dictionaries(
        st.sampled_from(["stream", "operation", "kind", "from", "log", "refused", "course", "count", "to", "more"]),
        junk,
        min_size=1,
        max_size=3,
    ),
)
def test_a_sealed_page_with_anything_in_it_is_proven_or_refused_but_never_crashes(which, changes):
    lines = [handshake(URL, NONCE), *page(CHANGES)]
    lines[which] = {**lines[which], **changes}
    try:
        proven = prove(lines, CHANGES).pages[0]
    except TenantError as caught:
        code = caught.code
    else:
        code = None
        assert isinstance(proven, RefusedPage) or proven.to == Cursor(7, "abcdefabcdef") or proven.more
    assert code in (None, Code.BAD_PAYLOAD)
