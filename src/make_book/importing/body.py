"""The body of a clipping: paragraphs, lines in another script, the dead link, addendum and credit."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

import msgspec

from make_book.importing.credits import ImportedCredit, read_credit
from make_book.importing.import_values import ImportedBlock, ImportedParagraph
from make_book.importing.phrases import Phrases, all_phrases, language_of, one_of, phrases_for, script_of

_BREAK = re.compile(r"[*\-_•·⁂~#=\s]+\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z")
_TAIL = 4
"""How many paragraphs from the end a credit may stand."""
_SHORT_LINK = 30
_ONCE = ("link", "address")


class Body(msgspec.Struct, frozen=True):
    """The paragraphs of a clipping by what they are. `prose` are the indexes of running text."""

    kinds: tuple[str, ...]
    languages: tuple[str | None, ...]
    credits: tuple[ImportedCredit, ...]

    def prose(self, body: Sequence[ImportedParagraph]) -> tuple[ImportedParagraph, ...]:
        """Return the paragraphs in which quotation marks and endings are looked at."""
        sorted_out = zip(body, self.kinds, self.languages, strict=True)
        return tuple(p for p, kind, language in sorted_out if kind in ("text", "addendum") and not language)


def sort_out(body: Sequence[ImportedParagraph], phrases: Phrases) -> Body:
    """Say of every paragraph of `body` what it is.

    Kinds: `text`, `break`, `addendum`, `credit`, `link` (points to the original), `address` (a bare URL).
    """
    kinds: list[str] = []
    languages: list[str | None] = []
    found: list[ImportedCredit] = []
    addendum = False
    for index, paragraph in enumerate(body):
        credit = read_credit(paragraph.text) if index >= len(body) - _TAIL else None
        addendum = addendum or _addendum(phrases).match(paragraph.text) is not None
        kind = _kind(paragraph.text, phrases, credit, addendum=addendum)
        if kind in _ONCE and (kind in kinds or (kind == "address" and 0 < index < len(body) - _TAIL)):
            kind = "text"
        if kind == "credit" and credit:
            found.append(credit)
        kinds.append(kind)
        languages.append(_foreign(paragraph.text, phrases) if kind in ("text", "addendum", "link") else None)
    return Body(tuple(kinds), tuple(languages), tuple(found))


def _kind(text: str, phrases: Phrases, credit: ImportedCredit | None, *, addendum: bool) -> str:
    if credit:
        return "credit"
    if _BREAK.match(text):
        return "break"
    if _ADDRESS.match(text):
        return "address"
    if original_of(text, phrases):
        return "link"
    return "addendum" if addendum else "text"


@functools.cache
def _addendum_pattern(language: str) -> re.Pattern[str]:
    return re.compile(rf"{one_of(phrases_for(language).addendum or ('Addendum',))}\s*[:.–—-]\s*\S", re.IGNORECASE)


def _addendum(phrases: Phrases) -> re.Pattern[str]:
    return _addendum_pattern(phrases.language)


def _foreign(text: str, phrases: Phrases) -> str | None:
    """Return the language of a paragraph written in another script than the serial's, else None."""
    script = script_of(text)
    if script is None or script == phrases.script:
        return None
    return language_of(text) or "und"


def original_of(text: str, phrases: Phrases) -> str | None:
    """Return the language of the original that a dead link line points to; None if it is no such line.

    The line is short and says, in any language we know, that something in a named language can be
    found here; or says so in another script than the text's.
    """
    if len(text.split()) > _SHORT_LINK:
        return None
    said = next((language for language, pattern in _here() if pattern.search(text)), None)
    if said is None:
        return None
    named = next(iter(_named(text)), None)
    return named or (language_of(text) or said if _foreign(text, phrases) else None)


@functools.cache
def _here() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of lines that end in `can be found here`, by language."""
    return tuple(
        (language, re.compile(rf"(?<!\w){one_of(phrases.here)}\s*[.:!]?\s*\Z", re.IGNORECASE))
        for language, phrases in all_phrases().items()
    )


def _named(text: str) -> Iterator[str]:
    for phrases in all_phrases().values():
        if phrases.script == script_of(text):
            for tag, forms in phrases.languages.items():
                if re.search(rf"(?<!\w){one_of(forms)}(?!\w)", text):
                    yield tag


def blocks(body: Sequence[ImportedParagraph], sorted_body: Body) -> tuple[ImportedBlock, ...]:
    """Return the paragraphs that stand in the episode's text, each as what it is."""
    return tuple(
        ImportedBlock(kind, " ".join(paragraph.text.split("\n")), paragraph.line, language)
        for paragraph, kind, language in zip(body, sorted_body.kinds, sorted_body.languages, strict=True)
        if kind in ("text", "break", "addendum")
    )
