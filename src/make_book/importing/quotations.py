"""Corrects quotations: opened again at each paragraph and closed once; displaced and wrong marks are corrected.

Conservative: a run of paragraphs whose marks cannot be balanced with certainty is left as it is and
named for a human eye. Every alteration is a `Change` that can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from make_book.importing.import_values import Change, ImportedParagraph
from make_book.importing.phrases import Phrases
from make_book.importing.quotation_marks import DOUBLE, SINGLE, QuotationMark, Standing, marks_of
from make_book.importing.text_paragraphs import LineIndex

LONGEST = 40
"""Paragraphs a single quotation may run over before we stop believing it."""
_PATIENCE = 20_000
"""Paragraphs that may be looked at in vain; in a text with so many faults, each is then looked at alone."""
_ANYWHERE = ("“”", '""')
"""Pairs that many languages accept, but that no correction produces."""
_ENDS_SENTENCE = ".,!?…;"
"""Signs before the space that a displaced closing mark follows."""


class QuotationEdit(msgspec.Struct, frozen=True, order=True):
    """Replace `text[start:end]` by `after`."""

    start: int
    end: int
    after: str
    kind: str = msgspec.field(default="")


class CorrectedQuotations(msgspec.Struct, frozen=True):
    """The changes, in an order in which they can be applied, and the lines nobody could settle."""

    changes: tuple[Change, ...]
    unsure: tuple[int, ...]


class _Unsettled(Exception):
    """The marks of this run cannot be balanced with certainty."""


def correct(text: str, body: Sequence[ImportedParagraph], phrases: Phrases) -> CorrectedQuotations:
    """Correct the quotations in the paragraphs `body` of `text`, by the rules of `phrases.marks`."""
    edits: list[QuotationEdit] = []
    unsure: list[int] = []
    index = 0
    patience = _PATIENCE + 4 * len(body)
    while index < len(body):
        longest = LONGEST if patience > 0 else 1
        settled = _settle(text, body[index : index + longest], index, phrases)
        if settled is None:
            patience -= longest
            unsure.append(body[index].line)
            index += 1
        else:
            made, index = settled
            edits += made
    places = LineIndex(text)
    return CorrectedQuotations(
        tuple(_change(text, edit, places) for edit in sorted(edits, reverse=True)), tuple(unsure)
    )


def _change(text: str, edit: QuotationEdit, places: LineIndex) -> Change:
    line, column = places.of(edit.start)
    return Change(edit.kind, line, column, text[edit.start : edit.end], edit.after)


def _settle(
    text: str, run: Sequence[ImportedParagraph], index: int, phrases: Phrases
) -> tuple[list[QuotationEdit], int] | None:
    """Return the edits for a quotation that begins in the first of `run`, and the index after it; `index` is its own.

    Return `None` if its marks cannot be balanced among the paragraphs of `run`.
    """
    for singles in (False, True):
        try:
            edits, count = _Run(text, phrases, singles=singles).over(run)
        except _Unsettled:
            continue
        return edits, index + count
    return None


class _Run:
    """One pass from a paragraph to the first paragraph end at which nothing is open."""

    def __init__(self, text: str, phrases: Phrases, *, singles: bool) -> None:
        self.text = text
        self.pairs = phrases.marks
        self.spaced = phrases.inner_space
        self.singles = singles
        self.stack: list[QuotationEdit] = []
        self.edits: list[QuotationEdit] = []
        self.reopened: list[QuotationEdit] = []
        self.bare: list[ImportedParagraph] = []

    def over(self, run: Sequence[ImportedParagraph]) -> tuple[list[QuotationEdit], int]:
        """Return the edits and how many paragraphs the quotation takes. Raise `_Unsettled`."""
        for count, paragraph in enumerate(run):
            self._paragraph(paragraph, carried=count > 0)
            if not self.stack:
                self._check()
                changed = [edit for edit in self.edits if self.text[edit.start : edit.end] != edit.after]
                return changed, count + 1
            if count == 0 and not self._may_run_on(paragraph):
                raise _Unsettled
        raise _Unsettled

    def _check(self) -> None:
        """Raise `_Unsettled` if edits meet, or one reaches over the end of a line."""
        ordered = sorted(self.edits)
        meet = any(one.end > other.start for one, other in pairwise(ordered))
        if meet or any("\n" in self.text[edit.start : edit.end] for edit in ordered):
            raise _Unsettled

    def _may_run_on(self, paragraph: ImportedParagraph) -> bool:
        """Tell whether what is open began its paragraph or stands after a colon, as long quotations do."""
        before = self.text[paragraph.start : self.stack[0].start].rstrip()
        return len(self.stack) == 1 and (not before or before.endswith(":"))

    def _paragraph(self, paragraph: ImportedParagraph, *, carried: bool) -> None:
        marks = list(marks_of(self.text, paragraph.start, paragraph.end, spaced=self.spaced, singles=self.singles))
        if carried:
            if marks and marks[0].offset == paragraph.start and marks[0].standing is Standing.OPENS:
                if self.bare:
                    raise _Unsettled
                self.reopened.append(_place(marks.pop(0)))
            else:
                if self.reopened and self.bare:
                    raise _Unsettled
                self.bare.append(paragraph)
        for mark in marks:
            self._take(mark, paragraph)
        if carried and self.stack and self.bare and self.reopened:
            raise _Unsettled

    def _take(self, mark: QuotationMark, paragraph: ImportedParagraph) -> None:
        match mark.standing, bool(self.stack):
            case Standing.OPENS, False:
                self.stack.append(_place(mark))
            case Standing.OPENS, True:
                self._second_opening(mark, paragraph)
            case Standing.CLOSES, True:
                self._close(mark.character, _place(mark), "")
            case Standing.CLOSES, False if (
                self.text[mark.offset - 1] == ":" and self.text[mark.offset + 1 :][:1] == " "
            ):
                self.stack.append(QuotationEdit(mark.offset, mark.offset + 2, " "))
            case Standing.FLOATS, True:
                self._close(mark.character, QuotationEdit(self._after_text(mark.offset), mark.offset + 1, ""), "")
            case Standing.FLOATS, False if mark.offset + 2 < paragraph.end:
                rest = self.text[mark.offset + 1 : paragraph.end]
                self.stack.append(QuotationEdit(mark.offset, mark.offset + 1 + len(rest) - len(rest.lstrip()), ""))
            case _:
                raise _Unsettled

    def _after_text(self, offset: int) -> int:
        while offset and self.text[offset - 1].isspace():
            offset -= 1
        return offset

    def _second_opening(self, mark: QuotationMark, paragraph: ImportedParagraph) -> None:
        """Take a mark that opens by its place while one is open: a displaced closing one, or a quotation inside."""
        following = self.text[mark.offset + 1 : mark.offset + 2]
        outer = self.text[self.stack[-1].start : self.stack[-1].end].strip()
        closing = mark.character in '”"' or mark.character in "".join(p[1] for p in self.pairs if p[0] == outer)
        end = self._after_text(mark.offset)
        displaced = paragraph.start < end < mark.offset and self.text[end - 1] in _ENDS_SENTENCE
        if displaced and (closing or following.islower()):
            self._close(mark.character, QuotationEdit(end, mark.offset + 1, ""), " ")
        elif len(self.stack) == 1 and _inside(outer, mark.character, self.pairs):
            self.stack.append(_place(mark))
        else:
            raise _Unsettled

    def _close(self, character: str, where: QuotationEdit, gap: str) -> None:
        opening = self.stack.pop()
        if not self.text[opening.end : where.start].strip(DOUBLE + SINGLE + " \n"):
            raise _Unsettled
        pair = _pair(self.text[opening.start : opening.end].strip(), character, self.pairs)
        if pair == '""' and (self.bare or self.reopened):
            pair = self.pairs[0]
        if self.stack and pair != self.text[opening.start : opening.end].strip() + character:
            raise _Unsettled
        kind = "quote-moved" if where.end - where.start > 1 else "quote-replaced"
        self.edits.append(QuotationEdit(where.start, where.end, pair[1] + gap, kind))
        lead = opening.after
        kind = "quote-moved" if opening.end - opening.start > 1 else "quote-replaced"
        self.edits.append(QuotationEdit(opening.start, opening.end, lead + pair[0], kind))
        if not self.stack:
            self._reopen(pair[0])

    def _reopen(self, opener: str) -> None:
        self.edits += [QuotationEdit(again.start, again.end, opener, "quote-replaced") for again in self.reopened]
        self.edits += [QuotationEdit(bare.start, bare.start, opener, "quote-reopened") for bare in self.bare]
        self.reopened, self.bare = [], []


def _place(mark: QuotationMark) -> QuotationEdit:
    return QuotationEdit(mark.offset, mark.offset + 1, "")


def _pair(opener: str, closer: str, pairs: Sequence[str]) -> str:
    """Return the pair that is meant by `opener` and `closer`: as they are, if that is a pair of the language."""
    if opener + closer in pairs:
        return opener + closer
    own = [pair for pair in pairs if pair == pairs[0] or pair not in _ANYWHERE]
    return next((pair for pair in own if pair[0] == opener or pair[1] == closer), pairs[0])


def _inside(outer: str, inner: str, pairs: Sequence[str]) -> bool:
    """Tell whether `inner` may open a quotation inside one that `outer` opened: another pair's opener."""
    openers = {pair[0] for pair in pairs}
    return inner in DOUBLE and inner != outer and inner in openers and outer in openers
