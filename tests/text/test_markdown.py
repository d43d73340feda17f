"""The dialect of docs/writing.md, construct by construct."""

from __future__ import annotations

import re

import msgspec
import pytest

from make_book import xhtml
from make_book.model import ImageUse, IndexMark, Term, Text
from make_book.text.markdown import render


def made(source: str, language: str = "en") -> Text:
    """Render a text that has no faults."""
    rendered = render(source, file="episodes/022.md", language=language, prefix="episode-022")
    assert rendered.findings == ()
    return rendered.text


def without_places(text: Text) -> tuple[ImageUse, ...]:
    return tuple(msgspec.structs.replace(use, file=None, place=None) for use in text.images)


def test_plain_markdown_becomes_paragraphs_lists_quotations() -> None:
    assert made("One *two* **three**.\n\n- a\n- b\n\n> q").xhtml == (
        "<p>One <em>two</em> <strong>three</strong>.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
        "<blockquote>\n<p>q</p>\n</blockquote>"
    )


def test_an_empty_source_is_an_empty_text() -> None:
    assert made("\n \n") == Text("")


def test_typography_is_set_in_text_and_not_in_code() -> None:
    assert made('"So" -- `"so"`').xhtml.startswith("<p>“So”")
    assert '<code>"so"</code>' in made('"So" -- `"so"`').xhtml


@pytest.mark.parametrize("source", ["a\n\n* * *\n\nb", "a\n\n---\n\nb", "a\n---\nb"])
def test_a_rule_is_a_scene_break_even_right_under_a_paragraph(source: str) -> None:
    assert made(source).xhtml == '<p>a</p>\n<hr class="scene-break"/>\n<p>b</p>'


def test_verse_keeps_lines_stanzas_and_indents() -> None:
    assert made("::: verse\nOne\n  two\n\nthree\n:::").xhtml == (
        '<div class="verse">\n<p class="stanza"><span class="line">One</span><br/>\n'
        '<span class="line">\u00a0\u00a0two</span></p>\n<p class="stanza"><span class="line">three</span></p>\n</div>'
    )


def test_a_line_block_is_verse_too() -> None:
    assert made("| One\n|   two\n|\n| three").xhtml == made("::: verse\nOne\n  two\n\nthree\n:::").xhtml


def test_emphasis_runs_over_lines_of_verse() -> None:
    assert '<em>b</em></span><br/>\n<span class="line"><em>c</em> d' in made("::: verse\na *b\nc* d\n:::").xhtml


def test_an_anchor_on_words_over_two_lines_of_verse_stays_one() -> None:
    text = made("::: verse\n[a\nb]{.index}\n:::")
    assert text.xhtml.count('id="episode-022-index-1"') == text.xhtml.count("index-mark") == 1


def test_a_letter_has_datelines_and_signatures_on_the_line_or_below() -> None:
    html = made("::: letter\nVell, 3 May {.dateline}\n\nDear you,\n{.salutation}\n\nYours {.signature}\n:::").xhtml
    assert html == (
        '<div class="letter">\n<p class="dateline">Vell, 3 May</p>\n<p class="salutation">Dear you,</p>\n'
        '<p class="signature">Yours</p>\n</div>'
    )


def test_an_epigraph_names_its_source() -> None:
    html = made("::: epigraph\nThe sea was there.\n\n-- A sailor\n:::").xhtml
    assert html.startswith('<div class="epigraph" epub:type="epigraph" role="doc-epigraph">')
    assert '<p class="attribution">' in html
    assert 'class="attribution"' not in made("::: epigraph\nOne.\n\nTwo.\n:::").xhtml


def test_dialogue_marks_the_speakers() -> None:
    html = made("::: dialogue\nRosa: Hi: you.\n\n**Tom:** Ho.\n\nThey went.\n:::").xhtml
    assert '<p><span class="speaker">Rosa:</span> Hi: you.</p>' in html
    assert '<p><span class="speaker">Tom:</span> Ho.</p>' in html
    assert "<p>They went.</p>" in html


@pytest.mark.parametrize("name", ["addendum", "editor"])
def test_addendum_and_editor_stand_aside(name: str) -> None:
    assert made(f"::: {name}\nA.\n:::").xhtml == f'<aside class="{name}">\n<p>A.</p>\n</aside>'


def test_blocks_nest_and_need_no_blank_lines() -> None:
    assert made("a\n::: {.one lang=fr #here}\nb\n::: letter\nc\n:::\nd\n:::\ne").xhtml == (
        '<p>a</p>\n<div class="one" id="episode-022--here" lang="fr" xml:lang="fr">\n<p>b</p>\n'
        '<div class="letter">\n<p>c</p>\n</div>\n<p>d</p>\n</div>\n<p>e</p>'
    )


