"""The commands by which an admin brings a site that has accounts to one login: in the order and with the words of docs/tenant-admin.md."""

import re
from collections import Counter

import pytest

from tests.sso.people import person

EMERGENCY, ENABLE, LINK = (f"auth/asnsso/cli/{name}.php" for name in ("emergency", "enable", "link"))
CFG, CHECKS = (f"admin/cli/{name}.php" for name in ("cfg", "checks"))
NIPS = tuple(f"{number:018d}" for number in range(900001, 900004))


@pytest.fixture
def off(satu):
    """The site is a member with sign-in, but its admin has not switched the plugin on."""
    satu.site.do("switch_sso", on=False)
    yield
    satu.site.do("switch_sso", on=True)
    satu.site.do("set_sso", settings={"mode": "button", "nipfield": "asn_nip"})


@pytest.fixture
def old_accounts(satu):
    """Accounts as a site has them: two with a NIP of their own, two that claim the same one, one that is closed. Their ids."""
    accounts = [
        {"username": f"perintah{number}", "email": f"perintah{number}@example.invalid", **fields}
        for number, fields in enumerate(
            (
                {"profile_field_asn_nip": NIPS[0]},
                {"profile_field_asn_nip": NIPS[1]},
                {"profile_field_asn_nip": NIPS[2]},
                {"profile_field_asn_nip": NIPS[2]},
                {"suspended": 1},
            )
        )
    ]
    ids = satu.site.do("make_accounts", accounts=accounts)
    yield ids
    for one in ids:
        satu.site.do("delete_account", id=one)


@pytest.fixture
def csv(tmp_path, old_accounts):
    """A list that links the first two, names one who is not here and one who is closed."""
    lines = ["username;subject", "perintah0;subjek-0", "perintah1;subjek-1", "tidakada;subjek-2", "perintah4;subjek-3"]
    file = tmp_path / "daftar.csv"
    file.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")
    return f"--file={file}"


def _preview(tenant):
    """How many accounts each line of the preview counts, by its words. The site has accounts of other tests too."""
    found = re.findall(r"^ *(\d+)  (.+?)(?: \([\d …]+\))?$", tenant.site.php(LINK, "--preview"), re.MULTILINE)
    return Counter({words: int(count) for count, words in found})


def _configure(tenant, name, value):
    """Store a setting as an admin does from the shell; core looks at nothing there."""
    tenant.site.php(CFG, "--component=auth_asnsso", f"--name={name}", f"--set={value}")


def _checked(tenant, kind, expected):
    """What Moodle's own command says of the plugin's checks, in one line."""
    said = tenant.site.php(CHECKS, "--filter=auth_asnsso", f"--type={kind}", expected=expected)
    return " ".join(said.replace("|", " ").split())


def _auths(tenant, ids):
    marks = ", ".join(["%s"] * len(ids))
    return [auth for (auth,) in tenant.site.rows(f"SELECT auth FROM mdl_user WHERE id IN ({marks}) ORDER BY id", *ids)]


def test_a_member_whose_admin_has_not_switched_the_plugin_on_lets_nobody_in(issuer, satu, browser, off):
    browser.sign_in_at(issuer, person())
    asked = issuer.requests["auth"]
    page = browser.get(satu.login)
    assert (page.status, page.reason, satu.who(browser)) == (403, "notready", 0)
    assert issuer.requests["auth"] == asked


def test_what_was_begun_before_the_plugin_was_switched_off_comes_to_nothing(issuer, satu, browser):
    browser.sign_in_at(issuer, person())
    answer = browser.get(satu.login, stop_before="/callback.php").url
    satu.site.do("switch_sso", on=False)
    page = browser.get(answer)
    satu.site.do("switch_sso", on=True)
    assert (page.status, page.reason, satu.who(browser)) == (403, "notready", 0)


@pytest.mark.parametrize(
    ("name", "good", "bad", "words"),
    [
        (
            "nipfield",
            "asn_nip",
            "idnumber",
            "nipfield: People can edit their own ID number. Set “Lock value (ID number)” to “Locked”",
        ),
        ("nipfield", "asn_nip", "tidak_ada", "nipfield: There is no profile field tidak_ada"),
        ("mode", "button", "selalu", "mode: This value is not valid."),
        ("revalidate", "15", "1", "revalidate: This value is not valid."),
    ],
)
def test_a_setting_that_cannot_be_is_named_by_the_checks_until_it_is_right(satu, off, name, good, bad, words):
    _configure(satu, name, bad)
    named = words in _checked(satu, "status", expected=2)
    _configure(satu, name, good)
    assert named
    assert f"{name}: " not in _checked(satu, "status", expected=2)


