"""Fetches images that cards name and the centre does not have, at the end of a turn. Reads the tenant, writes the store.

So many and no more in one turn; an image that cannot be had is a note, never a failed turn.
"""

from collections.abc import Sequence

from syncd.errors import TenantError
from syncd.model.wire import ImageAsk, ImagePage, RefusedPage
from syncd.store import images
from syncd.store.engine import Connection, reading
from syncd.sync.state import NewContractError, NewEpochError, Turn
from syncd.validate.image import ImageRefusedError, Picture, received

SINCE = 3  # the version of the contract
MOST, AT_ONCE = 24, 6
MOST_BYTES = 2 * 1024 * 1024


def fetch(turn: Turn) -> None:
    """Ask for what is missing, draw it anew and keep it, in transactions of a few."""
    if not _may_ask(turn):
        return
    with reading(turn.engine) as conn:
        due = images.due(conn, turn.tenant.id, turn.now_ms())
        if due is None:
            return
        wanted = images.wanted(conn, turn.tenant.id, turn.now_ms(), MOST)
    before, refused = turn.tally.bytes, 0
    for start in range(0, len(wanted), AT_ONCE):
        if turn.now_ms() - turn.claim.at > turn.options.turn_budget_s * 1000 or turn.tally.bytes - before > MOST_BYTES:
            break
        try:
            refused += _fetch_some(turn, wanted[start : start + AT_ONCE])
        except TenantError as error:
            turn.notes.append(f"images: not read ({error.code})")
            return
        except (NewEpochError, NewContractError):
            return  # what is read anew is read by the next turn
    else:
        if len(wanted) < MOST:
            turn.store(lambda conn: images.looked(conn, turn.tenant.id, due, turn.now_ms()))
    if refused:
        turn.notes.append(f"images: {refused} cannot be used and are left out")


def _may_ask(turn: Turn) -> bool:
    said = turn.handshake
    return said is not None and not said.paused and ImageAsk.stream in said.streams and turn.address.contract >= SINCE


def _fetch_some(turn: Turn, wanted: Sequence[str]) -> int:
    """How many of these were refused."""
    asks = [ImageAsk(sha256) for sha256 in wanted]
    answer = turn.ask(asks)
    judged = {ask.sha256: _judged(answer.page(ask), ask.sha256) for ask in asks}

    def work(conn: Connection) -> None:
        for sha256, found in judged.items():
            if isinstance(found, Picture):
                images.keep(conn, sha256, found.data, (found.width, found.height), turn.now_ms())
            else:
                images.refuse(conn, turn.tenant.id, sha256, found, turn.now_ms())

    turn.store(work)
    return sum(isinstance(found, str) for found in judged.values())


def _judged(page: ImagePage | RefusedPage, sha256: str) -> Picture | str:
    """The picture, or why there is none."""
    if isinstance(page, RefusedPage):
        return page.reason
    try:
        return received(page.data, sha256)
    except ImageRefusedError as error:
        return str(error)