def test_a_block_stands_in_a_quotation() -> None:
    assert '<blockquote>\n<div class="letter">' in made("> ::: letter\n> a\n>\n> b\n> :::").xhtml


def test_spans_carry_languages_and_directions() -> None:
    html = made("[слова]{lang=ru}, [שלום]{lang=he}, [sic]{.editor}, [a [b]{.c} *d*]{.e}").xhtml
    assert '<span lang="ru" xml:lang="ru">слова</span>' in html
    assert 'lang="he" xml:lang="he" dir="rtl">שלום</span>' in html
    assert '<span class="editor">[sic]</span>' in html
    assert '<span class="e">a <span class="c">b</span> <em>d</em></span>' in html


def test_a_right_to_left_block_says_so_unless_the_author_does() -> None:
    assert 'dir="rtl"' in made("::: {lang=ar}\nx\n:::").xhtml
    assert 'dir="ltr"' in made("::: {lang=ar dir=ltr}\nx\n:::").xhtml


def test_an_image_alone_is_a_figure_with_caption_and_credit() -> None:
    text = made('![Low water](images/quay.png "The *quay*, 1986"){credit="Photo: *A. N.*" .wide}')
    assert text.xhtml == (
        '<figure class="wide"><img alt="Low water" src="images/quay.png"/><figcaption>The <em>quay</em>, 1986 '
        '<span class="credit">Photo: *A.\u00a0N.*</span></figcaption></figure>'
    )
    assert without_places(text) == (ImageUse("images/quay.png", "Low water", "Photo: *A.\u00a0N.*", "The quay, 1986"),)


@pytest.mark.parametrize("rest", ["](https://example.org/)", "][shop]\n\n[shop]: https://example.org/"])
def test_a_linked_image_alone_is_a_figure_too(rest: str) -> None:
    text = made('[![Low water](images/quay.png "The *quay*"){credit="A. N." .wide}' + rest)
    assert text.xhtml == (
        '<figure class="wide"><a href="https://example.org/"><img alt="Low water" src="images/quay.png"/></a>'
        '<figcaption>The <em>quay</em> <span class="credit">A.\u00a0N.</span></figcaption></figure>'
    )
    assert without_places(text) == (ImageUse("images/quay.png", "Low water", "A.\u00a0N.", "The quay"),)


def test_a_linked_image_among_words_stays_among_them() -> None:
    picture = '<img alt="x" src="images/a.png"/>'
    assert made("[![x](images/a.png) y](https://example.org)").xhtml == (
        f'<p><a href="https://example.org">{picture} y</a></p>'
    )
    assert made("a [![x](images/a.png)](https://example.org)").xhtml == (
        f'<p>a <a href="https://example.org">{picture}</a></p>'
    )


def test_an_image_whose_link_leads_nowhere_is_a_figure_still() -> None:
    rendered = render("[![x](images/a.png)](ftp://shop.example)", file="f.md", language="en", prefix="e")
    assert rendered.text.xhtml == '<figure><img alt="x" src="images/a.png"/></figure>'
    assert [finding.code for finding in rendered.findings] == ["TXT-014"]


def test_an_image_without_caption_and_credit_has_no_figcaption() -> None:
    assert made("![x](images/a.png)").xhtml == '<figure><img alt="x" src="images/a.png"/></figure>'


def test_an_image_among_words_stays_among_them() -> None:
    assert made("a ![x](images/a.png) b").xhtml == '<p>a <img alt="x" src="images/a.png"/> b</p>'


@pytest.mark.parametrize(
    "picture",
    [
        '![A map](images/map.png){details="map-in-words"}',
        '![A map](images/map.png "The caption"){#map .wide details=#map-in-words}',
        '<img src="images/map.png" alt="A map" aria-details="map-in-words"/>',
        "Here: ![A map](images/map.png){details=map-in-words}",
        "A note.[^1]\n\n[^1]: ![A map](images/map.png){details=map-in-words}",
    ],
)
@pytest.mark.parametrize("place", ["A street.\n{#map-in-words}", "## Map in words\n\nA street."])
def test_a_picture_points_to_its_long_description(picture: str, place: str) -> None:
    text = made(f"{picture}\n\n{place}")
    everything = text.xhtml + "".join(note.xhtml for note in text.notes)
    (image,) = re.findall("<img[^>]*>", everything)
    assert ' aria-details="episode-022--map-in-words"' in image
    assert everything.count('id="episode-022--map-in-words"') == 1
    assert " details=" not in everything


