"""Rules that nothing is said in vain: events are logged, sentences shown, words of pages and language files used."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.plugin_rules import FEWEST_STRINGS, LANG, in_tests, plugin_of, strings
from tests.architecture.rule import rule, too_few
from tests.architecture.tree import File, Tree

SPOKEN = (LANG, "syncd/serve/**/texts.py", "syncd/health/sentences.py", "docs/tenant-admin.md", "docs/operations.md")
# What no text says, and what it says instead: Moodle's own words in its language packs, and sentences people stumble over.
STUMBLING = {
    r"plugin lokal": "Pengaya lokal",
    r"otentikasi": "autentikasi",
    r"kolom NIP": "bidang NIP",
    r"tembok api": "firewall",
    r"= 'Masuk ASN Unggul": "Login ASN Unggul",
    r"keluar dari semua(?! situs)": "keluar dari semua situs",
    r"kunci (?:orang tersebut|untuk Anda)": "pengenal",
    r"tidak berdetak": "tidak aktif",
    r"masuk-log": "login",
    r"lagi (?:beberapa menit|sebentar) lagi": "setelah beberapa menit",
    r"mends?": "correct",
    r"was last asked": "was last tested",
    r"no value it can have": "not valid",
    r"who has a (?:password|verified)": "people who have",
}
EVENTS, ERRORS, SENTENCES = "syncd/log.py", "syncd/errors.py", "syncd/health/sentences.py"
TEXTS = "syncd/serve/**/texts.py"
# Strings that Moodle itself asks a plugin for.
_MOODLE_ASKS = r"pluginname|privacy:metadata|pluginadministration|auth_\w+description"


def members(file: File, name: str) -> list[str]:
    """The members of an enum."""
    enum = next(node for node in ast.walk(file.python) if isinstance(node, ast.ClassDef) and node.name == name)
    return [
        target.id for node in enum.body if isinstance(node, ast.Assign) for target in node.targets if isinstance(target, ast.Name)
    ]


def attributes(files: list[File], owner: str, *without: str) -> set[str]:
    """Which members of an enum are used anywhere but in these files."""
    return {
        node.attr
        for file in files
        if file.name not in without
        for node in ast.walk(file.python)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == owner
    }


@rule("Every event of the log is logged somewhere", "syncd/**/*.py", at_least=267)
def events_are_logged(_tree: Tree, files: list[File]) -> Iterator[str]:
    [log] = [file for file in files if file.name == EVENTS]
    known, logged = members(log, "Event"), attributes(files, "Event", EVENTS)
    yield from (f"{EVENTS}: {name} is never logged" for name in known if name not in logged)
    yield from too_few("events", known, 20)


@rule("Every code and every sentence about it is shown somewhere", "syncd/**/*.py", at_least=267)
def sentences_are_shown(_tree: Tree, files: list[File]) -> Iterator[str]:
    [sentences] = [file for file in files if file.name == SENTENCES]
    [errors] = [file for file in files if file.name == ERRORS]
    elsewhere = [file for file in files if file is not sentences]
    raised = attributes(elsewhere, "Code")
    named = {node.value for file in elsewhere for node in ast.walk(file.python) if isinstance(node, ast.Constant)}
    table = next(
        node.value
        for node in sentences.python.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "SENTENCES"
    )
    assert isinstance(table, ast.Dict)
    keys = [ast.unparse(key).removeprefix("Code.").strip("'") for key in table.keys if key]
    yield from (f"{SENTENCES}: {key} is shown by nobody" for key in keys if key not in raised | named)
    yield from (f"{ERRORS}: {name} is never raised" for name in members(errors, "Code") if name not in raised)
    yield from too_few("sentences", keys, 18)


@rule("Every word of the pages is on one of them", TEXTS, at_least=2)
def page_words_are_used(tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        # What has a table of its own says nothing about this one.
        below = [
            one.name.rpartition("/")[0] for one in files if one.name.startswith(file.name.rpartition("/")[0]) and one != file
        ]
        yield from _unused(tree, file, tuple(f"{folder}/" for folder in below))


def _unused(tree: Tree, texts: File, besides: tuple[str, ...]) -> Iterator[str]:
    folder = texts.name.rpartition("/")[0]
    found = [file for file in tree.files(f"{folder}/**/*.html", f"{folder}/**/*.py") if file.name != texts.name]
    page = "\n".join(file.text for file in found if not file.name.startswith(besides))
    own = texts.text
    # A page that goes through the kinds uses the word of each.
    kinds = set(re.findall(r'Kind\(\s*"(\w+)"', tree.text("syncd/model/kinds.py"))) if "in KINDS" in page else set()
    keys = sorted(set(re.findall(r'^ {8}"(\w+)":', own, re.MULTILINE)))
    for key in keys:
        used = re.search(rf"""\.{key}\b|["']{key}["']""", page) or re.search(rf"""\[["']{key}["']\]""", own)
        if not used and key not in kinds:
            yield f"{texts.name}: {key} is on no page"
    yield from too_few(f"words in {texts.name}", keys, 25)


