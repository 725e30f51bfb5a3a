"""Makes small mistakes in the PHP classes that decide, and asks whether PHPUnit notices: `python -m tests.php_mutants [class…]`.

A small mutator of our own: Infection, the usual one, comes with Composer packages that Moodle's PHPUnit does not go together with.
Changes the plugins' copies in the test site's tree only, and puts each back.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mariadb_server import find, private_server
from tests.moodle.master import PHPUNIT, new_site
from tests.moodle.phpunit import why_not
from tests.moodle.site import MoodleSite

# Each class that decides, and the tests that are about it.
DECIDERS = {
    "auth/asnsso/classes/local/token_verifier.php": "auth/asnsso/tests/local/token_verifier_test.php",
    "auth/asnsso/classes/local/account/resolver.php": "auth/asnsso/tests/local/account/resolver_test.php",
    "local/asnunggul/classes/local/membership/request_guard.php": "local/asnunggul/tests/local/membership/request_guard_test.php",
}
SWAPS = {
    "===": "!==",
    "!==": "===",
    "==": "!=",
    "!=": "==",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "&&": "||",
    "||": "&&",
    "+": "-",
    "-": "+",
    "!": "",
    "true": "false",
    "false": "true",
}
TOKENS = r"""
foreach (PhpToken::tokenize(file_get_contents($argv[1])) as $token) {
    $of_code = !$token->is([T_COMMENT, T_DOC_COMMENT, T_CONSTANT_ENCAPSED_STRING, T_ENCAPSED_AND_WHITESPACE, T_INLINE_HTML]);
    $found[] = [$token->pos, $token->text, $of_code];
}
echo json_encode($found);
"""
# A mistake that makes a loop endless is noticed too.
SECONDS = 300


@dataclass(frozen=True)
class Mutant:
    """A class with one mistake, and where it is."""

    line: int
    was: str
    becomes: str
    text: str


def mutants(file: Path) -> Iterator[Mutant]:
    """The class again and again, each time with one mistake."""
    text = file.read_bytes()
    told = subprocess.run([str(find("php")), "-r", TOKENS, "--", str(file)], check=True, capture_output=True, text=True).stdout
    tokens = [(position, word) for position, word, of_code in json.loads(told) if of_code]
    for number, (position, word) in enumerate(tokens):
        if (becomes := SWAPS.get(word.lower())) is not None:
            yield _mutant(text, position, word.encode(), becomes.encode())
        elif word in ("throw", "return"):
            end = next(place for place, later in tokens[number:] if later == ";")
            statement = text[position:end]
            # Before a throw within an expression stands an operator.
            before = next((earlier for _, earlier in reversed(tokens[:number]) if earlier.strip()), "")
            if before in ("{", "}", ";", ")") and (word == "throw" or statement == b"return"):
                yield _mutant(text, position, statement, b"")


def _mutant(text: bytes, position: int, was: bytes, becomes: bytes) -> Mutant:
    changed = text[:position] + becomes + text[position + len(was) :]
    return Mutant(text.count(b"\n", 0, position) + 1, was.decode(), becomes.decode(), changed.decode())


def noticed(site: MoodleSite, test: str) -> bool:
    """Whether these tests fail now."""
    command = [str(find("php")), "-d", "max_input_vars=5000", str(find("phpunit")), "-c", "phpunit.xml", "--stop-on-failure"]
    try:
        done = subprocess.run(
            [*command, "--stop-on-error", test],
            cwd=site.tree,
            env=site.environment,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def try_all(site: MoodleSite, decider: str) -> list[Mutant]:
    """The mistakes in this class that no test noticed."""
    file, test = site.tree / decider, DECIDERS[decider]
    original = file.read_text(encoding="utf-8")
    if noticed(site, test):
        sys.exit(f"{test} fails without a mistake")
    survived, number = [], 0
    try:
        for number, mutant in enumerate(mutants(file), 1):  # noqa: B007 - counted
            file.write_text(mutant.text, encoding="utf-8")
            if not noticed(site, test):
                survived.append(mutant)
                print(f"{decider}:{mutant.line}: {mutant.was!r} → {mutant.becomes!r} survived", flush=True)
            file.write_text(original, encoding="utf-8")
    finally:
        file.write_text(original, encoding="utf-8")
    if noticed(site, test):
        sys.exit(f"{test} fails without a mistake after {number} of them: something else than they was noticed")
    print(f"{decider}: {number} mistakes, {len(survived)} survived", flush=True)
    return survived


def main() -> int:
    """Try the classes whose path has one of the arguments in it, or all."""
    if reason := why_not():
        sys.exit(f"Moodle's PHPUnit cannot be run: {reason}")
    wanted = [decider for decider in DECIDERS if not sys.argv[1:] or re.search("|".join(sys.argv[1:]), decider)]
    with private_server() as server, TemporaryDirectory(prefix="asn-mutants-") as home:
        site = new_site("phpunit", Path(home), server, "http://www.example.com", PHPUNIT)
        site.php("admin/tool/phpunit/cli/util.php", "--buildconfig")
        for decider in wanted:
            try_all(site, decider)
    return 0


if __name__ == "__main__":
    sys.exit(main())
