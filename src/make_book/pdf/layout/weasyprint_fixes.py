"""Corrected functions of WeasyPrint 70 and pydyf 0.13.

The table `patches` puts them in place. It says what is wrong with each, since which version, and where it is reported.
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

AFTER_FULL_PAGE = "after_full_page"
"""The key, in WeasyPrint's record of the break before the first page, that says that the page before was full."""
_LONGEST_TAIL = 250
"""Characters: a longer text never ends on its first line."""

_own_split = inline.split_first_line
_own_report = weasyprint.layout.LayoutContext.report_footnote
_own_unlayout = weasyprint.layout.LayoutContext.unlayout_footnote
_own_references = pydyf.PDF.page_references.fget


def undated_font(own: Any) -> Any:
    """Return fontTools' `TTFont`, changed so that a font keeps its date."""
    return functools.partial(own, recalcTimestamp=False)


def american(languages: Any) -> Any:
    """Return the dictionary that pyphen uses for `en`."""
    return languages["en_US"]


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, spacing: float, *rest: Any, **named: Any
) -> Any:
    """Return the first line of `text`; a space at the end of the text may hang over the margin (CSS Text 3 §4.1.3).

    WeasyPrint finds that such a text does not fit, and then that it cannot be broken before its first word, because
    what is left would be the space alone. It puts the first word on a line of its own.
    """
    line = _own_split(text, style, context, max_width, spacing, *rest, **named)
    resume = line[2]
    if resume is None or max_width is None or text[-1:] != " " or len(text) > _LONGEST_TAIL:
        return line
    fitted = _own_split(text[:-1], style, context, max_width, spacing, *rest, **named)
    if fitted[2] is not None or fitted[3] > max_width:
        return line
    return _own_split(text, style, context, None, spacing, *rest, **named)


# If a line does not fit, WeasyPrint moves notes to the next page until it does. It takes the last note of the page,
# also one that already came from the page before, and it loses the notes that are called in the line itself. Here
# only notes of the same paragraph are moved, and if the line moves, its own notes move with it.
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
    """Return `_linebox_layout`, changed so that only notes of the paragraph move, and the notes of a line with it."""
    return rewritten(own, *_NOTES_OF_LINES)


def report_footnote(context: Any, footnote: Any) -> None:
    """Move a note to the next page, and the notes that are called in it too.

    WeasyPrint leaves these on the page that their call is no longer on.
    """
    _own_report(context, footnote)
    _remove_inner(context, footnote)


def unlayout_footnote(context: Any, footnote: Any) -> None:
    """Remove a note from its page, and the notes that are called in it too."""
    _own_unlayout(context, footnote)
    _remove_inner(context, footnote)


def _remove_inner(context: Any, footnote: Any) -> None:
    for note in _inner(footnote):
        if note in context.current_page_footnotes or note in context.reported_footnotes:
            context.unlayout_footnote(note)


def _inner(footnote: Any) -> list[Any]:
    """Return the notes that are called in `footnote`."""
    return [part.footnote for part in footnote.descendants() if part.footnote]


def last_footnote(context: Any) -> Any:
    """Return the last note on the page that is not called in another note."""
    notes = context.current_page_footnotes
    inner = [note for outer in notes for note in _inner(outer)]
    return next((note for note in reversed(notes) if note not in inner), None)


# The top margin of the first block on a page is kept after a forced break only (CSS Fragmentation 3 §5.2). WeasyPrint
# knows of no break before the first page of a document. A unit that does not begin the book begins after a forced break
# (`section_rendering` notes it in `page_maker`); a chunk may begin after a page that was full.
_AFTER_BREAK = (
    (
        "context.current_page > 1 and page_is_empty:",
        "(context.current_page > 1 or context.page_maker[0][1]['break'] != 'any') and page_is_empty:",
    ),
    (
        "if not context.forced_break:",
        "if not context.forced_break or ("
        f"context.current_page == 1 and context.page_maker[0][1].get('{AFTER_FULL_PAGE}')):",
    ),
)


def after_break(own: Any) -> Any:
    """Return `block_level_layout`, changed so that it knows of a break before the first page.

    `_in_flow_layout` has the same lines. There they only move floats that precede the first block of a page, and a unit
    has none of these.
    """
    return rewritten(own, *_AFTER_BREAK)


