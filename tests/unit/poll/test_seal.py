"""Rows P02, P13, S03: who answered, to which request, when. What fails here is used for nothing."""

import json

import pytest

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.keys import Signer
from syncd.poll.answer import Asked, parse_answer
from tests.unit.poll.pages import CHANGES, NONCE, URL, page, refused
from tests.unit.poll.servers import CENTRE, address_of, handshake, sealed, tenant_keys


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contract": 2}, Code.PLUGIN_NEW),
        ({"contract": 0}, Code.PLUGIN_OLD),
        ({"contract": True}, Code.BAD_PAYLOAD),
        ({"contract": "1"}, Code.BAD_PAYLOAD),
        ({"site": "6" * 32}, Code.WRONG_SITE),
        ({"url": "https://staging.example"}, Code.WRONG_SITE),
        ({"url": None}, Code.WRONG_SITE),
        ({"site": "short"}, Code.BAD_PAYLOAD),
        ({"nonce": "other"}, Code.BAD_PAYLOAD),
        ({"epoch": "E" * 32}, Code.BAD_PAYLOAD),
        ({"epoch": None}, Code.BAD_PAYLOAD),
        ({"plugin": -1}, Code.BAD_PAYLOAD),
        ({"plugin": 1.5}, Code.BAD_PAYLOAD),
        ({"plugin": 10**30}, Code.BAD_PAYLOAD),
        ({"release": ""}, Code.BAD_PAYLOAD),
        ({"release": "x" * 41}, Code.BAD_PAYLOAD),
        ({"moodle": "4.5\n"}, Code.BAD_PAYLOAD),
        ({"php": "\ud800"}, Code.BAD_PAYLOAD),
        ({"clock": "now"}, Code.BAD_PAYLOAD),
        ({"clock": 2**41}, Code.BAD_PAYLOAD),
        ({"streams": "catalogue"}, Code.BAD_PAYLOAD),
        ({"streams": [1]}, Code.BAD_PAYLOAD),
        ({"streams": [["catalogue"]]}, Code.BAD_PAYLOAD),
        ({"log": [7]}, Code.BAD_PAYLOAD),
        ({"log": [True, ""]}, Code.BAD_PAYLOAD),
        ({"log": [7, ""]}, Code.BAD_PAYLOAD),
        ({"log": [0, "abcdefabcdef", 1]}, Code.BAD_PAYLOAD),
        ({"log": None}, Code.BAD_PAYLOAD),
        ({"paused": 0}, Code.BAD_PAYLOAD),
    ],
)
def test_a_handshake_that_is_not_right_is_refused(changes, code):
    assert refused([handshake(URL, NONCE, **changes)]).code == code


class TestTheSeal:
    """Who sealed what, for whom, when."""

    lines = (handshake(URL, NONCE),)

    def test_s03_a_stranger_s_key_is_another_site(self):
        error = refused(self.lines, signer=Signer.generate(URL))
        assert error.code == Code.WRONG_SITE
        assert "key" in error.detail

    def test_s03_a_staging_copy_with_the_same_keys_is_another_site(self):
        assert refused(self.lines, signer=tenant_keys().for_issuer("https://staging.example")).code == Code.WRONG_SITE

    def test_an_answer_for_another_centre_is_refused(self):
        assert refused(self.lines, centre="https://other.example").code == Code.BAD_PAYLOAD

    def test_p13_an_answer_to_another_request_is_refused(self):
        error = refused([handshake(URL, NONCE)], nonce="m" * 32)
        assert error.code == Code.BAD_PAYLOAD
        assert "proxy" in error.detail

    def test_p13_an_old_answer_is_refused(self, monkeypatch):
        now = clock.now_ms()
        monkeypatch.setattr(clock, "now_ms", lambda: now - 300_000)
        body = sealed(self.lines, URL, NONCE)
        monkeypatch.setattr(clock, "now_ms", lambda: now)
        with pytest.raises(TenantError) as caught:
            parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, []), 1)
        assert caught.value.code == Code.BAD_PAYLOAD
        assert "clock" in caught.value.detail

    @pytest.mark.parametrize(
        "seal", [b"{}", b'{"seal":1}', b'{"seal":"a.b.c"}', b'{"seal":""}', b"[]", b"seal", b'{"seal":"\\ud800"}']
    )
    def test_no_seal_no_answer(self, seal):
        body = json.dumps(handshake(URL, NONCE)).encode() + b"\n" + seal + b"\n"
        with pytest.raises(TenantError) as caught:
            parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, []), 1)
        assert caught.value.code == Code.BAD_PAYLOAD

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


@pytest.mark.parametrize("body", [b"", b"\n", b"\n\n", b"\n\n\n", b"{}\n{}\n", b"null\nnull\n", b"\xff\n\xff\n", b"{}\n" * 10])
def test_p02_what_is_no_answer_at_all_is_refused(body):
    with pytest.raises(TenantError) as caught:
        parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, []), 1)
    assert caught.value.code == Code.BAD_PAYLOAD
