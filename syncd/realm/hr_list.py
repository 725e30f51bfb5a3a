"""Compares an agency's list of its people with the realm's accounts, in memory alone. Reads one file; stores and logs nothing.

A NIP is public, so a claimed one proves nothing: a line matches the account that claims its NIP **and** has proven its address.
"""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from syncd.errors import ConfigurationError
from syncd.keycloak.checking import Checked, PersonAccount

COLUMNS = ("nip", "email", "status", "agency")
_DELIMITERS = (",", ";", "\t")
_NIP = re.compile(r"[0-9]{18}", re.ASCII)


@dataclass(slots=True)
class Matches:
    """What is to be written, by subject, and how many lines or accounts are left to people."""

    checked: dict[str, Checked] = field(default_factory=dict)
    already: int = 0
    without_account: int = 0
    other_address: list[str] = field(default_factory=list)
    claimed_twice: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; whatever could name a person stays out of `repr`."""

    number: int
    nip: str = field(repr=False)
    email: str = field(repr=False)
    status: str = field(repr=False)
    agency: str = field(repr=False)


def read_list(file: Path) -> list[Line]:
    """The lines, or ConfigurationError that names the line and never what stands in it."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            # Spreadsheets of a country whose decimals have a comma write semicolons.
            head = text.readline()
            table = csv.reader(text, delimiter=max(_DELIMITERS, key=head.count))
            names = [name.strip().casefold() for name in next(csv.reader([head], delimiter=table.dialect.delimiter), [])]
            place = _places(file, names)
            # Counted as an editor does, also where a cell has several lines.
            lines = [(1 + table.line_num, row) for row in table if any(cell.strip() for cell in row)]
    except UnicodeDecodeError:
        raise ConfigurationError(f"{file} is not in UTF-8: save it as CSV UTF-8; nothing was written.") from None
    except (OSError, csv.Error) as error:
        raise ConfigurationError(f"{file} cannot be read as a table ({type(error).__name__}).") from None
    found = []
    for number, row in lines:
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in place.items()}
        if len(row) > len(names):
            raise ConfigurationError(f"{file}, line {number}: it has more cells than the first line; nothing was written.")
        if not _NIP.fullmatch(cells["nip"]):
            raise ConfigurationError(f"{file}, line {number}: the NIP must have 18 digits; nothing was written.")
        if empty := [name for name in COLUMNS if not cells[name]]:
            raise ConfigurationError(f"{file}, line {number}: {empty[0]} is empty; nothing was written.")
        found.append(Line(number, **cells))
    twice = [nip for nip, times in Counter(line.nip for line in found).items() if times > 1]
    if twice:
        raise ConfigurationError(f"{file} names {len(twice)} NIPs more than once; nothing was written.")
    return found


def _places(file: Path, names: list[str]) -> dict[str, int]:
    for name in COLUMNS:
        if names.count(name) != 1:
            raise ConfigurationError(
                f"{file} has {'no column' if name not in names else 'more than one column'} {name}; its first line must be:"
                f" {','.join(COLUMNS)}"
            )
    return {name: names.index(name) for name in COLUMNS}


def check_agencies(file: Path, lines: Iterable[Line], known: Collection[str]) -> None:
    """ConfigurationError where a line names an agency that the realm does not have: before anything is written."""
    for line in lines:
        if line.agency not in known:
            raise ConfigurationError(
                f"{file}, line {line.number}: the realm has no agency of this code; correct it, or add the agency to agencies.csv"
                " and run syncd realm apply; nothing was written."
            )


def matched(lines: list[Line], accounts: Iterable[PersonAccount]) -> Matches:
    """Which accounts the list answers for."""
    by_nip: dict[str, list[PersonAccount]] = {line.nip: [] for line in lines}
    holder: dict[str, str] = {}
    for one in accounts:
        if one.nip in by_nip:
            holder[one.nip] = one.subject
        if one.claimed in by_nip and one.enabled:
            by_nip[one.claimed].append(one)
    found = Matches()
    for line in lines:
        claims = by_nip[line.nip]
        proven = [one for one in claims if one.email == line.email.casefold()]
        others = [one.subject for one in claims if one not in proven]
        if line.nip in holder:
            found.already += 1
            found.taken += [one.subject for one in claims if one.subject != holder[line.nip]]
            continue
        found.other_address += others
        if len(proven) > 1:
            found.claimed_twice += [one.subject for one in proven]
        elif proven:
            found.checked[proven[0].subject] = Checked(line.status, line.agency, line.nip)
        else:
            found.without_account += not others
    return found
