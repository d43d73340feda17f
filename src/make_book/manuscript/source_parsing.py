"""One text file parsed: an episode, or a piece of front or back matter."""

from __future__ import annotations

import re

import msgspec

from make_book.findings import Span
from make_book.manuscript.checked_values import checked_date
from make_book.manuscript.file_names import parse_file_name
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.frontmatter import Frontmatter, split_frontmatter
from make_book.manuscript.frontmatter_keys import parse_head
from make_book.manuscript.mdx import without_mdx
from make_book.manuscript.placed_values import placed_values
from make_book.manuscript.values import EpisodeHead, EpisodeSource, MatterSource, PlacedValue, SourceText
from make_book.text.numerals import number_in_title

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_ANY_HEADING = re.compile(r"(?m)^(#{1,6})[ \t]+\S")
_UNDERLINE = re.compile(r"=+[ \t]*\Z")
_COMMENT = re.compile(r"<!--(?:(?!-->).)*-->[ \t]*\n?", re.DOTALL)
_TRAIL = re.compile(r"(?:\s+#+)?\s*(?:\{[^{}]*\})?\Z")
_MARKS = re.compile(r"\*+|`|(?<!\w)_+|_+(?!\w)")


def parse_episode(text: str, name: str, collector: FindingCollector, *, mdx: bool = False) -> EpisodeSource:
    """Return the episode `text` says; `name` is its file name without suffix. Faults go into `collector`.

    What the names of all files together say (numbers, titles) is added later, by `number_episodes`.
    """
    frontmatter = split_frontmatter(text, collector)
    body = without_mdx(frontmatter.body, frontmatter.first_line, collector) if mdx else frontmatter.body
    head, body, heading = _titled(parse_head(frontmatter.values, collector), body)
    if head.date is None and "date" not in {path[0] for path in collector.places}:
        head = msgspec.structs.replace(head, date=checked_date(parse_file_name(name).date, (), collector))
    if head.standfirst and _begins_with(body, head.standfirst):
        head = msgspec.structs.replace(head, standfirst=None)
    if not body.strip():
        collector.add_at("MAN-044", "the episode has no text", max(1, frontmatter.first_line - 1), None)
    source = SourceText(collector.file, body, frontmatter.first_line)
    return EpisodeSource(name, head, source, _places(collector), _values(frontmatter, heading, collector))


def parse_matter(text: str, kind: str, collector: FindingCollector) -> MatterSource:
    """Return the piece of front or back matter `text` says; `kind` is its section name."""
    frontmatter = split_frontmatter(text, collector)
    head, body, heading = _titled(parse_head(frontmatter.values, collector, matter=True), frontmatter.body)
    source = SourceText(collector.file, body, frontmatter.first_line)
    return MatterSource(kind, head, source, _places(collector), _values(frontmatter, heading, collector))


def _places(collector: FindingCollector) -> dict[str, tuple[int, int]]:
    return {key: place for (key, *rest), place in collector.places.items() if not rest and isinstance(key, str)}


def _values(
    frontmatter: Frontmatter, heading: tuple[str, int] | None, collector: FindingCollector
) -> tuple[PlacedValue, ...]:
    """Return the texts of the front matter, and the heading that is the title, with its line in the body (from 0)."""
    values = placed_values(frontmatter.values, collector)
    if heading is None:
        return values
    return (*values, PlacedValue(heading[0], Span(collector.file, frontmatter.first_line + heading[1], 1)))


def _titled(head: EpisodeHead, body: str) -> tuple[EpisodeHead, str, tuple[str, int] | None]:
    """Take the title from a heading that opens the body; the lines below keep their numbers.

    Return the head, the body, and the heading if it was taken, with its line in the body (from 0).
    One of a lower level is the title if no other heading of its level follows, or if it counts ("## Chapter 3").
    """
    start = _first_words(body)
    line, _, rest = body[start:].partition("\n")
    second, _, after = rest.partition("\n")
    if found := _HEADING.match(line):
        level, written, taken = len(found[1]), found[2], 1
    elif line.strip() and _UNDERLINE.match(second):
        level, written, taken, rest = 1, line, 2, after
    else:
        return head, body, None
    words = " ".join(_MARKS.sub("", _TRAIL.sub("", written, count=1)).split())
    if head.title is not None and head.title.casefold() != words.casefold():
        return head, body, None
    if level > 1 and head.title is None and number_in_title(words) is None and _is_one_of_several(rest, level):
        return head, body, None
    title = head.title or words or None
    before = body[:start]
    kept = before if before.strip() else "\n" * before.count("\n")
    return msgspec.structs.replace(head, title=title), kept + "\n" * taken + rest, (words, before.count("\n"))


def _first_words(body: str) -> int:
    """Return where the text begins, behind blank lines and comments."""
    at = len(body) - len(body.lstrip())
    while found := _COMMENT.match(body, at):
        at = found.end()
        at += len(body[at:]) - len(body[at:].lstrip())
    return at


def _is_one_of_several(rest: str, level: int) -> bool:
    return any(len(found[1]) <= level for found in _ANY_HEADING.finditer(rest))


def _begins_with(body: str, words: str) -> bool:
    """Tell whether the body begins with `words`: a summary that a program took from the text."""
    plain = re.sub(r"\W+", "", words).casefold()
    begun = re.sub(r"\W+", "", body[: 3 * len(words) + 200]).casefold()
    return begun.startswith(plain)
