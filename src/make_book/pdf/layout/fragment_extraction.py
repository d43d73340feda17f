"""Fragments taken of what WeasyPrint and pydyf have made of a document, before it is written to a file."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
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
"""What stands before the anchor of a link that leads out of its document."""
_REFERENCE = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9a-f]*>|(\d+) 0 R", re.DOTALL)
"""A string, in which nothing is looked for, or a reference."""
_CATALOG = ("Pages", "Names", "Outlines", "StructTreeRoot")
"""What of a whole book's catalogue is the layout engine's; the rest is what the file says of itself."""
_SHARED = ("ColorSpace", "ExtGState", "Pattern", "Shading")


class _ObjectNumbering:
    """Numbers the objects of `pdf` that are asked for, and remembers which of them are still to be cast."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._numbers: dict[int, int] = {}
        self._waiting: deque[int] = deque()
        self.size = FIRST

    def find(self, reference: bytes) -> Any:
        """Return the object that `reference` names."""
        return self._pdf.objects[int(reference.split()[0])]

    def give(self, entry: Any, number: int | None = None) -> int:
        """Give `entry` a number (a new one if none is named); it will not be cast."""
        if entry.number not in self._numbers:
            self._numbers[entry.number] = self.size if number is None else number
            self.size += number is None
        return self._numbers[entry.number]

    def need(self, number: int) -> int:
        """Return the number in the fragment of the object with that number in the PDF; it will be cast."""
        if number not in self._numbers:
            self._numbers[number] = self.size
            self.size += 1
            self._waiting.append(number)
        return self._numbers[number]

    def waiting(self) -> Iterator[tuple[int, Any]]:
        """Yield the objects to be cast with their numbers, until none is left."""
        while self._waiting:
            number = self._waiting.popleft()
            yield self._numbers[number], self._pdf.objects[number]

    def cast(self, number: int, data: bytes, stream: bytes | None = None) -> PdfObject:
        """Return the object `number` whose syntax is `data`; it needs what it refers to."""
        references: list[int] = []

        def found(match: re.Match[bytes]) -> bytes:
            if match[1] is None:
                return match[0]
            references.append(self.need(int(match[1])))
            return b"%d 0 R"

        return PdfObject(number, _REFERENCE.sub(found, data.replace(b"%", b"%%")), tuple(references), stream)

    def cast_all(self) -> tuple[PdfObject, ...]:
        """Return everything that was asked for, and what that needs."""
        return tuple(self.cast(number, *_parted(entry)) for number, entry in self.waiting())


def _parted(entry: Any) -> tuple[bytes, bytes | None]:
    """Return the dictionary of a stream and its content, or the syntax of another object."""
    if not isinstance(entry, pydyf.Stream):
        return entry.data, None
    head, _, rest = entry.data.partition(b"\nstream\n")
    return head, rest.removesuffix(b"\nendstream")


def extract_fragment(pdf: pydyf.PDF, *, tagged: bool = True) -> Fragment:
    """Return what the pages of `pdf` need, and its structure if that is wanted (`tagged`)."""
    numbering = _ObjectNumbering(pdf)
    pages = [numbering.find(reference) for reference in pdf.page_references]
    annotations = [[numbering.find(link) for link in page.get("Annots", ())] for page in pages]
    for entry in (*pages, *(link for links in annotations for link in links)):
        numbering.give(entry)
    resources = numbering.find(pages[0]["Resources"])
    numbering.give(numbering.find(resources["Font"]), FONTS)
    contents = [numbering.need(_number(page["Contents"])) for page in pages]
    forms = tuple((str(name), numbering.need(_number(form))) for name, form in resources["XObject"].items())
    shared = numbering.cast(0, b"".join(_entries(resources)))
    objects = numbering.cast_all()
    structure = _Structure(numbering, pdf if tagged else None)
    sides = tuple(
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
        pages=sides,
        resources=shared,
        forms=forms,
        objects=objects,
        open_elements=tuple(structure.open_elements),
        elements=tuple(structure.elements),
        figures=tuple(structure.figures),
        names=structure.names,
    )


def _entries(resources: Any) -> Iterator[bytes]:
    """Yield the entries that a page has in common with the others of its document."""
    for key in _SHARED:
        value = resources.get(key)
        if value:
            data = value.data if isinstance(value, pydyf.Object) else value
            yield b"/%s %s" % (key.encode(), data)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _box(values: Iterable[float]) -> Box:
    left, bottom, right, top = map(float, values)
    return left, bottom, right, top


