"""The table of patches: everything in WeasyPrint, pydyf and pyphen that make-book replaces, changes or copies, and why.

No other module sets anything on a module, class or table of these libraries; a test holds it. Entries are put in
place in the order in which they stand here, after all their digests have been compared (`patch_installation`).
docs/dev/upgrading-weasyprint.md says what to do when a digest no longer fits.
"""

from __future__ import annotations

import make_book.pdf.layout.weasyprint_fixes as fixes
from make_book.pdf.layout.fast_paths import boxes, breaking, drawing, type_styles
from make_book.pdf.layout.font_subsetting import ExactFont, build_fonts_dictionary
from make_book.pdf.layout.patching import Patch
from make_book.pdf.layout.tagging import add_tags
from make_book.pdf.layout.tags import marked_content
from make_book.pdf.layout.weasyprint_fixes import draw_clusters, text_of_glyph

_LAYOUT, _LINE = "weasyprint.layout", "weasyprint.text.line_break"
_BOX, _STREAM = "weasyprint.formatting_structure.boxes.Box", "weasyprint.pdf.stream.Stream"
_TEST = "tests/pdf/test_patches.py::"
_SAME_PAGES = "tests/pdf/test_fast_pages.py::test_pages_are_the_same_without_the_fast_paths"
_SPEED = "no fault: it changes the time, not the pages"
_NOT_MEANT = "no fault: WeasyPrint lays out and writes whole documents only"
_OWN_LINES = "make-book breaks lines and pages itself"
_FIXED = f"WeasyPrint corrects it (the test passes without the entry), or {_OWN_LINES}"
_MEMO = f"WeasyPrint keeps the result itself, or {_OWN_LINES}"

FIXES: tuple[Patch, ...] = (
    Patch(
        target="weasyprint.pdf.fonts.TTFont",
        make=fixes.undated_font,
        why="fontTools writes the time of saving into the font (`head.modified`), so every PDF has other bytes",
        after=("weasyprint.pdf.fonts.Font.clean", "weasyprint.pdf.fonts._build_vector_font_dictionary"),
        upstream="Kozea/WeasyPrint#1553, closed: it asks users to set SOURCE_DATE_EPOCH, which is read per process",
        test=f"{_TEST}test_a_font_keeps_the_date_it_came_with",
        until="WeasyPrint opens fonts with recalcTimestamp=False",
    ),
    Patch(
        target="pyphen.LANGUAGES[en]",
        how="item",
        make=fixes.american,
        why="pyphen 0.18 takes the first English dictionary for `en`, the British one; typography and cover take `en`"
        " without a region as American English",
        after=("pyphen.language_fallback", "pyphen.Pyphen.__init__"),
        upstream="no fault: pyphen chooses one",
        test=f"{_TEST}test_english_without_a_region_is_divided_as_american_english",
        until="every language in a section has a region",
    ),
    Patch(
        target=f"{_LAYOUT}.inline.split_first_line",
        ours=fixes.split_first_line,
        why="a text that fits the line except for its last space counts as one that does not fit: its first word"
        " stays alone on the line (seen in 70.0)",
        after=(f"{_LINE}.split_first_line",),
        upstream="not reported; Kozea/WeasyPrint#1614 collects faults of line breaking at inline boxes",
        test=f"{_TEST}test_the_space_at_the_end_of_a_text_may_hang_over_the_margin",
        until=_FIXED,
    ),
    Patch(
        target=f"{_LAYOUT}.block._linebox_layout",
        make=fixes.linebox_layout,
        why="to make room for a line, any note of the page is moved on, even one that came from the page before, and"
        " the notes that the line itself calls are lost (since 66.0, which began to move notes here)",
        upstream="not reported; Kozea/WeasyPrint#1564 is another fault of the same step",
        test=f"{_TEST}test_notes_of_a_line_that_is_moved_go_with_it",
        until=_FIXED,
    ),
    Patch(
        target=f"{_LAYOUT}.block.block_level_layout",
        how="code",
        make=fixes.after_break,
        why="the top margin of a page's first block is kept after a forced break only; a unit begins after a forced"
        " break too, though WeasyPrint lays it out as the first page of a document",
        upstream=_NOT_MEANT,
        test="tests/pdf/test_own_print_css.py::test_sections_laid_out_apart_look_like_the_whole_document",
        until=_OWN_LINES,
    ),
    Patch(
        target=f"{_LAYOUT}.make_all_pages",
        ours=fixes.make_all_pages,
        why="a page that is taken from an earlier round does not hand its remaining notes on to the next page, so they"
        " are lost (seen in 70.0)",
        after=(f"{_LAYOUT}.make_all_pages", f"{_LAYOUT}.page.remake_page"),
        test="tests/pdf/test_seams.py::test_pages_links_and_places_are_those_of_the_text_laid_out_at_once",
        until=_FIXED,
    ),
    *(
        Patch(
            target=f"{_LAYOUT}.LayoutContext.{name}",
            ours=ours,
            why="a note that is called in another note stays on the page that its call has left (since 54.0, the first"
            " version with footnotes)",
            test=f"{_TEST}test_a_note_in_a_note_is_not_before_its_call",
            until=_FIXED,
        )
        for name, ours in (("report_footnote", fixes.report_footnote), ("unlayout_footnote", fixes.unlayout_footnote))
    ),
    Patch(
        target=f"{_LAYOUT}.LayoutContext.last_footnote",
        how="added",
        ours=fixes.last_footnote,
        why="the changed `_linebox_layout` calls it to learn which note may move to the next page",
        after=(f"{_LAYOUT}.LayoutContext.layout_footnote",),
        upstream="ours",
        test=f"{_TEST}test_notes_of_a_line_that_is_moved_go_with_it",
        until="the entry of `_linebox_layout` goes",
    ),
    Patch(
        target="pydyf.PDF.page_references",
        ours=property(fixes.page_references),
        why="pydyf 0.13 makes the list of all pages again whenever it is asked for, and every tag asks: quadratic",
        test=f"{_TEST}test_pages_are_counted_once",
        until="pydyf keeps the list",
    ),
    Patch(
        target="weasyprint.draw.text.text_of_glyph",
        how="added",
        ours=text_of_glyph,
        why="the changed `draw_first_line` calls it to learn what a glyph stands for",
        after=("weasyprint.draw.text.draw_first_line",),
        upstream="ours",
        test="tests/pdf/test_clusters.py::test_arabic_is_read_again_though_letters_have_several_forms",
        until="the entry of `draw_first_line` goes",
    ),
    Patch(
        target="weasyprint.draw.text.draw_first_line",
        how="code",
        make=draw_clusters,
        why="of several glyphs that show one cluster of characters the first gets all the text and the others none, in"
        " the whole file: pointed Hebrew and lengthened Arabic are copied and read out wrongly (since 65.0)",
        upstream="Kozea/WeasyPrint#2841, open; #2869 is a pull request for it that was closed",
        test="tests/pdf/test_clusters.py::test_arabic_is_read_again_though_letters_have_several_forms",
        until="#2841 is corrected",
    ),
)
"""Faults of the libraries, corrected."""

