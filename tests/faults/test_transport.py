"""Rows T: what the network, the web server and the proxies before a tenant can do."""

import socket
from dataclasses import replace
from ipaddress import ip_network

import pytest

from syncd.poll.address import AddressPolicy
from syncd.simulator.faults import Fault, Reply
from tests import authority
from tests.faults import gate
from tests.faults.gate import Gate
from tests.faults.lab import BROKEN, QUICK
from tests.faults.scenario import fails_and_heals, tenant_fails_and_heals


@pytest.fixture
def door(simulator):
    """A listener of its own before tenant 1."""
    with Gate(simulator.base_url) as door:
        yield door


@pytest.fixture
def gated(make_lab, door):
    return make_lab(broken_url=f"http://{door.address}").all_good()


def behaves(door, behaviour):
    """Do this to every connection, and cut those that are kept."""

    def act():
        door.behave = behaviour
        door.shut()
        door.open()

    return act


def test_T01_a_tenant_that_refuses_connections_keeps_its_data_and_is_shown_as_down(gated, door, shown):
    shown("DOWN")

    def die():
        door.shut()
        gated.client = gated.new_client(QUICK)

    fails_and_heals(gated, "DOWN", die, behaves(door, gate.honest))


def test_T02_a_tenant_behind_a_black_hole_is_given_up_after_the_connect_time(gated, door, shown):
    shown("DOWN")
    gated.client = gated.new_client(QUICK)
    fails_and_heals(gated, "DOWN", door.swallow, behaves(door, gate.honest))


@pytest.mark.parametrize("answer", ["no such name", "no address"])
def test_T03_a_name_that_is_not_found_fails_one_tenant_only(make_lab, door, monkeypatch, answer, shown):
    shown("DOWN")
    known = True
    genuine = socket.getaddrinfo

    def look_up(host, *arguments, **options):
        if host != "tenant.example":
            return genuine(host, *arguments, **options)
        if known:
            return genuine("127.0.0.1", *arguments, **options)
        if answer == "no address":
            return []
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    lab = make_lab(broken_url=f"http://tenant.example:{door.address.split(':')[1]}").all_good()

    def forget():
        nonlocal known
        known = False
        lab.client = lab.new_client(QUICK)

    def remember():
        nonlocal known
        known = True

    fails_and_heals(lab, "DOWN", forget, remember)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param("hang", id="T04_accepts_and_never_answers"),
        pytest.param("drip", id="T05_one_byte_at_a_time"),
    ],
)
def test_T04_T05_a_tenant_that_hangs_or_drips_is_cut_at_the_deadline_of_the_whole_request(lab, fault, shown):
    shown("SLOW")
    tenant_fails_and_heals(lab, "SLOW", fault)


def test_T06_a_tenant_that_always_answers_late_is_read_and_stays_fresh(gated, door, shown):
    shown("fresh")
    gated.change("before")
    door.behave = gate.late(QUICK.total_timeout_s / 2)
    gated.sweep()
    gated.assert_equal()


def test_T06_a_tenant_that_was_too_slow_is_asked_for_less(lab):
    lab.options = replace(lab.options, page_size=5000)
    lab.fault("hang")
    lab.turn()
    lab.turn()
    lab.fault(None)
    lab.broken.site.log.prune()
    limits = []
    ask = lab.client.ask
    lab.client.ask = lambda address, asks: (
        limits.extend(one.limit for one in asks if one.operation == "changes") or ask(address, asks)
    )
    lab.turn()
    assert max(limits) <= 5000 // 4


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(gate.half_closed, id="T07_half_closed_after_a_valid_beginning"),
        pytest.param(gate.reset_in_the_body, id="T08_reset_in_the_body"),
        pytest.param(gate.shorter_than_said, id="T08_shorter_than_its_content_length"),
        pytest.param(gate.chunked_without_end, id="T08_chunked_without_an_end"),
    ],
)
def test_T07_T08_an_answer_that_is_cut_off_is_not_used(gated, door, behaviour, shown):
    shown("BAD_PAYLOAD")
    fails_and_heals(gated, "BAD_PAYLOAD", behaves(door, behaviour), behaves(door, gate.honest))


@pytest.mark.parametrize("behaviour", [gate.no_http], ids=["T08_another_protocol"])
def test_T08_something_that_is_not_http_is_not_read_as_an_answer(gated, door, behaviour, shown):
    shown("NOT_API")
    fails_and_heals(gated, "NOT_API", behaves(door, behaviour), behaves(door, gate.honest))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_T09_a_redirect_is_never_followed_and_the_token_not_sent_on(make_lab, simulator, status, shown):
    shown("NOT_API")
    lab = make_lab().all_good()
    with Gate(simulator.base_url) as elsewhere:
        place = f"http://{elsewhere.address}/local/asnunggul/feed.php"
        redirect = Fault("redirect", "", reply=lambda _reply, _before: Reply(status, {"Location": place}, b"", finished=True))
        tenant_fails_and_heals(lab, "NOT_API", redirect)
        assert (elsewhere.connections, elsewhere.requests) == (0, 0)


