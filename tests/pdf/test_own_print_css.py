"""What a book's own `print.css` may ask for: sections and the whole document agree, and the pages do what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

import gates
from make_book.editions import PdfEdition
from make_book.findings import BookError
from make_book.pdf import margin_boxes
from pdf.alike import differences, maps_differ
from pdf.loose import SMALL, loose, loose_book, print_loose
from pdf.paper import PrintedPage, objects, page_entries

RUN_ON = PdfEdition(trim="5x8", inner_margin="0.75in", openings="run-on", notes="end")
INCH, MM = 72.0, 72.0 / 25.4
BLEED = """
@page { bleed: 3mm; marks: crop cross }
@page full { margin: 0 }
.map { page: full; break-before: page; break-after: page }
.map figure, .map figcaption { margin: 0 }
.map img { width: 5.5in !important; height: 8.5in !important; margin: -0.2in }"""
SIZES = """
@page map { size: 11in 8.5in; margin: 0.5in }
.map { page: map }
section.episode:not(.first-body) { page: wide }
@page wide { size: 6in 9in }"""
RUNNING = """
.runner { position: running(runner); color: #800 }
.text .runner em { font-weight: 600 }
.runner img { height: 6pt !important; width: 12pt !important; display: inline }
h2 { string-set: sub content() }
@page {
  @top-left { content: none } @top-right { content: none } @bottom-center { content: none }
  @top-center { content: element(runner) } @top-right { content: element(runner, last) }
  @top-left { content: element(runner, first-except) }
  @bottom-left { content: string(sub, first) "|" string(sub, last) }
  @bottom-right { content: string(sub, start) "|" string(sub, first-except) }
}"""
PAGES = """
@page {
  background: #eef; border: 1pt solid #00f; padding: 3pt;
  @bottom-left { content: counter(page) " of " counter(pages) }
}
@page :left { background: #fee url("book:images/bay.png") no-repeat top left }
@page :first { @bottom-right { content: "FIRST" } }
@page :blank { @bottom-right { content: "BLANK" } }
@page :nth(2n) { @left-middle { content: "SECOND" } }
@page :nth(3 of episode) { @bottom-right { content: "THIRD" } }
.to-left { break-before: left } .to-right { break-before: recto }"""
SIDES = """
@page :left { margin: 0.6in 0.5in 0.8in 1.2in }
@page :right { margin: 0.6in 0.5in 0.8in 0.6in }
.to-left { break-before: verso } .to-right { break-before: right; break-after: left }
.text { break-before: auto } section.matter, section.afterword { break-before: left }"""
BLOCKS = """
@page episode:left { margin-left: 1.5in }
@page back:left { margin-right: 1.4in }
@page { @footnote { border-top: 1pt solid #800; padding-top: 1rlh; background: #eee; max-height: 20rlh } }
table { break-inside: auto }
.faint { opacity: 0.5 } .tilted { transform: rotate(3deg); font-weight: 600 }"""
SHEETS: dict[str, tuple[str, PdfEdition]] = {
    "bleed": (BLEED, SMALL),
    "sizes": (SIZES, SMALL),
    "running": (RUNNING, SMALL),
    "running, run on": (RUNNING, RUN_ON),
    "pages": (PAGES, SMALL),
    "sides": (SIDES, SMALL),
    "blocks": (BLOCKS, SMALL),
}


@pytest.mark.parametrize(("css", "edition"), SHEETS.values(), ids=list(SHEETS))
def test_sections_laid_out_apart_look_like_the_whole_document(css: str, edition: PdfEdition) -> None:
    resources, plain = loose(css, edition), loose(css, edition, plain=True)
    assert differences(resources.data, plain.data) == []
    assert maps_differ(resources.page_map, plain.page_map) == []
    assert resources.findings == plain.findings == ()


def test_margin_boxes_are_the_same_whatever_the_batches_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(margin_boxes, "BATCH", 3)
    small = print_loose(RUNNING + PAGES, SMALL, plain=False)
    assert differences(small.data, loose(RUNNING + PAGES).data) == []


def pages(css: str, section: str | None = None, edition: PdfEdition = SMALL) -> list[PrintedPage]:
    """Return the pages of the book, or of one section."""
    printed = loose(css, edition)
    pairs = zip(page_entries(printed.data), printed.page_map.page_entries, strict=True)
    return [page_object for page_object, page_entry in pairs if section in (None, page_entry.section)]


def margin_forms(page_entry: PrintedPage) -> str:
    """Return what stands in the margins, without spaces: these are no glyphs where pieces of a line meet."""
    return "".join("".join(ink.text for ink in page_entry.inks if ink.artifact).split())


def test_a_page_left_empty_before_a_break_carries_nothing() -> None:
    css = ".to-left { break-before: left } .to-right { break-before: recto }"
    empty = [
        page_entry
        for page_entry in pages(css)
        if not any(ink.text.strip() for ink in page_entry.inks if not ink.artifact)
    ]
    assert len(empty) >= 2
    assert {margin_forms(page_entry) for page_entry in empty} == {""}


def test_bleed_is_around_the_trim_of_every_page() -> None:
    printed = loose(BLEED)
    for page in objects(printed.data).pages:
        left, bottom, right, top = map(float, page.MediaBox)
        assert (right - left, top - bottom) == pytest.approx((5 * INCH + 6 * MM, 8 * INCH + 6 * MM), abs=0.01)
        assert [float(value) for value in page.TrimBox] == pytest.approx(
            [left + 3 * MM, bottom + 3 * MM, right - 3 * MM, top - 3 * MM], abs=0.01
        )


def test_a_full_page_picture_runs_into_the_bleed() -> None:
    pictures = list(_wide_pictures(loose(BLEED).data))
    assert len(pictures) == 1
    for picture, trim in pictures:
        assert picture[0] < trim[0] - 2 * MM
        assert picture[2] > trim[2] + 2 * MM
        assert picture[3] > trim[3] + 2 * MM


def _wide_pictures(data: bytes) -> Iterator[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Yield the pictures that are wider than their page's trim, with that."""
    for page in pypdfium2.PdfDocument(data):
        trim = page.get_trimbox()
        for thing in page.get_objects(max_depth=1):
            box = thing.get_bounds()
            if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE and box[2] - box[0] > trim[2] - trim[0]:
                yield box, trim


def test_pages_of_several_sizes_stand_in_one_book() -> None:
    sizes = {(page_entry.width / INCH, page_entry.height / INCH) for page_entry in pages(SIZES, "episode-001")}
    assert sizes == {(5, 8), (11, 8.5)}
    assert {(page_entry.width / INCH, page_entry.height / INCH) for page_entry in pages(SIZES, "episode-002")} == {
        (6, 9)
    }
    assert {(page_entry.width / INCH, page_entry.height / INCH) for page_entry in pages(SIZES, "afterword")} == {(5, 8)}


@pytest.mark.parametrize("edition", [SMALL, RUN_ON], ids=["new page", "run on"])
def test_running_elements_and_strings_say_what_was_last_on_their_page(edition: PdfEdition) -> None:
    heads = [page_entry for page_entry in pages(RUNNING, edition=edition) if "The third heading" in page_entry.text]
    following = pages(RUNNING, edition=edition)[heads[0].number + 1 :]
    assert len(heads) == 1
    assert "thirdkind" in margin_forms(following[0])
    assert all("Thethirdheading|Thethirdheading" in margin_forms(page_entry) for page_entry in following)
    assert not any("Run of the" in page_entry.text for page_entry in pages(RUNNING, edition=edition))


def test_first_and_last_and_all_but_the_first_differ_on_a_page_that_sets_twice() -> None:
    (page,) = [
        page_entry
        for page_entry in pages(RUNNING)
        if {"first", "second"} <= set(page_entry.text.split()) and "heading" in page_entry.text
    ]
    said = margin_forms(page)
    assert "Thefirstheading|Thesecondheading" in said


def test_pages_are_counted_and_chosen_by_their_place() -> None:
    every = pages(PAGES)
    said = [margin_forms(page_entry) for page_entry in every]
    assert [number for number, text in enumerate(said) if "FIRST" in text] == [0]
    blanks = [page_entry.blank for page_entry in loose(PAGES).page_map.page_entries]
    assert any(blanks)
    assert ["BLANK" in text for text in said] == blanks
    assert all(f"of{len(every)}" in text for text in said)
    assert [number for number, text in enumerate(said) if "SECOND" in text] == list(range(1, len(every), 2))
    assert sum("THIRD" in text for text in said) >= 2


def test_every_page_has_its_background() -> None:
    document = pypdfium2.PdfDocument(loose(PAGES).data)
    corners = [page.render(scale=0.2).to_pil().convert("RGB").getpixel((70, 100)) for page in document]
    assert set(corners[::2]) == {(238, 238, 255)}
    assert set(corners[1::2]) == {(255, 238, 238)}


@pytest.mark.parametrize("css", [SIDES, BLOCKS], ids=["all", "named"])
def test_text_keeps_to_the_margins_of_its_side(css: str) -> None:
    widths: dict[bool, set[float]] = {True: set(), False: set()}
    for page_entry in pages(css, "episode-004"):
        texts = [ink for ink in page_entry.inks if not ink.artifact]
        widths[page_entry.recto].add(round(min(ink.left for ink in texts) / INCH, 1))
    left, right = {SIDES: (1.2, 0.6), BLOCKS: (1.5, 0.8)}[css]
    assert widths == {True: {right}, False: {left}}


def test_breaks_within_a_section_open_on_the_side_they_ask_for() -> None:
    on = {
        page_entry.recto
        for page_entry in pages(SIDES)
        for word in ("On a recto", "On the next recto")
        if word in page_entry.text
    }
    assert on == {True}
    assert [page_entry.recto for page_entry in pages(SIDES) if "On a verso" in page_entry.text] == [False]


def test_the_head_of_a_table_is_repeated_and_read_once() -> None:
    heads = [page_entry for page_entry in pages(BLOCKS) if any(ink.text.strip() == "Boats" for ink in page_entry.inks)]
    assert len(heads) > 1
    assert sum("Hour Boats" in page_entry.text for page_entry in heads) == 1


def test_a_picture_of_two_sections_is_in_the_file_once() -> None:
    pictures = [thing for thing in objects(loose("").data).objects if _is_picture(thing)]
    shown = [(int(picture.Width), int(picture.Height), picture.read_raw_bytes()) for picture in pictures]
    assert len(shown) == len(set(shown))
    uses = sum("images/bay.png" in section.xhtml for section in loose_book().sections)
    assert uses > 1


def _is_picture(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"


def test_no_two_elements_of_the_tree_have_one_id() -> None:
    ids = list(_ids(objects(loose(BLOCKS).data).Root.StructTreeRoot))
    assert len(ids) == len(set(ids)) > 2


def _ids(element: Any) -> Iterator[str]:
    if "/ID" in element:
        yield str(element.ID)
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") not in ("/MCR", "/OBJR"):
            yield from _ids(kid)


@lru_cache(maxsize=1)
def all_at_once() -> bytes:
    return loose(BLEED + RUNNING + PAGES + BLOCKS).data


@pytest.mark.gate
def test_no_reader_of_pdf_ua_finds_an_error(tmp_path: Path) -> None:
    path = tmp_path / "loose.pdf"
    path.write_bytes(all_at_once())
    assert gates.qpdf(path) == ()
    assert gates.verapdf(path) == ()
    assert gates.page(path) == ()
    assert [finding for finding in gates.outloud(path) if finding.code == "CHK-032"] == []


def test_pictures_that_the_style_sheet_names_are_grey_in_the_press_profile() -> None:
    printed = loose('@page { background: url("book:images/bay.png") }', PdfEdition(trim="5x8", profile="press"))
    assert {str(thing.ColorSpace) for thing in objects(printed.data).objects if _is_picture(thing)} == {"/DeviceGray"}


def test_a_size_that_depends_on_the_count_of_pages_is_refused() -> None:
    with pytest.raises(BookError) as caught:
        loose("@page :nth(2n) { margin-left: 2in }")
    assert {finding.code for finding in caught.value.findings} == {"PDF-012"}
