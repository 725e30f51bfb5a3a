"""Rows P02, P13, S03: who answered, to which request, when. What fails here is used for nothing."""

import json

import pytest

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.keys import Signer
from syncd.model.kinds import MAX_ID, MAX_TIME
from syncd.model.wire import Cursor, Handshake
from syncd.poll.answer import Asked, parse_answer
from tests.unit.poll.pages import CHANGES, NONCE, URL, page, prove, refused, unusable
from tests.unit.poll.servers import CENTRE, SITE, address_of, handshake, sealed, tenant_keys

OTHER_ADDRESS = (
    "The site that answers calls itself by another address: it is a copy, or the site has moved and has to join again."
)
OTHER_REQUEST = "The answer is not the one to this request: a proxy before the tenant keeps or changes answers of feed.php."
OTHER_KEY = (
    "The answer is signed with a key that is not the tenant's: another site answers at its address,"
    " or the site lost its key and has to join again."
)
NO_SEAL = "The answer is not usable: its seal is not one of this contract."
LARGEST = 2**53


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"contract": True}, "the handshake has no contract number"),
        ({"contract": "1"}, "the handshake has no contract number"),
        ({"site": "short"}, "the handshake's site is missing or malformed"),
        ({"site": None}, "the handshake's site is missing or malformed"),
        ({"epoch": "E" * 32}, "the handshake's epoch is missing or malformed"),
        ({"epoch": None}, "the handshake's epoch is missing or malformed"),
        ({"plugin": -1}, "the number plugin is missing or out of range"),
        ({"plugin": 1.5}, "the number plugin is missing or out of range"),
        ({"plugin": MAX_ID + 1}, "the number plugin is missing or out of range"),
        ({"release": ""}, "the handshake's release is missing or malformed"),
        ({"release": "x" * 41}, "the handshake's release is missing or malformed"),
        ({"moodle": "4.5\n"}, "the handshake's moodle is missing or malformed"),
        ({"php": "\ud800"}, "the handshake's php is missing or malformed"),
        ({"clock": "now"}, "the number clock is missing or out of range"),
        ({"clock": MAX_TIME + 1}, "the number clock is missing or out of range"),
        ({"streams": "catalogue"}, "the handshake's streams are not a list of names"),
        ({"streams": [1]}, "the handshake's streams are not a list of names"),
        ({"streams": [["catalogue"]]}, "the handshake's streams are not a list of names"),
        ({"streams": ["catalogue", "x" * 21]}, "the handshake's streams are not a list of names"),
        *(
            ({"log": log}, "the handshake's log is not a number and a mark")
            for log in ([7], [True, ""], [7, ""], [0, "abcdefabcdef", 1], None, [0, "x"], [-1, "abcdefabcdef"], [7, 7])
        ),
        ({"log": [LARGEST + 1, "abcdefabcdef"]}, "the handshake's log is not a number and a mark"),
        ({"paused": 0}, "the handshake does not say whether reading is paused"),
        *(
            ({"contracts": said}, "the handshake's contracts are not a list of numbers with that of the answer")
            for said in (None, 1, {"1": 1}, [], [2], [1, "2"], [1, True], [1, None], [1] * 101)
        ),
    ],
)
def test_a_handshake_that_does_not_keep_the_contract_is_refused_and_its_member_named(changes, why):
    error = refused([handshake(URL, NONCE, **changes)])
    assert (error.code, error.detail) == (Code.BAD_PAYLOAD, unusable(why))


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"contract": 2}, Code.PLUGIN_NEW, "The plugin speaks contract 2, the centre 1: LAN must update syncd."),
        ({"contract": 0}, Code.PLUGIN_OLD, "The plugin speaks contract 0, the centre 1: update local_asnunggul."),
        ({"site": "6" * 32}, Code.WRONG_SITE, "Another site answers at the tenant's address: its id is not the one that joined."),
        ({"url": "https://staging.example"}, Code.WRONG_SITE, OTHER_ADDRESS),
        ({"url": None}, Code.WRONG_SITE, OTHER_ADDRESS),
        ({"nonce": "other"}, Code.BAD_PAYLOAD, OTHER_REQUEST),
        ({"nonce": None}, Code.BAD_PAYLOAD, OTHER_REQUEST),
    ],
)
def test_a_handshake_of_another_site_request_or_version_is_refused_and_says_who_acts(changes, code, says):
    error = refused([handshake(URL, NONCE, **changes)])
    assert (error.code, error.detail) == (code, says)


