"""How commands name courses of several tenants: TENANT/COURSE. Reads the tenant table."""

from collections.abc import Iterable
from typing import Annotated

import typer

from syncd.errors import CurationRefusedError
from syncd.model.kinds import id_of
from syncd.model.tenant import TenantRow
from syncd.store import tenants
from syncd.store.engine import Connection

Courses = Annotated[list[str], typer.Argument(metavar="TENANT/COURSE...", help="Courses, each as in balai-a/12.")]
Course = Annotated[str, typer.Argument(metavar="TENANT/COURSE", help="A course, as in balai-a/12.")]


def named(conn: Connection, courses: Iterable[str]) -> list[tuple[TenantRow, int]]:
    """The tenants and numbers of these courses, each once."""
    found = []
    for text in dict.fromkeys(courses):
        slug, _, number = text.partition("/")
        course = id_of(number)
        if course is None:
            raise CurationRefusedError(f"a course is written TENANT/COURSE, as in balai-a/12, not {text}")
        found.append((tenants.by_slug(conn, slug), course))
    return found
