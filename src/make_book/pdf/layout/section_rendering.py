"""Lays out the sections of one unit with WeasyPrint, without margin boxes, page backgrounds and fonts.

What is replaced in WeasyPrint meanwhile stands in `patches.WHILE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import weasyprint.document
import weasyprint.layout
import weasyprint.layout.page
from weasyprint.draw import draw_stacking_context
from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import block_level_page_break
from weasyprint.layout.page import page_height, page_width, set_page_type_computed_styles
from weasyprint.layout.percent import resolve_percentages
from weasyprint.stacking import StackingContext

from make_book.findings import Finding, Span
from make_book.pdf.chunk_source import CHUNK_NUMBER, CONTINUES, LAST_LEVEL
from make_book.pdf.layout.chunk_ends import end_chunk
from make_book.pdf.layout.font_subsetting import recording_fonts
from make_book.pdf.layout.fragment_extraction import ELSEWHERE, extract_fragment
from make_book.pdf.layout.layout_documents import (
    POINT,
    LayoutEnvironment,
    RenderedDocument,
    as_pdf,
    collecting_messages,
    make_tree,
    prepare_environment,
    render,
)
from make_book.pdf.layout.layout_text import LayoutTextReader
from make_book.pdf.layout.page_styles import PageStyleCache
from make_book.pdf.layout.patch_installation import replaced
from make_book.pdf.layout.table_fitting import judge_tables
from make_book.pdf.layout.tagging import last_level
from make_book.pdf.layout.text_bounds import judge_bounds, words_beyond
from make_book.pdf.layout.text_completeness import judge_completeness
from make_book.pdf.layout.weasyprint_fixes import AFTER_FULL_PAGE
from make_book.pdf.layout_inputs import Chunk, LayoutStyle, LayoutUnit
from make_book.pdf.print_markup import PICTURE, RUNNING, PrintMarkup, for_paper
from make_book.pdf.section_layout import Bookmark, LaidOutPage, RunningElement, SectionLayout, pack, pack_fragment

_LATER = 1_000_000
"""Added to the page index in every unit but the first: `@page :first` must not match its pages."""
_SIDES = {"left": "left", "verso": "left", "right": "right", "recto": "right"}
_ROUNDS = 3
"""Layouts of a unit at most; a second one is needed if a long note is on a page after its section."""
_TOLERANCE = 0.02
"""CSS pixels by which the text blocks of the two sides may differ."""


def lay_out_sections(unit: LayoutUnit, layout_style: LayoutStyle) -> SectionLayout:
    """Lay out `unit` in `layout_style`, and again while a long note is on a page after the end of its section."""
    return _settle(unit, prepare_environment(layout_style))[0]


def _settle(unit: LayoutUnit, environment: LayoutEnvironment) -> tuple[SectionLayout, LayoutUnit]:
    """Return the layout of `unit`, and `unit` with the long notes that must stay with their call."""
    for _ in range(_ROUNDS):
        settled = unit
        section_layout, strayed = _lay_out(unit, environment)
        if not strayed:
            break
        held = tuple(sorted({*unit.context.held, *strayed}))
        unit = msgspec.structs.replace(unit, context=msgspec.structs.replace(unit.context, held=held))
    return section_layout, settled


def _lay_out(unit: LayoutUnit, environment: LayoutEnvironment) -> tuple[SectionLayout, frozenset[str]]:
    """Lay out `unit` once; return its layout and the ids of the notes that are on a page after their section."""
    findings = [*environment.findings]
    markup = [for_paper(section, unit.context) for section in unit.sections]
    tree = _tree(unit, markup, environment)
    chunk = unit.chunk
    file = unit.sections[0].source
    messages: list[Finding] = []
    with collecting_messages(messages), _without_margin_boxes(unit):
        rendered = render(tree, environment)
        document = rendered.document
        following = end_chunk(rendered, tree.etree_element) if chunk and chunk.more else None
        for page in document.pages:
            # WeasyPrint links every box inside a link once more; the link's own box is enough.
            page.links[:] = [link for link in page.links if environment.layout_style.links and link[3].link]
        texts = {section.id: one.letters for section, one in zip(unit.sections, markup, strict=True)}
        reader = LayoutTextReader(tree.etree_element, texts)
        pages = tuple(_pages(rendered, tree.etree_element, reader))
        with recording_fonts() as used:
            pdf = as_pdf(document)
            fragment = extract_fragment(pdf)
    findings += [Finding(f.code, f.message, f.span or (Span(file) if file else None), f.hints) for f in messages]
    files = {section.id: section.source for section in unit.sections if section.source}
    findings += judge_tables(tree.etree_element, rendered.wide, files)
    beyond = words_beyond(page._page_box for page in document.pages)
    findings += judge_bounds(tree.etree_element, beyond, rendered.wide, files)
    if following is None:
        findings += judge_completeness(tree.etree_element, reader, rendered.context.style_for, files)
    opening, closing = _edges(rendered.root_box)
    section_layout = SectionLayout(
        fragments=(pack_fragment(fragment),),
        pages=pages,
        fonts=pack(used.values()),
        opening=opening,
        closing=closing,
        sided=_is_sided(rendered, tree),
        following=following and msgspec.structs.replace(following, level=last_level(pdf)),
        findings=tuple(findings),
    )
    return section_layout, _astray(unit, section_layout)


def render_unit(unit: LayoutUnit, environment: LayoutEnvironment) -> tuple[RenderedDocument, ET.Element]:
    """Return `unit` laid out as `lay_out_sections` lays it out, and its tree, for whoever wants to see the boxes."""
    _, unit = _settle(unit, environment)
    tree = _tree(unit, [for_paper(section, unit.context) for section in unit.sections], environment)
    with collecting_messages([]), _without_margin_boxes(unit):
        return render(tree, environment), tree.etree_element


def _tree(unit: LayoutUnit, markup: Sequence[PrintMarkup], environment: LayoutEnvironment) -> Any:
    """Return the document of `unit`."""
    body = "\n".join(one.xhtml for one in markup)
    tree = make_tree(body, environment.layout_style, unit.context.images, verso=unit.verso)
    _mark_outgoing_links(tree.etree_element)
    chunk = unit.chunk
    if chunk and chunk.number:
        for name, value in ((CONTINUES, ""), (CHUNK_NUMBER, chunk.number), (LAST_LEVEL, chunk.level)):
            tree.etree_element.set(name, str(value))
    return tree


def _mark_outgoing_links(root: ET.Element) -> None:
    """Mark the links that lead out of the unit: WeasyPrint would drop them, because it does not find their targets."""
    here = {element.get("id") for element in root.iter()}
    for element in root.iter("a"):
        target = element.get("href", "")
        if target.startswith("#") and target[1:] not in here:
            element.set("href", ELSEWHERE + target[1:])


@contextmanager
def _without_margin_boxes(unit: LayoutUnit) -> Iterator[None]:
    """Lay out the pages of `unit` without margin boxes, and draw them without backgrounds, borders and crop marks."""
    page_type, begin = weasyprint.layout.page.PageType, weasyprint.layout.initialize_page_maker
    chunk = unit.chunk or Chunk()
    first_groups = dict(chunk.groups)

    def page_type_in_book(side: str, blank: bool, name: str, index: int, groups: Any) -> Any:
        if chunk.number:  # a group on the first page of the chunk began before the chunk, or is none in the whole
            groups = tuple(
                (group, at + first_groups[group] if at == index else at)
                for group, at in groups
                if at != index or group in first_groups
            )
        return page_type(side, blank, name, index if unit.first else index + _LATER, groups)

    def begin_after_break(context: Any, root_box: Any) -> None:
        begin(context, root_box)
        if not unit.first:
            context.page_maker[0][1].update({"break": "page", AFTER_FULL_PAGE: not chunk.forced})

    with replaced(
        {
            "weasyprint.layout.initialize_page_maker": begin_after_break,
            "weasyprint.layout.page.set_page_type_computed_styles": PageStyleCache(margins=False).apply,
            "weasyprint.layout.page.PageType": page_type_in_book,
            "weasyprint.document.draw_page": lambda page, stream: draw_stacking_context(
                stream, StackingContext.from_page(page)
            ),
        }
    ):
        yield


def _pages(rendered: RenderedDocument, root: ET.Element, reader: LayoutTextReader) -> Iterator[LaidOutPage]:
    parents = {child: parent for parent in root.iter() for child in parent}
    for number, page in enumerate(rendered.document.pages, start=1):
        box, height = page._page_box, page.height * POINT
        strings, running = [], []
        for part in box.descendants():
            if part.string_set and part.string_set != "none":
                strings += [(str(name), str(text)) for name, text in part.string_set]
        for name, element in _running(number, rendered.context):
            images = dict.fromkeys(path for inner in element.iter() if (path := inner.get(PICTURE)))
            running.append(RunningElement(name, _in_its_place(element, parents), tuple(images)))
        yield LaidOutPage(
            name=box.page_type.name,
            groups=tuple((str(name), index) for name, index in box.page_type.groups),
            blank=box.page_type.blank,
            size=(page.width * POINT, height),
            block=(
                box.content_box_x() * POINT,
                height - (box.content_box_y() + box.height) * POINT,
                box.width * POINT,
                box.height * POINT,
            ),
            strings=tuple(strings),
            starting=tuple(_starting(box)),
            running=tuple(running),
            anchors={name: (place[0] * POINT, height - place[1] * POINT) for name, place in page.anchors.items()},
            bookmarks=tuple(
                Bookmark(level, label, (x * POINT, height - y * POINT), state == "open")
                for level, label, (x, y), state in page.bookmarks
            ),
            top=reader.read_page(box),
        )


def _starting(page: Any) -> Iterator[str]:
    """Yield the names of the strings that the first elements of `page` set (`string(NAME, start)`)."""
    element = page
    while element is not None:
        if element.style["string_set"] != "none":
            yield from (name for name, _ in element.style["string_set"])
        children = getattr(element, "children", None)
        element = children[0] if children else None


def _running(number: int, context: Any) -> Iterator[tuple[str, ET.Element]]:
    """Yield the running elements of page `number` with their names."""
    for name, at in context.running_elements.items():
        for box in at.get(number, ()):
            yield name, box.element


def _in_its_place(element: ET.Element, parents: Mapping[ET.Element, ET.Element]) -> str:
    """Return the markup of `element` within copies of its ancestors, so that the same selectors match it."""
    inner = ET.fromstring(ET.tostring(element, encoding="unicode"))
    inner.set(RUNNING, "")
    inner.tail = None
    while (parent := parents.get(element)) is not None and parent.tag != "body":
        outer = ET.Element(parent.tag, {name: value for name, value in parent.attrib.items() if name != "id"})
        outer.append(inner)
        inner, element = outer, parent
    return ET.tostring(inner, encoding="unicode")


def _edges(root: Any) -> tuple[str, str]:
    """Return the sides that the unit asks for at its beginning and after its end (CSS Fragmentation 3 §3.1)."""
    body = next((box for box in root.children if box.element_tag == "body"), root)
    if not body.children:
        return "any", "any"
    before, after = block_level_page_break(None, body.children[0]), block_level_page_break(body.children[-1], None)
    return _SIDES.get(before, "any"), _SIDES.get(after, "any")


def _is_sided(rendered: RenderedDocument, html: Any) -> bool:
    """Tell whether the layout depends on its side: something must begin on one side, or text blocks differ."""
    sections = [child for box in rendered.root_box.children for child in getattr(box, "children", ())]
    inside = [part for section in sections for part in section.descendants()]
    befores, afters = [*inside, *sections[1:]], [*inside, *sections[:-1]]
    if any(part.style["break_before"] in _SIDES for part in befores):
        return True
    if any(part.style["break_after"] in _SIDES for part in afters):
        return True
    return any(_differs(page._page_box, rendered.context, html) for page in rendered.document.pages)


def _differs(page: Any, context: Any, html: Any) -> bool:
    """Tell whether `page` or its text block would have another size on the other side."""
    kind = page.page_type
    side = "left" if kind.side == "right" else "right"
    other_kind = type(kind)(side, kind.blank, kind.name, kind.index, kind.groups)
    if context.style_for(other_kind) is None:
        set_page_type_computed_styles(other_kind, html, context.style_for)
    style = context.style_for(other_kind)
    box = boxes.PageBox(other_kind, style)
    resolve_percentages(box, style["size"])
    page_width(box, context, style["size"][0])
    page_height(box, context, style["size"][1])
    sizes = zip(_sizes(box), _sizes(page), strict=True)
    return any(abs(one - other) > _TOLERANCE for one, other in sizes)


def _sizes(page: Any) -> tuple[float, ...]:
    return page.width, page.height, page.margin_width(), page.margin_height()


def _astray(unit: LayoutUnit, section_layout: SectionLayout) -> frozenset[str]:
    """Return the ids of the notes that are on a page after the last page of their section's text."""
    if unit.context.notes != "foot":
        return frozenset()
    where = {name: index for index, page in reversed(list(enumerate(section_layout.pages))) for name in page.anchors}
    sections = [section for section in unit.sections if section.id in where]  # in a chunk, those on its pages
    starts = [where[section.id] for section in sections] + [len(section_layout.pages)]
    tops = [index for index, page in enumerate(section_layout.pages) if page.top is not None]
    last_text = tops[-1] if tops else 0
    strayed = set()
    for number, section in enumerate(sections):
        last = last_text if number + 1 == len(sections) else max(starts[number], starts[number + 1])
        strayed |= {note for note in section.survey.notes if where.get(note, 0) > last}
    return frozenset(strayed)
