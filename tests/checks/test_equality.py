"""The gate of faithfulness against deliberate damage: each kind is found, named, and placed."""

import io
import re
import zipfile
from typing import Literal

import pytest

from checks.small_book import FIRST, SECOND, SECTIONS, called, changed, packed, paragraph, printed, whole
from make_book.checks.equality import check_epub, check_pdf, check_text
from make_book.editions import PdfEdition
from make_book.findings import BookError
from make_book.manuscript.values import SourceText
from make_book.model import Division, Section
from sections import make_section

TEXT = (
    "---\ntitle: Day 1\n---\n\n"
    + "\n\n".join(called(paragraph(n), "[^a]", "[^b]") if n == 3 else paragraph(n) for n in range(1, 9))
    + "\n\n[^a]: The first of two meals.\n\n[^b]: He never goes on. See *Ledgers*, p. 4.\n"
)
PAPER = PdfEdition()
FILE = "manuscript/episodes/001.md"
SOURCE = SourceText(FILE, TEXT)

DAMAGE = {
    "a dropped paragraph": (whole(5), "", "Day 5"),
    "two words joined": ("before breakfast", "beforebreakfast", "beforebreakfast"),
    "a space lost behind a full stop": ("ledger. Nobody", "ledger.Nobody", "nobody"),
    "a word split": ("harbourmaster", "harbour master", "harbour"),
    "two paragraphs swapped": (f"{whole(5)}\n{whole(6)}", f"{whole(6)}\n{whole(5)}", "Day 5"),
    "a word lost in a note": ("of two meals", "of meals", "two"),
    "a word changed": ("lantern", "lamp", "lamp"),
}


def without_notes() -> tuple[Section, ...]:
    last = FIRST.xhtml.rindex("<aside")
    return changed(FIRST.xhtml[last : FIRST.xhtml.index("</section>", last)], "")


def damaged(kind: str) -> tuple[Section, ...]:
    old, new, _ = DAMAGE[kind]
    return changed(old, new)


def test_a_faithful_text_has_no_finding() -> None:
    assert check_text(SECTIONS, [SOURCE]) == ()


LIST = make_section(
    id="contents",
    kind="contents",
    title="Contents",
    place=Division.FRONT,
    language="en",
    text='<section id="contents" class="contents"><h1>Contents</h1><nav class="contents-list"><ol><li class="part">'
    '<a href="#part-1"><span class="entry-title">October</span></a><ol><li class="episode"><a href="#episode-001">'
    '<span class="entry-number">1</span> <span class="entry-title">Day one</span></a>'
    '<p class="entry-detail">Rosa</p></li></ol></li></ol></nav></section>',
)


@pytest.mark.parametrize("contents", ["full", "plain", "parts"])
def test_the_contents_are_compared_as_the_edition_sets_them(contents: Literal["full", "plain", "parts"]) -> None:
    edition = PdfEdition(contents=contents)
    part = make_section(
        "part-1", "part", "October", Division.BODY, "en", '<section id="part-1"><h1>October</h1></section>'
    )
    assert check_pdf((LIST, part, *SECTIONS), printed((LIST, part, *SECTIONS), edition=edition), edition) == ()


def test_a_file_that_became_no_section_is_found() -> None:
    (finding,) = check_text(SECTIONS, [SOURCE, SourceText("manuscript/foreword.md", "Words.")])
    assert (finding.code, str(finding.span)) == ("FTH-006", "manuscript/foreword.md")


def test_a_faithful_epub_has_no_finding() -> None:
    assert check_epub(SECTIONS, packed(SECTIONS)) == ()


@pytest.mark.parametrize("edition", [PdfEdition(), PdfEdition(profile="press", notes="end")], ids=["foot", "end"])
def test_a_faithful_pdf_has_no_finding(edition: PdfEdition) -> None:
    assert check_pdf(SECTIONS, printed(SECTIONS, edition=edition), edition) == ()


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_done_by_the_text_stages_is_found(kind: str) -> None:
    (finding,) = check_text(damaged(kind), [SOURCE])
    assert finding.code == "FTH-001"
    assert finding.span is not None
    assert (finding.span.file, finding.span.line is not None) == (FILE, True)
    assert DAMAGE[kind][2].lower() in finding.message.lower()


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_done_by_packing_is_found(kind: str) -> None:
    (finding,) = check_epub(SECTIONS, packed(damaged(kind)))
    assert finding.code == "FTH-002"
    assert "EPUB/text/episode-001.xhtml" in finding.message
    assert DAMAGE[kind][2].lower() in finding.message.lower()


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_done_by_printing_is_found(kind: str) -> None:
    (finding,) = check_pdf(SECTIONS, printed(damaged(kind)), PAPER)
    assert finding.code == "FTH-003"
    assert finding.span is not None
    assert finding.span.file == FILE
    assert re.search(r"found “[^”]+” \(page \d+\)", finding.message)
    assert DAMAGE[kind][2].lower() in finding.message.lower()


