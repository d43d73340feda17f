"""`make fuzz`: random texts and damaged books, from a seed, for so many seconds; what fails is named by its seed."""

from __future__ import annotations

import argparse
import contextlib
import html
import io
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fuzz.texts import damaged, text
from make_book.cli.main import main as make_book
from make_book.limits import TimeLimitReached, time_limit
from make_book.text.markdown import render

BOOK = Path(__file__).parents[1] / "books" / "edge"
CRASH = "make-book-crash.txt"
LONGEST_TEXT, LONGEST_BOOK = 10.0, 60.0
"""Seconds of processor time after which a text of some hundred characters, or a small book, counts as a hang."""
_QUIET = frozenset({"TXT-007", "TXT-013", "TXT-017"})
"""Findings that do not tell of lost words."""
_TAGS = re.compile(r"<[^>]*>")


def fault_of_text(seed: int) -> str | None:
    """Return what is wrong with the reading of the random text `seed`: a crash, a hang, a word lost unsaid."""
    source, words = text(seed)
    try:
        with time_limit(LONGEST_TEXT):
            rendered = render(source, file="a.md", language="en", prefix="e")
    except TimeLimitReached:
        return f"hang: {source!r}"
    except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
        return f"{type(error).__name__}: {error}: {source!r}"
    read = " ".join((rendered.text.xhtml, *(note.xhtml for note in rendered.text.notes)))
    read = html.unescape(_TAGS.sub("", read)).replace("\u00ad", "")
    lost = [word for word in words if word not in read]
    said = {finding.code for finding in rendered.findings} - _QUIET
    return f"lost unsaid: {lost} of {source!r}" if lost and not said else None


def fault_of_book(seed: int, folder: Path) -> str | None:
    """Return what is wrong with a build of the damaged book `seed` in `folder`: a crash or a hang."""
    whole = {path.relative_to(BOOK).as_posix(): path.read_bytes() for path in BOOK.rglob("*") if path.is_file()}
    for name, data in damaged(whole, seed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    said, crash = io.StringIO(), Path(CRASH)
    crash.unlink(missing_ok=True)
    try:
        with time_limit(LONGEST_BOOK), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = make_book(["epub", str(folder), "--json", "--no-cache", "-j", "1", "-q"])
    except TimeLimitReached:
        return "hang"
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    if crash.exists():
        told = crash.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1]
        crash.unlink()
        return f"crash: {told}"
    return None if status in (0, 1) else f"exit status {status}"


def main() -> int:
    """Try until the time is up; return 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--texts-per-book", type=int, default=300)
    wanted = parser.parse_args()
    tried, failed = Counter[str](), 0
    until, seed = time.monotonic() + wanted.seconds, wanted.seed
    while time.monotonic() < until:
        with tempfile.TemporaryDirectory() as folder:
            faults = [("book", seed, fault_of_book(seed, Path(folder)))]
        first = seed * wanted.texts_per_book
        faults += [("text", at, fault_of_text(at)) for at in range(first, first + wanted.texts_per_book)]
        tried.update(kind for kind, _, _ in faults)
        for kind, at, fault in faults:
            if fault:
                failed += 1
                print(f"{kind} {at}: {fault}", flush=True)
        seed += 1
    print(f"{tried['text']} texts and {tried['book']} books tried, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
