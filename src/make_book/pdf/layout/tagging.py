"""Tags of a PDF: replaces WeasyPrint's `add_tags` (see the table `patches`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from make_book.pdf.layout.tags.box_reading import BoxReader, margin_box_artifacts
from make_book.pdf.layout.tags.marked_content import MarkedContent, remove_gaps
from make_book.pdf.layout.tags.structure_cleanup import clean_up, connect_cells, number_headings
from make_book.pdf.layout.tags.structure_writing import StructureWriter


def last_level(pdf: pydyf.PDF) -> int:
    """Return the level of the last heading in `pdf`; if it has none, of the last one before it."""
    found: int = pdf.make_book_level
    return found


def add_tags(pdf: pydyf.PDF, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:  # noqa: ARG001
    """Write the structure tree of `document`, whose pages are drawn on `page_streams`."""
    reader = BoxReader(document.metadata.lang or "")
    streams: dict[int, Any] = {}
    for index, (page, drawn) in enumerate(zip(document.pages, page_streams, strict=True)):
        marks: dict[Any, MarkedContent] = drawn._tags
        streams.update((id(mark.stream), mark.stream) for mark in marks.values())
        reader.read(index, page, marks)
        margins = margin_box_artifacts(page)
        for box, mark in marks.items():
            # What no element holds: running heads, folios, leaders, repeated table headers, decorations.
            mark.make_artifact(margins.get(box, b""))
    root = reader.root
    clean_up(root)
    pdf.make_book_level = number_headings(root, reader.level)
    connect_cells(root, reader.chunk)
    StructureWriter(pdf, reader.chunk).write(root)
    remove_gaps(streams.values())
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
