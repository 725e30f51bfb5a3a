"""The change log of a simulated site: entries are numbered when first read (docs/contract.md section 4). Touches nothing."""

import secrets
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from syncd.model.wire import Cursor

START = Cursor(0, "")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something happened to the row of this kind and id; `erased` if the person's data was deleted under privacy law."""

    kind: str
    id: int
    erased: bool = False


class ChangeLog:
    """Append at any time; `number` gives every waiting entry its place and its random mark."""

    def __init__(self) -> None:
        self._waiting: list[Entry] = []
        self._numbered: dict[int, tuple[str, Entry]] = {}
        self._head = START

    @property
    def head(self) -> Cursor:
        return self._head

    def append(self, kind: str, row_id: int, *, erased: bool = False) -> None:
        self._waiting.append(Entry(kind, row_id, erased))

    def number(self) -> None:
        for entry in self._waiting:
            self._head = Cursor(self._head.seq + 1, secrets.token_hex(6))
            self._numbered[self._head.seq] = (self._head.mark, entry)
        self._waiting.clear()

    def refusal(self, cursor: Cursor | None) -> str | None:
        """Why a reader with this cursor has to begin a snapshot, or None if it can go on."""
        if cursor is None:
            return "pruned"
        if cursor.seq > self._head.seq:
            return "ahead"
        if cursor == self._head:
            return None
        oldest = min(self._numbered, default=self._head.seq + 1)
        if cursor == START:
            return None if oldest == 1 else "pruned"
        if cursor.seq < oldest:
            return "pruned"
        return None if self._numbered[cursor.seq][0] == cursor.mark else "history"

    def after(self, seq: int) -> Iterator[tuple[Cursor, Entry]]:
        """The numbered entries beyond this number, in order."""
        for number in range(seq + 1, self._head.seq + 1):
            mark, entry = self._numbered[number]
            yield Cursor(number, mark), entry

    def prune(self) -> None:
        """Forget all numbered entries but the newest, as the plugin's task does with old ones."""
        self._numbered = {seq: kept for seq, kept in self._numbered.items() if seq == self._head.seq}

    def copy(self) -> "ChangeLog":
        """The log as it is now, for a backup."""
        twin = copy(self)
        twin._waiting = list(self._waiting)  # noqa: SLF001 - the twin is of this class
        twin._numbered = dict(self._numbered)  # noqa: SLF001
        return twin
