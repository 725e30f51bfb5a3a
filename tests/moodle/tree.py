"""Finds the machine's Moodle tree and makes a linked copy with this project's plugins in it. Never writes into what it found."""

import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "asn-unggul"
WORK = REPOSITORY / ".work"
# Which site a request or a command means comes from its environment, so that one code base serves all of them.
_CONFIG = """<?php
unset($CFG);
global $CFG;
$CFG = new stdClass();
require(getenv('MOODLE_SITE_CONFIG'));
require_once(__DIR__ . '/lib/setup.php');
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """A Moodle the plugins are tested with: where its tree is named or lies, and the PHPUnit that it wants, below `usr`."""

    name: str
    variable: str
    folder: str
    phpunit: str
    usr: Path

    @property
    def runner(self) -> Path:
        return self.usr / "bin" / "phpunit"


MOODLE_45 = Edition("4.5", "MOODLE_DIR", "moodle", "9.6.7", Path("/usr"))
MOODLE_50 = Edition("5.0", "MOODLE_50_DIR", "moodle-5.0", "11.5.19", CACHE / "phpunit-11" / "usr")


def find_tree(edition: Edition = MOODLE_45) -> Path | None:
    """The Moodle tree that the environment names, or the one in the cache folder, or None."""
    tree = Path(os.environ.get(edition.variable) or CACHE / edition.folder)
    return tree if (tree / "lib" / "setup.php").is_file() else None


def require_tree(edition: Edition = MOODLE_45) -> Path:
    """The Moodle tree; only called where `why_unavailable` answered None."""
    tree = find_tree(edition)
    if tree is None:
        raise RuntimeError(f"there is no Moodle tree; {edition.variable} names one")
    return tree


def release(tree: Path) -> str:
    """Moodle's release as its version.php writes it, such as `4.5.6`."""
    found = re.search(r"\$release\s*=\s*'([0-9.]+)", (tree / "version.php").read_text(encoding="utf-8"))
    return found.group(1) if found else "unknown"


def plugins() -> dict[str, Path]:
    """This project's plugins: the place in a Moodle tree, and the folder here."""
    places = {"local": "local", "auth": "auth", "block": "blocks"}
    found = sorted((REPOSITORY / "moodle-plugins").glob("*_*/version.php"))
    return {f"{places[kind]}/{name}": file.parent for file in found for kind, _, name in [file.parent.name.partition("_")]}


def fingerprint(*folders: Path, without: tuple[str, ...] = ()) -> str:
    """A digest of all files below the folders, but for the top-level folders named in `without`."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*") if folder.is_dir() else [folder]):
            if file.is_file() and (file == folder or file.relative_to(folder).parts[0] not in without):
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{folder.name}/{file.relative_to(folder)} {content}\n".encode())
    return digest.hexdigest()[:16]


def linked_copy(tree: Path, copy: Path, edition: Edition = MOODLE_45) -> Path:
    """A copy of the tree made of hard links where the file system allows them; an up-to-date copy is kept as it is."""
    origin, mark = f"{tree} {fingerprint(tree / 'version.php')}", copy / ".linked-from"
    if not (mark.is_file() and mark.read_text(encoding="utf-8") == origin):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(tree, copy, symlinks=True, copy_function=_link, ignore=shutil.ignore_patterns(".git", "config.php.bak"))
        # New files, never changes of linked ones: a write through a hard link would reach the machine's own tree.
        _replace(copy / "config.php", _CONFIG)
        _add_phpunit(copy, edition)
        _replace(mark, origin)
    return copy


def put_plugins(copy: Path) -> None:
    """Put the plugins as they are now into a linked copy. As copies: behind a symbolic link `__DIR__` leads out of the tree."""
    for place, folder in plugins().items():
        target = copy / place
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target)


def _add_phpunit(copy: Path, edition: Edition) -> None:
    """Let Moodle find Debian's PHPUnit where it expects Composer's."""
    vendor = copy / "vendor"
    for folder in ("bin", "phpunit/phpunit"):
        (vendor / folder).mkdir(parents=True, exist_ok=True)
    _replace(vendor / "autoload.php", f'<?php\nrequire_once("{edition.usr}/share/php/PHPUnit/Autoload.php");\n')
    _replace(vendor / "bin" / "phpunit", f'#!/usr/bin/env php\n<?php\nrequire("{edition.runner}");\n')
    composer = {"name": "phpunit/phpunit", "version": edition.phpunit}
    _replace(vendor / "phpunit" / "phpunit" / "composer.json", f"{json.dumps(composer)}\n")


def _replace(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    file.write_text(text, encoding="utf-8")


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target)
    return target
