"""One text file taken in: an episode, or a piece of front or back matter."""

from __future__ import annotations

import re

import msgspec

from make_book.manuscript.filenames import FileName, take_apart
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.frontmatter import part
from make_book.manuscript.heads import read_head
from make_book.manuscript.scalars import checked_date
from make_book.manuscript.values import EpisodeHead, EpisodeSource, MatterSource, SourceText

_HEADING = re.compile(r"#[ \t]+(\S.*)")
_TRAIL = re.compile(r"(?:\s+#+)?\s*(?:\{[^{}]*\})?\Z")
_MARKS = re.compile(r"\*+|`|(?<!\w)_+|_+(?!\w)")


def read_episode(text: str, name: str, ledger: FindingCollector) -> EpisodeSource:
    """Return the episode `text` says; `name` is its file name without `.md`. Faults go into `ledger`."""
    parted = part(text, ledger)
    head, body = _titled(read_head(parted.values, ledger), parted.body)
    head = _from_file_name(head, take_apart(name), ledger)
    if not body.strip():
        ledger.add_at("MAN-044", "the episode has no text", max(1, parted.first_line - 1), None)
    return EpisodeSource(name, head, SourceText(ledger.file, body, parted.first_line), _places(ledger))


def read_matter(text: str, kind: str, ledger: FindingCollector) -> MatterSource:
    """Return the piece of front or back matter `text` says; `kind` is its section name."""
    parted = part(text, ledger)
    head, body = _titled(read_head(parted.values, ledger, matter=True), parted.body)
    return MatterSource(kind, head, SourceText(ledger.file, body, parted.first_line), _places(ledger))


def _places(ledger: FindingCollector) -> dict[str, tuple[int, int]]:
    return {key: place for (key, *rest), place in ledger.places.items() if not rest and isinstance(key, str)}


def _titled(head: EpisodeHead, body: str) -> tuple[EpisodeHead, str]:
    """Take the title from a heading that opens the body; the lines below keep their numbers."""
    start = len(body) - len(body.lstrip())
    line, _, rest = body[start:].partition("\n")
    if not (found := _HEADING.match(line)):
        return head, body
    words = " ".join(_MARKS.sub("", _TRAIL.sub("", found[1], count=1)).split())
    if head.title is not None and head.title.casefold() != words.casefold():
        return head, body
    title = head.title or words or None
    return msgspec.structs.replace(head, title=title), "\n" * (body.count("\n", 0, start) + 1) + rest


def _from_file_name(head: EpisodeHead, file: FileName, ledger: FindingCollector) -> EpisodeHead:
    """Fill number, date and title where the front matter is silent."""
    if head.number is not None and file.number is not None and head.number != file.number:
        ledger.add("MAN-036", f"number {head.number} in a file whose name says {file.number}", ("number",))
    silent = head.date is None and "date" not in {path[0] for path in ledger.places}
    return msgspec.structs.replace(
        head,
        number=file.number if head.number is None else head.number,
        date=checked_date(file.date, (), ledger) if silent else head.date,
        title=head.title or file.title,
    )
