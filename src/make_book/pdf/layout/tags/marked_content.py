"""What is drawn, bracketed as marked content (ISO 32000-1 §14.6); what each bracket says is decided afterwards."""

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
    """A bracket in a content stream around what one box draws: from item `start` to item `end`."""

    __slots__ = ("blank", "end", "start", "stream")

    def __init__(self, stream: Any, *, blank: bool) -> None:
        """Open a bracket at the end of `stream`; `blank` if nothing will be seen in it."""
        self.stream, self.blank = stream, blank
        self.start = self.end = len(stream.stream)
        stream.stream.append(b"")

    def close(self) -> None:
        """Close the bracket where the stream is now."""
        self.end = len(self.stream.stream)
        self.stream.stream.append(_END)

    def joins(self, other: MarkedContent) -> bool:
        """Tell whether `other` follows with nothing between."""
        return self.stream is other.stream and self.end + 1 == other.start

    def say(self, operator: bytes) -> None:
        """Begin the bracket with `operator`."""
        self.stream.stream[self.start] = operator

    def set_aside(self, kind: bytes = b"") -> None:
        """Make an artifact of what is in the bracket: of no `kind`, or one of ISO 32000-1 §14.8.2.2.2."""
        if self.blank:
            self.remove()
        else:
            self.say(b"/Artifact<</Type%s>>BDC" % kind if kind else _ARTIFACT)

    def remove(self) -> None:
        """Take the bracket away, not what is in it."""
        self.stream.stream[self.start] = self.stream.stream[self.end] = None


def join(marks: list[MarkedContent]) -> MarkedContent:
    """Make one bracket of `marks`, each of which joins the next."""
    first, last = marks[0], marks[-1]
    for before, after in pairwise(marks):
        before.stream.stream[before.end] = after.stream.stream[after.start] = None
    first.end = last.end
    return first


def tidy(streams: Iterable[Any]) -> None:
    """Close the gaps that taken brackets left. No mark is valid afterwards."""
    for stream in streams:
        stream.stream = [item for item in stream.stream if item is not None]


@contextmanager
def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:  # noqa: ARG001 - in place of Stream.marked
    """Bracket what `box` draws; `stream._tags` keeps the bracket for `add_tags`."""
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
    """Bracket a drawing that is no content; one within content (an underline) is a part of it (ISO 14289-1 §7.1)."""
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
    """Draw a group (of what is half transparent) as content of the element that is drawn first in it, or of none."""
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
    """Tell a group or a pattern from a page: only those are named. What they hold cannot be numbered in them."""
    return hasattr(stream, "id")