def test_a_long_description_may_stand_in_a_note() -> None:
    text = made("![A map](images/map.png){details=words}\n\nA note.[^1]\n\n[^1]: [A street.]{#words}")
    assert 'aria-details="episode-022--words"' in text.xhtml
    assert 'id="episode-022--words"' in text.notes[0].xhtml


def test_an_ornament_is_silent() -> None:
    assert 'alt="" role="presentation"' in made("![](images/rule.png){.decorative}").xhtml.replace(
        ' src="images/rule.png"', ""
    )


def test_cross_references_wait_for_their_words() -> None:
    assert made("[](episode:22) and [the *flood*](episode:the-flood)").xhtml == (
        '<p><a href="episode:22" class="cross-reference"></a> and '
        '<a href="episode:the-flood" class="cross-reference">the <em>flood</em></a></p>'
    )


def test_index_marks_and_terms_are_anchored() -> None:
    text = made(
        '[Clerk]{.index} []{.index term="Anker, Rosa" sub="as clerk" see=X see-also="Y Z"} '
        '[lee tides]{.term of="lee tide"} [x]{.term}'
    )
    assert text.marks == (
        IndexMark("episode-022-index-1", ("Clerk",)),
        IndexMark("episode-022-index-2", ("Anker, Rosa", "as clerk"), "X", "Y Z"),
    )
    assert text.terms == (Term("episode-022-term-1", "lee tide"), Term("episode-022-term-2", "x"))
    assert '<span class="index-mark" id="episode-022-index-2"></span>' in text.xhtml
    assert '<dfn class="term" id="episode-022-term-1">lee tides</dfn>' in text.xhtml
    assert "sub=" not in text.xhtml


def test_a_mark_of_the_index_may_go_on_to_an_anchor() -> None:
    text = made("[Floods]{.index to=end} rose.\n\nThey fell[]{#end}.")
    assert text.marks == (IndexMark("episode-022-index-1", ("Floods",), until="episode-022--end"),)
    assert '<span id="episode-022--end"></span>' in text.xhtml
    assert "to=" not in text.xhtml


def test_anchors_begin_with_the_section_and_links_follow() -> None:
    html = made("## A day {#day}\n\n[back](#day) [on](#the-flood)\n\n## The flood!").xhtml
    assert '<h2 id="episode-022--day">A day</h2>' in html
    assert '<a href="#episode-022--day">back</a> <a href="#episode-022--the-flood">on</a>' in html
    assert '<h2 id="episode-022--the-flood">' in html


@pytest.mark.parametrize("source", ["# a\n\n## b\n\n# c", "## a\n\n### b\n\n## c", "#### a\n\n##### b\n\n### c"])
def test_headings_begin_at_the_second_level(source: str) -> None:
    assert [heading.tag for heading in xhtml.parse(made(source).xhtml)] == ["h2", "h3", "h2"]


def test_abbreviations_definitions_and_tables() -> None:
    html = made("OSCE\n\nebb\n: going out\n\n| a | b |\n|---|--:|\n| c | d |\n\n*[OSCE]: A body").xhtml
    assert '<abbr title="A body">OSCE</abbr>' in html
    assert "<dt>ebb</dt>\n<dd>going out</dd>" in html
    assert '<td class="align-right">d</td>' in html


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("14. Oktober. Heute", "14. Oktober. Heute"),
        ("1986. What a year\n\nNext", "1986. What a year Next"),
        ("1. a\n2. b\n\n14. Oktober", "a b 14. Oktober"),
        ("#22 and #tag", "#22 and #tag"),
        ("#22", "#22"),
        ("[sic]: yes", "[sic]: yes"),
        ("*Hamlet*{sic} {x}", "Hamlet{sic} {x}"),
        ("| a |\n|---|\n| b | c |", "a b c"),
        ("| a | b |\n|---|---|\n| c | d | e |", "a b c d e"),
        ("snake_case_word a_b", "snake_case_word a_b"),
        ("a < b & c <3 R&D &amp; d", "a < b & c <3 R&D & d"),
        ("\\[kept\\] \\*x\\* \\# \\{.y} \\!", "[kept] *x* # {.y} !"),
        ("a\tb", "a b"),
        ("*a*{.x} b} c", "a b} c"),
    ],
)
def test_no_word_is_lost_to_a_construct(source: str, words: str) -> None:
    assert " ".join(xhtml.text_content(xhtml.parse(made(source).xhtml)).split()) == words


def test_a_list_that_goes_on_keeps_its_first_number() -> None:
    assert made("3. c\n4. d").xhtml.startswith('<ol start="3">')
    assert made("3. c\n\n4. d").xhtml.startswith('<ol start="3">')
