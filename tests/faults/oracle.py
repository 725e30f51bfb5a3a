"""Compares the whole store with the tenants' own tables, field by field. Reads both, changes nothing.

It knows the contract's columns, and not one line of the code it judges.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine, text

from syncd.model.kinds import KINDS, STREAMS
from syncd.simulator.tenant import Tenant

# (tenant number, kind, id)
Key = tuple[int, str, int]


@dataclass
class Verdict:
    """What is wrong with the store; all empty is the only good answer."""

    lost: list[Key] = field(default_factory=list)
    doubled: list[Key] = field(default_factory=list)
    invented: list[Key] = field(default_factory=list)
    stale: list[Key] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.lost or self.doubled or self.invented or self.stale)

    def __str__(self) -> str:
        return ", ".join(f"{word} {len(keys)} {keys[:3]}" for word, keys in vars(self).items())


def judge(
    engine: Engine,
    tenants: Mapping[int, Tenant],
    keys: Mapping[int, int],
    refused: Collection[Key] = (),
    only: Collection[int] = (),
) -> Verdict:
    """The verdict on these tenants (`only` some of them); `keys` gives their keys at the centre.

    `refused` are the rows that break the contract: they must not be live, and must be known as refused.
    """
    verdict = Verdict()
    numbers = {keys[number]: number for number in tenants if not only or number in only}
    with engine.connect() as conn:
        for kind in KINDS.values():
            truth = {
                (number, row_id): row
                for number in numbers.values()
                if kind.stream in tenants[number].streams
                for row_id, row in tenants[number].site.rows(kind.name).items()
                if (number, kind.name, row_id) not in refused
            }
            columns = ", ".join(f"`{column.name}`" for column in kind.columns)
            statement = text(f"SELECT tenant_id, {columns} FROM `{kind.name}` WHERE gone_at IS NULL")
            found = [(numbers[row[0]], tuple(row[1:])) for row in conn.execute(statement) if row[0] in numbers]
            _compare(verdict, kind.name, truth, found)
        known = {
            (numbers[row[0]], str(row[1]), int(row[2]))
            for row in conn.execute(text("SELECT tenant_id, kind, row_id FROM rejection"))
            if row[0] in numbers
        }
    verdict.lost += sorted(key for key in set(refused) - known if key[0] in numbers.values())
    verdict.invented += sorted(known - set(refused))
    return verdict


def _compare(
    verdict: Verdict, kind: str, truth: dict[tuple[int, int], tuple[object, ...]], found: list[tuple[int, tuple[object, ...]]]
) -> None:
    central = {(number, int(str(row[0]))): row for number, row in found}
    times = Counter((number, int(str(row[0]))) for number, row in found)
    verdict.lost += [(number, kind, row_id) for number, row_id in sorted(truth.keys() - central.keys())]
    verdict.invented += [(number, kind, row_id) for number, row_id in sorted(central.keys() - truth.keys())]
    verdict.doubled += [(number, kind, row_id) for (number, row_id), count in sorted(times.items()) if count > 1]
    verdict.stale += [
        (number, kind, row_id)
        for number, row_id in sorted(truth)
        if central.get((number, row_id), truth[number, row_id]) != truth[number, row_id]
    ]


def false_proofs(
    engine: Engine, tenants: Mapping[int, Tenant], keys: Mapping[int, int], refused: Collection[Key] = ()
) -> list[int]:
    """The tenants the centre calls verified equal though they are not."""
    with engine.connect() as conn:
        proved = {
            row[0]
            for row in conn.execute(text("SELECT id FROM tenant WHERE verified_equal = 1 AND failures = 0 AND paused_by IS NULL"))
        }
    return [number for number in tenants if keys[number] in proved and judge(engine, tenants, keys, refused, only=[number])]


def wrong_summaries(engine: Engine) -> list[tuple[object, ...]]:
    """Live counts in the summary that differ from the rows themselves."""
    wrong: list[tuple[object, ...]] = []
    with engine.connect() as conn:
        for kind in KINDS:
            statement = text(
                "SELECT s.tenant_id, s.kind, s.live,"
                f" (SELECT COUNT(*) FROM `{kind}` r WHERE r.tenant_id = s.tenant_id AND r.gone_at IS NULL)"
                " FROM live_count s WHERE s.kind = :kind"
            )
            wrong += [tuple(row) for row in conn.execute(statement, {"kind": kind}) if row[2] != row[3]]
    return wrong


def streams_of(tenant: Tenant) -> list[str]:
    """The kinds the tenant's admin has switched on."""
    return [kind.name for stream in tenant.streams for kind in STREAMS[stream]]
