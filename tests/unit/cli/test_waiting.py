"""A new account waits for LAN's check: it is counted and shown as such, checked by a command or a list, and told by mail."""

import pytest

from tests.keycloak_answers import CANARY, KEYCLOAK, REALM, account, playing

NIP, OTHER = "198001012005011001", "198001012005011002"
ADDRESS = "orang@example.go.id"


def newcomer(number, nip=NIP, email=ADDRESS, **more):
    attributes = {"nip_klaim": [nip]} if nip else {}
    return account(number, attributes=attributes, email=email, emailVerified=True, **more)


@pytest.fixture
def keycloak(syncd):
    syncd.config.write_text(syncd.config.read_text() + f'[keycloak]\nurl = "{KEYCLOAK}"\nrealm = "{REALM}"\n')
    with playing([account(0), newcomer(1), newcomer(2, None)]) as played:
        yield played


def attributes(keycloak, number):
    return keycloak.accounts[f"orang-{number:04}"]["attributes"]


def hr_list(tmp_path, *lines, head="nip,email,status,agency"):
    file = tmp_path / "daftar.csv"
    file.write_text("\n".join([head, *lines]) + "\n")
    return str(file)


def test_who_waits_is_counted_and_shown_where_to_look_and_is_never_said_to_may_sign_in(syncd, keycloak):
    syncd("people", "refresh")
    found = syncd.json("people", "waiting")
    assert found["waiting"] == 2
    assert found["oldest"][0]["look"] == f"{KEYCLOAK}/admin/{REALM}/console/#/{REALM}/users/orang-0001/settings"
    shown = syncd.json("people", "show", "orang-0001")
    assert (shown["may_sign_in"], shown["waits_for_check"]) == (False, True)
    summary = syncd.json("people", "summary")
    assert (summary["may_not_sign_in"], summary["wait_for_check"]) == (2, 2)
    assert "waits for LAN's check" in syncd("people", "enable", "orang-0001")
    said = syncd("people", "waiting")
    assert "wait for their check: 2;" in said
    assert CANARY not in said
    assert NIP not in said


def test_before_the_realm_was_read_nobody_is_said_to_wait_for_nothing(syncd, keycloak):
    assert "Nobody knows who waits" in syncd("people", "waiting")
    syncd("people", "refresh")
    assert "wait for their check: 2; the realm was read" in syncd("people", "waiting")


def test_without_a_realm_nobody_is_told_to_read_it(syncd):
    syncd("people", "waiting", code=78)
    assert "has no realm" in syncd.complaint


def test_a_check_writes_nip_status_and_agency_and_the_person_is_told(syncd, keycloak):
    said = syncd("people", "verify", "orang-0001", "--agency", "UJI02")
    assert "may sign in" in said
    assert "A mail tells them." in said
    assert attributes(keycloak, 1) == {
        "nip_klaim": [NIP],
        "nip": [NIP],
        "nip_terverifikasi": ["true"],
        "status_asn": ["aktif"],
        "instansi_kode": ["UJI02"],
        "instansi": ["Lembaga UJI02"],
    }
    assert keycloak.groups == {"orang-0001": {"g-UJI02"}}
    assert keycloak.told == ["orang-0001"]
    shown = syncd.json("people", "show", "orang-0001")
    assert (shown["may_sign_in"], shown["waits_for_check"], shown["agency"]) == (True, False, "UJI02")
    assert NIP not in said


def test_a_second_agency_takes_the_place_of_the_first(syncd, keycloak):
    for agency in ("UJI01", "UJI02"):
        syncd("people", "verify", "orang-0002", "--agency", agency, "--no-nip")
    assert keycloak.groups == {"orang-0002": {"g-UJI02"}}
    assert "nip" not in attributes(keycloak, 2)


def test_a_check_that_cannot_be_right_is_refused_and_writes_nothing(syncd, keycloak):
    keycloak.accounts["orang-0003"] = newcomer(3)
    keycloak.accounts["orang-0003"]["attributes"] |= {"nip": [NIP], "nip_terverifikasi": ["true"]}
    for arguments, code, says in (
        (("orang-0001", "--agency", "UJI01"), 78, "verified already for orang-0003"),
        (("orang-0002", "--agency", "UJI01"), 78, "claims no NIP"),
        (("orang-0002", "--agency", "LAIN", "--no-nip"), 1, "has no agency 'LAIN'"),
        (("orang-9999", "--agency", "UJI01"), 1, "no person 'orang-9999'"),
    ):
        syncd("people", "verify", *arguments, code=code)
        assert says in syncd.complaint
        assert NIP not in syncd.complaint
    assert "status_asn" not in attributes(keycloak, 1)
    assert keycloak.told == []


