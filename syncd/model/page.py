"""A validated page: rows that fit the store and rejections that say why the others do not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that does not keep the contract.

    The digest of what was received makes the row known, not missing. `detail` quotes no value.
    """

    row_id: int
    field: str
    reason: str
    detail: str
    digest_high: int
    digest_low: int


@dataclass(frozen=True, slots=True)
class KindRows:
    """What one page says about one kind. Rows are in the contract's column order."""

    kind: str
    rows: Sequence[Sequence[object]]
    gone: Sequence[int] = ()
    erased: Sequence[int] = ()
    rejections: Sequence[Rejection] = ()
