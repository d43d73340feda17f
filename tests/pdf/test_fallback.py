"""A character that no font shows is reported with a font that has it; in the book, that font is used."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from make_book.checks.equality import check_pdf
from make_book.clock import EARLIEST
from make_book.editions import EpubEdition, PdfEdition
from make_book.findings import BookError, Finding
from make_book.manuscript.values import NamedEdition
from make_book.pdf.layout_inputs import LayoutStyle
from make_book.pdf.pdf_edition import Printed, make_pdf
from make_book.pdf.print_options import PrintOptions
from make_book.pdf.stylesheet import load_fonts
from make_book.pipeline import Options, TypesetBook, make_edition, typeset_book
from make_book.resources import BuildResources
from make_book.style_files import read_styles
from make_book.typeset.fonts import faces_for, script_faces
from pdf.alike import differences
from pdf.edge import SCREEN
from pdf.fonts import as_woff2, make_font
from pdf.paper import objects

EPISODE = (
    "---\ntitle: {title}\n---\n\nPlain *words* and **bold** ones.[^1]\n\n## A heading\n\n{text}\n\n[^1]: A note.\n"
)
NAMED = PdfEdition(text_font="boxes")


class SmallCache:
    """A cache in memory that counts what it is given."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, entries: Mapping[str, bytes]) -> None:
        self.kept.update(entries)


def book_with(folder: Path, *texts: str, css: str = "", **fonts: bytes) -> Path:
    """Make a book of an episode for each text, with rules of its own and with `fonts`: `a_ttf` is a.ttf."""
    (folder / "manuscript" / "episodes").mkdir(parents=True)
    (folder / "manuscript" / "book.toml").write_text(
        '[book]\ntitle = "Signs"\nlanguage = "en"\nauthors = "Ida Marsh"\n'
    )
    for number, text in enumerate(texts, 1):
        path = folder / "manuscript" / "episodes" / f"{number:03}.md"
        path.write_text(EPISODE.format(title=f"Title {number}", text=text), encoding="utf-8")
    (folder / "styles" / "fonts").mkdir(parents=True)
    (folder / "styles" / "print.css").write_text(read_styles().text("print.css") + css, encoding="utf-8")
    for name, data in fonts.items():
        (folder / "styles" / "fonts" / name.replace("_", ".")).write_bytes(data)
    return folder


def typeset(root: Path) -> TypesetBook:
    return typeset_book(root, Options())


def printed(
    root: Path, edition: PdfEdition = SCREEN, resources: BuildResources | None = None, *, plain: bool = False
) -> Printed:
    book = typeset(root)
    resources = resources or BuildResources(jobs=1)
    return make_pdf(
        book.book,
        book.sections,
        edition,
        book.styles,
        EARLIEST,
        manuscript=book.manuscript,
        resources=resources,
        options=PrintOptions(plain),
    )


def refused(root: Path, edition: PdfEdition = SCREEN) -> tuple[Finding, ...]:
    with pytest.raises(BookError) as caught:
        printed(root, edition)
    return tuple(caught.value.findings)


def embedded(data: bytes) -> dict[str, tuple[int, str]]:
    """Return the fonts of a PDF: for each the hash of its file's place and its widths."""
    found = {}
    for page in objects(data).pages:
        for font in page.Resources.get("/Font", {}).values():
            cut = font.DescendantFonts[0]
            file = cut.FontDescriptor.get("/FontFile2") or cut.FontDescriptor.FontFile3
            widths = str([[*map(float, one)] if isinstance(one, list) else str(one) for one in cut.W.as_list()])
            found[str(font.BaseFont)] = (file.objgen[0], widths)
    return found