def test_a_status_that_the_realm_does_not_take_is_named_and_keycloak_is_not_said_to_be_away(syncd, keycloak):
    keycloak.broken = lambda request: (400, {}, "{}") if request.method == "PUT" and "aktip" in str(request.body) else None
    syncd("people", "verify", "orang-0001", "--agency", "UJI01", "--status", "aktip", code=1)
    assert "does not take the status 'aktip'" in syncd.complaint
    assert NIP not in syncd.complaint


def test_an_account_that_was_made_anew_gets_the_nip_once_the_old_one_is_gone(syncd, keycloak):
    """As docs/operations.md tells it."""
    old, new = "orang-0001", "orang-0003"
    syncd("people", "verify", old, "--agency", "UJI01")
    keycloak.accounts[new] = newcomer(3)
    assert syncd.json("people", "disable", old)["signed_out"]
    syncd("people", "verify", new, "--agency", "UJI01", code=78)
    assert f"verified already for {old}" in syncd.complaint
    del keycloak.accounts[old]
    assert syncd.json("people", "refresh", old)["gone"]
    syncd("people", "refresh")
    assert new in [one["subject"] for one in syncd.json("people", "waiting")["oldest"]]
    syncd("people", "verify", new, "--agency", "UJI01")
    assert syncd.json("people", "show", new)["may_sign_in"]
    assert not syncd.json("people", "show", old)["may_sign_in"]


def test_without_a_mail_server_the_check_stands_and_it_is_said_that_nobody_told_the_person(syncd, keycloak):
    keycloak.mail_server = False
    assert "tell them yourself" in syncd("people", "verify", "orang-0001", "--agency", "UJI01")
    assert attributes(keycloak, 1)["nip"] == [NIP]


def test_the_doctor_names_a_realm_without_a_mail_server(syncd, keycloak):
    syncd("people", "refresh")
    syncd("doctor")
    keycloak.mail_server = False
    findings = {one["subject"]: one for one in syncd.json("doctor", code=78)}
    assert "has no mail server" in findings["realm"]["says"]


def test_a_list_verifies_who_claims_a_nip_of_it_and_has_proven_its_address_and_nobody_else(syncd, keycloak, tmp_path):
    keycloak.accounts["orang-0003"] = newcomer(3, OTHER, "pencuri@example.com")
    keycloak.accounts["orang-0004"] = newcomer(4, NIP, "pencuri@example.com")
    keycloak.accounts["orang-0005"] = newcomer(5, "198001012005011005", "b@example.go.id") | {"emailVerified": False}
    file = hr_list(
        tmp_path,
        f"{NIP},Orang@Example.go.id,aktif,UJI01",
        f"{OTHER},pemilik@example.go.id,aktif,UJI01",
        "198001012005011005,b@example.go.id,aktif,UJI01",
        "198001012005011006,tidak-ada@example.go.id,aktif,UJI01",
    )
    tried = syncd.json("people", "import", file, "--dry-run", code=3)
    assert (tried["verified"], tried["written"]) == (1, False)
    assert keycloak.told == []
    done = syncd.json("people", "import", file, code=3)
    assert (done["verified"], done["told"], done["without_account"]) == (1, 1, 1)
    assert done["other_address"] == ["orang-0004", "orang-0003", "orang-0005"]
    assert attributes(keycloak, 1)["nip"] == [NIP]
    assert [number for number in (3, 4, 5) if "nip" in attributes(keycloak, number)] == []
    again = syncd.json("people", "import", file, code=3)
    assert (again["verified"], again["verified_before"], again["nip_of_another"]) == (0, 1, ["orang-0004"])


