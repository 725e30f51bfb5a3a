"""A quiet poll of a big real tenant against the least a plugin's script can do, and a poll with 1,000 changes."""

from functools import partial

import requests

from bench.big_site import EMPTY, BigSite, big_site
from bench.measure import Json, alternate, ratios, seconds, spread
from syncd.model.wire import ChangesAsk, Cursor, RefusedPage, SnapshotAsk

ROUNDS = 60
CHANGES = 1000
CHANGE_ROUNDS = 7
_STREAMS = ("catalogue", "learning", "badges", "ratings")


def run() -> Json:
    with big_site() as big:
        big.client.ask(big.address, [SnapshotAsk("catalogue", "course", limit=1)])
        head = _head(big, None)
        session = requests.Session()
        # The token is signed outside of what is measured at the tenant, hence the ask is measured as a whole and by its parts.
        sign = partial(big.signer.sign_bearer, big.address.url, "feed")
        times = alternate(
            ROUNDS,
            {
                "empty_script": partial(seconds, lambda: session.get(f"{big.address.url}/{EMPTY}").raise_for_status()),
                "quiet_poll": partial(seconds, partial(_changes, big, head)),
                "centre_signs_token": partial(seconds, sign),
            },
        )
        quiet = big.client.ask(big.address, [ChangesAsk(name, head) for name in _STREAMS])
        many = []
        for _ in range(CHANGE_ROUNDS):
            head = _head(big, head)
            _touch(big)
            many.append(seconds(partial(_changes, big, head)))
        return {
            "rounds": ROUNDS,
            "milliseconds": {name: spread([1000 * one for one in taken], 1) for name, taken in times.items()},
            "quiet_poll_to_empty_script": ratios(times["quiet_poll"], times["empty_script"]),
            "quiet_poll_bytes": quiet.received_bytes,
            "milliseconds_with_1000_changes": spread([1000 * one for one in many], 1),
            "remark": "a poll is measured at the centre: its own signing and proving included",
        }


def _changes(big: BigSite, head: Cursor) -> Cursor:
    answer = big.client.ask(big.address, [ChangesAsk(name, head) for name in _STREAMS])
    if any(isinstance(page, RefusedPage) for page in answer.pages):
        raise RuntimeError("the poll was refused")
    return answer.handshake.log


def _head(big: BigSite, known: Cursor | None) -> Cursor:
    """Number what there is and answer the log's newest entry."""
    asks = [ChangesAsk("catalogue", known)]
    return big.client.ask(big.address, asks).handshake.log


def _touch(big: BigSite) -> None:
    big.site.rows(
        "INSERT INTO mdl_local_asnunggul_change (kind, objectid, erased, timecreated) "
        "SELECT 'enrolment', id, 0, 0 FROM mdl_user_enrolments WHERE id %% 200 = 0 LIMIT %s",
        CHANGES,
    )
