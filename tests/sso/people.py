"""The people of the sign-in tests: obviously artificial, each with the claims the realm gives a civil servant."""

import itertools
from dataclasses import dataclass, field
from typing import Any

_NUMBERS = itertools.count(1)


@dataclass
class Person:
    """Somebody at the issuer. `claims` are what an ID token says beside the standard claims; `enabled` False is a disabled account."""

    subject: str
    claims: dict[str, Any] = field(default_factory=dict)
    enabled: bool = True


def person(subject: str | None = None, **claims: Any) -> Person:
    """A new person in service; a claim that is None is left out."""
    number = next(_NUMBERS)
    usual = {
        "given_name": f"Kenari{number}",
        "family_name": f"Uji{number}",
        "preferred_username": f"kenari{number}",
        "email": f"kenari{number}@example.invalid",
        "email_verified": True,
        "nip": f"{number:018d}",
        "nip_terverifikasi": True,
        "instansi_kode": "UJI",
        "instansi": "Lembaga Uji",
        "unit_kerja": "Unit Uji",
        "jabatan": "Penguji",
        "golongan": "III/a",
        "jenis_asn": "PNS",
        "status_asn": "aktif",
        "groups": ["/instansi/UJI"],
        "roles": [],
    }
    said = {name: value for name, value in {**usual, **claims}.items() if value is not None}
    return Person(subject or f"0000-kenari-{number:06d}", said)
