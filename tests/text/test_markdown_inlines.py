"""A pattern is passed over only where it could not have matched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from make_book.text.markdown.converter import _processor
from make_book.text.markdown.inlines import SIGN, sign_of

PIECES = st.sampled_from(
    [
        *"ab Ж0\n\t\"'!?.,:;-–()]}>@#$%^=+|~/\x02\x03\u00a0`\\[<&*_{",
        "  \n",
        "![",
        "[^n]",
        "](u)",
        "&amp;",
        "<b>",
        "{.c}",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)
PATTERNS = [pattern.getCompiledRegExp() for pattern in _processor().markdown.inlinePatterns]


@given(TEXTS)
def test_no_pattern_matches_text_without_its_sign(text: str) -> None:
    found = [pattern.pattern for pattern in PATTERNS if pattern.search(text)]
    assert [pattern for pattern in found if sign_of(pattern) not in text] == []
    assert not found or SIGN.search(text)


def test_nearly_every_pattern_has_a_sign() -> None:
    unsigned = [pattern.pattern for pattern in PATTERNS if not sign_of(pattern.pattern)]
    assert unsigned == [r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)", r"\*|_"]
