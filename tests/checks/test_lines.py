"""Runs of type are read in the order of their script."""

from __future__ import annotations

import pytest

from make_book.checks.lines import Run, Weaver, in_reading_order


def line(*texts: str, bottom: float = 0) -> list[Run]:
    """Return runs side by side from left to right, as they are drawn."""
    return [Run(text, 10.0 * at, bottom, 10.0 * at + 9, bottom + 10, 10) for at, text in enumerate(texts)]


def read(runs: list[Run]) -> str:
    weaver = Weaver()
    weaver.turn("page 1")
    for run in in_reading_order(runs):
        weaver.add(run, 1)
    return weaver.passages()[0].text


@pytest.mark.parametrize(
    ("drawn", "written"),
    [
        ([".", "שלום לכם סוף"], "שלום לכם סוף."),
        ([".", "סוף", " )1976( ", "וגם"], "וגם (1976) סוף."),
        (["כאן בסוף", " word ", "נכתב בהתחלה"], "נכתב בהתחלה word כאן בסוף"),
        (["סוף הדבר", " one", " – ", "two ", "ראש הדבר"], "ראש הדבר one – two סוף הדבר"),
        (["plain", " words"], "plain words"),
        (["said ", "שלום", " and went"], "said שלום and went"),
    ],
)
def test_a_line_is_read_in_the_direction_of_its_text(drawn: list[str], written: str) -> None:
    assert " ".join(read(line(*drawn)).split()) == " ".join(written.split())


def test_lines_from_right_to_left_are_read_one_after_another() -> None:
    runs = [*line(",", "ראשונה", bottom=20), *line(".", "שנייה", bottom=0)]
    assert [run.text for run in in_reading_order(runs)] == ["ראשונה", ",", "שנייה", "."]
