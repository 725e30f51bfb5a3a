"""Many sessions of one person at one site, which end at once at Keycloak, and how the site takes it. Asks Keycloak."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import requests

from tests.keycloak.daily import REALM
from tests.keycloak.site import Browser, code_in
from tests.unit.poll.servers import head

SIGN_OUTS = 60


def trickle(server, connection):
    """One byte in four seconds, for as long as anybody listens."""
    server.request(connection)
    connection.sendall(head(Content_Type="application/json", Content_Length=1000))
    while not server.stop.wait(4):
        connection.sendall(b" ")


def hang(server, connection):
    """Not a byte."""
    server.request(connection)
    server.stop.wait()


def discovery(centre):
    """Where anybody asks what the realm is."""
    return f"{centre.keycloak.url}/realms/{REALM}/.well-known/openid-configuration"


def sign_in_often(oidc, site, user):
    """Sixty sessions of one person."""
    for number in range(SIGN_OUTS):
        arrived = Browser().sign_in(oidc, site, user)
        assert code_in(arrived), f"sign-in {number} led to {arrived}"


@contextmanager
def ending(centre, subject):
    """All sessions of this person are being ended, each by a call of its own: the calls."""
    admin = centre.admin
    addresses = [f"{centre.keycloak.url}/admin/realms/{REALM}/sessions/{one['id']}" for one in admin.get_sessions(subject)]
    assert len(addresses) == SIGN_OUTS
    # One token for all: checking the administrator's password takes Keycloak longer than ending a session.
    proof = {"Authorization": f"Bearer {admin.connection.token['access_token']}"}
    with ThreadPoolExecutor(SIGN_OUTS) as pool:
        yield [pool.submit(_end, address, proof) for address in addresses]


def _end(address, proof):
    return requests.delete(address, headers=proof, timeout=60).status_code