def test_a_note_lost_is_found_everywhere() -> None:
    assert [f.code for f in check_text(without_notes(), [SOURCE])] == ["FTH-001"]
    assert [f.code for f in check_epub(SECTIONS, packed(without_notes()))] == ["FTH-002"]
    assert [f.code for f in check_pdf(SECTIONS, printed(without_notes()), PAPER)] == ["FTH-003"]


def test_a_section_missing_or_out_of_order_is_found_in_the_epub() -> None:
    assert [f.code for f in check_epub(SECTIONS, packed((SECOND,)))] == ["FTH-004"]
    assert [f.code for f in check_epub(SECTIONS, packed((SECOND, FIRST)))] == ["FTH-004"]


def test_notes_cut_off_with_their_pages_stop_the_edition() -> None:
    with pytest.raises(BookError) as caught:
        printed(SECTIONS, css="html { height: 100% } h1 { padding-top: 7in }")
    assert "PDF-014" in {finding.code for finding in caught.value.findings}


@pytest.mark.parametrize("css", ["html { height: 50% }", ".text { float: left }"])
def test_pages_cut_off_by_a_style_sheet_stop_the_edition(css: str) -> None:
    with pytest.raises(BookError) as caught:
        printed(SECTIONS, css=css)
    lost = [finding for finding in caught.value.findings if finding.code == "PDF-014"]
    assert [str(finding.span) for finding in lost] == ["manuscript/episodes/001.md", "manuscript/episodes/002.md"]


def test_words_beyond_the_page_stop_the_edition_and_are_named() -> None:
    with pytest.raises(BookError) as caught:
        printed(
            changed("Day 5. ", f"<code>{'x' * 90}</code> "), css="code { overflow-wrap: normal; white-space: nowrap }"
        )
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.span)) == ("PDF-015", "manuscript/episodes/001.md")
    assert "xxxxx" in finding.message


@pytest.mark.parametrize("css", ["html { height: 400% }", "em { display: none }", "p { letter-spacing: 0.02em }"])
def test_text_that_is_all_there_or_hidden_on_purpose_stops_nothing(css: str) -> None:
    assert printed(SECTIONS, css=css)


def test_text_laid_over_the_page_without_a_tag_is_found() -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(printed((SECOND,)))) as pdf:
        page = pdf.pages[0]
        font = next(iter(page.Resources.Font.keys()))
        page.contents_add(pdf.make_stream(f"BT {font} 12 Tf 90 90 Td <00200021> Tj ET".encode()))
        out = io.BytesIO()
        pdf.save(out)
    codes = {finding.code for finding in check_pdf((SECOND,), out.getvalue(), PAPER)}
    assert codes == {"FTH-005"}


def test_files_that_are_none_are_findings() -> None:
    assert [f.code for f in check_epub(SECTIONS, b"not a zip")] == ["CHK-001"]
    assert [f.code for f in check_pdf(SECTIONS, b"not a PDF", PAPER)] == ["CHK-002"]


def test_files_that_are_damaged_inside_are_findings() -> None:
    import pikepdf

    epub = bytearray(packed(SECTIONS))
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        entry = archive.getinfo("META-INF/container.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    epub[start : start + entry.compress_size] = b"\xff" * entry.compress_size
    assert [f.code for f in check_epub(SECTIONS, bytes(epub))] == ["CHK-001"]
    with pikepdf.open(io.BytesIO(printed(SECTIONS))) as pdf:
        pdf.Root.Pages.Kids[0] = pikepdf.Dictionary(Type=pikepdf.Name.Nothing)
        out = io.BytesIO()
        pdf.save(out)
    assert {f.code for f in check_pdf(SECTIONS, out.getvalue(), PAPER)} == {"FTH-003"}
