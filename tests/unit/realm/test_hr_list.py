"""An agency's list verifies exactly whom it can answer for, and a list that is wrong is named by its line and never quoted."""

from dataclasses import replace

import pytest

from syncd.errors import ConfigurationError
from syncd.keycloak.checking import Checked, PersonAccount
from syncd.realm.hr_list import COLUMNS, Line, matched, read_list

NIP, OTHER = "000000000000000001", "000000000000000002"
ADDRESS, ELSEWHERE = "orang@example.invalid", "lain@example.invalid"
LINE = Line(2, NIP, ADDRESS, "aktif", "UJI01")


def written(tmp_path, text: str, encoding: str = "utf-8"):
    file = tmp_path / "daftar.csv"
    file.write_bytes(text.encode(encoding))
    return file


def line(number: int, email: str = ADDRESS) -> str:
    return f"{number:018},{email},aktif,UJI01\n"


HEAD = "nip,email,status,agency\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEAD}{NIP},{ADDRESS},aktif,UJI01\n", id="plain"),
        pytest.param(f"\ufeff{HEAD}{NIP},{ADDRESS},aktif,UJI01", id="with a byte order mark and no last line end"),
        pytest.param(f"{HEAD} {NIP} , {ADDRESS},aktif ,UJI01\r\n", id="spaces around"),
        pytest.param(f"agency,nama,nip,email,status\r\nUJI01,Contoh,{NIP},{ADDRESS},aktif\r\n", id="another order and one more"),
        pytest.param(f'{HEAD}"{NIP}","{ADDRESS}","aktif","UJI01"\n\n', id="quoted, an empty line at the end"),
    ],
)
def test_a_list_is_read_however_a_table_program_writes_it(tmp_path, text):
    assert read_list(written(tmp_path, text)) == [LINE]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        *(
            (HEAD.replace(name, "x"), f" has no column {name}; its first line must be: nip,email,status,agency")
            for name in COLUMNS
        ),
        ("", " has no column nip; its first line must be: nip,email,status,agency"),
        (HEAD + line(1) + "1" * 17 + ",a,b,c\n", ", line 3: the NIP must have 18 digits; nothing was written."),
        (HEAD + "1" * 19 + ",a,b,c\n", ", line 2: the NIP must have 18 digits; nothing was written."),
        (HEAD + "\N{ARABIC-INDIC DIGIT ONE}" * 18 + ",a,b,c\n", ", line 2: the NIP must have 18 digits; nothing was written."),
        (HEAD + line(1) + "\n\n" + line(2, ""), ", line 5: email is empty; nothing was written."),
        (HEAD + NIP + ",a,b\n", ", line 2: agency is empty; nothing was written."),
        (HEAD + NIP + ",a, ,c\n", ", line 2: status is empty; nothing was written."),
        (HEAD + line(1) + line(2) + line(2) + line(1), " names 2 NIPs more than once; nothing was written."),
    ],
)
def test_a_wrong_list_is_one_sentence_that_names_the_line(tmp_path, text, says):
    file = written(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        read_list(file)
    assert str(caught.value) == f"{file}{says}"


def test_what_is_no_table_in_utf_8_is_refused_by_its_kind_of_fault_alone(tmp_path):
    for file, says in (
        (written(tmp_path, HEAD + "é", "latin-1"), " is not in UTF-8: save it as CSV UTF-8; nothing was written."),
        (tmp_path / "tidak-ada.csv", " cannot be read as a table (FileNotFoundError)."),
    ):
        with pytest.raises(ConfigurationError) as caught:
            read_list(file)
        assert str(caught.value) == f"{file}{says}"


def account(
    subject: str, *, claimed: str | None = NIP, nip: str | None = None, email: str | None = ADDRESS, enabled: bool = True
):
    return PersonAccount(subject, enabled, claimed, nip, email)


def test_who_claims_the_nip_and_has_proven_the_address_is_verified_as_the_list_says():
    found = matched(
        [replace(LINE, email="Orang@Example.invalid")], [account("a"), account("b", claimed=OTHER), account("c", claimed=None)]
    )
    assert found.checked == {"a": Checked("aktif", "UJI01", NIP)}
    assert (found.already, found.without_account) == (0, 0)
    assert (found.other_address, found.claimed_twice, found.taken) == ([], [], [])


def test_lines_of_the_list_do_not_mix():
    second = Line(3, OTHER, ELSEWHERE, "cuti", "UJI02")
    found = matched([LINE, second], [account("b", claimed=OTHER, email=ELSEWHERE), account("a")])
    assert found.checked == {"a": Checked("aktif", "UJI01", NIP), "b": Checked("cuti", "UJI02", OTHER)}


@pytest.mark.parametrize("email", [ELSEWHERE, None])
def test_who_claims_the_nip_with_another_address_is_left_to_people(email):
    found = matched([LINE], [account("thief", email=email)])
    assert (found.checked, found.other_address, found.without_account) == ({}, ["thief"], 0)
    found = matched([LINE], [account("thief", email=email), account("a")])
    assert (list(found.checked), found.other_address, found.without_account) == (["a"], ["thief"], 0)


def test_an_account_that_is_switched_off_claims_nothing():
    found = matched([LINE], [account("off", enabled=False)])
    assert (found.checked, found.other_address, found.without_account) == ({}, [], 1)


def test_lines_whose_nip_nobody_claims_are_counted():
    found = matched([LINE, replace(LINE, nip=OTHER), replace(LINE, nip="000000000000000003")], [account("a")])
    assert (list(found.checked), found.without_account) == (["a"], 2)


def test_two_accounts_that_prove_one_address_are_left_to_people_and_so_is_whoever_else_claims_the_nip():
    found = matched([LINE], [account("a"), account("b"), account("thief", email=ELSEWHERE)])
    assert (found.checked, found.claimed_twice, found.other_address) == ({}, ["a", "b"], ["thief"])
    assert found.without_account == 0


def test_a_nip_that_is_verified_already_is_given_to_nobody_else():
    holder = account("holder", nip=NIP)
    found = matched(
        [LINE, replace(LINE, nip=OTHER)], [account("a"), holder, account("thief", email=ELSEWHERE), account("b", claimed=OTHER)]
    )
    assert (found.already, found.taken, list(found.checked)) == (1, ["a", "thief"], ["b"])
    assert (found.other_address, found.claimed_twice, found.without_account) == ([], [], 0)


def test_a_nip_stays_that_of_its_holder_who_was_switched_off_or_claims_it_no_longer():
    for holder in (account("holder", nip=NIP, enabled=False), account("holder", nip=NIP, claimed=None)):
        found = matched([LINE], [holder, account("a")])
        assert (found.already, found.taken, found.checked) == (1, ["a"], {})


def test_what_is_left_to_people_is_gathered_over_all_lines():
    lines = [replace(LINE, nip=f"{number:018}") for number in range(1, 7)]
    accounts = []
    for number in (1, 2):
        nip = f"{number:018}"
        accounts += [account(f"holder {number}", claimed=nip, nip=nip), account(f"claims {number}", claimed=nip)]
    for number in (3, 4):
        accounts += [account(f"one of {number}", claimed=f"{number:018}"), account(f"two of {number}", claimed=f"{number:018}")]
    accounts += [account(f"elsewhere {number}", claimed=f"{number:018}", email=ELSEWHERE) for number in (5, 6)]
    found = matched(lines, accounts)
    assert (found.already, found.taken) == (2, ["claims 1", "claims 2"])
    assert found.claimed_twice == ["one of 3", "two of 3", "one of 4", "two of 4"]
    assert found.other_address == ["elsewhere 5", "elsewhere 6"]
