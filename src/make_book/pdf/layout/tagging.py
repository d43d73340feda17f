"""What the pages mean: the structure tree that WeasyPrint 70 writes, made to say it right.

Replaced: `weasyprint.pdf.tags._get_pdf_tag` and `._build_box_tree`, `weasyprint.pdf.stream.Stream.marked`. The
module cannot be imported when one of them is not there.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream

_TAGS = {
    "book-note": "Note",
    "book-note::footnote-call": "Reference",
    "book-note::footnote-marker": "Lbl",
    "book-call": "Reference",
    "book-page": "Reference",
    "book-page::before": "Span",
    "figure": "Div",
    "cite": "Span",
    "em": "Span",
    "strong": "Span",
}
"""What our elements are in the PDF's structure (ISO 32000-1 §14.8.4)."""
_own_tag = tags._get_pdf_tag
_own_tree = tags._build_box_tree
_own_marked = Stream.marked


@functools.cache
def retag() -> None:
    """Put the replacements in place; once a process."""
    tags._get_pdf_tag = _tag
    tags._build_box_tree = _tree
    Stream.marked = _marked


def shape_tags(document: Any, pdf: pydyf.PDF) -> None:  # noqa: ARG001 - a WeasyPrint finisher
    """Finish the structure tree: an ID for every Note, a Link inside every Reference that is one.

    PDF/UA-1 asks for both (ISO 14289-1 §7.9, §7.18.5).
    """
    elements = {entry.number: entry for entry in pdf.objects if isinstance(entry, pydyf.Dictionary)}
    notes = 0
    for element in list(elements.values()):
        if element.get("S") == "/Note":
            if elements[_number(element["P"])].get("S") == "/Note":
                element["S"] = "/NonStruct"  # the box around marker and first paragraph takes the note's name
                continue
            notes += 1
            element["ID"] = pydyf.String(f"note-{notes}")
        elif element.get("S") == "/Reference" and any(_is_link(kid, elements) for kid in element["K"]):
            _wrap_link(element, elements, pdf)


def _is_link(kid: Any, elements: dict[int, pydyf.Dictionary]) -> bool:
    return isinstance(kid, bytes) and elements[_number(kid)].get("Type") == "/OBJR"


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _wrap_link(link: pydyf.Dictionary, elements: dict[int, pydyf.Dictionary], pdf: pydyf.PDF) -> None:
    parent = elements[_number(link["P"])]
    wrapper = pydyf.Dictionary(link | {"K": pydyf.Array([link.reference])})
    pdf.add_object(wrapper)
    parent["K"] = pydyf.Array([wrapper.reference if kid == link.reference else kid for kid in parent["K"]])
    link["S"], link["P"] = "/Link", wrapper.reference


def _tag(name: str | None) -> str:
    return _TAGS.get(name or "") or str(_own_tag(name))


def _tree(box: Any, *rest: Any) -> Iterator[pydyf.Dictionary]:
    """Say the language of what has one of its own (ISO 14289-1 §7.2).

    Leave the margins out of the structure: running heads and folios are no content.
    """
    if isinstance(box, MarginBox):
        return
    language = box.element.get("lang") if box.element is not None and box.element_tag != "html" else None
    for element in _own_tree(box, *rest):
        if language:
            element["Lang"] = pydyf.String(language)
        yield element


@contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """Mark text in the margins, which belongs to no element, as pagination (ISO 14289-1 §7.8)."""
    if box.element is not None or stream._tags is None:
        with _own_marked(stream, box, tag):
            yield
        return
    stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    yield
    stream.end_marked_content()
