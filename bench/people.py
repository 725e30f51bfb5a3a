"""Reading people from a played Keycloak: time for 1,000 of them when new and when unchanged, a look at disabled ones, and memory.

The realm is played by a process of its own, which answers at once: what is measured is the centre, store included.
"""

import json
import multiprocessing
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import Engine

from bench.measure import Json, seconds, spread
from bench.stores import mariadb_store, sqlite_store
from syncd.keycloak.people import RealmPeople
from syncd.keys import KeyRing
from syncd.model.guard import Guard
from syncd.realm.options import PeopleOptions
from syncd.realm.people import PeopleTurn
from syncd.settings import KeycloakSection
from syncd.store import directory
from syncd.store.engine import transaction

FEW, MANY = 10_000, 100_000
DISABLED_SHARE = 50  # every fiftieth
ROUNDS = 3
_OPTIONS = PeopleOptions(guard=Guard(percent=100))


def run() -> Json:
    with TemporaryDirectory() as folder:
        keys = KeyRing(Path(folder) / "keys", "https://pusat.example")
        with sqlite_store() as (_file, engine):
            sqlite = _measured(engine, keys)
        with mariadb_store() as (_server, engine):
            mariadb = _measured(engine, keys)
    return {
        "people": MANY,
        "page_size": _OPTIONS.page_size,
        "sqlite": sqlite,
        "mariadb": mariadb,
        "remark": "the played realm answers at once; a real Keycloak adds its own time for each page",
    }


def _measured(engine: Engine, keys: KeyRing) -> Json:
    whole = replace(_OPTIONS, whole=True)
    with _realm(FEW, keys) as realm:
        PeopleTurn(engine, realm, whole).take("bench")
    before = _peak_kib()
    with _realm(MANY, keys) as realm:
        new = seconds(lambda: PeopleTurn(engine, realm, whole).take("bench"))
        unchanged = [seconds(lambda: PeopleTurn(engine, realm, whole).take("bench")) for _ in range(ROUNDS)]
        looks = [seconds(partial(_look, engine, realm)) for _ in range(ROUNDS)]
    return {
        "milliseconds_per_1000_new_of_whom_20_are_signed_out": round(new * 1000 / ((MANY - FEW) / 1000), 1),
        "milliseconds_per_1000_unchanged": spread([1000 * one / (MANY / 1000) for one in unchanged], 1),
        "milliseconds_to_look_at_2000_disabled": spread([1000 * one for one in looks], 0),
        "peak_memory_kib_per_1000_more_people": round((_peak_kib() - before) / ((MANY - FEW) / 1000), 1),
        "minutes_for_4_500_000_unchanged": round(min(unchanged) * 4_500_000 / MANY / 60, 1),
    }


def _look(engine: Engine, realm: RealmPeople) -> None:
    """A turn in which no complete pass is due."""
    with transaction(engine) as conn:
        directory.lock(conn)
        directory.make_due(conn)
    did = PeopleTurn(engine, realm, _OPTIONS).take("bench")
    if did is None or did.complete or did.outcome != "ok":
        raise RuntimeError("this was no look at disabled people alone")


def _peak_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@contextmanager
def _realm(count: int, keys: KeyRing) -> Iterator[RealmPeople]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_play, args=(count, theirs), daemon=True)
    process.start()
    try:
        yield RealmPeople(KeycloakSection(url=ours.recv(), realm="asn-unggul"), keys)
    finally:
        process.terminate()
        process.join()


def _play(count: int, pipe: Connection) -> None:
    """A Keycloak with so many accounts, until ended."""
    accounts = [_account(number) for number in range(count)]
    disabled = [one for one in accounts if not one["enabled"]]

    class Played(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Or an answer in two parts waits for the caller's system to acknowledge the first.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.path.endswith("/sessions"):
                self._answer([{"id": self.path.split("/")[-2]}])
                return
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            first = int(query["first"])
            self._answer((disabled if "enabled" in query else accounts)[first : first + int(query["max"])])

        def do_DELETE(self) -> None:
            self.send_response(204)
            self.end_headers()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path.endswith("/logout"):
                self.send_response(204)
                self.end_headers()
            else:
                self._answer({"access_token": "x", "expires_in": 3600})

        def _answer(self, value: object) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        log_message: Callable[..., None] = lambda *_: None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Played)
    pipe.send(f"http://127.0.0.1:{server.server_address[1]}")
    server.serve_forever()


def _account(number: int) -> Json:
    attributes = {
        "instansi_kode": [f"UJI{number % 640:03}"],
        "unit_kerja": [f"Biro Contoh {number % 40}"],
        "status_asn": ["aktif"],
    }
    return {
        "id": f"{number:08}-0000-4000-8000-000000000000",
        "username": f"contoh-{number}",
        "firstName": "Contoh",
        "lastName": "Contoh",
        "email": f"contoh-{number}@example.go.id",
        "emailVerified": True,
        "enabled": number % DISABLED_SHARE != 0,
        "totp": False,
        "createdTimestamp": 1_700_000_000_000,
        "requiredActions": [],
        "attributes": attributes,
    }