FAST_PATHS: tuple[Patch, ...] = (
    *(
        Patch(
            target=f"{_LINE}.Layout.{name}",
            ours=ours,
            why="a Pango layout with its font and its features is made anew for every line; these parts are the same"
            " for all lines of one type. `reactivate` does nothing until a line is drawn",
            after=(f"{_LINE}.Layout.{name}", f"{_LINE}.Layout.set_text", f"{_LAYOUT}.inline.add_word_spacing"),
            upstream=_SPEED,
            test=_SAME_PAGES,
            until=_MEMO,
            needs=("weasyprint.draw.text.draw_first_line",),
        )
        for name, ours in (
            ("setup", type_styles.setup),
            ("reactivate", type_styles.reactivate),
            ("deactivate", type_styles.deactivate),
        )
    ),
    Patch(
        target=f"{_LAYOUT}.inline.create_layout",
        ours=type_styles.create_layout,
        why="a justified line is shaped again though only its text is kept until it is drawn",
        after=(f"{_LINE}.create_layout",),
        upstream=_SPEED,
        test=_SAME_PAGES,
        until=_MEMO,
        needs=("weasyprint.draw.text.draw_first_line",),
    ),
    *(
        Patch(
            target=target,
            how="everywhere",
            ours=ours,
            why=why,
            after=(target, *more),
            upstream=_SPEED,
            test=_SAME_PAGES,
            until=_MEMO,
        )
        for target, ours, why, more in (
            (
                f"{_LAYOUT}.percent.resolve_percentages",
                boxes.resolve_percentages,
                "the lengths of every box are resolved; without percentages they are the same for all boxes of a style",
                (f"{_LAYOUT}.percent.resolve_radii_percentages",),
            ),
            (
                f"{_LAYOUT}.float.avoid_collisions",
                boxes.avoid_collisions,
                "every line looks for floats beside it, on pages without any float too",
                (),
            ),
            (
                f"{_LAYOUT}.background.layout_box_backgrounds",
                boxes.layout_box_backgrounds,
                "fourteen properties are read of every box to find that it has no background",
                (),
            ),
            (f"{_LINE}.strut", boxes.strut, "the strut of a style is computed for every line", ()),
        )
    ),
    *(
        Patch(
            target=f"{_BOX}.{name}",
            ours=getattr(boxes, name),
            why="it makes a call for each edge of the box, millions of times in a book",
            upstream=_SPEED,
            test=_SAME_PAGES,
            until=_MEMO,
        )
        for name in ("is_in_normal_flow", "border_width", "border_height", "margin_width", "margin_height")
    ),
    Patch(
        target=f"{_LAYOUT}.inline.split_first_line",
        make=breaking.over,
        why="the rest of a paragraph is shaped five times for every line of it; its words are measured once instead."
        " It calls what stands there before, the entry of the same name above",
        after=(
            *(f"{_LINE}.split_first_line", f"{_LINE}.first_line_metrics", f"{_LINE}.create_layout"),
            *(f"{_LINE}.get_next_break_point_from_text", f"{_LINE}.get_next_word_boundaries"),
        ),
        upstream=_SPEED,
        test=_SAME_PAGES,
        until=_OWN_LINES,
        needs=("weasyprint.draw.text.draw_first_line",),
    ),
    Patch(
        target=f"{_LINE}.can_break_text",
        how="everywhere",
        make=breaking.remembered,
        why="Pango is asked about the same few words again and again",
        upstream=_SPEED,
        test=_SAME_PAGES,
        until=_MEMO,
    ),
    Patch(
        target="weasyprint.draw.text.draw_first_line",
        ours=drawing.draw_first_line,
        why="every line is shaped again to be drawn; here it is put together from words that were drawn before. For"
        " other lines it first does what `reactivate` above leaves out (`type_styles.wake`)",
        after=("weasyprint.draw.text.draw_first_line", "weasyprint.draw.text.draw_text"),
        upstream=_SPEED,
        test=_SAME_PAGES,
        until=_OWN_LINES,
    ),
)
"""What WeasyPrint computes again and again, computed once: the same pages in less time."""

