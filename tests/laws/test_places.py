"""A finding names the line of its fault, whatever else the text holds; several equal faults are several findings.

Every code of compose, of the EPUB and of print whose fault stands in a text is tried with decoys before it: the
same letters in prose, in code, in a comment, in an address, and the same markup without the fault.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from make_book.compose import compose
from make_book.editions import EpubEdition
from make_book.epub.content import make_content
from make_book.findings import Finding
from make_book.manuscript.selection import Selection
from make_book.manuscript.sources import read
from make_book.manuscript.values import Manuscript
from make_book.model import Book, Section
from make_book.pdf.font_selection import unshowable
from make_book.pdf.footnote_places import judge_notes
from make_book.pdf.page_map import PageMap
from make_book.resources import BuildResources
from make_book.style_files import read_styles
from make_book.typeset.sections import typeset

FILE = "manuscript/episodes/001.md"
FRAMES = (
    "{}",
    "Words {} and words.",
    "- An item\n- {}",
    "> Said\n> {} so.",
    "| A | B |\n|---|---|\n| c | {} |",
    "Two\nlines, {}\nand more.",
    "# Head {}",
    "::: verse\nA line\n{}\n:::",
    "<div>\n\nIn {} it.\n\n</div>",
)
"""Blocks that a fault stands in; `{}` is the fault."""
NEUTRAL = ("Nothing here.", "```\nSome code\n\nmore\n```", "<!-- A\n\ncomment -->", "* * *", "Term\n: What it is")

SMALL = BuildResources(jobs=1)


class Fault:
    """A fault, what is like it but none, and how it is found in a manuscript."""

    def __init__(self, markup: str, decoys: tuple[str, ...], find: Callable[[Manuscript], tuple[Finding, ...]]) -> None:
        self.markup, self.decoys, self.find = markup, decoys, find


def hidden(markup: str) -> tuple[str, ...]:
    """Return `markup` where it is code or a comment."""
    blocks = ("`{}`", "```\n{}\n```", "<!-- {} -->", "Before <!-- {}\n-- > --> after")
    return tuple(block.replace("{}", markup) for block in blocks)


def in_compose(manuscript: Manuscript) -> tuple[Finding, ...]:
    return compose(manuscript).findings


def in_a_selection(manuscript: Manuscript) -> tuple[Finding, ...]:
    return compose(manuscript, Selection(only=("1",))).findings


def composed(manuscript: Manuscript) -> tuple[Book, tuple[Section, ...]]:
    book = compose(manuscript).book
    return book, typeset(book, read_styles(), SMALL)


def without_pictures(manuscript: Manuscript) -> tuple[Finding, ...]:
    book, sections = composed(manuscript)
    return make_content(replace(book, images=()), sections, EpubEdition(), SMALL).findings


def without_second_episode(manuscript: Manuscript) -> tuple[Finding, ...]:
    book, sections = composed(manuscript)
    rest = tuple(section for section in sections if section.id != "episode-002" and section.kind != "contents")
    return make_content(book, rest, EpubEdition(), SMALL).findings


def in_print(manuscript: Manuscript) -> tuple[Finding, ...]:
    return unshowable(composed(manuscript)[1], manuscript)


QUAY, HAN = "![A quay](images/quay.svg)", "𒀭"
FAULTS = {
    "MAN-051": Fault(
        "![A pier](images/gone.png)",
        ("images/gone.png", "[it](https://example.org/images/gone.png)", QUAY),
        in_compose,
    ),
    "MAN-053": Fault(
        "[him](episode:nobody)",
        ("episode:nobody", "[](episode:2)", "[him](https://example.org/episode:nobody)"),
        in_compose,
    ),
    "MAN-054": Fault("[there](episode:2)", ("episode:2", "[here](episode:1)"), in_a_selection),
    "MAN-055": Fault(
        'x[]{.index term="Ebb" see="Nobody"}',
        ("see=Nobody", 'x[]{.index term="Ebb"}', 'x[]{.index term="Nobody here"}'),
        in_compose,
    ),
    "MAN-056": Fault('x[]{.index term="Loop" see="Loop"}', ('x[]{.index term="Tide"}', "see Loop"), in_compose),
    "EPB-001": Fault(
        "[there](episode:2)",
        ("episode:2", "[here](episode:1)", "[out](https://example.org/)"),
        without_second_episode,
    ),
    "EPB-002": Fault(QUAY, ("images/quay.svg", "[it](https://example.org/images/quay.svg)"), without_pictures),
    "PDF-003": Fault(
        HAN,
        (f"[it](https://example.org/{HAN})", f"![{HAN}](images/quay.svg)", f"A <!-- {HAN}\nand {HAN} --> b"),
        in_print,
    ),
}


def write_book(folder: Path, text: str) -> Manuscript:
    """Return the manuscript of two episodes, the first of which is `text`."""
    episodes = folder / "manuscript" / "episodes"
    episodes.mkdir(parents=True, exist_ok=True)
    (folder / "manuscript" / "images").mkdir(exist_ok=True)
    (folder / "manuscript" / "images" / "quay.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"/>'
    )
    (folder / "manuscript" / "book.toml").write_text('[book]\ntitle = "T"\nlanguage = "en"\n')
    (episodes / "001.md").write_text(text, encoding="utf-8")
    (episodes / "002.md").write_text("---\ntitle: Two\n---\n\nTwo.\n", encoding="utf-8")
    return read(folder).manuscript


def decoys_of(fault: Fault) -> tuple[str, ...]:
    return (*fault.decoys, *(hidden(fault.markup) if fault.markup != HAN else ()), *NEUTRAL)


def laid(blocks: list[tuple[str, bool]], markup: str) -> tuple[str, list[int]]:
    """Return the text of an episode made of `blocks`, and the lines on which those that are faulty hold `markup`."""
    text, lines = "---\ntitle: One\n---\n", []
    for block, faulty in blocks:
        before, _, _ = block.partition("{}")
        if faulty:
            lines.append(f"{text}\n{before}".count("\n") + 1)
        text += "\n" + (block.replace("{}", markup) if faulty else block) + "\n"
    return text, lines


def found(code: str, folder: Path, text: str) -> list[int]:
    findings = FAULTS[code].find(write_book(folder, text))
    spans = [finding.span for finding in findings if finding.code == code]
    assert all(span is not None and span.file == FILE for span in spans)
    return sorted(span.line or 0 for span in spans if span)


def wanted(code: str, lines: list[int]) -> list[int]:
    """Return the lines that are named: of characters that no font shows only the first of a kind."""
    return lines[:1] if code == "PDF-003" else lines


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_after_each_of_its_decoys(code: str, frame: str, tmp_path: Path) -> None:
    fault = FAULTS[code]
    text, lines = laid([*((decoy, False) for decoy in decoys_of(fault)), (frame, True), (frame, True)], fault.markup)
    assert found(code, tmp_path, text) == wanted(code, lines)


@settings(max_examples=60)
@given(data=st.data())
def test_any_text_of_faults_and_decoys_has_a_finding_for_each_fault(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    code = data.draw(st.sampled_from(sorted(FAULTS)))
    fault = FAULTS[code]
    faulty = st.tuples(st.sampled_from(FRAMES), st.just(True))
    harmless = st.tuples(st.sampled_from(decoys_of(fault)), st.just(False))
    text, lines = laid(data.draw(st.lists(st.one_of(faulty, harmless), max_size=8)), fault.markup)
    assert found(code, tmp_path_factory.mktemp("book"), text) == wanted(code, lines)


def test_a_note_that_is_on_no_page_is_named_where_it_is_defined(tmp_path: Path) -> None:
    decoys = "`[^b]: no` c.\n\n```\n[^a]: no\n```\n"
    text = f"---\ntitle: One\n---\n\nA[^a] b[^b] {decoys}\n[^b]: Second.\n[^a]: First.\n    > Said.\n"
    _, sections = composed(write_book(tmp_path, text))
    findings = judge_notes(sections, PageMap((), {}, 0), "page")
    assert {finding.code for finding in findings} == {"PDF-005"}
    assert [finding.span and finding.span.line for finding in findings] == [12, 11]


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("---\nkicker: A @\n---\n\n# One @\n\nText @.\n", "2:1"),
        ("---\nkicker: A\n---\n\n# One @\n\nText @.\n", "5:1"),
        ("---\nkicker: A\n---\n\n# One\n\nText @ and @.\n", "7:6"),
    ],
)
def test_a_character_of_a_title_is_named_at_its_key_or_its_heading(head: str, place: str, tmp_path: Path) -> None:
    (finding,) = in_print(write_book(tmp_path, head.replace("@", HAN)))
    assert str(finding.span) == f"{FILE}:{place}"
    assert finding.message.endswith(f"{head.count('@')} times in all") is (head.count("@") > 1)
