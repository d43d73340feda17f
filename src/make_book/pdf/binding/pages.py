"""The leaves of a bound book: pages of galleys and their furniture on one sheet (ISO 32000-1 §7.7.3)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from make_book.pdf.binding.outline import Destination, Mark
from make_book.pdf.galley import FurniturePage, Galley, Skeleton
from make_book.pdf.imposition import Place

_BRANCH = 64
"""Leaves under one node of the page tree."""
_GROUND, _PAINT = b"q /Ground Do Q\n", b"q /Furniture Do Q\n"
"""The forms' own content is marked as pagination artifacts (ISO 32000-1 §14.8.2.2.2)."""
_ALIKE = 0.02
"""Points by which the text blocks of a galley and of the skeleton may differ."""


class Furniture(msgspec.Struct, frozen=True):
    """The furniture of one page: the form that paints it, the page's boxes, its links."""

    form: Object
    ground: Object | None
    """The form that is painted before the text."""
    boxes: dict[str, tuple[float, ...]]
    links: tuple[Object, ...]
    page: FurniturePage


def furnish(pdf: pikepdf.Pdf, skeletons: Sequence[Skeleton], fonts: Object) -> Iterator[Furniture]:
    """Yield the furniture of every page in order, copied into `pdf`."""
    for skeleton in skeletons:
        with pikepdf.open(io.BytesIO(skeleton.data)) as source:
            kids = list(source.Root.Pages.Kids)
            resources = _share_fonts(pdf.copy_foreign(kids[0].Resources), fonts) if kids else None
            for kid, page in zip(kids[: len(skeleton.pages)], skeleton.pages, strict=True):
                boxes = {name: tuple(map(float, kid[name])) for name in ("/MediaBox", "/TrimBox", "/BleedBox")}
                form = _form(pdf, kid, resources, boxes)
                ground = None if page.ground is None else _form(pdf, kids[page.ground], resources, boxes)
                links = tuple(_loose(pdf.copy_foreign(link)) for link in kid.get("/Annots", ()))
                yield Furniture(form, ground, boxes, links, page)


def _loose(link: Object) -> Object:
    """Return `link` without its number in the structure of the skeleton, which is left behind."""
    if "/StructParent" in link:
        del link["/StructParent"]
    return link


def _form(pdf: pikepdf.Pdf, page: Object, resources: Object | None, boxes: dict[str, tuple[float, ...]]) -> Object:
    """Return what `page` paints as a form in `pdf`."""
    form = pdf.copy_foreign(page.Contents)
    form.Type, form.Subtype, form.Resources = Name.XObject, Name.Form, resources
    form.BBox = Array(boxes["/MediaBox"])
    return form


def _share_fonts(resources: Object, fonts: Object) -> Object:
    """Let `resources`, and the forms and patterns among them, find the book's fonts."""
    own = resources.get("/Font")
    if own is not None and ("/XObject" in resources or "/Pattern" in resources):
        for name, font in fonts.items():
            own[name] = font
    resources.Font = fonts
    return resources


class Stock:
    """What leaves have in common and is kept once: pictures by what they show, short streams, small dictionaries."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Begin with nothing."""
        self._pdf = pdf
        self._pictures: dict[bytes, Object] = {}
        self._streams: dict[bytes, Object] = {}

    def picture(self, form: Object) -> Object:
        """Return the picture that shows what `form` shows."""
        return self._pictures.setdefault(_shown(form), form)

    def stream(self, content: bytes) -> Object:
        """Return the stream that holds `content`."""
        if content not in self._streams:
            self._streams[content] = self._pdf.make_stream(content)
        return self._streams[content]

    def settle(self, resources: Object) -> Object:
        """Let the parts of a galley's `resources` be shared by the dictionaries of its pages."""
        for name in ("/ColorSpace", "/ExtGState", "/Pattern", "/Shading"):
            part = resources.get(name)
            if part is not None and not part.is_indirect:
                resources[name] = self._pdf.make_indirect(part)
        return resources


