"""The API's page: every question, parameter and member of the description is on it, and it can be used as the others can."""

import pytest

from tests.unit.serve.page import Page


@pytest.fixture
def document(api):
    return api.get("/openapi.json").json()


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_says_all_that_the_description_says_about_the_marketplace(api, document, language):
    page = Page(api.get(f"/api?lang={language}").text)
    asked = {path: one["get"] for path, one in document["paths"].items() if "marketplace" in one.get("get", {}).get("tags", ())}
    assert len(asked) >= 4
    for path, one in asked.items():
        assert f"GET {path}" in page.said
        assert one["summary"] in page.said
        assert all(each["name"] in page.said and each.get("description", "") in page.said for each in one.get("parameters", ()))
    offering = document["components"]["schemas"]["FoundOffering"]["properties"]
    assert all(name in page.said and one.get("description", "") in page.said for name, one in offering.items())
    assert "/api/v1/join" not in page.said, "what only tenants ask is in the contract"


def test_every_model_that_is_named_is_a_place_on_the_page(api):
    page = Page(api.get("/api").text)
    ids = {attributes.get("id") for _tag, attributes in page.tags}
    named = {link[1:] for link in page.links("#")}
    assert named <= ids
    assert {"Page", "FoundOffering", "Facet", "One", "Agencies"} <= named
    assert not page.all("script")


def test_the_page_may_be_kept(api):
    answer = api.get("/api")
    assert answer.headers["cache-control"].startswith("public")
    assert api.get("/api", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
