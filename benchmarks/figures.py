"""Measure make-book against its limits and its peers: `python benchmarks/figures.py [-n ROUNDS] [--only ROW]…`.

Whole processes, ours and the peers' side by side in every round, each figure the median of the rounds; the
table is Markdown. Pandoc and XeLaTeX are installed where they are missing and the machine allows it; where it
does not, their rows say so. All rounds of all rows take about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

import machine
import msgspec
import peers
from processes import Failed
from rounds import Workshop, take
from table import ROWS, Report, render

_PEERS = ("pandoc", "XeLaTeX", "WeasyPrint")


def main() -> int:
    """Measure, or read what was measured, and print the table."""
    options = _options()
    if options.read:
        report = msgspec.json.decode(options.read.read_bytes(), type=Report)
    else:
        try:
            report = _measured(options)
        except Failed as error:
            sys.exit(f"figures: {error}")
    told = msgspec.json.format(msgspec.json.encode(report), indent=1).decode() if options.json else render(report)
    print(told.rstrip("\n"))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    keys = [row.key for row in ROWS]
    parser.add_argument("-n", "--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_const", const=1, dest="rounds", help="one round")
    parser.add_argument(
        "--only", action="append", choices=keys, metavar="ROW", help=f"may be repeated: {', '.join(keys)}"
    )
    parser.add_argument("--json", action="store_true", help="the runs instead of the table")
    parser.add_argument(
        "--read", type=Path, metavar="FILE", help="measure nothing: the table of a file that --json made"
    )
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="make everything here and leave it")
    parser.add_argument("--scale", type=float, default=1, help="shorter serials, to try this program itself: 0.02")
    parser.add_argument("--no-install", action="store_true", help="measure with the peers that are here")
    return parser.parse_args()


def _measured(options: argparse.Namespace) -> Report:
    rows = [row for row in ROWS if not options.only or row.key in options.only]
    wanted = {name for row in rows for name in (row.measure, row.against) if name}
    missing = "" if options.no_install or not _needs_peers(wanted) else peers.install()
    if missing:
        _say(missing)
    about = machine.about(shlex.join(["python", "benchmarks/figures.py", *sys.argv[1:]]), options.rounds)
    if options.scale != 1:
        about["not the real thing"] = f"serials of {options.scale:g} of the length that the rows name"
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(options.work or Path(folder), options.scale)
        shop.folder.mkdir(parents=True, exist_ok=True)
        runs, failures = take(shop, wanted, options.rounds, _say)
    return Report(about, runs, failures, [row.key for row in rows])


def _needs_peers(wanted: set[str]) -> bool:
    return any(name.endswith(_PEERS) for name in wanted)


def _say(message: str) -> None:
    print(f"figures: {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
