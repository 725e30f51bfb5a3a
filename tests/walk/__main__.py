"""`bin/demo --sso`: brings the world of `world.py` up; with `--once` walks through it headless and ends. Writes .work/demo-sso*."""

import argparse
import shutil
import signal
import sys
from pathlib import Path
from threading import Event

from tests.conftest import REAL_PARTS
from tests.moodle.tree import WORK
from tests.walk.browser import PHONE, Walk, chromium, visitor
from tests.walk.stage import SITE_ADMIN, SITE_PASSWORD, alone, dressed
from tests.walk.steps import walk
from tests.walk.world import NAMES, REALM, World, world

FOLDER = WORK / "demo-sso"
ONCE_FOLDER = WORK / "demo-sso-once"
_TO_TRY = """
It keeps running. Stop it with Ctrl-C.

  sign in at      {first}/login/index.php
                  as {person.username} with the password {person.password}
  then open       {course}
                  on the other site: you are in without a prompt
  the realm       {keycloak}/admin/master/console/#/{realm}
                  as {admin} with the password {admin_password}
  change it there by hand, and let it be named and mended, in another terminal and this folder:
                  .venv/bin/syncd --config {settings} realm check
                  .venv/bin/syncd --config {settings} realm apply
  the centre      {centre}/
                  its daemon runs: every site is read each {interval_s} seconds
  a site's admin  {first_name}: {first}/login/index.php?noredirect=1
                  {second_name}: {second}/login/index.php?noredirect=1
                  as {site_admin} with the password {site_password}
                  then {first}/local/asnunggul/index.php: what LAN receives from this site
"""


def main() -> int:
    """The exit status: 0 all steps went as they should, 1 not, 69 a part is missing here."""
    parser = argparse.ArgumentParser(prog="bin/demo --sso", description="One login over two real Moodle sites.")
    parser.add_argument("--once", action="store_true", help="walk through it headless and end")
    options = parser.parse_args()
    needed = ("moodle", "keycloak", *(["browser"] if options.once else []))
    if missing := [reason for part in needed if (reason := REAL_PARTS[part]())]:
        print("demo: not possible here: " + "; ".join(missing), file=sys.stderr)
        return 69
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.default_int_handler)
    folder = ONCE_FOLDER if options.once else FOLDER
    with alone(folder) as free:
        if not free:
            print(f"demo: another one runs in {folder.relative_to(WORK.parent)}; stop it with Ctrl-C first", file=sys.stderr)
            return 75
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            return _shown(folder, once=options.once)
        except KeyboardInterrupt:
            return 130


def _shown(folder: Path, *, once: bool) -> int:
    with world(folder, _say) as made, dressed(made):
        if once:
            return _once(made, folder / "screenshots")
        _say(_to_try(made))
        Event().wait()
    return 0


def _once(made: World, shots: Path) -> int:
    shots.mkdir()
    _say("5. A person signs in once …")
    with chromium() as browser, visitor(browser, PHONE) as page:
        steps = walk(made, Walk(made, page, shots), made.person)
        for step in steps:
            _say(f"   {'ok    ' if step.as_wanted else 'FAILED'} {step.what}")
    _say(f"Screenshots: {shots.relative_to(WORK.parent)}")
    return 0 if all(step.as_wanted for step in steps) else 1


def _to_try(made: World) -> str:
    return _TO_TRY.format(
        first=made.sites["satu"].wwwroot,
        course=made.course_url("dua"),
        person=made.person,
        keycloak=made.keycloak.url,
        realm=REALM,
        admin=made.keycloak.admin_user,
        admin_password=made.keycloak.admin_password,
        centre=made.centre.url,
        interval_s=300,
        first_name=NAMES["satu"],
        second_name=NAMES["dua"],
        second=made.sites["dua"].wwwroot,
        site_admin=SITE_ADMIN,
        site_password=SITE_PASSWORD,
        settings=(FOLDER / "centre" / "syncd.toml").relative_to(WORK.parent),
    )


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
