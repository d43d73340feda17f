"""Types and texts to compare the fast paths with WeasyPrint's own results."""

from __future__ import annotations

import random
from functools import lru_cache
from itertools import zip_longest
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import TextBox

from make_book.clock import book_time
from make_book.pdf.font_selection import select_fonts
from make_book.pdf.geometry import draw_page
from make_book.pdf.layout.fast_paths.type_styles import Type, type_of
from make_book.pdf.layout.layout_documents import LayoutEnvironment, build, make_tree, prepare_environment
from make_book.pdf.layout_units import PrintJob, make_layout_style
from pdf.edge import SCREEN, edge_book

MARKUP = """<section id="s" lang="de" style="margin-left: 3%"><h1 class="level-1" data-running="x">Eins</h1>
<ul><li>a</li><li lang="fr">b <q>c</q></li></ul><p class="indent">Der <em id="e">Text</em> ist<br/>hier.</p>
<table><tr><td style="width: 50%">1</td><td>2</td></tr></table><p class="indent">Der <em>Text</em></p>
<blockquote><p>Ein Wort</p></blockquote><figure class="whole"><figcaption>So</figcaption></figure></section>"""
"""A small document of many kinds."""
LANGUAGES = ("en-GB", "de", "fr", "ru", "he")
_BODY = """<section class="episode" id="all"><h1 style="white-space: nowrap">heading</h1><div class="text">{}</div>
<p style="hyphenate-limit-zone: 2em; hyphenate-character: '='; hyphenate-limit-chars: 4 2 2">zone</p>
<p style="hyphens: manual">manual</p><p style="hyphens: none; text-decoration: underline">none</p>
<p style="letter-spacing: 0.1em">spaced</p><p style="word-spacing: 0.2em">worded</p>
<p style="overflow-wrap: anywhere">anywhere</p><p style="word-break: break-all">all</p>
<p style="white-space: pre-wrap">kept</p><p style="direction: rtl">turned</p>
<p style="font-variant: small-caps; letter-spacing: 0">small</p></section>"""
_EACH = """<p lang="{0}">plain <em>italic</em> <strong>bold</strong> <sup>up</sup></p>"""
WORDS = {
    "en-GB": "the tide-clerk of extraordinarily affiliated waffles, AVATAR “quoted” well—known it’s 1997 (office) I To",
    "de": "Straßenbauämter und Schifffahrtsgesellschaften „Öfter“ Übergepäck der z.\u202fB. 5.\u00a0Oktober See-Karte",
    "fr": "«\u202fVoulez-vous\u202f» la carte\u202f? — Non\u202f! anticonstitutionnellement l’œuvre déjà À",
    "ru": "Карта была белой, достопримечательность и не знал где — правительство и-за Тут.",
    "he": "שלום עולם 1997 (בדיקה) ארוך מאוד word",
}
"""Invented rows of words, and what is hard about them."""
GLUE = (" ",) * 12 + ("\u00a0", "—", "-", "\u2009\u2060", "\u2060", "\u00a0 ", " — ", " … ", "\u2002", "/", "\u202f")
"""What stands between words."""
ODD_GLUE = (*GLUE, "\u00ad", "\u200b", "  ", "\t", "\u0301 ", " \u05d0 ")
"""And what makes a text one of those that are left to WeasyPrint."""


@lru_cache(maxsize=1)
def environment() -> LayoutEnvironment:
    """Return a layout environment with make-book's fonts."""
    book, page = edge_book(), draw_page(SCREEN, 100)
    case = select_fonts(book.sections, SCREEN, book.styles)
    moment = book_time(book.book.imprint.date, {})
    job = PrintJob(book.book, book.sections, SCREEN, book.styles, case.faces, moment, case.own)
    return prepare_environment(make_layout_style(job, page, "sections"))


@lru_cache(maxsize=1)
def styles() -> tuple[Any, ...]:
    """Return styles of texts, one for each type that they ask for."""
    body = _BODY.format("".join(map(_EACH.format, LANGUAGES)))
    _, root = build(make_tree(body, environment().layout_style, {}), environment())
    boxes = [box for box in root.descendants() if isinstance(box, TextBox)]
    found: dict[Type, Any] = {}
    for box in boxes:
        found.setdefault(type_of(box.style), box.style)
    return tuple(found.values())


@lru_cache(maxsize=1)
def document() -> tuple[Any, Any]:
    """Return the layout context and the boxes of a small document, not laid out."""
    return build(make_tree(MARKUP, environment().layout_style, {}), environment())


def context() -> Any:
    """Return all that breaking a line needs of a layout context."""
    return SimpleNamespace(dictionaries={})


def texts(language: str | None = None) -> st.SearchStrategy[str]:
    """Return rows of words of `language`, or of any; with all kinds of glue between them."""
    chosen = st.just(language) if language else st.sampled_from(LANGUAGES)
    return chosen.flatmap(_rows)


def _rows(language: str) -> st.SearchStrategy[str]:
    words = WORDS[language].split(" ")
    letters = st.text(st.sampled_from(sorted(set("".join(words) + "fiftAVTo.,’”-"))), min_size=1, max_size=14)
    word = st.one_of(st.sampled_from(words), st.sampled_from(words), letters)
    glue = st.sampled_from([GLUE, GLUE, GLUE, ODD_GLUE]).flatmap(lambda kinds: st.lists(st.sampled_from(kinds)))
    row = st.tuples(st.lists(word, min_size=1, max_size=60), glue).map(lambda pair: _joined(*pair))
    return row.filter(lambda text: text.strip(" \u00a0") != "")


def _joined(words: list[str], glue: list[str]) -> str:
    return "".join(map("".join, zip_longest(words, glue[: len(words)], fillvalue=" ")))


def long_text(language: str, words: int, seed: int) -> str:
    """Return a long row of words of `language`, with spaces between them."""
    chance = random.Random(seed)
    return " ".join(chance.choices(WORDS[language].split(" "), k=words))
