"""Breaking a title into lines as a designer would: balanced, and never after a little word.

Drawn covers set the lines at the size that the box allows (`balanced`); print sets them at the size that the style
sheet has, in as few lines as possible (`lines_of`). The only importer of pyphen (the dictionaries of LibreOffice),
for lettering that is drawn once: the pages of the book are hyphenated by their own engines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

import msgspec

_INK = 0.98
"""Ems from the tops of accented capitals to the ends of descenders."""

_LITTLE = re.compile(r"\W*[\w’']{1,3}\.?")
_VOWEL = re.compile(r"[aeiouyäöüаеёиоуыэюяαεηιουω]\Z", re.IGNORECASE)
_POINTED = re.compile(r"[:;,.!?–—]\Z")
_EAST_ASIAN = re.compile(
    "[\u3008\u300a\u300c\u300e\u3010\u2018\u201c\uff08]?(?:[\u2e80-\u3000\u3003-\u3007\u3012-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[^\u2e80-\uffff\U00020000-\U0003ffff]+)[\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u2019\u201d\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]*"
)
"""A letter of Chinese, Japanese or Korean with the punctuation that stays with it, or a run of other letters."""
_MOST_PIECES = 64
_AFTER_DASH = re.compile(r"(?<=[-‐–—/])(?=\w)")
_SPACE, _HYPHEN = 0.23, 0.32
_ROUNDING = 1e-6


class TitlePiece(msgspec.Struct, frozen=True):
    """A word or a part of one: its width in ems, and whether the same word goes on behind it.

    Where East Asian letters go on (`glued`), a line may end without a hyphen.
    """

    text: str
    width: float
    parted: bool = False
    glued: bool = False


class TitleSetting(msgspec.Struct, frozen=True):
    """The box to fill, the largest type, the leading in ems, and the most lines."""

    width: float
    height: float
    largest: float
    leading: float
    most_lines: int


class BrokenTitle(msgspec.Struct, frozen=True):
    """Lines, and the size at which they fit."""

    lines: tuple[str, ...]
    size: float


def pieces_of(
    text: str,
    measure: Callable[[str], float],
    hyphenate: Callable[[str], tuple[str, ...]] | None = None,
    room: float = 0.0,
) -> tuple[TitlePiece, ...]:
    """Return the words of `text`; those wider than `room` ems in the parts that `hyphenate` gives."""
    pieces: list[TitlePiece] = []
    for word in filter(None, re.split(r"[ \t\r\n]+", text)):
        shown = word.replace("\u00ad", "")
        parts = hyphenate(word) if hyphenate is not None and measure(shown) > room else (shown,)
        for at, part in enumerate(parts):
            letters = _EAST_ASIAN.findall(part) or [part]
            pieces += [TitlePiece(one, measure(one), glued=True) for one in letters[:-1]]
            pieces.append(TitlePiece(letters[-1], measure(letters[-1]), at < len(parts) - 1))
    return tuple(pieces)


def balanced(pieces: tuple[TitlePiece, ...], setting: TitleSetting) -> BrokenTitle:
    """Return the best lines: large type first, then few parted words and few little words at line ends.

    More than 64 pieces are not a title: they are taken in sixteen runs of equal count.
    """
    if len(pieces) > _MOST_PIECES:
        step = -(-len(pieces) // 16)
        groups = (pieces[i : i + step] for i in range(0, len(pieces), step))
        pieces = tuple(TitlePiece(_joined(group), _width(group), group[-1].parted) for group in groups)
    best, best_worth = BrokenTitle((), 0.0), -1.0
    for count in range(1, min(len(pieces), max(setting.most_lines, 1)) + 1):
        tall = _INK + (count - 1) * setting.leading
        if setting.height / tall <= best_worth:
            break
        rows = _rows(pieces, count, math.inf)
        widest = max(_width(row) for row in rows) or 1e-6
        size = min(setting.largest, setting.width / widest, setting.height / tall)
        worth = size * (1 - min(0.6, sum(max(0.0, _fault(row[-1], alone=len(row) == 1)) for row in rows[:-1])))
        if worth > best_worth * 1.02:
            best, best_worth = BrokenTitle(tuple(_joined(row, ends=True) for row in rows), size), worth
    return best


def lines_of(words: Sequence[str], width: int) -> tuple[str, ...]:
    """Return `words` in as few lines of `width` characters as possible, balanced; a longer word has its own line."""
    count = len(filled(words, width))
    if count < 2:
        return (" ".join(words),)
    pieces = tuple(TitlePiece(word, len(word) + 1 - _SPACE) for word in words)
    return tuple(_joined(row) for row in _rows(pieces, count, width + 1 - _SPACE + _ROUNDING))


def filled(words: Sequence[str], width: int) -> list[str]:
    """Return `words` in lines of at most `width` characters, each filled before the next begins."""
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _rows(pieces: tuple[TitlePiece, ...], count: int, widest: float) -> list[tuple[TitlePiece, ...]]:
    """Part `pieces` into `count` rows so that the squares of their widths, and faults, are least.

    No row of several pieces is wider than `widest`; there must be such rows.
    """
    total = len(pieces)
    reach = list(accumulate((piece.width + _gap(piece) for piece in pieces), initial=0.0))
    even = (_width(pieces) / count) ** 2 or 1e-6
    cost = [0.0] + [math.inf] * total
    starts = []
    for row in range(1, count + 1):
        best, start = [math.inf] * (total + 1), [0] * (total + 1)
        for end in range(row, total - (count - row) + 1):
            last = pieces[end - 1]
            excess = reach[end] - _gap(last) + (_HYPHEN if last.parted else 0.0)
            for begin in range(end - 1, row - 2, -1):
                if excess - reach[begin] > widest and end - begin > 1:
                    break
                fault = _fault(last, alone=end - begin == 1) if end < total else 0.0
                price = cost[begin] + (excess - reach[begin]) ** 2 + even * 2 * fault
                if price <= best[end]:
                    best[end], start[end] = price, begin
        cost = best
        starts.append(start)
    rows, end = [], total
    for start in reversed(starts):
        rows.append(pieces[start[end] : end])
        end = start[end]
    return rows[::-1]


def _fault(last: TitlePiece, *, alone: bool) -> float:
    """Return how bad it looks to end a line with `last`, as a share of its size."""
    if last.glued:
        return 0.0
    if last.parted:
        return 0.0 if _ends_with_hyphen(last.text) else 0.2 if _VOWEL.search(last.text) else 0.1
    if _LITTLE.fullmatch(last.text):
        return 0.3 if alone else 0.1
    return -0.03 if _POINTED.search(last.text) else 0.0


def _gap(piece: TitlePiece) -> float:
    return 0.0 if piece.parted or piece.glued else _SPACE


def _width(row: tuple[TitlePiece, ...]) -> float:
    gaps = sum(_gap(piece) for piece in row[:-1])
    return sum(piece.width for piece in row) + gaps + (_HYPHEN if row and row[-1].parted else 0.0)


def _joined(row: tuple[TitlePiece, ...], *, ends: bool = False) -> str:
    text = "".join(piece.text + ("" if piece.parted or piece.glued else " ") for piece in row).rstrip(" ")
    return text + "-" if ends and row[-1].parted and not _ends_with_hyphen(text) else text


def _ends_with_hyphen(text: str) -> bool:
    return text[-1:] in {"-", "‐", "–", "—", "/"}


def word_parts(word: str, language: str) -> tuple[str, ...]:
    """Return the pieces into which `word` of `language` (BCP 47) may be parted, at least one.

    Its own soft hyphens (U+00AD) decide alone where there are any; then its hyphens and dashes;
    then the dictionary, which never leaves fewer than four letters. Unknown languages have none.
    """
    if "\u00ad" in word:
        return tuple(piece for piece in word.split("\u00ad") if piece)
    if len(pieces := tuple(_AFTER_DASH.split(word))) > 1:
        return pieces
    import pyphen

    dictionary = pyphen.language_fallback(language.replace("-", "_"))
    if dictionary is None:
        return (word,)
    places = pyphen.Pyphen(lang=dictionary, left=4, right=4).positions(word)
    edges = [0, *(int(place) for place in places), len(word)]
    return tuple(word[start:end] for start, end in pairwise(edges))
