"""The structure tree of a PDF as a test reads it: elements with their pages and their words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import msgspec
import pikepdf
import weasyprint

from make_book.checks.tagged_pdf.content_text import PageReader
from make_book.pdf.layout import patch_installation

PAGE = "@page { size: 200px 120px; margin: 10px } html { font: 10px/20px 'EB Garamond', serif } body, p { margin: 0 }"
"""Pages of five lines, about thirty letters in each."""


class Element(msgspec.Struct, frozen=True):
    """A structure element: its words by page (in a tuple of page and words for each marked content), what it holds."""

    kind: str
    words: tuple[tuple[int, str], ...]
    children: tuple[Element, ...]
    links: int
    entry: Any

    def all(self, *kinds: str) -> list[Element]:
        """Return it and those in it that are one of `kinds`, in reading order."""
        return [element for element in self if element.kind in kinds]

    def one(self, kind: str) -> Element:
        """Return the only element of its kind."""
        (element,) = self.all(kind)
        return element

    def __iter__(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child

    @property
    def shape(self) -> str:
        """Its kind and those of what it holds: `L(LI(Lbl LBody))`."""
        inner = " ".join(child.shape for child in self.children)
        return f"{self.kind}({inner})" if inner else self.kind

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages of its own words, in order, each once."""
        return tuple(dict.fromkeys(page for page, _ in self.words))

    @property
    def text(self) -> str:
        """Its own words."""
        return " ".join(" ".join(text for _, text in self.words).split())

    def says(self, key: str) -> str | None:
        """Return the string of the dictionary's `key`."""
        value = self.entry.get(f"/{key}")
        return None if value is None else str(value)


def tagged(body: str, css: str = "", language: str = "en", **options: Any) -> Element:
    """Return the Document of the XHTML `body`, set on small pages."""
    return tree(written(body, css, language, **options))


def written(body: str, css: str = "", language: str = "en", *, pdf_tags: bool = True) -> bytes:
    """Return the PDF of the XHTML `body`."""
    patch_installation.install()
    html = weasyprint.HTML(string=f'<html lang="{language}"><title>T</title><body>{body}</body></html>')
    sheets = [weasyprint.CSS(string=PAGE + css)]
    document = html.render(stylesheets=sheets)
    for page in document.pages:
        page.links[:] = [link for link in page.links if link[3].link]  # as the engine does
    data: bytes = document.write_pdf(pdf_tags=pdf_tags)
    return data


def tree(data: bytes) -> Element:
    """Return the Document of the PDF `data`."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        reader = PageReader()
        words = [
            {mcid: " ".join(run.text for run in runs) for mcid, runs in reader.read(page).items()} for page in pdf.pages
        ]
        (root,) = pdf.Root.StructTreeRoot.K
        return _element(root, pages, words)


def said(element: Element) -> list[tuple[str, tuple[tuple[int, str], ...], int]]:
    """Return of every element in `element` its kind, its words and how many links it holds."""
    return [(one.kind, one.words, one.links) for one in element]


def _element(entry: Any, pages: dict[Any, int], words: list[dict[int, str]]) -> Element:
    kids = entry.get("/K", pikepdf.Array())
    own, children, links = [], [], 0
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            own.append((pages[entry.Pg.objgen], int(kid)))
        elif kid.get("/Type") == "/MCR":
            own.append((pages[kid.Pg.objgen], int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            links += 1
        else:
            children.append(_element(kid, pages, words))
    said = tuple((page, words[page].get(mcid, "")) for page, mcid in own)
    # A dictionary is read into Python's: the file is closed when a test looks at it.
    return Element(str(entry.S)[1:], said, tuple(children), links, _plain(entry))


def _plain(entry: Any) -> Any:
    left_out = {"/P", "/K", "/Pg", "/Ref", "/Obj"}
    if isinstance(entry, pikepdf.Dictionary):
        return {key: _plain(value) for key, value in entry.items() if key not in left_out}
    if isinstance(entry, pikepdf.Array):
        return [_plain(value) for value in entry]
    if isinstance(entry, pikepdf.Object):
        return str(entry)
    return float(entry) if not isinstance(entry, bool) else entry
