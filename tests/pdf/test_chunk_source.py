"""Every chunk is a part of its source, and all chunks together are the whole."""

from __future__ import annotations

import pytest

from make_book import xhtml
from make_book.model import Division, Section
from make_book.pdf.chunk_source import CONTINUES, ENTRY, chunk_source_of
from sections import letters_of, make_section

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
INDEX = """<section id="index" class="index"><div class="text"><p>See<a role="doc-noteref" href="#n">1</a></p>
<ul><li>one</li></ul></div><div class="index-list"><h2>A</h2><ul><li>Ab</li><li>Ad</li></ul></div>
<section class="footnotes"><aside id="n" role="doc-footnote"><p>Note.</p></aside></section></section>"""
FIRST = """<section id="one" class="episode"><header><h1>One</h1></header><div class="text"><p>Alpha
<a role="doc-noteref" href="#x">1</a></p><h2>Beta</h2><p>Gamma<a role="doc-noteref" href="#x">1</a></p>
<ul><li>Delta<a role="doc-noteref" href="#y">2</a></li></ul></div><footer class="end-matter"><p>End.</p></footer>
<section class="footnotes"><aside id="x" role="doc-footnote"><p>Ex<a role="doc-noteref" href="#z">3</a></p></aside>
<aside id="y" role="doc-footnote"><p>Why</p></aside><aside id="z" role="doc-footnote"><p>Zed</p></aside>
<aside id="w" role="doc-footnote"><p>Nobody calls</p></aside></section></section>"""
SECOND = """<section id="two" class="episode"><header><h1>Two</h1></header><div class="text"><p>Epsilon</p>
<hr/><p>Zeta</p></div></section>"""


def section(text: str, kind: str = "contents") -> Section:
    root = xhtml.parse_one(text)
    return make_section(root.get("id") or "", kind, "", Division.FRONT, "en", xhtml.serialise(root))


BOOKS = {"list": (section(LIST),), "index": (section(INDEX, "index"),), "text": (section(FIRST), section(SECOND))}
books = pytest.mark.parametrize("sections", BOOKS.values(), ids=list(BOOKS))


def words(*sections: Section) -> str:
    return "".join("".join(xhtml.text_content(xhtml.parse_one(one.xhtml)).split()) for one in sections)


@books
def test_a_chunk_has_the_letters_between_its_ends_and_no_others(sections: tuple[Section, ...]) -> None:
    copy = chunk_source_of(sections, notes="foot")
    ends = [_letters_before(sections, start.path[0], start.letters) for start in copy.starts]
    whole = "".join(letters_of(one, notes="foot") for one in sections)
    ends = [0, *ends[1:], len(whole)]
    for start in range(len(copy.starts)):
        for stop in range(start + 1, len(copy.starts) + 1):
            part = copy.part(start, stop)
            assert "".join(letters_of(one, notes="foot") for one in part) == whole[ends[start] : ends[stop]]


def _letters_before(sections: tuple[Section, ...], number: int, letters_in_it: int) -> int:
    return sum(len(letters_of(one, notes="foot")) for one in sections[:number]) + letters_in_it


@books
def test_two_chunks_have_every_word_of_the_whole_in_its_order(sections: tuple[Section, ...]) -> None:
    copy = chunk_source_of(sections, notes="end")
    for cut in range(1, len(copy.starts)):
        assert words(*copy.part(0, cut)) + words(*copy.part(cut, len(copy.starts))) == words(*sections)


def test_notes_at_the_foot_go_with_their_first_call() -> None:
    copy = chunk_source_of(BOOKS["text"], notes="foot")
    cuts = [copy.part(at, at + 1)[0].xhtml for at in range(5)]
    assert [text.count("<aside") for text in cuts] == [0, 2, 0, 0, 2]
    assert "Ex" in cuts[1]
    assert "Zed" in cuts[1], "a note that is called in a note goes with it"
    assert "Why" in cuts[4]
    assert "Nobody calls" in cuts[4], "what nobody calls stays where it stood"


def test_entries_are_numbered_from_the_start_of_the_chunk() -> None:
    (chunk,) = chunk_source_of(BOOKS["list"], notes="end").part(3, 6)
    entries = [entry for entry in xhtml.elements(xhtml.parse_one(chunk.xhtml)) if entry.get(ENTRY)]
    assert [entry.get(ENTRY) for entry in entries] == ["0", "1", "2"]
    assert [entry[0].get("href") for entry in entries] == ["#c", "#d", "#q"]


def opened(sections: tuple[Section, ...], start: int) -> list[xhtml.Element]:
    chunk = chunk_source_of(sections, notes="end").part(start, start + 1)[0]
    return [inner for inner in xhtml.elements(xhtml.parse_one(chunk.xhtml)) if inner.get(CONTINUES) is not None]


def test_what_an_entry_stands_in_is_opened_again_without_id_and_space() -> None:
    again = opened(BOOKS["list"], 3)
    assert [inner.tag for inner in again] == ["section", "nav", "ol", "li", "ol"]
    assert all("margin-top:0" in (inner.get("style") or "") for inner in again)
    assert [inner.get("id") for inner in again] == ["contents", None, None, None, None]


def test_what_begins_with_the_entry_is_not_opened_again_but_begun() -> None:
    assert [inner.tag for inner in opened(BOOKS["list"], 2)] == ["section", "nav", "ol", "li"]
    assert opened(BOOKS["text"], 5) == []


def test_neighbours_that_were_cut_away_are_still_neighbours_to_selectors() -> None:
    (chunk,) = chunk_source_of(BOOKS["list"], notes="end").part(7, 8)
    entry = next(inner for inner in xhtml.elements(xhtml.parse_one(chunk.xhtml)) if inner.get(ENTRY) == "0")
    before = entry.getprevious()
    assert before is not None
    assert (before.get("class"), before.get("style"), len(before), before.text) == ("part", "display:none", 0, None)


def test_what_an_author_wrote_before_an_index_is_no_entry_and_its_notes_stay_with_it() -> None:
    copy = chunk_source_of(BOOKS["index"], notes="foot")
    assert len(copy.starts) == 3
    assert "Note." in copy.part(0, 1)[0].xhtml
    assert "Note." not in copy.part(1, 3)[0].xhtml


def test_a_chunk_is_as_long_as_asked_and_a_list_item_counts_more_than_its_letters() -> None:
    text = chunk_source_of(BOOKS["text"], notes="end")
    assert text.stop(0, 1) == 1
    assert text.stop(0, 9) == 2
    assert text.stop(0, 10) == 3
    assert text.stop(4, 10_000) == len(text.starts)
    assert chunk_source_of(BOOKS["list"], notes="end").stop(0, 3500) == 4