def make_all_pages(context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """Yield the pages, and lay out those that have changed; each gets the notes that did not fit the page before.

    WeasyPrint loses these notes if it takes the page before from an earlier round, which happens when only page numbers
    had to be filled in.
    """
    reported: dict[int, list[Any]] = context.__dict__.setdefault("make_book_reported_notes", {})
    broken: set[int] = context.__dict__.setdefault("make_book_broken_floats", set())
    context.rendered_notes = []
    index = 0
    while True:
        state = context.page_maker[index][-1]
        if not pages or state["content_changed"] or state["pages_wanted"]:
            weasyprint.PROGRESS_LOGGER.info("Step 5 - Creating layout - Page %d", index + 1)
            state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
            page, resume = remake_page(index, context, root, html)
            reported[index] = list(context.reported_footnotes)
            (broken.add if context.broken_out_of_flow else broken.discard)(index)
        else:
            page, resume = pages[index], context.page_maker[index + 1][0]
            context.reported_footnotes = list(reported[index])
        yield page
        index += 1
        if resume is None and not context.reported_footnotes:
            context.page_maker = context.page_maker[: index + 1]
            context.broken_out_of_flow.clear()
            return


def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """Return the references of all pages. pydyf makes the list again for every tag, which is quadratic."""
    kept: tuple[int, tuple[bytes, ...]] = getattr(pdf, "_make_book_pages", (-1, ()))
    count = len(pdf.pages["Kids"])
    if kept[0] != count:
        kept = (count, tuple(_own_references(pdf)))
        pdf._make_book_pages = kept
    return kept[1]


ffi.cdef("""
    hb_bool_t hb_font_get_nominal_glyph (hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
""")

# Several glyphs may show one cluster of characters (ISO 32000-1 §9.10.3, ToUnicode). WeasyPrint gives the text of the
# cluster to its first glyph and an empty text to the others, and keeps this for the whole file: after one letter with
# points, or one lengthened letter, its glyphs have no text wherever they are used.
_TEXT_OF_GLYPH = (
    "font.to_unicode[glyph_id] = utf8_text[offset+t1:offset+t2].decode()",
    "font.to_unicode[glyph_id] = text_of_glyph(font, glyph_item, i, utf8_text)",
)


def draw_clusters(own: Any) -> Any:
    """Return `draw_first_line`, changed so that it asks `text_of_glyph` for the text of a glyph."""
    return rewritten(own, _TEXT_OF_GLYPH)


def text_of_glyph(font: Any, item: Any, at: int, line: bytes) -> str:
    """Return the text of glyph number `at` in the glyph run `item`, which is a part of `line`."""
    glyphs, clusters, count = item.glyphs.glyphs, item.glyphs.log_clusters, item.glyphs.num_glyphs
    start, first, last = clusters[at], at, at
    while first and clusters[first - 1] == start:
        first -= 1
    while last + 1 < count and clusters[last + 1] == start:
        last += 1
    right_to_left = item.item.analysis.level % 2 == 1
    beyond = first - 1 if right_to_left else last + 1
    end = clusters[beyond] if 0 <= beyond < count else item.item.length
    text = line[item.item.offset + start : item.item.offset + end].decode()
    if first == last:
        return text
    cluster = [glyphs[number].glyph for number in range(first, last + 1)]
    nominal = {_nominal(font, letter): letter for letter in text}
    return texts_of_cluster(text, cluster, nominal, right_to_left=right_to_left)[at - first]


def texts_of_cluster(text: str, glyphs: list[int], nominal: dict[int, str], *, right_to_left: bool) -> list[str]:
    """Return the text of each of `glyphs`, which together show `text`. They are in visual order.

    `nominal` gives the character whose usual glyph a glyph is. All other characters go to the first glyph, in the order
    of reading, that is not the usual glyph of any.
    """
    own = [nominal.get(glyph, "") for glyph in glyphs]
    rest = "".join(letter for letter in text if letter not in own)
    for number in reversed(range(len(glyphs))) if right_to_left else range(len(glyphs)):
        if not own[number]:
            own[number] = rest
            break
    return own


def _nominal(font: Any, letter: str) -> int:
    glyph = ffi.new("hb_codepoint_t *")
    found = harfbuzz.hb_font_get_nominal_glyph(font.hb_font, ord(letter), glyph)
    return int(glyph[0]) if found else -1
