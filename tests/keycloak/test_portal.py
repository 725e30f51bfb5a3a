"""Sign-in to the portal by a real Keycloak: a person sees the own agency's courses, and every way in which that ends."""

import re

import pytest
import requests

from syncd.index.build import rebuild
from syncd.store.engine import open_store
from tests.keycloak.daily import CANARY, add_person, until, working
from tests.keycloak.site import PASSWORD
from tests.offered import Offering
from tests.unit.serve.page import Page

AGENCY = "Badan Contoh"


@pytest.fixture(scope="module")
def centre(keycloak, tmp_path_factory):
    with working(keycloak, tmp_path_factory.mktemp("portal"), "portal") as centre:
        engine = open_store(f"sqlite:///{centre.folder}/centre.db")
        own = Offering(engine, AGENCY)
        own.put(1, "Untuk Semua")
        own.put(2, "Hanya Kami", audience="agency")
        Offering(engine, "Badan Lain").put(1, "Hanya Mereka", audience="agency")
        rebuild(engine, centre.folder / "index")
        engine.dispose()
        yield centre


@pytest.fixture
def person(centre, request):
    """Somebody of the agency, new for each test."""
    name = f"{re.sub('[^a-z]', '', request.node.name)[:20]}-{id(request)}"
    return f"{CANARY}-{name}", accepted(centre, add_person(centre, name, instansi=AGENCY))


def accepted(centre, subject):
    """Somebody who has accepted the terms before."""
    # As a whole: what is left out is taken away.
    centre.admin.update_user(subject, {**centre.admin.get_user(subject), "requiredActions": []})
    return subject


class Browser:
    """A browser without a screen: it follows addresses, fills in Keycloak's form, and keeps cookies as browsers do on loopback."""

    def __init__(self, centre):
        self._centre, self._session = centre.url, requests.Session()

    def open(self, method, address, **options):
        address = address if address.startswith("http") else f"{self._centre}{address}"
        page = self._session.request(method, address, allow_redirects=False, timeout=60, **options)
        for cookie in self._session.cookies:
            cookie.secure, cookie.version = False, 0
        return page

    def sign_in(self, user, to="/search?q=hanya"):
        """Where the portal leads after the sign-in, or the page that says why not."""
        page = self.open("GET", "/sign-in", params={"to": to})
        page = self.open("GET", page.headers["Location"])
        for _ in range(2):
            if page.status_code == 200 and (form := re.search(r'action="([^"]+)"', page.text)):
                data = {"username": user, "password": PASSWORD}
                page = self.open("POST", form.group(1).replace("&amp;", "&"), data=data)
        return self.open("GET", page.headers["Location"]) if page.status_code == 302 else page

    def said(self, address="/search?q=hanya"):
        return Page(self.open("GET", address).text).said


def test_a_person_signs_in_and_sees_the_own_agencys_courses_and_the_centre_learns_no_name(centre, person):
    user, _subject = person
    browser = Browser(centre)
    assert "Hanya Kami" not in browser.said()
    back = browser.sign_in(user)
    assert (back.status_code, back.headers["Location"]) == (303, "/search?q=hanya"), back.text
    said = browser.said()
    assert "Hanya Kami" in said
    assert "Hanya Mereka" not in said
    assert AGENCY in said
    kept = repr(centre.query("SELECT * FROM portal_session")) + centre.logged() + said
    assert CANARY not in kept.lower()


def test_who_has_a_session_at_keycloak_signs_in_without_a_form(centre, person):
    user, _subject = person
    browser = Browser(centre)
    browser.sign_in(user)
    browser.open("POST", "/sign-out", headers={"Origin": "http://lain.example"})
    page = browser.open("GET", browser.open("GET", "/sign-in").headers["Location"])
    assert page.status_code == 302, "no form between"


def test_signing_out_ends_the_session_at_keycloak_too(centre, person):
    user, subject = person
    browser = Browser(centre)
    browser.sign_in(user)
    assert len(centre.admin.get_sessions(subject)) == 1
    assert browser.open("POST", "/sign-out", headers={"Origin": centre.url}).status_code == 303
    assert centre.admin.get_sessions(subject) == []
    assert "Hanya Kami" not in browser.said()


def test_a_session_that_ends_at_keycloak_has_ended_at_the_portal(centre, person):
    user, subject = person
    browser = Browser(centre)
    browser.sign_in(user)
    assert "Hanya Kami" in browser.said()
    centre.admin.user_logout(subject)
    until(lambda: "Hanya Kami" not in browser.said())


def test_who_is_disabled_is_signed_out_of_the_portal(centre, person):
    user, subject = person
    browser = Browser(centre)
    browser.sign_in(user)
    assert "Hanya Kami" in browser.said()
    centre.syncd("people", "disable", subject)
    until(lambda: "Hanya Kami" not in browser.said())
    assert browser.sign_in(user).status_code == 200, "Keycloak does not let them in"


def test_a_person_whose_agency_nobody_wrote_down_sees_what_is_for_everybody(centre):
    accepted(centre, add_person(centre, "tanpa-instansi"))
    browser = Browser(centre)
    browser.sign_in(f"{CANARY}-tanpa-instansi")
    said = browser.said("/search?q=hanya+semua")
    assert "Instansi Anda belum tercatat" in said
    assert "Hanya Kami" not in said
