"""Faults of a book or of its own styles are reported, with their place, before or after the layout."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest

from make_book.clock import EARLIEST
from make_book.editions import PdfEdition
from make_book.findings import BookError
from make_book.manuscript.values import Config
from make_book.pdf.font_selection import unshowable
from make_book.pdf.pdf_edition import make_pdf
from make_book.pipeline import Options, typeset_book
from make_book.style_files import Styles, read_styles
from pdf.edge import SCREEN, edge_book
from pdf.paper import page_entries

SHORT = tuple(section for section in edge_book().sections if section.id in {"episode-003", "part-the-coast"})


def printed(styles: Styles | None = None, edition: PdfEdition = SCREEN) -> tuple[bytes, tuple[str, ...]]:
    made = make_pdf(edge_book().book, SHORT, edition, styles or read_styles(), EARLIEST)
    return made.data, tuple(f"{finding.span}: {finding.code}: {finding.message}" for finding in made.findings)


def house_with(name: str, text: str) -> Styles:
    styles = read_styles()
    return Styles(MappingProxyType({**styles.files, name: text}), frozenset({name}))


def book_with(folder: Path, episode: str, styles: dict[str, str] | None = None) -> Path:
    (folder / "manuscript" / "episodes").mkdir(parents=True)
    (folder / "manuscript" / "book.toml").write_text('[book]\ntitle = "Broken"\nlanguage = "en"\n')
    (folder / "manuscript" / "episodes" / "001.md").write_text(episode)
    for name, text in (styles or {}).items():
        (folder / "styles" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "styles" / name).write_text(text)
    return folder


def test_a_missing_glyph_is_named_with_its_line_before_anything_is_laid_out(tmp_path: Path) -> None:
    root = book_with(tmp_path, "---\ntitle: One\n---\n\nA line.\n\nThe sign 𒀭 is not ours.\n")
    book = typeset_book(root, Options())
    with pytest.raises(BookError) as caught:
        make_pdf(book.book, book.sections, SCREEN, book.styles, EARLIEST, manuscript=book.manuscript)
    (finding,) = caught.value.findings
    assert finding.code == "PDF-003"
    assert "'𒀭' (U+1202D CUNEIFORM SIGN AN)" in finding.message
    assert str(finding.span) == "manuscript/episodes/001.md:7:10"


def test_a_missing_glyph_that_is_not_in_the_text_still_has_its_file(tmp_path: Path) -> None:
    book = typeset_book(book_with(tmp_path, "---\ntitle: One 𒀭\n---\n\nText.\n"), Options())
    spans = [str(finding.span) for finding in unshowable(book.sections, book.manuscript)]
    assert spans == ["manuscript/episodes/001.md:2:1"]


def test_a_missing_glyph_of_the_imprint_is_reported_for_book_toml(tmp_path: Path) -> None:
    root = book_with(tmp_path, "---\ntitle: One\n---\n\nText.\n")
    (root / "manuscript" / "book.toml").write_text('[book]\ntitle = "T 𒀭"\nlanguage = "en"\n', encoding="utf-8")
    book = typeset_book(root, Options())
    (finding,) = unshowable(book.sections, book.manuscript)
    assert (finding.code, str(finding.span)) == ("PDF-003", "manuscript/book.toml:2:1")
    assert "other characters" in finding.hints[-1]


def test_a_setting_that_cannot_be_read_is_reported_for_book_toml() -> None:
    edge, edition = edge_book(), msgspec.structs.replace(SCREEN, trim="large")
    named = msgspec.structs.replace(edge.manuscript, config=Config(edge.book.imprint, "book.toml"))
    with pytest.raises(BookError) as caught:
        make_pdf(edge.book, SHORT, edition, edge.styles, EARLIEST, manuscript=named)
    assert str(caught.value.findings[0].span) == "book.toml"


def test_all_missing_glyphs_are_reported_at_once(tmp_path: Path) -> None:
    book = typeset_book(book_with(tmp_path, "---\ntitle: One\n---\n\n𒀭𒂗 and one more 𒀭.\n"), Options())
    (finding,) = unshowable(book.sections)
    assert "'𒀭' (U+1202D), '𒂗' (U+12097)" in finding.message


@pytest.mark.parametrize(
    ("key", "value"), [("trim", "large"), ("font_size", "11 feet"), ("leading", "x"), ("inner_margin", "wide")]
)
def test_a_setting_that_cannot_be_read_is_a_finding(key: str, value: str) -> None:
    edition = msgspec.structs.replace(SCREEN, **{key: value})
    with pytest.raises(BookError) as caught:
        printed(edition=edition)
    assert [finding.code for finding in caught.value.findings] == ["PDF-004"]


@pytest.mark.parametrize(
    ("css", "where"),
    [
        ("\n\np { colour: red }\n", "styles/print.css:3:5: PDF-002"),
        ("p { margin: 0 }\n@page { size: enormous }\n", "styles/print.css:2:9: PDF-002"),
        ("p { margin: 0 }\n\n   }\n", "styles/print.css:3:"),
    ],
)
def test_a_mistake_in_the_books_own_print_css_is_a_warning_with_its_line(css: str, where: str) -> None:
    _, findings = printed(house_with("print.css", css))
    assert [finding for finding in findings if finding.startswith(where)], findings


def test_a_picture_that_print_css_asks_for_elsewhere_is_not_fetched() -> None:
    css = "body { background: url(https://example.org/x.png) } @import url(file:///etc/passwd);"
    with pytest.raises(BookError) as caught:
        printed(house_with("print.css", css))
    assert {finding.code for finding in caught.value.findings} <= {"PDF-001", "PDF-002"}


def test_a_books_own_print_css_replaces_make_books() -> None:
    own, _ = printed(house_with("print.css", read_styles().text("print.css") + "\n.text p { font-size: 20pt }"))
    assert any(ink.size == pytest.approx(20, abs=0.01) for page_entry in page_entries(own) for ink in page_entry.inks)


@pytest.mark.parametrize(
    ("template", "code", "place"),
    [
        ("<section id='x'>\n{% if %}\n</section>", "TYP-001", "styles/templates/episode.xhtml:2"),
        ("<section id='x'>\n<p>{{ nobody }}</p>\n</section>", "TYP-001", "styles/templates/episode.xhtml:2"),
        (
            "<section id='x'>\n<p>\n{{ ''.__class__.__mro__ }}</p></section>",
            "TYP-001",
            "styles/templates/episode.xhtml:3",
        ),
        ("<section>\n{% include '/etc/passwd' %}</section>", "TYP-001", "styles/templates/episode.xhtml:2"),
        ("<section>\n{% include '../../book.toml' %}</section>", "TYP-001", "styles/templates/episode.xhtml:2"),
        ("<section>\n{{ 1 / 0 }}</section>", "TYP-001", "styles/templates/episode.xhtml:2"),
        ("<section>\n{{ episode.text.append(1) }}</section>", "TYP-001", "styles/templates/episode.xhtml:2"),
        ("<section>\n<p></section>", "TYP-002", "styles/templates/episode.xhtml"),
        ("no element at all", "TYP-002", "styles/templates/episode.xhtml"),
        ("<section>\n{{ localizer.label('no such word') }}</section>", "TYP-001", "styles/templates/episode.xhtml:2"),
    ],
)
def test_a_template_that_is_wrong_is_named_with_its_line(tmp_path: Path, template: str, code: str, place: str) -> None:
    root = book_with(tmp_path, "---\ntitle: One\n---\n\nText.\n", {"templates/episode.xhtml": template})
    with pytest.raises(BookError) as caught:
        typeset_book(root, Options())
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.span)[: len(place)]) == (code, place)


def test_a_fault_in_a_macro_names_the_file_of_the_macro(tmp_path: Path) -> None:
    macros = read_styles().text("templates/macros.xhtml").replace("{{ date.iso }}", "{{ date.nonsense }}")
    line = macros[: macros.index("{{ date.nonsense }}")].count("\n") + 1
    root = book_with(tmp_path, "---\ntitle: One\ndate: 2020-01-02\n---\n\nText.\n", {"templates/macros.xhtml": macros})
    with pytest.raises(BookError) as caught:
        typeset_book(root, Options())
    assert str(caught.value.findings[0].span) == f"styles/templates/macros.xhtml:{line}"


def test_a_template_is_replaced_by_name_and_the_others_stay(tmp_path: Path) -> None:
    template = '<section id="{{ episode.id }}"><h1>{{ heading }}</h1><div class="mine">{{ text }}</div></section>'
    root = book_with(tmp_path, "---\ntitle: One\n---\n\nText.\n", {"templates/episode.xhtml": template})
    sections = {section.kind: section.xhtml for section in typeset_book(root, Options()).sections}
    assert 'class="mine"' in sections["episode"]
    assert 'class="half-title"' in sections["half-title"]


def test_styles_that_are_links_out_of_the_book_are_not_read(tmp_path: Path) -> None:
    root = book_with(tmp_path / "book", "---\ntitle: One\n---\n\nText.\n")
    secret = tmp_path / "secret.css"
    secret.write_text("secret")
    (root / "styles").mkdir()
    (root / "styles" / "print.css").symlink_to(secret)
    assert read_styles(root / "styles").text("print.css") == read_styles().text("print.css")
    shutil.rmtree(root / "styles")
