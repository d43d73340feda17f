"""The table of patches: every place where WeasyPrint or pydyf is bent from outside, and why.

Nothing else in make-book sets anything on a module, class or object of WeasyPrint, pydyf or pyphen. The order is
the order of installation: what comes later may stand on what comes before. docs/dev/upgrading-weasyprint.md says
what to do when a digest no longer fits.

Many upstream fields say "not reported": the failing case is in the test that the entry names.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from make_book.pdf.layout import clusters, font_subsetting, tagging, weasyprint_fixes
from make_book.pdf.layout.fast_paths import boxes, breaking, drawing, type_styles
from make_book.pdf.layout.patching import Patch, PatchError, changed, put_in_place, while_replaced
from make_book.pdf.layout.tags import marked_content

_LAYOUT = "weasyprint.layout"
_LINE = "weasyprint.text.line_break"
_BOX = "weasyprint.formatting_structure.boxes.Box"
_STREAM = "weasyprint.pdf.stream.Stream"
_SPEED = "none needed: it makes no difference to the pages, only to the time"
_SETTER = "our own lines and pages (the setter), or the same memo in WeasyPrint"
_SAME_PAGES = "tests/pdf/test_fast_pages.py::test_pages_are_the_same_without_the_fast_paths"


def _always(made: Any) -> Any:
    return lambda _own: made


FIXES: tuple[Patch, ...] = (
    Patch(
        target="weasyprint.pdf.fonts.TTFont",
        how="attribute",
        make=weasyprint_fixes.undated_font,
        why="fontTools writes the moment of saving into the font (`head.modified`): every PDF would have other bytes",
        after=(
            "weasyprint.pdf.fonts.Font.clean",
            "weasyprint.pdf.fonts._build_vector_font_dictionary",
        ),
        upstream="WeasyPrint does not pass recalcTimestamp=False; not reported",
        test="tests/pdf/test_patches.py::test_a_font_keeps_the_date_it_came_with",
        until="WeasyPrint opens fonts with recalcTimestamp=False",
    ),
    Patch(
        target="pyphen.LANGUAGES[en]",
        how="item",
        make=weasyprint_fixes.american,
        why="`en` without a region is American in all else that make-book does; pyphen 0.18 takes the first, British",
        after=(
            "pyphen.language_fallback",
            "pyphen.Pyphen.__init__",
        ),
        upstream="a choice of pyphen's, no fault",
        test="tests/pdf/test_patches.py::test_english_without_a_region_is_divided_as_american_english",
        until="sections are always given a region",
    ),
    Patch(
        target=f"{_LAYOUT}.inline.split_first_line",
        how="attribute",
        make=_always(weasyprint_fixes.split_first_line),
        why="a run that fits the line but for its last space is taken as one that cannot be broken before its first"
        " word, and that word goes alone on the line (since 60 at least)",
        after=(f"{_LINE}.split_first_line",),
        upstream="not reported",
        test="tests/pdf/test_patches.py::test_the_space_at_the_end_of_a_run_may_hang_over_the_margin",
        until="the setter, or a mend upstream: the test passes without the entry",
    ),
    Patch(
        target=f"{_LAYOUT}.block._linebox_layout",
        how="attribute",
        make=_always(weasyprint_fixes.linebox_layout),
        why="to make room for a line, notes are moved to the next page: any note, even one that came from the page"
        " before, over and over; and the notes called in that very line are forgotten (since 53)",
        after=(f"{_LAYOUT}.block._linebox_layout",),
        upstream="Kozea/WeasyPrint has several open issues on lost footnotes; this one is not reported",
        test="tests/pdf/test_patches.py::test_notes_of_a_line_that_is_moved_go_with_it",
        until="the setter",
    ),
    Patch(
        target=f"{_LAYOUT}.block.block_level_layout",
        how="code",
        make=_always(weasyprint_fixes.block_level_layout),
        why="margins at the head of a page are kept after a forced break only; a unit that is laid out alone begins"
        " after a break too, though its first page is WeasyPrint's first",
        after=(f"{_LAYOUT}.block.block_level_layout",),
        upstream="no fault: WeasyPrint knows no document that begins in the middle",
        test="tests/pdf/test_own_print_css.py",
        until="the setter",
    ),
    Patch(
        target=f"{_LAYOUT}.block._in_flow_layout",
        how="code",
        make=_always(weasyprint_fixes.in_flow_layout),
        why="the same, for the boxes in the flow",
        after=(f"{_LAYOUT}.block._in_flow_layout",),
        upstream="no fault",
        test="tests/pdf/test_own_print_css.py",
        until="the setter",
    ),
    Patch(
        target=f"{_LAYOUT}.make_all_pages",
        how="attribute",
        make=_always(weasyprint_fixes.make_all_pages),
        why="notes that a page hands on are forgotten when that page is taken from an earlier round: they are lost",
        after=(
            f"{_LAYOUT}.make_all_pages",
            f"{_LAYOUT}.page.remake_page",
        ),
        upstream="not reported",
        test="tests/pdf/test_notes.py",
        until="the setter, or a mend upstream",
    ),
    Patch(
        target=f"{_LAYOUT}.LayoutContext.report_footnote",
        how="attribute",
        make=_always(weasyprint_fixes.report_footnote),
        why="a note that is called in a note stays on the page that its call has left",
        after=(f"{_LAYOUT}.LayoutContext.report_footnote",),
        upstream="not reported",
        test="tests/pdf/test_notes.py",
        until="the setter, or a mend upstream",
    ),
    Patch(
        target=f"{_LAYOUT}.LayoutContext.unlayout_footnote",
        how="attribute",
        make=_always(weasyprint_fixes.unlayout_footnote),
        why="the same, where a note is taken off its page",
        after=(f"{_LAYOUT}.LayoutContext.unlayout_footnote",),
        upstream="not reported",
        test="tests/pdf/test_notes.py",
        until="the setter, or a mend upstream",
    ),
    Patch(
        target=f"{_LAYOUT}.LayoutContext.last_footnote",
        how="added",
        make=_always(weasyprint_fixes.last_footnote),
        why="the patch of `_linebox_layout` asks it which note may move",
        after=(f"{_LAYOUT}.LayoutContext.layout_footnote",),
        upstream="ours",
        test="tests/pdf/test_patches.py::test_notes_of_a_line_that_is_moved_go_with_it",
        until="the patch of `_linebox_layout` goes",
    ),
    Patch(
        target="pydyf.PDF.page_references",
        how="attribute",
        make=_always(property(weasyprint_fixes.page_references)),
        why="pydyf 0.13 lists all pages anew for every tag, which is quadratic in a long book",
        after=("pydyf.PDF.page_references",),
        upstream="not reported",
        test="tests/pdf/test_patches.py::test_pages_are_counted_once",
        until="pydyf keeps the list",
    ),
    Patch(
        target="weasyprint.draw.text.text_of_glyph",
        how="added",
        make=_always(clusters.text_of_glyph),
        why="the patch of `draw_first_line` asks it what a glyph stands for",
        after=("weasyprint.draw.text.draw_first_line",),
        upstream="ours",
        test="tests/pdf/test_clusters.py",
        until="the patch of `draw_first_line` goes",
    ),
    Patch(
        target="weasyprint.draw.text.draw_first_line",
        how="code",
        make=_always(clusters.draw_first_line),
        why="all the text of a cluster is given to one glyph and nothing to the others, for good: pointed Hebrew and"
        " lengthened Arabic are lost to copying (since 53)",
        after=("weasyprint.draw.text.draw_first_line",),
        upstream="not reported",
        test="tests/pdf/test_clusters.py",
        until="the setter writes the text of glyphs itself",
    ),
)
"""What is wrong in WeasyPrint and pydyf, put right."""

FAST_PATHS: tuple[Patch, ...] = (
    *(
        Patch(
            target=f"{_LINE}.Layout.{name}",
            how="attribute",
            make=_always(made),
            why="a Pango layout is made anew, with its font and features, for every line; its parts are the same for"
            " all lines of one type. `reactivate` waits until a line is drawn by WeasyPrint itself: only our"
            " `draw_first_line`, which calls `wake` first, may be installed with it",
            after=(
                f"{_LINE}.Layout.{name}",
                f"{_LINE}.Layout.set_text",
                f"{_LAYOUT}.inline.add_word_spacing",
            ),
            upstream=_SPEED,
            test=_SAME_PAGES,
            until=_SETTER,
        )
        for name, made in (
            ("setup", type_styles.setup),
            ("reactivate", type_styles.reactivate),
            ("deactivate", type_styles.deactivate),
        )
    ),
    Patch(
        target=f"{_LAYOUT}.inline.create_layout",
        how="attribute",
        make=_always(type_styles.create_layout),
        why="of a justified line only the text is kept until it is drawn: no layout is needed before",
        after=(f"{_LINE}.create_layout",),
        upstream=_SPEED,
        test=_SAME_PAGES,
        until=_SETTER,
    ),
    *(
        Patch(
            target=target,
            how="everywhere",
            make=_always(made),
            why=why,
            after=(target, *more),
            upstream=_SPEED,
            test=_SAME_PAGES,
            until=_SETTER,
        )
        for target, made, why, more in (
            (
                f"{_LAYOUT}.percent.resolve_percentages",
                boxes.resolve_percentages,
                "lengths of a style without percentages are the same in every containing block",
                (f"{_LAYOUT}.percent.resolve_radii_percentages",),
            ),
            (
                f"{_LAYOUT}.float.avoid_collisions",
                boxes.avoid_collisions,
                "where nothing floats there is nothing to avoid",
                (),
            ),
            (
                f"{_LAYOUT}.background.layout_box_backgrounds",
                boxes.layout_box_backgrounds,
                "a box that has no background is asked fourteen questions about it",
                (),
            ),
            (f"{_LINE}.strut", boxes.strut, "the strut of a style is worked out for every line", ()),
        )
    ),
    *(
        Patch(
            target=f"{_BOX}.{name}",
            how="attribute",
            make=_always(getattr(boxes, name)),
            why="sums over a box's edges by way of four method calls each, millions of times in a book",
            after=(f"{_BOX}.{name}",),
            upstream=_SPEED,
            test=_SAME_PAGES,
            until=_SETTER,
        )
        for name in ("is_in_normal_flow", "border_width", "border_height", "margin_width", "margin_height")
    ),
    Patch(
        target=f"{_LAYOUT}.inline.split_first_line",
        how="attribute",
        make=breaking.over,
        why="a paragraph is shaped five times for every line; its words are measured once instead (after the entry of"
        " the same target above)",
        after=(
            f"{_LINE}.split_first_line",
            f"{_LINE}.first_line_metrics",
            f"{_LINE}.create_layout",
            f"{_LINE}.get_next_break_point_from_text",
            f"{_LINE}.get_next_word_boundaries",
        ),
        upstream=_SPEED,
        test=_SAME_PAGES,
        until="the setter",
    ),
    Patch(
        target=f"{_LINE}.can_break_text",
        how="everywhere",
        make=breaking.remembered,
        why="the same words are asked about over and over",
        after=(f"{_LINE}.can_break_text",),
        upstream=_SPEED,
        test=_SAME_PAGES,
        until="the setter",
    ),
    Patch(
        target="weasyprint.draw.text.draw_first_line",
        how="attribute",
        make=_always(drawing.draw_first_line),
        why="lines are shaped again to be drawn; they are put together from words that were drawn before",
        after=(
            "weasyprint.draw.text.draw_first_line",
            "weasyprint.draw.text.draw_text",
        ),
        upstream=_SPEED,
        test=_SAME_PAGES,
        until="the setter draws lines itself",
    ),
)
"""What WeasyPrint works out over and over, worked out once: the same pages in less time."""

OWN_WRITING: tuple[Patch, ...] = (
    Patch(
        target="weasyprint.pdf.stream.Font",
        how="attribute",
        make=_always(font_subsetting.ExactFont),
        why="widths are rounded at the size at which a glyph is met first: documents laid out apart would disagree",
        after=("weasyprint.pdf.fonts.Font.__init__",),
        upstream="not reported",
        test="tests/pdf/test_binding.py",
        until="widths are those of the font's own units",
    ),
    Patch(
        target="weasyprint.pdf.build_fonts_dictionary",
        how="attribute",
        make=_always(font_subsetting.build_fonts_dictionary),
        why="fonts are embedded once for the book, not once for every document",
        after=("weasyprint.pdf.fonts.build_fonts_dictionary",),
        upstream="no fault",
        test="tests/pdf/test_binding.py",
        until="never: it is how the binder works",
    ),
    Patch(
        target="weasyprint.pdf.add_tags",
        how="attribute",
        make=_always(tagging.add_tags),
        why="WeasyPrint's tags make one paragraph of every page it runs over, and forget notes (since 66)",
        after=("weasyprint.pdf.tags.add_tags",),
        upstream="not reported",
        test="tests/pdf/test_tags.py",
        until="the setter writes tags from the text",
    ),
    *(
        Patch(
            target=f"{_STREAM}.{name}",
            how="attribute",
            make=_always(getattr(marked_content, name)),
            why="what each bracket of marked content says is decided after all pages are drawn",
            after=(f"{_STREAM}.{name}" if name != "draw_x_object" else "pydyf.Stream.draw_x_object",),
            upstream="no fault",
            test="tests/pdf/test_tags.py",
            until="the setter writes tags from the text",
        )
        for name in ("marked", "artifact", "draw_x_object")
    ),
)
"""How the PDF is written: our own tags, fonts once for the book."""

WHILE: tuple[Patch, ...] = tuple(
    Patch(
        target=target,
        how="while",
        why=why,
        after=after,
        upstream="no fault: WeasyPrint lays out whole documents only",
        test="tests/pdf/test_apart_and_whole.py",
        until="the setter",
    )
    for target, why, after in (
        (
            f"{_LAYOUT}.make_margin_boxes",
            "sections are laid out without margin boxes, which depend on the page's place in the book",
            (f"{_LAYOUT}.page.make_margin_boxes",),
        ),
        (
            f"{_LAYOUT}.initialize_page_maker",
            "a unit that does not begin the book begins after a page break",
            (f"{_LAYOUT}.initialize_page_maker",),
        ),
        (
            f"{_LAYOUT}.page.set_page_type_computed_styles",
            "the styles of pages to which the same rules apply are worked out once, and without margins",
            (f"{_LAYOUT}.page.set_page_type_computed_styles",),
        ),
        (
            f"{_LAYOUT}.page.PageType",
            "`@page :first` and page groups are those of the book, not of the unit",
            (f"{_LAYOUT}.page.remake_page",),
        ),
        (
            "weasyprint.document.draw_page",
            "sections are painted without page backgrounds, borders and crop marks: the margin boxes bring them",
            ("weasyprint.draw.draw_page",),
        ),
    )
)
"""What is set only while the sections of one unit are laid out (`section_rendering`)."""

INSTANCE: tuple[Patch, ...] = tuple(
    Patch(
        target=f"{_LAYOUT}.LayoutContext.{name}",
        how="instance",
        why="named strings and running elements of earlier pages are told, since those pages are not laid out here",
        after=(f"{_LAYOUT}.LayoutContext.{name}",),
        upstream="no fault",
        test="tests/pdf/test_own_print_css.py",
        until="margin boxes are set by us",
    )
    for name in ("get_string_set_for", "get_running_element_for")
)
"""What is set on the layout context of margin boxes (`margin_box_layout`)."""

REWRITTEN: tuple[Patch, ...] = (
    Patch(
        target="weasyprint.document.Document._render",
        how="rewritten elsewhere",
        why="`layout_documents.render` keeps the context and the boxes that it throws away",
        after=(
            "weasyprint.document.Document._render",
            "weasyprint.document.Document._build_layout_context",
            f"{_LAYOUT}.layout_document",
            "weasyprint.formatting_structure.build.build_formatting_structure",
            "weasyprint.pdf.generate_pdf",
        ),
        upstream="no fault",
        test="tests/pdf/test_apart_and_whole.py",
        until="WeasyPrint hands out boxes",
    ),
    Patch(
        target=f"{_LAYOUT}.page.make_page",
        how="rewritten elsewhere",
        why="`margin_box_layout` makes pages of a type that it names, by the steps of `remake_page`",
        after=(
            f"{_LAYOUT}.page.make_page",
            f"{_LAYOUT}.page.remake_page",
            f"{_LAYOUT}.background.layout_backgrounds",
        ),
        upstream="no fault",
        test="tests/pdf/test_own_print_css.py",
        until="margin boxes are set by us",
    ),
)
"""Functions of ours that are copies of theirs with changes; nothing is set."""

PATCHES: tuple[Patch, ...] = (*FIXES, *FAST_PATHS, *OWN_WRITING, *WHILE, *INSTANCE, *REWRITTEN)


@functools.cache
def install(*, fast: bool = True) -> None:
    """Put every patch of the process in place, in order; without the `fast` paths where they are held against none.

    Raise `PatchError`, with nothing put in place, if a function is not the one that a patch was written after.
    """
    judge()
    for patch in (*FIXES, *(FAST_PATHS if fast else ()), *OWN_WRITING):
        put_in_place(patch)


def judge() -> None:
    """Raise `PatchError` naming every function that is not the one that a patch was written after."""
    wrong = [f"{patch.target}: {one}" for patch in PATCHES for one in changed(patch)]
    if wrong:
        raise PatchError("this is not the WeasyPrint that the patches were written after: " + "; ".join(wrong))


@contextmanager
def replaced(values: Mapping[str, Any]) -> Iterator[None]:
    """Set attributes of WeasyPrint for the time of the block; each stands in `WHILE`."""
    unknown = values.keys() - {patch.target for patch in WHILE}
    if unknown:
        raise PatchError(f"not in the table of patches: {', '.join(sorted(unknown))}")
    with while_replaced(values):
        yield


def give(context: Any, values: Mapping[str, Any]) -> None:
    """Set methods of one layout context; each stands in `INSTANCE`."""
    known = {patch.target.rpartition(".")[2] for patch in INSTANCE}
    for name, value in values.items():
        if name not in known:
            raise PatchError(f"not in the table of patches: {name}")
        setattr(context, name, value)
