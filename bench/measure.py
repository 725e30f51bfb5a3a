"""How a benchmark measures: alternating rounds, medians with their range, and what the machine was. Reads the clock and /proc."""

import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

Json = dict[str, Any]
_PROGRAMS = {"mariadb": ("mariadbd", "--version"), "php": ("php", "--version"), "nginx": ("nginx", "-v")}
_PACKAGES = ("sqlalchemy", "pymysql", "pydantic", "requests", "joserfc", "python-keycloak")


def seconds(work: Callable[[], object]) -> float:
    """How long the work took."""
    began = perf_counter()
    work()
    return perf_counter() - began


def spread(values: Sequence[float], digits: int = 3) -> Json:
    """Median and range; one slow round on a shared machine does not move the median."""
    return {"median": round(median(values), digits), "min": round(min(values), digits), "max": round(max(values), digits)}


def rates(rows: int, times: Sequence[float]) -> Json:
    """Rows a second."""
    return spread([rows / time for time in times], 0)


def ratios(slower: Sequence[float], faster: Sequence[float]) -> Json:
    """How many times as long `slower` took, round by round: what both rounds suffered from falls out."""
    return spread([one / other for one, other in zip(slower, faster, strict=True)], 2)


def alternate(rounds: int, works: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Run all works in turn, `rounds` times, every second round backwards; each answers what it measured."""
    measured: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds):
        for name in list(works) if turn % 2 == 0 else list(reversed(works)):
            measured[name].append(works[name]())
    return measured


def machine() -> Json:
    """What this was measured on. The load says if others used the machine at the same time."""
    cpu = next((line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**20, 1),
        "load_before": [round(value, 2) for value in os.getloadavg()],
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: found for name, command in _PROGRAMS.items() if (found := _said(*command))},
        **{name: version(name) for name in _PACKAGES},
    }


def _lines(file: str) -> list[str]:
    return Path(file).read_text(encoding="utf-8").splitlines() if Path(file).exists() else []


def _said(program: str, argument: str) -> str | None:
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if path is None:
        return None
    ended = subprocess.run([path, argument], capture_output=True, text=True, check=False)
    return (ended.stdout + ended.stderr).splitlines()[0].replace(path, program)
