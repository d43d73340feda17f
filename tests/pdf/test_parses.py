"""Print reads a section's XHTML once by lxml and once for WeasyPrint, and serialises it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from epub.samples import png
from make_book import xhtml
from make_book.clock import book_time
from make_book.model import Book, Division, Image, Imprint
from make_book.pdf.pdf_edition import make_pdf
from make_book.resources import BuildResources
from make_book.style_files import read_styles
from pdf.paper import page_entries
from pdf.small import SMALL, print_small, small_book
from sections import make_section


def test_a_section_is_parsed_twice_and_serialised_once(monkeypatch: pytest.MonkeyPatch) -> None:
    book = small_book("An unmistakable clerk, with a note.[^a]\n\n[^a]: The note.")
    counts: Counter[str] = Counter()

    def counted(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            made = own(*given)
            counts[name] += any("unmistakable" in text for text in (*given, made) if isinstance(text, str))
            return made

        return call

    monkeypatch.setattr(xhtml, "parse", counted("lxml", xhtml.parse))
    monkeypatch.setattr(xhtml, "serialise", counted("serialise", xhtml.serialise))
    monkeypatch.setattr(ET, "fromstring", counted("ElementTree", ET.fromstring))
    print_small(book)
    assert counts == {"lxml": 1, "serialise": 1, "ElementTree": 1}


def test_a_decoration_in_a_running_element_has_its_picture() -> None:
    whole = """<section id="s" class="episode"><h1>T</h1><div class="text"><p class="head"><img src="images/a.png"
alt=""/>Head</p><p>Text.</p></div></section>"""
    section = make_section("s", "episode", "T", Division.BODY, "en", whole)
    book = Book(
        imprint=Imprint(title="T", language="en", identifier="urn:isbn:9780000000002"),
        front=(),
        parts=(),
        back=(),
        images=(Image("images/a.png", "image/png", png(8, 8), 8, 8),),
    )
    styles = read_styles()
    head = ".head { position: running(head) } @page { @bottom-left { content: element(head) } }"
    css = styles.text("print.css") + head
    styles = type(styles)({**styles.files, "print.css": css})
    printed = make_pdf(book, (section,), SMALL, styles, book_time(None, {}), resources=BuildResources(jobs=1))
    assert "Head" in "".join(ink.text for ink in page_entries(printed.data)[0].inks)
    assert printed.findings == ()
    assert b"/Subtype /Image" in printed.data or b"/Subtype/Image" in printed.data