@pytest.mark.parametrize(
    ("value", "least"),
    [("120", 120), ("Wed, 01 Jan 2200 00:00:00 GMT", 3600), ("1000000000", 3600), ("-5", 0), ("soon", 0)],
)
def test_T10_a_tenant_that_is_asked_too_often_is_left_alone_as_long_as_it_says_but_an_hour_at_most(lab, value, least, shown):
    shown("RATE_LIMITED")
    busy = Fault("busy", "", reply=lambda _reply, _before: Reply(429, {"Retry-After": value}, b"", finished=True))
    lab.fault(busy)
    lab.turn()
    ((wait,),) = lab.ask_sql("SELECT next_sync_at - last_tried_at FROM tenant WHERE id = :id", id=lab.keys[BROKEN])
    assert least - 1 <= int(str(wait)) / 1000 <= 3601
    tenant_fails_and_heals(lab, "RATE_LIMITED", busy)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_T11_an_error_of_the_server_is_told_from_a_site_without_the_plugin(lab, status, shown):
    shown("DOWN")
    page = Reply(status, {"Content-Type": "text/html"}, b"<html>Sedang dalam pemeliharaan</html>", finished=True)
    tenant_fails_and_heals(lab, "DOWN", Fault("error", "", reply=lambda _reply, _before: page))


@pytest.fixture(scope="session")
def ca(tmp_path_factory):
    return authority.Authority(tmp_path_factory.mktemp("ca"))


@pytest.mark.parametrize("defect", ["expired", "wrong name", "self-signed", "unknown authority"])
def test_T12_a_certificate_that_is_not_accepted_stops_the_reading_and_nothing_falls_back(make_lab, door, ca, defect, shown):
    shown("TLS")
    door.tls = ca.context()
    encrypted = replace(QUICK, ca_file=str(ca.file))
    lab = make_lab(broken_url=f"https://{door.address}", transport=encrypted).all_good()

    def spoil():
        door.tls = ca.context(defect)
        behaves(door, gate.honest)()
        lab.client = lab.new_client(encrypted)

    def renew():
        door.tls = ca.context()

    requests = door.requests
    fails_and_heals(lab, "TLS", spoil, renew)
    assert door.requests > requests


def test_T13_a_renewed_certificate_is_not_noticed(make_lab, door, ca, shown):
    shown("fresh")
    door.tls = ca.context()
    lab = make_lab(broken_url=f"https://{door.address}", transport=replace(QUICK, ca_file=str(ca.file))).all_good()
    lab.change("before")
    door.tls = ca.context()
    behaves(door, gate.honest)()
    lab.sweep()
    lab.assert_equal()


def test_T14_a_kept_connection_that_went_stale_is_replaced_without_an_alarm(gated, door, shown):
    shown("fresh")
    gated.change("before")
    behaves(door, gate.closes_silently)()
    for _ in range(3):
        gated.sweep()
    assert gated.outcomes() == ["ok"] * 4
    gated.assert_equal()


def test_a_tenant_that_breaks_every_first_connection_is_down(lab):
    tenant_fails_and_heals(lab, "DOWN", "refuse")


def test_S06_an_address_inside_is_refused_and_not_one_connection_is_tried(make_lab, door, monkeypatch, shown):
    shown("URL_BLOCKED")
    lab = make_lab(broken_url=f"http://{door.address}").all_good()
    tried = []
    genuine = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda sock, place: (tried.append(place), genuine(sock, place))[1])
    outside = replace(QUICK, policy=AddressPolicy(allowed_networks=(ip_network("127.64.0.0/10"),)))

    def forbid():
        lab.client = lab.new_client(outside)
        before = len(tried)
        lab.turn()
        assert lab.shown() == "URL_BLOCKED"
        assert tried[before:] == []

    forbid()
    lab.client = lab.new_client(QUICK)
    lab.without_a_human()


def test_S07_the_address_that_was_checked_is_the_address_that_is_connected(make_lab, door, monkeypatch, shown):
    shown("URL_BLOCKED")
    answers = ["127.0.0.1"]
    genuine = socket.getaddrinfo

    def look_up(host, port, *arguments, **options):
        return genuine(answers[-1] if host == "tenant.example" else host, port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    lab = make_lab(broken_url=f"http://tenant.example:{door.address.split(':')[1]}").all_good()
    connected = []
    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda sock, place: (connected.append(place[0]), connect(sock, place))[1])

    def rebind():
        answers.append("169.254.169.254")
        lab.client = lab.new_client(QUICK)

    fails_and_heals(lab, "URL_BLOCKED", rebind, answers.pop)
    assert set(connected) == {"127.0.0.1"}
