"""Typography by language: marks, dashes and spaces as each language sets them.

Pure and idempotent. Letters and digits are never changed, dropped or moved (the one exception is an
x between numbers, which becomes ×); only spaces, quotation marks, dashes, dots and primes are. What
is done and why: `rules.RULES` and docs/typography.md; how each language wants it: `locales/*.toml`.
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


class _Hand(msgspec.Struct, frozen=True):
    """How one language is set: the steps before the marks, the marks, the steps after."""

    before: tuple[Step, ...]
    marks: quotes.Marks
    after: tuple[Step, ...]


def refine(text: str, language: str) -> str:
    """Return `text`, one paragraph of it or less, set as `language` (BCP 47) wants.

    Web and mail addresses in it are left as they are.
    """
    return "".join(_set(runs.split_addresses(text, language), language, ())[0])


def refine_tree(root: xhtml.Element, language: str) -> None:
    """Set every text node under `root` in place, each run by its own `xml:lang` or `lang`.

    `language` holds where none is declared. Code, formulas, drawings, attributes, and links whose
    text is their address are left as they are; elements are neither added, removed nor moved.
    """
    last: xhtml.Element | None = None
    carried: tuple[quotes.Open, ...] = ()
    for paragraph in runs.paragraphs(root, language):
        follows = last is not None and paragraph.block.tag == "p" and paragraph.block.getprevious() is last
        texts, carried = _set(paragraph.pieces, paragraph.language, carried if follows else ())
        runs.write(paragraph, texts)
        last = paragraph.block if paragraph.block.tag == "p" else None


def _set(
    pieces: Sequence[EditPiece], main: str, carried: tuple[quotes.Open, ...]
) -> tuple[list[str], tuple[quotes.Open, ...]]:
    """Return the text of each piece as it is to be set, and the quotations in `main` left open."""
    texts = [piece.text for piece in pieces]
    left: tuple[quotes.Open, ...] = ()
    for tag in dict.fromkeys(piece.language for piece in pieces if piece.language is not None):
        own = [piece.language == tag for piece in pieces]
        hand = _hand(tag)
        setting = _Setting(texts, own)
        setting.take(hand.before)
        edits, still_open = quotes.turn(setting.text, hand.marks, carried if tag == main else ())
        setting.edit(edits)
        setting.take(hand.after)
        texts = setting.texts(texts)
        if tag == main:
            left = still_open
    return texts, left


class _Setting:
    """A paragraph at work: its text as one string, and where its pieces begin."""

    def __init__(self, texts: Sequence[str], own: Sequence[bool]) -> None:
        self.own = own
        self.text = "".join(text if mine else shield(text) for text, mine in zip(texts, own, strict=True))
        self.cuts = list(accumulate(map(len, texts[:-1])))

    def take(self, steps: Sequence[Callable[[str], Sequence[Edit]]]) -> None:
        """Take the steps one after another."""
        for step in steps:
            if edits := step(self.text):
                self.edit(edits)

    def edit(self, edits: Sequence[Edit]) -> None:
        """Carry out `edits`, but for those that touch what is not ours."""
        if self.cuts:
            if not all(self.own):
                edits = [edit for edit in edits if self._is_ours(edit)]
            self.text, before = rewrite(self.text, edits), self.cuts
            self.cuts = move(before, edits, [not mine for mine in self.own[1:]])
        else:
            self.text = rewrite(self.text, edits)

    def texts(self, old: Sequence[str]) -> list[str]:
        """Return the pieces as they are now; those not ours as they were."""
        bounds = zip([0, *self.cuts], [*self.cuts, len(self.text)], strict=True)
        now = (self.text[start:end] for start, end in bounds)
        return [new if mine else kept for new, kept, mine in zip(now, old, self.own, strict=True)]

    def _is_ours(self, edit: Edit) -> bool:
        bounds = zip([0, *self.cuts], [*self.cuts, len(self.text)], self.own, strict=True)
        return all(mine or edit.end <= start or edit.start >= end for start, end, mine in bounds)


@functools.cache
def _hand(tag: str) -> _Hand:
    conventions = language_of(tag).conventions
    marks = quotes.Marks(conventions.quotes, frozenset(conventions.elisions))
    return _Hand(rules.before_marks(conventions), marks, rules.after_marks(conventions))
