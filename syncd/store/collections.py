"""LAN's collections: a log that only grows, each line the whole collection as it is from then on. Writes the collection table."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, RowMapping, func, insert, select

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.foreign_text import is_sentence
from syncd.model.collected import MAX_ABOUT, MAX_MEMBERS, MAX_TITLE, Collection, Member, Said, State, ordered
from syncd.model.curated import MAX_WHY, By
from syncd.store.schema import collection, tenant

_SLUG = re.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_NEWEST = select(func.max(collection.c.id)).group_by(collection.c.slug)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: the act, and what it led to."""

    act: str
    now: Collection
    by: By


@dataclass(frozen=True, slots=True)
class Place:
    """A course of a collection, by the tenant that its site is now."""

    tenant_id: int
    slug: str
    course: int


def new(conn: Connection, slug: str, said: Said, by: By) -> None:
    """A collection that nobody sees yet."""
    if _newest(conn, slug) is not None:
        raise CurationRefusedError(f"there is a collection {slug} already")
    _write(conn, "new", Collection(slug, said, (), State.DRAFT), by)


def rename(conn: Connection, slug: str, said: Said, by: By) -> None:
    """It is called so from now on."""
    _write(conn, "name", replace(_held(conn, slug), said=said), by)


def add(conn: Connection, slug: str, members: Sequence[Member], by: By) -> None:
    """These come last."""
    now = _held(conn, slug)
    whole = (*now.members, *(one for one in dict.fromkeys(members) if one not in now.members))
    if len(whole) > MAX_MEMBERS:
        raise CurationRefusedError(f"a collection has at most {MAX_MEMBERS} courses")
    _write(conn, "add", replace(now, members=whole), by)


def remove(conn: Connection, slug: str, members: Sequence[Member], by: By) -> None:
    """These are in it no more."""
    now = _held(conn, slug)
    _require(now, members)
    _write(conn, "remove", replace(now, members=tuple(one for one in now.members if one not in members)), by)


def order(conn: Connection, slug: str, first: Sequence[Member], by: By) -> None:
    """These come first, in this order; the others stay in theirs."""
    now = _held(conn, slug)
    _require(now, first)
    _write(conn, "order", replace(now, members=ordered(now.members, list(dict.fromkeys(first)))), by)


def publish(conn: Connection, slug: str, by: By) -> None:
    """Everybody sees it."""
    now = _held(conn, slug)
    if not now.members:
        raise CurationRefusedError(f"collection {slug} has no courses; add some with `syncd collection add`")
    _write(conn, "publish", replace(now, state=State.PUBLISHED), by)


def withdraw(conn: Connection, slug: str, by: By) -> None:
    """Nobody sees it any more."""
    _write(conn, "withdraw", replace(_held(conn, slug), state=State.WITHDRAWN), by)


def every(conn: Connection) -> list[Collection]:
    """All collections, the one that changed last first."""
    found = conn.execute(select(collection).where(collection.c.id.in_(_NEWEST)).order_by(collection.c.id.desc()))
    return [_collection(row) for row in found.mappings()]


def places(conn: Connection, members: Sequence[Member]) -> list[Place]:
    """Where these courses are now, in their order; a site that has left is left out."""
    sites = {one.site for one in members}
    found = conn.execute(select(tenant.c.id, tenant.c.slug, tenant.c.site).where(tenant.c.site.in_(sites)))
    at = {row.site: row for row in found}
    return [Place(at[one.site].id, at[one.site].slug, one.course) for one in members if one.site in at]


def log(conn: Connection, slug: str | None, limit: int) -> list[Line]:
    """The newest lines, of one collection or of all, newest first."""
    statement = select(collection).order_by(collection.c.id.desc()).limit(limit)
    found = conn.execute(statement if slug is None else statement.where(collection.c.slug == slug)).mappings()
    return [Line(row["act"], _collection(row), By(row["who"], row["why"], row["at"])) for row in found]


def _require(now: Collection, members: Sequence[Member]) -> None:
    if missing := sum(one not in now.members for one in members):
        raise CurationRefusedError(f"{missing} of these courses are not in collection {now.slug}")


def _held(conn: Connection, slug: str) -> Collection:
    found = _newest(conn, slug)
    if found is None:
        raise NotFoundError(f"there is no collection {slug}; see `syncd collection list`")
    return found


def _newest(conn: Connection, slug: str) -> Collection | None:
    # Held until the end of the transaction: who changes it next changes what this one leaves.
    mine = select(collection).where(collection.c.slug == slug).order_by(collection.c.id.desc()).limit(1).with_for_update()
    row = conn.execute(mine).mappings().first()
    return None if row is None else _collection(row)


def _write(conn: Connection, act: str, now: Collection, by: By) -> None:
    if not is_sentence(by.why, MAX_WHY):
        raise CurationRefusedError(f"say why in 1 to {MAX_WHY} characters, all of which can be seen")
    if wrong := _fault(now.slug, now.said):
        raise CurationRefusedError(wrong)
    members = json.dumps([[one.site, one.course] for one in now.members])
    conn.execute(
        insert(collection).values(slug=now.slug, act=act, state=now.state, members=members, **asdict(now.said), **asdict(by))
    )


def _fault(slug: str, said: Said) -> str | None:
    """What is wrong with a name or a text, as a sentence; None where nothing is."""
    if not _SLUG.fullmatch(slug):
        return "a collection's short name has 1 to 40 small letters, digits and hyphens between them"
    for text, most in (
        (said.title_id, MAX_TITLE),
        (said.title_en, MAX_TITLE),
        (said.about_id, MAX_ABOUT),
        (said.about_en, MAX_ABOUT),
    ):
        if not is_sentence(text, most):
            return f"titles have 1 to {MAX_TITLE} characters, sentences 1 to {MAX_ABOUT}, all of which can be seen"
    return None


def _collection(row: RowMapping) -> Collection:
    said = Said(row["title_id"], row["title_en"], row["about_id"], row["about_en"])
    members = tuple(Member(site, course) for site, course in json.loads(row["members"]))
    return Collection(row["slug"], said, members, State(row["state"]))
