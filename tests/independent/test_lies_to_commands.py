"""One tenant lies to an operator's command: it ends soon, with a sentence and the exit code of the guide."""

import os
import subprocess

import pytest

from tests.e2e.centre_process import REPOSITORY
from tests.independent.scene import HASTE
from tests.independent.tenant.lies import LIES

PARTLY = 3
SOON_S = 25


def _command(scene, *arguments):
    environment = os.environ | {f"SYNCD_POLL__{name}": value for name, value in HASTE.items()}
    command = [*scene.centre._command, *arguments]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=SOON_S, check=False)


@pytest.mark.parametrize("name", ["bucket without id", "bucket of numbers", "bucket of objects", "endless bucket"])
def test_verify_ends_with_a_sentence_about_the_tenant(scene, name):
    scene.begin(LIES[name])
    try:
        ended = _command(scene, "verify", scene.liar)
    except subprocess.TimeoutExpired:
        pytest.fail("syncd verify does not end")
    assert ended.returncode == PARTLY, ended.stderr[-2000:]
    assert "Traceback" not in ended.stderr
    assert scene.liar in ended.stdout


@pytest.mark.parametrize("name", ["late for ever", "far zone", "negative chunk", "dated 401"])
def test_sync_says_of_every_tenant_how_it_went(scene, name):
    scene.begin(LIES[name])
    ended = _command(scene, "sync", "--all")
    assert ended.returncode == PARTLY, ended.stderr[-2000:]
    assert "Traceback" not in ended.stderr
    assert all(slug in ended.stdout for slug in scene.tenants)
