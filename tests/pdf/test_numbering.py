"""Pages numbered, opened, left blank and headed as a book's pages are."""

from __future__ import annotations

import re

import pytest

from make_book.editions import PdfEdition
from make_book.model import Division
from make_book.pdf.page_map import roman
from pdf.edge import EDITIONS, RUN_ON, SCREEN, edge_book, printed, section
from pdf.paper import PrintedPage, page_entries

PRESS = EDITIONS["press"]
OPENED = ("episode", "part", "matter")
ABOVE, BELOW = 60.0, 80.0
"""Running heads stand in the uppermost 60 points of the page, folios at the foot in the lowest 80."""


def margin_forms(page_entry: PrintedPage) -> tuple[str, str]:
    head, foot = page_entry.margin_forms(page_entry.height - ABOVE, BELOW)
    return head.replace(" ", ""), foot


def starts(edition: PdfEdition) -> dict[str, int]:
    page_map = printed(edition).page_map
    return {part.id: page_map.anchors[part.id] for part in edge_book().sections}


@pytest.fixture(params=EDITIONS.values(), ids=list(EDITIONS))
def edition(request: pytest.FixtureRequest) -> PdfEdition:
    chosen: PdfEdition = request.param
    return chosen


def test_front_matter_is_numbered_in_roman_and_the_body_in_arabic_from_one(edition: PdfEdition) -> None:
    pages, body = page_entries(printed(edition).data), starts(edition)["part-the-coast"]
    assert [page_entry.label for page_entry in pages[:body]] == [roman(n) for n in range(1, body + 1)]
    assert [page_entry.label for page_entry in pages[body:]] == [str(n) for n in range(1, len(pages) - body + 1)]


def test_the_page_map_has_the_labels_of_the_file(edition: PdfEdition) -> None:
    assert [page_entry.label for page_entry in printed(edition).page_map.page_entries] == [
        page_entry.label for page_entry in page_entries(printed(edition).data)
    ]


def test_the_folio_on_a_page_is_its_label_and_stands_once(edition: PdfEdition) -> None:
    kinds = {part.id: part.kind for part in edge_book().sections}
    bare = {"half-title", "title-page", "copyright", "dedication", "colophon", "part"}
    for page_entry, mapped in zip(
        page_entries(printed(edition).data), printed(edition).page_map.page_entries, strict=True
    ):
        folios = re.findall(
            rf"(?<!\w){page_entry.label}(?!\w)", " ".join(page_entry.margin_forms(page_entry.height - ABOVE, BELOW))
        )
        assert len(folios) == (0 if mapped.blank or kinds[mapped.section] in bare else 1), page_entry.label


def test_a_page_called_blank_is_blank_and_no_other_is(edition: PdfEdition) -> None:
    for page_entry, mapped in zip(
        page_entries(printed(edition).data), printed(edition).page_map.page_entries, strict=True
    ):
        assert mapped.blank == (not page_entry.inks and not page_entry.others), page_entry.label


def test_parts_stand_alone_on_a_recto(edition: PdfEdition) -> None:
    pages, blanks = page_entries(printed(edition).data), printed(edition).page_map.page_entries
    for name, title in (("part-the-coast", "The Coast"), ("part-the-interior", "The Interior")):
        page = starts(edition)[name]
        assert pages[page].recto
        assert "".join(ink.text for ink in pages[page].inks).replace(" ", "") == title.replace(" ", "")
        assert blanks[page + 1].blank


@pytest.mark.parametrize("openings", ["recto", "page", "run-on"])
def test_episodes_open_as_the_edition_sets(openings: str) -> None:
    edition = {"recto": PRESS, "page": SCREEN, "run-on": RUN_ON}[openings]
    pages = [page for name, page in starts(edition).items() if name.startswith("episode")]
    if openings == "recto":
        assert all(page % 2 == 0 for page in pages)
    elif openings == "page":
        assert len(set(pages)) == len(pages)
        assert {page % 2 for page in pages} == {0, 1}
    else:
        assert len(set(pages)) < len(pages)


def test_the_first_episode_of_a_part_opens_on_a_recto(edition: PdfEdition) -> None:
    assert starts(edition)["episode-001"] % 2 == 0
    assert starts(edition)["episode-005"] % 2 == 0


def test_the_foreword_opens_on_a_recto(edition: PdfEdition) -> None:
    assert starts(edition)["foreword"] % 2 == 0


def test_an_opening_has_no_running_head_and_its_folio_at_the_foot() -> None:
    pages = page_entries(printed().data)
    for part in edge_book().sections:
        if part.kind == "episode" or part.kind in {"foreword", "afterword", "contents"}:
            page_entry = pages[starts(SCREEN)[part.id]]
            assert margin_forms(page_entry) == ("", page_entry.label), part.id


