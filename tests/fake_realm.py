"""A realm in memory that answers what `PeopleTurn` asks: accounts in an order, their sessions, and what goes wrong."""

from dataclasses import replace

from syncd.keycloak.people import PeoplePage
from syncd.model.person import Person


class FakeRealm:
    """Accounts by subject in Keycloak's order. `before` runs before every answer with what is asked; it may raise."""

    def __init__(self, *people):
        self.people = {one.subject: one for one in people}
        self.signed_out = []
        self.asked = []
        self.before = lambda what: None

    def change(self, subject, **changes):
        self.people[subject] = replace(self.people[subject], **changes)

    def page(self, first, limit, *, disabled=False):
        self._ask(("page", first, disabled))
        found = self._listed(disabled)[first : first + limit]
        return PeoplePage(tuple(found), len(found), 0)

    def disabled(self, first, limit):
        self._ask(("disabled", first))
        found = self._listed(disabled=True)[first : first + limit]
        return [one.subject for one in found], len(found)

    def one(self, subject):
        self._ask(("one", subject))
        return self.people.get(subject)

    def end_sessions(self, subject):
        self._ask(("end", subject))
        self.signed_out.append(subject)
        return subject in self.people

    def _listed(self, disabled):
        return [one for one in self.people.values() if not (disabled and one.enabled)]

    def _ask(self, what):
        self.asked.append(what)
        self.before(what)


def civil_servants(count, agency="UJI01"):
    """So many made-up people."""
    return [Person(f"orang-{number:04}", agency, "Biro Contoh", "aktif", enabled=True) for number in range(count)]
