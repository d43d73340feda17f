"""A section knows the manuscript line of each of its words, whatever the template does with the text."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from make_book import xhtml
from make_book.compose import compose
from make_book.manuscript.sources import read
from make_book.model import Section, SourceMap
from make_book.pdf.layout_units import PrintJob, group_sections, make_units
from make_book.resources import BuildResources
from make_book.style_files import Styles, read_styles
from make_book.text.source_maps import offset_of, place_at, placed_lines
from make_book.typeset.sections import typeset
from pdf.edge import edge_book

FILE = "manuscript/episodes/001.md"
BLOCKS = (
    "{} words",
    "one\n*{}\nover* two {}",
    "- {}\n- {}\n  {}",
    "> {}\n> {}",
    "```\n{}\n\n{}\n```",
    "| {} | {} |\n|---|---|\n| {} | {} |",
    "::: verse\n{}\n{}\n\n{}\n:::",
    "<div>\n{}\n</div>",
    "Term {}\n: {}",
    "a[^1]\n\n[^1]: {}\n    {}\n\n    > {}",
    "A {}  \n{}\\\n{}",
    "# {}",
    "[{}]{{.term}} and []{{.index term=\"X\"}} {}",
)  # fmt: skip
"""Blocks of Markdown; each `{}` becomes a word unlike any other."""


def numbered(blocks: tuple[str, ...]) -> str:
    """Return an episode whose words are numbered: `w1q`, `w2q` …"""
    text, count = "---\ntitle: One\n---\n", 0
    for at, block in enumerate(blocks):
        gaps = block.count("{}")
        words = [f"w{count + number}q" for number in range(gaps)]
        count += gaps
        text += "\n" + block.format(*words).replace("[^1]", f"[^{at}]") + "\n"
    return text


def section_of(folder: Path, text: str, template: str | None = None, glossary: str = "") -> Section:
    episodes = folder / "manuscript" / "episodes"
    episodes.mkdir(parents=True, exist_ok=True)
    (folder / "manuscript" / "book.toml").write_text('[book]\ntitle = "T"\nlanguage = "en"\n')
    (episodes / "001.md").write_text(text, encoding="utf-8")
    if glossary:
        (folder / "manuscript" / "glossary.md").write_text(glossary)
    styles = read_styles()
    if template is not None:
        styles = Styles(MappingProxyType({**styles.files, "templates/episode.xhtml": template}), styles.own)
    sections = typeset(compose(read(folder).manuscript).book, styles, BuildResources(jobs=1))
    return next(section for section in sections if section.source == FILE)


def lines_of_words(section: Section) -> dict[str, int]:
    """Return the line of each numbered word, as the section knows it."""
    root = xhtml.parse_one(section.xhtml)
    pieces = placed_lines(root, section.source_map)
    return {word: piece.line for piece in pieces for word in piece.text.split() if word.endswith("q")}


def lines_in(text: str) -> dict[str, int]:
    """Return the line of each numbered word in the manuscript."""
    words = text.replace("*", " ").replace("|", " ").replace("[", " ").replace("]", " ").replace("\\", " ")
    return {
        word: number for number, line in enumerate(words.split("\n"), 1) for word in line.split() if word.endswith("q")
    }


@pytest.mark.parametrize("block", BLOCKS)
def test_every_word_of_a_block_has_its_line(block: str, tmp_path: Path) -> None:
    text = numbered((block, "Then {}.", block))
    assert lines_in(text)
    assert lines_of_words(section_of(tmp_path, text)) == lines_in(text)


@settings(max_examples=40)
@given(blocks=st.lists(st.sampled_from(BLOCKS), max_size=6))
def test_every_word_of_a_text_has_its_line(blocks: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    text = numbered(tuple(blocks))
    assert lines_of_words(section_of(tmp_path_factory.mktemp("book"), text)) == lines_in(text)


TEMPLATES = {
    "the text twice": '<section id="{{ episode.id }}">{{ text }}<p>words of mine</p>{{ text }}</section>',
    "the text in the text": '<section id="{{ episode.id }}"><p>x</p><div><div>{{ text }}</div></div></section>',
    "comments of its own": '<section id="{{ episode.id }}"><!-- x -->{{ text }}<!-- make-book: text z --></section>',
    "notes first": '<section id="{{ episode.id }}">{% for note in notes %}<aside id="{{ note.id }}">{{ note.xhtml }}'
    "</aside>{% endfor %}{{ text }}</section>",
    "other names": '<section id="{{ episode.id }}">{{ text | replace("<em>", "<i>" | safe)'
    ' | replace("</em>", "</i>" | safe) }}</section>',
}  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_a_template_may_put_the_text_where_it_likes(template: str, tmp_path: Path) -> None:
    text = numbered(BLOCKS)
    section = section_of(tmp_path, text, template)
    found = lines_of_words(section)
    assert found
    assert found.items() <= lines_in(text).items()
    assert "make-book: text 0" not in section.xhtml
    assert {piece.line for piece in placed_lines(xhtml.parse_one(section.xhtml), section.source_map)} >= {5, 7, 8}


def test_a_template_that_changes_how_many_elements_there_are_has_no_lines_rather_than_wrong_ones(
    tmp_path: Path,
) -> None:
    template = (
        '<section id="{{ episode.id }}">{{ text | replace("<em>", "<b><i>") | replace("</em>", "</i></b>") }}</section>'
    )
    section = section_of(tmp_path, numbered(BLOCKS), template)
    assert set(lines_of_words(section).values()) == {0}


def test_what_a_template_says_comes_from_no_line(tmp_path: Path) -> None:
    section = section_of(tmp_path, numbered(BLOCKS))
    pieces = list(placed_lines(xhtml.parse_one(section.xhtml), section.source_map))
    assert [piece.line for piece in pieces if piece.text in ("One", "Episode 1")] == [0, 0]


def test_a_text_that_is_linked_to_the_glossary_keeps_its_lines(tmp_path: Path) -> None:
    text = numbered(("An [ebb]{{.term}} {}\nand {}", "Then {}."))
    section = section_of(tmp_path, text, glossary="# Glossary\n\nEbb\n: It goes.\n")
    assert "glossary-link" in section.xhtml
    assert lines_of_words(section) == lines_in(text)


def test_the_finished_files_carry_no_places() -> None:
    for section in edge_book().sections:
        assert "data-line" not in section.xhtml
        assert "data-column" not in section.xhtml
        assert "make-book: " not in section.xhtml


def test_a_line_leads_to_its_words_and_its_words_to_the_line(tmp_path: Path) -> None:
    text = numbered(BLOCKS)
    section = section_of(tmp_path, text)
    root = xhtml.parse_one(section.xhtml)
    content = xhtml.text_content(root)
    for word, line in lines_in(text).items():
        assert place_at(root, section.source_map, content.index(word)) == (FILE, line)
        offset = offset_of(root, section.source_map, FILE, line)
        assert offset is not None
        assert place_at(root, section.source_map, offset) == (FILE, line)


def test_a_blank_line_leads_to_what_follows_and_the_end_to_the_last_words(tmp_path: Path) -> None:
    section = section_of(tmp_path, "---\ntitle: One\n---\n\nOne.\n\n\n\nTwo.\n")
    root = xhtml.parse_one(section.xhtml)
    content, places = xhtml.text_content(root), section.source_map
    assert offset_of(root, places, FILE, 6) == content.index("Two.")
    assert offset_of(root, places, FILE, 99) == content.index("Two.")
    assert offset_of(root, places, FILE, 1) == content.index("One.")
    assert offset_of(root, SourceMap(), FILE, 1) is None


def test_print_depends_on_no_line() -> None:
    book = edge_book()
    from make_book.clock import EARLIEST
    from make_book.pdf.geometry import draw_page
    from pdf.edge import SCREEN

    job = PrintJob(book.book, book.sections, SCREEN, book.styles, (), EARLIEST)
    units = list(make_units(job, group_sections(job), draw_page(SCREEN, 1), None))
    assert any(section.source_map.lines for section in book.sections)
    assert {section.source_map for unit in units for section in unit.sections} == {SourceMap()}