class Quire:
    """The pages of one galley, copied into the book one after another."""

    def __init__(self, pdf: pikepdf.Pdf, galley: Galley, fonts: Object, stock: Stock) -> None:
        """Open `galley`; `stock` is shared with the other quires."""
        self._stock, self._galley = stock, galley
        self.source = pikepdf.open(io.BytesIO(galley.data))
        self._leaves = [pdf.copy_foreign(kid) for kid in self.source.Root.Pages.Kids]
        self._resources = stock.settle(_share_fonts(self._leaves[0].Resources, fonts))
        own = self._resources.get("/XObject")
        self._forms = {} if own is None else dict(own.items())
        for name, form in self._forms.items():
            if form.get("/Subtype") == Name.Image:
                self._forms[name] = stock.picture(form)

    def leaf(self, number: int, furniture: Furniture) -> Object:
        """Return the page with the index `number`, with its furniture."""
        leaf = self._leaves[number]
        right, up = _shift(self._galley.pages[number].block, furniture.page.block)
        for name, box in furniture.boxes.items():
            leaf[name] = Array(box)
        before, after = b"q 1 0 0 1 %g %g cm\n" % (right, up), b"\nQ\n" + _PAINT
        if furniture.ground is not None:
            before = _GROUND + before
        leaf.Contents = Array([self._stock.stream(before), leaf.Contents, self._stock.stream(after)])
        resources = Dictionary(dict(self._resources.items()))
        resources.XObject = Dictionary({**self._forms, **_forms(furniture)})
        leaf.Resources = resources
        for annotation in leaf.get("/Annots", ()):
            x1, y1, x2, y2 = map(float, annotation.Rect)
            annotation.Rect = Array([x1 + right, y1 + up, x2 + right, y2 + up])
        _add_links(leaf, furniture)
        return leaf

    def move(self, place: Place, furniture: Furniture) -> tuple[float, float]:
        """Return how far the page at `place` is moved, in points to the right and up."""
        if place.page is None:
            return 0, 0
        return _shift(self._galley.pages[place.page].block, furniture.page.block)

    def marks(self, place: Place, furniture: Furniture) -> Iterator[Mark]:
        """Yield the outline's entries for the page at `place`."""
        if place.page is None:
            return
        page, (right, up) = self._galley.pages[place.page], self.move(place, furniture)
        for mark in page.bookmarks:
            x, y = mark.place
            yield Mark(mark.level, mark.label, place.index, x + right, y + up, mark.open)

    def destinations(self, place: Place, furniture: Furniture) -> Iterator[Destination]:
        """Yield the named places on the page at `place`."""
        if place.page is None:
            return
        page, (right, up) = self._galley.pages[place.page], self.move(place, furniture)
        for name, (x, y) in page.anchors.items():
            yield Destination(name, place.index, x + right, y + up)


def _shift(galley: Sequence[float], skeleton: Sequence[float]) -> tuple[float, float]:
    """Return how far a galley's text block has to be moved. Raise `ValueError` if it is not the skeleton's size."""
    if abs(galley[2] - skeleton[2]) > _ALIKE or abs(galley[3] - skeleton[3]) > _ALIKE:
        raise ValueError(
            f"a text block of {galley[2]:g} × {galley[3]:g} pt for one of {skeleton[2]:g} × {skeleton[3]:g}"
        )
    return round(skeleton[0] - galley[0], 4), round(skeleton[1] - galley[1], 4)


def blank_leaf(pdf: pikepdf.Pdf, furniture: Furniture) -> Object:
    """Return a page with nothing but its furniture."""
    boxes = {name: Array(box) for name, box in furniture.boxes.items()}
    resources = Dictionary(XObject=Dictionary(_forms(furniture)))
    paint = _PAINT if furniture.ground is None else _GROUND + _PAINT
    page = Dictionary(Type=Name.Page, Contents=pdf.make_stream(paint), Resources=resources, Tabs=Name.S)
    for name, box in boxes.items():
        page[name] = box
    leaf = pdf.make_indirect(page)
    _add_links(leaf, furniture)
    return leaf


def _forms(furniture: Furniture) -> dict[str, Object]:
    ground = {} if furniture.ground is None else {"/Ground": furniture.ground}
    return {"/Furniture": furniture.form, **ground}


def _add_links(leaf: Object, furniture: Furniture) -> None:
    if furniture.links:
        leaf.Annots = Array([*leaf.get("/Annots", ()), *furniture.links])


def _shown(picture: Object) -> bytes:
    """Return a digest of what a picture shows, its mask included."""
    whole = hashlib.sha256(picture.read_raw_bytes())
    for name in ("/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/Decode"):
        whole.update(repr(picture.get(name)).encode())
    if "/SMask" in picture:
        whole.update(_shown(picture.SMask))
    return whole.digest()


def gather(pdf: pikepdf.Pdf, leaves: Sequence[Object]) -> None:
    """Put `leaves` into a page tree with branches of equal size."""
    root = pdf.Root.Pages
    branches = Array()
    for first in range(0, len(leaves), _BRANCH):
        some = leaves[first : first + _BRANCH]
        branch = pdf.make_indirect(Dictionary(Type=Name.Pages, Parent=root, Kids=Array(some), Count=len(some)))
        for leaf in some:
            leaf.Parent = branch
        branches.append(branch)
    root.Kids, root.Count = branches, len(leaves)
