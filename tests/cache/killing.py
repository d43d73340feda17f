"""Kill builds at random moments: `python tests/cache/killing.py --times 200 BOOK` (a copy of BOOK is used).

Each time an episode is edited, a build is begun and killed, alone or with its workers. Then `dist/` must
hold complete old or complete new files, and the next build must make what a clean build makes.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

Files = dict[str, bytes]
_PATIENCE = 600


class Wrong(Exception):
    """A build left something torn, or the next one made something else than a clean build."""


class BuildsOfACopy:
    """A copy of a book, edited and built again and again."""

    def __init__(self, book: Path, folder: Path, verb: str) -> None:
        self.root, self.verb = folder / "book", verb
        shutil.copytree(book, self.root, symlinks=True, ignore=shutil.ignore_patterns("dist", ".make-book", ".git"))
        self.episode = min((self.root / "manuscript" / "episodes").rglob("*.md"))
        self.clean_root = folder / "clean"

    def edit(self, number: int) -> None:
        with self.episode.open("a", encoding="utf-8") as file:
            file.write(f"\nEdited for the {number}th time.\n")

    def begin(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "make_book", self.verb, str(self.root)]
        return subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def build(self) -> Files:
        """Build to the end and return what is in `dist/`."""
        process = self.begin()
        _, said = process.communicate(timeout=_PATIENCE)
        if process.returncode:
            raise Wrong(f"a build failed: {said}")
        return self.published()

    def published(self) -> Files:
        dist = self.root / "dist"
        there = sorted(dist.iterdir()) if dist.is_dir() else []
        return {path.name: path.read_bytes() for path in there if not path.name.startswith(".")}

    def clean(self) -> Files:
        """Return what a build makes that has nothing from before."""
        shutil.rmtree(self.clean_root, ignore_errors=True)
        shutil.copytree(self.root, self.clean_root, ignore=shutil.ignore_patterns("dist", ".make-book"))
        command = [sys.executable, "-m", "make_book", self.verb, str(self.clean_root), "--no-cache"]
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
        return {path.name: path.read_bytes() for path in sorted((self.clean_root / "dist").iterdir())}

    def killed(self, after: float, *, workers: bool) -> bool:
        """Begin a build, kill it `after` so many seconds; tell whether it was still at work."""
        process = self.begin()
        time.sleep(after)
        running = process.poll() is None
        if workers and running:
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.communicate(timeout=_PATIENCE)
        return running


def kill_builds(book: Path, times: int, verb: str = "all", seed: int = 1) -> int:
    """Kill `times` builds of a copy of `book`; return how many were still at work. Raise `Wrong`."""
    chance = random.Random(seed)
    hits = 0
    with tempfile.TemporaryDirectory() as folder:
        builds = BuildsOfACopy(book, Path(folder), verb)
        builds.build()
        old, lasts = _timed(builds)
        for number in range(times):
            builds.edit(number)
            hits += builds.killed(chance.random() * lasts, workers=chance.random() < 0.5)
            left, new = builds.published(), builds.clean()
            for name in left:
                if left[name] not in (old.get(name), new.get(name)):
                    raise Wrong(f"kill {number}: {name} is neither the old one nor the new")
            if old.keys() - left.keys():
                raise Wrong(f"kill {number}: {old.keys() - left.keys()} gone")
            if builds.build() != new:
                raise Wrong(f"kill {number}: the next build made something else than a clean build")
            old = new
    return hits


def _timed(builds: BuildsOfACopy) -> tuple[Files, float]:
    """Return what a build makes that has something to do, and how many seconds it lasts."""
    builds.edit(-1)
    began = time.perf_counter()
    return builds.build(), time.perf_counter() - began


def main(argv: Sequence[str] | None = None) -> int:
    """Kill builds as the command line says; leave with 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("book", type=Path)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--verb", default="all", choices=("epub", "pdf", "all"))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    try:
        hits = kill_builds(given.book, given.times, given.verb, given.seed)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    print(f"{given.times} builds begun, {hits} of them killed at work; nothing torn, every next build right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
