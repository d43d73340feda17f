"""Takes fragments (`fragment`) out of the documents that WeasyPrint makes as pydyf objects.

The values are written here, not read back from the bytes that pydyf writes: a reference is a value and stays open.
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import pydyf

from make_book.pdf.fragment import (
    FIRST,
    FONTS,
    TREE,
    Box,
    FigureBox,
    FontFragment,
    Fragment,
    FragmentPage,
    LinkBox,
    OpenElement,
    PdfObject,
    WholeDocument,
)

ELSEWHERE = "xref:"
"""The scheme of a link that leads out of its document, before the anchor that it leads to."""
_REFERENCE = re.compile(rb"\d+ 0 R")
_CATALOG = ("Pages", "Names", "Outlines", "StructTreeRoot")
"""Entries of a whole book's catalogue that are taken from WeasyPrint; the binder writes the others."""
_SHARED = ("ColorSpace", "ExtGState", "Pattern", "Shading")


class _ObjectNumbering:
    """Numbers the objects of `pdf` as they are asked for, and remembers which of them are still to be written."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._numbers: dict[int, int] = {}
        self._waiting: deque[int] = deque()
        self.size = FIRST

    def find(self, reference: bytes) -> Any:
        """Return the object that `reference` names."""
        return self._pdf.objects[_number(reference)]

    def give(self, entry: Any, number: int | None = None) -> int:
        """Give `entry` a number (a new one if none is named). It will not be written."""
        if entry.number not in self._numbers:
            self._numbers[entry.number] = self.size if number is None else number
            self.size += number is None
        return self._numbers[entry.number]

    def need(self, reference: bytes) -> int:
        """Return the number in the fragment of the object that `reference` names. It will be written."""
        number = _number(reference)
        if number not in self._numbers:
            self._numbers[number] = self.size
            self.size += 1
            self._waiting.append(number)
        return self._numbers[number]

    def waiting(self) -> Iterator[tuple[int, Any]]:
        """Yield the objects that are to be written, with their numbers, until none is left."""
        while self._waiting:
            number = self._waiting.popleft()
            yield self._numbers[number], self._pdf.objects[number]

    def write(self, number: int, entry: Any) -> PdfObject:
        """Return the object `number`, written with its references open. What it refers to is needed too."""
        references: list[int] = []
        if not isinstance(entry, pydyf.Stream):
            return PdfObject(number, self._syntax(entry, references), tuple(references))
        content = _content(entry)
        packed = {"Filter": "/FlateDecode"} if entry.compress else {}
        head = pydyf.Dictionary({**entry.extra, **packed, "Length": len(content)})
        return PdfObject(number, self._syntax(head, references), tuple(references), content)

    def entries(self, number: int, values: Mapping[str, Any]) -> PdfObject:
        """Return the entries of a dictionary of `values`, written without its brackets."""
        written = self.write(number, pydyf.Dictionary(values))
        return PdfObject(number, written.syntax[2:-2], written.references)

    def write_all(self) -> tuple[PdfObject, ...]:
        """Return everything that was asked for, and what that needs."""
        return tuple(self.write(number, entry) for number, entry in self.waiting())

    def _syntax(self, value: Any, references: list[int]) -> bytes:
        """Return `value` with `%d` for each reference, which is added to `references`."""
        if isinstance(value, pydyf.Dictionary):
            pairs = (b"/%b %b" % (_plain(key), self._syntax(inner, references)) for key, inner in value.items())
            return b"<<%b>>" % b"".join(pairs)
        if isinstance(value, pydyf.Array):
            return b"[%b]" % b" ".join([self._syntax(inner, references) for inner in value])
        if isinstance(value, bytes) and _REFERENCE.fullmatch(value):
            references.append(self.need(value))
            return b"%d 0 R"
        return _plain(value)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _plain(value: Any) -> bytes:
    """Return what pydyf writes for a value that holds no references, fit for `%`."""
    data: bytes = pydyf.Array([value]).data
    if b" 0 R" in data and not isinstance(value, pydyf.String):
        raise ValueError(f"a reference within a value: {data!r}")
    return data[1:-1].replace(b"%", b"%%")


def _content(stream: pydyf.Stream) -> bytes:
    """Return the content of `stream` as it stands in the file."""
    data: bytes = pydyf.Stream(stream.stream).data  # with no entry but its length
    content = data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    return zlib.compress(content, 9) if stream.compress else content


def extract_fragment(pdf: pydyf.PDF, *, tagged: bool = True) -> Fragment:
    """Return what the pages of `pdf` need, and its structure if it is `tagged`."""
    numbering = _ObjectNumbering(pdf)
    pages = [numbering.find(reference) for reference in pdf.page_references]
    annotations = [[numbering.find(link) for link in page.get("Annots", ())] for page in pages]
    for entry in (*pages, *(link for links in annotations for link in links)):
        numbering.give(entry)
    resources = numbering.find(pages[0]["Resources"])
    numbering.give(numbering.find(resources["Font"]), FONTS)
    contents = [numbering.need(page["Contents"]) for page in pages]
    forms = tuple((str(name), numbering.need(form)) for name, form in resources["XObject"].items())
    shared = numbering.entries(0, {key: resources[key] for key in _SHARED if resources.get(key)})
    objects = numbering.write_all()
    structure = _Structure(numbering, pdf if tagged else None)
    fragment_pages = tuple(
        FragmentPage(
            number=numbering.give(page),
            content=content,
            media=_box(page["MediaBox"]),
            trim=_box(page["TrimBox"]),
            bleed=_box(page["BleedBox"]),
            links=tuple(_link(numbering.give(link), link, structure.holder(link)) for link in links),
            marked=structure.marked(page),
        )
        for page, content, links in zip(pages, contents, annotations, strict=True)
    )
    return Fragment(
        size=numbering.size,
        pages=fragment_pages,
        resources=shared,
        forms=forms,
        objects=objects,
        open_elements=tuple(structure.open_elements),
        elements=tuple(structure.elements),
        figures=tuple(structure.figures),
        names=structure.names,
    )


def _box(values: Iterable[float]) -> Box:
    left, bottom, right, top = map(float, values)
    return left, bottom, right, top


def _link(number: int, annotation: Any, holder: int | None) -> LinkBox:
    """Return the link that `annotation` makes. One without words says where it leads (ISO 14289-1 §7.18.5)."""
    away = "A" in annotation
    target: str = (annotation["A"]["URI"] if away else annotation["Dest"]).string
    if target.startswith(ELSEWHERE):
        target, away = unquote(target.removeprefix(ELSEWHERE)), False
    words = annotation["Contents"].string if "Contents" in annotation else ""
    named = words and not words.startswith(ELSEWHERE)
    return LinkBox(number, _box(annotation["Rect"]), target, away, words if named else target, holder)


class _Structure:
    """The structure elements of a document, by what the binder has to do with them."""

    def __init__(self, numbering: _ObjectNumbering, pdf: pydyf.PDF | None) -> None:
        self.open_elements: list[OpenElement] = []
        self.elements: list[PdfObject] = []
        self.figures: list[FigureBox] = []
        self.names: tuple[tuple[str, int], ...] = ()
        self._parents: dict[int, Any] = {}
        self._numbering = numbering
        if pdf is None:
            return
        tree = numbering.find(pdf.catalog["StructTreeRoot"])
        numbering.give(tree, TREE)
        numbers = numbering.find(tree["ParentTree"])["Nums"]
        self._parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        numbering.need(tree["K"][0])
        for number, entry in numbering.waiting():
            self._sort(number, entry)
        names = tree["IDTree"]["Names"] if "IDTree" in tree else ()
        pairs = zip(names[::2], names[1::2], strict=True)
        self.names = tuple((name.string, numbering.need(element)) for name, element in pairs)

    def _sort(self, number: int, entry: Any) -> None:
        if entry.get("BBox") is not None:
            others = self._numbering.entries(0, {key: value for key, value in entry.items() if key != "BBox"})
            self.figures.append(FigureBox(number, entry.make_book_page, _box(entry["BBox"]), others.resolve([])))
        elif (continuation := getattr(entry, "make_book_open", None)) is not None:
            kind = {} if self.open_elements else {"S": "/Part"}  # the book has one Document, and this is a part of it
            rest = pydyf.Dictionary({key: value for key, value in entry.items() if key != "K"} | kind)
            kids = self._numbering.write(0, pydyf.Array(kid for kid in entry.get("K", ()) if not self._continues(kid)))
            inner = PdfObject(0, kids.syntax[1:-1], kids.references)
            self.open_elements.append(OpenElement(number, self._numbering.write(0, rest), inner, *continuation))
        else:
            self.elements.append(self._numbering.write(number, entry))

    def _continues(self, kid: Any) -> bool:
        """Tell whether `kid` continues an element, which its parent holds already. It is needed all the same."""
        if not isinstance(kid, bytes) or not getattr(self._numbering.find(kid), "make_book_open", (False,))[0]:
            return False
        self._numbering.need(kid)
        return True

    def marked(self, page: Any) -> tuple[int, ...]:
        """Return the elements of the marked contents of `page`."""
        held = self._parents.get(page.get("StructParents"), ())
        return tuple(self._numbering.need(reference) for reference in held)

    def holder(self, annotation: Any) -> int | None:
        """Return the element that holds `annotation`."""
        reference = self._parents.get(annotation.get("StructParent"))
        return None if reference is None else self._numbering.need(reference)


def extract_font(pdf: pydyf.PDF, fonts: pydyf.Dictionary) -> FontFragment:
    """Return the finished fonts in the dictionary `fonts` of `pdf`."""
    numbering = _ObjectNumbering(pdf)
    names = tuple((str(name), numbering.need(font)) for name, font in fonts.items())
    objects = numbering.write_all()
    return FontFragment(numbering.size, names, objects)


def extract_whole(pdf: pydyf.PDF) -> WholeDocument:
    """Return all of `pdf`, a finished book but for what the file says of itself."""
    numbering = _ObjectNumbering(pdf)
    pdf.pages["Kids"] = pydyf.Array(pdf.page_references)  # pydyf keeps the three parts of each reference
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Dictionary) and entry.get("Subtype") == "/Link":
            entry["F"] = 4
            entry["Contents"] = pydyf.String(_link(0, entry, None).words)
    catalog = numbering.entries(0, {key: value for key, value in pdf.catalog.items() if key in _CATALOG})
    objects = numbering.write_all()
    return WholeDocument(numbering.size, catalog, objects)
