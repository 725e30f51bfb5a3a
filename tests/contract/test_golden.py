"""The plugin's golden answers are accepted by the centre, and simulated tenants judge its golden requests as it does."""

import json
from pathlib import Path

import pytest

from syncd.keys import Signer, sha256_hex
from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantAddress
from syncd.model.wire import Ask, Cursor
from syncd.poll.answer import Asked, parse_answer
from syncd.simulator.request import BadRequestError, parse_request
from syncd.validate.digest import validate_digest
from syncd.validate.page import validate_page

GOLDEN = Path(__file__).parents[2] / "moodle-plugins/local_asnunggul/tests/fixtures/contract"
ANSWERS = sorted(GOLDEN.glob("*.ndjson"))
ACCEPTED = json.loads((GOLDEN / "requests-accepted.json").read_text())
REFUSED = json.loads((GOLDEN / "requests-refused.json").read_text())
CENTRE = "https://pusat.example.go.id"


@pytest.fixture(scope="module")
def key():
    return Signer.generate("https://lms.example.go.id")


def _asked(heads):
    """The asks these heads answer."""
    asks = []
    for head in heads:
        cursor = Cursor(*head["from"]) if head["operation"] == "changes" and head["from"] else None
        after = head["from"] if head["operation"] == "snapshot" else 0
        asks.append(Ask(head["operation"], head["stream"], cursor=cursor, kind=head["kind"], after=after, buckets=True))
    return asks


def _believed(path, key):
    """The golden answer, sealed by a key of this run, as the centre's client proves it."""
    *lines, _placeholder = path.read_bytes().splitlines(keepends=True)
    content = b"".join(lines)
    handshake, heads = json.loads(lines[0]), [json.loads(line) for line in lines[1::3]]
    site = key.for_issuer(handshake["url"])
    document = site.jwks_document().decode()
    address = TenantAddress(1, "contoh", handshake["url"], handshake["site"], document, sha256_hex(document.encode()))
    seal = json.dumps({"seal": site.sign_seal(CENTRE, handshake["nonce"], sha256_hex(content))}).encode()
    asked = Asked(address, CENTRE, handshake["nonce"], _asked(heads))
    return parse_answer(content + seal + b"\n", asked, len(content))


def test_there_are_golden_answers_of_every_operation_and_kind():
    names = {path.stem for path in ANSWERS}
    assert {"handshake", "changes", "digest", "refused-off", "refused-paused", "refused-cursors"} <= names
    assert {f"snapshot-{kind}" for kind in KINDS} <= names


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_a_golden_answer_is_believed_and_no_row_of_it_rejected(path, key):
    for page in _believed(path, key).pages:
        if page.refused:
            continue
        if page.operation == "digest":
            assert validate_digest(page)
        else:
            for part in validate_page(page):
                assert part.rejections == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_golden_snapshot_has_the_contracts_columns_in_order_and_rows(kind, key):
    (page,) = _believed(GOLDEN / f"snapshot-{kind}.ndjson", key).pages
    assert tuple(page.rows[kind]["columns"]) == KINDS[kind].column_names
    assert page.rows[kind]["rows"]


def test_the_golden_changes_show_rows_gone_ids_and_erased_ids(key):
    parts = [part for page in _believed(GOLDEN / "changes.ndjson", key).pages for part in page.rows.values()]
    for member in ("rows", "gone", "erased"):
        assert any(part[member] for part in parts), member


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_request_the_plugin_accepts_is_accepted_by_the_simulated_tenant(body):
    assert parse_request(body.encode()).nonce == json.loads(body)["nonce"]


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_a_request_the_plugin_refuses_is_refused_with_the_same_member(case):
    with pytest.raises(BadRequestError) as refused:
        parse_request(case["body"].encode())
    assert str(refused.value) == case["detail"]
