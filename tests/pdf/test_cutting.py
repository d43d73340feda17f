"""A list is cut so that every run is a part of it, and all runs together are the list."""

from __future__ import annotations

import pytest

from make_book import xhtml
from make_book.model import Place, Section
from make_book.pdf.cutting import CONTINUES, ENTRY, copy_of, is_long
from make_book.pdf.offsets import letters

LIST = """<section id="contents" class="contents"><h1>Contents</h1><nav><ol>
<li class="matter"><a href="#a">Foreword</a></li>
<li class="part"><a href="#p">The Coast</a><ol>
<li class="episode"><a href="#b">Soundings</a><p>Ada</p></li>
<li class="episode"><a href="#c">A Short One</a></li>
<li class="episode"><a href="#d">Low Water</a></li>
</ol></li>
<li class="part"><a href="#q">Inland</a><ol><li class="episode"><a href="#e">Dust</a></li></ol></li>
<li class="matter"><a href="#f">Sources</a></li>
</ol></nav></section>"""
ENTRIES = 8


def section(text: str = LIST, kind: str = "contents") -> Section:
    return Section(kind, kind, "Contents", Place.FRONT, "en", xhtml.serialise(xhtml.parse_one(text)))


def words(text: str) -> str:
    return "".join(xhtml.text_content(xhtml.parse_one(text)).split())


@pytest.mark.parametrize("start", range(ENTRIES))
@pytest.mark.parametrize("stop", range(1, ENTRIES + 1))
def test_a_run_has_the_words_between_its_ends_and_no_others(start: int, stop: int) -> None:
    if start >= stop:
        return
    copy = copy_of(section(), notes="end")
    whole, bounds = letters(section(), notes="end"), (*copy.letters, None)
    part = copy.part(start, stop)
    first = 0 if start == 0 else copy.letters[start]
    assert words(part.xhtml) == whole[first : bounds[stop]]
    assert letters(part, notes="end") == whole[first : bounds[stop]]


@pytest.mark.parametrize("cut", range(1, ENTRIES))
def test_two_runs_are_the_whole_list(cut: int) -> None:
    copy = copy_of(section(), notes="end")
    assert words(copy.part(0, cut).xhtml) + words(copy.part(cut, ENTRIES).xhtml) == words(LIST)


def test_entries_are_numbered_from_the_head_of_the_run() -> None:
    run = xhtml.parse_one(copy_of(section(), notes="end").part(3, 6).xhtml)
    entries = [entry for entry in xhtml.elements(run) if entry.get(ENTRY)]
    assert [entry.get(ENTRY) for entry in entries] == ["0", "1", "2"]
    assert [entry[0].get("href") for entry in entries] == ["#c", "#d", "#q"]


def test_what_an_entry_stands_in_is_opened_again_without_id_and_space() -> None:
    run = xhtml.parse_one(copy_of(section(), notes="end").part(3, 4).xhtml)
    opened = [inner for inner in xhtml.elements(run) if inner.get(CONTINUES) is not None]
    assert [inner.tag for inner in opened] == ["section", "nav", "ol", "li", "ol"]
    assert all("margin-top:0" in (inner.get("style") or "") for inner in opened)
    assert [inner.get("id") for inner in opened] == ["contents", None, None, None, None]


def test_what_begins_with_the_entry_is_not_opened_again_but_begun() -> None:
    run = xhtml.parse_one(copy_of(section(), notes="end").part(2, 3).xhtml)
    assert [inner.tag for inner in xhtml.elements(run) if inner.get(CONTINUES) is not None] == [
        "section",
        "nav",
        "ol",
        "li",
    ]


def test_neighbours_that_were_cut_away_are_still_neighbours_to_selectors() -> None:
    run = xhtml.parse_one(copy_of(section(), notes="end").part(7, 8).xhtml)
    entry = next(inner for inner in xhtml.elements(run) if inner.get(ENTRY) == "0")
    before = entry.getprevious()
    assert before is not None
    assert (before.get("class"), before.get("style"), words(xhtml.serialise(before))) == ("part", "display:none", "")


def test_what_an_author_wrote_before_an_index_is_no_entry_and_its_notes_stay_with_it() -> None:
    text = (
        '<section id="index">'
        '<div class="text"><p>See<a role="doc-noteref" href="#n">1</a></p><ul><li>one</li></ul></div>'
        '<div class="index-list"><h2>A</h2><ul><li>Ab</li><li>Ad</li></ul></div>'
        '<section class="footnotes"><aside id="n" role="doc-footnote"><p>Note.</p></aside></section></section>'
    )
    at_foot = copy_of(section(text, "index"), notes="foot")
    assert len(at_foot.entries) == 3
    assert "Note." in at_foot.part(0, 1).xhtml
    assert "Note." not in at_foot.part(1, 3).xhtml
    at_end = copy_of(section(text, "index"), notes="end")
    assert "Note." not in at_end.part(0, 1).xhtml
    assert at_end.part(1, 3).xhtml.index("Note.") > at_end.part(1, 3).xhtml.index("Ad")


def test_only_lists_of_the_house_are_long() -> None:
    assert is_long(section(), ENTRIES - 1)
    assert not is_long(section(), ENTRIES)
    assert not is_long(section(LIST, "episode"), 1)
