"""People from Keycloak's admin API: pages, what is dropped, tokens that end, and answers that are none."""

import pytest
import requests

from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError, NotFoundError
from syncd.keycloak.people import RealmPeople
from syncd.keys import KeyRing
from syncd.model.person import Person
from syncd.settings import KeycloakSection
from tests.keycloak_answers import CANARY, KEYCLOAK, REALM, account, playing

SECTION = KeycloakSection(url=KEYCLOAK, realm=REALM)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return KeyRing(tmp_path_factory.mktemp("centre") / "keys", "https://pusat.example")


@pytest.fixture
def keycloak():
    with playing([account(number) for number in range(5)]) as played:
        yield played


@pytest.fixture
def people(keys, keycloak):
    return RealmPeople(SECTION, keys)


def test_a_page_has_the_people_in_keycloak_s_order_and_an_empty_one_ends_the_reading(people):
    pages = [people.page(first, 2) for first in (0, 2, 4, 6)]
    assert [page.size for page in pages] == [2, 2, 1, 0]
    assert pages[0].people[0] == Person("orang-0000", "UJI01", "Biro Contoh", "aktif", enabled=True)


def test_nothing_of_a_name_a_number_or_an_address_is_kept(people):
    assert CANARY not in repr(people.page(0, 5))
    assert "000000000000000001" not in repr(people.page(0, 5))


def test_only_disabled_people_are_listed_where_that_is_asked(people, keycloak):
    keycloak.accounts["orang-0003"]["enabled"] = False
    assert people.disabled(0, 10) == (["orang-0003"], 1)
    assert [one.subject for one in people.page(0, 10, disabled=True).people] == ["orang-0003"]


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ([" UJI02 "], "UJI02"),
        ([], None),
        (["UJI01", "UJI02"], None),
        (["x" * 41], None),
        (["a\x00b"], None),
        (["  "], None),
        ("UJI01", None),
        ([7], None),
        (None, None),
    ],
)
def test_an_attribute_is_one_text_that_fits_or_nothing(people, keycloak, values, kept):
    keycloak.accounts["orang-0000"]["attributes"]["instansi_kode"] = values
    assert people.one("orang-0000").agency == kept


def test_a_person_without_attributes_is_a_person(people, keycloak):
    del keycloak.accounts["orang-0000"]["attributes"]
    assert people.one("orang-0000") == Person("orang-0000", None, None, None, enabled=True)


def test_an_account_whose_key_is_no_subject_is_counted_and_skipped(people, keycloak):
    keycloak.accounts["orang-0001"]["id"] = "f:federated:1"
    page = people.page(0, 5)
    assert (page.size, page.skipped, len(page.people)) == (5, 1, 4)


@pytest.mark.parametrize("subject", ["", "a/b", "../clients", "a b", "x" * 65, "é"])
def test_what_is_no_subject_never_goes_into_an_address(people, keycloak, subject):
    for act in (people.one, people.end_sessions, lambda one: people.set_enabled(one, enabled=False)):
        with pytest.raises(NotFoundError):
            act(subject)
    assert keycloak.asked == []


def test_a_person_the_realm_does_not_have_is_none_and_no_error(people):
    assert people.one("tidak-ada") is None
    assert not people.end_sessions("tidak-ada")
    assert not people.set_enabled("tidak-ada", enabled=False)


def test_a_not_found_of_something_else_does_not_make_a_person_gone(people, keycloak):
    keycloak.broken = lambda request: (404, {}, '{"error":"Realm not found."}') if "/users" in request.url else None
    for act in (people.one, people.end_sessions):
        with pytest.raises(KeycloakRefusedError):
            act("orang-0001")


def test_disabling_and_signing_out_are_harmless_twice(people, keycloak):
    for _ in range(2):
        assert people.set_enabled("orang-0001", enabled=False)
        assert people.end_sessions("orang-0001")
    assert not keycloak.accounts["orang-0001"]["enabled"]
    assert keycloak.accounts["orang-0001"]["attributes"]["instansi_kode"] == ["UJI01"]


def test_sessions_are_ended_one_by_one_and_one_that_cannot_be_keeps_no_other(people, keycloak):
    keycloak.sessions["orang-0001"] = ["satu", "dua", "tiga", "empat"]
    answers = {"/sessions/satu": requests.ReadTimeout("slow"), "/sessions/tiga": (404, {}, '{"error":"Sesssion not found"}')}
    keycloak.broken = lambda request: next((said for end, said in answers.items() if request.url.endswith(end)), None)
    with pytest.raises(KeycloakUnavailableError):
        people.end_sessions("orang-0001")
    assert (keycloak.ended, keycloak.signed_out) == (["dua", "empat"], [])
    keycloak.broken = lambda request: None
    assert people.end_sessions("orang-0001")
    assert (keycloak.ended, keycloak.signed_out) == (["dua", "empat", "satu", "tiga"], ["orang-0001"])


@pytest.mark.parametrize("name", ["../users/orang-0002", "", None, 7])
def test_what_is_no_id_of_a_session_never_goes_into_an_address(people, keycloak, name):
    keycloak.sessions["orang-0001"] = [name]
    with pytest.raises((KeycloakUnavailableError, NotFoundError)):
        people.end_sessions("orang-0001")
    assert not [path for method, path in keycloak.asked if method == "DELETE"]


def test_a_token_that_ended_by_its_clock_is_fetched_anew_before_the_request(people, keycloak):
    keycloak.life_s = 0
    for first in range(3):
        people.page(first, 1)
    assert keycloak.tokens >= 3


def test_a_token_that_keycloak_no_longer_accepts_in_the_middle_is_renewed_once_and_the_page_read(people, keycloak):
    people.page(0, 2)
    keycloak.refused_tokens = {1}
    assert [one.subject for one in people.page(2, 2).people] == ["orang-0002", "orang-0003"]
    assert keycloak.tokens == 2
    keycloak.refused_tokens = {1, 2, 3, 4}
    with pytest.raises(KeycloakRefusedError):
        people.page(0, 2)
    assert keycloak.tokens == 3


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (requests.ConnectionError("refused"), KeycloakUnavailableError),
        (requests.Timeout("slow"), KeycloakUnavailableError),
        ((500, {}, "oops"), KeycloakUnavailableError),
        ((503, {}, '{"error":"starting"}'), KeycloakUnavailableError),
        ((200, {"Content-Type": "text/html"}, f"<html>{CANARY}</html>"), KeycloakUnavailableError),
        ((200, {}, '{"not":"a list"}'), KeycloakUnavailableError),
        ((200, {}, '[{"id":7}]'), KeycloakUnavailableError),
        ((200, {}, "[1,2]"), KeycloakUnavailableError),
        ((403, {}, f'{{"error":"{CANARY}"}}'), KeycloakRefusedError),
    ],
)
def test_an_answer_that_is_none_is_one_sentence_without_what_was_in_it(people, keycloak, broken, error):
    keycloak.broken = lambda request: broken if "/users" in request.url else None
    for ask in (lambda: people.page(0, 2), lambda: people.disabled(0, 2)):
        with pytest.raises(error) as raised:
            ask()
        assert KEYCLOAK in str(raised.value)
        assert CANARY not in str(raised.value)


@pytest.mark.parametrize("broken", [requests.ConnectionError("refused"), (500, {}, ""), (200, {}, "<html>"), (200, {}, "{}")])
def test_without_a_token_nothing_is_asked(people, keycloak, broken):
    keycloak.broken = lambda request: broken
    with pytest.raises(KeycloakUnavailableError):
        people.page(0, 2)
    assert all(path.endswith("/token") for _method, path in keycloak.asked)
