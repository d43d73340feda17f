"""All arithmetic of paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.measure import TRIMS, Length, Trim

UNITS = {"pt": 1, "in": 72, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75, "pc": 12}
SIZE = st.decimals(0, 5000, places=2)


@given(SIZE, st.sampled_from(sorted(UNITS)), st.sampled_from(["", " "]))
def test_a_length_is_read_in_its_unit(value: object, unit: str, space: str) -> None:
    assert Length.parse(f"{value}{space}{unit}").pt == pytest.approx(float(str(value)) * UNITS[unit])


@given(SIZE)
def test_a_bare_number_is_points(value: object) -> None:
    assert Length.parse(f"{value}").pt == pytest.approx(float(str(value)))


@given(st.text(max_size=8))
def test_what_is_no_length_is_refused_with_a_way_out(text: str) -> None:
    refusal = ""
    try:
        refusal = "" if Length.parse(text).pt >= 0 else "negative"
    except ValueError as error:
        refusal = str(error)
    assert not refusal or "12mm" in refusal


@pytest.mark.parametrize("text", ["", "-3pt", "1,5in", "12 furlongs", "1e3", "inf", "١٢pt", "12mm 3"])
def test_these_are_no_lengths(text: str) -> None:
    with pytest.raises(ValueError, match="not a length"):
        Length.parse(text)


@given(st.floats(0, 2000), st.floats(0, 2000))
def test_lengths_add_and_subtract(one: float, two: float) -> None:
    assert (Length(one) + Length(two)).pt == one + two
    assert (Length(one) - Length(two)).pt == one - two
    assert (Length(one) < Length(two)) == (one < two)


def test_a_length_speaks_every_unit() -> None:
    inch = Length.of(1, "in")
    assert (inch, inch.pt, inch.css) == (Length.of(25.4, "mm"), 72, "72pt")
    assert Length(1234567.891).css == "1234567.89pt"
    assert Length(0.001).css == "0pt"


@pytest.mark.parametrize("name", TRIMS)
def test_presets_are_read_by_name_in_any_case(name: str) -> None:
    assert Trim.parse(name) == Trim.parse(f" {name.upper()} ") == TRIMS[name]


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [
        ("120x190mm", 120, 190),
        ("120 × 190 mm", 120, 190),
        ("12cmx19cm", 120, 190),
        ("120mm x 19cm", 120, 190),
        ("5.5 x 8.5", 139.7, 215.9),
        ("5.5inx8.5in", 139.7, 215.9),
        ("140x210", 140, 210),
    ],
)
def test_any_size_can_be_asked_for(text: str, width: float, height: float) -> None:
    trim = Trim.parse(text)
    assert [trim.width.pt, trim.height.pt] == pytest.approx([Length.of(one, "mm").pt for one in (width, height)])


@pytest.mark.parametrize("text", ["", "a5x", "5.5", "1x1", "100x100in", "0x0", "200x100mm", "5.5*8.5", "5pt x 8pt"])
def test_no_press_trims_to_these(text: str) -> None:
    with pytest.raises(ValueError, match=r"trim"):
        Trim.parse(text)


@given(st.text(max_size=12))
def test_a_trim_is_read_or_refused(text: str) -> None:
    refusal = ""
    try:
        refusal = "" if Trim.parse(text).width.pt >= 3 * 72 else "too small"
    except ValueError as error:
        refusal = str(error)
    assert not refusal or "trim" in refusal
