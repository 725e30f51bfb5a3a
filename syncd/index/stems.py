"""The stems under which a word is indexed and searched. Reads the dictionaries, once, when the first word is asked.

Indonesian builds words by prefixes and endings: *pelatihan*, *melatih* and *terlatih* all come from *latih*, and a search for
one should find the others. The dictionary knows most words and which affixes each may take. A word that it allows to be taken
apart in several ways gets all the stems. Other words are taken apart by the same rules with more care, since a town such as
Kediri only looks like a derived word; what is left goes to Snowball, and keeps its own form beside Snowball's.

The dictionary of Indonesian is the machine's (Debian: hunspell-id). Without it Snowball does what it can.
"""

import re
import zlib
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

from syncd.index.affixes import Affixes, Part

# Where hunspell's dictionaries are on Linux, and the words and rules that this project adds.
SYSTEM, OWN = Path("/usr/share/hunspell/id_ID"), Path(__file__).parent / "dictionary" / "tambahan"
_RULES, _WORDS = ".aff", ".dic"
_REMEMBERED = 65_536  # distinct words; some 20 MiB when full
_LATIN = re.compile(r"[a-z]+2?")
_LONGEST = 40  # letters; no word of the two languages is longer
# Shorter words that no dictionary knows are abbreviations: SKP, SPBE, latsar.
_SHORTEST_UNKNOWN = 5
# Numerals as titles write them: PKN II, Angkatan IV. Single letters mean other things too often.
_NUMERALS = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
# Words, and stems of the dictionary, that come from a word without a rule, or from only one of those the rules allow.
_SAME = {"lajar": "belajar", "bankir": "bank", "bijaksana": "bijak", "arsiparis": "arsip", "berikan": "beri", "baharu": "baru"}
# Without the dictionary's leave a word is taken apart only by what seldom ends or begins a name.
_CAREFUL_PREFIXES = frozenset({"B0", "D0", "M0", "P0", "T0", "BK"})
_CAREFUL_ENDINGS = frozenset({"n0", "o0", "l0", "nl", "k0"})
_CAREFUL_BESIDE_A_PREFIX = _CAREFUL_ENDINGS | {"", "i0"}
_SHORTEST_CAREFUL_STEM = 4
_MAKING = re.compile(r"([a-z]{6,})isasi")  # digital, digitalisasi; but not organ, organisasi


@lru_cache(maxsize=_REMEMBERED)
def stems(word: str) -> frozenset[str]:
    """The stems of a word in its normal form (see `words`), at least one; a word that nobody can take apart is its own stem."""
    if word in _SAME:
        return frozenset({_SAME[word]})
    if word in _NUMERALS:
        return frozenset({word, _NUMERALS[word]})
    if len(word) > _LONGEST or not _LATIN.fullmatch(word):
        return frozenset({word})
    if word.endswith("2"):  # anak2 is a hurried anak-anak, PKN2 is not
        return stems(word[:-1]) if word[:-1] in _dictionary() else frozenset({word})
    found = _listed(word) or _taken_apart(word) or _electronic(word) or _by_snowball(word)
    return frozenset(_SAME.get(stem, stem) for stem in found)


def has_system_dictionary() -> bool:
    """Whether the dictionary of Indonesian is on this machine."""
    return all(file.is_file() for file in _files(SYSTEM))


@cache
def edition() -> str:
    """Which dictionaries made the stems, as 8 hexadecimal digits: an index is searched with the stems it was made with."""
    files = [*(_files(SYSTEM) if has_system_dictionary() else ()), *_files(OWN)]
    return f"{zlib.crc32(b''.join(file.read_bytes() for file in files)):08x}"


def _files(dictionary: Path) -> tuple[Path, Path]:
    return dictionary.with_suffix(_RULES), dictionary.with_suffix(_WORDS)


@cache
def _dictionary() -> Affixes:
    found = [_files(one) for one in (SYSTEM, OWN) if one == OWN or has_system_dictionary()]
    return Affixes([rules for rules, _ in found], [words for _, words in found])


def _listed(word: str) -> set[str]:
    """A dictionary word is its own stem, whatever it looks like: *beruang*, the bear, is not somebody who has money, *uang*."""
    if word not in _dictionary():
        return set()
    made = _MAKING.fullmatch(word)
    return {word, made[1]} if made and made[1] in _dictionary() else {word}


def _taken_apart(word: str) -> set[str]:
    """All stems the dictionary allows; else the word and the longest its rules allow, since it cannot know all derivations."""
    parts = list(_dictionary().parts(word))
    if allowed := {part.stem for part in parts if part.allowed}:
        return allowed
    careful = {part.stem for part in parts if _careful(part)}
    return {word, max(careful, key=lambda stem: (len(stem), stem))} if careful else set()


def _careful(part: Part) -> bool:
    prefix, ending = part.prefix, part.ending
    if not prefix.flag:
        return ending.flag in _CAREFUL_ENDINGS
    if len(part.stem) < _SHORTEST_CAREFUL_STEM:
        return False
    return prefix.bound or (prefix.flag in _CAREFUL_PREFIXES and ending.flag in _CAREFUL_BESIDE_A_PREFIX)


def _electronic(word: str) -> set[str]:
    """*e-katalog*, which is one word, is a *katalog* too."""
    rest = word[1:]
    return {word, rest} if word[0] == "e" and len(rest) >= _SHORTEST_UNKNOWN and rest in _dictionary() else set()


def _by_snowball(word: str) -> set[str]:
    """The word with what Snowball's rules for Indonesian and English leave of it.

    A dictionary word is not accepted from it: the dictionary's own rules have just denied that the word comes from there.
    """
    if len(word) < _SHORTEST_UNKNOWN:
        return {word}
    # Snowball's stemmers keep the word they work on in themselves, so threads must not share one.
    left = {Stemmer.Stemmer(language, 0).stemWord(word) for language in ("indonesian", "english")}
    return {word} | {stem for stem in left if stem not in _dictionary()}
