"""Keeps the people directory like the realm, and ends the sessions of who may not sign in any more."""

from syncd.people.turn import PeopleTurn
from syncd.people.words import PeopleOptions, Reading, Realm, people_options

__all__ = ["PeopleOptions", "PeopleTurn", "Reading", "Realm", "people_options"]
