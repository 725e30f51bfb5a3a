"""What one tenant may take of the centre over many turns, and what it has taken. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults are those of the settings; LAN can give one tenant others (`syncd tenant limit`)."""

    rows: int = 2_000_000  # stored, of all kinds, those that are gone among them
    bytes: int = 1 << 30  # of these rows
    new_rows: int = 500_000  # in one turn, refused ones among them; then the turn ends and the next one goes on
    requests: int = 1000  # in one turn; then the turn ends, and the next one goes on when it would be due in any case
    unfinished: int = 10  # turns in a row that did not come to their end
    rejections: int = 10_000  # kept with field and reason; more are counted only


@dataclass(frozen=True, slots=True)
class Used:
    """What the rows of a tenant take in the store."""

    rows: int = 0
    bytes: int = 0

    def __add__(self, other: "Used") -> "Used":
        return Used(self.rows + other.rows, self.bytes + other.bytes)
