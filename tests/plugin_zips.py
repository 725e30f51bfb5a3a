"""Writes each plugin as a zip that Moodle's own installer takes: `python -m tests.plugin_zips [FOLDER]`. Needs Python alone.

The same files give the same bytes on every machine: nothing is compressed, and every file has the same date and mode.
"""

import re
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

REPOSITORY = Path(__file__).resolve().parents[1]
PLUGINS = REPOSITORY / "moodle-plugins"
# Nothing of a site that is used by people runs them.
LEFT_OUT = "tests"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def parts(plugin: Path) -> dict[str, Path]:
    """The files of a plugin by their names in the zip: below one folder, named as Moodle names it (local_asnunggul: asnunggul)."""
    top = plugin.name.partition("_")[2]
    found = {file.relative_to(plugin): file for file in plugin.rglob("*") if file.is_file()}
    wanted = {place: file for place, file in found.items() if place.parts[0] != LEFT_OUT and not _hidden(place)}
    return {f"{top}/{place.as_posix()}": file for place, file in wanted.items()}


def write(plugin: Path, folder: Path) -> Path:
    """The zip of a plugin, with its version in the name."""
    version = re.search(r"^\$plugin->version = (\d+);$", (plugin / "version.php").read_text(encoding="utf-8"), re.MULTILINE)
    if version is None:
        raise SystemExit(f"{plugin}/version.php does not say the version")
    made = folder / f"{plugin.name}-{version[1]}.zip"
    with ZipFile(made, "w") as archive:
        for name, file in sorted(parts(plugin).items()):
            entry = ZipInfo(name, _EARLIEST)
            entry.external_attr, entry.compress_type, entry.create_system = _MODE, ZIP_STORED, 3
            archive.writestr(entry, file.read_bytes())
    return made


def _hidden(place: Path) -> bool:
    return any(part.startswith(".") for part in place.parts)


if __name__ == "__main__":
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "dist"
    into.mkdir(parents=True, exist_ok=True)
    for each in sorted(PLUGINS.iterdir()):
        print(write(each, into))
