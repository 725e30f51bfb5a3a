"""What every route of one centre works with. Holds references, does nothing."""

from dataclasses import dataclass

from syncd.keycloak.issuer_keys import IssuerKeys
from syncd.keys import KeyRing, ReplayMemory
from syncd.poll.client import FeedClient
from syncd.realm.clients import TenantClients
from syncd.settings import Settings
from syncd.store.engine import Engine


@dataclass(frozen=True, slots=True)
class Centre:
    """One centre as its API sees it."""

    engine: Engine
    settings: Settings
    keys: KeyRing
    feed: FeedClient
    replay: ReplayMemory
    tenant_clients: TenantClients
    issuer_keys: IssuerKeys

    @property
    def url(self) -> str:
        """The public address, the name by which tenants know it."""
        return self.settings.centre.url
