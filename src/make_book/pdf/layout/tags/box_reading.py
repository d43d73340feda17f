"""Builds the structure tree from the boxes of the pages: each box belongs to the element that it was made from.

An element that is divided over lines or pages has many boxes. So its node is made at its first box, and found again by
the element. A box without an element belongs to the element of the box around it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.anchors import rectangle_aabb
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from make_book.pdf.chunk_source import CHUNK_NUMBER, CONTINUED, CONTINUES, LAST_LEVEL
from make_book.pdf.layout.tags.marked_content import MarkedContent
from make_book.pdf.layout.tags.structure_nodes import (
    INLINE,
    KINDS,
    LISTS,
    NUMBERINGS,
    PARAGRAPHS,
    ROLES,
    Area,
    Cell,
    ContentPiece,
    StructureNode,
)

_POINTS = 0.75
"""Points in a CSS pixel."""
_SVG = "{http://www.w3.org/2000/svg}"
_PAGINATION = b"/Pagination"
_MARGINS = {"top": b"/Pagination/Subtype/Header", "bottom": b"/Pagination/Subtype/Footer"}
"""Artifact properties of margin boxes above and below the text block."""


class BoxReader:
    """Builds the tree of a document, page by page."""

    def __init__(self, language: str) -> None:
        """Begin a document in `language`."""
        self.root = StructureNode("Document", language=language)
        self.chunk, self.level = 0, 1
        """How many chunks come before this document, and the level of the last heading in them."""
        self._nodes: dict[tuple[Any, str], StructureNode] = {}
        self._page, self._height = 0, 0.0
        self._marks: dict[Any, MarkedContent] = {}

    def read(self, index: int, page: Any, marks: dict[Any, MarkedContent]) -> None:
        """Read `page`, number `index` from 0. The `marks` that belong to an element are removed from `marks`."""
        self._page, self._height, self._marks = index, page.height, marks
        for box in page._page_box.children:
            self._read(box, self.root, None)

    def _read(self, box: Any, parent: StructureNode, matrix: Any) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            self._add_content(box, parent)
            return
        if isinstance(box, boxes.MarginBox):
            self._links_in_margin(box)
            return
        if box.is_leader:
            return
        if box.transformation_matrix:
            matrix = box.transformation_matrix @ matrix if matrix else box.transformation_matrix
        if isinstance(box, boxes.ReplacedBox):
            self._figure(box, parent, matrix)
            return
        node = self._node(box, parent)
        if node is None:
            return
        for child in box.children:
            self._read(child, node, matrix)

    def _links_in_margin(self, margin: Any) -> None:
        """Add elements for links in margin boxes, whose text is an artifact (ISO 14289-1 §7.18.5)."""
        for box in margin.descendants():
            if box.link_annotation:
                self._link(box, self.root.add("Link"))

    def _add_content(self, box: Any, node: StructureNode) -> None:
        mark = self._marks.pop(box, None)
        if mark is not None:
            node.children.append(ContentPiece(mark, self._page))

    def _node(self, box: Any, parent: StructureNode) -> StructureNode | None:
        """Return the node of the content of `box`; `None` if the box repeats a table header on a later page."""
        if box.element is None:
            return parent
        key = (box.element, box.element_tag)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = self._begin(box, parent)
            node.page = self._page if node is not parent else node.page
        elif getattr(box, "is_header", False) and node.page != self._page:
            return None
        elif getattr(box, "is_footer", False) and node.page != self._page:
            _make_repetition(node)
            node.page = self._page
        if box.link_annotation:
            if node.kind != "Link":
                node = self._nodes[key] = node.add("Link")
            self._link(box, node)
        return node

    def _link(self, box: Any, node: StructureNode) -> None:
        annotation = box.link_annotation
        words = " ".join("".join(box.element.itertext()).split())
        if words:
            annotation["Contents"] = type(annotation["Contents"])(words)
        node.children.append(Area(annotation, self._page))

    def _begin(self, box: Any, parent: StructureNode) -> StructureNode:
        """Make the node of the element of `box`. Return the node for its content: that, a part of it, or `parent`."""
        element, tag = box.element, box.element_tag
        if tag != element.tag:
            return self._begin_generated(box, parent)
        if tag in ("html", "body"):
            _mark_continued(element, self.root)
            if tag == "html":
                self.chunk, self.level = int(element.get(CHUNK_NUMBER, "0")), int(element.get(LAST_LEVEL, "1"))
            return self.root
        node = self._begin_element(box, parent)
        language = element.get("lang") or ""
        if language and (language != node.language or parent is self.root):
            if node is parent:
                node = parent.add("Span" if isinstance(box, boxes.InlineLevelBox) else "Div")
            node.language = node.lang = language
        if tag == "abbr" and (expansion := element.get("title")):
            node = parent.add("Span") if node is parent else node
            node.expansion = expansion
        if node is not parent and not node.identifier:
            node.identifier = element.get("id") or ""
        _mark_continued(element, node)
        return node

    def _begin_generated(self, box: Any, parent: StructureNode) -> StructureNode:
        """Make the node of a pseudo-element: a list marker, a footnote call, a footnote marker."""
        name = box.element_tag.partition("::")[2]
        if name == "footnote-call":
            reference = parent.add("Reference")
            reference.refers = self._begin_note(box.element, parent)
            return reference
        if name == "footnote-marker":
            return parent.add("Lbl", first=True)
        if name == "marker":
            item = next(node for node in parent.ancestors() if node.kind in ("LI", "TOCI"))
            return item.add("Lbl", first=True)
        return parent

    def _begin_note(self, element: Any, parent: StructureNode) -> StructureNode:
        """Make the node of a note: after the paragraph that has its call, else after the call."""
        host = next(node for node in parent.ancestors() if node.kind not in INLINE)
        if host.kind in PARAGRAPHS and host.parent is not None:
            host = host.parent
        note = self._nodes[element, element.tag] = host.add("Note")
        note.named = True
        ids = (inner.get("id") for inner in element.iter())
        note.identifier = next((name for name in ids if name), "")
        return note

    def _begin_element(self, box: Any, parent: StructureNode) -> StructureNode:
        element, tag = box.element, box.element_tag
        role = element.get("role") or ""
        if role == "doc-backlink":
            return _number_of_note(parent)
        if tag in ("ul", "ol", "dl"):
            return _begin_list(tag, parent)
        if tag in ("li", "dt", "dd"):
            return _begin_item(box, parent)
        kind = ROLES.get(role) or KINDS.get(tag)
        if tag == "book-page" and any(node.kind == "TOCI" for node in parent.ancestors()):
            kind = "Lbl"
        if kind is None:
            if isinstance(box, boxes.InlineLevelBox) or tag == "span" or parent.kind in LISTS:
                return parent
            kind = "Div"
        node = parent.add(kind)
        node.contents = tag == "nav" or role == "doc-toc"
        node.named = kind == "Note"
        if kind == "Reference":
            node.refers = (element.get("href") or "#")[1:] or None
        if kind in ("TH", "TD"):
            scope = {"row": "Row", "both": "Both"}.get(element.get("scope") or "", "Column") if kind == "TH" else ""
            node.cell = Cell(box.colspan, box.rowspan, scope)
        return node

    def _figure(self, box: Any, parent: StructureNode, matrix: Any) -> None:
        """Read a picture. One without an alternative text is a decoration."""
        alt = _alternative(box.element)
        if not alt or box not in self._marks:
            return
        node = parent.add("Figure")
        node.page, node.alt, node.identifier = self._page, alt, box.element.get("id") or ""
        area = rectangle_aabb(matrix, box.content_box_x(), box.content_box_y(), box.width, box.height)
        left, top, right, bottom = (float(side) * _POINTS for side in area)
        height = float(self._height) * _POINTS
        node.attributes = {"O": "/Layout", "BBox": (left, height - bottom, right, height - top)}
        if isinstance(box, boxes.BlockLevelBox):
            node.attributes["Placement"] = "/Block"
        node.language = box.element.get("lang") or parent.language
        node.lang = node.language if node.language != parent.language else ""
        if box.link_annotation:
            link = parent.add("Link")
            parent.children.remove(node)
            node.parent = link
            link.children.append(node)
            link.children.append(Area(box.link_annotation, self._page))
        self._add_content(box, node)


def margin_box_artifacts(page: Any) -> dict[Any, bytes]:
    """Return the boxes in margin boxes of `page`, each with its artifact properties."""
    kinds = {}
    for margin in page._page_box.children:
        if isinstance(margin, boxes.MarginBox):
            kind = next((kind for side, kind in _MARGINS.items() if side in margin.at_keyword), _PAGINATION)
            kinds.update(dict.fromkeys(margin.descendants(), kind))
    return kinds


def _mark_continued(element: Any, node: StructureNode) -> None:
    """Mark `node` and its ancestors if `element` continues from the chunk before, or in the next."""
    for around in node.ancestors():
        around.continues = around.continues or element.get(CONTINUES) is not None
        around.continued = around.continued or element.get(CONTINUED) is not None


def _make_repetition(node: StructureNode) -> None:
    """Make an artifact of the content that a table footer has so far: only the last footer of a table is content."""
    for inner in node.descendants():
        for child in inner.children:
            if isinstance(child, ContentPiece):
                child.mark.make_artifact(_PAGINATION)
        inner.children = [child for child in inner.children if isinstance(child, StructureNode)]


def _alternative(element: Any) -> str:
    if element.tag == f"{_SVG}svg":
        return (element.findtext(f"{_SVG}title") or "").strip()
    return (element.get("alt") or "").strip()


def _number_of_note(parent: StructureNode) -> StructureNode:
    """Return the label of a note for its link back to the call; the link shows the number of the note."""
    note = next((node for node in parent.ancestors() if node.kind == "Note"), None)
    return parent if note is None else note.add("Lbl", first=True)


def _begin_list(tag: str, parent: StructureNode) -> StructureNode:
    contents = tag != "dl" and any(node.contents or node.kind in ("TOC", "TOCI") for node in parent.ancestors())
    node = parent.add("TOC" if contents else "L")
    if not contents:
        node.attributes = {"O": "/List", "ListNumbering": "/None"}
    return node


def _begin_item(box: Any, parent: StructureNode) -> StructureNode:
    items = parent if parent.kind in LISTS else parent.add("L")
    if items.kind == "TOC":
        return items.add("TOCI")
    if box.element_tag == "li":
        style = box.style["list_style_type"]
        if "list-item" in box.style["display"] and isinstance(style, str) and style in NUMBERINGS:
            items.attributes["ListNumbering"] = f"/{NUMBERINGS[style]}"
        return items.add("LI").add("LBody")
    last = next((item for item in reversed(list(items.nodes()))), None)
    described = last is not None and any(part.kind == "LBody" for part in last.nodes())
    if last is None or (box.element_tag == "dt" and described):
        last = items.add("LI")
    if box.element_tag == "dt":
        return last.add("Lbl").add("Span")
    return last.add("LBody")
