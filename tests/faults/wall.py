"""The wall clock of processes, moved by libfaketime. Writes one file."""

import glob
from pathlib import Path

LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)  # noqa: PTH207 - outside the project
WHY_NOT = None if LIBRARY else "faketime is not installed (bin/setup-system)"


class Clock:
    """The wall clock of every process that began under it; the monotonic clock runs on."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set(0)
        self.environment = {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, offset_s: int) -> None:
        """So far from the true time from now on."""
        part = self.file.with_suffix(".new")
        part.write_text(f"{offset_s:+d}\n")
        part.rename(self.file)
