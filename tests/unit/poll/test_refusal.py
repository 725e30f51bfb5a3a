"""Fault rows T09-T11, P01 and P05: replies that are no feed, and what they say to whom."""

import json
import time
from dataclasses import replace
from email.utils import formatdate

import pytest

from syncd.errors import Code, TenantError
from tests.unit.poll.servers import (
    address_of,
    answers,
    client,
    cut,
    failure,
    handshake,
    honest_response,
    sealed,
    serving,
    whole,
)


@pytest.mark.parametrize(
    ("status", "location"),
    [
        ("301 Moved", "same"),
        ("302 Found", "other"),
        ("307 Temporary Redirect", "other"),
        ("308 Permanent Redirect", "http://169.254.169.254/latest"),
        ("302 Found", "file:///etc/passwd"),
    ],
)
def test_t09_a_redirect_is_never_followed(status, location):
    with serving(answers(honest_response)) as target:
        places = {"same": "/moodle/local/asnunggul/feed.php", "other": f"{target.url}/x"}
        with serving(
            answers(lambda _s, _r: whole(b"moved", status, "text/html", Location=places.get(location, location)))
        ) as server:
            error = failure(server)
            assert error.code == Code.NOT_API
            assert "redirects" in error.detail
            assert len(server.requests) == 1
        assert target.connections == 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("1000000000", 3600), ("-5", 1), ("0", 1), ("soon", None), ("", None), ("99999999999999999999999", None)],
)
def test_t10_retry_after_in_seconds_is_honoured_within_an_hour(header, seconds):
    with serving(answers(lambda _s, _r: whole(b"", "429 Slow down", Retry_After=header))) as server:
        error = failure(server)
        assert (error.code, error.retry_after_s) == (Code.RATE_LIMITED, seconds)


def test_t10_retry_after_as_a_date_is_honoured():
    soon = formatdate(time.time() + 600, usegmt=True)
    with serving(answers(lambda _s, _r: whole(b"", "429 Slow down", Retry_After=soon))) as server:
        assert 590 <= (failure(server).retry_after_s or 0) <= 600


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad Gateway", "503 Unavailable", "504 Timeout", "599 What"])
def test_t11_server_errors_are_down_also_as_a_web_page(status):
    with serving(answers(lambda _s, _r: whole(b"<html>" + b"x" * 200_000, status, "text/html", Retry_After="7"))) as server:
        error = failure(server)
        assert (error.code, error.retry_after_s) == (Code.DOWN, 7)


@pytest.mark.parametrize("start", [b"SSH-2.0-OpenSSH\r\n", b"\x00" * 50, b"HTTP/1.1 abc\r\n\r\n", b"x" * 100_000])
def test_a_server_that_does_not_speak_http_is_not_the_api(start):
    with serving(cut(start)) as server:
        assert failure(server).code == Code.NOT_API


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"<html><form>login</form>", "text/html; charset=utf-8"),
        (b'{"exception":"moodle_exception","errorcode":"invalidtoken"}', "application/json"),
        (b"[]", "application/json"),
        (b"", "text/plain"),
    ],
)
def test_p01_p05_another_document_with_status_200_is_not_the_api(body, media_type):
    with serving(answers(lambda _s, _r: whole(body, content_type=media_type))) as server:
        assert failure(server).code == Code.NOT_API


@pytest.mark.parametrize(
    ("status", "code", "expected", "says"),
    [
        ("401 Unauthorized", "unauthorised", Code.AUTH, "join again"),
        ("403 Forbidden", "", Code.AUTH, "firewall"),
        ("404 Not Found", "not_member", Code.AUTH, "no member"),
        ("404 Not Found", "", Code.NOT_API, "install"),
        ("400 Bad Request", "bad_request", Code.BAD_PAYLOAD, "tell LAN"),
        ("405 Not Allowed", "", Code.NOT_API, "no learning feed"),
        ("503 Unavailable", "maintenance", Code.DOWN, "in maintenance"),
        ("503 Unavailable", "upgrade_pending", Code.DOWN, "finish the upgrade"),
    ],
)
def test_every_refusal_gets_its_code_and_says_who_mends_it(status, code, expected, says):
    problem = json.dumps({"code": code, "detail": "ask[0].limit"}).encode()
    with serving(answers(lambda _s, _r: whole(problem, status, "application/problem+json"))) as server:
        error = failure(server)
        assert error.code == expected
        assert says in error.detail


@pytest.mark.parametrize(
    ("status", "more", "says"),
    [
        ("503 Unavailable", {"Retry_After": "300"}, "in maintenance"),
        ("503 Unavailable", {}, "look at its error log"),
        ("500 Oops", {"Retry_After": "300"}, "look at its error log"),
    ],
)
def test_the_page_of_moodle_s_own_maintenance_is_maintenance_and_other_pages_are_errors(status, more, says):
    with serving(answers(lambda _s, _r: whole(b"<html>Sorry</html>", status, "text/html", **more))) as server:
        assert says in failure(server).detail


def test_a_feed_that_failed_sends_people_to_its_log_and_not_to_an_upgrade():
    problem = json.dumps({"code": "internal_error", "detail": ""}).encode()
    with serving(answers(lambda _s, _r: whole(problem, "500 Oops", "application/problem+json"))) as server:
        assert "look at its error log" in failure(server).detail


