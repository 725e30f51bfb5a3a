"""What `syncd realm` costs with 640 tenants at a real Keycloak: the first apply, nothing changed, one client changed by hand."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Json, alternate, ratios, seconds, spread
from syncd.keycloak.clients import client_id
from syncd.keys import Signer
from tests.keycloak import centre as centres
from tests.keycloak_server import private_keycloak

TENANTS = 640
ROUNDS = 5


def run() -> Json:
    with private_keycloak() as keycloak, TemporaryDirectory() as folder:
        web, centre = centres.served(Path(folder), keycloak, "asn-unggul")
        with web:
            # Making 640 keys is not what is measured, and nobody signs in here.
            keys = Signer.generate(web.base_url)
            for number in range(TENANTS):
                centre.join(f"tenant-{number:03}", keys)
            first: Json = {}
            took = seconds(lambda: first.update(centre.json("apply")))
            centre.as_service_account()
            unchanged = _figures(centre.json("plan"))
            times = alternate(
                ROUNDS,
                {
                    "plan": lambda: seconds(lambda: centre.json("plan")),
                    "one_by_one": lambda: seconds(lambda: _one_by_one(centre)),
                },
            )
            live = centre.client(client_id("tenant-320"))
            centre.api.put(f"clients/{live['id']}", {**live, "redirectUris": ["https://elsewhere.example/callback.php"]})
            mended = _figures(centre.json("apply"))
    return {
        "tenants": TENANTS,
        "rounds": ROUNDS,
        "first_apply": {**_figures(first), "seconds": round(took, 1)},
        "unchanged": unchanged,
        "one_changed_by_hand": mended,
        "seconds": {name: spread(taken, 2) for name, taken in times.items()},
        "one_by_one_to_plan": ratios(times["one_by_one"], times["plan"]),
        "remark": "one_by_one only asks Keycloak for each tenant's client by its name, the way its admin library offers",
    }


def _figures(said: Json) -> Json:
    return {"reads": said["reads"], "writes": said["writes"], "changes": len(said["changes"])}


def _one_by_one(centre: centres.Centre) -> None:
    api = centre.api
    for name in centre.sites:
        api.get("clients", clientId=client_id(name))
