"""The folder of the index on this machine: which of its indexes is live, who may write, and what is left over. Touches only it.

    live            names the index that answers; replaced in one step
    writing.lock    held while documents of the live index change
    building.lock   held while another one is built beside it
    v<number>-…/    one index, of this version and edition of the dictionaries; its `reading.lock` is shared by all who read it

Locks are the kernel's: they end with the process, however it ends.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from syncd.errors import IndexBusyError, IndexMissingError
from syncd.index import fields, stems

_LIVE, _WRITING, _BUILDING, _READING = "live", "writing.lock", "building.lock", "reading.lock"
REBUILD = "syncd index rebuild"


def _version() -> str:
    return f"v{fields.VERSION}-{stems.edition()}-"


class IndexFolder:
    """All indexes of one machine; at most one is live."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def live(self) -> Path:
        """The index that answers; IndexMissingError where there is none yet."""
        try:
            name = (self.root / _LIVE).read_text().strip()
        except FileNotFoundError:
            raise IndexMissingError(f"There is no search index in {self.root} yet; make it with: {REBUILD}") from None
        except OSError as error:
            raise IndexMissingError(f"The search index in {self.root} cannot be read ({error.strerror}).") from error
        if not name.startswith(_version()):
            raise IndexMissingError(
                f"The search index in {self.root} is of another version of this program or of the dictionary; run: {REBUILD}"
            )
        return self.root / Path(name).name

    @contextmanager
    def building(self) -> Iterator[Path]:
        """A new empty folder for an index, which nobody else deletes; deleted at the end unless it was made live."""
        with self._held(_BUILDING, wait=False):
            new = self.root / f"{_version()}{secrets.token_hex(6)}"
            new.mkdir()
            try:
                (new / _READING).touch()
                yield new
            finally:
                if not self.is_live(new):
                    shutil.rmtree(new, ignore_errors=True)

    @contextmanager
    def writing(self, *, wait: bool = False) -> Iterator[None]:
        """The right to change the live index, or to make another one live."""
        with self._held(_WRITING, wait=wait):
            yield

    def make_live(self, index: Path) -> None:
        """From now on this one answers. The caller has the right to write."""
        beside = self.root / f"{_LIVE}.new"
        with beside.open("w") as file:
            file.write(index.name)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.root / _LIVE)
        directory = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def is_live(self, index: Path) -> bool:
        """Whether this is the one that answers."""
        with suppress(IndexMissingError):
            return self.live() == index
        return False

    def clear(self) -> int:
        """Delete indexes that are neither live nor read by anybody: those that were replaced, or never came to be."""
        count = 0
        try:
            with self._held(_BUILDING, wait=False):
                for one in self.root.iterdir():
                    if one.is_dir() and not self.is_live(one):
                        count += _deleted(one)
        except IndexBusyError:
            # What is being built now looks like a left-over one; whoever builds clears at its end.
            return 0
        return count

    @contextmanager
    def _held(self, name: str, *, wait: bool) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / name).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise IndexBusyError(f"another process is at work on the search index in {self.root}; try again later") from None
            yield


def _deleted(index: Path) -> bool:
    """Delete an index unless somebody reads it. Whoever wants to begin to meanwhile waits, and then finds that it is gone."""
    try:
        with (index / _READING).open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(index, ignore_errors=True)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        shutil.rmtree(index, ignore_errors=True)
    return True


class Reading:
    """The right to read one index: it is not deleted as long as this is open."""

    def __init__(self, index: Path) -> None:
        """FileNotFoundError where it is gone already."""
        self.index = index
        self._file = (index / _READING).open("r+")
        fcntl.flock(self._file, fcntl.LOCK_SH)
        if not (index / _READING).exists():
            self._file.close()
            raise FileNotFoundError(index)

    def close(self) -> None:
        """Whoever replaced the index may delete it now."""
        self._file.close()
