"""Order, drafts, selections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.manuscript.order import arrange
from make_book.manuscript.selection import Selection, select
from make_book.manuscript.values import EpisodeHead, EpisodeSource, Order, SourceText
from make_book.model import PartialDate


def episode(name: str, number: int | None = None, date: str | None = None, *, draft: bool = False) -> EpisodeSource:
    parts = [int(part) for part in date.split("-")] if date else []
    head = EpisodeHead(number=number, date=PartialDate(*parts) if parts else None, draft=draft)
    return EpisodeSource(name, head, SourceText(f"episodes/{name}.md", "Text"))


def names(episodes: tuple[EpisodeSource, ...]) -> str:
    return "".join(one.name for one in episodes)


def test_numbers_go_before_dates_and_dates_before_names() -> None:
    numbered = [episode("a", 2, "2020-01-01"), episode("b", 1, "2020-01-02")]
    assert names(arrange(numbered, Order())[0]) == "ba"
    dated = [episode("a", None, "2020-02"), episode("b", None, "2020-01-31")]
    assert names(arrange(dated, Order())[0]) == "ba"
    assert names(arrange([episode("b"), episode("a")], Order())[0]) == "ab"


def test_the_author_may_choose_the_order() -> None:
    numbered = [episode("a", 2, "2020-01-01"), episode("b", 1, "2020-01-02")]
    assert names(arrange(numbered, Order(by="date"))[0]) == "ab"


def test_drafts_stay_out_unless_asked_for_and_leave_no_gap() -> None:
    episodes = [episode("a", 1), episode("b", 2, draft=True), episode("c", 3)]
    kept, out, findings = arrange(episodes, Order())
    assert (names(kept), names(out), [f.code for f in findings]) == ("ac", "b", ["MAN-064"])
    assert names(arrange(episodes, Order(), drafts=True)[0]) == "abc"


def test_a_first_number_that_is_missing_is_a_gap_only_if_it_was_expected() -> None:
    assert arrange([episode("a", 5)], Order())[2] == ()
    assert "numbers 1 to 4 are missing" in arrange([episode("a", 5)], Order(start=1))[2][0].message


def test_a_mistyped_number_makes_one_gap_not_a_million() -> None:
    (gap,) = arrange([episode("a", 1), episode("b", 999_999)], Order())[2]
    assert "2 to 999998" in gap.message


def test_a_month_does_not_disagree_with_a_day_in_it() -> None:
    assert arrange([episode("a", 1, "2020-10-13"), episode("b", 2, "2020-10")], Order())[2] == ()


@given(st.permutations([episode("a", 1), episode("b", 2, "2020"), episode("c"), episode("d", None, "2020-05")]))
def test_the_order_of_the_files_does_not_matter(episodes: list[EpisodeSource]) -> None:
    assert names(arrange(episodes, Order())[0]) == "abcd"


EPISODES = [episode(f"e{n}", n, f"2020-{n + 8:02d}-15") for n in range(1, 5)] + [episode("extra")]


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (Selection(), "e1e2e3e4extra"),
        (Selection(only=("2", "4")), "e2e4"),
        (Selection(only=("2-3", "extra")), "e2e3extra"),
        (Selection(only=("2020-10",)), "e2"),
        (Selection(only=("2020-10-15",)), "e2"),
        (Selection(first="3"), "e3e4"),
        (Selection(last="2020-10"), "e1e2"),
        (Selection(first="2020-10-16", last="3"), "e3"),
        (Selection(only=("extra.md",)), "extra"),
    ],
)
def test_a_selection_takes_numbers_ranges_dates_and_names(selection: Selection, chosen: str) -> None:
    episodes, findings = select(EPISODES, selection)
    assert (names(episodes), findings) == (chosen, ())


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [(Selection(only=("2020",)), "bc"), (Selection(first="2020"), "bcd"), (Selection(last="2020"), "abc")],
)
def test_a_lone_year_is_a_date_where_no_episode_has_a_number(selection: Selection, chosen: str) -> None:
    dated = (("a", "2019-12-31"), ("b", "2020-01-01"), ("c", "2020-12"), ("d", "2021-01-01"))
    episodes, findings = select([episode(name, date=date) for name, date in dated], selection)
    assert (names(episodes), findings) == (chosen, ())


@pytest.mark.parametrize(("first", "last"), [("4", "2"), ("2020-12-01", "2020-09"), ("2021-01", "2020-12-31")])
def test_a_selection_that_ends_before_it_begins_is_told_so(first: str, last: str) -> None:
    episodes, (finding,) = select(EPISODES, Selection(first=first, last=last))
    assert (episodes, finding.code) == ((), "MAN-065")
    assert f"its end, {last}, lies before its beginning, {first}" in finding.message
    assert finding.hints == (f"turn them round: --from {last} --to {first}",)


@pytest.mark.parametrize(("first", "last"), [("9", "9"), ("2019-10-20", "2019-10"), ("9", "2020-10")])
def test_a_selection_that_only_holds_nothing_is_not_said_to_be_backwards(first: str, last: str) -> None:
    _, (finding,) = select(EPISODES, Selection(first=first, last=last))
    assert finding.message == "no episode is in the selection"
