"""A tenant has heard of an end only if its plugin says so: whatever else answers there has ended nothing."""

import pytest

from syncd.errors import Code, TenantError
from tests.unit.poll.servers import address_of, answers, client, head, serving, whole


def tell(respond):
    with serving(answers(lambda _server, _request: respond)) as server:
        client().tell_logout(address_of(server.url), "https://masuk.example/realms/asn", "sesi", "orang")


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
def test_an_object_of_json_is_the_plugins_answer(content_type):
    tell(whole(b"{}", content_type=content_type))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<html>Sedang pemeliharaan</html>", "text/html"),
        (b"{}", "text/html; charset=utf-8"),
        (b"", "application/json"),
        (b"[]", "application/json"),
        (b"<html>", "application/json"),
        (b'{"a":1,"a":2}', "application/json"),
    ],
)
def test_a_page_with_status_200_is_not(body, content_type):
    with pytest.raises(TenantError) as caught:
        tell(whole(body, content_type=content_type))
    assert caught.value.code == Code.NOT_API


def test_no_content_is_not():
    with pytest.raises(TenantError):
        tell(head("204 No Content"))
