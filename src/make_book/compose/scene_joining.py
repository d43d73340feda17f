"""Texts of several files joined into one: the scenes of a chapter."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book import xhtml
from make_book.model import Text
from make_book.text.source_maps import joined_maps

_BREAK = '<hr class="scene-break"/>'


def join_texts(texts: Sequence[Text]) -> Text:
    """Return `texts` as one, a scene break between each two; notes are numbered through."""
    shifted: list[Text] = []
    count = 0
    for text in texts:
        shifted.append(_shifted(text, count) if count else text)
        count += len(text.notes)
    return Text(
        xhtml=f"\n{_BREAK}\n".join(text.xhtml for text in shifted if text.xhtml),
        notes=tuple(note for text in shifted for note in text.notes),
        images=tuple(use for text in shifted for use in text.images),
        marks=tuple(mark for text in shifted for mark in text.marks),
        terms=tuple(term for text in shifted for term in text.terms),
        source_map=joined_maps([text.source_map for text in shifted if text.xhtml], between=1),
    )


def _shifted(text: Text, by: int) -> Text:
    """Return `text` with the numbers of its notes `by` higher; their ids stay."""
    return msgspec.structs.replace(
        text,
        xhtml=_renumbered(text.xhtml, by),
        notes=tuple(
            msgspec.structs.replace(note, label=str(int(note.label) + by), xhtml=_renumbered(note.xhtml, by))
            for note in text.notes
        ),
    )


def _renumbered(markup: str, by: int) -> str:
    if "doc-noteref" not in markup:
        return markup
    root = xhtml.parse(markup)
    for reference in root.iter("a"):
        if reference.get("role") == "doc-noteref" and (reference.text or "").isdecimal():
            reference.text = str(int(reference.text or "0") + by)
    return xhtml.inner(root)
