"""What the daemon does beside the turns of tenants, each in a thread of its own, so that none can keep tenants waiting."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from syncd.clients import TenantClients
from syncd.errors import StoreUnavailableError
from syncd.keycloak.people import RealmPeople
from syncd.keys import KeyRing
from syncd.log import Event
from syncd.people import PeopleTurn, people_options
from syncd.settings import Settings
from syncd.store.engine import Engine

_log = structlog.get_logger()
_PAUSE_S = 10
# What a chore does between two looks at whether the process is to end.
Stopping = Callable[[], bool]
Chore = Callable[[Stopping], object]


def chores(engine: Engine, settings: Settings, keys: KeyRing, owner: str) -> dict[str, Chore]:
    """The chores of this centre by name: none without a realm."""
    if settings.keycloak.url is None:
        return {}
    realm, options = RealmPeople(settings.keycloak, keys), people_options(settings)
    return {
        "people": lambda stopping: PeopleTurn(engine, realm, options, stopping=stopping).take(owner),
        "clients": TenantClients(engine, settings.keycloak, keys).bring_late,
    }


def begin(works: dict[str, Chore], stop: threading.Event) -> Sequence[threading.Thread]:
    """Do each chore again and again until `stop` is set."""
    threads = [threading.Thread(target=partial(_again, name, work, stop), name=name, daemon=True) for name, work in works.items()]
    for thread in threads:
        thread.start()
    return threads


def _again(name: str, work: Chore, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            work(stop.is_set)
        except StoreUnavailableError as error:
            _log.warning(Event.STORE_UNAVAILABLE, chore=name, reason=str(error))
        except Exception:  # noqa: BLE001 - the thread's boundary: tomorrow's people must be read although today's broke
            _log.exception(Event.CHORE_FAILED, chore=name)
        stop.wait(_PAUSE_S)