def test_nothing_of_a_list_is_kept_or_said(syncd, keycloak, tmp_path):
    said = syncd("people", "import", hr_list(tmp_path, f"{NIP},{ADDRESS},aktif,UJI01"))
    assert "1 people are verified, 1 of them told by mail" in said
    kept = b"".join(file.read_bytes() for file in syncd.config.parent.glob("syncd.db*"))
    for secret in (NIP, ADDRESS):
        assert secret not in said
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("head", "line", "says"),
    [
        ("nip,status,agency", f"{NIP},aktif,UJI01", "no column email"),
        ("nip,nip,email,status,agency", f"{NIP},{NIP},{ADDRESS},aktif,UJI01", "more than one column nip"),
        ("nip,email,status,agency", f"{NIP},{ADDRESS},aktif,UJI01,{OTHER}", "line 2: it has more cells"),
        ("nip,email,status,agency", f'\n"{NIP}",{ADDRESS},"ak\ntif",UJI01\n\n123,{ADDRESS},aktif,UJI01', "line 6: the NIP"),
        ("nip,email,status,agency", f"{NIP},{ADDRESS},aktif,=HYPERLINK(1)", "line 2: the realm has no agency of this code"),
        ("nip,email,status,agency", f"123,{ADDRESS},aktif,UJI01", "line 2: the NIP must have 18 digits"),
        ("nip,email,status,agency", f"{NIP},,aktif,UJI01", "line 2: email is empty"),
        ("nip,email,status,agency", f"{NIP},{ADDRESS},aktif,UJI01\n{NIP},{ADDRESS},aktif,UJI01", "1 NIPs more than once"),
    ],
)
def test_a_wrong_list_is_one_sentence_that_quotes_nothing_of_it_and_writes_nothing(syncd, keycloak, tmp_path, head, line, says):
    syncd("people", "import", hr_list(tmp_path, line, head=head), code=78)
    assert says in syncd.complaint
    assert NIP not in syncd.complaint
    assert keycloak.told == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_is_read_as_spreadsheets_write_it(syncd, keycloak, tmp_path, delimiter):
    lines = [f" {NIP} ", ADDRESS, "aktif", "UJI01", "dua kata"]
    file = tmp_path / "daftar.csv"
    file.write_bytes(
        b"\xef\xbb\xbf" + "\r\n".join(map(delimiter.join, [["NIP", "Email ", "STATUS", "agency", "catatan"], lines])).encode()
    )
    assert syncd.json("people", "import", str(file))["verified"] == 1


def test_a_list_in_another_encoding_is_told_how_to_be_saved(syncd, keycloak, tmp_path):
    file = tmp_path / "daftar.csv"
    file.write_bytes(f"nip,email,status,agency\n{NIP},{ADDRESS},aktif,Jos\u00e9\n".encode("cp1252"))
    syncd("people", "import", str(file), code=78)
    assert "save it as CSV UTF-8" in syncd.complaint


def test_one_agency_that_the_realm_does_not_have_stops_the_list_before_anything_is_written(syncd, keycloak, tmp_path):
    keycloak.accounts["orang-0003"] = newcomer(3, OTHER, "lain@example.go.id")
    file = hr_list(tmp_path, f"{NIP},{ADDRESS},aktif,UJI01", f"{OTHER},lain@example.go.id,aktif,SALAH")
    syncd("people", "import", file, code=78)
    assert "line 3: the realm has no agency" in syncd.complaint
    assert "SALAH" not in syncd.complaint
    assert "nip" not in attributes(keycloak, 1)


def test_one_person_whom_keycloak_refuses_does_not_end_the_list(syncd, keycloak, tmp_path):
    keycloak.accounts["orang-0003"] = newcomer(3, OTHER, "lain@example.go.id")

    def broken(request):
        wrong = request.method == "PUT" and "aktip" in str(request.body)
        return (400, {"Content-Type": "application/json"}, "{}") if wrong else None

    keycloak.broken = broken
    file = hr_list(tmp_path, f"{NIP},{ADDRESS},aktip,UJI01", f"{OTHER},lain@example.go.id,aktif,UJI01")
    done = syncd.json("people", "import", file, code=3)
    assert (done["verified"], done["refused_by_keycloak"], keycloak.told) == (1, ["orang-0001"], ["orang-0003"])
    assert attributes(keycloak, 3)["nip"] == [OTHER]