def test_a_handshake_is_read_as_the_site_wrote_it():
    said = handshake(URL, NONCE, clock=MAX_TIME, plugin=MAX_ID, release="x" * 40, log=[LARGEST, "abcdefabcdef"], paused=True)
    answer = prove([said])
    assert answer.handshake == Handshake(
        contract=1,
        site=SITE,
        url=URL,
        epoch="e" * 32,
        plugin=MAX_ID,
        release="x" * 40,
        moodle="4.5.6",
        php="8.2.30",
        clock=MAX_TIME,
        streams=("catalogue",),
        log=Cursor(LARGEST, "abcdefabcdef"),
        paused=True,
        contracts=(1,),
    )


@pytest.mark.parametrize("said", [[1], [1, 2], list(range(1, 101))])
def test_a_site_says_which_versions_of_the_contract_it_speaks(said):
    assert prove([handshake(URL, NONCE, contracts=said)]).handshake.contracts == tuple(said)


def test_an_answer_tells_what_it_cost_and_keeps_its_seal():
    body = sealed([handshake(URL, NONCE)], URL, NONCE)
    answer = parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, []), 77)
    assert (answer.received_bytes, answer.asks, answer.pages) == (77, [], [])
    assert json.loads(body.splitlines()[-1]) == {"seal": answer.seal}


@pytest.mark.parametrize(("contract", "code"), [(3, Code.PLUGIN_NEW), (1, Code.PLUGIN_OLD), (2, Code.BAD_PAYLOAD)])
def test_an_answer_of_another_version_is_named_so_however_that_version_seals(contract, code):
    lines = [handshake(URL, NONCE, contract=contract), *page(CHANGES)]
    body = b"".join(json.dumps(line).encode() + b"\n" for line in [*lines, {"sealed": "otherwise"}])
    with pytest.raises(TenantError) as caught:
        parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, [CHANGES], 2), 1)
    assert caught.value.code == code


