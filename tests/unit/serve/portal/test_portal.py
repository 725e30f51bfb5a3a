"""The portal: whoever comes from nowhere finds courses, reads what they are, and goes in; in two languages and without a script."""

import json
import re

import pytest

from syncd.index import search
from syncd.index.facets import CLOSED, NAMES
from syncd.serve.market import asking
from syncd.serve.pages.portal.filters import _GROUPS
from tests.unit.serve.conftest import NOW, caller_of
from tests.unit.serve.page import Page

DAY = 86_400
HOSTILE = "</script><script>alert(1)</script></title>\"'&{{7*7}}\u202eabc\u2028"
GROUPED = {"minutes", "competency", "jp", "format", "level", "language", "badge", "stars", "open", "soon", "agency", "topic"}


@pytest.fixture
def balai(marketplace):
    balai = marketplace.offering("Kementerian Uji", "Pusdiklat Uji")
    facts = {"jp_hundredths": 25, "competency": "teknis", "format": "mandiri", "level": "dasar", "category": "Kearsipan"}
    balai.put(1, "Arsip Dinamis", summary="Menata berkas kantor.", minutes=10, enrol_until=NOW + DAY, places=12, **facts)
    balai.put(2, "Arsip Statis", minutes=90, self_enrol=0, starts=NOW + DAY)
    balai.put(3, "Arsip Rahasia", audience="agency")
    balai.put(4, HOSTILE, summary=HOSTILE, category=HOSTILE, batch=HOSTILE, topics=HOSTILE, author=HOSTILE, language="en")
    balai.badge(1, 1)
    marketplace.offering(HOSTILE, HOSTILE).put(1, "Surat Dinas", minutes=5, language="en_us", created=1_800_000_000)
    marketplace.index()
    return balai


@pytest.fixture
def paths(balai):
    slug = balai.row.slug
    return {
        "front": "/",
        "search": "/search?q=arsip&minutes=10&agency=Kementerian+Uji",
        "nothing": "/search?q=zzzz",
        "meant": "/search?q=dinamiss",
        "course": f"/courses/{slug}/1",
        "hostile": f"/courses/{slug}/4",
        "agencies": "/agencies",
        "agency": "/agency?name=Kementerian+Uji",
        "api": "/api?",
        "missing": "/courses/none/1",
        "refused": "/search?cursor=x",
    }


def page_of(api, path: str, language: str = "id") -> Page:
    return Page(api.get(path + ("&" if "?" in path else "?") + f"lang={language}").text)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "name", ["front", "search", "nothing", "meant", "course", "hostile", "agencies", "agency", "api", "missing", "refused"]
)
def test_every_page_can_be_used_without_seeing_it_and_runs_nothing(api, paths, name, language):
    page = page_of(api, paths[name], language)
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
    assert page.all("a")[0]["href"] == "#content"
    assert page.all("main")[0]["id"] == "content"
    labels = {one.get("for") for one in page.all("label")}
    assert {one["id"] for one in page.all("input") if one.get("type") == "search"} <= labels
    assert all(one.get("aria-label") or one.get("aria-labelledby") for one in page.all("nav"))
    ids = [one["id"] for _, one in page.tags if one.get("id")]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.tags:
        assert tag not in ("iframe", "object", "embed", "style")
        assert tag != "script" or attributes == {"type": "application/ld+json"}
        assert "style" not in attributes
        assert not any(attribute.startswith("on") for attribute in attributes)
        if attributes.get("class") != "enter":
            for attribute in ("src", "href", "action"):
                assert re.match(r"/(?!/)|#", attributes.get(attribute) or "/")


@pytest.mark.parametrize("name", ["front", "search", "course", "agencies", "agency", "missing"])
def test_the_other_language_is_a_link_away_and_leads_back(api, paths, name):
    (there,) = [one["href"] for one in page_of(api, paths[name]).all("a") if one.get("hreflang") == "en"]
    english = Page(api.get(there).text)
    assert english.all("html")[0]["lang"] == "en"
    (back,) = [one["href"] for one in english.all("a") if one.get("hreflang") == "id"]
    assert Page(api.get(back).text).all("html")[0]["lang"] == "id"
    assert all("lang=en" in one for one in english.links("/") if not one.startswith(("/static", back)))


