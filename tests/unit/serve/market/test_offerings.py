"""The marketplace's API: what all ASN can learn is found, shown with every fact, and nothing else is."""

import asyncio

import pytest
from starlette.datastructures import QueryParams

from syncd.index import facets
from syncd.serve.market.answers import MOST_VALUES, FoundOffering
from syncd.serve.market.wanted import Wanted
from syncd.simulator.population import Population, Size
from tests.unit.serve.answers import problem
from tests.unit.serve.conftest import NOW

DAY = 86_400
HOSTILE = "</script><script>alert(1)</script>\"'&{{7*7}}\u202eabc\u2028\x07"


@pytest.fixture
def balai(marketplace):
    balai = marketplace.offering("Kementerian Uji", "Pusdiklat Uji")
    facts = {"minutes": 10, "jp_hundredths": 25, "competency": "teknis", "format": "mandiri", "level": "dasar"}
    balai.put(1, "Arsip Dinamis", summary="Menata berkas kantor.", category="Kearsipan", **facts)
    balai.put(2, "Arsip Statis", minutes=90, self_enrol=0)
    balai.put(3, "Arsip Rahasia", audience="agency")
    balai.badge(1, 1)
    marketplace.index()
    return balai


def titles(response) -> list[str]:
    assert response.status_code == 200, response.text
    return [hit["title"] for hit in response.json()["hits"]]


def test_a_search_answers_with_every_fact_of_a_card_with_counts_and_with_the_words_marked(api, balai):
    page = api.get("/api/v1/offerings?q=berkas").json()
    (hit,) = page["hits"]
    assert {name: value for name, value in hit.items() if value is not None} == {
        "tenant": balai.row.slug,
        "course": 1,
        "agency": "Kementerian Uji",
        "audience": "all",
        "name": "Pusdiklat Uji",
        "title": "Arsip Dinamis",
        "summary": "Menata berkas kantor.",
        "category": "Kearsipan",
        "minutes": 10,
        "jp": 0.25,
        "competency": "teknis",
        "format": "mandiri",
        "level": "dasar",
        "language": "id",
        "topics": [],
        "badge": True,
        "door": "open",
        "created": 1_700_000_000,
        "address": f"{balai.row.url}/course/view.php?id=1",
        "rating": {"count": 0, "mean": None, "shown": False},
        "popularity": 0.0,
        "why": [
            {"what": "votes", "numbers": {"count": 0}},
            {"what": "completions", "numbers": {"count": 0, "days": 90}},
            {"what": "new", "numbers": {"from": 5}},
        ],
        "marked_title": [{"text": "Arsip Dinamis", "hit": False}],
        "marked_summary": [
            {"text": "Menata ", "hit": False},
            {"text": "berkas", "hit": True},
            {"text": " kantor.", "hit": False},
        ],
    }
    assert (page["total"], page["cursor"], page["meant"]) == (1, None, None)
    assert page["facets"].keys() == set(facets.NAMES)
    assert page["facets"]["agency"] == {"values": [{"value": "Kementerian Uji", "count": 1}], "more": 0}
    assert {"value": "10", "count": 1} in page["facets"]["minutes"]["values"]


def test_facets_are_parameters_of_their_own_names_and_can_be_repeated(api, balai):
    assert titles(api.get("/api/v1/offerings?minutes=10&minutes=longer&sort=title")) == ["Arsip Dinamis", "Arsip Statis"]
    assert titles(api.get("/api/v1/offerings?minutes=10&competency=manajerial")) == []
    assert titles(api.get(f"/api/v1/offerings?tenant={balai.row.slug}&badge=yes&open=yes")) == ["Arsip Dinamis"]
    assert {name for name in Wanted.model_fields if name in facets.NAMES} == set(facets.NAMES)


def test_a_mistyped_word_is_answered_with_what_was_meant(api, balai):
    page = api.get("/api/v1/offerings?q=dinamiss").json()
    assert (page["meant"], page["total"]) == ("dinamis", 1)


