"""Which key set documents may be pinned, and how our own is written."""

import json

import pytest

from syncd.keys import KeySet, Signer, public_document, sha256_hex
from syncd.keys.sign import generate_key

KEY = generate_key()
ENTRY = json.loads(public_document([KEY]))["keys"][0]


def document(*entries: object) -> str:
    return json.dumps({"keys": list(entries)})


def test_our_document_is_canonical_and_shows_no_private_part():
    other = generate_key()
    text = public_document([KEY, other])
    assert text == public_document([other, KEY])
    assert set(json.loads(text)["keys"][0]) == {"alg", "e", "kid", "kty", "n", "use"}
    assert b" " not in text
    assert Signer("x", [KEY], str(KEY.kid)).jwks_sha256() == sha256_hex(public_document([KEY]))


def test_a_good_set_is_found_by_kid():
    assert set(KeySet.parse(document(ENTRY)).keys) == {KEY.kid}
    without_hints = {name: ENTRY[name] for name in ("kty", "n", "e", "kid")}
    assert set(KeySet.parse(document(without_hints)).keys) == {KEY.kid}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"keys":{}}',
        '{"keys":[]}',
        "[" * 100_000,
        document(5),
        document({}),
        document({**ENTRY, "kty": "EC"}),
        document({**ENTRY, "kid": ""}),
        document({**ENTRY, "kid": 5}),
        document({**ENTRY, "kid": "x" * 129}),
        document({name: value for name, value in ENTRY.items() if name != "kid"}),
        document({**ENTRY, "use": "enc"}),
        document({**ENTRY, "alg": "RS512"}),
        document({**ENTRY, "n": 5}),
        document({**ENTRY, "n": ""}),
        document({**ENTRY, "n": "AQAB"}),
        document({**ENTRY, "n": "not base64!"}),
        document({**ENTRY, "e": "AA"}),
        document({**ENTRY, "e": None}),
        document(ENTRY, ENTRY),
        document(*[{**ENTRY, "kid": str(number)} for number in range(9)]),
        document({**ENTRY, "kid": "k"}) + " " * 70_000,
    ],
)
def test_what_is_no_trustworthy_set_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        KeySet.parse(text)


def test_a_set_that_shows_a_private_key_is_refused():
    with pytest.raises(ValueError, match="private key"):
        KeySet.parse(document(KEY.as_dict(private=True) | {"kid": "k"}))


UNUSABLE = {
    "an even modulus": {"n": "_" * 341 + "g"},
    "an even exponent": {"e": "BA"},
    "an exponent of one": {"e": "AQ"},
    "an exponent of 65 bits": {"e": "AQAAAAAAAAAB"},
    "an exponent of 2,040 bits": {"e": "_" * 340},
    "half a character as its kid": {"kid": "\ud800"},
    "a modulus with padding": {"n": str(ENTRY["n"]) + "=="},
    "a modulus with a line break": {"n": str(ENTRY["n"])[:100] + "\n" + str(ENTRY["n"])[100:]},
}


@pytest.mark.parametrize("change", UNUSABLE.values(), ids=UNUSABLE)
def test_a_key_that_could_verify_nothing_or_is_written_otherwise_makes_its_set_unusable(change):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        KeySet.parse(document({**ENTRY, **change}))


def test_a_set_that_another_parser_reads_otherwise_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        KeySet.parse('{"keys":[],' + document(ENTRY)[1:])


def test_short_and_huge_keys_are_refused():
    for length in (340, 1704):
        with pytest.raises(ValueError, match="bits"):
            KeySet.parse(document({**ENTRY, "n": "x" * length}))
