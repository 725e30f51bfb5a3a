"""A seal binds an answer to its bytes, its request and its receiver."""

import pytest

from syncd import clock
from syncd.keys import (
    Refusal,
    ReplayMemoryInProcess,
    Signer,
    TokenRefusedError,
    sha256_hex,
    verify_bearer,
    verify_seal,
)
from tests.unit.keys.party import CENTRE, SITE


class TestSeals:
    """A seal binds an answer to its bytes, its request and its receiver."""

    site = Signer.generate(SITE)
    body = sha256_hex(b"answer")

    def reason(self, **changes: str) -> Refusal:
        expected = {"issuer": SITE, "audience": CENTRE, "nonce": "n" * 32, "sha256": self.body} | changes
        with pytest.raises(TokenRefusedError) as caught:
            verify_seal(self.site.sign_seal(CENTRE, "n" * 32, self.body), self.site.jwks_document().decode(), **expected)
        return caught.value.reason

    def test_it_is_believed_and_says_which_keys_are_served(self):
        seal = self.site.sign_seal(CENTRE, "n" * 32, self.body)
        found = verify_seal(seal, self.site.jwks_document().decode(), SITE, CENTRE, "n" * 32, self.body)
        assert found.jwks == self.site.jwks_sha256()
        assert abs(found.issued - clock.now_ms() // 1000) < 60

    def test_for_another_site_it_is_refused(self):
        assert self.reason(issuer="https://staging.example") == Refusal.ISSUER

    def test_for_another_centre_it_is_refused(self):
        assert self.reason(audience="https://other.example") == Refusal.AUDIENCE

    def test_for_another_request_it_is_refused(self):
        assert self.reason(nonce="m" * 32) == Refusal.NONCE

    def test_for_other_bytes_it_is_refused(self):
        assert self.reason(sha256=sha256_hex(b"another answer")) == Refusal.SHA256

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"jwks": None}, Refusal.FORM),
            ({"jwks": "a" * 63}, Refusal.FORM),
            ({"jwks": "A" * 64}, Refusal.FORM),
            ({"iat": None}, Refusal.TIME),
            ({"exp": 2**40}, Refusal.TIME),
        ],
    )
    def test_without_the_key_set_that_is_served_or_a_time_of_now_it_is_refused(self, changes, why):
        now = clock.now_ms() // 1000
        said = {"iss": SITE, "aud": CENTRE, "nonce": "n" * 32, "sha256": self.body, "iat": now, "exp": now + 60}
        seal = self.site.sign(said | {"jwks": self.site.jwks_sha256()} | changes)
        with pytest.raises(TokenRefusedError) as caught:
            verify_seal(seal, self.site.jwks_document().decode(), SITE, CENTRE, "n" * 32, self.body)
        assert caught.value.reason == why

    def test_it_says_when_the_site_made_it(self):
        now = clock.now_ms() // 1000
        said = {"iss": SITE, "aud": CENTRE, "nonce": "n" * 32, "sha256": self.body, "jwks": self.site.jwks_sha256()}
        seal = self.site.sign(said | {"iat": now - 7, "exp": now + 60})
        found = verify_seal(seal, self.site.jwks_document().decode(), SITE, CENTRE, "n" * 32, self.body)
        assert found.issued == now - 7

    def test_a_request_token_is_no_seal(self):
        token = self.site.sign_bearer(CENTRE, "status")
        with pytest.raises(TokenRefusedError) as caught:
            verify_seal(token, self.site.jwks_document().decode(), SITE, CENTRE, "n" * 32, self.body)
        assert caught.value.reason == Refusal.NONCE

    def test_a_seal_is_no_request_token(self):
        seal = self.site.sign_seal(CENTRE, "n" * 32, self.body)
        with pytest.raises(TokenRefusedError) as caught:
            verify_bearer(seal, self.site.jwks_document().decode(), SITE, CENTRE, "status", ReplayMemoryInProcess())
        assert caught.value.reason == Refusal.ISSUER
