"""Lines put together from words that are known are drawn as WeasyPrint draws them, byte for byte."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pydyf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.layout import inline
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

from make_book.pdf.layout.fast_paths import drawing
from make_book.pdf.layout.fast_paths.type_styles import type_of, wake
from pdf.test_fast_lines import lines
from pdf.typed import context, long_text, styles, texts

MATRIX = Matrix(d=-1, e=40.25, f=300.5)


def blank() -> Any:
    """Return a stream on which nothing is written."""
    return Stream({}, (0, 0, 9, 9), {"ExtGState": pydyf.Dictionary()}, {}, None, {}, None)


def box_of(layout: Any, style: Any) -> Any:
    return SimpleNamespace(text=layout.text, style=style, pango_layout=layout, baseline=10)


def drawn(stream: Any) -> Any:
    """Return what is written on `stream`, and what its fonts know of their glyphs, in order."""
    return stream.stream, [(key, font.hash, list(font.to_unicode.items())) for key, font in stream._fonts.items()]


def both(layout: Any, style: Any) -> tuple[Any, Any]:
    """Return what is drawn from known words, or None where that is left to WeasyPrint, and what that draws."""
    ours, own, box = blank(), blank(), box_of(layout, style)
    row = drawing._row(type_of(style), box) if layout.text.strip() else None
    if row is not None:
        drawing._write(ours, row, MATRIX)
    wake(layout, style)
    drawing._own_draw(own, box, "clip", "none", MATRIX)
    return drawn(ours) if row is not None else None, drawn(own)


@given(text=texts(), style=st.sampled_from(range(60)), spacing=st.floats(-2, 9) | st.sampled_from([0, 1, 2, 3.0]))
@settings(max_examples=300)
@pytest.mark.logs
def test_any_line_is_drawn_alike_whatever_its_spaces(text: str, style: int, spacing: float) -> None:
    chosen = styles()[style % len(styles())]
    layout = inline.create_layout(text[:90], chosen, context(), None, spacing)
    known, own = both(layout, chosen)
    assert known is None or known == own


@given(text=texts(), style=st.sampled_from(range(60)), width=st.floats(60, 420))
@settings(max_examples=100)
@pytest.mark.logs
def test_lines_of_a_paragraph_are_drawn_alike(text: str, style: int, width: float) -> None:
    chosen = styles()[style % len(styles())]
    for worked_out, line in lines(text, chosen, width):
        known, own = both((worked_out or line)[0], chosen)
        assert known is None or known == own


@pytest.mark.parametrize("language", ["en-GB", "de", "fr", "ru"])
def test_prose_is_drawn_from_known_words(language: str) -> None:
    style = next(style for style in styles() if style["lang"] == language)
    for seed in range(10):
        for spacing in (0, 1.25):
            layout = inline.create_layout(long_text(language, 9, seed), style, context(), None, spacing)
            known, own = both(layout, style)
            assert known == own


def test_words_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_MOST", 12)
    style = styles()[0]
    for seed in range(20):
        layout = inline.create_layout(long_text("en-GB", 9, seed), style, context(), None, 1.5)
        known, own = both(layout, style)
        assert known == own
        assert sum(map(len, drawing._kept.values())) <= 24


def test_a_line_that_ends_in_an_ellipsis_is_left_to_weasyprint() -> None:
    style, stream = styles()[0], blank()
    layout = inline.create_layout("one two three", style, context(), 30, 0)
    layout.reactivate(style)
    box = box_of(layout, style)
    drawing.draw_first_line(stream, box, "ellipsis", "none", MATRIX)
    own = blank()
    wake(layout, style)
    drawing._own_draw(own, box, "ellipsis", "none", MATRIX)
    assert drawn(stream) == drawn(own)
