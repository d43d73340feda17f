"""The file itself: what it says of the book, where one can go in it, and that it is always the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from make_book.checks.equality import check_pdf, check_text
from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.pdf.pdf_edition import make_pdf
from pdf.edge import EDITIONS, SCREEN, edge_book, printed
from pdf.paper import destinations, objects, outline

PRESS = EDITIONS["press"]
NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "prism": "http://prismstandard.org/namespaces/basic/3.0/",
}


@pytest.fixture(params=EDITIONS.values(), ids=list(EDITIONS))
def edition(request: pytest.FixtureRequest) -> PdfEdition:
    chosen: PdfEdition = request.param
    return chosen


def xmp(path: str) -> list[str]:
    packet = etree.fromstring(objects(printed().data).Root.Metadata.read_bytes())
    return [str(node.text) for node in packet.iterfind(f".//{path}", NAMES)]


def dictionaries() -> list[pikepdf.Dictionary]:
    return [entry for entry in objects(printed().data).objects if isinstance(entry, pikepdf.Dictionary)]


def test_no_edition_has_anything_to_say_against_the_edge_book(edition: PdfEdition) -> None:
    assert printed(edition).findings == ()


def test_the_words_of_the_pdf_are_those_of_the_book(edition: PdfEdition) -> None:
    assert check_pdf(edge_book().sections, printed(edition).data, edition) == ()


def test_the_words_of_the_book_are_those_of_the_manuscript() -> None:
    manuscript = edge_book().manuscript
    sources = [source.body for source in (*manuscript.episodes, *manuscript.matter)]
    assert check_text(edge_book().sections, sources) == ()


def test_the_outline_goes_from_parts_to_episodes(edition: PdfEdition) -> None:
    tree = outline(printed(edition).data)
    assert [title for title, _ in tree] == [
        "Before the Coast",
        "The Coast",
        "The Interior",
        "After the Interior",
        "Contributors",
        "Sources",
        "Image credits",
    ]
    under = {title: [name for name, _ in entries] for title, entries in tree}
    assert under["The Coast"][0::2] == ["1. Soundings", "3. A Short One"]
    assert under["The Interior"][-1] == "8. The Far End"
    assert not under["After the Interior"]


def test_every_section_is_a_named_destination(edition: PdfEdition) -> None:
    places = destinations(printed(edition).data)
    for section in edge_book().sections:
        assert places[section.id] == printed(edition).page_map.anchors[section.id]


def test_links_lead_where_they_say(edition: PdfEdition) -> None:
    pdf = objects(printed(edition).data)
    places = destinations(printed(edition).data)
    links = [link for page in pdf.pages for link in page.get("/Annots", [])]
    if edition.profile == "press":
        assert links == []
        return
    inside = [str(link.Dest) for link in links if "/Dest" in link]
    assert len(inside) > 15
    assert set(inside) <= places.keys()
    outside = {str(link.A.URI) for link in links if "/A" in link}
    assert "https://www.example.org/atlas/1/" in outside
    assert all(str(link.Contents) for link in links)


def test_the_file_says_title_authors_language_and_how_to_open_it() -> None:
    pdf = objects(printed().data)
    assert str(pdf.docinfo["/Title"]) == "The Edge of the Map: A Book of Hard Cases"
    assert str(pdf.docinfo["/Author"]) == "Ada Kremer; Jonas Öhler"
    assert str(pdf.docinfo["/CreationDate"]) == "D:20210301000000Z"
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.ViewerPreferences.Direction) == "/L2R"
    assert str(pdf.Root.PageLayout) == "/TwoPageRight"
    assert str(pdf.Root.PageMode) == "/UseOutlines"
    assert pdf.Root.MarkInfo.Marked


def test_a_print_edition_with_an_isbn_is_identified_by_it() -> None:
    book = edge_book()
    edition = PdfEdition(isbn="978-0-306-40615-7")
    moment = book_time(book.book.imprint.date, {})
    packet = objects(make_pdf(book.book, book.sections[:1], edition, book.styles, moment).data).Root.Metadata
    assert b"<dc:identifier>urn:isbn:9780306406157</dc:identifier>" in packet.read_bytes()


def test_the_metadata_packet_says_the_same() -> None:
    assert xmp("dc:title/rdf:Alt/rdf:li") == ["The Edge of the Map: A Book of Hard Cases"]
    assert xmp("dc:creator/rdf:Seq/rdf:li") == ["Ada Kremer", "Jonas Öhler"]
    assert xmp("dc:language/rdf:Bag/rdf:li") == ["en"]
    assert xmp("dc:identifier") == ["urn:uuid:0f2c6a3e-5d1b-5c7f-9a10-4b8e2d7c6a51"]
    assert xmp("dc:description/rdf:Alt/rdf:li") == [
        "An atlas of everything that is hard to set: <long> words & short lines."
    ]
    assert xmp("dc:publisher/rdf:Bag/rdf:li") == ["Margin & Sons"]
    assert xmp("xmp:CreateDate") == ["2021-03-01T00:00:00Z"]
    assert xmp("pdfuaid:part") == ["1"]
    assert xmp("prism:seriesTitle") == ["Hard Cases"]


def test_passages_in_another_language_say_so() -> None:
    languages = {(str(entry.S), str(entry.Lang)) for entry in dictionaries() if "/Lang" in entry and "/S" in entry}
    assert {("/Div", "de"), ("/Span", "ru"), ("/Div", "fr"), ("/Sect", "en")} <= languages


def test_running_heads_are_no_content(edition: PdfEdition) -> None:
    """ISO 14289-1 §7.8: running heads and folios are artifacts, so no tag reads them out."""
    page = objects(printed(edition).data).pages[printed(edition).page_map.anchors["episode-001"] + 1]
    margin_forms = page.obj.Resources.XObject.MarginBoxes.read_bytes()
    assert margin_forms.count(b"/Artifact") >= 2
    assert b"/Pagination" in margin_forms
    assert b"MCID" not in margin_forms
    assert b"/MarginBoxes Do" in b"".join(part.read_bytes() for part in page.obj.Contents)


def test_a_note_is_one_element_with_an_id() -> None:
    notes = [entry for entry in dictionaries() if entry.get("/S") == "/Note"]
    assert all(entry.P.S != "/Note" for entry in notes)
    assert len({str(entry.ID) for entry in notes}) == len(notes) == 16


def test_fonts_are_embedded_and_cut_to_what_is_used(edition: PdfEdition) -> None:
    fonts = {
        str(font.BaseFont): font.DescendantFonts[0].FontDescriptor
        for page in objects(printed(edition).data).pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert 2 <= len(fonts) <= 6
    for name, descriptor in fonts.items():
        assert name[7:8] == "+", name
        data = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
        assert data is not None, name
        assert len(data.read_bytes()) < 200_000, name


SCRIPT = """
import sys, hashlib
sys.path.insert(0, sys.argv[1])
from pdf.edge import printed
print(hashlib.sha256(printed().data).hexdigest())
"""


@pytest.mark.parametrize(
    ("seed", "zone", "locale"), [("1", "Pacific/Kiritimati", "C"), ("77", "America/Lima", "C.UTF-8")]
)
def test_the_same_book_is_the_same_bytes_everywhere(seed: str, zone: str, locale: str) -> None:
    here = hashlib.sha256(printed(SCREEN).data).hexdigest()
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
    environment.pop("SOURCE_DATE_EPOCH", None)
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, tests], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == here
