"""What is to be said of one episode: findings with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.body import Body
from make_book.importing.import_record import RAW
from make_book.importing.import_values import Change, Field, ImportedParagraph, RawEpisode
from make_book.importing.quotations import CorrectedQuotations
from make_book.importing.review_hints import look_over
from make_book.importing.text_paragraphs import LineIndex

_UNSURE = 0.7
_REPAIRS = {
    "encoding": "the file is in {before}, not in UTF-8",
    "mojibake": "wrongly decoded letters were put right: “{after}”",
    "stray-byte": "the byte {before} was read as “{after}”",
    "cut-byte": "the last letter was cut off and dropped ({before})",
    "control": "a control character was removed",
    "soft-hyphen": "a soft hyphen was removed",
    "invisible": "an invisible character was removed",
}


class Examined(msgspec.Struct, frozen=True):
    """An episode as far as it was read, before it is a draft."""

    raw: RawEpisode
    language: str
    fields: tuple[Field, ...]
    body: tuple[ImportedParagraph, ...]
    kinds: Body
    corrected: CorrectedQuotations


def remarks(found: Examined, serial: str | None) -> tuple[Finding, ...]:
    """Return the findings on one episode of a serial whose language is `serial`, by line."""
    file = RAW + found.raw.source
    every = [
        *_of_repairs(file, found.raw.changes),
        *_of_language(file, found.language, serial),
        *_of_fields(file, found.fields),
        *_of_kinds(file, found.body, found.kinds),
        *_of_prose(file, found),
        *_of_quotations(file, found.corrected),
    ]
    return tuple(sorted(every, key=_place))


def _place(finding: Finding) -> tuple[int, int, str]:
    span = finding.span
    return ((span.line or 0, span.column or 0) if span else (0, 0)) + (finding.code,)


def _of_repairs(file: str, changes: Sequence[Change]) -> Iterator[Finding]:
    kinds = sorted({change.kind for change in changes if change.kind not in ("line-ends", "byte-order-mark", "space")})
    for kind in kinds:
        ours = [change for change in changes if change.kind == kind]
        what = _REPAIRS.get(kind, kind).format(before=ours[0].before, after=ours[0].after)
        more = f", {len(ours)} times" if len(ours) > 1 else ""
        yield Finding("IMP-005", what + more, Span(file, ours[0].line, ours[0].column))


def _of_language(file: str, language: str, serial: str | None) -> Iterator[Finding]:
    if serial and language != "und" and language.split("-", 1)[0] != serial.split("-", 1)[0]:
        yield Finding("IMP-022", f"the text is in {language}, the book in {serial}", Span(file, 1))


def _of_fields(file: str, fields: Sequence[Field]) -> Iterator[Finding]:
    found = {field.name: field for field in fields}
    title, narrator = found["title"], found.get("narrator")
    if title.confidence < _UNSURE:
        hint = "give the episode its headline"
        yield Finding("IMP-006", f"“{title.value}”: {title.why}", Span(file, title.line), (hint,))
    if "date" not in found:
        yield Finding("IMP-018", "no date was found", Span(file, 1), ("add date: to the front matter",))
    if "number" not in found:
        yield Finding("IMP-019", "no number was found", Span(file, 1))
    if narrator and narrator.confidence < _UNSURE:
        yield Finding("IMP-023", f"is “{narrator.value}” the narrator?", Span(file, narrator.line))


def _of_kinds(file: str, body: Sequence[ImportedParagraph], kinds: Body) -> Iterator[Finding]:
    for paragraph, kind, language in zip(body, kinds.kinds, kinds.languages, strict=True):
        span = Span(file, paragraph.line)
        if kind == "link":
            yield Finding("IMP-017", "a dead link to the original was moved to original-note", span)
        elif kind == "credit":
            message = f"“{paragraph.text}” does not say into which language: the text may be a translation of that one"
            hint = "add to: with the language it was translated into, and any later translator"
            yield Finding("IMP-012", message, span, (hint,))
        elif language:
            known = f"was marked lang={language}" if language != "und" else "is in no language we know"
            yield Finding("IMP-016", f"a paragraph in another script {known}", span)


def _of_prose(file: str, found: Examined) -> Iterator[Finding]:
    places = LineIndex(found.raw.text)
    for remark in look_over(found.kinds.prose(found.body)):
        yield Finding(remark.code, remark.message, Span(file, *places.of(remark.offset)))


def _of_quotations(file: str, corrected: CorrectedQuotations) -> Iterator[Finding]:
    for line in corrected.unsure:
        message = "the quotation marks of this paragraph do not pair"
        yield Finding("IMP-011", message, Span(file, line), ("correct them by hand",))
    if corrected.changes:
        lines = sorted({change.line for change in corrected.changes})
        word = "line" if len(lines) == 1 else "lines"
        yield Finding("IMP-010", f"marks corrected in {word} {', '.join(map(str, lines))}", Span(file, lines[0]))
