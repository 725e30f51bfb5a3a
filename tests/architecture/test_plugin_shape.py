"""The shape of the Moodle plugins: what Moodle's own code checkers ask of a plugin, as far as it can be read from the files."""

import re
from pathlib import Path

import pytest

from tests.architecture.project import REPOSITORY, files, name_of, plugin_folders, text_of

MAX_LINES = 300
MAX_TEST_LINES = 700
STRING = re.compile(r"^\$string\['([^']+)'\]", re.MULTILINE)
LANGUAGES = ("en", "id")
PLUGINS = pytest.mark.parametrize("plugin", plugin_folders(), ids=lambda plugin: plugin.name)


def _php(plugin: Path) -> list[Path]:
    return [
        file for file in files(f"moodle-plugins/{plugin.name}/**/*.php", f"moodle-plugins/{plugin.name}/*.php") if file.exists()
    ]


def _strings(plugin: Path, language: str) -> list[str]:
    return STRING.findall(text_of(plugin / "lang" / language / f"{plugin.name}.php"))


def test_both_plugins_are_there():
    assert [plugin.name for plugin in plugin_folders()] == ["auth_asnsso", "local_asnunggul"]


@PLUGINS
def test_a_plugin_has_the_files_a_stranger_looks_for(plugin):
    wanted = ["version.php", "README.md", "CHANGES.md", "db/access.php", "classes/privacy/provider.php"]
    assert [name for name in wanted if not (plugin / name).is_file()] == []


@PLUGINS
def test_a_plugin_has_no_file_that_gathers_unrelated_things(plugin):
    names = {"locallib.php", "helper.php", "utils.php", "util.php", "manager.php"}
    assert [name_of(file) for file in _php(plugin) if file.name in names] == []


@PLUGINS
def test_a_php_file_has_at_most_300_lines_and_a_file_of_tests_at_most_700(plugin):
    sizes = {file: len(text_of(file).splitlines()) for file in _php(plugin) if not file.is_relative_to(plugin / "lang")}
    limits = {file: MAX_TEST_LINES if file.stem.endswith("_test") else MAX_LINES for file in sizes}
    assert {name_of(file): size for file, size in sizes.items() if size > limits[file]} == {}


@PLUGINS
def test_every_php_file_says_under_which_licence_it_stands_and_to_which_package_it_belongs(plugin):
    silent = [
        name_of(file)
        for file in _php(plugin)
        if "GNU General Public License" not in text_of(file) or not re.search(rf"@package\s+{plugin.name}\b", text_of(file))
    ]
    assert silent == []


@PLUGINS
def test_the_strings_of_both_languages_are_sorted(plugin):
    assert {language: _strings(plugin, language) for language in LANGUAGES} == {
        language: sorted(_strings(plugin, language)) for language in LANGUAGES
    }


@PLUGINS
def test_both_languages_have_the_same_strings_and_none_twice(plugin):
    english, indonesian = (_strings(plugin, language) for language in LANGUAGES)
    assert set(english) ^ set(indonesian) == set()
    assert [len(english), len(indonesian)] == [len(set(english)), len(set(indonesian))]


@PLUGINS
def test_both_languages_use_the_same_placeholders(plugin):
    texts = []
    for language in LANGUAGES:
        found = re.findall(
            r"^\$string\['([^']+)'\]\s*=\s*(.*?);$",
            text_of(plugin / "lang" / language / f"{plugin.name}.php"),
            re.MULTILINE | re.DOTALL,
        )
        texts.append({key: set(re.findall(r"\{\$a(?:->\w+)?\}", text)) for key, text in found})
    english, indonesian = texts
    assert {key for key in english if english[key] != indonesian.get(key)} == set()


@PLUGINS
def test_every_table_carries_the_name_of_its_plugin(plugin):
    install = plugin / "db" / "install.xml"
    tables = re.findall(r'<TABLE NAME="([^"]+)"', text_of(install)) if install.exists() else []
    assert [table for table in tables if not table.startswith(f"{plugin.name}_")] == []
    assert [table for table in tables if len(table) > 28 + len("local_")] == []


@PLUGINS
def test_every_upgrade_step_ends_with_a_savepoint_of_its_version(plugin):
    upgrade = plugin / "db" / "upgrade.php"
    code = text_of(upgrade) if upgrade.exists() else ""
    steps = re.findall(r"\$oldversion\s*<\s*(\d{10})", code)
    savepoints = re.findall(r"upgrade_plugin_savepoint\(\s*true\s*,\s*(\d{10})", code)
    assert steps == savepoints
    version = re.search(r"\$plugin->version\s*=\s*(\d{10})", text_of(plugin / "version.php"))
    assert version is not None
    assert all(step <= version.group(1) for step in steps)


@PLUGINS
def test_input_comes_through_moodles_own_functions(plugin):
    raw = [name_of(file) for file in _php(plugin) if re.search(r"\$_(GET|POST|REQUEST|COOKIE)\b", text_of(file))]
    assert raw == []


@PLUGINS
def test_every_test_class_is_final_and_says_what_it_covers(plugin):
    tests = [file for file in _php(plugin) if file.name.endswith("_test.php")]
    wrong = [name_of(file) for file in tests if not re.search(r"^final class \w+_test\b", text_of(file), re.MULTILINE)]
    silent = [name_of(file) for file in tests if not re.search(r"@covers|@coversNothing|#\[Covers", text_of(file))]
    assert tests != []
    assert wrong + silent == []


@PLUGINS
def test_every_template_has_an_example_context(plugin):
    templates = files(f"moodle-plugins/{plugin.name}/templates/*.mustache")
    assert [name_of(file) for file in templates if "Example context (json)" not in text_of(file)] == []


def test_nothing_but_plugins_is_in_the_plugins_folder():
    others = [path.name for path in (REPOSITORY / "moodle-plugins").iterdir() if not (path / "version.php").is_file()]
    assert others == []
