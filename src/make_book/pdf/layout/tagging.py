"""The tags of a PDF: our own, in the place of WeasyPrint's (see the table `patches`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from make_book.pdf.layout.tags.box_reading import BoxReader, margin_forms
from make_book.pdf.layout.tags.marked_content import MarkedContent, tidy
from make_book.pdf.layout.tags.structure_cleanup import clean_up, level, tie_cells
from make_book.pdf.layout.tags.structure_writing import StructureWriter


def last_level(pdf: pydyf.PDF) -> int:
    """Return the level of the last heading in `pdf`, or before it."""
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
        margins = margin_forms(page)
        for box, mark in marks.items():
            # Running heads and folios; leaders, repeated heads of tables, pictures without words.
            mark.set_aside(margins.get(box, b""))
    root = reader.root
    clean_up(root)
    pdf.make_book_level = level(root, reader.level)
    tie_cells(root, reader.run)
    StructureWriter(pdf, reader.run).write(root)
    tidy(streams.values())
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
