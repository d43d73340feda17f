"""Letters on paper: small capitals in every language, thin spaces, hyphens, figures."""

from __future__ import annotations

import re
from functools import lru_cache

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from make_book.clock import EARLIEST
from make_book.model import Book, Division, Imprint
from make_book.pdf.pdf_edition import make_pdf
from make_book.style_files import read_styles
from make_book.typeset.fonts import text_faces
from pdf.edge import SCREEN, printed
from pdf.paper import objects, page_entries
from sections import make_section


@lru_cache(maxsize=8)
def page(language: str, xhtml: str) -> bytes:
    section = make_section(
        "dedication",
        "dedication",
        "D",
        Division.FRONT,
        language,
        f'<section id="dedication" class="bare" lang="{language}">{xhtml}</section>',
    )
    return make_pdf(
        Book(Imprint("T", language, "urn:x:1"), (), (), ()), (section,), SCREEN, read_styles(), EARLIEST
    ).data


def glyphs(data: bytes) -> set[str]:
    """Return the names of the glyphs of the first page's text, all of which are of the upright face."""
    names = TTFont(text_faces()[0].path).getGlyphOrder()
    found, within = set(), ""
    for step in pikepdf.parse_content_stream(objects(data).pages[0]):
        if str(step.operator) in {"BDC", "BMC"}:
            within = str(step.operands[0])
        elif str(step.operator) == "TJ" and within != "/Artifact":
            for piece in step.operands[0]:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    found |= {names[int.from_bytes(raw[at : at + 2], "big")] for at in range(0, len(raw), 2)}
    return found


@pytest.mark.parametrize("language", ["de", "de-AT", "en", "ru"])
def test_small_capitals_are_small_capitals_to_the_last_letter(language: str) -> None:
    made = page(language, "<h2>brief fünf off</h2>")
    assert page_entries(made)[0].text.replace(" ", "") == "brieffünfoff"
    assert {name for name in glyphs(made) if not name.endswith(".sc")} <= {"space"}


def test_figures_in_a_table_are_lining() -> None:
    text, table = page("en", "<p>1904</p>"), page("en", "<table><tr><td>1904</td></tr></table>")
    assert not glyphs(text) & glyphs(table)


def test_narrow_spaces_are_set_though_the_face_has_none() -> None:
    made = page("fr", "<p>Non\u202f! 12\u202f000</p>")
    assert "Non" in page_entries(made)[0].text
    assert ".notdef" not in glyphs(made)


def test_no_page_of_the_edge_book_shows_a_box_for_a_letter() -> None:
    for page_entry in page_entries(printed().data):
        assert not re.search("[\ufffd\x00]", page_entry.text), page_entry.label


def test_a_very_long_word_turns_over() -> None:
    opening = printed().page_map.anchors["episode-005"]
    text = "".join(page_entry.text for page_entry in page_entries(printed().data)[opening : opening + 4])
    assert re.sub(r"[\s\u2010-]", "", text).find("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk") > 0


def test_a_line_of_verse_that_turns_over_hangs() -> None:
    opening = printed().page_map.anchors["episode-005"]
    inks = [ink for page_entry in page_entries(printed().data)[opening : opening + 2] for ink in page_entry.inks]
    line = next(at for at, ink in enumerate(inks) if ink.text.startswith("and wrote us down"))
    assert inks[line + 1].left > inks[line].left + 15
    assert abs(inks[line + 2].left - inks[line].left) < 2


def test_columns_of_figures_are_set_to_the_right() -> None:
    opening = printed().page_map.anchors["episode-005"]
    inks = [ink for page_entry in page_entries(printed().data)[opening : opening + 2] for ink in page_entry.inks]
    rights = [ink.right for ink in inks if ink.text.strip() in {"1,204.5", "7.25", "88"}]
    assert len(rights) == 3
    assert max(rights) - min(rights) < 1