def test_the_door_is_said_for_the_moment_of_the_question(api, marketplace):
    balai = marketplace.offering()
    balai.put(1, "A terbuka", enrol_until=NOW + DAY, places=3)
    balai.put(2, "B belum", enrol_from=NOW + DAY)
    balai.put(3, "C lewat", enrol_until=NOW - DAY)
    balai.put(4, "D penuh", places=0)
    balai.put(5, "E diundang", self_enrol=0)
    marketplace.index()
    hits = api.get("/api/v1/offerings?sort=title").json()["hits"]
    assert [(hit["door"], hit["places"]) for hit in hits] == [
        ("open", 3),
        ("early", None),
        ("late", None),
        ("full", 0),
        ("shut", None),
    ]


def test_one_offering_comes_with_at_most_six_like_it(api, marketplace):
    balai = marketplace.offering()
    balai.put_many([f"Arsip Dinamis {number}" for number in range(9)] + [f"Lain {number}" for number in range(60)])
    marketplace.index()
    one = api.get(f"/api/v1/offerings/{balai.row.slug}/1").json()
    assert one["offering"]["title"] == "Arsip Dinamis 0"
    assert one["offering"].keys() == FoundOffering.model_fields.keys() - {"marked_title", "marked_summary"}
    assert len(one["similar"]) == 6
    assert 1 not in {other["course"] for other in one["similar"]}


def test_what_is_hidden_and_what_never_was_are_answered_alike_to_the_byte(api, marketplace, balai):
    balai.put(4, "Ditarik")
    balai.take_out(4)
    marketplace.index()
    slug = balai.row.slug
    paths = [f"{slug}/3", f"{slug}/4", f"{slug}/999", f"{slug}/x", f"{slug}/{'9' * 30}", "none/1", f"{slug.upper()}x/1", "%00/1"]
    found = [api.get(f"/api/v1/offerings/{path}") for path in paths]
    problem(found[0], 404, "not_found")
    assert len({(one.status_code, one.content, str(sorted(one.headers.items()))) for one in found}) == 1
    for path in ("/api/v1/offerings?q=rahasia", "/api/v1/suggestions?q=rahasia", "/api/v1/agencies"):
        assert "Rahasia" not in api.get(path).text


def test_titles_are_suggested_and_agencies_are_listed_by_name_with_how_much_they_offer(api, marketplace, balai):
    marketplace.offering("badan lain").put(1, "Surat")
    marketplace.index()
    assert api.get("/api/v1/suggestions?q=ars din").json() == {"titles": ["Arsip Dinamis"]}
    assert api.get("/api/v1/agencies").json() == {
        "agencies": [{"agency": "badan lain", "offerings": 1}, {"agency": "Kementerian Uji", "offerings": 2}]
    }


def test_of_many_agencies_the_largest_are_counted_and_the_chosen_one_always(api, marketplace):
    for number in range(MOST_VALUES + 5):
        marketplace.offering(f"Badan {number:03}").put_many([f"Satu {one}" for one in range(2 if number else 1)])
    marketplace.index()
    assert api.get("/api/v1/offerings").json()["facets"]["agency"]["more"] == 5
    agency = api.get("/api/v1/offerings?agency=Badan 000").json()["facets"]["agency"]
    assert agency["more"] == 4
    assert agency["values"][-1] == {"value": "Badan 000", "count": 1}


def test_pages_give_every_hit_once(api, marketplace):
    for number in range(1, 4):
        balai = marketplace.offering(f"Badan {number}")
        population = Population(1, number, Size(40, 1, 1))
        balai.put_many([str(population.row("course", one)[1]) for one in range(1, 41)])
    marketplace.index()
    for query in ("sort=title", "sort=newest", "q=pelatihan dasar pengelolaan arsip"):
        seen, cursor = [], ""
        while cursor is not None:
            page = api.get(f"/api/v1/offerings?{query}&limit=7&{f'cursor={cursor}' if cursor else ''}").json()
            seen += [(hit["tenant"], hit["course"]) for hit in page["hits"]]
            cursor = page["cursor"]
        assert len(seen) == len(set(seen)) == page["total"] > 0


