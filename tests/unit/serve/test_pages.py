"""The status page and its data: for whom, what, and how it can be used."""

import html
import re

import pytest
from sqlalchemy import insert, select

from syncd import clock
from syncd.health.sentences import sentence
from syncd.health.staleness import State
from syncd.model.rows import Rejection
from syncd.model.tenant import Lease, Pause
from syncd.serve.pages import texts
from syncd.store import flips, rejections, syncs
from syncd.store.engine import transaction
from syncd.store.schema import daemon, live_count, rejection, tenant
from syncd.validate import page as validated_page
from tests.unit.serve.conftest import caller_of
from tests.unit.serve.page import Page

HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}\u202e"


def add(engine, slug: str, **values: object) -> None:
    now = clock.now_ms()
    row = {
        "slug": slug,
        "name": f"Balai {slug}",
        "agency": "Badan Uji",
        "url": f"https://{slug}.example",
        "joined_at": now,
        "next_sync_at": now,
        "last_ok_at": now,
        "verified_at": now,
        "verified_equal": True,
        **values,
    }
    with transaction(engine) as conn:
        key = conn.execute(insert(tenant).values(row)).inserted_primary_key
        conn.execute(insert(live_count).values(tenant_id=key[0], kind="course", live=1234))


@pytest.fixture
def some(engine):
    add(engine, "segar")
    add(engine, "gagal", failures=2, last_code="DOWN", last_error="the host refused the connection")
    add(engine, "jeda", paused_by=Pause.TENANT)
    add(engine, "baru", last_ok_at=None, verified_equal=None)
    add(engine, "lambat", last_ok_at=clock.now_ms() - 3_600_000)
    add(engine, "jahat", name=HOSTILE, agency=HOSTILE, failures=1, last_code="TLS", last_error=HOSTILE)


def test_all_tenants_are_shown_worst_first_in_indonesian(here, some):
    response = here.get("/status")
    assert response.status_code == 200
    assert '<html lang="id">' in response.text
    names = re.findall(r'<bdi class="name">Balai (\w+)', response.text)
    assert names == ["gagal", "lambat", "baru", "jeda", "segar"]
    assert "Situs tidak menjawab" in response.text
    assert "the host refused the connection" in response.text
    assert "1.234" in response.text
    assert "1 jam lalu" in response.text


def test_english_is_a_link_away(here, some):
    page = Page(here.get("/status").text)
    link = next(one for one in page.all("a") if one.get("hreflang") == "en")
    english = here.get(link["href"]).text
    assert '<html lang="en">' in english
    assert "The site does not answer" in english
    assert "1,234" in english


@pytest.mark.parametrize("state", list(State))
def test_each_state_has_a_link_that_shows_only_its_tenants(here, some, state):
    page = Page(here.get(f"/status?state={state}").text)
    marks = [one for one in page.all("span") if (one.get("class") or "").startswith("mark ")]
    assert marks
    assert {one["class"] for one in marks} == {f"mark {state}"}
    assert [one["href"] for one in page.all("a") if "aria-current" in one] == [f"/status?state={state}"]


def test_a_search_narrows_the_list_and_the_counts(here, some):
    text = here.get("/status?q=GAGAL").text
    assert "Balai gagal" in text
    assert "Balai segar" not in text
    assert 'value="GAGAL"' in text
    assert "Tidak ada tenant" in here.get("/status?q=tidakada").text


@pytest.mark.parametrize("query", ["state=unknown", "lang=xx", "refresh=1", "q=%00%ff", "state=fresh&state=late", "x=1"])
def test_an_address_with_anything_unknown_shows_the_usual_page(here, some, query):
    assert here.get(f"/status?{query}").status_code == 200


def test_a_tenant_that_is_called_as_its_agency_is_named_once(here, engine):
    add(engine, "satu", name="Badan Nama", agency="Badan Nama")
    add(engine, "dua", name="Balai Nama", agency="Badan Lain")
    said = [one.strip() for one in Page(here.get("/status").text).text]
    assert [said.count(name) for name in ("Badan Nama", "Balai Nama", "Badan Lain")] == [1, 1, 1]


def test_an_empty_centre_says_what_to_do(here):
    assert "syncd tenant invite" in here.get("/status").text


def test_names_of_tenants_are_text_and_nothing_else(here, some):
    text = here.get(f"/status?q={HOSTILE}").text
    page = Page(text)
    assert page.all("script") == []
    # Also the braces stand as they were written: no template reads them.
    assert any(HOSTILE in one for one in page.text)


