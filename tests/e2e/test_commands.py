"""The tenant admin's commands on a real site: they ask before they join, say what they did, and name what they were not told."""

import pytest

from tests.moodle.site import MoodleSite

JOIN, PAUSE, LEAVE = (f"local/asnunggul/cli/{name}.php" for name in ("join", "pause", "leave"))


@pytest.fixture(scope="module")
def site(sites) -> MoodleSite:
    site = sites["laman"]
    site.php(LEAVE, "--yes", "--without-centre", expected=None)
    return site


def test_joining_shows_whom_the_site_becomes_and_without_a_yes_nothing_happens(site, centre):
    code = centre.invite("Balai Perintah")
    shown = site.php(JOIN, f"--code={code}", said="", expected=1)
    assert "Balai Perintah" in shown
    assert centre.url in shown
    assert "balai-perintah" not in centre.syncd("tenant", "list")
    # The code is not used up by looking.
    assert centre.url in site.php(JOIN, f"--code={code}", said="y\n")
    assert "balai-perintah" in centre.syncd("tenant", "list")
    report = site.php("admin/cli/checks.php", "--filter=local_asnunggul", "--verbose", expected=None)
    # A real web server hands the header on, and the address serves what is announced.
    for row in ("address", "authorization", "centre", "readable", "offers"):
        line = next(line for line in report.splitlines() if f"(local_asnunggul_{row})" in line)
        assert "OK" in line, report
    site.php(LEAVE, "--yes")


def test_a_site_that_has_not_joined_cannot_pause_and_one_that_has_is_told_what_happened(site, centre):
    assert "has not joined" in site.php(PAUSE, expected=1)
    site.php(JOIN, f"--code={centre.invite('Balai Jeda')}", "--yes")
    assert "paused" in site.php(PAUSE)
    assert "read again" in site.php(PAUSE, "--resume")
    site.php(LEAVE, "--yes")


@pytest.mark.parametrize(
    ("script", "arguments", "named"),
    [
        (JOIN, [], "--code"),
        (JOIN, ["--code=ASN1.x.y", "--streams=grades"], "--streams=learning,badges"),
        (LEAVE, [], "--yes"),
        (PAUSE, ["--now"], "--now"),
        ("local/asnunggul/cli/keys.php", ["--rotat"], "--rotat"),
        ("local/asnunggul/cli/identity.php", ["reset"], "reset"),
    ],
)
def test_a_command_names_the_option_it_does_not_know_or_misses(site, script, arguments, named):
    assert named in site.php(script, *arguments, expected=2)


@pytest.mark.parametrize("name", ["join", "pause", "leave", "keys", "identity"])
def test_every_command_explains_itself(site, name):
    assert "--help" in site.php(f"local/asnunggul/cli/{name}.php", "--help")
