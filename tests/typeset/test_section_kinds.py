"""Every kind of section has a name in every language, a meaning, and a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from make_book import locales, xhtml
from make_book.compose import compose
from make_book.manuscript.section_names import NAMES
from make_book.manuscript.sources import read
from make_book.model import Division, Section
from make_book.style_files import read_styles
from make_book.text.languages import language
from make_book.typeset.sections import typeset

TOML = '[book]\ntitle = "The Ferry"\nlanguage = "en"\n'


def made(root: Path, files: dict[str, str], toml: str = "") -> tuple[Section, ...]:
    texts = {"book.toml": TOML + toml, "episodes/001.md": "---\nnumber: 1\n---\n\nText\n"}
    for name, text in {**texts, **{f"{kind}.md": text for kind, text in files.items()}}.items():
        (root / "manuscript" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "manuscript" / name).write_text(text, encoding="utf-8")
    return typeset(compose(read(root).manuscript).book, read_styles())


@pytest.mark.parametrize("tag", sorted(locales.names()))
def test_every_section_has_a_name_of_its_own_in_every_language(tag: str) -> None:
    labels = [language(tag).label(name) for name in NAMES]
    assert all(labels)
    assert len(set(labels)) >= len(labels) - 2, "Spanish calls a foreword and a prologue the same, and what comes after"


@pytest.mark.parametrize(
    ("kind", "type_", "role"),
    [
        ("acknowledgements", "acknowledgments", "doc-acknowledgments"),
        ("prologue", "prologue", "doc-prologue"),
        ("epilogue", "epilogue", "doc-epilogue"),
        ("appendix", "appendix", "doc-appendix"),
        ("bibliography", "bibliography", "doc-bibliography"),
        ("about-the-author", None, None),
        ("also-by", None, None),
        ("praise", None, None),
    ],
)
def test_a_written_section_says_what_it_is(tmp_path: Path, kind: str, type_: str | None, role: str | None) -> None:
    section = next(one for one in made(tmp_path, {kind: "Words.\n"}) if one.kind == kind)
    root = xhtml.parse_one(section.xhtml)
    assert (root.get(xhtml.EPUB_TYPE), root.get("role")) == (type_, role)


def test_prologue_and_epilogue_belong_to_the_story(tmp_path: Path) -> None:
    sections = made(tmp_path, {"prologue": "Before.\n", "epilogue": "After.\n", "afterword": "Last.\n"})
    places = {one.kind: one.place for one in sections}
    assert places["prologue"] is places["epilogue"] is Division.BODY
    assert places["afterword"] is Division.BACK
    order = [one.kind for one in sections]
    assert order.index("prologue") + 1 == order.index("episode") == order.index("epilogue") - 1


def test_a_list_of_illustrations_leads_to_the_figures_with_captions(tmp_path: Path) -> None:
    (tmp_path / "manuscript/images").mkdir(parents=True)
    (tmp_path / "manuscript/images/a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>')
    text = '![x](images/a.svg "The quay")\n\n![y](images/a.svg)\n'
    lists = '[sections]\nfront = ["list-of-illustrations", "foreword"]\n'
    by_kind = {one.kind: one for one in made(tmp_path, {"foreword": text}, lists)}
    links = [link.get("href") for link in xhtml.elements(xhtml.parse_one(by_kind["list-of-illustrations"].xhtml), "a")]
    assert links == ["#foreword-figure-1"]
    assert 'id="foreword-figure-1"' in by_kind["foreword"].xhtml
