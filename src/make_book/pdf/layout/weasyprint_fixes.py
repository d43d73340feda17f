"""What WeasyPrint 70 and pydyf 0.13 get wrong in laying out and writing, put right.

The functions are put in place by the table `patches`, which says of each what is wrong and since when.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pydyf
import weasyprint.layout
from weasyprint.layout import inline
from weasyprint.layout.page import remake_page
from weasyprint.text.ffi import ffi, harfbuzz

from make_book.pdf.layout.patching import rewritten

GOES_ON = "goes_on"
"""Says, beside the break before the first page, that the page goes on from a full one."""
_LONGEST_TAIL = 250
"""Characters: a run that could end on this line is never longer."""

_own_split = inline.split_first_line
_own_report = weasyprint.layout.LayoutContext.report_footnote
_own_unlayout = weasyprint.layout.LayoutContext.unlayout_footnote
_own_references = pydyf.PDF.page_references.fget


def undated_font(own: Any) -> Any:
    """Return fontTools' `TTFont` so that a font keeps the date it came with."""
    return functools.partial(own, recalcTimestamp=False)


def american(languages: Any) -> Any:
    """Return pyphen's dictionary for `en`."""
    return languages["en_US"]


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, spacing: float, *rest: Any, **named: Any
) -> Any:
    """Let the space at the end of a run hang over the margin.

    WeasyPrint takes a run that fits the line but for its last space as one that cannot be broken
    before its first word, and pages that word alone on the line.
    """
    line = _own_split(text, style, context, max_width, spacing, *rest, **named)
    resume = line[2]
    if resume is None or max_width is None or text[-1:] != " " or len(text) > _LONGEST_TAIL:
        return line
    fitted = _own_split(text[:-1], style, context, max_width, spacing, *rest, **named)
    if fitted[2] is not None or fitted[3] > max_width:
        return line
    return _own_split(text, style, context, None, spacing, *rest, **named)


