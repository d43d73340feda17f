"""Time the editions of books as whole processes: `python benchmarks/editions.py [-n RUNS] BOOK…`.

For each book folder and each verb: RUNS runs of `make-book VERB BOOK` after one that is not counted; the
median wall time, the least and the most, and the peak memory of the largest process. Without BOOK: this
repository's own manuscript. Medians are to be quoted; machines and versions stand in the last line.
Every run is cold: what was kept of the last is passed over. Limits and peers: `figures.py`.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERBS = ("epub", "pdf")


def timed(command: list[str]) -> float:
    """Return the seconds that `command` takes as a whole process; stop if it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return time.perf_counter() - started


def measure(book: Path, verb: str, runs: int) -> str:
    """Return a line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"book.{verb}"
        command = [sys.executable, "-m", "make_book", verb, str(book), "--output", str(target), "--no-cache", "--quiet"]
        timed(command)
        seconds = [timed(command) for _ in range(runs)]
        size = target.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    middle = statistics.median(seconds)
    return f"{book.name:<20} {verb:<5} {middle:8.2f} {min(seconds):8.2f} {max(seconds):8.2f} {size:8.2f} {peak:8.0f}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("books", nargs="*", type=Path, default=[ROOT])
    parser.add_argument("-n", "--runs", type=int, default=5)
    options = parser.parse_args()
    print(f"{'book':<20} {'verb':<5} {'median s':>8} {'min':>8} {'max':>8} {'MB':>8} {'peak MB':>8}")
    for book in options.books:
        for verb in VERBS:
            print(measure(book.resolve(), verb, options.runs), flush=True)
    tools = ", ".join(f"{name} {version(name)}" for name in ("make-book", "weasyprint", "EbookLib", "Markdown"))
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; {tools}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
