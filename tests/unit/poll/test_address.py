"""Rows S06 and S07: which addresses may be asked, as written and as resolved. No packet leaves: connect() is watched."""

import socket
from ipaddress import ip_address, ip_network

import pytest

from syncd.errors import Code, TenantError
from syncd.poll import connect
from syncd.poll.address import AddressPolicy, shown_host
from tests.unit.poll.servers import address_of, answers, client, honest_response, serving

PRODUCTION = AddressPolicy()


@pytest.mark.parametrize(
    "url",
    [
        "https://lms.example.go.id",
        "https://lms.example.go.id/moodle",
        "https://lms.example.go.id:8443/a/b-c_d~e.f",
        "https://203.0.113.7.example.go.id",
        "https://8.8.8.8",
        "https://[2606:4700::1111]/moodle",
        "https://pelatihan.日本.example",
        "https://xn--wgv71a.example",
    ],
)
def test_usual_addresses_may_be_asked(url):
    PRODUCTION.check_url(url)


UNUSABLE = [
    "http://lms.example.go.id",
    "ftp://lms.example.go.id",
    "file:///etc/passwd",
    "gopher://lms.example.go.id/_x",
    "javascript:alert(1)",
    "HTTPS://lms.example.go.id",
    "https:lms.example.go.id",
    "https:///moodle",
    "//lms.example.go.id",
    "",
    "https://",
    "https://user@lms.example.go.id",
    "https://user:word@lms.example.go.id",
    "https://lms.example.go.id@127.0.0.1",
    "https://lms.example.go.id\\@127.0.0.1",
    "https://lms.example.go.id#@127.0.0.1",
    "https://lms.example.go.id?x=1",
    "https://lms.example.go.id?",
    "https://lms.example.go.id#",
    "https://lms.example.go.id/",
    "https://lms.example.go.id/a/",
    "https://lms.example.go.id/a//b",
    "https://lms.example.go.id/../b",
    "https://lms.example.go.id/a/./b",
    "https://lms.example.go.id/%2e%2e",
    "https://lms.example.go.id/a b",
    "https://lms.example.go.id/a;b",
    "https://lms.example.go.id\r\nHost: x",
    "https://lms.example.go.id\t",
    "https://lms.ex\x00ample.go.id",
    "https://lms.example.go.id:25",
    "https://lms.example.go.id:22",
    "https://lms.example.go.id:3306",
    "https://lms.example.go.id:0",
    "https://lms.example.go.id:",
    "https://lms.example.go.id:99999",
    "https://lms.example.go.id:abc",
    "https://-lms.example.go.id",
    "https://lms..example.go.id",
    "https://lms.example.go.id.",
    "https://" + "a" * 64 + ".example",
    "https://" + "a.example" * 40,
    "https://127.0.0.1",
    "https://127.1",
    "https://0177.0.0.1",
    "https://0x7f.0.0.1",
    "https://0x7f000001",
    "https://2130706433",
    "https://017700000001",
    "https://127.0.0.0x1",
    "https://127.0.0.1.",
    "https://0",
    "https://0x",
    "https://0.0.0.0",
    "https://10.1.2.3",
    "https://172.16.0.1",
    "https://192.168.1.1",
    "https://169.254.169.254",
    "https://100.64.0.1",
    "https://192.0.0.8",
    "https://192.0.2.1",
    "https://198.18.0.1",
    "https://224.0.0.1",
    "https://239.255.255.255",
    "https://240.0.0.1",
    "https://255.255.255.255",
    "https://[::]",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[::ffff:10.0.0.1]",
    "https://[::127.0.0.1]",
    "https://[64:ff9b::7f00:1]",
    "https://[64:ff9b:1::a00:1]",
    "https://[2002:7f00:1::]",
    "https://[2002:a00:1::]",
    "https://[2001::1]",
    "https://[fe80::1]",
    "https://[fe80::1%25eth0]",
    "https://[fec0::1]",
    "https://[fc00::1]",
    "https://[fd12:3456::1]",
    "https://[ff02::1]",
    "https://[2001:db8::1]",
    "https://[100::1]",
    "https://[::1",
    "https://①②⑦.⓪.⓪.①",
    "https://\uff11\uff12\uff17.0.0.1",
    "https://a\u200bb.example",
    "https://exa\u202emple.example",
]


