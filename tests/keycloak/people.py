"""Makes obviously artificial people in a realm."""

from dataclasses import dataclass

PASSWORD = "sandi-yang-cukup-panjang-1"
ATTRIBUTES = {
    "nip": "000000000000000001",
    "nip_klaim": "000000000000000002",
    "nip_terverifikasi": "true",
    "instansi_kode": "LAN",
    "instansi": "Lembaga Administrasi Negara",
    "unit_kerja": "Unit Percobaan",
    "jabatan": "Jabatan Percobaan",
    "golongan": "III/a",
    "jenis_asn": "PNS",
    "status_asn": "aktif",
}


@dataclass(frozen=True)
class Person:
    id: str
    username: str
    email: str
    password: str = PASSWORD


def make_person(api, username, *, roles=(), attributes=ATTRIBUTES, agency="LAN"):
    """A person who has done everything that is asked once, with these realm roles."""
    email = f"{username}@contoh.example"
    body = {
        "username": username,
        "email": email,
        "emailVerified": True,
        "firstName": username.capitalize(),
        "enabled": True,
        "attributes": {key: [value] for key, value in attributes.items()},
        "credentials": [{"type": "password", "value": PASSWORD, "temporary": False}],
    }
    made = api.post("users", body)
    api.put(f"users/{made}", {**api.get(f"users/{made}"), "requiredActions": []})
    if roles:
        api.post(f"users/{made}/role-mappings/realm", [api.get(f"roles/{name}") for name in roles])
    if agency:
        top = api.get("groups", search="instansi", exact="true")[0]
        group = next(each for each in api.get(f"groups/{top['id']}/children") if each["name"] == agency)
        api.put(f"users/{made}/groups/{group['id']}", {})
    return Person(made, username, email)
