"""A person as the centre knows them: where they work and whether they may sign in. No name, number or address. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """What the realm says of one subject now; None where it says nothing that can be used."""

    subject: str
    agency: str | None
    unit: str | None
    status: str | None
    enabled: bool

    @property
    def place(self) -> tuple[str | None, str | None, str | None]:
        """What a move is a change of."""
        return self.agency, self.unit, self.status


@dataclass(frozen=True, slots=True)
class PersonRow(Person):
    """A person in the directory. Times in epoch milliseconds, None where never.

    `barred`: may not sign in, because disabled or of a status that may not. `ended_at`: since when a barred person has no
    session any more.
    """

    first_seen: int
    seen_at: int
    changed_at: int
    gone_at: int | None
    barred: bool
    ended_at: int | None

    @property
    def waits(self) -> bool:
        """Whether LAN has yet to check this person: sites admit nobody without a status, as this program says everywhere."""
        return self.status is None and not self.barred and self.gone_at is None

    @property
    def may_sign_in(self) -> bool:
        """Whether sites admit this person."""
        return not self.barred and not self.waits and self.gone_at is None
