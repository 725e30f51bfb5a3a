"""What can happen to a tenant once: a table of names and acts. Touches only the tenant it is given."""

import secrets
from collections.abc import Callable

from syncd.simulator.credentials import new_key
from syncd.simulator.tenant import Tenant

POISON = "Judul dengan \x07 bel"  # a control character: the contract forbids it, the centre rejects the row


def _reset(tenant: Tenant) -> None:
    tenant.reset()


def _new_epoch(tenant: Tenant) -> None:
    tenant.epoch = secrets.token_hex(16)


def _prune(tenant: Tenant) -> None:
    tenant.site.log.number()
    tenant.site.log.prune()


def _poison_row(tenant: Tenant) -> None:
    tenant.site.rename_course(next(tenant.site.tables["course"].ids()), POISON)


def _poison_all(tenant: Tenant) -> None:
    for course in list(tenant.site.tables["course"].ids()):
        tenant.site.rename_course(course, POISON)


def _back_up(tenant: Tenant) -> None:
    tenant.site_backup = tenant.site.backup()


def _restore(tenant: Tenant) -> None:
    """Puts the last backup back; without one the site stays as it is."""
    if tenant.site_backup:
        tenant.site = tenant.site_backup.backup()


def _publish_key(tenant: Tenant) -> None:
    tenant.keys.append(new_key())


def _switch_key(tenant: Tenant) -> None:
    tenant.keys.reverse()


def _retire_key(tenant: Tenant) -> None:
    del tenant.keys[1:]


def _pause(tenant: Tenant) -> None:
    tenant.paused = True


def _resume(tenant: Tenant) -> None:
    tenant.paused = False


def _consent(tenant: Tenant) -> None:
    tenant.streams = ("catalogue", "learning", "badges", "ratings")


def _withdraw_consent(tenant: Tenant) -> None:
    tenant.streams = ("catalogue",)


INCIDENTS: dict[str, Callable[[Tenant], None]] = {
    "reset": _reset,
    "new_epoch": _new_epoch,
    "prune": _prune,
    "poison_row": _poison_row,
    "poison_all": _poison_all,
    "back_up": _back_up,
    "restore": _restore,
    "publish_key": _publish_key,
    "switch_key": _switch_key,
    "retire_key": _retire_key,
    "pause": _pause,
    "resume": _resume,
    "consent": _consent,
    "withdraw_consent": _withdraw_consent,
}
