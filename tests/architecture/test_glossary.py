"""Interface texts use the glossary's words and none of those it lists under "instead of". Reads files."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# Words that say something else in interface text, where they are right. Everything else in the glossary's last column is wrong in any text.
ORDINARY = {
    "a Moodle site, its server, users, profiles, lists and classes are called so in Moodle itself": (
        "site",
        "server",
        "user",
        "profile",
        "list",
        "index",
        "class",
        "session",
        "registration",
        "client",
    ),
    "the networks, certificates, tokens and addresses of an error message are meant": (
        "blocked",
        "public",
        "certificate",
        "token",
        "lock",
        "visit",
    ),
    "the version of a program, and the tables a program of that version needs": ("version", "schema"),
    "the complete reading of the people directory, whose own word it is": ("pass",),
    "an ordinary verb or noun, not the concept": ("run", "round", "check", "deleted", "type", "health", "up to date", "inactive"),
    "the name of a field that training departments know": ("training", "batch"),
    "the page says it of a badge that was given": ("award",),
    "privacy texts are read by people who know neither word": ("fingerprint",),
    "LAN looks at a new course, which is no rating": ("review",),
    "the address itself is meant, which is not a stream": ("feed",),
}
# Where a listed word is part of something longer that is right.
PHRASES = re.compile(
    r"(?:[\w ]+> )+[\w ]+|Status sistem|keadaan (?:saat ini|pada|pe\w+ identitas)|bidang kustom kursus|^In sync: "
    r"|Laporan status Moodle|Moodle's status report|Laporan penyalahgunaan|reports? (?:of |as )?abuse|^reports$",  # the column's name
    re.IGNORECASE,
)
# A command, a file or an address inside a document is no text.
MARKED = re.compile(r"`[^`]*`|\]\([^)]*\)")
LEAST_TEXTS = 1500
NOTHING = "\u2013"


def _instead_of() -> set[str]:
    """The words of the glossary's last column."""
    rows = re.findall(r"^\| \*\*.*\| ([^|]+) \|$", (REPOSITORY / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {word.strip() for row in rows for word in re.split(r"[,;]", row)} - {NOTHING, "admin alone", "badge alone"}


def _texts() -> Iterator[tuple[str, str]]:
    """Every interface text with the place it stands at."""
    for file in sorted((REPOSITORY / "moodle-plugins").glob("*/lang/*/*.php")):
        for name, text in re.findall(
            r"^\$string\['([^']+)'\]\s*=\s*(.*?);$", file.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        ):
            yield f"{file.relative_to(REPOSITORY)} {name}", text
    for file in sorted((REPOSITORY / "keycloak-realm/texts").glob("*.json")):
        for name, text in json.loads(file.read_text(encoding="utf-8")).items():
            yield f"{file.relative_to(REPOSITORY)} {name}", text
    pages = [*sorted((REPOSITORY / "syncd/serve").rglob("*texts.py")), REPOSITORY / "syncd/health/sentences.py"]
    for file in (*pages, *sorted((REPOSITORY / "syncd/cli").glob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            # A command's own words are not sentences: `syncd realm check`.
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and (file in pages or " " in node.value):
                yield f"{file.relative_to(REPOSITORY)}:{node.lineno}", node.value
    for file in (REPOSITORY / "docs/tenant-admin.md", REPOSITORY / "docs/operations.md"):
        for line, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{file.relative_to(REPOSITORY)}:{line}", MARKED.sub("", text)


def _search(words: set[str]) -> re.Pattern[str]:
    """One of the words, alone, in the plural or with the Indonesian ending for "its"."""
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({either})(?:s|nya)?(?![\w-])", re.IGNORECASE)


def test_the_words_that_may_be_used_all_the_same_are_in_the_glossary():
    allowed = [word for words in ORDINARY.values() for word in words]
    assert set(allowed) - _instead_of() == set()
    assert len(allowed) == len(set(allowed))


def test_interface_texts_use_the_words_of_the_glossary():
    texts = list(_texts())
    assert len(texts) > LEAST_TEXTS
    assert {place.partition("/")[0] for place, _text in texts} == {"moodle-plugins", "keycloak-realm", "syncd", "docs"}
    words = _instead_of() - {word for allowed in ORDINARY.values() for word in allowed}
    assert len(words) > len(ORDINARY)
    search = _search(words)
    wrong = [(place, found.lower()) for place, text in texts for found in search.findall(PHRASES.sub("", text))]
    assert [f"{place}: {word!r}" for place, word in wrong] == []
