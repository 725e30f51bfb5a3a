"""`bin/package` writes what Moodle's own installer takes: one folder in each zip, every file of the plugin but its tests."""

import os
import re
import shutil
import subprocess
from zipfile import ZipFile

import pytest

from tests.architecture.plugin_rules import KNOWN_PLUGINS
from tests.plugin_zips import PLUGINS, REPOSITORY, write

NAMES = {plugin: plugin.partition("_")[2] for plugin in sorted(KNOWN_PLUGINS)}


@pytest.fixture(scope="module")
def zips(tmp_path_factory):
    """The zips by the name of their plugin."""
    folder = tmp_path_factory.mktemp("zips")
    done = subprocess.run([REPOSITORY / "bin/package", folder / "new"], capture_output=True, text=True, check=True)
    made = {file.name.partition("-")[0]: file for file in (folder / "new").iterdir()}
    assert done.stdout.split() == sorted(map(str, made.values()))
    return made


def of_git(plugin):
    """The plugin's files as they are committed or about to be."""
    command = ["git", "-C", PLUGINS / plugin, "ls-files", "--cached", "--others", "--exclude-standard"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_there_is_a_zip_of_each_plugin_with_its_version_in_the_name(zips):
    assert zips.keys() == NAMES.keys() == {plugin.name for plugin in PLUGINS.iterdir()}
    for plugin, file in zips.items():
        version = re.search(r"version = (\d+);", (PLUGINS / plugin / "version.php").read_text())[1]
        assert file.name == f"{plugin}-{version}.zip"


@pytest.mark.parametrize("plugin", NAMES)
def test_a_zip_unpacks_to_one_folder_with_every_file_of_the_plugin_but_its_tests(zips, plugin, tmp_path):
    with ZipFile(zips[plugin]) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    [top] = tmp_path.iterdir()
    assert top.name == NAMES[plugin]
    assert f"$plugin->component = '{plugin}';" in (top / "version.php").read_text()
    assert (top / f"lang/en/{plugin}.php").is_file()
    unpacked = {file.relative_to(top).as_posix(): file.read_bytes() for file in top.rglob("*") if file.is_file()}
    wanted = {name for name in of_git(plugin) if not name.startswith("tests/")}
    assert unpacked == {name: (PLUGINS / plugin / name).read_bytes() for name in wanted}


@pytest.mark.parametrize("plugin", NAMES)
def test_the_same_files_give_the_same_bytes_whenever_and_wherever_they_were_written(zips, plugin, tmp_path):
    copy = shutil.copytree(PLUGINS / plugin, tmp_path / plugin)
    (copy / "tests").mkdir(exist_ok=True)
    (copy / ".hidden").write_text("left by an editor")
    for file in copy.rglob("*"):
        os.utime(file, (1_900_000_000, 1_900_000_000))
        file.chmod(0o755)
    assert write(copy, tmp_path).read_bytes() == zips[plugin].read_bytes()
