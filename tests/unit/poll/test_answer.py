"""Rows P08 and P12: pages that are not what was asked for. What fails here is used for nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.model.wire import Ask, Cursor
from tests.unit.poll.pages import CHANGES, DIGEST, END, LOG, NONCE, SNAPSHOT, URL, head, page, prove, refused, rows
from tests.unit.poll.servers import handshake, tenant_keys


def test_an_honest_answer_with_all_operations_is_proven():
    greeting = handshake(URL, NONCE, streams=["catalogue", "badges", "ratings"], clock=clock.now_ms() // 1000 + 90)
    answer = prove([greeting, *page(CHANGES), *page(SNAPSHOT), *page(DIGEST)], CHANGES, SNAPSHOT, DIGEST)
    assert answer.handshake.streams == ("catalogue", "badges")
    assert answer.clock_skew_s in (89, 90)
    assert answer.jwks_sha256 == tenant_keys().jwks_sha256()
    assert [(one.count, one.to, one.more) for one in answer.pages] == [
        (4, Cursor(7, "abcdefabcdef"), False),
        (2, 12, True),
        (0, None, False),
    ]
    assert answer.pages[0].rows["course"]["gone"] == [3]


@pytest.mark.parametrize("reason", ["off", "paused", "pruned", "history", "ahead"])
@pytest.mark.parametrize("to", [None, LOG, [3, "aaaaaaaaaaaa"]])
def test_a_refused_page_is_an_answer(reason, to):
    lines = [handshake(URL, NONCE), head(CHANGES, refused=reason), {}, {"count": 0, "to": to, "more": False}]
    (one,) = prove(lines, CHANGES).pages
    assert (one.refused, one.rows, one.count, one.to) == (reason, {}, 0, None)


def test_a_log_without_entries_is_an_answer():
    ask = Ask("changes", "catalogue", Cursor(0, ""))
    empty = [0, ""]
    lines = [handshake(URL, NONCE, log=empty), head(ask, log=empty), {}, {"count": 0, "to": empty, "more": False}]
    assert prove(lines, ask).pages[0].to == Cursor(0, "")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="no page"),
        pytest.param([*page(CHANGES), *page(CHANGES)], id="two pages"),
        pytest.param(page(CHANGES)[:2], id="no tail"),
        pytest.param(page(SNAPSHOT), id="another operation"),
        pytest.param([head(CHANGES, stream="badges"), {}, END], id="another stream"),
        pytest.param([head(CHANGES, kind="course"), {}, END], id="a kind that was not asked for"),
        pytest.param([head(CHANGES, **{"from": [2, "aaaaaaaaaaaa"]}), {}, END], id="from another entry"),
        pytest.param([head(CHANGES, **{"from": [3, "bbbbbbbbbbbb"]}), {}, END], id="from another mark"),
        pytest.param([head(CHANGES, **{"from": None}), {}, END], id="from nowhere"),
        pytest.param([head(CHANGES, **{"from": [3.0, "aaaaaaaaaaaa"]}), {}, END], id="from a fraction"),
        pytest.param([head(CHANGES, log="7"), {}, END], id="a log that is none"),
        pytest.param([head(CHANGES, refused="because"), {}, END], id="an unknown reason"),
        pytest.param([head(CHANGES, refused=["off"]), {}, END], id="a reason that is no text"),
        pytest.param([head(CHANGES, refused="off"), rows(1), {**END, "count": 1}], id="refused but full"),
        pytest.param([head(CHANGES, refused="off"), {}, {**END, "more": True}], id="refused but more"),
        pytest.param([head(CHANGES), rows(1), END], id="a count too small"),
        pytest.param([head(CHANGES), rows(1), {**END, "count": 2}], id="a count too large"),
        pytest.param([head(CHANGES), rows(1), {**END, "count": True}], id="a count that is true"),
        pytest.param([head(CHANGES), {}, {**END, "more": 0}], id="more that is no flag"),
        pytest.param([head(CHANGES), {"assertion": rows()["course"]}, END], id="a kind of another stream"),
        pytest.param([head(CHANGES), {"course": []}, END], id="rows that are a list"),
        pytest.param([head(CHANGES), {"course": {"columns": [], "rows": []}}, END], id="no list of gone"),
        pytest.param([head(CHANGES), {"course": {**rows()["course"], "gone": {}}}, END], id="gone that is no list"),
        pytest.param([head(CHANGES), [], END], id="a rows line that is a list"),
        pytest.param([head(CHANGES), {}, []], id="a tail that is a list"),
        pytest.param([head(CHANGES), b'{"course":NaN}', END], id="p08 NaN"),
        pytest.param([head(CHANGES), b'{"course":{},"course":{}}', END], id="p08 a kind twice"),
        pytest.param([head(CHANGES), b"[" * 100_000, END], id="p08 depth"),
        pytest.param([head(CHANGES), {}, {**END, "to": [8, "abcdefabcdef"]}], id="p12 beyond the log"),
        pytest.param([head(CHANGES), {}, {**END, "to": [7, "bbbbbbbbbbbb"]}], id="p12 another mark than the log"),
        pytest.param([head(CHANGES), {}, {**END, "to": [5, "bbbbbbbbbbbb"]}], id="p12 ends before the log and says no more"),
        pytest.param([head(CHANGES), {}, {**END, "to": [3, "aaaaaaaaaaaa"], "more": True}], id="p12 more without progress"),
        pytest.param([head(CHANGES), {}, {**END, "to": [2, "bbbbbbbbbbbb"], "more": True}], id="p12 backwards"),
        pytest.param([head(CHANGES), {}, {**END, "to": 7}], id="an end that is no cursor"),
    ],
)
def test_a_page_of_changes_that_is_not_right_is_refused(lines):
    assert refused([handshake(URL, NONCE), *lines], CHANGES).code == Code.BAD_PAYLOAD


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([head(SNAPSHOT), rows(11), {"count": 1, "to": 10, "more": True}], id="p12 more without progress"),
        pytest.param([head(SNAPSHOT), rows(11), {"count": 1, "to": 9, "more": False}], id="p12 backwards"),
        pytest.param([head(SNAPSHOT), rows(11), {"count": 1, "to": True, "more": False}], id="an end that is true"),
        pytest.param([head(SNAPSHOT), rows(11), {"count": 1, "to": 2**63, "more": False}], id="an end too large"),
        pytest.param([head(SNAPSHOT), rows(gone=(1,)), {"count": 1, "to": 11, "more": False}], id="gone"),
        pytest.param([head(SNAPSHOT), rows(erased=(1,)), {"count": 1, "to": 11, "more": False}], id="erased"),
        pytest.param([head(SNAPSHOT), {"other": rows()["course"]}, {"count": 0, "to": 10, "more": False}], id="another kind"),
        pytest.param(
            [head(SNAPSHOT, kind="badge_class"), rows(), {"count": 0, "to": 10, "more": False}], id="head of another kind"
        ),
        pytest.param([head(SNAPSHOT, **{"from": True}), rows(), {"count": 0, "to": 10, "more": False}], id="from true"),
    ],
)
def test_a_page_of_a_snapshot_that_is_not_right_is_refused(lines):
    assert refused([handshake(URL, NONCE), *lines], SNAPSHOT).code == Code.BAD_PAYLOAD


@pytest.mark.parametrize("changes", [{"more": True}, {"count": 1}, {"to": LOG}, {"to": 0}])
def test_a_digest_with_rows_an_end_or_a_second_page_is_refused(changes):
    lines = [handshake(URL, NONCE), head(DIGEST), {}, {"count": 0, "to": None, "more": False, **changes}]
    assert refused(lines, DIGEST).code == Code.BAD_PAYLOAD


def test_true_is_not_one_in_from():
    ask = Ask("snapshot", "catalogue", kind="course", after=1)
    lines = [handshake(URL, NONCE), head(ask, **{"from": True}), rows(), {"count": 0, "to": 1, "more": False}]
    assert refused(lines, ask).code == Code.BAD_PAYLOAD


def test_a_kind_of_a_newer_contract_is_counted_and_left_to_the_validation():
    lines = [handshake(URL, NONCE), head(CHANGES), {"path": rows()["course"]}, END]
    assert prove(lines, CHANGES).pages[0].count == 0


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
        assert proven.refused is not None or proven.to == Cursor(7, "abcdefabcdef") or proven.more
    assert code in (None, Code.BAD_PAYLOAD)