# To make room for a line WeasyPrint moves notes to the next page: any note, even one that came from the page
# before, over and over; and it forgets the notes called in that line. Only the paragraph's own notes may
# move, and the line's own go with them.
_NOTES_OF_LINES = (
    (
        "while report and context.current_page_footnotes:",
        "while report and context.last_footnote() in new_footnotes:",
    ),
    (
        "context.report_footnote(context.current_page_footnotes[-1])",
        "context.report_footnote(context.last_footnote())",
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


def linebox_layout(own: Any) -> Any:
    """Return `_linebox_layout` so that only notes of the paragraph move on, and those of the line go with it."""
    return rewritten(own, *_NOTES_OF_LINES)


def report_footnote(context: Any, footnote: Any) -> None:
    """Move a note to the next page, and the notes that are called in it too.

    WeasyPrint leaves those on the page that their call has left.
    """
    _own_report(context, footnote)
    _withdraw_inner(context, footnote)


def unlayout_footnote(context: Any, footnote: Any) -> None:
    """Take a note off its page, and the notes that are called in it too."""
    _own_unlayout(context, footnote)
    _withdraw_inner(context, footnote)


def _withdraw_inner(context: Any, footnote: Any) -> None:
    for note in _inner(footnote):
        if note in context.current_page_footnotes or note in context.reported_footnotes:
            context.unlayout_footnote(note)


def _inner(footnote: Any) -> list[Any]:
    """Return the notes that are called in `footnote`."""
    return [part.footnote for part in footnote.descendants() if part.footnote]


def last_footnote(context: Any) -> Any:
    """Return the last note on the page that is not called in another one."""
    notes = context.current_page_footnotes
    inner = [note for outer in notes for note in _inner(outer)]
    return next((note for note in reversed(notes) if note not in inner), None)


# Margins at the head of a page after a break: a section layout that does not begin the book begins after a break too
# (its `page_maker` says so, see `section layouts`), though its first page is WeasyPrint's first. A run begins where the
# page before was full.
_AFTER_BREAK = (
    (
        "context.current_page > 1 and page_is_empty:",
        "(context.current_page > 1 or context.page_maker[0][1]['break'] != 'any') and page_is_empty:",
    ),
    (
        "if not context.forced_break:",
        f"if not context.forced_break or (context.current_page == 1 and context.page_maker[0][1].get('{GOES_ON}')):",
    ),
)


def after_break(own: Any) -> Any:
    """Return a function of block layout that knows whether the first page begins after a break."""
    return rewritten(own, *_AFTER_BREAK)


def make_all_pages(context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """Lay out the pages that have to be, and hand each the notes that the page before had no room for.

    WeasyPrint forgets these when it takes the page before from an earlier round (one that only had to
    learn page numbers): the notes are lost.
    """
    handed_on: dict[int, list[Any]] = context.__dict__.setdefault("make_book_handed_on", {})
    broken: set[int] = context.__dict__.setdefault("make_book_broken", set())
    context.rendered_notes = []
    index = 0
    while True:
        state = context.page_maker[index][-1]
        if not pages or state["content_changed"] or state["pages_wanted"]:
            weasyprint.PROGRESS_LOGGER.info("Step 5 - Creating layout - Page %d", index + 1)
            state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
            page, resume = remake_page(index, context, root, html)
            handed_on[index] = list(context.reported_footnotes)
            (broken.add if context.broken_out_of_flow else broken.discard)(index)
        else:
            page, resume = pages[index], context.page_maker[index + 1][0]
            context.reported_footnotes = list(handed_on[index])
        yield page
        index += 1
        if resume is None and not context.reported_footnotes:
            context.page_maker = context.page_maker[: index + 1]
            context.broken_out_of_flow.clear()
            return


def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """Count the pages once: pydyf lists them anew for every tag, which is quadratic in a long book."""
    kept: tuple[int, tuple[bytes, ...]] = getattr(pdf, "_make_book_pages", (-1, ()))
    count = len(pdf.pages["Kids"])
    if kept[0] != count:
        kept = (count, tuple(_own_references(pdf)))
        pdf._make_book_pages = kept
    return kept[1]


ffi.cdef("""
    hb_bool_t hb_font_get_nominal_glyph (hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
""")

_CHANGE = (
    "font.to_unicode[glyph_id] = utf8_text[offset+t1:offset+t2].decode()",
    "font.to_unicode[glyph_id] = text_of_glyph(font, glyph_item, i, utf8_text)",
)


def draw_clusters(own: Any) -> Any:
    """Return `draw_first_line` so that it asks `text_of_glyph` what a glyph stands for."""
    return rewritten(own, _CHANGE)


def text_of_glyph(font: Any, item: Any, at: int, line: bytes) -> str:
    """Return what glyph number `at` of the run `item` stands for; the run is a part of `line`."""
    glyphs, clusters, count = item.glyphs.glyphs, item.glyphs.log_clusters, item.glyphs.num_glyphs
    start, first, last = clusters[at], at, at
    while first and clusters[first - 1] == start:
        first -= 1
    while last + 1 < count and clusters[last + 1] == start:
        last += 1
    turned = item.item.analysis.level % 2
    beyond = first - 1 if turned else last + 1
    end = clusters[beyond] if 0 <= beyond < count else item.item.length
    text = line[item.item.offset + start : item.item.offset + end].decode()
    if first == last:
        return text
    cluster = [glyphs[number].glyph for number in range(first, last + 1)]
    nominal = {_nominal(font, letter): letter for letter in text}
    return shared_out(text, cluster, nominal, turned=bool(turned))[at - first]


def shared_out(text: str, glyphs: list[int], nominal: dict[int, str], *, turned: bool) -> list[str]:
    """Return what each of `glyphs` stands for, which together show `text`, from left to right or `turned`.

    `nominal` tells of which character a glyph is the usual one. The others fall to the glyph that is read first.
    """
    own = [nominal.get(glyph, "") for glyph in glyphs]
    rest = "".join(letter for letter in text if letter not in own)
    for number in reversed(range(len(glyphs))) if turned else range(len(glyphs)):
        if not own[number]:
            own[number] = rest
            break
    return own


def _nominal(font: Any, letter: str) -> int:
    glyph = ffi.new("hb_codepoint_t *")
    found = harfbuzz.hb_font_get_nominal_glyph(font.hb_font, ord(letter), glyph)
    return int(glyph[0]) if found else -1