def test_nothing_comes_from_elsewhere_and_nothing_runs(here, some):
    response = here.get("/status")
    page = Page(response.text)
    for tag, attributes in page.tags:
        assert tag not in ("script", "iframe", "object", "embed", "style")
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "/").startswith(("/", "#"))
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_page_can_be_used_without_seeing_it(here, some):
    page = Page(here.get("/status").text)
    assert page.all("html")[0]["lang"] == "id"
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("table")) == len(page.all("caption")) == 1
    assert all(one.get("scope") in ("col", "row") for one in page.all("th"))
    assert page.all("label")[0]["for"] == page.all("input")[-1]["id"]
    assert page.all("a")[0]["href"] == "#content"
    # State is a word and a symbol, never only a colour.
    for state in State:
        assert any(texts.state_name(state, "id") in one for one in page.text)
    # It moves only if the reader asks for it.
    assert not any(one.get("http-equiv") for one in page.all("meta"))
    assert any(one.get("http-equiv") == "refresh" for one in Page(here.get("/status?refresh=60").text).all("meta"))


def test_a_silent_daemon_is_shown_and_a_living_one_is_not(here, engine):
    assert "syncd run" in here.get("/status").text
    with transaction(engine) as conn:
        conn.execute(insert(daemon).values(owner="d", version="1", started_at=1, beat_at=clock.now_ms()))
    assert "syncd run" not in here.get("/status").text


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"workers": 8, "living": 7, "clock_off_ms": 0}, "WORKERS_SHORT"),
        ({"workers": 8, "living": 8, "clock_off_ms": 7 * 3_600_000}, "CLOCKS_DISAGREE"),
        ({"workers": 8, "living": 8, "clock_off_ms": -7 * 3_600_000}, "CLOCKS_DISAGREE"),
    ],
)
def test_a_lame_daemon_and_one_with_another_clock_are_shown_on_the_page_and_in_its_data(here, engine, language, facts, code):
    said = sentence(code, language)
    with transaction(engine) as conn:
        well = {"workers": 8, "living": 8, "clock_off_ms": 0}
        conn.execute(insert(daemon).values(owner="d", version="1", started_at=1, beat_at=clock.now_ms(), **well))
    assert said not in html.unescape(here.get(f"/status?lang={language}").text)
    assert here.get("/status.json").json()["daemon"]["sentence"][language] == []
    with transaction(engine) as conn:
        conn.execute(daemon.update().values(**facts))
    assert said in html.unescape(here.get(f"/status?lang={language}").text)
    assert here.get("/status.json").json()["daemon"]["sentence"][language] == [said]


def test_the_data_says_the_same(here, some):
    data = here.get("/status.json").json()
    assert {one["slug"]: one["state"] for one in data["tenants"]} == {
        "segar": "fresh",
        "gagal": "failing",
        "jeda": "paused",
        "baru": "new",
        "lambat": "late",
        "jahat": "failing",
    }
    down = next(one for one in data["tenants"] if one["slug"] == "gagal")
    assert down["sentence"]["en"].startswith("The site does not answer")
    assert data["daemon_age_s"] is None


