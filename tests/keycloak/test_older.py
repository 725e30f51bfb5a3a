"""What an older Keycloak does in another way comes to the same for tenants and people."""

import pytest

from tests import keycloak_server
from tests.keycloak.daily import CANARY, add_person, until, working
from tests.keycloak.site import Browser, code_in, member_site

_WHY_NOT = keycloak_server.why_unavailable(keycloak_server.OLDER)
pytestmark = [pytest.mark.keycloak, pytest.mark.skipif(_WHY_NOT is not None, reason=str(_WHY_NOT))]


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    with (
        keycloak_server.private_keycloak(keycloak_server.OLDER) as keycloak,
        working(keycloak, tmp_path_factory.mktemp("centre")) as made,
    ):
        yield made


def test_every_session_of_who_is_disabled_is_told_where_keycloak_itself_tells_of_one_only(centre):
    subject = add_person(centre, "ani")
    centre.admin.update_user(subject, {"requiredActions": []})
    with member_site("6" * 32) as site:
        told = site.join(centre.url, centre.invite("Balai Uji"))
        for browser in [Browser() for _ in range(3)]:
            assert code_in(browser.sign_in(told["oidc"], site, f"{CANARY}-ani"))
        assert "In sync" in centre.syncd("realm", "plan")
        centre.syncd("people", "disable", subject)
        assert centre.admin.get_sessions(subject) == []
        with centre.daemons():
            until(lambda: site.logouts() == [(None, subject)] * 3)
        assert site.strangers() == []