def test_hostile_texts_arrive_as_they_were_sent(api, marketplace):
    balai = marketplace.offering(HOSTILE, HOSTILE)
    balai.put(1, HOSTILE, summary=HOSTILE * 20)
    marketplace.index()
    response = api.get(f"/api/v1/offerings/{balai.row.slug}/1")
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    one = response.json()["offering"]
    assert (one["title"], one["agency"], one["name"]) == (HOSTILE, HOSTILE, HOSTILE)
    (hit,) = api.get("/api/v1/offerings?q=alert").json()["hits"]
    assert "".join(piece["text"] for piece in hit["marked_title"]) == HOSTILE


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=" + "a" * 501, "q: "),
        ("q=%07", "q: "),
        ("q=%00", "q: "),
        ("minutes=7", "minutes: "),
        ("competency=x", "competency: "),
        ("agency=" + "a" * 256, "agency: "),
        ("&".join(f"agency=a{number}" for number in range(201)), "choices: "),
        ("cursor=x", "cursor: "),
        ("cursor=" + "x" * 3000, "cursor: "),
        ("limit=0", "limit: "),
        ("limit=101", "limit: "),
        ("limit=x", "query.limit"),
        ("sort=best", "query.sort"),
        ("minute=5", "query.minute"),
        ("q=" + "a" * 60_000, "The query has more than"),
    ],
)
def test_a_bad_question_is_refused_and_the_parameter_named(api, balai, query, said):
    assert problem(api.get(f"/api/v1/offerings?{query}"), 400, "bad_request")["detail"].startswith(said)


def test_a_query_of_a_million_characters_is_refused_before_it_is_taken_apart(app, monkeypatch):
    monkeypatch.setattr(QueryParams, "__init__", lambda *_: pytest.fail("it was taken apart"))
    scope = {"type": "http", "method": "GET", "path": "/api/v1/offerings", "query_string": b"&".join([b"a=1"] * 300_000)}
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope | {"headers": [], "client": ("203.0.113.9", 1), "http_version": "1.1"}, receive, send))
    assert sent[0]["status"] == 400
    assert b"The query has more than" in sent[1]["body"]


@pytest.mark.parametrize("text", ["title:arsip", "arsip AND NOT (", "a.*(.+)+$", "*:*", "~", "\\", "[a TO z]", "\u202e"])
def test_the_signs_of_query_languages_are_answered_like_any_text(api, balai, text):
    assert api.get("/api/v1/offerings", params={"q": text}).status_code == 200
    assert api.get("/api/v1/suggestions", params={"q": text}).status_code == 200


def test_without_an_index_the_answer_says_when_to_come_back_and_names_no_folder(api):
    for path in ("/offerings", "/offerings/a/1", "/agencies", "/suggestions?q=a"):
        response = api.get(f"/api/v1{path}")
        assert "index" not in str(problem(response, 503, "maintenance")["detail"])
        assert response.headers["retry-after"] == "30"


def test_an_answer_can_be_kept_and_is_not_sent_again_until_it_is_another_one(api, marketplace, balai):
    first = api.get("/api/v1/offerings?q=arsip")
    assert first.headers["cache-control"] == "public, max-age=30"
    kept = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    again = api.get("/api/v1/offerings?q=arsip", headers=kept)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    balai.put(5, "Arsip Baru")
    marketplace.index()
    assert api.get("/api/v1/offerings?q=arsip", headers=kept).status_code == 200
    assert api.get("/api/v1/offerings/none/1").headers["cache-control"] == "no-store"


def test_the_api_describes_what_it_answers(api):
    described = api.get("/openapi.json").json()
    for path in ("/offerings", "/offerings/{tenant}/{course}", "/suggestions", "/agencies"):
        one = described["paths"][f"/api/v1{path}"]["get"]
        assert one["summary"]
        assert "$ref" in one["responses"]["200"]["content"]["application/json"]["schema"]
        assert "application/problem+json" in one["responses"]["400"]["content"]
    assert "known" not in described["paths"]["/api/v1/offerings"]["get"]["parameters"][0]["description"]