def _link(number: int, annotation: Any, holder: int | None) -> LinkBox:
    """Return the link that `annotation` makes; one without words says where it leads (ISO 14289-1 §7.18.5)."""
    away = "A" in annotation
    target: str = (annotation["A"]["URI"] if away else annotation["Dest"]).string
    if target.startswith(ELSEWHERE):
        target, away = unquote(target.removeprefix(ELSEWHERE)), False
    words = annotation["Contents"].string if "Contents" in annotation else ""
    named = words and not words.startswith(ELSEWHERE)
    return LinkBox(number, _box(annotation["Rect"]), target, away, words if named else target, holder)


class _Structure:
    """The structure of a document: elements by what the binder has to do with them."""

    def __init__(self, numbering: _ObjectNumbering, pdf: pydyf.PDF | None) -> None:
        self.open_elements: list[OpenElement] = []
        self.elements: list[PdfObject] = []
        self.figures: list[FigureBox] = []
        self.names: tuple[tuple[str, int], ...] = ()
        self._parents: dict[int, Any] = {}
        self._mould = numbering
        if pdf is None:
            return
        tree = numbering.find(pdf.catalog["StructTreeRoot"])
        numbering.give(tree, TREE)
        numbers = numbering.find(tree["ParentTree"])["Nums"]
        self._parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        numbering.need(_number(tree["K"][0]))
        for number, entry in numbering.waiting():
            self._sort(number, entry)
        names = tree["IDTree"]["Names"] if "IDTree" in tree else ()
        pairs = zip(names[::2], names[1::2], strict=True)
        self.names = tuple((name.string, numbering.need(_number(element))) for name, element in pairs)

    def _sort(self, number: int, entry: Any) -> None:
        if entry.get("BBox") is not None:
            rest = {key: value for key, value in entry.items() if key != "BBox"}
            inner = pydyf.Dictionary(rest).data.removeprefix(b"<<").removesuffix(b">>")
            self.figures.append(FigureBox(number, entry.make_book_page, _box(entry["BBox"]), inner))
        elif (open_ := getattr(entry, "make_book_stem", None)) is not None:
            kind = {} if self.open_elements else {"S": "/Part"}  # the book has one Document, and this is a part of it
            rest = pydyf.Dictionary({key: value for key, value in entry.items() if key != "K"} | kind)
            kids = pydyf.Array(kid for kid in entry.get("K", ()) if not self._goes_on(kid))
            inner = kids.data.removeprefix(b"[").removesuffix(b"]")
            self.open_elements.append(
                OpenElement(number, self._mould.cast(0, rest.data), self._mould.cast(0, inner), *open_)
            )
        else:
            self.elements.append(self._mould.cast(number, entry.data))

    def _goes_on(self, kid: Any) -> bool:
        """Tell whether `kid` is an element that goes on, held by its parent already; it is needed all the same."""
        if not isinstance(kid, bytes) or not getattr(self._mould.find(kid), "make_book_stem", (False,))[0]:
            return False
        self._mould.need(_number(kid))
        return True

    def marked(self, page: Any) -> tuple[int, ...]:
        """Return the elements of the marked contents of `page`."""
        held = self._parents.get(page.get("StructParents"), ())
        return tuple(self._mould.need(_number(reference)) for reference in held)

    def holder(self, annotation: Any) -> int | None:
        """Return the element that holds `annotation`."""
        reference = self._parents.get(annotation.get("StructParent"))
        return None if reference is None else self._mould.need(_number(reference))


def extract_font(pdf: pydyf.PDF, fonts: pydyf.Dictionary) -> FontFragment:
    """Return the finished fonts in the dictionary `fonts` of `pdf`."""
    numbering = _ObjectNumbering(pdf)
    names = tuple((str(name), numbering.need(_number(font))) for name, font in fonts.items())
    objects = numbering.cast_all()
    return FontFragment(numbering.size, names, objects)


def extract_whole(pdf: pydyf.PDF) -> WholeDocument:
    """Return all of `pdf`, a finished book but for what it says of itself."""
    numbering = _ObjectNumbering(pdf)
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Dictionary) and entry.get("Subtype") == "/Link":
            entry["F"] = 4
            entry["Contents"] = pydyf.String(_link(0, entry, None).words)
    kept = {key: value for key, value in pdf.catalog.items() if key in _CATALOG}
    catalog = numbering.cast(0, pydyf.Dictionary(kept).data.removeprefix(b"<<").removesuffix(b">>"))
    objects = numbering.cast_all()
    return WholeDocument(numbering.size, catalog, objects)
