"""A world of simulated tenants, the same for the same seed, and the script of what happens in it. Touches only memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from joserfc.jwk import RSAKey

from syncd.simulator.agencies import agency
from syncd.simulator.credentials import new_key
from syncd.simulator.draws import DAY, Draw
from syncd.simulator.happenings import happen
from syncd.simulator.pictures import of_tenant
from syncd.simulator.population import FIRST_DAY, Population, Size
from syncd.simulator.site import Site
from syncd.simulator.tenant import Tenant

# Making a key takes a tenth of a second; beyond this number tenants share keys, which only a test about keys would notice.
KEY_POOL = 16
SMALLEST = 3
_HOUR = 3600
_SCRIPT_BEGINS = FIRST_DAY + 640 * DAY
_SKEW = 0.8  # of the Zipf law of sizes: 640 tenants of 300 courses on average have one with some 14,000


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that changed one tenant, in words."""

    tenant: int
    sentence: str


class World:
    """Tenants 1 … n. `base_url` is where they are served; tenant n has the address `{base_url}/s/n`."""

    def __init__(self, seed: int, tenants: int, base_url: str, *, mean_courses: int = 40, mean_enrolments: int = 12) -> None:
        self._seed = seed
        self._step = 0
        keys = [new_key() for _ in range(min(tenants, KEY_POOL))]
        courses = _zipf(seed, tenants, mean_courses)
        self.tenants: dict[int, Tenant] = {
            number: self._tenant(number, base_url, Size(courses[number], 20 + 6 * courses[number], mean_enrolments), keys)
            for number in range(1, tenants + 1)
        }

    def step(self, acts: int) -> list[Happening]:
        """Let so many things happen, on tenants by chance; the same steps in the same order give the same world."""
        self._step += 1
        rng = Random(f"{self._seed}/step/{self._step}")  # noqa: S311 - a script, not a secret
        return [happening for turn in range(acts) for happening in self._happen(rng, turn)]

    def _happen(self, rng: Random, turn: int) -> Iterator[Happening]:
        number = rng.randint(1, len(self.tenants))
        tenant = self.tenants[number]
        with tenant.lock:
            sentence = happen(tenant.site, rng, _SCRIPT_BEGINS + self._step * _HOUR + turn)
        if sentence:
            yield Happening(number, sentence)

    def _tenant(self, number: int, base_url: str, size: Size, keys: list[RSAKey]) -> Tenant:
        consented = number % 4 != 0
        return Tenant(
            name=agency(number),
            url=f"{base_url}/s/{number}",
            site_id=f"{Draw(self._seed, 'site', number).below(2**128):032x}",
            site=Site(Population(self._seed, number, size)),
            keys=[keys[(number - 1) % len(keys)]],
            streams=("catalogue", "learning", "badges", "ratings") if consented else ("catalogue",),
            profile=_profile(number) if number % 7 else None,
        )


def _profile(number: int) -> dict[str, str | None]:
    colour, logo = of_tenant(number)
    return {"name": agency(number), "sentence": f"Belajar bersama {agency(number)}.", "colour": colour, "logo": logo}


def _zipf(seed: int, tenants: int, mean: int) -> dict[int, int]:
    """How many courses each tenant has: few have very many, most have few, on average `mean`."""
    order = sorted(range(1, tenants + 1), key=lambda number: Draw(seed, "rank", number).below(2**64))
    weights = [rank**-_SKEW for rank in range(1, tenants + 1)]
    whole = sum(weights)
    return {number: max(SMALLEST, round(mean * tenants * weight / whole)) for number, weight in zip(order, weights, strict=True)}
