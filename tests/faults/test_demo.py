"""The demonstration that a newcomer runs first: real processes, real sockets, real join codes."""

import re
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def demo(tmp_path):
    """Starts the demo in an empty folder; whatever it left running ends with the test."""
    started = []

    def start(*arguments, before=()):
        command = [*before, sys.executable, "-m", "syncd", "demo", "--tenants", "3", *arguments]
        process = subprocess.Popen(
            command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.wait()
        process.stdout.close()


def test_the_demo_ends_with_every_tenant_verified_equal(demo):
    process = demo("--once")
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 0, printed
    # At first, after what happened on the sites, and after what learners rated.
    assert printed.count("3 of 3 tenants are equal, row by row.") == 3
    assert "Every tenant is verified equal." in printed


# A shell without job control starts what it puts into the background with SIGINT ignored.
@pytest.mark.parametrize("before", [(), ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")], ids=["foreground", "background"])
def test_the_demo_keeps_running_with_a_status_page_until_it_is_interrupted(demo, before):
    process = demo(before=before)
    address = None
    for line in process.stdout:
        address = address or re.match(r"Open +(http://\S+)/$", line.strip())
        if line.startswith("  ") and "verify --all" in line:
            break
    parts = urlsplit(address.group(1))
    connection = HTTPConnection(parts.hostname, parts.port, timeout=20)
    connection.request("GET", "/")
    response = connection.getresponse()
    page = response.read().decode()
    connection.close()
    assert response.status == 200
    assert "kementerian" in page.lower()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