def families(data: bytes) -> set[str]:
    return {name.partition("+")[2].split("-")[0].rstrip(",") for name in embedded(data)}


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the fonts that are installed for other scripts."""
    monkeypatch.setattr("make_book.typeset.fonts.script_faces", lambda _="en": ())
    monkeypatch.setattr("make_book.pdf.font_selection.script_faces", lambda _="en": ())


@pytest.mark.usefixtures("no_extra")
def test_a_free_font_is_named_and_once_it_is_there_it_is_used(tmp_path: Path) -> None:
    root = book_with(tmp_path, "The sign 漢 and the knight ♞.")
    findings = refused(root)
    assert [(finding.code, str(finding.span)) for finding in findings] == [
        ("PDF-003", "manuscript/episodes/001.md:9:27"),
        ("PDF-003", "manuscript/episodes/001.md:9:10"),
    ]
    assert all("pip install 'make-book[scripts]'" in finding.hints[0] for finding in findings)
    assert "Noto Sans Symbols 2 has it: put its file into styles/fonts/" in findings[0].hints[1]
    assert "https://fonts.google.com/noto/specimen/Noto+Serif+SC" in findings[1].hints[1]
    (root / "styles" / "fonts" / "signs.ttf").write_bytes(make_font("Signs", "漢♞"))
    made, book = printed(root), typeset(root)
    assert made.findings == ()
    assert families(made.data) == {"Book", "Signs"}
    assert check_pdf(book.sections, made.data, SCREEN) == ()
    epub = make_edition(book, NamedEdition("epub", EpubEdition()), Options())
    assert not [finding for finding in epub.findings if "Signs" in finding.message]


def test_own_fonts_that_nobody_asks_for_are_not_embedded(tmp_path: Path) -> None:
    assert families(printed(book_with(tmp_path, "Plain.", a_ttf=make_font())).data) == {"Book"}


@pytest.mark.parametrize("name", ["a_ttf", "a_woff2"])
def test_print_css_calls_a_font_by_its_name(tmp_path: Path, name: str) -> None:
    font = make_font("Old Boxes")
    root = book_with(
        tmp_path,
        "Set in boxes.",
        css='.text p { font-family: "Old Boxes" }',
        **{name: font if name == "a_ttf" else as_woff2(font)},
    )
    made = printed(root)
    assert families(made.data) == {"Book", "Old"}
    assert made.findings == ()


def test_the_text_can_be_set_in_a_family_of_the_books_own(tmp_path: Path) -> None:
    root = book_with(tmp_path, "Words, Слова.", a_ttf=make_font())
    assert families(printed(root, NAMED).data) == {"Boxes", "Book"}
    assert families(printed(root, PdfEdition(text_font="EB Garamond")).data) == {"Book"}


def test_a_text_font_that_does_not_exist_is_reported_with_those_that_do(tmp_path: Path) -> None:
    root = book_with(tmp_path, "Words.", a_ttf=make_font("Boxes"))
    for family, hint in (("Boxs", "did you mean 'Boxes'?"), ("Zz", "put its files into styles/fonts/")):
        (finding,) = refused(root, PdfEdition(text_font=family))
        assert (finding.code, finding.hints[0]) == ("PDF-010", hint)


def test_a_file_that_is_no_font_stops_the_print_edition_only(tmp_path: Path) -> None:
    root = book_with(tmp_path, "Words.", bad_otf=b"no font")
    (finding,) = refused(root)
    assert (finding.code, str(finding.span)) == ("PDF-008", "styles/fonts/bad.otf")
    epub = make_edition(typeset(root), NamedEdition("epub", EpubEdition()), Options())
    assert epub.data


def test_a_font_that_may_not_be_embedded_is_doubted(tmp_path: Path) -> None:
    root = book_with(tmp_path, "The sign 漢.", a_ttf=make_font("Signs", "漢", restricted=True))
    assert [finding.code for finding in printed(root).findings] == ["PDF-009"]


def test_a_font_that_changes_in_place_changes_the_book(tmp_path: Path) -> None:
    cache = SmallCache()
    root = book_with(tmp_path, "Words.", a_ttf=make_font())
    path = root / "styles" / "fonts" / "a.ttf"
    first = printed(root, NAMED, BuildResources(cache, jobs=1)).data
    path.write_bytes(make_font(width=520))
    changed = printed(root, NAMED, BuildResources(cache, jobs=1)).data
    assert changed != first
    assert changed == printed(root, NAMED).data
    assert_widths_are_those_of_the_files(changed)
    path.write_bytes(make_font())
    assert printed(root, NAMED, BuildResources(cache, jobs=1)).data == first


def test_a_font_that_changes_while_the_book_is_made_stops_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(make_font())
    name = f"a-{'0' * 64}.ttf"
    with pytest.raises(BookError) as caught:
        load_fonts({name: str(path)})
    assert [finding.code for finding in caught.value.findings] == ["PDF-008"]
    assert (
        LayoutStyle((), {name: "x"}, "en", "T", links=True).fonts
        != LayoutStyle((), {"a.ttf": "x"}, "en", "T", links=True).fonts
    )


def assert_widths_are_those_of_the_files(data: bytes) -> None:
    checked = 0
    for page in objects(data).pages:
        for font in page.Resources.get("/Font", {}).values():
            cut = font.DescendantFonts[0]
            file = TTFont(io.BytesIO(cut.FontDescriptor.FontFile2.read_bytes()))
            for first, widths in zip(*[iter(cut.W.as_list())] * 2, strict=True):
                for glyph, width in enumerate(widths, int(first)):
                    advance = file["hmtx"][file.getGlyphName(glyph)][0]
                    assert abs(float(width) - advance * 1000 / file["head"].unitsPerEm) < 1
                    checked += 1
    assert checked > 20


OPTICAL = "h2 { font-size: 24pt } h3 { font-size: 40pt } .text em { font-variation-settings: 'wght' 550 }"


def test_every_size_of_an_optical_font_is_embedded_once_and_the_same_apart_and_whole(tmp_path: Path) -> None:
    texts = ("More *stressed* words, " * 30, "Other words. " * 40, "**Bold** at last.")
    root = book_with(tmp_path, *texts, css=OPTICAL, a_ttf=make_font(optical=True))
    one, two = (printed(root, NAMED, BuildResources(jobs=jobs)) for jobs in (1, 2))
    plain = printed(root, NAMED, BuildResources(jobs=1), plain=True)
    assert one.data == two.data
    assert (one.findings, plain.findings) == ((), ())
    assert differences(one.data, plain.data) == []
    cut, whole = embedded(one.data), embedded(plain.data)
    assert {name: widths for name, (_, widths) in cut.items()} == {name: widths for name, (_, widths) in whole.items()}
    assert len({file for file, _ in cut.values()}) == len(cut) >= 6
    assert all("fvar" not in TTFont(io.BytesIO(data)) for data in files(one.data))


def files(data: bytes) -> list[bytes]:
    pdf = objects(data)
    return [
        one.read_bytes()
        for one in {number: pdf.get_object(number, 0) for number, _ in embedded(data).values()}.values()
    ]


def test_an_optical_font_is_narrower_the_larger_it_is(tmp_path: Path) -> None:
    root = book_with(tmp_path, "aaaa", css=OPTICAL, a_ttf=make_font(optical=True))
    widths = [TTFont(io.BytesIO(data))["hmtx"].metrics for data in files(printed(root, NAMED).data)]
    assert len({tuple(sorted(table.items())) for table in widths}) == len(widths) >= 4


@pytest.mark.usefixtures("no_extra")
def test_of_many_letters_of_a_script_one_finding_says_all(tmp_path: Path) -> None:
    findings = refused(book_with(tmp_path, "海退得很慢，人们站在堤上看。海。\n\nMany 🎉 👍 and 𒀭."))
    assert len(findings) <= 5, "Chinese, its punctuation, emoji, cuneiform"
    chinese = next(finding for finding in findings if "海" in finding.message)
    assert "times in all" in chinese.message
    assert str(chinese.span) == "manuscript/episodes/001.md:9:1"


def test_with_the_extra_signs_emoji_and_scripts_are_printed(tmp_path: Path) -> None:
    text = "Won! 🎉 Thanks ❤️ → see ✓ and 👍🏽. 海退得很慢。 नमस्ते 안녕 こんにちは გამარჯობა"
    root = book_with(tmp_path, text)
    made, book = printed(root), typeset(root)
    assert made.findings == ()
    assert {"Noto Emoji", "Noto Serif SC"} <= {name.replace("-", " ") for name in spaced(made.data)}
    assert check_pdf(book.sections, made.data, SCREEN) == ()


def spaced(data: bytes) -> set[str]:
    return {name.partition("+")[2].rstrip(",") for name in embedded(data)}


def test_letters_that_scripts_share_are_of_the_books_language() -> None:
    if not script_faces():
        pytest.skip("make-book[scripts] is not installed")
    families = {"zh": "SC", "zh-TW": "TC", "zh-Hant": "TC", "ja": "JP", "ko": "KR", "en": "SC"}
    for language, family in families.items():
        assert faces_for("海", language=language)[-1].family == f"Noto Serif {family}"
