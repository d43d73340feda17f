"""Terms of the glossary are linked both ways, and nothing else of the text changes."""

from __future__ import annotations

from make_book.compose.glossary_links import link_terms
from make_book.model import Episode, Matter, Term, Text

GLOSSARY = Matter(
    "glossary", "Glossary", "en", Text("<dl><dt>Lee tide</dt><dd>A tide.</dd><dt>Board</dt><dd>B.</dd></dl>"), "g.md"
)


def episode(words: str, *terms: Term) -> Episode:
    return Episode("e1", "One", "en", Text(f"<p>{words}</p>", terms=terms), "1.md")


def test_a_term_leads_to_its_entry_and_the_entry_to_the_first_place() -> None:
    first = episode('The <dfn class="term" id="e1-t1">lee <em>tide</em></dfn> ran.', Term("e1-t1", "lee tide"))
    second = episode('The <dfn class="term" id="e2-t1">Lee tide</dfn>.', Term("e2-t1", "Lee tide"))
    (glossary,), (one, two) = link_terms([GLOSSARY], [first, second])
    assert one.text.xhtml == (
        '<p>The <dfn class="term" id="e1-t1"><a href="#glossary--entry-1" role="doc-glossref" epub:type="glossref"'
        ' class="glossary-link">lee <em>tide</em></a></dfn> ran.</p>'
    )
    assert 'href="#glossary--entry-1"' in two.text.xhtml
    assert '<dt id="glossary--entry-1"><a href="#e1-t1" class="glossary-place">Lee tide</a></dt>' in glossary.text.xhtml
    assert '<dt id="glossary--entry-2">Board</dt>' in glossary.text.xhtml


def test_a_book_without_a_glossary_or_without_terms_stays_as_it_is() -> None:
    marked = episode('<dfn class="term" id="t">x</dfn>', Term("t", "x"))
    assert link_terms([], [marked]) == ([], [marked])
    assert link_terms([GLOSSARY], [episode("x")]) == ([GLOSSARY], [episode("x")])


def test_a_term_without_an_entry_and_an_entry_that_is_a_link_stay() -> None:
    linked = Matter("glossary", "G", "en", Text('<dl><dt><a href="#z">x</a></dt><dd>y</dd></dl>'), "g.md")
    other = episode('<dfn class="term" id="t">z</dfn> <dfn class="term" id="u">x</dfn>', Term("t", "z"), Term("u", "x"))
    (glossary,), (one,) = link_terms([linked], [other])
    assert '<a href="#z">x</a>' in glossary.text.xhtml
    assert '<dfn class="term" id="t">z</dfn>' in one.text.xhtml
    assert 'id="u"><a ' in one.text.xhtml
