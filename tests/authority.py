"""A certificate authority made for the run, and certificates with one defect each. Writes into the folder it is given."""

import datetime as dt
import ipaddress
import itertools
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = dt.timedelta(days=1)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """`file` is the PEM certificate that makes its certificates trusted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._now = dt.datetime.now(dt.UTC)
        self.file = folder / "ca.pem"
        self.file.write_bytes(
            self._certificate("CA", self._key, "CA", self._key, ca=True).public_bytes(serialization.Encoding.PEM)
        )

    def context(self, defect: str = "") -> ssl.SSLContext:
        """A server's TLS with a new certificate for 127.0.0.1, good or with this defect."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certify(context, defect)
        return context

    def certify(self, context: ssl.SSLContext, defect: str = "") -> None:
        """Let a server show such a certificate on every connection from now on."""
        key = ec.generate_private_key(ec.SECP256R1())
        stranger = ec.generate_private_key(ec.SECP256R1())
        issuer, signer = {"self-signed": ("127.0.0.1", key), "unknown authority": ("Lain", stranger)}.get(
            defect, ("CA", self._key)
        )
        host = "127.0.0.99" if defect == "wrong name" else "127.0.0.1"
        until = self._now - _DAY if defect == "expired" else self._now + 30 * _DAY
        certificate = self._certificate("127.0.0.1", key, issuer, signer, host=host, until=until)
        file = self._folder / f"{next(self._numbers)}.pem"
        file.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(file)

    def _certificate(
        self,
        subject: str,
        key: ec.EllipticCurvePrivateKey,
        issuer: str,
        signer: ec.EllipticCurvePrivateKey,
        *,
        ca: bool = False,
        host: str | None = None,
        until: dt.datetime | None = None,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - 30 * _DAY)
            .not_valid_after(until or self._now + 30 * _DAY)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        )
        if host:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False
            )
        return builder.sign(signer, hashes.SHA256())
