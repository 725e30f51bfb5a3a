"""Writers that commit out of order: rows a cursor over ids loses, and rows the real feed, which numbers at read, loses."""

import time
from random import Random
from threading import Event, Thread

from bench.big_site import BigSite, big_site
from bench.measure import Json
from syncd.model.wire import ChangesAsk, Cursor, RefusedPage, SnapshotAsk

WRITERS = 8
SECONDS = 15
LONGEST_TRANSACTION_S = 0.4
_INSERT = "INSERT INTO mdl_local_asnunggul_change (kind, objectid, erased, timecreated) VALUES ('enrolment', %s, 0, 0)"
# Each entry names an id of its own, so that what was read can be told from what was not.
_FIRST_ID = 1_000_000


def run() -> Json:
    with big_site() as big:
        big.client.ask(big.address, [SnapshotAsk("catalogue", "course", limit=1)])
        start = _newest(big, None)
        ended = Event()
        committed: list[set[int]] = [set() for _ in range(WRITERS)]
        writers = [Thread(target=_write, args=(big, number, committed[number], ended)) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        by_id, by_number = _read_while_written(big, start)
        ended.set()
        for writer in writers:
            writer.join()
        by_id.read()
        by_number.read()
        written = set().union(*committed)
        return {
            "writers": WRITERS,
            "seconds": SECONDS,
            "committed": len(written),
            "lost_by_id_cursor": len(written - by_id.seen),
            "lost_by_feed": len(written - by_number.seen),
            "invented_by_feed": len({one for one in by_number.seen if one >= _FIRST_ID} - written),
        }


def _read_while_written(big: BigSite, start: Cursor) -> "tuple[_ById, _ByNumber]":
    by_id, by_number = _ById(big), _ByNumber(big, start)
    deadline = time.perf_counter() + SECONDS
    while time.perf_counter() < deadline:
        by_id.read()
        by_number.read()
    return by_id, by_number


def _write(big: BigSite, number: int, committed: set[int], ended: Event) -> None:
    chance = Random(number)
    next_id = _FIRST_ID * (number + 1)
    with big.site.connect() as connection, connection.cursor() as cursor:
        while not ended.is_set():
            ids = range(next_id, next_id + chance.randint(1, 5))
            next_id = ids.stop
            for one in ids:
                cursor.execute(_INSERT, (one,))
            time.sleep(chance.random() ** 3 * LONGEST_TRANSACTION_S)
            if chance.random() < 0.1:
                connection.rollback()
            else:
                connection.commit()
                committed.update(ids)


class _ById:
    """The usual way: everything with a greater id than the last one seen."""

    def __init__(self, big: BigSite) -> None:
        self._big = big
        ((last,),) = big.site.rows("SELECT COALESCE(MAX(id), 0) FROM mdl_local_asnunggul_change")
        self._last = int(last)
        self.seen: set[int] = set()

    def read(self) -> None:
        found = self._big.site.rows("SELECT id, objectid FROM mdl_local_asnunggul_change WHERE id > %s ORDER BY id", self._last)
        self.seen.update(int(row[1]) for row in found)
        self._last = int(found[-1][0]) if found else self._last


class _ByNumber:
    """The feed, asked as the centre asks it."""

    def __init__(self, big: BigSite, start: Cursor) -> None:
        self._big = big
        self._cursor = start
        self.seen: set[int] = set()

    def read(self) -> None:
        more = True
        while more:
            ask = ChangesAsk("learning", self._cursor)
            page = self._big.client.ask(self._big.address, [ask]).page(ask)
            if isinstance(page, RefusedPage):
                raise RuntimeError(f"the feed refused: {page.reason}")  # noqa: TRY004 - the answer is wrong, not a type
            body = page.rows.get("enrolment")
            # No such rows exist on the site: what is read of them is that they are gone.
            if body is not None:
                self.seen.update(body.gone)
            self._cursor, more = page.to, page.more


def _newest(big: BigSite, known: Cursor | None) -> Cursor:
    return big.client.ask(big.address, [ChangesAsk("learning", known)]).handshake.log
