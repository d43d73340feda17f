"""Typography by language: quotation marks, dashes and spaces as each language wants them.

Pure and idempotent. Letters and digits are never changed, dropped or moved (the one exception is an
x between numbers, which becomes ×); spaces, quotation marks, dashes, dots and primes are. `rules.RULES`
and docs/typography.md say what is done and why; `locales/*.toml` say how each language wants it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from itertools import accumulate

import msgspec

from make_book import xhtml
from make_book.text import quotes, rules, runs
from make_book.text.edits import Edit, EditPiece, Step, move, rewrite, shield
from make_book.text.languages import language as language_of


class _LanguageRules(msgspec.Struct, frozen=True):
    """The rules of one language: the steps before the quotation marks, the marks, the steps after them."""

    before: tuple[Step, ...]
    marks: quotes.Marks
    after: tuple[Step, ...]


def refine(text: str, language: str) -> str:
    """Return `text`, a paragraph or a part of one, with the typography of `language` (BCP 47).

    Web and mail addresses in it are left as they are.
    """
    return "".join(_edited(runs.split_addresses(text, language), language, ())[0])


def refine_tree(root: xhtml.Element, language: str) -> None:
    """Apply typography to every text node under `root`, in place, by its own `xml:lang` or `lang`.

    `language` holds where none is declared. Code, formulas, drawings, attributes, and links whose
    text is their address are left as they are; elements are neither added, removed nor moved.
    """
    last: xhtml.Element | None = None
    carried: tuple[quotes.Open, ...] = ()
    for paragraph in runs.paragraphs(root, language):
        follows = last is not None and paragraph.block.tag == "p" and paragraph.block.getprevious() is last
        texts, carried = _edited(paragraph.pieces, paragraph.language, carried if follows else ())
        runs.write(paragraph, texts)
        last = paragraph.block if paragraph.block.tag == "p" else None


def _edited(
    pieces: Sequence[EditPiece], main: str, carried: tuple[quotes.Open, ...]
) -> tuple[list[str], tuple[quotes.Open, ...]]:
    """Return the text of each piece with its typography, and the quotations in `main` that stay open."""
    texts = [piece.text for piece in pieces]
    left: tuple[quotes.Open, ...] = ()
    for tag in dict.fromkeys(piece.language for piece in pieces if piece.language is not None):
        own = [piece.language == tag for piece in pieces]
        rules_of = _language_rules(tag)
        paragraph = _EditedParagraph(texts, own)
        paragraph.apply(rules_of.before)
        edits, still_open = quotes.turn(paragraph.text, rules_of.marks, carried if tag == main else ())
        paragraph.edit(edits)
        paragraph.apply(rules_of.after)
        texts = paragraph.texts(texts)
        if tag == main:
            left = still_open
    return texts, left


class _EditedParagraph:
    """A paragraph while it is edited: its text as one string, and where its pieces begin."""

    def __init__(self, texts: Sequence[str], own: Sequence[bool]) -> None:
        self.own = own
        self.text = "".join(text if mine else shield(text) for text, mine in zip(texts, own, strict=True))
        self.cuts = list(accumulate(map(len, texts[:-1])))

    def apply(self, steps: Sequence[Callable[[str], Sequence[Edit]]]) -> None:
        """Apply the steps one after another."""
        for step in steps:
            if edits := step(self.text):
                self.edit(edits)

    def edit(self, edits: Sequence[Edit]) -> None:
        """Carry out `edits`, except those that touch a piece in another language or code."""
        if self.cuts:
            if not all(self.own):
                edits = [edit for edit in edits if self._is_allowed(edit)]
            self.text, before = rewrite(self.text, edits), self.cuts
            self.cuts = move(before, edits, [not mine for mine in self.own[1:]])
        else:
            self.text = rewrite(self.text, edits)

    def texts(self, old: Sequence[str]) -> list[str]:
        """Return the pieces as they are now; those that must not change, as they are in `old`."""
        bounds = zip([0, *self.cuts], [*self.cuts, len(self.text)], strict=True)
        now = (self.text[start:end] for start, end in bounds)
        return [new if mine else kept for new, kept, mine in zip(now, old, self.own, strict=True)]

    def _is_allowed(self, edit: Edit) -> bool:
        bounds = zip([0, *self.cuts], [*self.cuts, len(self.text)], self.own, strict=True)
        return all(mine or edit.end <= start or edit.start >= end for start, end, mine in bounds)


@functools.cache
def _language_rules(tag: str) -> _LanguageRules:
    conventions = language_of(tag).conventions
    marks = quotes.Marks(conventions.quotes, frozenset(conventions.elisions))
    return _LanguageRules(rules.before_marks(conventions), marks, rules.after_marks(conventions))
