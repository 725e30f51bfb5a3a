"""Who must prove more than a password, and that nothing leads past it."""

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from syncd import clock
from tests.keycloak.browser import Browser, claims
from tests.keycloak.people import PASSWORD, make_person

pytestmark = pytest.mark.keycloak

NEW = "sandi-lain-yang-panjang-2"


class Device:
    """Somebody's phone, which shows a code."""

    def __init__(self, secret):
        self._totp = TOTP(secret.encode(), 6, SHA1(), 30, enforce_key_length=False)
        self._ahead = 0

    def code(self):
        """A code that was not used before: each is good once."""
        moment = clock.now_ms() / 1000 + 30 * self._ahead
        self._ahead += 1
        return self._totp.generate(moment).decode()


def at_password(realm, person, password=PASSWORD):
    """A browser in which the password was given, and what came of it."""
    browser = Browser(realm.issuer)
    browser.authorize(realm.sites["satu"])
    return browser, browser.prove(person.username, password)


def come_in(browser, **proof):
    """The code that leads to the site, given once more where it came too soon: see `Browser.prove`."""
    return browser.code(browser.send(**proof)) or browser.code(browser.send(**proof))


def set_up(browser):
    """Set a device up on the page that asks for it."""
    device = Device(browser.page.fields["totpSecret"])
    return device, browser.send(totp=device.code(), userLabel="telepon")


@pytest.mark.parametrize("role", ["staf-lan", "admin-tenant"])
def test_staff_set_a_second_factor_up_at_the_first_sign_in_and_give_it_at_each(realm, role):
    person = make_person(realm.api, f"petugas-{role}", roles=(role,))
    browser, answer = at_password(realm, person)
    assert browser.code(answer) is None
    device, answer = set_up(browser)
    assert browser.code(answer)

    browser, answer = at_password(realm, person)
    assert browser.code(answer) is None
    assert "totpSecret" not in browser.page.fields
    assert browser.code(browser.send(otp="000000")) is None
    assert come_in(browser, otp=device.code())


def test_who_has_no_such_role_comes_in_by_password_and_may_set_one_up(realm, person):
    browser, answer = at_password(realm, person)
    assert browser.code(answer)


def acr(realm, browser, code, site="satu"):
    return claims(browser.exchange(realm.sites[site], code).json()["id_token"])["acr"]


def test_acr_tells_whether_a_second_factor_was_given_here_and_at_the_next_site(realm):
    """2 with a second factor; 1 for a password alone, and 0 for a session that began with a password alone."""
    plain, staff = make_person(realm.api, "tanpa-faktor"), make_person(realm.api, "dengan-faktor", roles=("staf-lan",))
    browser, answer = at_password(realm, plain)
    assert acr(realm, browser, browser.code(answer)) == "1"
    assert acr(realm, browser, browser.code(browser.authorize(realm.sites["dua"])), "dua") == "0"

    browser, _ = at_password(realm, staff)
    device, answer = set_up(browser)
    assert acr(realm, browser, browser.code(answer)) == "1", (
        "a device that whoever knew the password has just set up proves nothing"
    )
    browser, _ = at_password(realm, staff)
    assert acr(realm, browser, come_in(browser, otp=device.code())) == "2"
    assert acr(realm, browser, browser.code(browser.authorize(realm.sites["dua"])), "dua") == "2"


def test_a_code_is_good_once(realm):
    person = make_person(realm.api, "petugas-dua-kali", roles=("staf-lan",))
    browser, _ = at_password(realm, person)
    device, _ = set_up(browser)
    code = device.code()
    came = []
    for _ in range(2):
        browser, _ = at_password(realm, person)
        came.append(browser.code(browser.send(otp=code)) is not None)
    assert came == [True, False]


def test_who_holds_the_mailbox_gets_a_new_password_but_not_past_the_second_factor(realm, mails):
    person = make_person(realm.api, "petugas-surat", roles=("staf-lan",))
    browser, _ = at_password(realm, person)
    device, _ = set_up(browser)

    browser = Browser(realm.issuer)
    browser.authorize(realm.sites["satu"])
    browser.open(browser.link("reset-credentials"))
    browser.send(username=person.username)
    browser.open(mails.link(person.email))
    answer = browser.send(**{"password-new": NEW, "password-confirm": NEW})
    assert browser.code(answer) is None
    assert "totpSecret" not in browser.page.fields, "no other device in place of the old one"

    browser, answer = at_password(realm, person, NEW)
    assert browser.code(answer) is None
    assert "totpSecret" not in browser.page.fields
    assert come_in(browser, otp=device.code())


def test_an_unknown_address_is_answered_like_a_known_one(realm, mails, person):
    said = []
    for name in (person.username, "tidak-ada"):
        browser = Browser(realm.issuer)
        browser.authorize(realm.sites["satu"])
        browser.open(browser.link("reset-credentials"))
        answer = browser.send(username=name)
        said.append((answer.status_code, browser.page.text))
    assert said[0] == said[1]


def test_guessing_is_slowed_down(realm):
    person = make_person(realm.api, "ditebak")
    for _ in range(8):
        at_password(realm, person, "salah-salah-salah")
    browser, answer = at_password(realm, person)
    assert browser.code(answer) is None, "the right password comes too soon"
    assert realm.api.get(f"attack-detection/brute-force/users/{person.id}")["disabled"]


def test_a_second_sign_in_in_the_same_browser_asks_nothing(realm, person):
    browser, answer = at_password(realm, person)
    assert browser.code(answer)
    assert browser.code(browser.authorize(realm.sites["dua"], prompt="none"))
