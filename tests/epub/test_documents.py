import pytest

from make_book import xhtml
from make_book.epub.addresses import address
from make_book.epub.content_documents import DocumentPage, content_document, document
from make_book.epub.publication import Resource
from make_book.findings import Finding
from make_book.model import Division, Image
from sections import make_section

PICTURES = {"images/a b.png": Image("images/a-b-1.png", "image/png", b"", 30, 20)}


def set_in_file(text: str) -> tuple[Resource, tuple[Finding, ...]]:
    section = make_section(
        "one", "episode", "A <title>", Division.BODY, "de", f'<section id="one">{text}</section>', source="1.md"
    )
    where = address([("one", "one.xhtml", section.survey.ids), ("two", "two.xhtml", ("two",))])
    tree = xhtml.parse_one(section.xhtml)
    made = content_document(section, tree, where, PICTURES, title="Book", direction="ltr")
    return made.resource, made.findings


def words(text: str) -> str:
    return set_in_file(text)[0].data.decode()


def test_the_wrapper_names_language_title_style_and_matter() -> None:
    data = words("<p>x</p>")
    assert data.startswith('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns=')
    assert ' lang="de" xml:lang="de"' in data
    assert "<title>A &lt;title&gt;</title>" in data
    assert 'href="styles/book.css"' in data
    assert '<body class="episode" epub:type="bodymatter">\n<section id="one"><p>x</p></section>\n</body>' in data


def test_right_to_left_is_said_on_the_root() -> None:
    assert b' dir="rtl"' in document(DocumentPage("T", "ar", "<p></p>", direction="rtl"))


def test_links_lead_to_files_and_print_only_data_is_dropped() -> None:
    data = words('<a class="cross-reference" href="#two" data-target="two">Two</a>')
    assert '<a class="cross-reference" href="two.xhtml">Two</a>' in data


def test_a_dead_link_leaves_its_words_and_a_finding() -> None:
    resource, (finding,) = set_in_file('<p>see <a href="#gone">the <em>flood</em></a>!</p>')
    assert b"<p>see the <em>flood</em>!</p>" in resource.data
    assert (finding.code, str(finding.span)) == ("EPB-001", "1.md")
    assert "the flood" in finding.message


def test_a_dead_link_that_others_point_to_stays_as_their_target() -> None:
    assert '<span id="here">x</span>' in words('<p><a id="here" href="#gone" role="doc-noteref">x</a></p>')


def test_pictures_get_their_file_and_size() -> None:
    assert '<img src="images/a-b-1.png" alt="A" width="30" height="20"/>' in words(
        '<p><img src="images/a b.png" alt="A"/></p>'
    )


def test_a_missing_picture_leaves_its_words_and_a_finding() -> None:
    resource, (finding,) = set_in_file('<p><img src="images/gone.png" alt="A quay"/></p>')
    assert b'<span class="missing-picture">A quay</span>' in resource.data
    assert finding.code == "EPB-002"


def test_a_long_description_stands_in_the_same_file_or_is_not_claimed() -> None:
    picture = '<p><img src="images/a b.png" alt="A" aria-details="{}"/></p><p id="words">x</p>'
    kept, nothing = set_in_file(picture.format("words"))
    assert (b'aria-details="words"' in kept.data, nothing) == (True, ())
    lost, (finding,) = set_in_file(picture.format("two"))
    assert b"aria-details" not in lost.data
    assert finding.code == "EPB-001"


def test_every_language_is_said_for_html_and_for_xml() -> None:
    assert '<span lang="ru" xml:lang="ru">' in words('<p><span lang="ru">да</span></p>')


def test_an_aside_is_a_note_and_no_landmark() -> None:
    data = words('<aside class="addendum"><p>x</p></aside><aside role="doc-footnote" id="n"><p>y</p></aside>')
    assert '<aside class="addendum" role="note">' in data
    assert '<aside role="doc-footnote" id="n">' in data


@pytest.mark.parametrize(
    ("xml", "properties"),
    [
        ("<p>x</p>", ()),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>', ("svg",)),
        ('<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>', ("mathml",)),
    ],
)
def test_the_manifest_learns_of_drawings_and_formulas_in_the_text(xml: str, properties: tuple[str, ...]) -> None:
    assert set_in_file(xml)[0].properties == properties


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>evil()</script>",
        '<script src="https://evil.example/x.js"></script>',
        '<img src="https://evil.example/x.png" alt="x"/>',
        '<img src="images/a b.png" srcset="https://evil.example/x.png 2x" alt="x"/>',
        '<video src="https://evil.example/v" poster="https://evil.example/p"></video>',
        '<iframe src="https://evil.example/"></iframe>',
        '<object data="https://evil.example/"></object>',
        '<link rel="stylesheet" href="https://evil.example/x.css"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.example/x.png"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<use xlink:href="https://evil.example/x.svg#a"/></svg>',
        '<p style="background:url(https://evil.example/x.png)">x</p>',
        '<p onclick="evil()">x</p>',
        '<a href="javascript:evil()">x</a>',
    ],
)
def test_nothing_runs_and_nothing_is_fetched(hostile: str) -> None:
    assert "evil" not in words(hostile)


def test_a_drawing_may_still_refer_to_itself() -> None:
    inside = '<svg xmlns="http://www.w3.org/2000/svg"><path id="a"/><use href="#a"/></svg>'
    assert '<use href="#a"/>' in words(inside)


def test_head_cells_say_what_they_head() -> None:
    table = words("<table><thead><tr><th>a</th></tr></thead><tbody><tr><th>b</th><td>c</td></tr></tbody></table>")
    assert '<th scope="col">a</th>' in table
    assert '<th scope="row">b</th>' in table


def test_verse_letters_and_speakers_say_what_they_are() -> None:
    data = words('<div class="letter"><p class="salutation">Dear R.,</p></div><div class="verse"><p>x</p></div>')
    assert '<div class="letter" epub:type="z3998:letter">' in data
    assert 'epub:type="z3998:salutation"' in data
    assert '<div class="verse" epub:type="z3998:verse">' in data


@pytest.mark.parametrize(
    ("text", "plain"),
    [("4th of May.", True), ("“1997 was wet.”", True), ("“Words.”", False), ("Слова.", False), ("", True)],
)
def test_a_text_that_begins_with_a_figure_has_no_initial(text: str, plain: bool) -> None:
    assert ('class="no-initial"' in words(f'<div class="text"><p>{text}</p></div>')) is plain


def test_a_table_of_many_columns_can_be_moved_and_a_small_one_stays() -> None:
    row = "<tr>" + "<td>a</td>" * 5 + "</tr>"
    data = words(f"<div><table>{row}</table> tail <table><tr><td>b</td></tr></table></div>")
    assert f'<div class="wide-table" tabindex="0"><table>{row}</table></div> tail <table><tr><td>b</td>' in data
