import msgspec
import pytest

from make_book import xhtml
from make_book.epub import accessibility
from make_book.epub.accessibility import Facts
from make_book.epub.publication import Resource


def facts(main: str, *files: bytes) -> Facts:
    resources = [Resource("images/x.gif", "image/gif", data) for data in files]
    tree = xhtml.parse_one(f"<section>{main}</section>")
    return accessibility.together((accessibility.facts(tree), accessibility.facts_of_pictures(resources)))


def said(book: Facts, name: str) -> list[str]:
    statements = accessibility.statements(book, "en")
    return [s.text for s in statements if dict(s.attributes)["property"] in {f"schema:{name}", name}]


def test_text_alone_is_textual_and_sufficient() -> None:
    book = facts("<h1>T</h1>")
    assert said(book, "accessMode") == ["textual"]
    assert said(book, "accessModeSufficient") == ["textual"]
    assert "alternativeText" not in said(book, "accessibilityFeature")
    assert "structuralNavigation" in said(book, "accessibilityFeature")


def test_described_pictures_can_be_seen_or_read() -> None:
    book = facts('<p><img src="a.png" alt="A quay"/></p>')
    assert said(book, "accessMode") == ["textual", "visual"]
    assert said(book, "accessModeSufficient") == ["textual", "textual,visual"]
    assert "alternativeText" in said(book, "accessibilityFeature")
    assert "structuralNavigation" not in said(book, "accessibilityFeature")


def test_one_picture_without_words_takes_every_claim_back_and_is_reported() -> None:
    book = facts('<p><img src="a.png" alt="A quay"/><img src="b.png"/></p>')
    assert said(book, "accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in said(book, "accessibilityFeature")
    assert [finding.code for finding in accessibility.findings(book)] == ["EPB-004"]
    assert said(book, "accessibilitySummary")[0].endswith("Not every picture is described in words.")


def test_ornaments_say_nothing_and_lack_nothing() -> None:
    assert facts('<p><img src="a.png" alt="" role="presentation"/></p>') == facts("<p></p>")


def test_an_empty_text_alternative_alone_does_not_make_an_ornament() -> None:
    assert facts('<p><img src="a.png" alt=""/></p>').undescribed == 1


def test_a_drawing_in_the_text_may_carry_its_words_inside() -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg">{}<path/></svg>'
    assert facts(drawing.format("<title>A quay</title>")).undescribed == 0
    assert facts(drawing.format("")).undescribed == 1


@pytest.mark.parametrize(
    ("main", "feature"),
    [
        ('<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>', "MathML"),
        ("<ruby>a<rt>b</rt></ruby>", "rubyAnnotations"),
        ('<p id="b"><img src="a.png" alt="A quay" aria-details="b"/></p>', "longDescription"),
        ('<p><span role="doc-pagebreak" id="p1"></span></p>', "pageBreakMarkers"),
        ('<section role="doc-index"></section>', "index"),
    ],
)
def test_features_are_named_only_when_they_are_there(main: str, feature: str) -> None:
    assert feature in said(facts(main), "accessibilityFeature")
    assert feature not in said(facts("<p></p>"), "accessibilityFeature")


def test_hazards_are_denied_unless_a_picture_moves() -> None:
    assert said(facts("<p></p>", b"GIF89a"), "accessibilityHazard") == ["none"]
    assert said(facts("<p></p>", b"GIF89a..NETSCAPE2.0"), "accessibilityHazard") == ["unknown"]


@pytest.mark.parametrize(("language", "spoken"), [("de-AT", "de"), ("ru", "ru"), ("fr", "fr"), ("nl", "en")])
def test_the_summary_speaks_the_books_language_or_says_that_it_is_english(language: str, spoken: str) -> None:
    found = accessibility.statements(Facts(), language)
    (summary,) = [s for s in found if dict(s.attributes)["property"] == "schema:accessibilitySummary"]
    assert dict(summary.attributes)["xml:lang"] == spoken


def test_no_conformance_is_claimed_that_nobody_has_certified() -> None:
    assert said(Facts(), "dcterms:conformsTo") == []


def test_every_fact_changes_what_is_said() -> None:
    plain = accessibility.statements(Facts(), "en")
    for field in msgspec.structs.fields(Facts):
        changed = msgspec.structs.replace(Facts(pictures=1), **{field.name: 1})
        assert accessibility.statements(changed, "en") != plain
