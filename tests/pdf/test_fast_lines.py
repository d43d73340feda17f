"""Lines broken by arithmetic end where WeasyPrint ends them, and are as wide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.layout import inline

from make_book.clock import book_time
from make_book.editions import PdfEdition
from make_book.pdf.layout.fast_paths import breaking
from make_book.pdf.layout.fast_paths.breaking import Call
from make_book.pdf.layout.fast_paths.measuring import find
from make_book.pdf.layout.fast_paths.type_styles import type_of
from make_book.pdf.pdf_edition import make_pdf
from make_book.pipeline import Options, typeset_book
from make_book.resources import BuildResources
from pdf.edge import EDITIONS, edge_book
from pdf.typed import context, long_text, styles, texts

ROOT = Path(__file__).parents[2]


def comparable(line: Any) -> Any:
    """Return all that WeasyPrint tells of a line."""
    layout = {name: value for name, value in vars(line[0]).items() if name != "make_book_found"}
    return layout, *line[1:]


def by_arithmetic(text: str, style: Any, around: Any, width: float | None) -> Any:
    """Return the line that is worked out without WeasyPrint; None where that is left to it."""
    found = find(type_of(style), text) if type_of(style).plain else None
    if found is None:
        return None
    return breaking._first_line(found, Call(text, style, around, width, 0, type_of(style)))


def own(text: str, style: Any, around: Any, width: float | None) -> Any:
    """Return the line that WeasyPrint finds, with our corrections."""
    return breaking._own_split(text, style, around, width, 0)


def lines(text: str, style: Any, width: float | None) -> Iterator[tuple[Any, Any]]:
    """Yield the lines of `text`: as they are worked out, and as WeasyPrint tells them."""
    around, rest = context(), text.lstrip(" ")
    while rest:
        line = own(rest, style, around, width)
        yield by_arithmetic(rest, style, around, width), line
        if line[2] is None:
            return
        rest = rest.encode()[line[2] :].decode().lstrip(" ")


widths = st.one_of(st.none(), st.floats(-20, 60), st.floats(40, 420), st.floats(300, 3000))


@given(text=texts(), style=st.sampled_from(range(60)), width=widths)
@settings(max_examples=400)
def test_any_text_in_any_type_breaks_alike(text: str, style: int, width: float | None) -> None:
    chosen = styles()[style % len(styles())]
    for worked_out, line in lines(text, chosen, width):
        assert worked_out is None or comparable(worked_out) == comparable(line)


@given(text=texts(), width=st.floats(100, 400), nudge=st.floats(-1.5, 1.5))
@settings(max_examples=120)
def test_a_line_that_only_just_fits_breaks_alike(text: str, width: float, nudge: float) -> None:
    style = styles()[0]
    line = own(text, style, context(), width)
    near = line[3] + nudge
    for worked_out, by_weasyprint in lines(text, style, near):
        assert worked_out is None or comparable(worked_out) == comparable(by_weasyprint)


@pytest.mark.parametrize("language", ["en-GB", "de", "fr", "ru"])
def test_most_lines_of_prose_are_worked_out(language: str) -> None:
    style = next(style for style in styles() if style["lang"] == language)
    found = [pair for seed in range(20) for pair in lines(long_text(language, 80, seed), style, 345.5)]
    assert all(worked_out is None or comparable(worked_out) == comparable(line) for worked_out, line in found)
    assert sum(worked_out is not None for worked_out, _ in found) > 0.8 * len(found)


def test_odd_types_are_left_to_weasyprint() -> None:
    usual = {
        "direction": ("ltr",),
        "overflow_wrap": ("normal", "break-word"),
        "word_break": ("normal",),
        "word_spacing": (0,),
    }
    odd = [style for style in styles() if any(style[name] not in values for name, values in usual.items())]
    odd += [
        style
        for style in styles()
        if style["white_space"] == "pre-wrap" or style["letter_spacing"] not in {"normal", 0}
    ]
    assert len(odd) >= 6
    assert all(by_arithmetic("one two", style, context(), 200) is None for style in odd)


@pytest.mark.parametrize(
    "text", ["שלום עולם", "soft\u00adhyphen", "two  spaces", "a\tb", "a\nb", "e\u0301", "a\u200bb", "水"]
)
def test_odd_texts_are_left_to_weasyprint(text: str) -> None:
    assert all(by_arithmetic(text, style, context(), 200) is None for style in styles())


class Watch:
    """Stands in for the breaking of lines, and compares."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.unlike: list[Any] = []

    def split(self, text: str, style: Any, around: Any, width: float | None, spacing: float, **named: Any) -> Any:
        line = breaking._own_split(text, style, around, width, spacing, **named)
        worked_out = by_arithmetic(text, style, around, width) if spacing == 0 else None
        self.seen["left" if worked_out is None else "worked out"] += 1
        if worked_out is not None and comparable(worked_out) != comparable(line):
            self.unlike.append((text, width, comparable(worked_out), comparable(line)))
        return line


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    assert styles()  # with which everything is in place
    watch = Watch()
    monkeypatch.setattr(inline, "split_first_line", watch.split)
    return watch


def print_book(root: Path, edition: PdfEdition) -> None:
    book = edge_book() if root == Path() else typeset_book(root, Options())
    moment = book_time(book.book.imprint.date, {})
    make_pdf(book.book, book.sections, edition, book.styles, moment, resources=BuildResources(jobs=1))


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=list(EDITIONS))
def test_every_line_of_the_edge_book_breaks_alike(edition: PdfEdition, watch: Watch) -> None:
    print_book(Path(), edition)
    assert watch.unlike == []
    assert watch.seen["worked out"] > 1000


def test_every_line_of_the_sample_breaks_alike(watch: Watch) -> None:
    print_book(ROOT, PdfEdition())
    assert watch.unlike == []
    assert watch.seen["worked out"] > 8 * watch.seen["left"]


@pytest.mark.parametrize("openings", ["page", "run-on"])
def test_every_line_of_a_real_diary_breaks_alike(openings: Any, watch: Watch, shared: Path, tmp_path: Path) -> None:
    episodes = tmp_path / "manuscript" / "episodes"
    episodes.mkdir(parents=True)
    entries = sorted((shared / "corpus" / "pepys-1660").glob("*.md"))[:40]
    for entry in entries:
        (episodes / entry.name).write_bytes(entry.read_bytes())
    (tmp_path / "manuscript" / "book.toml").write_text(
        '[book]\ntitle = "Diary"\nauthors = ["S. P."]\nlanguage = "en-GB"\nidentifier = "d"\n', "utf-8"
    )
    print_book(tmp_path, PdfEdition(openings=openings))
    assert watch.unlike == []
    assert watch.seen["worked out"] > 8 * watch.seen["left"]
