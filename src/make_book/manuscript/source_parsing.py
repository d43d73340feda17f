"""One text file taken in: an episode, or a piece of front or back matter."""

from __future__ import annotations

import re

import msgspec

from make_book.manuscript.checked_values import checked_date
from make_book.manuscript.file_names import FileName, parse_file_name
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.frontmatter import split_frontmatter
from make_book.manuscript.frontmatter_keys import parse_head
from make_book.manuscript.values import EpisodeHead, EpisodeSource, MatterSource, SourceText

_HEADING = re.compile(r"#[ \t]+(\S.*)")
_TRAIL = re.compile(r"(?:\s+#+)?\s*(?:\{[^{}]*\})?\Z")
_MARKS = re.compile(r"\*+|`|(?<!\w)_+|_+(?!\w)")


def parse_episode(text: str, name: str, collector: FindingCollector) -> EpisodeSource:
    """Return the episode `text` says; `name` is its file name without `.md`. Faults go into `collector`."""
    parted = split_frontmatter(text, collector)
    head, body = _titled(parse_head(parted.values, collector), parted.body)
    head = _from_file_name(head, parse_file_name(name), collector)
    if not body.strip():
        collector.add_at("MAN-044", "the episode has no text", max(1, parted.first_line - 1), None)
    return EpisodeSource(name, head, SourceText(collector.file, body, parted.first_line), _places(collector))


def parse_matter(text: str, kind: str, collector: FindingCollector) -> MatterSource:
    """Return the piece of front or back matter `text` says; `kind` is its section name."""
    parted = split_frontmatter(text, collector)
    head, body = _titled(parse_head(parted.values, collector, matter=True), parted.body)
    return MatterSource(kind, head, SourceText(collector.file, body, parted.first_line), _places(collector))


def _places(collector: FindingCollector) -> dict[str, tuple[int, int]]:
    return {key: place for (key, *rest), place in collector.places.items() if not rest and isinstance(key, str)}


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


def _from_file_name(head: EpisodeHead, file: FileName, collector: FindingCollector) -> EpisodeHead:
    """Fill number, date and title where the front matter is silent."""
    if head.number is not None and file.number is not None and head.number != file.number:
        collector.add("MAN-036", f"number {head.number} in a file whose name says {file.number}", ("number",))
    silent = head.date is None and "date" not in {path[0] for path in collector.places}
    return msgspec.structs.replace(
        head,
        number=file.number if head.number is None else head.number,
        date=checked_date(file.date, (), collector) if silent else head.date,
        title=head.title or file.title,
    )
