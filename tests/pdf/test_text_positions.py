"""Letters of a section, and where in its text each stands."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from make_book import xhtml
from make_book.model import Division, Section
from make_book.pdf.text_positions import letters, offset_of
from sections import make_section

_WORDS = st.text(st.sampled_from("ab é\n\t\u00ad\u2060x&<אב"), max_size=12)
_NOTEREF = '<a role="doc-noteref" href="#n1">{}</a>'
_LOCATORS = '<span class="index-locators">, <a href="#a">{}</a></span>'


def section(body: str) -> Section:
    whole = f'<section id="s" class="episode">{body}</section>'
    return make_section("s", "episode", "S", Division.BODY, "en", whole)


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
def test_the_offset_of_a_letter_finds_the_letter(body: str, notes: str) -> None:
    made = section(body)
    content = xhtml.text_content(xhtml.parse_one(made.xhtml))
    shown = letters(made, notes=notes)
    offsets = [offset_of(made, letter, notes=notes) for letter in range(len(shown))]
    assert "".join(content[offset] for offset in offsets) == shown
    assert offsets == sorted(set(offsets))
    assert not any(letter.isspace() or letter in "\u00ad\u2060" for letter in shown)


@settings(max_examples=20)
@given(bodies())
def test_beyond_the_last_letter_the_text_ends(body: str) -> None:
    made = section(body)
    content = xhtml.text_content(xhtml.parse_one(made.xhtml))
    shown = letters(made, notes="end")
    end = offset_of(made, len(shown), notes="end")
    assert end <= len(content)
    assert all(end > offset_of(made, letter, notes="end") for letter in range(len(shown)))


def test_notes_count_only_where_they_stand_in_the_text() -> None:
    made = section(f'<p>one{_NOTEREF.format(1)} two</p><section class="footnotes"><aside>note</aside></section>')
    assert letters(made, notes="foot") == "onetwo"
    assert letters(made, notes="end") == "one1twonote"
    assert offset_of(made, 3, notes="foot") == len("one1 ")


def test_the_places_of_an_index_do_not_count() -> None:
    made = section(f'<p class="index-legend">1 = Episode 1</p><p>Bay{_LOCATORS.format(3)}</p><p>Coast</p>')
    assert letters(made, notes="foot") == letters(made, notes="end") == "BayCoast"