def test_a_tenant_that_does_not_know_the_contract_is_an_old_plugin():
    problem = json.dumps({"code": "bad_request", "detail": "contract must be 0"}).encode()
    with serving(answers(lambda _s, _r: whole(problem, "400 Bad Request", "application/problem+json"))) as server:
        assert failure(server).code == Code.PLUGIN_OLD


@pytest.mark.parametrize(
    ("ahead_s", "status", "code", "says"),
    [
        (-1800, "401 Unauthorized", Code.SITE_CLOCK, "s behind"),
        (3605, "401 Unauthorized", Code.SITE_CLOCK, "s ahead"),
        (366 * 86_400, "401 Unauthorized", Code.SITE_CLOCK, "days ahead"),
        # So little a site forgives: its clock alone is no reason.
        (120, "401 Unauthorized", Code.AUTH, "s ahead, must be set"),
        (0, "401 Unauthorized", Code.AUTH, "join again"),
        (-1800, "403 Forbidden", Code.AUTH, "behind, must be set"),
    ],
)
def test_a_refusal_by_a_tenant_whose_clock_is_off_says_so(ahead_s, status, code, says):
    dated = formatdate(time.time() + ahead_s, usegmt=True)
    with serving(answers(lambda _s, _r: whole(b"", status, Date=dated))) as server:
        error = failure(server)
        assert error.code == code
        assert says in error.detail


@pytest.mark.parametrize(
    ("status", "challenge", "says", "never"),
    [
        ("401 Unauthorized", "Bearer", "without its Authorization header", "join again"),
        ("401 Unauthorized", " bearer ", "without its Authorization header", "join again"),
        ("401 Unauthorized", 'Bearer error="invalid_token"', "refused it (401): the site has to join again", "drops"),
        ("401 Unauthorized", 'bearer realm="x", error=invalid_token', "refused it (401)", "drops"),
        ("401 Unauthorized", 'Basic realm="masuk"', "a firewall is in the way", "drops"),
        ("401 Unauthorized", "Bearer realm", "a firewall is in the way", "drops"),
        ("401 Unauthorized", "", "a firewall is in the way", "drops"),
        ("403 Forbidden", "Bearer", "a firewall is in the way", "drops"),
    ],
)
def test_a_401_is_told_apart_by_its_challenge_a_proof_that_never_arrived_or_one_that_was_refused(status, challenge, says, never):
    more = {"WWW_Authenticate": challenge} if challenge else {}
    with serving(answers(lambda _s, _r: whole(b"", status, "application/problem+json", **more))) as server:
        error = failure(server)
        assert error.code == Code.AUTH
        assert says in error.detail
        assert never not in error.detail


def test_a_clock_that_is_off_is_named_where_the_proof_arrived_and_not_where_it_did_not():
    late = formatdate(time.time() - 1800, usegmt=True)
    said = []
    for challenge in ("Bearer", 'Bearer error="invalid_token"'):
        more = {"WWW_Authenticate": challenge, "Date": late}
        with serving(answers(lambda _s, _r, m=more: whole(b"", "401 Unauthorized", **m))) as server:
            said.append(failure(server).code)
    assert said == [Code.AUTH, Code.SITE_CLOCK]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"code":{}}'])
def test_a_malformed_problem_document_is_no_worse_than_none(body):
    with serving(answers(lambda _s, _r: whole(body, "404 Not Found", "application/problem+json"))) as server:
        assert failure(server).code == Code.NOT_API


def test_no_text_of_the_tenant_and_no_token_is_in_a_sentence():
    secret = "Siti Aminah 198001012005011001"
    problem = json.dumps({"code": "bad_request", "detail": secret, "title": secret}).encode()
    for status in ("400 B", "401 U", "404 N", "429 S", "500 S", "302 F"):
        with serving(answers(lambda _s, _r, s=status: whole(problem, s, "application/problem+json", Location=secret))) as server:
            detail = failure(server).detail
            assert "Siti" not in detail
            assert "1980" not in detail
            assert "eyJ" not in detail


@pytest.mark.parametrize(("speaks", "believed"), [([1, 2], False), ([1], True), (None, True)])
def test_a_site_that_refuses_the_version_it_says_it_speaks_is_not_read_in_an_older_one(speaks, believed):
    """Else the columns that only the newer one has are lost, and the rest is proved equal."""
    problem = json.dumps({"code": "bad_request", "detail": "contract must be 1"}).encode()

    def respond(server, request):
        if json.loads(request.body)["contract"] == 2:
            return whole(problem, "400 Bad Request", "application/problem+json")
        greeting = handshake(server.url, request.nonce) | ({} if speaks is None else {"contracts": speaks})
        return whole(sealed([greeting], server.url, request.nonce))

    with serving(answers(respond)) as server:
        address = replace(address_of(server.url), contract=2)
        if believed:
            assert client().ask(address, []).handshake.best_contract == 1
            return
        with pytest.raises(TenantError) as caught:
            client().ask(address, [])
    assert caught.value.code == Code.BAD_PAYLOAD
    assert "refuses version 2" in caught.value.detail