@pytest.mark.parametrize("path", ["/status", "/status.json"])
@pytest.mark.parametrize(
    ("address", "host", "headers"),
    [
        ("203.0.113.9", "127.0.0.1:8640", {}),
        ("10.0.0.5", "localhost", {}),
        ("127.0.0.1", "centre.example", {}),
        ("127.0.0.1", "127.0.0.1.evil.example", {}),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", "127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", "127.0.0.1", {"X-Real-IP": "127.0.0.1"}),
        ("127.0.0.1", "127.0.0.1", {"Via": "1.1 proxy"}),
        ("203.0.113.9", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("testclient", "localhost", {}),
    ],
)
def test_tenants_are_listed_only_for_a_person_at_the_machine(app, some, path, address, host, headers):
    response = caller_of(app, address, host).get(path, headers=headers)
    assert response.status_code == 403
    assert response.json()["code"] == "local_only"
    assert "Balai" not in response.text


@pytest.mark.parametrize("host", ["localhost", "localhost:8640", "127.0.0.1:1", "[::1]:8640"])
def test_every_name_of_the_machine_itself_will_do(app, host):
    assert caller_of(app, "::1", host).get("/status").status_code == 200


def test_more_tenants_than_fill_a_page_are_shown_in_pages_and_those_without_a_note_are_one_line(here, engine):
    for number in range(60):
        add(engine, f"baik-{number:02}")
    for number in range(55):
        add(engine, f"buruk-{number:02}", failures=1, last_code="DOWN")
    first = here.get("/status").text
    assert re.findall(r'<bdi class="name">Balai buruk-(\d+)', first) == [f"{number:02}" for number in range(50)]
    assert "Balai baik" not in first
    assert "60 tenant terkini, tanpa catatan" in first
    link = next(one["href"] for one in Page(first).all("a") if one.get("rel") == "next")
    second = here.get(link).text
    assert re.findall(r'<bdi class="name">Balai buruk-(\d+)', second) == ["50", "51", "52", "53", "54"]
    assert not [one for one in Page(second).all("a") if one.get("rel") == "next"]
    fresh = here.get("/status?state=fresh").text
    assert len(re.findall('<bdi class="name">Balai baik', fresh)) == 50
    assert here.get("/status?page=99999").status_code == here.get("/status?page=x").status_code == 200


def test_a_fresh_tenant_with_refused_rows_stands_before_those_without_and_says_so(here, engine):
    add(engine, "a-bersih")
    add(engine, "z-ditolak")
    with transaction(engine) as conn:
        key = conn.execute(select(tenant.c.id).where(tenant.c.slug == "z-ditolak")).scalar()
        values = {"kind": "course", "field": "title", "reason": "too_long", "detail": "", "digest_high": 1, "digest_low": 1}
        now = clock.now_ms()
        conn.execute(insert(rejection).values(tenant_id=key, row_id=7, first_seen_at=now, last_seen_at=now, **values))
    text = here.get("/status").text
    assert text.index("Balai z-ditolak") < text.index("Balai a-bersih")
    assert "1 data ditolak" in text


def test_what_is_not_switched_on_is_no_zero_on_page_and_data(here, engine):
    add(engine, "katalog", streams_on="catalogue")
    text = here.get("/status").text
    assert text.count("tidak dibuka") == 4
    (one,) = here.get("/status.json").json()["tenants"]
    assert (one["courses"], one["enrolments"], one["completions"], one["assertions"], one["ratings"]) == (1234, *[None] * 4)


def test_only_a_fresh_tenant_shows_a_green_yes_and_every_yes_its_age(here, engine):
    before = clock.now_ms() - 7_200_000
    add(engine, "segar", verified_at=before)
    add(engine, "gagal", verified_at=before, failures=1, last_code="DOWN")
    add(engine, "jeda", verified_at=before, paused_by=Pause.LAN)
    text = here.get("/status").text
    assert len(re.findall(r'class="yes"', text)) == 1
    assert "Ya, 2 jam lalu" in text
    assert text.count("Terakhir 2 jam lalu") == 2


def test_one_tenant_has_a_page_with_its_changes_of_state_its_syncs_and_its_refused_rows(here, engine, some):
    with transaction(engine) as conn:
        key = conn.execute(select(tenant.c.id).where(tenant.c.slug == "gagal")).scalar()
        flips.note(conn, key, None, "fresh", None, clock.now_ms())
        flips.note(conn, key, "fresh", "failing", "DOWN", clock.now_ms())
    link = next(one["href"] for one in Page(here.get("/status").text).all("a") if "gagal" in one["href"])
    text = here.get(link).text
    assert re.findall(r'<bdi class="name">Balai (\w+)', text) == ["gagal"]
    assert re.search("terkini</bdi>.*gagal</bdi>.*Situs tidak menjawab", text, re.DOTALL)
    assert here.get("/status?tenant=tidak-ada").status_code == 200


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_refused_rows_are_explained_in_words_for_every_reason_and_column(here, engine, language):
    add(engine, "ditolak")
    columns, reasons = sorted(texts.COLUMNS), sorted(set(validated_page._REASONS.values()))
    for first in range(0, len(columns), 20):
        found = [
            Rejection(number + 1, column, reasons[number % len(reasons)], "", 0, 0)
            for number, column in enumerate(columns[first : first + 20])
        ]
        with transaction(engine) as conn:
            key = conn.execute(select(tenant.c.id).where(tenant.c.slug == "ditolak")).scalar()
            rejections.record(conn, key, "course", found, 1, clock.now_ms())
        text = html.unescape(here.get(f"/status?tenant=ditolak&lang={language}").text)
        for one in found:
            column, reason = texts.refusal(one.field, one.reason, language)
            assert re.search(rf"<bdi>{one.row_id}</bdi>.*?<bdi>{re.escape(column)}</bdi>.*?<bdi>{re.escape(reason)}</bdi>", text)


def test_the_notes_of_a_sync_are_marked_as_english(here, engine):
    add(engine, "satu")
    with transaction(engine) as conn:
        key = conn.execute(select(tenant.c.id).where(tenant.c.slug == "satu")).scalar()
        sync_id = syncs.begin(conn, Lease(key, "d", 1), clock.now_ms())
        syncs.close(conn, sync_id, "ok", clock.now_ms(), syncs.Tally(), notes=["new key set pinned"])
    assert '<bdi lang="en">new key set pinned</bdi>' in here.get("/status?tenant=satu").text


def test_a_state_that_nobody_is_in_is_good_news(here, engine):
    add(engine, "segar")
    assert "Tidak ada tenant dengan status ini" in here.get("/status?state=failing").text
