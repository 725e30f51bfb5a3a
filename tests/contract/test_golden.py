"""The plugin's golden answers are accepted by the centre, and simulated tenants judge its golden requests as it does."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from syncd.keys import Signer, sha256_hex
from syncd.model.digest import KindDigest, canonical_text, row_digest
from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantAddress
from syncd.model.wire import ChangesAsk, Cursor, DigestAsk, DigestPage, ImageAsk, ImagePage, RefusedPage, SnapshotAsk
from syncd.poll.answer import Asked, parse_answer
from syncd.simulator.request import BadRequestError, parse_request
from syncd.validate.digest import validate_digest
from syncd.validate.page import validate_page
from tests.independent.tenant.site import canonical as written_alone

GOLDEN = Path(__file__).parents[2] / "moodle-plugins/local_asnunggul/tests/fixtures/contract"
ANSWERS = sorted(GOLDEN.glob("*.ndjson"))
ACCEPTED = json.loads((GOLDEN / "requests-accepted.json").read_text())
CANONICAL = json.loads((GOLDEN / "canonical.json").read_text())
REFUSED = json.loads((GOLDEN / "requests-refused.json").read_text())
CENTRE = "https://pusat.example.go.id"


@pytest.fixture(scope="module")
def key():
    return Signer.generate("https://lms.example.go.id")


def _asked(heads):
    """The asks these heads answer."""
    asks = []
    for head in heads:
        match head["operation"]:
            case "changes":
                asks.append(ChangesAsk(head["stream"], Cursor(*head["from"]) if head["from"] else None))
            case "snapshot":
                asks.append(SnapshotAsk(head["stream"], head["kind"], head["from"]))
            case "image":
                asks.append(ImageAsk("0" * 64))
            case _:
                asks.append(DigestAsk(head["stream"], buckets=True))
    return asks


def _believed(path, key, without=b"\0"):
    """The golden answer, sealed by a key of this run, as the centre's client proves it."""
    *lines, _placeholder = path.read_bytes().replace(without, b"").splitlines(keepends=True)
    content = b"".join(lines)
    handshake, heads = json.loads(lines[0]), [json.loads(line) for line in lines[1::3]]
    site = key.for_issuer(handshake["url"])
    document = site.jwks_document().decode()
    address = TenantAddress(1, "contoh", handshake["url"], handshake["site"], document, sha256_hex(document.encode()))
    seal = json.dumps({"seal": site.sign_seal(CENTRE, handshake["nonce"], sha256_hex(content))}).encode()
    asked = Asked(address, CENTRE, handshake["nonce"], _asked(heads), handshake["contract"])
    return parse_answer(content + seal + b"\n", asked, len(content))


def test_there_are_golden_answers_of_every_operation_and_kind():
    names = {path.stem for path in ANSWERS}
    assert {"handshake", "changes", "digest", "refused-off", "refused-paused", "refused-cursors"} <= names
    assert {f"snapshot-{kind}" for kind in KINDS} <= names
    assert {f"{one}-{name}" for one in (2, 3) for name in ("handshake", "changes", "snapshot-course", "digest")} <= names
    assert "3-image" in names


@pytest.mark.parametrize("vector", CANONICAL, ids=lambda vector: vector["2"])
def test_the_canonical_texts_of_both_versions_are_those_of_the_golden_file(vector):
    assert [canonical_text(vector["row"], 1), canonical_text(vector["row"], 2)] == [vector["1"], vector["2"]]
    assert [written_alone(vector["row"], 1), written_alone(vector["row"], 2)] == [vector["1"], vector["2"]]
    assert row_digest(vector["2"]) == (int(vector["md5"][:8], 16), int(vector["md5"][8:16], 16))


def test_in_version_2_no_two_rows_of_the_golden_file_have_one_text():
    assert len({vector["2"] for vector in CANONICAL}) == len(CANONICAL) > len({vector["1"] for vector in CANONICAL})


@pytest.mark.parametrize(("contract", "name"), [(1, "digest"), (2, "2-digest"), (3, "3-digest")])
def test_a_golden_digest_is_that_of_the_golden_rows(contract, name, key):
    for page in _believed(GOLDEN / f"{name}.ndjson", key).pages:
        for kind, said in validate_digest(page).items():
            # But for courses, the rows of all versions are the same.
            file = f"{contract}-snapshot-{kind}" if contract > 1 and kind == "course" else f"snapshot-{kind}"
            rows = json.loads((GOLDEN / f"{file}.ndjson").read_text().splitlines()[2])[kind]["rows"]
            assert said.total == KindDigest.of_rows(rows, contract).total


def test_a_plugin_that_does_not_say_which_versions_it_speaks_speaks_the_first(key):
    answer = _believed(GOLDEN / "handshake.ndjson", key, without=b',"contracts":[1,2,3]')
    assert (answer.handshake.contract, answer.handshake.contracts, answer.handshake.best_contract) == (1, (1,), 1)
    assert _believed(GOLDEN / "handshake.ndjson", key).handshake.best_contract == 3


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_a_golden_answer_is_believed_and_no_row_of_it_rejected(path, key):
    for page in _believed(path, key).pages:
        if isinstance(page, RefusedPage | ImagePage):
            continue
        if isinstance(page, DigestPage):
            assert validate_digest(page)
        else:
            for part in validate_page(page):
                assert part.rejections == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_golden_snapshot_has_the_contracts_columns_in_order_and_rows(kind, key):
    (page,) = _believed(GOLDEN / f"snapshot-{kind}.ndjson", key).pages
    assert tuple(page.rows[kind].columns) == KINDS[kind].column_names[: KINDS[kind].width(1)]
    assert page.rows[kind].rows


@pytest.mark.parametrize("contract", [2, 3])
def test_a_golden_snapshot_of_a_later_version_has_its_columns_in_order(contract, key):
    (page,) = _believed(GOLDEN / f"{contract}-snapshot-course.ndjson", key).pages
    assert tuple(page.rows["course"].columns) == KINDS["course"].column_names[: KINDS["course"].width(contract)]


def test_the_golden_site_presents_itself_in_version_3_only(key):
    profile = _believed(GOLDEN / "3-handshake.ndjson", key).handshake.profile
    assert (profile.name, profile.sentence, profile.colour) == ("Akademi Contoh", "Belajar & berbagi.", "#1d4e89")
    assert _believed(GOLDEN / "2-handshake.ndjson", key).handshake.profile is None


def test_the_golden_image_is_the_one_that_the_golden_course_names_and_another_is_not_there(key):
    there, missing = _believed(GOLDEN / "3-image.ndjson", key).pages
    rows = json.loads((GOLDEN / "3-snapshot-course.ndjson").read_text().splitlines()[2])["course"]
    named = {row[rows["columns"].index("image")] for row in rows["rows"]} - {None}
    assert named == {sha256_hex(b64decode(there.data))}
    assert missing.data is None


def test_the_golden_changes_show_rows_gone_ids_and_erased_ids(key):
    parts = [part for page in _believed(GOLDEN / "changes.ndjson", key).pages for part in page.rows.values()]
    for member in ("rows", "gone", "erased"):
        assert any(getattr(part, member) for part in parts), member


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_request_the_plugin_accepts_is_accepted_by_the_simulated_tenant(body):
    assert parse_request(body.encode()).nonce == json.loads(body)["nonce"]


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_a_request_the_plugin_refuses_is_refused_with_the_same_member(case):
    with pytest.raises(BadRequestError) as refused:
        parse_request(case["body"].encode())
    assert str(refused.value) == case["detail"]
