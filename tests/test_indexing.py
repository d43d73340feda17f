"""References in the index judged: what is told, and where there is nothing to tell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from make_book.compose.indexing import judge_marks
from make_book.model import IndexMark, SourceMap, Text


def codes(*marks: IndexMark, whole: bool = True) -> list[str]:
    return [finding.code for finding in judge_marks([(Text("", marks=marks), "e.md")], whole=whole)]


def test_a_reference_to_no_entry_is_told_of_where_it_is_written() -> None:
    body = '<p>O’Brien’s water<span id="b"></span><span id="a"></span></p>'
    source_map = SourceMap(("e.md",), (3, 3, 5), (1, 9, 24))
    marks = (IndexMark("a", ("Sea",), see="O’Brien’s water"),)
    (finding,) = judge_marks([(Text(body, marks=marks, source_map=source_map), "e.md")])
    assert (finding.code, str(finding.span)) == ("MAN-055", "e.md:5:24")


def test_in_a_part_of_the_book_the_entry_may_be_elsewhere() -> None:
    assert codes(IndexMark("a", ("Sea",), see="Ocean"), whole=False) == []


def test_entries_may_name_each_other_when_there_is_something_to_find() -> None:
    assert codes(IndexMark("a", ("Sea",), see_also="Ocean"), IndexMark("b", ("Ocean",), see_also="Sea")) == []
    assert codes(IndexMark("a", ("Sea",), see="Ocean"), IndexMark("b", ("Ocean",), see_also="Sea")) == []


def test_a_circle_of_any_length_is_told_of_at_each_of_its_references() -> None:
    terms = ["Sea", "Ocean", "Water", "Sea"]
    circle = [IndexMark(f"a{at}", (terms[at],), see=terms[at + 1]) for at in range(3)]
    assert codes(*circle) == ["MAN-056"] * 3
    assert codes(*circle, IndexMark("b", ("Water", "salt"))) == []


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=8))
def test_whoever_follows_references_without_a_finding_arrives(pairs: list[tuple[str, str]]) -> None:
    marks = [IndexMark(f"{at}", (start,), see=end) for at, (start, end) in enumerate(pairs)]
    if "MAN-056" not in codes(*marks):
        onward = {start: {end for begin, end in pairs if begin == start} for start, _ in pairs}
        for _ in range(len(pairs) + 1):
            onward = {start: ends for start, ends in onward.items() if ends & onward.keys()}
        assert onward == {}