OWN_WRITING: tuple[Patch, ...] = (
    Patch(
        target="weasyprint.pdf.stream.Font",
        ours=ExactFont,
        why="the width of a glyph is rounded at the size at which it is met first, so documents that are laid out apart"
        " disagree about it; and the description by which a font was found is not kept",
        after=("weasyprint.pdf.fonts.Font.__init__",),
        test="tests/pdf/test_file.py::test_fonts_are_embedded_and_cut_to_what_is_used",
        until="WeasyPrint takes widths from the font's own units and keeps the description",
    ),
    Patch(
        target="weasyprint.pdf.build_fonts_dictionary",
        ours=build_fonts_dictionary,
        why="fonts are subset and embedded once for the book, not once for every document",
        after=("weasyprint.pdf.fonts.build_fonts_dictionary",),
        upstream=_NOT_MEANT,
        test="tests/pdf/test_file.py::test_fonts_are_embedded_and_cut_to_what_is_used",
        until="fragments are drawn by make-book itself",
    ),
    Patch(
        target="weasyprint.pdf.add_tags",
        ours=add_tags,
        why="an element gets one tag on every page that it stands on, and a note no place in the text (seen in 70.0)",
        after=("weasyprint.pdf.tags.add_tags",),
        upstream="Kozea/WeasyPrint#2903, open; #2902",
        test="tests/pdf/test_tags.py::test_a_paragraph_is_one_element_however_many_pages_it_takes",
        until="#2903 is corrected and footnotes are tagged",
    ),
    *(
        Patch(
            target=f"{_STREAM}.{name}",
            ours=getattr(marked_content, name),
            why="the tag of marked content is only known when all pages are drawn; WeasyPrint writes it at once",
            after=(f"{_STREAM}.{name}" if name != "draw_x_object" else "pydyf.Stream.draw_x_object",),
            upstream=_NOT_MEANT,
            test=test,
            until="the entry of `add_tags` goes",
        )
        for name, test in (
            ("marked", "tests/pdf/test_tags.py::test_the_lines_of_a_page_are_one_marked_content"),
            ("artifact", "tests/pdf/test_tags.py::test_what_is_half_transparent_is_content_of_the_page"),
            ("draw_x_object", "tests/pdf/test_tags.py::test_what_is_half_transparent_is_content_of_the_page"),
        )
    ),
)
"""How the PDF is written: our own tags, and fonts once for the book."""

