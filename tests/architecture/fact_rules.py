"""Rules that a fact stands in one place: the admin's settings of a plugin, and the names of streams and kinds."""

import ast
import re
from collections.abc import Iterator

from syncd.model.kinds import KINDS, STREAMS
from tests.architecture.plugin_rules import PHP, in_tests, plugin_of
from tests.architecture.rule import rule, too_few
from tests.architecture.tree import File, Tree

# What a plugin keeps for itself under Moodle's configuration and no admin sets; a star stands for any ending. And the lock that Moodle
# itself keeps, and shows an admin, for each plugin that signs people in.
KEPT = {
    "local_asnunggul": r"version|site|epoch|tenant|agency|jwks|joined|joinedurl|key_.*|keyswitched|lastread|receipt|paused|oidc|offerbasis|centre.*|\$\w+",
    "auth_asnsso": r"version|field_lock_idnumber|\$\w+",
}
# Words of Moodle's own tables, functions and pages, and of the marketplace's API, which mean no kind or stream of ours when they stand alone.
MOODLES_WORDS = {"course", "badges", "completion", "learning", "rating"}
DECLARED_IN_PHP = ("moodle-plugins/local_asnunggul/classes/local/feed/streams.php",)
KIND_CLASS = "moodle-plugins/local_asnunggul/classes/local/feed/kind/{}.php"
DECLARED_IN_PYTHON = "syncd/model/kinds.py"
# Where a kind or stream is named again, and why it may be.
NAMED_AGAIN = {
    "syncd/simulator/": "a tenant of its own, which must not learn the contract from the centre",
    "syncd/store/migrations/": "what the tables were called then, whatever they are called later",
    "syncd/cli/simulator.py": "an address of the simulator",
    "syncd/serve/pages/texts.py": "the word for each kind on the page, in two languages",
    "syncd/cli/status.py": "the headings of the table of tenants",
    "syncd/cli/compare.py": "which courses LAN compares, as members and a heading",
    "syncd/cli/collection.py": "which course is at which place, as a heading",
    "syncd/cli/objection.py": "which course an objection is about, as a member",
    "syncd/store/objections.py": "the same, as a column",
    "syncd/cli/review.py": "which course waits, as a member",
    "syncd/store/schema_review.py": "a column that says which course a line is about",
    "syncd/store/review.py": "the same, as a column",
    "syncd/cli/curate.py": "which course LAN speaks of, as a heading and a member",
    "syncd/serve/tenants/status.py": "the same, as the contract calls it",
    "syncd/store/schema_curation.py": "the same, as a column",
    "syncd/health/summary.py": "one column of the table of tenants for each kind",
    "syncd/cli/__init__.py": "a group of commands",
    "syncd/cli/rating.py": "what a rating is about, as JSON and as a heading",
    "syncd/cli/demo_tour.py": "members of the API's answers",
    "syncd/index/question.py": "an order of hits",
    "syncd/serve/pages/portal/names.py": "what an order of hits is called",
    **dict.fromkeys(
        (f"syncd/store/{name}.py" for name in ("complaints", "due", "moderation", "schema_kinds", "schema_ratings", "standings")),
        "a column that says which course or rating a row is about",
    ),
}


@rule("An admin's setting is named in the plugin's list of settings and nowhere else", PHP, at_least=315)
def settings_are_named_once(tree: Tree, files: list[File]) -> Iterator[str]:
    for plugin in tree.plugins():
        own, owner = rf"['\"]{plugin}['\"]", rf"(?:['\"]{plugin}['\"]|(?:self|static|\w+)::\w+)"
        named = [
            re.compile(rf"\bget_config\(\s*{owner}\s*,\s*['\"]([^'\"]+)['\"]"),
            re.compile(rf"\bget_config\(\s*{owner}\s*\)\??->(\w+)"),
            re.compile(rf"\bunset_config\(\s*['\"]([^'\"]+)['\"]\s*,\s*{own}\s*\)"),
            re.compile(rf"\bset_config\(\s*['\"]([^'\"]+)['\"]\s*,(?:(?!set_config)[^;])*?,\s*{own}\s*\)"),
            # The page of settings names each with its plugin before it; a heading is none.
            re.compile(rf"\badmin_setting_(?!heading)\w+\(\s*['\"]{plugin}/([a-z_]\w*)"),
        ]
        seen = []
        for file in files:
            if plugin_of(file) != plugin:
                continue
            for found in (found for pattern in named for found in pattern.finditer(file.text)):
                seen.append(found.group(1))
                if not re.fullmatch(KEPT.get(plugin, "version"), found.group(1)):
                    yield f"{file.line_of(found.start())} names {found.group(1)}"
        if plugin == "local_asnunggul":
            yield from too_few(f"names of configuration in {plugin}", seen, 15)


def _words_in_php() -> re.Pattern[str]:
    names = sorted((KINDS.keys() | STREAMS.keys()) - MOODLES_WORDS)
    return re.compile(rf"(?<![\w:'\"])['\"](?:stream_)?({'|'.join(names)})['\"]")


@rule("A stream or kind is named in its declaration and nowhere else (PHP)", PHP, at_least=315)
def streams_are_named_once_in_php(_tree: Tree, files: list[File]) -> Iterator[str]:
    word = _words_in_php()
    declared = []
    for file in files:
        if in_tests(file) or "/lang/" in file.name:
            continue
        for found in word.finditer(file.text):
            if file.name in (*DECLARED_IN_PHP, KIND_CLASS.format(found.group(1))):
                declared.append(found.group(1))
            else:
                yield f"{file.line_of(found.start())} names {found.group(1)}"
    yield from too_few("declared streams and kinds", set(declared), 4)


@rule("A stream or kind is named in model/kinds.py and nowhere else (Python)", "syncd/**/*.py", at_least=267)
def streams_are_named_once_in_python(_tree: Tree, files: list[File]) -> Iterator[str]:
    names, declared, again = KINDS.keys() | STREAMS.keys(), set(), set()
    for file in files:
        for node in ast.walk(file.python):
            if not (isinstance(node, ast.Constant) and node.value in names):
                continue
            place = next((place for place in NAMED_AGAIN if file.name.startswith(place)), None)
            if file.name == DECLARED_IN_PYTHON:
                declared.add(node.value)
            elif place:
                again.add(place)
            else:
                yield f"{file.name}:{node.lineno} names {node.value}"
    yield from (f"{DECLARED_IN_PYTHON} lacks {name}" for name in names - declared)
    yield from (f"{place} may name kinds and does not" for place in NAMED_AGAIN.keys() - again)
