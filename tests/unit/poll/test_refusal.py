"""Fault rows T09-T11, P01 and P05: replies that are no feed, and what they say to whom."""

import json
import time
from email.utils import formatdate

import pytest

from syncd.errors import Code
from tests.unit.poll.servers import (
    answers,
    cut,
    failure,
    honest_response,
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


def test_a_tenant_that_does_not_know_the_contract_is_an_old_plugin():
    problem = json.dumps({"code": "bad_request", "detail": "contract must be 0"}).encode()
    with serving(answers(lambda _s, _r: whole(problem, "400 Bad Request", "application/problem+json"))) as server:
        assert failure(server).code == Code.PLUGIN_OLD


def test_a_refusal_by_a_tenant_whose_clock_is_off_says_so():
    late = formatdate(time.time() - 1800, usegmt=True)
    with serving(answers(lambda _s, _r: whole(b"", "401 Unauthorized", Date=late))) as server:
        assert "behind, must be set" in failure(server).detail


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
