"""Names what a page says in words that this centre does not know yet: kinds, and columns of kinds. Pure: no I/O, no clock."""

import re

from syncd.model.kinds import KINDS
from syncd.model.wire import DigestPage, ImagePage, Page, RefusedPage

# The most names that one page, or one tenant, makes anybody remember.
MOST_NAMES = 20
_COLUMN = re.compile(r"[a-z0-9_]{1,40}")


def unknown_parts(page: Page) -> dict[str, int]:
    """How many rows the page has of each kind that this centre does not know, and with each column: `kind.column`."""
    if isinstance(page, RefusedPage | DigestPage | ImagePage):
        return {}
    found: dict[str, int] = {}
    for kind, part in page.rows.items():
        if kind not in KINDS:
            found[kind] = len(part)
        elif part.rows and part.columns != list(KINDS[kind].column_names):
            found |= {f"{kind}.{name}": len(part.rows) for name in _shown(part.columns) - set(KINDS[kind].column_names)}
    return dict(sorted(found.items())[:MOST_NAMES])


def _shown(columns: list[object]) -> set[str]:
    """Names that can be shown; any other text stands as `?`."""
    return {name if _COLUMN.fullmatch(name) else "?" for name in columns if isinstance(name, str)}