class TestTheSeal:
    """Who sealed what, for whom, when."""

    lines = (handshake(URL, NONCE),)

    def test_s03_a_stranger_s_key_is_another_site(self):
        error = refused(self.lines, signer=Signer.generate(URL))
        assert (error.code, error.detail) == (Code.WRONG_SITE, OTHER_KEY)

    def test_s03_a_stranger_s_signature_under_the_tenant_s_name_for_its_key_is_another_site(self):
        stranger = Signer.generate(URL)
        stranger.kid = tenant_keys().kid
        error = refused(self.lines, signer=stranger)
        assert (error.code, error.detail) == (Code.WRONG_SITE, OTHER_KEY)

    def test_s03_a_staging_copy_with_the_same_keys_is_another_site(self):
        error = refused(self.lines, signer=tenant_keys().for_issuer("https://staging.example"))
        assert (error.code, error.detail) == (Code.WRONG_SITE, OTHER_ADDRESS)

    def test_an_answer_for_another_centre_is_refused(self):
        error = refused(self.lines, centre="https://other.example")
        assert error.code == Code.BAD_PAYLOAD
        assert error.detail == "The answer is sealed for another centre: the tenant has to join this one again."

    def test_p13_an_answer_to_another_request_is_refused(self):
        error = refused([handshake(URL, NONCE)], nonce="m" * 32)
        assert (error.code, error.detail) == (Code.BAD_PAYLOAD, OTHER_REQUEST)

    def test_p13_an_answer_that_was_changed_on_the_way_is_refused(self):
        body = sealed(self.lines, URL, NONCE).replace(b"4.5.6", b"4.5.7")
        with pytest.raises(TenantError) as caught:
            parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, []), 1)
        assert (caught.value.code, caught.value.detail) == (Code.BAD_PAYLOAD, OTHER_REQUEST)

    @pytest.mark.parametrize(
        ("ahead_s", "says"),
        [(-300, "300 s behind"), (61, "61 s ahead"), (-365 * 86_400, "365 days behind"), (86_400 * 365, "365 days")],
    )
    def test_p13_an_answer_of_another_time_names_the_clock_and_no_signature(self, monkeypatch, ahead_s, says):
        now = clock.now_ms() // 1000 * 1000
        monkeypatch.setattr(clock, "now_ms", lambda: now + ahead_s * 1000)
        body = sealed(self.lines, URL, NONCE)
        monkeypatch.setattr(clock, "now_ms", lambda: now)
        with pytest.raises(TenantError) as caught:
            parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, []), 1)
        assert caught.value.code == Code.SITE_CLOCK
        assert says in caught.value.detail

    @pytest.mark.parametrize(
        ("seal", "says"),
        [
            (b"{}", unusable("it has no seal")),
            (b'{"seal":1}', unusable("it has no seal")),
            (b"[]", unusable("its seal line is not an object")),
            (b"seal", unusable("its seal line is not JSON")),
            *((seal, NO_SEAL) for seal in (b'{"seal":"a.b.c"}', b'{"seal":""}', b'{"seal":"\\ud800"}')),
        ],
    )
    def test_no_seal_no_answer(self, seal, says):
        body = json.dumps(handshake(URL, NONCE)).encode() + b"\n" + seal + b"\n"
        with pytest.raises(TenantError) as caught:
            parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, []), 1)
        assert (caught.value.code, caught.value.detail) == (Code.BAD_PAYLOAD, says)

    def test_every_byte_before_the_seal_counts(self):
        body = sealed([handshake(URL, NONCE), *page(CHANGES)], URL, NONCE)
        end = body[:-1].rfind(b"\n")
        asked = Asked(address_of(URL), CENTRE, NONCE, [CHANGES])
        assert parse_answer(body, asked, 1).pages
        for position in range(0, end, 7):
            changed = body[:position] + bytes([body[position] ^ 1]) + body[position + 1 :]
            with pytest.raises(TenantError):
                parse_answer(changed, asked, 1)

    def test_a_damaged_pinned_key_set_asks_for_a_new_join(self):
        address = address_of(URL)
        broken = type(address)(1, "x", URL, address.site, "{", "0" * 64)
        with pytest.raises(TenantError) as caught:
            parse_answer(sealed(self.lines, URL, NONCE), Asked(broken, CENTRE, NONCE, []), 1)
        assert caught.value.code == Code.AUTH
        assert caught.value.detail == "The key set stored for this tenant cannot be read: the tenant has to join again."


@pytest.mark.parametrize("body", [b"", b"\n", b"\n\n", b"\n\n\n", b"{}\n{}\n", b"null\nnull\n", b"\xff\n\xff\n", b"{}\n" * 10])
def test_p02_what_is_no_answer_at_all_is_refused(body):
    with pytest.raises(TenantError) as caught:
        parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, []), 1)
    assert caught.value.code == Code.BAD_PAYLOAD


def test_p02_an_answer_that_is_cut_off_is_called_so():
    body = sealed([handshake(URL, NONCE)], URL, NONCE)
    for part in (body[:-1], body[: body.index(b"\n") + 1], body[body.index(b"\n") + 1 :], b"\n", b""):
        with pytest.raises(TenantError) as caught:
            parse_answer(part, Asked(address_of(URL), CENTRE, NONCE, []), 1)
        assert caught.value.detail == unusable("it is cut off")


def test_p02_a_sealed_answer_that_is_no_object_is_called_so():
    for line, why in ((b"[]", "its handshake line is not an object"), (b"{", "its handshake line is not JSON")):
        assert refused([line]).detail == unusable(why)


def test_p02_an_answer_that_nobody_sealed_and_that_is_no_object_is_called_so():
    for line, why in ((b"[]", "its handshake line is not an object"), (b"{", "its handshake line is not JSON")):
        with pytest.raises(TenantError) as caught:
            parse_answer(line + b'\n{"seal":"a.b.c"}\n', Asked(address_of(URL), CENTRE, NONCE, []), 1)
        assert caught.value.detail == unusable(why)


@pytest.mark.parametrize("more", [b"\n", b" \n", b"{}\n"])
def test_p02_an_answer_with_a_line_after_its_seal_is_refused(more):
    with pytest.raises(TenantError) as caught:
        parse_answer(sealed([handshake(URL, NONCE)], URL, NONCE) + more, Asked(address_of(URL), CENTRE, NONCE, []), 1)
    assert caught.value.code == Code.BAD_PAYLOAD
