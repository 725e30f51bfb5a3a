"""Sessions of people at the centre's own pages; of the secret in the browser only the sha256 is kept. Writes portal_session."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, or_, select, update

from syncd.keys import sha256_hex
from syncd.keys.identity import Identity
from syncd.store.schema import person, portal_session

# As long as a session lives in the realm: so much unused, and at most.
IDLE_MS, LONGEST_MS = 2 * 3600 * 1000, 10 * 3600 * 1000
# Looking at a page writes nothing, but for this often.
_NOTED_MS = 300 * 1000
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """A session that goes on. `agency`: its name, if LAN wrote one; `stale`: that it is used was not written down for a while."""

    subject: str
    issuer_session: str
    agency: str | None
    stale: bool


def begin(conn: Connection, who: Identity, now: int) -> str:
    """The secret of a new session, returned this once."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    conn.execute(
        insert(portal_session).values(
            secret_sha256=_digest(secret),
            subject=who.subject,
            issuer_session=who.session,
            agency=who.agency,
            began_at=now,
            seen_at=now,
        )
    )
    return secret


def find(conn: Connection, secret: str, now: int) -> Session | None:
    """The session with this secret, unless it is too old or its person may not sign in any more."""
    row = conn.execute(
        select(portal_session, person.c.barred, person.c.gone_at)
        .outerjoin(person, person.c.subject == portal_session.c.subject)
        .where(portal_session.c.secret_sha256 == _digest(secret))
    ).one_or_none()
    # A stamp from the future is never fresh.
    if row is None or not 0 <= now - row.seen_at <= IDLE_MS or not 0 <= now - row.began_at <= LONGEST_MS:
        return None
    if row.barred or row.gone_at is not None:
        return None
    return Session(row.subject, row.issuer_session, row.agency, now - row.seen_at > _NOTED_MS)


def note(conn: Connection, secret: str, now: int) -> None:
    """Write down that it is used."""
    conn.execute(update(portal_session).where(portal_session.c.secret_sha256 == _digest(secret)).values(seen_at=now))


def end(conn: Connection, secret: str) -> None:
    """End this session here."""
    conn.execute(delete(portal_session).where(portal_session.c.secret_sha256 == _digest(secret)))


def end_of(conn: Connection, issuer_session: str | None, subject: str | None) -> int:
    """End what the issuer says has ended: one session of its own, or without it all of a subject. How many that were."""
    mine = (
        portal_session.c.issuer_session == issuer_session if issuer_session is not None else portal_session.c.subject == subject
    )
    return conn.execute(delete(portal_session).where(mine)).rowcount


def prune(conn: Connection, now: int) -> int:
    """Forget those that are over. How many that were."""
    over = or_(
        portal_session.c.seen_at < now - IDLE_MS, portal_session.c.began_at < now - LONGEST_MS, portal_session.c.began_at > now
    )
    return conn.execute(delete(portal_session).where(over)).rowcount


def _digest(secret: str) -> str:
    return sha256_hex(secret.encode())
