"""The letters of a section, and how many of them stand before each element."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from make_book import xhtml
from make_book.pdf.text_positions import letters, letters_before

_WORDS = st.text(st.sampled_from("ab é\n\t\u00ad\u2060x&<אב"), max_size=12)
_NOTEREF = '<a role="doc-noteref" href="#n1">{}</a>'
_LOCATORS = '<span class="index-locators">, <a href="#a">{}</a></span>'


def section(body: str) -> xhtml.Element:
    return xhtml.parse_one(f'<section id="s" class="episode">{body}</section>')


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Draw the inside of a section: paragraphs with emphasis, calls of notes, places of an index; notes at the end."""
    forms = ("{}", "<em>{}</em>", "<span><b>{}</b></span>", _NOTEREF, _LOCATORS)
    runs = draw(st.lists(st.tuples(st.sampled_from(forms), _WORDS), max_size=8))
    text = "".join(form.replace("{}", escaped(words)) for form, words in runs)
    note = escaped(draw(_WORDS))
    return f'<p>{text}</p>\n<p>{escaped(draw(_WORDS))}</p><section class="footnotes"><aside>{note}</aside></section>'


@settings(max_examples=40)
@given(bodies(), st.sampled_from(["foot", "end"]))
def test_letters_are_the_shown_text_without_spaces_and_invisible_characters(body: str, notes: str) -> None:
    content = xhtml.text_content(section(body))
    shown = letters(section(body), notes=notes)
    assert not any(letter.isspace() or letter in "\u00ad\u2060" for letter in shown)
    rest = iter(content)
    assert all(letter in rest for letter in shown), "letters stand in the order of the text"


@settings(max_examples=40)
@given(bodies(), st.sampled_from(["foot", "end"]))
def test_the_letters_before_every_element_add_up(body: str, notes: str) -> None:
    root = section(body)
    elements = list(xhtml.elements(root))
    *before, whole = letters_before(root, elements, notes=notes)
    assert before[0] == 0
    assert before == sorted(before)
    assert whole == len(letters(root, notes=notes))


def test_notes_count_only_where_they_stand_in_the_text() -> None:
    made = section(f'<p>one{_NOTEREF.format(1)} two</p><section class="footnotes"><aside>note</aside></section>')
    assert letters(made, notes="foot") == "onetwo"
    assert letters(made, notes="end") == "one1twonote"


def test_the_places_of_an_index_do_not_count() -> None:
    made = section(f'<p class="index-legend">1 = Episode 1</p><p>Bay{_LOCATORS.format(3)}</p><p>Coast</p>')
    assert letters(made, notes="foot") == letters(made, notes="end") == "BayCoast"
