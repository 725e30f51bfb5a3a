"""The issuer is down, slow or talks nonsense; its keys change; it is not the issuer that was promised."""

import re

import pytest

from tests.contract.centre import Centre
from tests.sso.answers import ELSEWHERE
from tests.sso.people import person
from tests.sso.world import join


@pytest.fixture(autouse=True)
def _well_again(satu):
    """Each test begins with a site that knows nothing of its issuer, and leaves one that does not think it down."""
    satu.site.do("forget_issuer")
    yield
    satu.site.do("forget_issuer")


def _wrong(endpoint, *names):
    return [pytest.param({endpoint: name}, id=f"{endpoint} {name}") for name in names]


DOWN = _wrong(
    "discovery",
    "slow",
    "500",
    "429",
    "HTML",
    "redirect",
    "huge",
    "empty object",
    "a list",
    "cut off",
    "other issuer",
    "plain endpoint",
    "plain key set",
    "script",
)
WASTEFUL = [*_wrong("discovery", "trickle", "bomb"), *_wrong("keys", "bomb"), *_wrong("token", "bomb")]
LATE = _wrong("keys", "500", "HTML", "redirect", "huge", "empty object", "a list", "no keys", "cut off")
LATER = _wrong("token", "500", "429", "HTML", "redirect", "huge", "empty object", "a list", "cut off", "access token is a list")


@pytest.mark.parametrize("wrong", [*DOWN, *LATE, *LATER, *WASTEFUL])
def test_a_broken_issuer_gets_the_reason_page_and_signs_nobody_in(issuer, satu, browser, wrong):
    people, asked, moved = satu.people(), issuer.requests.total(), issuer.requests[ELSEWHERE.strip("/")]
    browser.sign_in_at(issuer, person())
    with issuer.answering(**wrong):
        page = browser.get(satu.login)
    assert page.status in (403, 503)
    assert page.reason in ("unreachable", "issuer", "badtoken")
    assert f"{satu.url}/login/index.php?noredirect=1" in page.text.replace("&amp;", "&")
    assert (satu.who(browser), satu.people()) == (0, people)
    assert issuer.requests.total() - asked <= 4
    assert issuer.requests[ELSEWHERE.strip("/")] == moved


@pytest.mark.parametrize("wrong", [*DOWN])
@pytest.mark.parametrize("mode", ["silent", "auto"])
def test_the_login_form_is_there_without_a_detour_and_a_site_admin_gets_in(issuer, satu, browser, wrong, mode):
    satu.site.do("set_sso", settings={"mode": mode})
    asked = issuer.requests.total()
    with issuer.answering(**wrong):
        form = browser.get(f"{satu.url}/login/index.php")
        again = browser.get(f"{satu.url}/login/index.php")
        page = browser.submit(form, "login", username="admin", password="Admin-pass-1")
    satu.site.do("set_sso", settings={"mode": "button"})
    assert all("cannot be reached right now" in one.text for one in (form, again))
    assert form.hops == again.hops == [f"{satu.url}/login/index.php"]
    # It is looked at once; what is known then holds for a minute.
    assert issuer.requests.total() - asked == 1
    assert page.status == 200
    assert satu.who(browser) == 2


@pytest.mark.parametrize("wrong", _wrong("discovery", "slow", "500"))
def test_nobody_is_sent_to_an_issuer_that_has_gone_away_since_its_addresses_were_learned(issuer, satu, sso_world, wrong):
    _sign_in(issuer, satu, sso_world.browser())
    satu.site.do("age_issuer", issuer=issuer.url, seconds=61)
    browser = sso_world.browser()
    browser.sign_in_at(issuer, person())
    asked = issuer.requests["auth"]
    with issuer.answering(**wrong):
        page = browser.get(satu.login)
    assert (page.status, page.reason) == (503, "unreachable")
    assert page.hops == [satu.login]
    assert issuer.requests["auth"] == asked > 0


def test_the_way_to_the_sites_own_form_leads_there_also_where_moodle_is_told_to_sign_in_through_the_issuer(issuer, satu, browser):
    satu.site.php("admin/cli/cfg.php", "--name=alternateloginurl", f"--set={satu.login}")
    try:
        with issuer.answering(discovery="500"):
            page = browser.get(satu.login)
            [address] = re.findall(r'href="([^"]+/login/index\.php\?noredirect[^"]+)"', page.text)
            form = browser.get(address.replace("&amp;", "&"))
            browser.submit(form, "login", username="admin", password="Admin-pass-1")
    finally:
        satu.site.php("admin/cli/cfg.php", "--name=alternateloginurl", "--set=")
    assert page.status == 503
    assert form.hops == [address.replace("&amp;", "&")]
    assert satu.who(browser) == 2


def test_running_sessions_go_on_while_the_issuer_is_down_and_signing_out_stays_on_the_site(issuer, satu, browser):
    browser.sign_in_at(issuer, person())
    browser.get(satu.login)
    satu.site.do("forget_issuer")
    with issuer.answering(discovery="500", token="500", keys="500"):
        session = satu.site.dataroot / "sessions" / f"sess_{browser.cookie(satu.url)}"
        kept = session.read_text()
        session.write_text(
            re.sub(r'(s:\d+:"auth_asnsso_checked";i:)(\d+)', lambda found: f"{found[1]}{int(found[2]) - 16 * 60}", kept)
        )
        page = browser.get(f"{satu.url}/my/")
        assert page.status == 200
        assert satu.who(browser) != 0
        key = re.search(r'"sesskey":"([^"]+)"', page.text)[1]
        out = browser.get(f"{satu.url}/login/logout.php?sesskey={key}")
    assert out.hosts() == {satu.url.removeprefix("http://")}
    assert satu.who(browser) == 0