WHILE: tuple[Patch, ...] = tuple(
    Patch(
        target=target,
        how="while",
        why=why,
        after=after,
        upstream=_NOT_MEANT,
        test=f"tests/pdf/{test}",
        until=_OWN_LINES,
    )
    for target, why, after, test in (
        (
            f"{_LAYOUT}.initialize_page_maker",
            "a unit that does not begin the book begins after a page break",
            (f"{_LAYOUT}.initialize_page_maker",),
            "test_own_print_css.py::test_sections_laid_out_apart_look_like_the_whole_document",
        ),
        (
            f"{_LAYOUT}.page.set_page_type_computed_styles",
            "the styles of a page and of its margin boxes are computed anew for every page; pages that the same rules"
            " match share them, and pages of sections have no margin boxes (`page_styles`)",
            (f"{_LAYOUT}.page.set_page_type_computed_styles",),
            "test_patches.py::test_pages_that_the_same_rules_match_share_their_styles",
        ),
        (
            f"{_LAYOUT}.page.PageType",
            "`@page :first` and page groups are those of the book, not of the unit",
            (f"{_LAYOUT}.page.remake_page",),
            "test_seams.py::test_pages_links_and_places_are_those_of_the_text_laid_out_at_once",
        ),
        (
            "weasyprint.document.draw_page",
            "sections are drawn without page backgrounds, borders and crop marks, which come with the margin boxes",
            ("weasyprint.draw.draw_page",),
            "test_own_print_css.py::test_sections_laid_out_apart_look_like_the_whole_document",
        ),
    )
)
"""What is replaced only while the sections of one unit are laid out (`section_rendering`)."""

INSTANCE: tuple[Patch, ...] = tuple(
    Patch(
        target=f"{_LAYOUT}.LayoutContext.{name}",
        how="instance",
        why="named strings and running elements come from pages that are not laid out together with the margin boxes",
        upstream=_NOT_MEANT,
        test="tests/pdf/test_own_print_css.py::test_running_elements_and_strings_say_what_was_last_on_their_page",
        until="make-book lays out margin boxes itself",
    )
    for name in ("get_string_set_for", "get_running_element_for")
)
"""What is replaced on the one layout context of margin boxes (`margin_box_layout`)."""

COPIED: tuple[Patch, ...] = (
    Patch(
        target="weasyprint.document.Document._render",
        how="copied",
        why="WeasyPrint throws the layout context and the boxes away; `layout_documents.render` keeps them",
        after=(
            *("weasyprint.document.Document._render", "weasyprint.document.Document._build_layout_context"),
            *(f"{_LAYOUT}.layout_document", "weasyprint.pdf.generate_pdf"),
            "weasyprint.formatting_structure.build.build_formatting_structure",
        ),
        upstream=_NOT_MEANT,
        test="tests/pdf/test_apart_and_whole.py::test_the_edge_book_is_the_same_laid_out_apart_and_whole",
        until="WeasyPrint gives boxes and context to the caller",
    ),
    Patch(
        target=f"{_LAYOUT}.page.remake_page",
        how="copied",
        why="`margin_box_layout` makes pages of a type that it names itself, by the steps of `remake_page`",
        after=(
            *(f"{_LAYOUT}.page.make_page", f"{_LAYOUT}.page.remake_page"),
            *(f"{_LAYOUT}.page.make_margin_boxes", f"{_LAYOUT}.layout_backgrounds"),
        ),
        upstream=_NOT_MEANT,
        test="tests/pdf/test_own_print_css.py::test_sections_laid_out_apart_look_like_the_whole_document",
        until="make-book lays out margin boxes itself",
    ),
)
"""Functions of ours that do what a function of theirs does, with changes; nothing is replaced."""

IMPORT: tuple[Patch, ...] = (
    Patch(
        target="ctypes.util.find_library",
        how="import",
        why="for every name of a library that cannot be loaded cffi asks ctypes, which starts linker and compiler:"
        " a tenth of a second and more. On Linux the name that works stands last in WeasyPrint's lists",
        after=("weasyprint.text.ffi._dlopen",),
        upstream=_SPEED,
        test=f"{_TEST}test_importing_weasyprint_starts_no_program",
        until="WeasyPrint tries the name of the platform first",
    ),
)
"""What is replaced while WeasyPrint is imported (`library`)."""

PATCHES: tuple[Patch, ...] = (*IMPORT, *FIXES, *FAST_PATHS, *OWN_WRITING, *WHILE, *INSTANCE, *COPIED)
"""All entries."""
