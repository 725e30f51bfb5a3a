"""One violation of each rule, as data: which file is changed how, and what the rule must say of it. Changes copies only."""

from collections.abc import Callable
from dataclasses import dataclass

LOCAL, AUTH = "moodle-plugins/local_asnunggul", "moodle-plugins/auth_asnsso"
# Deep in a plugin: where a pattern that takes `**` for one folder does not look.
DEEP = f"{LOCAL}/classes/local/feed/kind/planted.php"
GPL = "// under the terms of the GNU General Public License\n"
PHP = f"<?php\n{GPL}/** @package local_asnunggul */\n"
PAGE = f"{LOCAL}/templates/deep/planted.mustache"
PY = "syncd/serve/pages/planted.py"

Edit = Callable[[str], str | None]


def text(new: str) -> Edit:
    """The file holds this, whatever it held before."""
    return lambda _old: new


def more(end: str) -> Edit:
    """The file has this at its end."""
    return lambda old: old + end


def instead(old_part: str, new_part: str) -> Edit:
    """The first of these parts is the other one; it must be there."""

    def edit(old: str) -> str:
        assert old_part in old, f"{old_part!r} is not there any more: plant something else"
        return old.replace(old_part, new_part, 1)

    return edit


def gone(_old: str) -> None:
    """There is no such file."""


@dataclass(frozen=True)
class Planting:
    """A violation: the rule it breaks, the file it is planted in, how, and a part of what the rule says then."""

    rule: str
    file: str
    edit: Edit
    finding: str


