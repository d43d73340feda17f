"""What WeasyPrint 70 and pydyf 0.13 get wrong, put right where they stand.

Replaced: `weasyprint.pdf.tags._get_pdf_tag` and `_build_box_tree`, `weasyprint.pdf.stream.Stream.marked`,
`weasyprint.pdf.fonts.TTFont`, `weasyprint.layout.make_all_pages`, `weasyprint.layout.inline.split_first_line`,
`pydyf.PDF.page_references`. The module cannot be imported when one of them is not there.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint.layout
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.layout import block, inline
from weasyprint.layout.page import remake_page
from weasyprint.pdf import fonts, tags
from weasyprint.pdf.stream import Stream

_TAGS = {
    "book-note": "Note",
    "book-note::footnote-call": "Reference",
    "book-note::footnote-marker": "Lbl",
    "book-call": "Reference",
    "book-page": "Reference",
    "book-page::before": "Span",
    "figure": "Div",
    "cite": "Span",
    "em": "Span",
    "strong": "Span",
}
"""What our elements are in the PDF's structure (ISO 32000-1 §14.8.4)."""
_LONGEST_TAIL = 250
"""Characters: a run that could end on this line is never longer."""

_own_font = fonts.TTFont
_own_tag = tags._get_pdf_tag
_own_tree = tags._build_box_tree
_own_marked = Stream.marked
_own_split = inline.split_first_line
_own_pages = weasyprint.layout.make_all_pages
_own_references = pydyf.PDF.page_references.fget


@functools.cache
def mend() -> None:
    """Put the replacements in place; once a process."""
    # A font keeps the date it came with: else every PDF holds the moment it was made.
    fonts.TTFont = functools.partial(_own_font, recalcTimestamp=False)
    tags._get_pdf_tag = _tag
    tags._build_box_tree = _tree
    Stream.marked = _marked
    inline.split_first_line = _split_first_line
    block._linebox_layout = _linebox_layout
    weasyprint.layout.make_all_pages = _make_all_pages
    pydyf.PDF.page_references = property(_page_references)


def shape_tags(document: Any, pdf: pydyf.PDF) -> None:  # noqa: ARG001 - a WeasyPrint finisher
    """Finish the structure tree: an ID for every Note, a Link inside every Reference that is one.

    PDF/UA-1 asks for both (ISO 14289-1 §7.9, §7.18.5).
    """
    elements = {entry.number: entry for entry in pdf.objects if isinstance(entry, pydyf.Dictionary)}
    notes = 0
    for element in list(elements.values()):
        if element.get("S") == "/Note":
            if elements[_number(element["P"])].get("S") == "/Note":
                element["S"] = "/NonStruct"  # the box around marker and first paragraph takes the note's name
                continue
            notes += 1
            element["ID"] = pydyf.String(f"note-{notes}")
        elif element.get("S") == "/Reference" and any(_is_link(kid, elements) for kid in element["K"]):
            _wrap_link(element, elements, pdf)


def _is_link(kid: Any, elements: dict[int, pydyf.Dictionary]) -> bool:
    return isinstance(kid, bytes) and elements[_number(kid)].get("Type") == "/OBJR"


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _wrap_link(link: pydyf.Dictionary, elements: dict[int, pydyf.Dictionary], pdf: pydyf.PDF) -> None:
    parent = elements[_number(link["P"])]
    wrapper = pydyf.Dictionary(link | {"K": pydyf.Array([link.reference])})
    pdf.add_object(wrapper)
    parent["K"] = pydyf.Array([wrapper.reference if kid == link.reference else kid for kid in parent["K"]])
    link["S"], link["P"] = "/Link", wrapper.reference


def _tag(name: str | None) -> str:
    return _TAGS.get(name or "") or str(_own_tag(name))


def _tree(box: Any, *rest: Any) -> Iterator[pydyf.Dictionary]:
    """Say the language of what has one of its own (ISO 14289-1 §7.2).

    Leave the margins out of the structure: running heads and folios are no content.
    """
    if isinstance(box, MarginBox):
        return
    language = box.element.get("lang") if box.element is not None and box.element_tag != "html" else None
    for element in _own_tree(box, *rest):
        if language:
            element["Lang"] = pydyf.String(language)
        yield element


@contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """Mark text in the margins, which belongs to no element, as pagination (ISO 14289-1 §7.8)."""
    if box.element is not None or stream._tags is None:
        with _own_marked(stream, box, tag):
            yield
        return
    stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    yield
    stream.end_marked_content()


def _split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, spacing: float, *rest: Any, **named: Any
) -> Any:
    """Let the space at the end of a run hang over the margin.

    WeasyPrint takes a run that fits the line but for its last space as one that cannot be broken
    before its first word, and leaves that word alone on the line.
    """
    line = _own_split(text, style, context, max_width, spacing, *rest, **named)
    resume = line[2]
    if resume is None or max_width is None or text[-1:] != " " or len(text) > _LONGEST_TAIL:
        return line
    fitted = _own_split(text[:-1], style, context, max_width, spacing, *rest, **named)
    if fitted[2] is not None or fitted[3] > max_width:
        return line
    return _own_split(text, style, context, None, spacing, *rest, **named)


def _rewritten(function: Any, *changes: tuple[str, str]) -> Any:
    """Return `function` with each old line of its source changed for new ones. Raise if one is not there once."""
    source = inspect.getsource(function)
    for old, new in changes:
        if source.count(old) != 1:
            raise ImportError(f"WeasyPrint's {function.__name__} is not the one that was mended: {old!r}")
        source = source.replace(old, new)
    made: dict[str, Any] = {}
    exec(compile(source, inspect.getfile(function), "exec"), function.__globals__, made)
    return made[function.__name__]


# To make room for a line WeasyPrint moves notes to the next page: any note, even one that came from the page
# before, over and over; and it forgets the notes called in that line. Only the paragraph's own notes may
# move, and the line's own go with them.
_linebox_layout = _rewritten(
    block._linebox_layout,
    (
        "while report and context.current_page_footnotes:",
        "while report and context.current_page_footnotes and context.current_page_footnotes[-1] in new_footnotes:",
    ),
    (
        """                    new_children.append(line)
                    stop = True
""",
        """                    new_children.append(line)
                    stop = True
                    own_notes = [
                        part.footnote for part in line.descendants()
                        if part.footnote in context.footnotes]
""",
    ),
    (
        """                context.reported_footnotes[-reported_footnotes:] = extra

""",
        """                context.reported_footnotes[-reported_footnotes:] = extra
            for footnote in own_notes:
                context.layout_footnote(footnote)
                context.report_footnote(footnote)
                new_footnotes.append(footnote)

""",
    ),
    (
        """            reported_footnotes = 0
            while""",
        """            reported_footnotes = 0
            own_notes = []
            while""",
    ),
)


def _make_all_pages(context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """Lay out the pages that have to be, and hand each the notes that the page before had no room for.

    WeasyPrint forgets these when it takes the page before from an earlier round (one that only had to
    learn page numbers): the notes are lost.
    """
    handed_on: dict[int, list[Any]] = context.__dict__.setdefault("make_book_handed_on", {})
    context.rendered_notes = []
    index = 0
    while True:
        state = context.page_maker[index][-1]
        if not pages or state["content_changed"] or state["pages_wanted"]:
            state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
            page, resume = remake_page(index, context, root, html)
            handed_on[index] = list(context.reported_footnotes)
        else:
            page, resume = pages[index], context.page_maker[index + 1][0]
            context.reported_footnotes = list(handed_on[index])
        yield page
        index += 1
        if resume is None and not context.reported_footnotes:
            context.page_maker = context.page_maker[: index + 1]
            context.broken_out_of_flow.clear()
            return


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """Count the pages once: pydyf lists them anew for every tag, which is quadratic in a long book."""
    kept: tuple[int, tuple[bytes, ...]] = getattr(pdf, "_make_book_pages", (-1, ()))
    count = len(pdf.pages["Kids"])
    if kept[0] != count:
        kept = (count, tuple(_own_references(pdf)))
        pdf._make_book_pages = kept
    return kept[1]