@pytest.mark.parametrize("url", UNUSABLE)
def test_s06_an_address_that_may_not_be_asked_is_refused_as_written(url):
    with pytest.raises(TenantError) as caught:
        PRODUCTION.check_url(url)
    assert caught.value.code == Code.URL_BLOCKED


@pytest.fixture
def connected(monkeypatch):
    """Every address a connection was tried to; nothing is connected."""
    tried: list[object] = []

    class Watched(socket.socket):
        def connect(self, address):
            tried.append(address)
            raise ConnectionRefusedError

        connect_ex = connect

    monkeypatch.setattr(connect.socket, "socket", Watched)
    return tried


@pytest.mark.parametrize("url", UNUSABLE)
def test_s06_such_an_address_is_never_connected_to(url, connected):
    with pytest.raises(TenantError) as caught:
        client(PRODUCTION).ask(address_of(url), [])
    assert caught.value.code == Code.URL_BLOCKED
    assert connected == []


def resolving_to(monkeypatch, *rounds):
    """The resolver answers with each of these lists in turn."""
    answers = iter(rounds)

    def getaddrinfo(_host, port, **_):
        return [(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in next(answers)]

    monkeypatch.setattr(connect.socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:192.168.0.1"],
        ["64:ff9b::a9fe:a9fe"],
        ["8.8.8.8", "10.0.0.1"],
        ["2606:4700::1111", "fd00::1"],
    ],
)
def test_s06_a_name_that_leads_inside_is_never_connected_to(monkeypatch, connected, addresses):
    resolving_to(monkeypatch, addresses)
    with pytest.raises(TenantError) as caught:
        client(PRODUCTION).ask(address_of("https://lms.example"), [])
    assert caught.value.code == Code.URL_BLOCKED
    assert connected == []


def test_s07_the_address_checked_is_the_address_connected(monkeypatch, connected):
    """A resolver that answers differently the second time is not asked a second time."""
    resolving_to(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    with pytest.raises(TenantError) as caught:
        client(PRODUCTION).ask(address_of("https://lms.example"), [])
    assert caught.value.code == Code.DOWN
    assert connected == [("8.8.8.8", 443)]


def test_all_addresses_of_a_name_are_tried(monkeypatch, connected):
    resolving_to(monkeypatch, ["2606:4700::1111", "8.8.8.8", "8.8.8.8"])
    with pytest.raises(TenantError):
        client(PRODUCTION).ask(address_of("https://lms.example"), [])
    assert connected == [("2606:4700::1111", 443), ("8.8.8.8", 443)]


def test_http_is_refused_outside_the_allowed_networks_also_when_there_are_some(monkeypatch, connected):
    resolving_to(monkeypatch, ["8.8.8.8"])
    with pytest.raises(TenantError) as caught:
        client(AddressPolicy((ip_network("127.0.0.0/8"),))).ask(address_of("http://lms.example"), [])
    assert caught.value.code == Code.URL_BLOCKED
    assert connected == []


def test_the_loopback_of_a_test_is_refused_by_the_production_policy_and_nothing_arrives():
    with serving(answers(honest_response)) as server:
        with pytest.raises(TenantError) as caught:
            client(PRODUCTION).ask(address_of(server.url), [])
        assert caught.value.code == Code.URL_BLOCKED
        assert server.connections == 0


@pytest.mark.parametrize(
    ("address", "allowed"), [("127.0.0.1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False), ("::1", False)]
)
def test_an_allowed_network_allows_itself_and_nothing_else(address, allowed):
    policy = AddressPolicy((ip_network("127.0.0.0/8"),))
    if allowed:
        policy.check_address(ip_address(address), 8080, "http")
    else:
        with pytest.raises(TenantError):
            policy.check_address(ip_address(address), 443, "https")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://lms.example.go.id/x", "lms.example.go.id"),
        ("https://xn--wgv71a.example", "日本.example (xn--wgv71a.example)"),
        ("https://日本.example", "日本.example (xn--wgv71a.example)"),
        ("https://\u0430sn.example", "\u0430sn.example (xn--sn-6kc.example)"),
        ("https://127.0.0.1:80/", "127.0.0.1"),
        ("https://xn--zzzzzzzzzz\u200b", "xn--zzzzzzzzzz\u200b"),
    ],
)
def test_international_names_are_shown_with_their_technical_form(url, shown):
    assert shown_host(url) == shown
