"""Rules about the Moodle plugins: what Moodle's own code checkers ask of a plugin, as far as it can be read from the files."""

import re
from collections.abc import Iterator

from tests.architecture.rule import rule, too_few
from tests.architecture.tree import File, Tree

MAX_LINES = 300
MAX_TEST_LINES = 700
KNOWN_PLUGINS = {"auth_asnsso", "local_asnunggul"}
COMING_PLUGINS = {"block_asnunggul"}
PHP = "moodle-plugins/**/*.php"
CLASSES = "moodle-plugins/*/classes/**/*.php"
TESTS = "moodle-plugins/*/tests/**/*_test.php"
LANG = "moodle-plugins/*/lang/*/*.php"
TEMPLATES = "moodle-plugins/*/templates/**/*.mustache"
LANGUAGES = ("en", "id")
_ALL = re.MULTILINE | re.DOTALL
_STRING = re.compile(r"^\$string\['([^']+)'\]\s*=\s*(.*?);$", _ALL)


def plugin_of(file: File) -> str:
    """The name of the plugin a file belongs to."""
    return file.name.split("/")[1]


def strings(file: File) -> list[tuple[str, str]]:
    """Key and text of each string of a language file, as they stand."""
    return _STRING.findall(file.text)


def in_tests(file: File) -> bool:
    """Whether the file lies in a plugin's folder of tests."""
    return "/tests/" in file.name


@rule("The plugins that are built are there, and no other", "moodle-plugins/*/version.php", at_least=2)
def plugins_are_there(_tree: Tree, files: list[File]) -> Iterator[str]:
    found = {plugin_of(file) for file in files}
    yield from (f"moodle-plugins/{name} is missing" for name in KNOWN_PLUGINS - found)
    yield from (f"moodle-plugins/{name} is no plugin this project knows" for name in found - KNOWN_PLUGINS - COMING_PLUGINS)


@rule("Nothing but plugins is in the folder of plugins", "moodle-plugins/**", at_least=250)
def only_plugins(tree: Tree, files: list[File]) -> Iterator[str]:
    plugins = set(tree.plugins())
    yield from (f"{file.name} is in no plugin" for file in files if plugin_of(file) not in plugins)


@rule("A plugin has the files a stranger looks for", "moodle-plugins/*/version.php", at_least=2)
def plugin_is_whole(tree: Tree, files: list[File]) -> Iterator[str]:
    for wanted in ("README.md", "CHANGES.md", "db/access.php", "classes/privacy/provider.php"):
        for file in files:
            if not tree.has(name := f"moodle-plugins/{plugin_of(file)}/{wanted}"):
                yield f"{name} is missing"


@rule("No PHP file gathers unrelated things", PHP, at_least=240)
def php_has_no_drawer(_tree: Tree, files: list[File]) -> Iterator[str]:
    names = re.compile(r"(locallib|(.*_)?(helpers?|utils?|managers?|handlers?|processors?|services?))\.php")
    # db/services.php is where Moodle looks for web services.
    yield from (file.name for file in files if names.fullmatch(file.base) and not file.name.endswith("/db/services.php"))


