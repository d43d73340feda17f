"""Trees of XHTML: what is parsed is what is serialised, and no text is lost on the way."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book import xhtml

CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"))
TEXT = st.text(CHARACTERS, max_size=12)
TREE = st.recursive(
    TEXT.map(lambda text: html.escape(text, quote=False))
    | st.sampled_from(["<br/>", '<img src="a" alt=""/>', "<p></p>"]),
    lambda inner: st.builds(
        lambda tag, title, parts: f'<{tag} title="{html.escape(title)}">{"".join(parts)}</{tag}>',
        st.sampled_from(["p", "em", "div", "span"]),
        TEXT,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(TREE)
def test_what_was_serialised_is_read_and_written_the_same(tree: str) -> None:
    once = xhtml.serialise(xhtml.parse_one(f"<div>{tree}</div>"))
    assert xhtml.serialise(xhtml.parse_one(once)) == once


@given(TREE)
def test_what_stands_inside_is_the_whole_without_its_tags(tree: str) -> None:
    root = xhtml.parse_one(f"<div>{tree}</div>")
    assert f"<div>{xhtml.inner(root)}</div>" == xhtml.serialise(root)


@given(TREE)
def test_unwrapping_keeps_all_text(tree: str) -> None:
    root = xhtml.parse_one(f"<div>{tree}</div>")
    before = xhtml.text_content(root)
    for element in list(xhtml.elements(root))[1:]:
        xhtml.unwrap(element)
    assert (len(root), xhtml.text_content(root)) == (0, before)


@given(TREE, st.integers(0, 3))
def test_replacing_keeps_the_text_around(tree: str, count: int) -> None:
    root = xhtml.parse_one(f"<div>before {tree}<b>old</b> after</div>")
    before = xhtml.text_content(root)
    xhtml.replace(root[-1], *(xhtml.make("i", str(n)) for n in range(count)))
    assert xhtml.text_content(root) == before.replace("old after", "".join(map(str, range(count))) + " after")


@pytest.mark.parametrize("tag", ["br", "hr", "img", "wbr"])
def test_void_elements_close_themselves_and_others_never(tag: str) -> None:
    assert xhtml.serialise(xhtml.make(tag)) == f"<{tag}/>"
    assert xhtml.serialise(xhtml.parse_one(f"<p><{tag}/><span/></p>")) == f"<p><{tag}/><span></span></p>"


def test_named_entities_are_understood_and_no_other() -> None:
    assert xhtml.text_content(xhtml.parse("&nbsp;&mdash;&amp;&lt;")) == "\u00a0—&<"
    assert "&nonsense;" in xhtml.text_content(xhtml.parse("&nonsense;"))


@pytest.mark.parametrize(
    ("text", "line"),
    [("<p>", 1), ("<p>\n</q></p>", 2), ("<p a=b/>", 1), ("<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;</p>", 1)],
)
def test_what_is_not_well_formed_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(xhtml.MalformedXHTML) as caught:
        xhtml.parse(text)
    assert caught.value.line == line


def test_a_document_may_not_expand_entities() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]><a>&x;&f;</a>'
    assert "boom" not in xhtml.text_content(xhtml.parse_document(bomb))
    assert "root:" not in xhtml.text_content(xhtml.parse_document(bomb))


@pytest.mark.parametrize("text", ["", "words", "<p/><p/>", "<p/>words"])
def test_one_element_means_one(text: str) -> None:
    with pytest.raises(xhtml.MalformedXHTML):
        xhtml.parse_one(text)


def test_epub_type_has_its_prefix_and_no_declaration() -> None:
    made = xhtml.make("a", "1", epub_type="noteref", role="doc-noteref", class_="noteref", data_label="1")
    assert xhtml.serialise(made) == '<a epub:type="noteref" role="doc-noteref" class="noteref" data-label="1">1</a>'
    assert xhtml.serialise(xhtml.parse_one(xhtml.serialise(made))) == xhtml.serialise(made)


@given(st.text(max_size=60))
def test_repair_gives_what_parses_whatever_it_gets(text: str) -> None:
    xhtml.parse(xhtml.repair(text))


@given(st.text(CHARACTERS.filter(lambda c: c not in "<>&\ufffe\uffff"), max_size=40))
def test_repair_leaves_words_alone(text: str) -> None:
    assert xhtml.text_content(xhtml.parse(xhtml.repair(text))).split() == text.split()


def test_words_leave_out_the_numbers_of_notes() -> None:
    root = xhtml.parse_one('<p>One\n <em>two</em><a role="doc-noteref">3</a>, three.</p>')
    assert xhtml.words(root) == "One two, three."


def test_taking_an_attribute_takes_it() -> None:
    element = xhtml.make("p", lang="ru")
    assert (xhtml.take(element, "lang"), xhtml.take(element, "lang")) == ("ru", None)


def test_the_root_stays() -> None:
    with pytest.raises(ValueError, match="root"):
        xhtml.replace(xhtml.make("p"))
    with pytest.raises(ValueError, match="root"):
        xhtml.unwrap(xhtml.make("p"))
