"""Tenants that hang or trickle hold nobody: not Keycloak, not who signs out there, not who is put out, not other tenants."""

from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

from syncd import clock
from tests.keycloak.daily import CANARY, REALM, add_person, until, working
from tests.keycloak.sign_outs import SIGN_OUTS, discovery, ending, hang, sign_in_often, trickle
from tests.keycloak.site import Browser, code_in, member_site
from tests.keycloak_server import private_keycloak

pytestmark = pytest.mark.keycloak
CALM = 40


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    with private_keycloak() as keycloak, working(keycloak, tmp_path_factory.mktemp("centre")) as made:
        yield made


def discovery_s(centre):
    began = clock.monotonic()
    assert requests.get(discovery(centre), timeout=60).status_code == 200
    return clock.monotonic() - began


def claimed_by_a_stranger(centre, client):
    """What Keycloak answers somebody who says to be this client, by a key that nobody knows."""
    key = RSAKey.generate_key(2048, {"kid": "asing"})
    now = clock.now_ms() // 1000
    issuer = f"{centre.keycloak.url}/realms/{REALM}"
    claims = {"iss": client, "sub": client, "aud": issuer, "jti": str(clock.monotonic()), "iat": now, "exp": now + 60}
    form = {
        "grant_type": "client_credentials",
        "client_id": client,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode({"alg": "RS256", "kid": "asing"}, claims, key),
    }
    return requests.post(f"{issuer}/protocol/openid-connect/token", data=form, timeout=60).status_code


@pytest.mark.parametrize("behave", [trickle, hang])
def test_sixty_sign_outs_at_a_slow_tenant_hold_neither_keycloak_nor_another_tenant(centre, behave, capsys):
    subject, other = (add_person(centre, f"{behave.__name__}-{name}") for name in ("ani", "budi"))
    with member_site("6" * 32) as slow, member_site("7" * 32) as honest:
        at_slow = slow.join(centre.url, centre.invite("Balai Lambat"))
        at_honest = honest.join(centre.url, centre.invite("Balai Jujur"))
        for person in (subject, other):
            centre.admin.update_user(person, {"requiredActions": []})
        browser = Browser()
        assert code_in(browser.sign_in(at_slow["oidc"], slow, f"{CANARY}-{behave.__name__}-budi"))
        assert code_in(browser.sign_in(at_honest["oidc"], honest, f"{CANARY}-{behave.__name__}-budi"))
        sign_in_often(at_slow["oidc"], slow, f"{CANARY}-{behave.__name__}-ani")
        calm = [discovery_s(centre) for _ in range(CALM)]
        slow.server.behave = behave
        with centre.daemons(), ending(centre, subject) as ends, ThreadPoolExecutor() as pool:
            strangers = [pool.submit(claimed_by_a_stranger, centre, at_slow["oidc"]["client_id"]) for _ in range(10)]
            busy = [discovery_s(centre) for _ in range(CALM)]
            assert {each.result() for each in ends} == {204}
            assert not {each.result() for each in strangers} & set(range(200, 400))
            # Who has a session at the slow tenant is put out everywhere all the same.
            centre.syncd("people", "disable", other)
            assert centre.admin.get_sessions(other) == []
            # Told at least once: an answer that comes too late on a busy machine counts as none.
            until(lambda: set(honest.logouts()) == {(None, other)})
            assert honest.strangers() == slow.strangers() == []
        # Only of the slow one: that the honest one heard may not be written down yet when its daemon ends.
        waiting = (
            "SELECT COUNT(*) FROM logout JOIN tenant ON tenant.id = tenant_id WHERE told_at IS NULL AND slug = 'balai-lambat'"
        )
        assert centre.query(waiting) == [(SIGN_OUTS + 1,)]
        with capsys.disabled():
            print(f"\n{behave.__name__}: discovery {_spread(calm)} calm, {_spread(busy)} during {SIGN_OUTS} sign-outs")
        for name in ("balai-lambat", "balai-jujur"):
            centre.syncd("tenant", "remove", name, "--yes")


def _spread(seconds):
    return f"median {1000 * median(seconds):.0f} ms, longest {1000 * max(seconds):.0f} ms"
