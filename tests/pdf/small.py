"""A book of one invented episode, for one question."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.pdf.pdf_edition import Printed, make_pdf
from make_book.pdf.print_options import PrintOptions
from make_book.pipeline import Options, TypesetBook, typeset_book
from make_book.resources import BuildResources
from make_book.style_files import Styles

_BOOK = """[book]
title = "Small"
language = "en"
identifier = "urn:uuid:5f0c7b0e-2f0e-5e0f-9f53-0d8a5e2e7b12"
date = "1933"

[order]
by = "number"

[sections]
front = ["title-page"]
back = []
"""
SMALL = PdfEdition(trim="5x8", inner_margin="0.75in")


def small_book(text: str, images: Mapping[str, bytes] | None = None, toml: str = "") -> TypesetBook:
    """Return a book of the episode `text` (Markdown) with `images` by their path, typeset."""
    with TemporaryDirectory() as folder:
        manuscript = Path(folder, "manuscript")
        (manuscript / "episodes").mkdir(parents=True)
        (manuscript / "book.toml").write_text(_BOOK + toml, "utf-8")
        for path, data in (images or {}).items():
            (manuscript / path).parent.mkdir(parents=True, exist_ok=True)
            (manuscript / path).write_bytes(data)
        (manuscript / "episodes" / "001.md").write_text(f"---\nnumber: 1\ntitle: One\n---\n\n{text}\n", "utf-8")
        return typeset_book(Path(folder), Options())


def print_small(book: TypesetBook, *, styles: Styles | None = None, plain: bool = False) -> Printed:
    """Print `book`, in its own styles or in others, in one process."""
    moment = book_time(book.book.imprint.date, {})
    resources, options = BuildResources(jobs=1), PrintOptions(plain)
    return make_pdf(
        book.book, book.sections, SMALL, styles or book.styles, moment, resources=resources, options=options
    )
