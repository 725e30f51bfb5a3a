"""The index as one process reads it: what is live, and in it what was committed last. Reads the index's folder.

Every question gets one view of the index, in which nothing changes any more, however long it takes.
"""

import threading
from contextlib import suppress
from pathlib import Path

from tantivy import Index, Searcher

from syncd.errors import IndexMissingError
from syncd.index.folder import REBUILD, IndexFolder, Reading

_COMMITTED = "meta.json"
_TRIES = 100


class IndexReader:
    """Opens the live index when it is first asked for, and again when another one became live."""

    def __init__(self, root: Path) -> None:
        self._folder = IndexFolder(root)
        self._lock = threading.Lock()
        self._reading: Reading | None = None
        self._index: Index | None = None
        self._seen: tuple[int, int] = (0, 0)

    def view(self) -> Searcher:
        """What is committed now; IndexMissingError where nothing can be read."""
        with self._lock:
            for _ in range(_TRIES):
                with suppress(FileNotFoundError):
                    return self._view(self._folder.live())
        raise IndexMissingError(f"The live search index in {self._folder.root} is gone; make it anew with: {REBUILD}")

    def close(self) -> None:
        """Read no more."""
        with self._lock:
            self._leave()

    def _view(self, live: Path) -> Searcher:
        if self._reading is None or self._index is None or self._reading.index != live:
            reading = Reading(live)
            try:
                index = _opened(live)
            except BaseException:
                reading.close()
                raise
            self._leave()
            self._reading, self._index, self._seen = reading, index, (0, 0)
        now = (live / _COMMITTED).stat()
        seen = (now.st_ino, now.st_mtime_ns)
        if seen != self._seen:
            self._index.reload()
            self._seen = seen
        return self._index.searcher()

    def _leave(self) -> None:
        if self._reading is not None:
            self._reading.close()
        self._reading = self._index = None


def _opened(live: Path) -> Index:
    try:
        index = Index.open(str(live))
    except ValueError as error:
        if not (live / _COMMITTED).exists():
            raise FileNotFoundError(live) from error
        raise IndexMissingError(f"The search index in {live.parent} cannot be read; make it anew with: {REBUILD}") from error
    # By hand: whoever asks looks whether there is something new.
    index.config_reader("manual")
    return index
