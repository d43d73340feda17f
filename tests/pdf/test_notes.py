"""Notes stand at the foot of the page that calls them, or at the end of their episode when so set."""

from __future__ import annotations

import re

from make_book import xhtml
from pdf.edge import EDITIONS, edge_book, printed
from pdf.paper import Ink, PrintedPage, page_entries

PRESS = EDITIONS["press"]
NOTE_SIZE = 9.0


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u2010\u2060-]+", "", text)


def small(page_entry: PrintedPage) -> list[Ink]:
    """Return what is set in the size of notes."""
    return [ink for ink in page_entry.inks if abs(ink.size - NOTE_SIZE) < 0.01 and not ink.artifact]


def notes() -> list[tuple[str, str, str]]:
    """Return section, words before the call, and words of every note of the edge book."""
    found = []
    for section in edge_book().sections:
        root = xhtml.parse_one(section.xhtml)
        bodies = {a.get("id"): xhtml.text_content(a) for a in xhtml.elements(root, "aside")}
        before = ""
        for node in xhtml.elements(root):
            if node.get("role") == "doc-noteref":
                before = str(node.getprevious().tail if node.getprevious() is not None else node.getparent().text)  # type: ignore[union-attr]
                if words := bodies.pop((node.get("href") or "")[1:], None):
                    found.append((section.id, squeezed(before)[-12:], squeezed(words)))
    return found


def test_the_edge_book_has_notes_of_every_kind() -> None:
    assert len(notes()) == 16


def test_every_note_stands_on_the_page_of_its_call() -> None:
    pages, mapped = page_entries(printed().data), printed().page_map.page_entries
    for section, before, words in notes():
        called = [
            page_entry
            for page_entry, place in zip(pages, mapped, strict=True)
            if place.section == section
            and before in squeezed("".join(ink.text for ink in page_entry.inks if ink.size > NOTE_SIZE + 1))
            and words[:40] in squeezed("".join(ink.text for ink in small(page_entry)))
        ]
        assert len(called) == 1, words[:40]


def test_notes_are_set_whole_and_in_order() -> None:
    text = squeezed("".join(ink.text for page_entry in page_entries(printed().data) for ink in small(page_entry)))
    at = -1
    for _, _, words in notes():
        assert text.find(words) > at, words[:40]
        at = text.find(words)


def test_notes_stand_below_all_text() -> None:
    for page_entry in page_entries(printed().data):
        text = [ink.baseline for ink in page_entry.inks if not ink.artifact and ink.size > NOTE_SIZE + 1.5]
        if small(page_entry) and text:
            assert max(ink.baseline for ink in small(page_entry)) < min(text)


def test_the_second_paragraph_of_a_note_is_indented() -> None:
    page_entry = page_entries(printed().data)[printed().page_map.anchors["episode-001"]]
    second = next(ink for ink in small(page_entry) if ink.text.startswith("The second paragraph"))
    turned = next(ink for ink in small(page_entry) if ink.text.startswith("at the foot"))
    assert 10 < second.left - turned.left < 13


def test_a_quotation_in_a_note_stands_in_the_note() -> None:
    page_entry = page_entries(printed().data)[printed().page_map.anchors["episode-002"] + 2]
    lines = [ink for ink in small(page_entry) if ink.text.startswith(("The regulation says", "No sheet", "It says"))]
    assert [ink.baseline for ink in lines] == sorted((ink.baseline for ink in lines), reverse=True)
    assert lines[1].left > lines[2].left + 10


def test_no_line_begins_with_the_number_of_a_note() -> None:
    for page_entry in page_entries(printed().data):
        for ink in page_entry.inks:
            if abs(ink.size - 0.66 * 0.9 * 10) < 0.7 and ink.text.strip().isdecimal() and not ink.artifact:
                beside = [
                    other for other in page_entry.inks if abs(other.baseline - ink.baseline) < 4 and other is not ink
                ]
                assert any(other.left < ink.left - 2 for other in beside), page_entry.label


def test_a_note_called_twice_stands_once() -> None:
    text = squeezed("".join(page_entry.text for page_entry in page_entries(printed().data)))
    assert text.count("Thefirstparagraphofanotethathastwo") == 1
    first = printed().page_map.anchors["episode-001"]
    calls = [
        ink
        for page_entry in page_entries(printed().data)[first : first + 5]
        for ink in page_entry.inks
        if ink.text.strip() == "1" and ink.size < 8
    ]
    assert len(calls) == 2


def test_at_the_end_notes_follow_the_text_of_their_episode() -> None:
    pages, mapped = page_entries(printed(PRESS).data), printed(PRESS).page_map.page_entries
    for section in ("episode-001", "episode-002", "foreword"):
        own = [
            page_entry
            for page_entry, place in zip(pages, mapped, strict=True)
            if place.section == section and not place.blank
        ]
        text = squeezed("".join(ink.text for page_entry in own for ink in page_entry.inks if not ink.artifact))
        words = [words for where, _, words in notes() if where == section]
        places = [text.find(note) for note in words]
        assert min(places) > len(text) - sum(map(len, words)) - 3 * len(words) - 2
        assert places == sorted(places)
    assert not small(pages[printed(PRESS).page_map.anchors["episode-001"]])
