"""What the daemon no longer uses it does not keep: a large answer that was refused costs nobody memory afterwards."""

import platform
import subprocess
import sys

import pytest

# A process of its own: whatever else ran in this one would be measured with it.
KEPT = """
import gzip, re, sys, threading
from pathlib import Path
from syncd.daemon.memory import give_back
from syncd.poll.body import Limits, opened

if sys.argv[1] == "yes":
    assert give_back()

def rss():
    return int(re.findall(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[0]) // 1024

def use():
    with opened(bomb, "gzip", Limits()) as body:
        assert [len(line) for line in body.split(b"\\n")]

bomb = gzip.compress(b"[" + b"[]," * (10 * 1024 * 1024) + b"[]]\\n", 1)
before = rss()
for _ in range(6):
    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
print(rss() - before)
"""


def kept_mib(told: str) -> int:
    ended = subprocess.run([sys.executable, "-c", KEPT, told], capture_output=True, text=True, check=True)
    return int(ended.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps it, and can be told")
def test_what_large_answers_took_is_given_back():
    assert kept_mib("yes") < 8
    assert kept_mib("no") > 16  # if this fails, the C library has learned it and we need not tell it
