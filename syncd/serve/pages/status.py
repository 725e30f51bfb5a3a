"""The status page, that of one tenant, and the list as JSON, for a person at this machine. Reads the store only."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from syncd.health.realm import RealmHealth, realm_health
from syncd.health.sentences import sentence
from syncd.health.staleness import ORDER, State
from syncd.health.summary import Summary, TenantStatus, summarise
from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantRow
from syncd.serve.local import require_local
from syncd.serve.pages import texts
from syncd.settings import Settings
from syncd.store import flips, rejections, syncs, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, Engine, reading

STATIC = Path(__file__).parent / "static"
_MAX_SEARCH = 100
PAGES = "/status"
# So many tenants fill a page; where there are more, those with nothing to note are one line.
PAGE = 50
_NEWEST = 20
_OUTCOMES = ("ok", "partial", "failed", "lost", "running")
_NOTHING = "–"  # noqa: RUF001 - typography
_TEMPLATES = Environment(
    loader=PackageLoader("syncd.serve.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True)
class View:
    """What the reader chose. All of it is in the address, so a link opens the same view for anyone."""

    language: str = "id"
    state: State | None = None
    search: str = ""
    every_minute: bool = False
    page: int = 1
    tenant: str = ""

    def link(self, **changes: object) -> str:
        """The address of this view with these changes; another choice begins at its first page."""
        chosen: dict[str, object] = {
            "lang": self.language,
            "state": self.state,
            "q": self.search,
            "refresh": "60" if self.every_minute else "",
            "tenant": self.tenant,
        }
        if not changes.keys() & {"state", "q", "tenant"}:
            chosen["page"] = self.page
        usual = (("lang", "id"), ("page", 1))
        query = {name: value for name, value in (chosen | changes).items() if value and (name, value) not in usual}
        return f"{PAGES}?{urlencode(query)}" if query else PAGES


def routes(engine: Engine, settings: Settings) -> APIRouter:
    """The page and its data."""
    router = APIRouter(dependencies=[Depends(require_local)], tags=["status"])

    @router.get(PAGES, summary="All tenants, as a page", response_class=HTMLResponse)
    def page(view: Annotated[View, Depends(_view)]) -> HTMLResponse:
        with reading(engine) as conn:
            now_ms = database_now_ms(conn)
            if view.tenant and (found := tenants.find(conn, view.tenant)):
                return HTMLResponse(_render_one(conn, settings.centre.name, found, view, now_ms))
            summary, realm = summarise(conn, now_ms), _realm(conn, settings, now_ms)
        return HTMLResponse(render(settings.centre.name, summary, view, now_ms, realm))

    @router.get("/status.json", summary="All tenants, as data")
    def data() -> dict[str, object]:
        with reading(engine) as conn:
            now_ms = database_now_ms(conn)
            summary, realm = summarise(conn, now_ms), _realm(conn, settings, now_ms)
        return {
            "as_of": now_ms // 1000,
            "daemon_age_s": summary.daemon_age_s,
            "daemon": {
                **asdict(summary.daemon),
                "sentence": {language: summary.daemon.sentences(language) for language in texts.LANGUAGES},
            },
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
    page: Annotated[str, Query(max_length=5)] = "",
    tenant: Annotated[str, Query(max_length=40)] = "",
) -> View:
    """The view of an address; an unknown value counts as the default."""
    return View(
        language="en" if lang == "en" else "id",
        state=State(state) if state in set(State) else None,
        search=q.strip(),
        every_minute=refresh == "60",
        page=max(1, int(page)) if page.isascii() and page.isdigit() else 1,
        tenant=tenant,
    )


def _realm(conn: Connection, settings: Settings, now_ms: int) -> RealmHealth | None:
    return realm_health(conn, now_ms) if settings.keycloak.url else None


def render(centre_name: str, summary: Summary, view: View, now_ms: int, realm: RealmHealth | None = None) -> str:
    """The page as HTML."""
    found = [one for one in summary.tenants if _matches(one, view.search)]
    counts = Counter(one.state for one in found)
    shown = sorted((one for one in found if view.state in (None, one.state)), key=lambda one: one.rank)
    grouped = 0
    if len(shown) > PAGE and view.state is None and not view.search:
        well = sum(not one.in_trouble for one in shown)
        shown, grouped = [one for one in shown if one.in_trouble], well
    pages = max(1, -(-len(shown) // PAGE))
    view = replace(view, page=min(view.page, pages))
    return _TEMPLATES.get_template("status.html").render(
        centre=centre_name,
        **_common(view, now_ms),
        filters=[(None, len(found)), *((state, counts[state]) for state in ORDER)],
        tenants=shown[(view.page - 1) * PAGE : view.page * PAGE],
        grouped=grouped,
        pages=pages,
        nobody=texts.TEXTS[view.language]["none_in_state" if view.state and not view.search else "none"],
        any_tenant=bool(summary.tenants),
        of_daemon=sentence("DAEMON_DOWN", view.language) if summary.daemon_down else "",
        alarms=summary.daemon.sentences(view.language) + (realm.sentences(view.language) if realm else []),
    )


def _common(view: View, now_ms: int) -> dict[str, object]:
    """What both pages need."""
    language = view.language
    return {
        "words": texts.TEXTS[language],
        "view": view,
        "other": "id" if language == "en" else "en",
        "as_of": texts.moment(now_ms, language),
        "symbols": texts.SYMBOLS,
        "state_name": lambda state: texts.state_name(state, language),
        "number": lambda value: texts.number(value, language),
        "count": lambda value: texts.count(value, language),
        "age": lambda seconds: texts.age(seconds, language),
    }


def _render_one(conn: Connection, centre_name: str, row: TenantRow, view: View, now_ms: int) -> str:
    """The page of one tenant: its line of the list, and what happened last."""
    words, language = texts.TEXTS[view.language], view.language
    (tenant,) = summarise(conn, now_ms, only=row.id).tenants

    def when(moment: int | None) -> str:
        return _NOTHING if moment is None else texts.moment(moment, language)

    def name(state: str | None) -> str:
        return _NOTHING if state is None else texts.state_name(State(state), language)

    changes = [
        (when(one["at"]), name(one["before"]), name(one["after"]), sentence(one["code"], language))
        for one in flips.newest(conn, row.id, _NEWEST)
    ]
    read = [
        (
            when(one["started_at"]),
            _word(words, one["outcome"]),
            texts.number(one["rows"], language),
            one["error"] or one["notes"],
        )
        for one in syncs.newest(conn, row.id, _NEWEST)
    ]
    refused = [
        (
            when(one["first_seen_at"]),
            _word(words, one["kind"]),
            one["row_id"],
            *texts.refusal(one["field"], one["reason"], language),
        )
        for one in rejections.newest(conn, row.id, _NEWEST)
    ]
    tables = [
        (words["changes"], [words["at"], words["before"], words["after"], words["reason"]], changes),
        (words["refused"], [words["at"], words["kind"], words["id"], words["field"], words["reason"]], refused),
        (words["syncs"], [words["at"], words["outcome"], words["rows"], words["detail"]], read),
    ]
    template = _TEMPLATES.get_template("tenant.html")
    return template.render(centre=centre_name, tenant=tenant, tables=tables, **_common(view, now_ms))


def _word(words: Mapping[str, str], value: str) -> str:
    """The word for an outcome or a kind; a later one than this program knows stands for itself."""
    return words[value] if value in _OUTCOMES or value in KINDS else value


def _matches(tenant: TenantStatus, search: str) -> bool:
    wanted = search.casefold()
    return any(wanted in text.casefold() for text in (tenant.name, tenant.agency, tenant.slug))