@pytest.mark.parametrize("defect", ["expired", "wrong name", "self-signed", "unknown authority"])
def test_who_shows_no_certificate_of_the_issuers_is_asked_nothing(sso_world, issuer, satu, browser, defect):
    browser.sign_in_at(issuer, person())
    answer = browser.get(satu.login, stop_before="/callback.php").url
    asked = issuer.requests.total()
    with sso_world.certificate(defect):
        late = browser.get(answer)
        satu.site.do("forget_issuer")
        early = sso_world.browser().get(satu.login)
    assert [(page.status, page.reason) for page in (late, early)] == [(503, "unreachable")] * 2
    assert issuer.requests.total() == asked
    assert satu.who(browser) == 0


def test_the_centre_goes_on_reading_while_the_issuer_is_down(sso_world, issuer, satu):
    centre = Centre(satu.url)
    satu.site.do("pin_centre", url=centre.url, jwks=centre.jwks)
    satu.site.do("set_issuer", issuer=issuer.url, client=satu.client)
    asked = issuer.requests.total()
    with issuer.answering(discovery="500", keys="500", token="500"):
        handshake, _ = centre.ask()
    join(sso_world, satu)
    assert handshake["url"] == satu.url
    assert issuer.requests.total() == asked


def test_odd_keys_in_the_set_do_not_break_the_good_one(issuer, satu, browser):
    browser.sign_in_at(issuer, person())
    with issuer.answering(keys="odd keys"):
        browser.get(satu.login)
    assert satu.who(browser) != 0


def test_a_key_made_anew_before_a_sign_in_is_found(issuer, satu, sso_world):
    _sign_in(issuer, satu, sso_world.browser())
    satu.site.do("age_issuer", issuer=issuer.url, seconds=61)
    issuer.rotate("kedua", keep_old=True)
    _sign_in(issuer, satu, sso_world.browser())


def test_a_key_made_anew_while_somebody_signs_in_is_found(issuer, satu, browser):
    issuer.rotate_before_token = True
    try:
        _sign_in(issuer, satu, browser)
    finally:
        issuer.rotate_before_token = False


def test_no_sign_in_fails_when_the_keys_change_just_after_they_were_fetched(issuer, satu, sso_world):
    _sign_in(issuer, satu, sso_world.browser())
    issuer.rotate("ketiga", keep_old=False)
    for _ in range(3):
        _sign_in(issuer, satu, sso_world.browser())


def test_no_sign_in_fails_when_the_keys_change_during_a_flood_of_unknown_ones(issuer, satu, sso_world):
    _sign_in(issuer, satu, sso_world.browser())
    with issuer.forging("unknown key"):
        for _ in range(3):
            browser = sso_world.browser()
            browser.sign_in_at(issuer, person())
            assert browser.get(satu.login).reason == "badtoken"
    asked = issuer.requests["keys"]
    issuer.rotate("keempat", keep_old=False)
    satu.site.do("age_issuer", issuer=issuer.url, seconds=61)
    _sign_in(issuer, satu, sso_world.browser())
    assert issuer.requests["keys"] - asked <= 1


def test_a_retired_key_proves_nothing_an_hour_later(issuer, satu, sso_world):
    _sign_in(issuer, satu, sso_world.browser())
    old = issuer.key
    issuer.rotate("kelima", keep_old=False)
    satu.site.do("age_issuer", issuer=issuer.url, seconds=3601)
    issuer.key = old
    browser = sso_world.browser()
    browser.sign_in_at(issuer, person())
    assert browser.get(satu.login).reason == "badtoken"
    assert satu.who(browser) == 0


def test_a_realm_made_anew_opens_no_account_of_the_old_subjects_by_itself(issuer, satu, sso_world):
    before, somebody = sso_world.browser(), person()
    before.sign_in_at(issuer, somebody)
    before.get(satu.login)
    mine = satu.who(before)
    again = sso_world.browser()
    again.sign_in_at(issuer, person(subject=f"{somebody.subject}.baru", **{**somebody.claims, "nip": None}))
    page = again.get(satu.login)
    assert satu.who(again) == 0
    assert page.reason in ("linked", "emailtaken")
    assert satu.account(somebody.subject) == mine


def test_a_client_the_issuer_does_not_know_gets_the_reason_page(issuer, satu, browser):
    client = issuer.clients[satu.client]
    browser.sign_in_at(issuer, person())
    answer = browser.get(satu.login, stop_before="/callback.php").url
    del issuer.clients[satu.client]
    page = browser.get(answer)
    issuer.clients[satu.client] = client
    assert (page.status, page.reason) == (403, "issuer")
    assert satu.who(browser) == 0


def test_an_issuer_with_another_name_is_not_accepted_in_the_middle_of_a_sign_in(issuer, satu, browser, sso_world):
    browser.sign_in_at(issuer, person())
    answer = browser.get(satu.login, stop_before="/callback.php").url
    with issuer.forging("another issuer"):
        assert browser.get(answer).reason == "badtoken"
    satu.site.do("forget_issuer")
    with issuer.answering(discovery="other issuer"):
        assert sso_world.browser().get(satu.login).reason == "unreachable"


def _sign_in(issuer, tenant, browser):
    browser.sign_in_at(issuer, person())
    page = browser.get(tenant.login)
    assert tenant.who(browser) != 0, page.reference