def test_the_front_page_leads_to_what_is_new_and_short_and_to_kinds_and_agencies(api, paths):
    page = page_of(api, "/")
    for said in ("4 pelatihan dari 2 instansi", "Baru", "Paling lama 10 menit", "Menurut jenis kompetensi", "Menurut instansi"):
        assert said in page.said
    assert page.said.index("Surat Dinas") < page.said.index("Arsip Dinamis")
    assert "Arsip Statis" not in page.said  # nobody can enrol there
    assert page.links("/search?competency=teknis")
    assert page.links("/agency?name=Kementerian+Uji")
    assert page.links("/search?minutes=10&")


def test_no_agency_fills_a_row(api, marketplace):
    for number in range(4):
        marketplace.offering(f"Badan {number}").put_many(["a", "b", "c", "d"], created=1_700_000_000 + number)
    marketplace.index()
    new = api.get("/").text.partition('id="new"')[2].partition("</section>")[0]
    assert re.findall(r'<bdi class="agency">(.*?)</bdi>', new) == ["Badan 3"] * 2 + ["Badan 2"] * 2 + ["Badan 1"] * 2


def test_a_search_marks_its_words_and_can_be_narrowed_widened_and_sorted(api, balai):
    text = api.get("/search?q=arsip").text
    assert "<mark>Arsip</mark>" in text
    page = Page(text)
    boxes = [one for one in page.all("input") if one.get("type") == "checkbox"]
    assert {one["name"] for one in boxes} >= {"minutes", "competency", "badge", "open"}
    assert {one["form"] for one in boxes if one["name"] != "c"} == {page.all("form")[0]["id"]}
    narrowed = Page(api.get("/search?q=arsip&minutes=10&badge=yes&sort=title").text)
    assert "1 pelatihan" in narrowed.said
    assert [one["value"] for one in narrowed.all("input") if "checked" in one] == ["10", "yes"]
    assert "/search?q=arsip&badge=yes&sort=title" in narrowed.links("/search")
    assert "/search?q=arsip&sort=title" in narrowed.links("/search")
    assert "/search?q=arsip&sort=newest" in page.links("/search")
    assert [one["href"] for one in page.all("a") if one.get("aria-current") == "true"] == ["/search?q=arsip"]
    every = Page(api.get("/search").text)
    assert [one["href"] for one in every.all("a") if one.get("aria-current") == "true"] == ["/search?sort=newest"]


def test_a_mistyped_word_is_answered_with_what_was_probably_meant(api, balai):
    page = page_of(api, "/search?q=dinamiss")
    assert "Mungkin maksud Anda: dinamis" in page.said
    assert "/search?q=dinamis" in page.links("/search")


def test_an_empty_result_says_what_to_do(api, balai):
    page = page_of(api, "/search?q=zzzz&minutes=10&badge=yes")
    assert "Tidak ada pelatihan yang cocok. Coba kata yang lebih sedikit" in page.said
    assert {"/search?q=zzzz&badge=yes", "/search?q=zzzz&minutes=10", "/search"} <= set(page.links("/search"))


@pytest.mark.parametrize("start", ["/search?sort=title", "/search?q=arsip", "/agency?name=Badan+Uji"])
def test_the_next_page_is_a_link_until_every_course_was_shown_once(api, marketplace, start):
    marketplace.offering().put_many([f"Arsip {number:03}" for number in range(50)])
    marketplace.index()
    seen, path = [], start
    while path:
        page = Page(api.get(path).text)
        seen += page.links("/courses/")
        path = next((one["href"] for one in page.all("a") if one.get("rel") == "next"), None)
    assert len(seen) == len(set(seen)) == 50


def test_a_course_is_shown_with_its_facts_its_door_and_the_way_in(api, balai):
    page = page_of(api, f"/courses/{balai.row.slug}/1")
    facts = "Waktu belajar 10 menit JP 0,25 JP Jenis kompetensi Teknis Bentuk Mandiri Tingkat Dasar Lencana Dengan lencana"
    assert f"{facts} Kategori Kearsipan" in page.said
    assert "Pendaftaran dibuka sampai 16 Januari 2027, 15.00 WIB · 12 sisa tempat" in page.said
    (way,) = [one["href"] for one in page.all("a") if one.get("class") == "enter"]
    assert way == f"{balai.row.url}/course/view.php?id=1"
    assert "Kementerian Uji Pusdiklat Uji" in page.said
    assert "Peserta didaftarkan oleh penyelenggara" in page_of(api, f"/courses/{balai.row.slug}/2").said
    english = page_of(api, f"/courses/{balai.row.slug}/1", "en").said
    assert "Time to learn 10 minutes JP 0.25 JP Competency kind Technical Form At your own pace" in english
    assert "Enrolment is open until 16 January 2027, 15:00 WIB · 12 places left" in english