@pytest.mark.parametrize("text", ["aktif, cpns", "PPPK"])
def test_what_the_page_takes_as_status_is_right_from_the_shell_too(satu, off, text):
    _configure(satu, "statusallowed", text)
    said = _checked(satu, "status", expected=2)
    _configure(satu, "statusallowed", "aktif,cpns")
    assert "statusallowed" not in said


def test_the_preview_tells_what_would_become_of_everybody_and_changes_nothing(satu, off, request):
    without = _preview(satu)
    request.getfixturevalue("old_accounts")
    before = satu.site.rows("SELECT id, auth FROM mdl_user")
    assert _preview(satu) - without == {
        "linked by NIP at the first sign-in, without a question": 2,
        "refused: other accounts have the same NIP": 2,
        "refused: suspended": 1,
        "accounts with a NIP in the chosen field": 4,
    }
    assert satu.site.rows("SELECT id, auth FROM mdl_user") == before


def test_a_list_is_tried_linked_and_taken_back(satu, old_accounts, csv):
    told = satu.site.php(LINK, csv, "--dry-run", expected=3)
    assert "Dry run: nothing was changed." in told
    assert _auths(satu, old_accounts) == ["manual"] * 5
    before = _preview(satu)
    done = satu.site.php(LINK, csv, expected=3)
    assert done.partition("Batch")[0] == told.partition("Dry run")[0]
    assert _auths(satu, old_accounts) == ["asnsso", "asnsso", "manual", "manual", "manual"]
    assert _preview(satu)["linked already"] == before["linked already"] + 2
    again = satu.site.php(LINK, csv, expected=3)
    assert "       2  linked already" in again
    satu.site.php(LINK, re.search(r"--undo=\S+", done)[0])
    assert _preview(satu) == before
    assert _auths(satu, old_accounts) == ["manual"] * 5
    assert satu.site.rows("SELECT 1 FROM mdl_auth_asnsso_link WHERE subject LIKE 'subjek-%%'") == []


def test_no_command_prints_a_nip_a_name_or_an_address(satu, off, csv):
    said = satu.site.php(LINK, "--preview") + satu.site.php(LINK, csv, "--dry-run", expected=3)
    assert [word for word in (*NIPS, "perintah0", "example.invalid") if word in said] == []


def test_a_list_waits_until_the_plugin_is_on_lest_its_people_be_locked_out(satu, off, old_accounts, csv):
    assert "Dry run" in satu.site.php(LINK, csv, "--dry-run", expected=3)
    said = satu.site.php(LINK, csv, expected=1)
    assert f"php {ENABLE}" in said
    assert _auths(satu, old_accounts) == ["manual"] * 5
    before = satu.site.php(CFG, "--name=auth").strip()
    assert "enabled" in satu.site.php(ENABLE)
    assert "enabled" in satu.site.php(ENABLE)
    assert satu.site.php(CFG, "--name=auth").strip() == f"{before},asnsso"
    done = satu.site.php(LINK, csv, expected=3)
    satu.site.php(LINK, re.search(r"--undo=\S+", done)[0])


@pytest.mark.parametrize("text", ["username;nama\na;b\n", "subject\nsubjek-0\n", "subject,userid,username\n", ""])
def test_a_list_without_the_columns_is_refused_whole(satu, tmp_path, text):
    (tmp_path / "salah.csv").write_text(text)
    assert "The first line must name the column subject" in satu.site.php(LINK, f"--file={tmp_path}/salah.csv", expected=2)


@pytest.mark.parametrize(
    ("script", "arguments", "named"),
    [
        (LINK, [], "--preview | --file=…"),
        (LINK, ["--preview", "--let-go"], "--preview | --file=…"),
        (LINK, ["--file"], "--preview | --file=…"),
        (LINK, ["--previw"], "--previw"),
        (ENABLE, ["--now"], "--now"),
        (EMERGENCY, [], "--off | --on"),
        (EMERGENCY, ["--off", "--on"], "--off | --on"),
        (EMERGENCY, ["--stop"], "--stop"),
    ],
)
def test_a_command_names_the_option_it_does_not_know_or_misses(satu, script, arguments, named):
    assert named in satu.site.php(script, *arguments, expected=2)


@pytest.mark.parametrize("script", [LINK, ENABLE, EMERGENCY])
def test_every_command_explains_itself(satu, script):
    assert "--help" in satu.site.php(script, "--help")


def test_the_check_names_the_setting_to_change(satu, off):
    # PHP of the command line does not trust the authority of these tests, so that the issuer is out of reach for it too.
    status = _checked(satu, "status", expected=2)
    satu.site.do("forget_issuer")
    security = _checked(satu, "security", expected=2)
    assert "ASN Unggul sign-in: switched on (auth_asnsso_enabled) The plugin is off. " in status
    assert "ASN Unggul sign-in: https (auth_asnsso_https) This site's address is http://" in security