@rule("A PHP file has at most 300 lines, one of tests 700", PHP, at_least=240)
def php_is_short(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        limit = MAX_TEST_LINES if file.stem.endswith("_test") and in_tests(file) else MAX_LINES
        if "/lang/" not in file.name and file.lines > limit:
            yield f"{file.name} has {file.lines} lines"


@rule("Every PHP file says under which licence it stands and to which package it belongs", PHP, at_least=240)
def php_has_licence(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        if "GNU General Public License" not in file.text:
            yield f"{file.name} names no licence"
        if not re.search(rf"@package\s+{plugin_of(file)}\b", file.text):
            yield f"{file.name} does not name its package"


@rule("Input comes through Moodle's own functions", PHP, at_least=240)
def php_reads_no_superglobal(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        # A test may play the browser.
        if not in_tests(file) and (found := re.search(r"\$_(GET|POST|REQUEST|COOKIE)\b", file.text)):
            yield f"{file.line_of(found.start())} reads {found.group(0)}"


@rule("A class that is no test is not named like one", CLASSES, at_least=135)
def php_class_is_no_test(_tree: Tree, files: list[File]) -> Iterator[str]:
    yield from (f"{file.name} is read as a test by PHPUnit" for file in files if file.stem.endswith("_test"))


@rule("Every test class is final and says what it covers", TESTS, at_least=50)
def php_test_is_final_and_covers(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        if not re.search(r"^final class \w+_test\b", file.text, re.MULTILINE):
            yield f"{file.name} is not final"
        if not re.search(r"@covers|@coversNothing|#\[Covers", file.text):
            yield f"{file.name} does not say what it covers"


@rule("Every template has an example context", TEMPLATES, at_least=8)
def template_has_example(_tree: Tree, files: list[File]) -> Iterator[str]:
    yield from (file.name for file in files if "Example context (json)" not in file.text)


@rule("The strings of a language file are sorted", LANG, at_least=4)
def strings_are_sorted(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        keys = [key for key, _ in strings(file)]
        yield from (f"{file.name}: {key}" for key, right in zip(keys, sorted(keys), strict=True) if key != right)


@rule("Both languages have the same strings, and none twice", LANG, at_least=4)
def languages_have_same_strings(tree: Tree, files: list[File]) -> Iterator[str]:
    for plugin in tree.plugins():
        keys = {file.name: [key for key, _ in strings(file)] for file in files if plugin_of(file) == plugin}
        if len(keys) != len(LANGUAGES):
            yield f"moodle-plugins/{plugin} has {len(keys)} language files"
        for name, mine in keys.items():
            yield from (f"{name} lacks {key}" for key in set().union(*keys.values()) - set(mine))
            yield from (f"{name} has {key} twice" for key in set(mine) if mine.count(key) > 1)


@rule("Both languages use the same placeholders", LANG, at_least=4)
def languages_have_same_placeholders(tree: Tree, files: list[File]) -> Iterator[str]:
    def placeholders(file: File) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{\$a(?:->\w+)?\}", text)) for key, text in strings(file)}

    for plugin in tree.plugins():
        first, *others = [file for file in files if plugin_of(file) == plugin]
        wanted = placeholders(first)
        for other in others:
            mine = placeholders(other)
            yield from (f"{other.name}: {key}" for key in wanted.keys() & mine.keys() if wanted[key] != mine[key])


@rule("Every table carries the name of its plugin and is short enough for Moodle", "moodle-plugins/*/db/install.xml", at_least=2)
def tables_are_named(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        for table in re.findall(r'<TABLE NAME="([^"]+)"', file.text):
            if not table.startswith(f"{plugin_of(file)}_") or len(table) > 28 + len("local_"):
                yield f"{file.name}: {table}"


@rule("Every upgrade step ends with a savepoint of its version", "moodle-plugins/*/version.php", at_least=2)
def upgrades_have_savepoints(tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        # A plugin nobody has an older version of has no such file.
        code = tree.text(name := f"moodle-plugins/{plugin_of(file)}/db/upgrade.php")
        version = re.search(r"\$plugin->version\s*=\s*(\d{10})", file.text)
        steps = re.findall(r"\$oldversion\s*<\s*(\d{10})", code)
        savepoints = re.findall(r"upgrade_plugin_savepoint\(\s*true\s*,\s*(\d{10})", code)
        if version is None:
            yield f"{file.name} names no version"
        elif steps != savepoints or any(step > version.group(1) for step in steps):
            yield f"{name}: steps {steps}, savepoints {savepoints}, version {version.group(1)}"


@rule("A plugin uses another one through its public face only", PHP, at_least=240)
def plugins_meet_at_the_face(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        for found in re.finditer(r"\\?\b((?:local|auth|block)_asn\w+)\\local\\", file.text):
            if found.group(1) != plugin_of(file):
                yield f"{file.line_of(found.start())} reaches into {found.group(1)}"


@rule("What answers a program begins to hold back before the site's settings are read", "moodle-plugins/*/*.php", at_least=15)
def answers_hold_nothing_else(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        before, found, _ = file.text.partition("/config.php'")
        if found and "'NO_MOODLE_COOKIES'" in before and "ob_start();" not in before:
            yield f"{file.name} would answer with whatever the site's own settings print: ob_start() before config.php"


@rule("What a command prints is a string of a language file", PHP, at_least=240)
def commands_speak_both_languages(_tree: Tree, files: list[File]) -> Iterator[str]:
    said = [
        (file, found) for file in files for found in re.finditer(r"\bcli_(?:writeln|error|problem)\((.*?)\);$", file.text, _ALL)
    ]
    for file, found in said:
        # A label or a format is no prose: two words beside each other are.
        yield from (
            f"{file.line_of(found.start())} says {literal!r}"
            for _, literal in re.findall(r"(['\"])((?:\\.|(?!\1).)*)\1", found.group(1), re.DOTALL)
            if re.search(r"[A-Za-z]{2,}[.,:]? +[A-Za-z]{2,}", literal)
        )
    yield from too_few("sayings of commands", said, 25)