def test_a_page_on_which_an_episode_begins_in_the_middle_keeps_its_running_head() -> None:
    pages = page_entries(printed(RUN_ON).data)
    within = starts(RUN_ON)["episode-003"]
    head, foot = margin_forms(pages[within])
    assert head.replace(pages[within].label, "").strip()
    assert foot == ""


def test_running_heads_are_the_book_on_versos_and_the_episode_on_rectos() -> None:
    seen = set()
    openings = set(starts(SCREEN).values())
    titles = {part.id: part for part in edge_book().sections}
    for page_entry, mapped in zip(page_entries(printed().data), printed().page_map.page_entries, strict=True):
        part = titles[mapped.section]
        if mapped.blank or page_entry.number in openings or part.kind not in {"episode", "foreword"}:
            continue
        running = (part.running or "").replace(" ", "")
        wanted = f"{running}{page_entry.label}" if page_entry.recto else f"{page_entry.label}TheEdgeoftheMap"
        assert margin_forms(page_entry) == (wanted, ""), page_entry.label
        seen.add((page_entry.recto, part.kind))
    assert len(seen) == 4


def test_a_long_title_is_shortened_at_a_word_in_the_running_head() -> None:
    assert section("episode-002").running == "Twelve Notes on a Single Page"
    assert section("episode-007").running == "What the Department of Unsurveyed Coasts Refused to Put…"


def test_the_running_head_can_be_the_date() -> None:
    page_entry = page_entries(printed(PRESS).data)[starts(PRESS)["episode-001"] + 2]
    assert margin_forms(page_entry) == (f"October1,2020{page_entry.label}", "")


def test_the_folio_stands_at_the_outer_edge() -> None:
    for page_entry in page_entries(printed().data):
        heads = [ink for ink in page_entry.inks if ink.artifact and ink.baseline > page_entry.height - ABOVE]
        folio = [ink for ink in heads if ink.text == page_entry.label]
        text = [ink for ink in page_entry.inks if not ink.artifact]
        if folio and page_entry.recto:
            assert abs(folio[0].right - max(ink.right for ink in text)) < 3
        elif folio:
            assert abs(folio[0].left - min(ink.left for ink in text)) < 3


def test_the_contents_name_the_page_of_every_entry(edition: PdfEdition) -> None:
    page_map = printed(edition).page_map
    inks = [ink for page_entry in page_entries(printed(edition).data)[: page_map.body] for ink in page_entry.inks]
    text = " ".join(" ".join(ink.text for ink in inks).split())
    # Leaders are dots; what stands behind them is the page.
    cited = re.findall(r"\.\s+([ivx]+|\d+)\b", text[text.index("Contents") :])
    listed = [part for part in edge_book().sections if part.level and part.kind != "contents"]
    if edition.contents == "parts":
        listed = [part for part in listed if part.kind != "episode"]
    assert cited[: len(listed)] == [page_map.label(part.id) for part in listed]


def test_the_contents_show_as_much_as_the_edition_sets() -> None:
    full, plain, parts = (
        page_entries(printed(edition).data)[printed(edition).page_map.anchors["contents"]].text
        for edition in (SCREEN, PRESS, RUN_ON)
    )
    assert "Soundings" in full
    assert "AdaKremer,October1,2020" in full.replace(" ", "")
    assert "Soundings" in plain
    assert "October" not in plain
    assert "Soundings" not in parts
    assert "Before the Coast" in parts


@pytest.mark.parametrize(
    ("where", "words", "target"),
    [
        ("foreword", "Episode 6 (p. {})", "episode-006"),
        ("foreword", "After the Interior (p. {})", "afterword"),
        ("afterword", "Before the Coast (p. {})", "foreword"),
        ("episode-001", "the far end (p. {})", "episode-008"),
        ("episode-008", "Episode 1 (p. {})", "episode-001"),
    ],
)
def test_cross_references_name_the_page(edition: PdfEdition, where: str, words: str, target: str) -> None:
    page_map = printed(edition).page_map
    text = " ".join(
        page_entry.text
        for page_entry, mapped in zip(page_entries(printed(edition).data), page_map.page_entries, strict=True)
        if mapped.section == where
    )
    wanted = words.format(page_map.label(target))
    assert wanted.replace(" ", "") in re.sub(r"\s", "", text)


def test_every_section_begins_in_the_order_of_the_book(edition: PdfEdition) -> None:
    pages = list(starts(edition).values())
    assert pages == sorted(pages)
    assert {part.place for part in edge_book().sections} == set(Division)
