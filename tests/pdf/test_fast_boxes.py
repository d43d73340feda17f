"""Boxes have the lengths and grounds that WeasyPrint gives them, though most are worked out once for a style."""

from __future__ import annotations

from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout import percent
from weasyprint.layout.background import Background

from make_book.pdf.layout.fast_paths import boxes
from pdf.typed import document


def test_boxes_get_the_lengths_that_weasyprint_gives_them() -> None:
    _, root = document()
    for box in root.descendants():
        one, other = box.copy(), box.copy()
        boxes.resolve_percentages(one, (300, 400))
        boxes._own_resolve(other, (300, 400))
        assert vars(one) == vars(other)


def test_boxes_are_as_wide_and_high_as_their_parts() -> None:
    _, root = document()
    for at, original in enumerate(root.descendants()):
        box = original.copy()
        boxes.resolve_percentages(box, (300, 400))
        box.width, box.height = 100.1 + at / 7, 17.3 + at / 3
        box.margin_left, box.margin_right, box.margin_top, box.margin_bottom = 0.1, 0.7, 1.1, 2.2
        wide = box.padding_width() + box.border_left_width + box.border_right_width
        high = box.padding_height() + box.border_top_width + box.border_bottom_width
        assert (box.border_width(), box.border_height()) == (wide, high)
        assert box.margin_width() == wide + box.margin_left + box.margin_right
        assert box.margin_height() == high + box.margin_top + box.margin_bottom


def test_a_style_with_percentages_is_resolved_anew_in_every_block() -> None:
    _, root = document()
    section = next(box for box in root.descendants() if box.element_tag == "section")
    widths = []
    for width in (100, 300):
        box = section.copy()
        boxes.resolve_percentages(box, (width, 50))
        widths.append(box.margin_left)
    assert widths == [3, 9]


def test_boxes_without_a_background_have_none() -> None:
    _, root = document()
    for box in root.descendants():
        if isinstance(box, LineBox):
            continue
        box.position_x = box.position_y = 0
        percent.resolve_percentages(box, (300, 400))
        one, other = box.copy(), box.copy()
        one.children = other.children = []
        boxes.layout_box_backgrounds(None, one, lambda **_: None)
        if not isinstance(one.background, Background):
            boxes._own_backgrounds(None, other, lambda **_: None)
            assert vars(one) == vars(other)


def test_in_flow_is_what_weasyprint_takes_to_be() -> None:
    _, root = document()
    box = next(box for box in root.descendants() if box.element_tag == "p").copy()
    for position in ("static", "relative", "absolute", "fixed", ("running()", "head"), ("note()", "n")):
        for float_ in ("none", "left", "right", "inline-start", "inline-end", "footnote"):
            box.style = {"position": position, "float": float_}
            outside = box.is_floated() or box.is_absolutely_positioned() or box.is_running()
            assert boxes.is_in_normal_flow(box) is not (outside or box.is_footnote() or box.is_note())
