"""Marked content (ISO 32000-1 §14.6): what is drawn is marked first, and the tag of each mark is decided later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import TextBox

_END = b"EMC"
_ARTIFACT = b"/Artifact BMC"


class MarkedContent:
    """A marked-content sequence in a content stream: what one box draws, from item `start` to item `end`."""

    __slots__ = ("blank", "end", "start", "stream")

    def __init__(self, stream: Any, *, blank: bool) -> None:
        """Begin a sequence at the end of `stream`. It is `blank` if nothing can be seen in it."""
        self.stream, self.blank = stream, blank
        self.start = self.end = len(stream.stream)
        stream.stream.append(b"")

    def close(self) -> None:
        """End the sequence here."""
        self.end = len(self.stream.stream)
        self.stream.stream.append(_END)

    def joins(self, other: MarkedContent) -> bool:
        """Tell whether `other` follows with nothing between them."""
        return self.stream is other.stream and self.end + 1 == other.start

    def set_operator(self, operator: bytes) -> None:
        """Begin the sequence with `operator`."""
        self.stream.stream[self.start] = operator

    def make_artifact(self, kind: bytes = b"") -> None:
        """Make the content an artifact, of no `kind` or of one in ISO 32000-1 §14.8.2.2.2."""
        if self.blank:
            self.remove()
        else:
            self.set_operator(b"/Artifact<</Type%s>>BDC" % kind if kind else _ARTIFACT)

    def remove(self) -> None:
        """Remove the mark, but not its content."""
        self.stream.stream[self.start] = self.stream.stream[self.end] = None


def join(marks: list[MarkedContent]) -> MarkedContent:
    """Return one mark instead of `marks`, each of which joins the next."""
    first, last = marks[0], marks[-1]
    for before, after in pairwise(marks):
        before.stream.stream[before.end] = after.stream.stream[after.start] = None
    first.end = last.end
    return first


def remove_gaps(streams: Iterable[Any]) -> None:
    """Remove the empty items of removed marks. No mark is valid afterwards."""
    for stream in streams:
        stream.stream = [item for item in stream.stream if item is not None]


@contextmanager
def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:  # noqa: ARG001 - in place of Stream.marked
    """Mark what `box` draws; `stream._tags` keeps the mark for `add_tags`."""
    blank = isinstance(box, TextBox) and not box.text.strip()
    if stream._tags is None:
        yield
    elif _is_group(stream):
        stream._held = [*getattr(stream, "_held", ()), *([] if blank else [box])]
        yield
    else:
        stream._tags[box] = stream._bracket = mark = MarkedContent(stream, blank=blank)
        yield
        stream._bracket = None
        mark.close()


@contextmanager
def artifact(stream: Any) -> Iterator[None]:
    """Mark a drawing as an artifact; within content (an underline) it is a part of that (ISO 14289-1 §7.1)."""
    around = getattr(stream, "_bracket", None)
    if stream._tags is None or _is_group(stream) or around is not None:
        if isinstance(around, MarkedContent):
            around.blank = False
        yield
        return
    stream._bracket = _ARTIFACT
    stream.stream.append(_ARTIFACT)
    yield
    stream.stream.append(_END)
    stream._bracket = None


def draw_x_object(stream: Any, reference: str) -> None:
    """Draw a transparency group as content of the element that is drawn first in it, or as an artifact."""
    held = getattr(stream._resources["XObject"].get(reference), "_held", [])
    if stream._tags is None or getattr(stream, "_bracket", None) is not None:
        pydyf.Stream.draw_x_object(stream, reference)
    elif _is_group(stream):
        stream._held = [*getattr(stream, "_held", ()), *held]
        pydyf.Stream.draw_x_object(stream, reference)
    else:
        with marked(stream, held[0], "") if held else artifact(stream):
            pydyf.Stream.draw_x_object(stream, reference)


def _is_group(stream: Any) -> bool:
    """Tell whether `stream` is a group or a pattern, not a page. Content in it has no MCID; only they have an `id`."""
    return hasattr(stream, "id")
