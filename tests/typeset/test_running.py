"""Titles shortened for the running head: at a word, by rule, never too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.typeset.running_titles import LONGEST, running_title

WORD = st.text("abcdefgHIJ.,:;?!–", min_size=1, max_size=12)


@given(st.lists(WORD, min_size=1, max_size=16), st.integers(14, 60))
def test_a_running_title_is_never_longer_than_asked_and_cuts_no_word(words: list[str], longest: int) -> None:
    title = " ".join(words)
    short = running_title(title, longest)
    assert len(short) <= longest
    kept = short.removesuffix("…").split()
    if kept:
        assert kept[:-1] == words[: len(kept) - 1]
        assert words[len(kept) - 1].startswith(kept[-1])
        # Only punctuation may be taken from the last word.
        assert not words[len(kept) - 1].removeprefix(kept[-1]).strip(".,:;?!–")


@given(st.text(max_size=LONGEST))
def test_a_title_that_fits_stays(title: str) -> None:
    assert running_title(title) == title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("The Tide Clerk: or, How Everybody Learned to Count the Boats", "The Tide Clerk"),
        ("Who Has Moved the Water? A Question for the Whole Harbour Office", "Who Has Moved the Water?"),
        ("The Water – An Account of What Happened in the Harbour", "The Water – An Account of What Happened in…"),
        ("Dr. Anker Complains in Writing About the Harbour Office", "Dr. Anker Complains in Writing About the…"),
        ("A Title Without Any Points That Goes On and On, and On", "A Title Without Any Points That Goes On and On"),
    ],
)
def test_titles_are_shortened_as_an_editor_would(title: str, short: str) -> None:
    assert running_title(title, 46) == short