PLANTINGS = (
    # Plugins
    Planting("plugins_are_there", "moodle-plugins/mod_other/version.php", text(PHP), "mod_other"),
    Planting("plugins_are_there", f"{AUTH}/version.php", gone, "auth_asnsso is missing"),
    Planting("only_plugins", "moodle-plugins/notes/todo.txt", text("later\n"), "notes/todo.txt"),
    Planting("plugin_is_whole", f"{AUTH}/CHANGES.md", gone, "CHANGES.md is missing"),
    Planting("php_has_no_drawer", f"{LOCAL}/classes/local/feed/kind/utils.php", text(PHP), "utils.php"),
    Planting("php_has_no_drawer", f"{LOCAL}/classes/local/feed_manager.php", text(PHP), "feed_manager.php"),
    Planting("scripts_are_built", f"{LOCAL}/amd/src/turning.js", more("// More.\n"), "turning.min.js is not made of"),
    Planting(
        "answers_hold_nothing_else", f"{AUTH}/backchannel.php", instead("ob_start();\n", ""), "backchannel.php would answer"
    ),
    Planting(
        "commands_speak_both_languages",
        f"{AUTH}/cli/planted.php",
        text(PHP + "if (1) {\n    cli_error(\n        'Nothing was done.'\n    );\n}\n"),
        "planted.php:5 says 'Nothing was done.'",
    ),
    Planting("php_is_short", DEEP, text(PHP + "// One line.\n" * 398), "planted.php has 401 lines"),
    Planting("php_has_licence", DEEP, text("<?php\n/** @package local_asnunggul */\n"), "names no licence"),
    Planting("php_has_licence", f"{AUTH}/tests/local/deep/planted_test.php", text(f"<?php\n{GPL}"), "does not name its package"),
    Planting("php_reads_no_superglobal", DEEP, text(PHP + "echo $_GET['id'];\n"), "planted.php:4 reads $_GET"),
    Planting("php_class_is_no_test", f"{LOCAL}/classes/local/feed/kind/planted_test.php", text(PHP), "planted_test.php"),
    Planting(
        "php_test_is_final_and_covers",
        f"{LOCAL}/tests/local/feed/deep/planted_test.php",
        text(f"{PHP}/** @covers \\x */\nclass planted_test extends \\advanced_testcase {{}}\n"),
        "planted_test.php is not final",
    ),
    Planting(
        "php_test_is_final_and_covers",
        f"{LOCAL}/tests/local/feed/deep/planted_test.php",
        text(f"{PHP}final class planted_test extends \\advanced_testcase {{}}\n"),
        "planted_test.php does not say what it covers",
    ),
    Planting("template_has_example", PAGE, text("<p>Halo</p>\n"), "planted.mustache"),
    Planting(
        "strings_are_sorted",
        f"{LOCAL}/lang/en/local_asnunggul.php",
        more("$string['aaa'] = 'First at the end';\n"),
        "lang/en/local_asnunggul.php: ",
    ),
    Planting(
        "languages_have_same_strings",
        f"{AUTH}/lang/id/auth_asnsso.php",
        more("$string['zzz'] = 'Hanya di sini';\n"),
        "lang/en/auth_asnsso.php lacks zzz",
    ),
    Planting(
        "languages_have_same_strings",
        f"{LOCAL}/lang/id/local_asnunggul.php",
        more("$string['pluginname'] = 'Dua kali';\n"),
        "has pluginname twice",
    ),
    Planting(
        "languages_have_same_placeholders",
        f"{LOCAL}/lang/id/local_asnunggul.php",
        instead("$string['pluginname'] = '", "$string['pluginname'] = '{$a->name} "),
        "lang/id/local_asnunggul.php: pluginname",
    ),
    Planting(
        "tables_are_named", f"{LOCAL}/db/install.xml", instead('NAME="local_asnunggul_', 'NAME="mine_'), "install.xml: mine_"
    ),
    Planting(
        "upgrades_have_savepoints",
        f"{AUTH}/db/upgrade.php",
        text(f"{PHP}if ($oldversion < 2025010100) {{\n    echo 1;\n}}\n"),
        "upgrade.php: steps ['2025010100'], savepoints []",
    ),
    Planting(
        "plugins_meet_at_the_face",
        f"{AUTH}/classes/local/account/planted.php",
        text(f"{PHP}use local_asnunggul\\local\\membership\\keys;\n"),
        "planted.php:4 reaches into local_asnunggul",
    ),
    # Facts
    Planting(
        "settings_are_named_once",
        DEEP,
        text(PHP + "$days = get_config('local_asnunggul', 'retention');\n"),
        "planted.php:4 names retention",
    ),
    Planting(
        "settings_are_named_once",
        f"{LOCAL}/tests/local/feed/deep/planted_test.php",
        text(PHP + "set_config('retention', max(1, 2), 'local_asnunggul');\n"),
        "planted_test.php:4 names retention",
    ),
    Planting(
        "settings_are_named_once",
        f"{AUTH}/classes/local/planted.php",
        text(PHP + "$mode = get_config('auth_asnsso')->planted;\n"),
        "planted.php:4 names planted",
    ),
    Planting(
        "streams_are_named_once_in_php",
        f"{LOCAL}/classes/output/status/planted.php",
        text(PHP + "$kinds = ['badge_class'];\n"),
        "planted.php:4 names badge_class",
    ),
    Planting("streams_are_named_once_in_php", DEEP, text(PHP + 'echo "stream_catalogue";\n'), "planted.php:4 names catalogue"),
    Planting(
        "streams_are_named_once_in_python", PY, text('"""A page."""\n\nKIND = "completion"\n'), "planted.py:3 names completion"
    ),
    # Python
    Planting("python_is_short", PY, text('"""A page."""\n' + "x = 1\n" * 400), "planted.py has 401 lines"),
    Planting("python_names_say_something", "syncd/serve/pages/page_utils.py", text('"""A page."""\n'), "page_utils"),
    Planting("python_names_say_something", "syncd/services/page.py", text('"""A page."""\n'), "services"),
    Planting("python_names_say_something", PY, text('"""A page."""\n\nclass PageManager: ...\n'), "planted.py:3: PageManager"),
    Planting("python_says_what_it_does", PY, text("x = 1\n"), "planted.py"),
    Planting(
        "python_asks_one_clock", PY, text('"""A page."""\nimport time\nnow = time.time()\n'), "planted.py:3 calls time.time"
    ),
    Planting("python_asks_one_clock", PY, text('"""A page."""\nfrom time import time\n'), "planted.py:2 takes time"),
    Planting(
        "stored_times_are_the_databases",
        PY,
        text('"""A page."""\nfrom syncd import clock\nnow = clock.now_ms()\n'),
        "planted.py:3 asks the host's clock",
    ),
    Planting(
        "stored_times_are_the_databases",
        "syncd/cli/doctor.py",
        instead("before = clock.now_ms()", "before = there"),
        "doctor.py asks the host's clock no longer",
    ),
    Planting(
        "packages_are_imported_in_their_place", PY, text('"""A page."""\nimport requests\n'), "planted.py:2 imports requests"
    ),
    Planting(
        "packages_are_imported_in_their_place",
        "syncd/realm/planted.py",
        text('"""A page."""\nfrom sqlalchemy.orm import Session\n'),
        "planted.py:2 imports sqlalchemy",
    ),
    Planting(
        "dependencies_are_used",
        "pyproject.toml",
        instead('    "babel>=', '    "planted>=1",\n    "babel>='),
        "planted is imported by no module",
    ),
    Planting("dependencies_are_used", "syncd/keys/planted.py", text('"""Keys."""\nimport cryptography\n'), "need not be excused"),
    Planting("nothing_is_left_over", "syncd/store/tenants.py", more("\n\ndef planted() -> None: ...\n"), "defines planted"),
    Planting("nothing_is_left_over", PY, text('"""A page."""\n\n_PLANTED = 1\n'), "planted.py:3 defines _PLANTED"),
    Planting("model_stands_alone", "syncd/model/kinds.py", more("\nfrom syncd import clock\n"), "imports syncd"),
    Planting(
        "independent_tenant_stands_alone",
        "tests/independent/tenant/planted.py",
        text('"""A tenant."""\nfrom syncd.keys import Signer\n'),
        "planted.py:2 imports syncd.keys",
    ),
    Planting(
        "imports_point_inward",
        "syncd/poll/planted.py",
        text('"""A poll."""\nfrom syncd.sync import turn\n'),
        "syncd.poll.planted -> syncd.sync",
    ),
    Planting(
        "imports_point_inward",
        PY,
        text('"""A page."""\nfrom syncd.poll import client\n'),
        "syncd.serve.pages.planted -> syncd.poll",
    ),
    Planting("imports_point_inward", "syncd/planted/__init__.py", text('"""A room."""\n'), "syncd.planted"),
    # Documents
    Planting("links_lead_somewhere", "docs/operations.md", more("\n[here](nowhere.md)\n"), "operations.md leads to nowhere.md"),
    Planting("readme_names_files_that_exist", "README.md", more("\n`syncd/nowhere.py`\n"), "README.md names syncd/nowhere.py"),
    Planting("documented_commands_exist", "docs/operations.md", more("\n`syncd tenant abolish`\n"), "syncd tenant abolish"),
    Planting(
        "no_machine_is_named", "docs/decisions/0001-the-seal-signs-the-whole-answer.md", more("\n/wo" + "rk/x\n"), "names /wo"
    ),
    Planting("no_machine_is_named", "requirements.lock", more("\n# https://py" + "pi.org\n"), "requirements.lock"),
    Planting(
        "pages_load_nothing_foreign",
        PAGE,
        text('Example context (json)\n<script src="https://evil.example/x.js"></script>\n'),
        "planted.mustache:2: src",
    ),
    Planting(
        "pages_load_nothing_foreign",
        f"{LOCAL}/styles.css",
        more("\n.a { background: url(//evil.example/x.png) }\n"),
        "styles.css",
    ),
    Planting("pages_load_nothing_foreign", PAGE, text("<style>@IMPORT 'x.css';</style>\n"), "planted.mustache:1: @IMPORT"),
    Planting(
        "services_have_health_checks",
        "docker-compose.yml",
        instead("services:\n", "services:\n  planted:\n    image: x\n"),
        "planted has no health check",
    ),
    Planting("decisions_are_listed", "docs/decisions/0999-planted.md", text("# Planted\n"), "0999-planted.md is not listed"),
    Planting(
        "fault_table_is_the_tests",
        "tests/faults/README.md",
        instead("RATE_LIMITED", "RATE_LIMITED, PAUSED"),
        "test_transport.py: PAUSED",
    ),
    Planting(
        "declared_moodles_are_promised", f"{AUTH}/version.php", instead("[405, 500]", "[405, 501]"), "README.md does not promise"
    ),
    Planting("declared_moodles_are_promised", f"{AUTH}/README.md", more("\n(5.1 and newer: `public`)\n"), "speaks of Moodle 5.1"),
    # Words
    Planting(
        "events_are_logged",
        "syncd/log.py",
        instead("    LEASE_LOST =", '    PLANTED = "planted"\n    LEASE_LOST ='),
        "PLANTED is never",
    ),
    Planting(
        "sentences_are_shown",
        "syncd/health/sentences.py",
        instead('    "PEOPLE_HELD": (', '    "PLANTED": (\n        "a",\n        "b",\n    ),\n    "PEOPLE_HELD": ('),
        "PLANTED is shown by nobody",
    ),
    Planting(
        "sentences_are_shown",
        "syncd/errors.py",
        instead("    SLOW =", '    PLANTED = "PLANTED"\n    SLOW ='),
        "PLANTED is never raised",
    ),
    Planting(
        "page_words_are_used",
        "syncd/serve/pages/texts.py",
        instead('        "skip":', '        "planted": "x",\n        "skip":'),
        "planted is on no page",
    ),
    Planting(
        "texts_do_not_stumble",
        f"{AUTH}/lang/id/auth_asnsso.php",
        more("$string['zz'] = 'Keluar dari semua';\n"),
        "says 'Keluar dari semua'",
    ),
    Planting("texts_do_not_stumble", "docs/tenant-admin.md", more("\nBuka *Plugin > Plugin lokal*.\n"), "tenant-admin.md:"),
    Planting(
        "page_words_are_used",
        "syncd/serve/pages/portal/texts.py",
        instead('        "skip":', '        "planted": "x",\n        "skip":'),
        "portal/texts.py: planted is on no page",
    ),
    Planting("strings_are_used", f"{LOCAL}/lang/en/local_asnunggul.php", more("$string['zplanted'] = 'x';\n"), "zplanted"),
    Planting(
        "strings_are_used", f"{LOCAL}/lang/en/local_asnunggul.php", more("$string['action_planted'] = 'x';\n"), "action_planted"
    ),
)