@rule("Every string of a language file is used", LANG, at_least=6)
def strings_are_used(tree: Tree, files: list[File]) -> Iterator[str]:
    of_the_centre = {word for file in tree.files("syncd/**/*.py") for word in re.findall(r"\"(\w+)\"", file.text)}
    for plugin in tree.plugins():
        used = _used(tree, plugin)
        words = of_the_centre | {
            word for file in _code(tree, plugin) for word in re.findall(r"\w+", _without_comments(file.text))
        }
        [english] = [file for file in files if plugin_of(file) == plugin and "/lang/en/" in file.name]
        keys = [key for key, _ in strings(english)]
        for key in keys:
            fits = [found for use in used if (found := use.fullmatch(key))]
            # What is known only when it runs must be a word of the program, one the centre sends, or itself made of such a word.
            made = {part for found in fits for part in found.groups() for use in used if _all_in(use.fullmatch(part), words)}
            if not any(set(found.groups()) <= words | made for found in fits):
                yield f"{english.name}: {key}"
        yield from too_few(f"strings of {plugin}", keys, FEWEST_STRINGS.get(plugin, 1))


@rule("No text says what people stumble over", *SPOKEN, at_least=10)
def texts_do_not_stumble(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        for wrong, right in STUMBLING.items():
            start = r"\b" if wrong[0].isalpha() else ""
            for found in re.finditer(rf"{start}(?:{wrong})\b", file.text, re.IGNORECASE):
                yield f"{file.line_of(found.start())} says {found[0]!r}, not {right!r}"


def _all_in(found: re.Match[str] | None, words: set[str]) -> bool:
    return found is not None and set(found.groups()) <= words


def _code(tree: Tree, plugin: str) -> list[File]:
    files = tree.files(f"moodle-plugins/{plugin}/**/*.php")
    return [file for file in files if "/lang/" not in file.name and not in_tests(file)]


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)


def _used(tree: Tree, plugin: str) -> list[re.Pattern[str]]:
    """The strings a plugin asks for: as they stand, or with something in them that is known only when it runs."""
    folder = f"moodle-plugins/{plugin}"
    uses = {_MOODLE_ASKS}
    for file in _code(tree, plugin):
        code = _without_comments(file.text)
        for single, double in re.findall(r"'([\w:]+)'|\"([\w:{}$>-]+)\"", code):
            parts = re.split(r"\{\$[^}]*\}|\$\w+(?:->\w+)?", single or double)
            pattern = "(.+)".join(map(re.escape, parts))
            # What begins with a line stands behind a name: words('_desc'), words("_$choice").
            uses.add(f"(.+){pattern}" if pattern.startswith("_") else pattern)
        # Glued texts: 'check_' . $name, and $name . '_desc'.
        uses |= {f"{re.escape(start)}(.+)" for start in re.findall(r"'([a-z]\w*[_:])'\s*\.", code)}
        uses |= {f"(.+){re.escape(end)}" for end in re.findall(r"\.\s*'([_:][a-z]\w*)'", code)}
        uses |= {f"{re.escape(key)}_help" for key in re.findall(r"addHelpButton\(\s*'\w+',\s*'(\w+)'", code)}
        # Moodle names a check by its class; rows, events and tasks of ours, in whatever plugin, are named by methods and classes.
        uses |= {f"check{file.stem}"} if "/classes/check/" in file.name else set()
        uses |= {"check_(.+)"} if "local_asnunggul\\check\\row" in code else set()
        uses |= {f"{room}_{file.stem}" for room in ("event", "task") if f"/classes/{room}/" in file.name}
    for file in tree.files(f"{folder}/templates/**/*.mustache"):
        uses |= {re.escape(key) for key in re.findall(r"\{\{#(?:clean)?str\}\}\s*([\w:]+)", file.text)}
    for file in tree.files(f"{folder}/amd/src/*.js"):
        uses |= {re.escape(key) for key in re.findall(r"getString\('(\w+)'", file.text)}
    short = plugin.partition("_")[2]
    uses |= {f"{short}:{name}" for name in re.findall(r"'\w+/\w+:(\w+)'", tree.text(f"{folder}/db/access.php"))}
    uses |= {
        f"cachedef_{name}" for name in re.findall(r"^\s{4}'(\w+)' => \[", tree.text(f"{folder}/db/caches.php"), re.MULTILINE)
    }
    # A text with next to nothing fixed in it would fit every key.
    return [re.compile(use) for use in uses if use.replace("(.+)", "")]
