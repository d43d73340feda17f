"""`refine_tree`: context runs through inline elements, stops at blocks, and spares what is no prose."""

from __future__ import annotations

import pytest

from make_book import xhtml
from make_book.text.typography import refine_tree


def refined(fragment: str, language: str = "en") -> str:
    root = xhtml.parse(fragment)
    refine_tree(root, language)
    return xhtml.inner(root)


def test_a_quotation_opens_before_an_element_and_closes_after_it() -> None:
    assert refined('<p>"<em>Go</em>," <b>he said. "No</b>."</p>') == "<p>“<em>Go</em>,” <b>he said. “No</b>.”</p>"


def test_a_note_counts_as_nothing_between_a_word_and_its_mark() -> None:
    note = '<a epub:type="noteref" href="#n">"1"</a>'
    assert refined(f"<p>\"word{note}\" and 'word'{note}.</p>") == f"<p>“word{note}” and ‘word’{note}.</p>"


def test_a_quotation_over_several_paragraphs_is_opened_at_each_and_closed_once() -> None:
    text = '<p>"\'One two.</p><p>"\'Three\' four.</p><p>"Five."</p><p>"Six."</p>'
    assert refined(text, "de") == "<p>„‚One two.</p><p>„‚Three‘ four.</p><p>„Five.“</p><p>„Six.“</p>"


def test_reopened_paragraphs_take_the_opening_mark_where_it_differs_in_shape() -> None:
    assert refined('<p>"Eins.</p><p>"Zwei.</p><p>"Drei."</p>', "de") == "<p>„Eins.</p><p>„Zwei.</p><p>„Drei.“</p>"


def test_a_quotation_opened_once_is_closed_by_a_displaced_mark_paragraphs_later() -> None:
    assert refined('<p>"Eins.</p><p>Zwei.</p><p>Drei. "</p>', "de") == "<p>„Eins.</p><p>Zwei.</p><p>Drei. “</p>"


def test_a_forgotten_mark_does_not_reach_past_the_next_quotation() -> None:
    text = '<p>"Forgotten.</p><p>He said "yes" and "no".</p>'
    assert refined(text, "ru") == "<p>«Forgotten.</p><p>He said «yes» and «no».</p>"


def test_a_heading_ends_a_quotation() -> None:
    text = '<p>"Eins.</p><h2>Zwei</h2><p>"Drei", "vier".</p>'
    assert refined(text, "de") == "<p>„Eins.</p><h2>Zwei</h2><p>„Drei“, „vier“.</p>"


def test_each_run_is_set_by_its_own_language() -> None:
    text = '<p>"A <span lang="ru">"Да -- нет"</span>, <i xml:lang="fr">Quoi?</i>" -- <q lang="de">"so"</q></p>'
    assert refined(text) == (
        '<p>“A <span lang="ru">«Да\u00a0— нет»</span>, <i xml:lang="fr">Quoi\u202f?</i>”—<q lang="de">„so“</q></p>'
    )


def test_blocks_take_the_language_declared_around_them() -> None:
    text = '<div lang="de"><p>"so"</p><blockquote xml:lang="ru"><p>"да"</p></blockquote></div><p>"yes"</p>'
    assert refined(text) == (
        '<div lang="de"><p>„so“</p><blockquote xml:lang="ru"><p>«да»</p></blockquote></div><p>“yes”</p>'
    )


@pytest.mark.parametrize("tag", ["code", "kbd", "samp", "var", "script", "style", "svg", "math"])
def test_code_formulas_and_drawings_are_left_alone(tag: str) -> None:
    inside = f'<{tag}>"x" -- <b>5 km</b>...</{tag}>'
    assert refined(f'<div>"{inside}" -- y</div>') == f"<div>“{inside}”—y</div>"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://example.org/a--b">example.org/a--b</a>',
        '<a href="https://example.org/a--b">https://example.org/a--b</a>',
        '<a href="http://h/a--b">h/a--b</a>',
    ],
)
def test_a_link_that_shows_its_address_is_left_alone(link: str) -> None:
    assert refined(f"<p>{link} -- there</p>") == f"<p>{link}—there</p>"


def test_a_link_with_words_is_prose() -> None:
    assert refined('<p><a href="https://a.org/">it\'s here</a></p>') == '<p><a href="https://a.org/">it’s here</a></p>'


def test_attributes_are_left_alone() -> None:
    text = '<p title="it\'s -- here"><img src="a--b.png" alt="\'x\'..."/>\'x\'</p>'
    assert refined(text).startswith(text[: text.index("/>")].replace("&", "&amp;"))


def test_a_line_break_is_a_space_that_stays_a_line_break() -> None:
    assert refined('<p>"One"<br/>"two" 5<br/>km</p>') == "<p>“One”<br/>“two” 5<br/>km</p>"


def test_edits_at_an_elements_edge_stay_on_their_side() -> None:
    assert refined("<p><i>Quoi</i>! <code>x</code>! 5<b> km</b></p>", "fr") == (
        "<p><i>Quoi</i>\u202f! <code>x</code>\u202f! 5<b>\u00a0km</b></p>"
    )


def test_a_mark_cut_by_an_element_is_still_one_mark() -> None:
    assert refined("<p>wait.<b>..</b> and go-<b>-</b>there</p>") == "<p>wait…<b></b> and go—<b></b>there</p>"


def test_text_between_blocks_is_a_paragraph() -> None:
    assert refined('<ul><li>"x"<p>"y"</p>"z"</li></ul>') == "<ul><li>“x”<p>“y”</p>“z”</li></ul>"


def test_the_root_declares_its_language_itself() -> None:
    root = xhtml.parse_one('<p lang="de">"so"</p>')
    refine_tree(root, "en")
    assert xhtml.serialise(root) == '<p lang="de">„so“</p>'
