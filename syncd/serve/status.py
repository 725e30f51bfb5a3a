"""The status page and the same as JSON: all tenants at a glance, for a person at this machine. Reads the store only."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from syncd import clock
from syncd.health.realm import RealmHealth, realm_health
from syncd.health.staleness import State
from syncd.health.summary import Summary, TenantStatus, summarise
from syncd.serve import texts
from syncd.serve.centre import Centre
from syncd.serve.local import require_local
from syncd.store.engine import Connection, reading

STATIC = Path(__file__).parent / "static"
# What needs attention comes first.
ORDER = (State.FAILING, State.LATE, State.NEW, State.PAUSED, State.FRESH)
_MAX_SEARCH = 100
_TEMPLATES = Environment(
    loader=PackageLoader("syncd.serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True)
class View:
    """What the reader chose, all of it in the address: a link brings anyone to the same view."""

    language: str = "id"
    state: State | None = None
    search: str = ""
    every_minute: bool = False

    def link(self, **changes: object) -> str:
        """The address of this view with these changes."""
        chosen = {"lang": self.language, "state": self.state, "q": self.search, "refresh": "60" if self.every_minute else ""}
        query = {name: value for name, value in (chosen | changes).items() if value and (name, value) != ("lang", "id")}
        return f"/?{urlencode(query)}" if query else "/"


def routes(centre: Centre) -> APIRouter:
    """The page and its data."""
    router = APIRouter(dependencies=[Depends(require_local)], tags=["status"])

    @router.get("/", summary="All tenants, as a page", response_class=HTMLResponse)
    def page(view: Annotated[View, Depends(_view)]) -> HTMLResponse:
        now_ms = clock.now_ms()
        with reading(centre.engine) as conn:
            summary, realm = summarise(conn, now_ms), _realm(conn, centre, now_ms)
        return HTMLResponse(render(centre.settings.centre.name, summary, view, now_ms, realm))

    @router.get("/status.json", summary="All tenants, as data")
    def data() -> dict[str, object]:
        now_ms = clock.now_ms()
        with reading(centre.engine) as conn:
            summary, realm = summarise(conn, now_ms), _realm(conn, centre, now_ms)
        return {
            "as_of": now_ms // 1000,
            "daemon_age_s": summary.daemon_age_s,
            "realm": {"sentence": {language: realm.sentences(language) for language in texts.LANGUAGES}} if realm else None,
            "tenants": [
                {**asdict(one), "sentence": {language: one.sentence(language) for language in texts.LANGUAGES}}
                for one in summary.tenants
            ],
        }

    return router


def _view(
    lang: Annotated[str, Query(max_length=5)] = "id",
    state: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=_MAX_SEARCH)] = "",
    refresh: Annotated[str, Query(max_length=5)] = "",
) -> View:
    """The view of an address; what is not known is the default."""
    return View(
        language="en" if lang == "en" else "id",
        state=State(state) if state in set(State) else None,
        search=q.strip(),
        every_minute=refresh == "60",
    )


def _realm(conn: Connection, centre: Centre, now_ms: int) -> RealmHealth | None:
    return realm_health(conn, now_ms) if centre.settings.keycloak.url else None


def render(centre_name: str, summary: Summary, view: View, now_ms: int, realm: RealmHealth | None = None) -> str:
    """The page as HTML."""
    found = [one for one in summary.tenants if _matches(one, view.search)]
    counts = Counter(one.state for one in found)
    shown = sorted((one for one in found if view.state in (None, one.state)), key=lambda one: (ORDER.index(one.state), one.name))
    return _TEMPLATES.get_template("status.html").render(
        centre=centre_name,
        words=texts.TEXTS[view.language],
        view=view,
        other="id" if view.language == "en" else "en",
        as_of=texts.moment(now_ms, view.language),
        filters=[(None, len(found)), *((state, counts[state]) for state in ORDER)],
        tenants=shown,
        any_tenant=bool(summary.tenants),
        daemon_down=summary.daemon_down,
        of_realm=realm.sentences(view.language) if realm else [],
        symbols=texts.SYMBOLS,
        state_name=lambda state: texts.state_name(state, view.language),
        number=lambda value: texts.number(value, view.language),
        age=lambda seconds: texts.age(seconds, view.language),
    )


def _matches(tenant: TenantStatus, search: str) -> bool:
    wanted = search.casefold()
    return any(wanted in text.casefold() for text in (tenant.name, tenant.agency, tenant.slug))
