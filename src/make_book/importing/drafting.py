"""Documents whose format tells what they are → drafts of episodes."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from make_book.findings import Finding, Span
from make_book.importing.import_record import RAW
from make_book.importing.import_values import EpisodeDraft, Field, SourceDocument
from make_book.importing.phrases import language_of

_SAMPLE = 3000
_LEAST = 40
"""Words a text must have for its language to be guessed."""
_MARKUP = re.compile(r"```.*?```|`[^`\n]*`|<[^<>]*>|\]\([^)]*\)|https?://\S+", re.DOTALL)


def language_of_document(document: SourceDocument) -> str | None:
    """Return the language a document states, or the one its words seem to be in."""
    if document.language:
        return document.language
    return _guessed(document.body[:_SAMPLE])


@functools.lru_cache(maxsize=20_000)
def _guessed(sample: str) -> str | None:
    words = _MARKUP.sub(" ", sample)
    return language_of(words) if len(words.split()) >= _LEAST else None


def draft_of(document: SourceDocument, serial: str | None, *, dated: bool) -> EpisodeDraft:
    """Return the draft of `document`; `dated`: most texts have a date, so that one without is reported."""
    fields = document.fields
    title = next((field for field in fields if field.name == "title"), None)
    if title is None:
        title = _stand_in(document)
        fields = (*fields, title)
    language = language_of_document(document) or serial or "und"
    fields = tuple(field for field in fields if field.name != "language")
    return EpisodeDraft(
        source=document.source,
        language=language,
        fields=fields,
        blocks=(),
        translators=document.translators,
        changes=document.changes,
        findings=(*document.findings, *_remarks(document, title, fields, language, serial, dated=dated)),
        body=document.body,
        pictures=document.pictures,
        left_out=document.left_out,
        file=document.file,
        digest=document.digest,
    )


def _stand_in(document: SourceDocument) -> Field:
    words = _MARKUP.sub(" ", document.body).replace("*", "").replace("#", "").split()
    title = " ".join(words[:8]) + ("…" if len(words) > 8 else "")
    return Field(
        "title", title or document.source, 0.2, document.first_line, title, "no title: the first words stand in"
    )


def _remarks(
    document: SourceDocument, title: Field, fields: Sequence[Field], language: str, serial: str | None, *, dated: bool
) -> tuple[Finding, ...]:
    found = []
    file = RAW + document.file
    if title.confidence < 0.7:
        found.append(Finding("IMP-006", f"“{title.value}”: {title.why}", Span(file, title.line), ("give it a title",)))
    if dated and not any(field.name == "date" for field in fields):
        found.append(Finding("IMP-018", "no date was found", Span(file, 1), ("add date: to the front matter",)))
    if serial and language != "und" and language.partition("-")[0] != serial.partition("-")[0]:
        found.append(Finding("IMP-022", f"the text is in {language}, the book in {serial}", Span(file, 1)))
    if document.left_out:
        reasons = dict.fromkeys(left.reason for left in document.left_out)
        count = sum(len(left.text.split()) for left in document.left_out)
        shown = "; ".join(list(reasons)[:5]) + ("; …" if len(reasons) > 5 else "")
        message = f"{count} words of the source stand in no file of the book ({shown})"
        found.append(Finding("IMP-034", message, Span(file, document.left_out[0].line)))
    return tuple(found)


def most_are_dated(documents: Sequence[SourceDocument]) -> bool:
    """Tell whether more than half of `documents` have a date."""
    dated = sum(any(field.name == "date" for field in document.fields) for document in documents)
    return dated * 2 > len(documents)


def language_of_all(tags: Sequence[str | None]) -> str | None:
    """Return the language that most texts are in, of equals the first by name."""
    counts = Counter(tag for tag in tags if tag)
    return min(counts, key=lambda tag: (-counts[tag], tag)) if counts else None


def in_one_language(
    documents: Sequence[SourceDocument], language: str | None
) -> tuple[tuple[SourceDocument, ...], tuple[Finding, ...]]:
    """Of texts that are there in several languages (`index.ru.md`, `index.en.md`) keep the one in the book's."""
    versions: dict[str, list[SourceDocument]] = {}
    for document in documents:
        tag = f".{document.language}" if document.language else ""
        path = PurePosixPath(document.source)
        versions.setdefault(path.with_name(path.stem.removesuffix(tag)).as_posix(), []).append(document)
    kept: list[SourceDocument] = []
    left: list[tuple[SourceDocument, SourceDocument]] = []
    for same in versions.values():
        if len(same) == 1 or len({document.language for document in same}) < len(same):
            kept += same
            continue
        chosen = min(same, key=lambda one: (_distance(one.language, language), one.source))
        kept.append(chosen)
        left += [(document, chosen) for document in same if document is not chosen]
    findings = tuple(
        Finding("IMP-033", f"the same text as {RAW}{chosen.source}, in another language", Span(RAW + document.source))
        for document, chosen in sorted(left, key=lambda pair: pair[0].source)
    )
    return tuple(kept), findings


def _distance(tag: str | None, language: str | None) -> int:
    if tag is None or language is None:
        return 1
    return 0 if tag.partition("-")[0] == language.partition("-")[0] else 2
