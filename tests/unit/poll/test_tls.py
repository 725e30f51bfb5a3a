"""Rows T12 and T13: TLS with authorities made for the run. There is no switch that turns verification off."""

import dataclasses
import datetime as dt
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from syncd.errors import Code, TenantError
from syncd.poll.transport import TransportOptions
from tests.unit.poll.servers import Server, address_of, answers, client, honest_response, serving, whole

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """A certificate authority that lives for a test run."""

    def __init__(self, folder: Path, title: str) -> None:
        self.folder, self.subject, self.key = folder, name(title), ec.generate_private_key(ec.SECP256R1())
        certificate = (
            x509.CertificateBuilder()
            .subject_name(self.subject)
            .issuer_name(self.subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 9 * DAY)
            .not_valid_after(NOW + 9 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file = folder / f"{title}.pem"
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def server(self, host: str = "127.0.0.1", days: tuple[int, int] = (-1, 1)) -> ssl.SSLContext:
        """The TLS side of a server with a fresh certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            alternative = x509.DNSName(host)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name(host))
            .issuer_name(self.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + days[0] * DAY)
            .not_valid_after(NOW + days[1] * DAY)
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / f"{certificate.serial_number}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"), "Otoritas Uji")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("other"), "Otoritas Lain")


def test_a_certificate_of_the_extra_authority_is_accepted(authority):
    with serving(answers(honest_response), authority.server()) as server:
        asking = client(ca_file=str(authority.file))
        for _ in range(3):
            assert asking.ask(address_of(server.url), []).handshake.contract == 1
        assert server.connections == 1


Context = Callable[[Authority, Authority], ssl.SSLContext]


@pytest.mark.parametrize(
    ("context", "says"),
    [
        pytest.param(lambda ours, _: ours.server(days=(-5, -1)), "expired", id="expired"),
        pytest.param(lambda ours, _: ours.server(days=(1, 5)), "not yet valid", id="not yet valid"),
        pytest.param(lambda ours, _: ours.server("lms.example"), "mismatch", id="wrong name"),
        pytest.param(lambda ours, _: ours.server("127.0.0.2"), "mismatch", id="wrong address"),
        pytest.param(lambda _, other: other.server(), "certificate", id="unknown authority"),
    ],
)
def test_t12_a_certificate_that_is_not_right_is_refused_and_says_why(authority, stranger, context: Context, says):
    with serving(answers(honest_response), context(authority, stranger)) as server:
        with pytest.raises(TenantError) as caught:
            client(ca_file=str(authority.file)).ask(address_of(server.url), [])
        assert caught.value.code == Code.TLS
        assert says in caught.value.detail
        assert server.requests == []


def test_t12_without_the_extra_authority_its_certificates_are_refused(authority):
    with serving(answers(honest_response), authority.server()) as server:
        with pytest.raises(TenantError) as caught:
            client().ask(address_of(server.url), [])
        assert caught.value.code == Code.TLS
        assert server.requests == []


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
def test_t12_an_old_protocol_is_refused(authority):
    context = authority.server()
    context.minimum_version = ssl.TLSVersion.TLSv1_1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with serving(answers(honest_response), context) as server:
        with pytest.raises(TenantError) as caught:
            client(ca_file=str(authority.file)).ask(address_of(server.url), [])
        assert caught.value.code == Code.TLS
        assert "TLS 1.2" in caught.value.detail


def test_t12_a_server_without_tls_is_not_asked_in_plain(authority):
    received = []

    def behave(server: Server, connection: socket.socket) -> None:
        received.append(connection.recv(65536))
        connection.sendall(whole(b"this port speaks HTTP", "400 Bad Request", "text/plain"))

    with serving(behave) as server:
        with pytest.raises(TenantError) as caught:
            client(ca_file=str(authority.file)).ask(address_of(server.url.replace("http:", "https:")), [])
        assert caught.value.code == Code.TLS
        assert len(received) == 1
        assert b"Bearer" not in received[0]


def test_t13_a_renewed_certificate_and_a_changed_authority_go_on(authority, stranger, tmp_path):
    both = tmp_path / "both.pem"
    both.write_bytes(authority.file.read_bytes() + stranger.file.read_bytes())
    asking = client(ca_file=str(both))
    for context in (authority.server(), authority.server(), stranger.server()):
        with serving(answers(honest_response), context) as server:
            assert asking.ask(address_of(server.url), []).pages == []


def test_the_deadline_holds_inside_tls(authority):
    def behave(server: Server, connection: socket.socket) -> None:
        server.request(connection)
        while not server.stop.wait(0.05):
            connection.sendall(b"H")

    with serving(behave, authority.server()) as server:
        began = time.monotonic()
        with pytest.raises(TenantError) as caught:
            client(ca_file=str(authority.file), total_s=0.5).ask(address_of(server.url), [])
        assert caught.value.code == Code.SLOW
        assert time.monotonic() - began < 3


def test_the_deadline_holds_while_tls_is_agreed_on(authority):
    def behave(server: Server, connection: socket.socket) -> None:
        connection.sendall(b"\x16\x03\x03\x40\x00")  # the beginning of a handshake message that never ends
        while not server.stop.wait(0.05):
            connection.sendall(b"\x00")

    with serving(behave) as server:
        began = time.monotonic()
        with pytest.raises(TenantError) as caught:
            client(ca_file=str(authority.file), connect_s=0.4).ask(address_of(server.url.replace("http:", "https:")), [])
        assert caught.value.code == Code.SLOW
        assert time.monotonic() - began < 3


def test_t14_a_kept_tls_connection_that_was_closed_is_replaced(authority):
    def behave(server: Server, connection: socket.socket) -> None:
        request = server.request(connection)
        connection.sendall(honest_response(server, request))
        if server.connections == 1:
            server.request(connection)

    with serving(behave, authority.server()) as server:
        asking = client(ca_file=str(authority.file))
        asking.ask(address_of(server.url), [])
        assert asking.ask(address_of(server.url), []).pages == []
        assert server.connections == 2


def test_there_is_no_option_that_turns_verification_off():
    assert {field.name for field in dataclasses.fields(TransportOptions)} == {
        "policy",
        "connect_timeout_s",
        "total_timeout_s",
        "ca_file",
        "hosts",
        "connections_per_host",
        "limits",
    }
