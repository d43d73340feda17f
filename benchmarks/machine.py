"""Where and with what the figures were taken."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import peers

ROOT = Path(__file__).parents[1]


def about(command: str, rounds: int) -> dict[str, str]:
    """Return what the table says below itself: date, machine, versions and the command that makes it again."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()} {platform.release()}",
        "versions": ", ".join(f"{name} {number}" for name, number in _versions().items() if number),
        "figures": f"medians of {rounds}, whole processes, side by side; ratios are medians of pairs",
        "load when it began": f"{os.getloadavg()[0]:.1f}",
        "command": f"`{command}`",
    }


def _versions() -> dict[str, str]:
    commit = peers.told("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    changed = "+" if peers.told("git", "-C", str(ROOT), "status", "--porcelain", "src", "styles") else ""
    return {
        "make-book": f"{version('make-book')} ({commit}{changed})" if commit else version("make-book"),
        "Python": platform.python_version(),
        "WeasyPrint": version("weasyprint"),
        "Pango": peers.told("dpkg-query", "-W", "-f=${Version}", "libpango-1.0-0"),
        **peers.versions(),
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
