"""Runs each chore of the daemon in a thread of its own, so that no chore keeps tenants waiting."""

import threading
from collections.abc import Callable
from functools import partial

import structlog

from syncd.daemon.crew import Crew
from syncd.daemon.sweeping import ImageSweep
from syncd.errors import StoreUnavailableError
from syncd.index.follow import Follower
from syncd.keycloak.people import RealmPeople
from syncd.keys import KeyRing
from syncd.log import Event
from syncd.poll.client import open_client
from syncd.ratings import keep
from syncd.realm.clients import TenantClients
from syncd.realm.logouts import LogoutRelay
from syncd.realm.options import people_options
from syncd.realm.people import PeopleTurn
from syncd.settings import Settings
from syncd.store.engine import Engine

_log = structlog.get_logger()
_PAUSE_S = 10
# A tenant that needs longer to end a session is told again later.
_TELL_S = 10.0
# What a chore does between two looks at whether the process is to end.
Stopping = Callable[[], bool]
Chore = Callable[[Stopping], object]


def chores(engine: Engine, settings: Settings, keys: KeyRing, owner: str) -> dict[str, Chore]:
    """The chores of this centre by name; some need a realm."""
    search: dict[str, Chore] = {
        "standings": partial(keep.follow, engine),
        "search": Follower(engine, settings.index.folder).follow,
        "images": ImageSweep(engine).sweep,
    }
    if settings.keycloak.url is None:
        return search
    realm, options = RealmPeople(settings.keycloak, keys), people_options(settings)
    last: set[str] = set()
    relay = LogoutRelay(engine, open_client(settings, keys, total_timeout_s=_TELL_S), str(settings.keycloak.issuer))
    return search | {
        "logouts": relay.pass_on,
        "people": lambda stopping: PeopleTurn(engine, realm, options, stopping=stopping, last=last).take(owner),
        "clients": TenantClients(engine, settings.keycloak, keys).bring_late,
    }


def crew(works: dict[str, Chore], stop: threading.Event) -> Crew:
    """Does each chore again and again until `stop` is set."""
    return Crew({name: partial(_again, name, work, stop) for name, work in works.items()})


def _again(name: str, work: Chore, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            work(stop.is_set)
        except StoreUnavailableError as error:
            _log.warning(Event.STORE_UNAVAILABLE, chore=name, reason=str(error))
        except Exception:  # noqa: BLE001 - the thread's boundary: tomorrow's people must be read although today's broke
            _log.exception(Event.CHORE_FAILED, chore=name)
        stop.wait(_PAUSE_S)
