"""One-time codes by which a site may join; only their sha256 is kept. Writes the invite table."""

import base64
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from syncd.errors import JoinRefusedError
from syncd.keys import sha256_hex
from syncd.store.schema import invite, tenant

DEFAULT_VALID_S = 3600
LONGEST_NAME = 255
_SECRET_BYTES = 16
_NAME = 10


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation by LAN. `tenant_id` is set if the code was made for one existing tenant."""

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
        raise JoinRefusedError(
            410, "code_unknown", "this join code is not known here; copy the whole line again, or ask LAN for a new one"
        )
    if found["used_at"] is not None:
        raise JoinRefusedError(410, "code_used", "this join code has been used; ask LAN for a new one")
    if found["expires_at"] <= now:
        raise JoinRefusedError(410, "code_expired", "this join code has expired; ask LAN for a new one")
    return Invite(found["tenant_id"], found["name"], found["agency"])


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """A code that can still be used. `name_of_code` tells it from others and opens nothing."""

    name_of_code: str
    name: str
    agency: str
    tenant: str | None
    created_at: int
    expires_at: int


def open_ones(conn: Connection, now: int) -> list[OpenInvite]:
    """Every code that can still be used, the newest last."""
    found = conn.execute(
        select(invite, tenant.c.slug)
        .outerjoin(tenant, tenant.c.id == invite.c.tenant_id)
        .where(invite.c.used_at.is_(None), invite.c.expires_at > now)
        .order_by(invite.c.created_at)
    ).mappings()
    return [
        OpenInvite(row["secret_sha256"][:_NAME], row["name"], row["agency"], row["slug"], row["created_at"], row["expires_at"])
        for row in found
    ]


def name_of(secret: str) -> str:
    """By what `open_ones` names this code."""
    return _digest(secret)[:_NAME]


def revoke(conn: Connection, name_of_code: str, now: int) -> bool:
    """Make a code worthless that can still be used; False if there is none of this name."""
    found = [one for one in open_ones(conn, now) if one.name_of_code == name_of_code]
    if found:
        conn.execute(
            update(invite)
            .where(invite.c.used_at.is_(None), invite.c.secret_sha256.startswith(name_of_code))
            .values(expires_at=now)
        )
    return bool(found)


def redeem(conn: Connection, secret: str, now: int) -> Invite:
    """Use the code up; if two sites try at once, one wins.

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
    return sha256_hex(secret.encode())
