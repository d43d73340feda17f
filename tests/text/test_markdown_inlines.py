"""Text without a sign passes unread: no inline pattern could have matched it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from make_book.text.markdown.converter import _processor
from make_book.text.markdown.inlines import SIGN

ALPHABET = st.sampled_from(list("ab Ж0\n\t\"'!?.,:;-–—()]}>@#$%^=+|~/\x02\x03\u00a0"))


@given(st.lists(ALPHABET, max_size=40).map("".join).filter(lambda text: SIGN.search(text) is None))
def test_no_pattern_matches_text_without_a_sign(text: str) -> None:
    patterns = [pattern.getCompiledRegExp() for pattern in _processor().markdown.inlinePatterns]
    assert patterns
    assert [pattern.pattern for pattern in patterns if pattern.search(text)] == []


def test_each_pattern_names_a_sign() -> None:
    signs = ("`", "\\\\", "\\[", "<", "&", "\\*|_", "\\{", "  \\n")
    for pattern in _processor().markdown.inlinePatterns:
        assert any(sign in pattern.getCompiledRegExp().pattern for sign in signs)
