"""One-time codes by which a site may join; only their sha256 is kept. Writes the invite table."""

import base64
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from syncd.errors import JoinRefusedError
from syncd.store.schema import invite

DEFAULT_VALID_S = 3600
_SECRET_BYTES = 16


@dataclass(frozen=True, slots=True)
class Invite:
    """Whom LAN invited. `tenant_id` is set when the code was made for one existing tenant."""

    tenant_id: int | None
    name: str
    agency: str


def create(
    conn: Connection, name: str, agency: str, now: int, *, tenant_id: int | None = None, valid_s: int = DEFAULT_VALID_S
) -> str:
    """A new secret, returned this once."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    conn.execute(
        insert(invite).values(
            secret_sha256=_digest(secret),
            tenant_id=tenant_id,
            name=name,
            agency=agency,
            created_at=now,
            expires_at=now + valid_s * 1000,
        )
    )
    return secret


def code(centre: str, secret: str) -> str:
    """The line a tenant admin pastes."""
    return f"ASN1.{base64.urlsafe_b64encode(centre.encode()).decode().rstrip('=')}.{secret}"


def check(conn: Connection, secret: str, now: int) -> Invite:
    """The invitation behind a secret that could be redeemed now; nothing is used up."""
    found = conn.execute(select(invite).where(invite.c.secret_sha256 == _digest(secret))).mappings().first()
    if found is None:
        raise JoinRefusedError(410, "code_expired", "this join code is not known here; ask LAN for a new one")
    if found["used_at"] is not None:
        raise JoinRefusedError(410, "code_used", "this join code has been used; ask LAN for a new one")
    if found["expires_at"] <= now:
        raise JoinRefusedError(410, "code_expired", "this join code has expired; ask LAN for a new one")
    return Invite(found["tenant_id"], found["name"], found["agency"])


def redeem(conn: Connection, secret: str, now: int) -> Invite:
    """Use the code up; of two that try at once one wins.

    Call it in the transaction that makes the tenant, so that a refusal costs no code.
    """
    used = conn.execute(
        update(invite)
        .where(invite.c.secret_sha256 == _digest(secret), invite.c.used_at.is_(None), invite.c.expires_at > now)
        .values(used_at=now)
    )
    if used.rowcount == 1:
        row = conn.execute(select(invite).where(invite.c.secret_sha256 == _digest(secret))).mappings().one()
        return Invite(row["tenant_id"], row["name"], row["agency"])
    check(conn, secret, now)
    raise JoinRefusedError(410, "code_used", "this join code has been used; ask LAN for a new one")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