def test_search_engines_read_a_course_whatever_its_texts_are(api, balai):
    for number, title in ((1, "Arsip Dinamis"), (4, HOSTILE)):
        text = api.get(f"/courses/{balai.row.slug}/{number}").text
        (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        about = json.loads(script)
        assert (about["@type"], about["name"], about["provider"]["name"]) == ("Course", title, "Kementerian Uji")
        assert about["url"].endswith(f"/courses/{balai.row.slug}/{number}")
    assert about["inLanguage"] == "en"
    assert re.findall("[\u202e\u2028<>&]", script) == []


def test_hostile_texts_are_text_everywhere(api, paths, balai):
    addresses = [*paths.values(), "/search?q=alert", f"/agency?name={HOSTILE.replace('&', '%26')}"]
    for address in [*addresses, f"/search?q={HOSTILE.replace('&', '%26')}"]:
        page = Page(api.get(address).text)
        assert [one for one in page.all("script") if one != {"type": "application/ld+json"}] == []
        assert "49" not in page.said.replace("149", "")
    for address in (paths["hostile"], "/", "/agencies", "/search?q=surat"):
        assert "</script><script>alert(1)</script></title>" in "".join(Page(api.get(address).text).text)
    # What turns the direction of writing ends with the text that it stands in; a title bar has no such end.
    text = api.get(paths["hostile"]).text
    assert "\u202e" not in re.findall("<title>(.*?)</title>", text, re.DOTALL)[0]
    for place in re.finditer("\u202e", text):
        before = text[: place.start()]
        assert before.count("<bdi") == before.count("</bdi>") + 1


def test_texts_in_another_language_than_the_page_say_so(api, balai):
    assert '<h1 lang="en">' in api.get(f"/courses/{balai.row.slug}/4").text
    assert '<h1 lang="en">' not in api.get(f"/courses/{balai.row.slug}/4?lang=en").text
    assert '<h1 lang="id">' in api.get(f"/courses/{balai.row.slug}/1?lang=en").text


def test_what_is_hidden_and_what_never_was_look_alike_to_the_byte(api, marketplace, balai):
    marketplace.offering("Badan Tertutup").put(1, "Tertutup", audience="agency")
    marketplace.index()
    slug = balai.row.slug
    hidden = [f"/courses/{slug}/3", f"/courses/{slug}/999", "/courses/none/1", f"/courses/{slug}/x", f"/courses/{slug}/{2**70}"]
    for query in ("", "?lang=en"):
        answers = [api.get(f"{path}{query}") for path in hidden]
        joined = query.replace("?", "&")
        answers += [api.get(f"/agency?name={name}{joined}") for name in ("Badan+Tertutup", "Badan+Tidak+Ada", "")]
        assert len({(one.status_code, one.content, str(sorted(one.headers.items()))) for one in answers}) == 1
        assert answers[0].status_code == 404
    assert "Tertutup" not in "".join(api.get(path).text for path in ("/", "/agencies", "/search?q=tertutup&lang=en"))


@pytest.mark.parametrize(
    "query", ["cursor=x", "minutes=7", "q=" + "a" * 501, "q=%07", "&".join(f"agency=a{number}" for number in range(201))]
)
def test_a_search_that_cannot_be_answered_says_so_in_words(api, balai, query):
    response = api.get(f"/search?{query}")
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/html")
    assert "Pencarian ini tidak dapat dijawab" in response.text


def test_an_address_with_anything_unknown_shows_the_usual_page(api, balai):
    for query in ("lang=xx", "sort=best", "x=1", "cursor=", "q=%20"):
        assert "4 pelatihan" in Page(api.get(f"/search?{query}").text).said


def test_without_an_index_the_page_says_that_it_is_being_prepared(api):
    for path in ("/", "/search", "/courses/a/1", "/agencies"):
        response = api.get(path)
        assert (response.status_code, response.headers["retry-after"]) == (503, "30")
        assert "Katalog sedang disiapkan" in response.text
        assert "index" not in Page(response.text).said


def test_an_empty_catalogue_says_so(api, marketplace):
    marketplace.index()
    assert "Belum ada pelatihan yang ditawarkan" in api.get("/").text
    assert "Belum ada pelatihan yang ditawarkan" in api.get("/agencies").text


def test_who_asks_too_often_reads_it_in_words(api, balai, monkeypatch):
    monkeypatch.setattr(asking.Quota, "wait_s", lambda *_: 7)
    response = api.get("/")
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")
    assert "Tunggu sebentar" in response.text


def test_only_who_is_at_the_machine_sees_the_way_to_the_status_page_and_nobody_keeps_that_page(app, api, here, balai):
    local, public = here.get("/"), api.get("/")
    assert Page(local.text).links("/status") == ["/status"]
    assert Page(here.get("/?lang=en").text).links("/status") == ["/status?lang=en"]
    assert (local.headers["cache-control"], "etag" in local.headers) == ("no-store", False)
    assert Page(public.text).links("/status") == []
    assert public.headers["cache-control"] == "public, max-age=30"
    again = api.get("/", headers={"If-None-Match": public.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    through_a_proxy = caller_of(app, "127.0.0.1", "127.0.0.1:8640").get("/", headers={"X-Forwarded-For": "203.0.113.9"})
    assert Page(through_a_proxy.text).links("/status") == []


def test_every_facet_can_be_chosen_on_the_search_page(api, marketplace):
    assert {name for _, names in _GROUPS for name in names} == GROUPED == set(NAMES) - {"tenant"}
    balai, other = marketplace.offering(), marketplace.offering("Badan Lain")
    for number, values in enumerate(zip(*(CLOSED[name] * 3 for name in ("competency", "format", "level")), strict=False), 1):
        balai.put(number, f"Arsip {number}", **dict(zip(("competency", "format", "level"), values, strict=True)))
    other.put(1, "Arsip", language="en")
    marketplace.index()
    page = page_of(api, f"/search?tenant={balai.row.slug}&q=arsip")
    assert [one["value"] for one in page.all("input") if one.get("name") == "tenant"] == [balai.row.slug]
    boxes = {(one["name"], one["value"]) for one in page_of(api, "/search").all("input") if one.get("type") == "checkbox"}
    assert boxes >= {(name, value) for name in ("competency", "format", "level") for value in CLOSED[name]}
    assert ("language", "en") in boxes


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Di situ tidak ada kata yang dapat dicari"), ("en", "There is no word in this to look for")]
)
def test_signs_without_a_word_are_answered_with_what_to_do_and_not_with_everything(api, balai, language, said):
    page = api.get(f"/search?q=%3F%3F%3F&lang={language}")
    assert page.status_code == 200
    assert said in page.text
    assert "Arsip Dinamis" not in page.text
    data = api.get("/api/v1/offerings?q=%3F%3F%3F").json()
    assert (data["total"], data["hits"], data["cursor"], data["cut"]) == (0, [], None, False)
    assert said not in api.get(f"/search?q=zzzz&lang={language}").text


@pytest.mark.parametrize(("language", "said"), [("id", "Daftar ini berakhir di sini"), ("en", "This list ends here")])
def test_a_list_that_ends_before_its_courses_says_so_on_its_last_page_and_in_the_api(
    api, marketplace, monkeypatch, language, said
):
    balai = marketplace.offering("Badan Besar")
    balai.put_many([f"Arsip {number}" for number in range(130)])
    marketplace.index()
    monkeypatch.setattr(search, "MAX_SEEN", 100)
    for address, pages in (("/search?q=arsip", 5), ("/agency?name=Badan+Besar", 6)):
        seen, path = [], f"{address}&lang={language}"
        while path:
            page = Page(api.get(path).text)
            seen.append(said in page.said)
            path = next((one["href"] for one in page.all("a") if one.get("rel") == "next"), None)
        assert seen == [False] * (pages - 1) + [True], address
    cut, cursor = [], ""
    while cursor is not None:
        data = api.get(f"/api/v1/offerings?q=arsip&limit=50{cursor}").json()
        cut.append(data["cut"])
        cursor = data["cursor"] and f"&cursor={data['cursor']}"
    assert cut == [False, True]
