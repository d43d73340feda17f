"""Raw episodes → drafts: the one place where head, body, quotations and what the series taught meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.body import Body, blocks, original_of, sort_out
from make_book.importing.changes import apply
from make_book.importing.eyes import look_over
from make_book.importing.head import Head, Opening, kicker_of, open_up, read_head
from make_book.importing.paragraphs import line_and_column, paragraphs
from make_book.importing.phrases import Phrases, language_of, phrases_for
from make_book.importing.quotations import Mended, mend
from make_book.importing.series import Series, learn
from make_book.importing.values import Draft, Field, Paragraph, RawEpisode

RAW = "manuscript/raw/"


class _Read(msgspec.Struct, frozen=True):
    """A raw episode with its paragraphs, its language, and its opening."""

    raw: RawEpisode
    body: tuple[Paragraph, ...]
    language: str
    opening: Opening


class Understood(msgspec.Struct, frozen=True):
    """All drafts in the order of their sources, the serial's language and what its heads share."""

    drafts: tuple[Draft, ...]
    language: str | None
    series: Series


def understand(raws: Sequence[RawEpisode], language: str | None) -> Understood:
    """Understand `raws` together; `language` is the book's, None if it has to be found out."""
    own = [language_of(raw.text) for raw in raws]
    most = Counter(tag for tag in own if tag).most_common()
    serial = language or (min(tag for tag, count in most if count == most[0][1]) if most else None)
    read = tuple(_open(raw, tag or serial or "und") for raw, tag in zip(raws, own, strict=True))
    openings = [(item.opening, phrases_for(item.language)) for item in read]
    kickers = [found[0] for opening, phrases in openings if (found := kicker_of(opening, phrases))]
    series = learn([(opening.texts, phrases) for opening, phrases in openings], kickers)
    return Understood(tuple(_draft(item, series, serial) for item in read), serial, series)


def _open(raw: RawEpisode, language: str) -> _Read:
    found = paragraphs(raw.text)
    return _Read(raw, found, language, open_up(found))


def _draft(read: _Read, series: Series, serial: str | None) -> Draft:
    phrases = phrases_for(read.language)
    head = read_head(read.opening, series, phrases)
    body = read.body[head.used :]
    kinds = sort_out(body, phrases)
    mended = mend(read.raw.text, kinds.prose(body), phrases)
    after = _moved(apply(read.raw.text, mended.changes), body)
    fields = _known_first(read.raw.known, (*head.fields, *_links(body, kinds, phrases)))
    fields = fields if any(field.name == "title" for field in fields) else (*fields, _stand_in(read, head, body))
    return Draft(
        source=read.raw.source,
        language=read.language,
        fields=fields,
        blocks=blocks(after, kinds),
        translators=tuple(person for credit in kinds.credits for person in credit.translators),
        changes=(*read.raw.changes, *mended.changes),
        findings=(*read.raw.findings, *_remarks(read, fields, body, kinds, mended, serial)),
        consumed=(*head.consumed, *(credit.consumed for credit in kinds.credits)),
    )


def _moved(text: str, body: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Return `body` with the words it has in the mended `text`: the same lines."""
    lines = text.split("\n")
    return tuple(
        msgspec.structs.replace(p, text="\n".join(lines[p.line - 1 : p.line + p.text.count("\n")]).strip())
        for p in body
    )


def _known_first(known: Sequence[Field], found: Sequence[Field]) -> tuple[Field, ...]:
    names = {field.name for field in known}
    return (*known, *(field for field in found if field.name not in names))


def _links(body: Sequence[Paragraph], kinds: Body, phrases: Phrases) -> tuple[Field, ...]:
    fields: list[Field] = []
    for paragraph, kind in zip(body, kinds.kinds, strict=True):
        if kind == "link" and (language := original_of(paragraph.text, phrases)):
            fields.append(Field("original-language", language, 0.8, paragraph.line, paragraph.text))
            fields.append(Field("original-note", paragraph.text, 0.9, paragraph.line, paragraph.text))
        if kind == "address":
            fields.append(Field("source-url", paragraph.text, 0.6, paragraph.line, paragraph.text))
    return tuple(fields)


def _stand_in(read: _Read, head: Head, body: Sequence[Paragraph]) -> Field:
    """A title for an episode whose head has none: its number, its date, or its first words."""
    found = {field.name: field for field in head.fields}
    for name in ("number", "date"):
        if name in found:
            field = found[name]
            return Field(
                "title", field.slice.strip(" ."), 0.2, field.line, field.slice, f"no headline: the {name} stands in"
            )
    words = body[0].text.split() if body else [read.raw.source]
    title = " ".join(words[:8]) + ("…" if len(words) > 8 else "")
    return Field("title", title, 0.2, body[0].line if body else 1, title, "no head: the first words stand in")


def _remarks(
    read: _Read, fields: Sequence[Field], body: Sequence[Paragraph], kinds: Body, mended: Mended, serial: str | None
) -> tuple[Finding, ...]:
    file = RAW + read.raw.source
    prose = kinds.prose(body)
    seen = [
        Finding(remark.code, remark.message, Span(file, *line_and_column(read.raw.text, remark.offset)))
        for remark in look_over(prose, last=len(prose))
    ]
    return (
        *_of_fields(file, fields),
        *_of_language(file, read, serial),
        *_of_kinds(file, body, kinds),
        *seen,
        *_of_quotations(file, mended),
    )


def _of_fields(file: str, fields: Sequence[Field]) -> list[Finding]:
    found = {field.name: field for field in fields}
    findings = []
    title = found["title"]
    if title.confidence < 0.7:
        findings.append(
            Finding(
                "IMP-006", f"“{title.value}”: {title.why}", Span(file, title.line), ("give the episode its headline",)
            )
        )
    if "date" not in found:
        findings.append(Finding("IMP-018", "no date was found", Span(file, 1), ("add date: to the front matter",)))
    if "number" not in found:
        findings.append(Finding("IMP-019", "no number was found", Span(file, 1)))
    narrator = found.get("narrator")
    if narrator and narrator.confidence < 0.7:
        findings.append(Finding("IMP-023", f"is “{narrator.value}” the narrator?", Span(file, narrator.line)))
    return findings


def _of_language(file: str, read: _Read, serial: str | None) -> list[Finding]:
    if serial is None or read.language == "und" or read.language.split("-")[0] == serial.split("-")[0]:
        return []
    return [Finding("IMP-022", f"the text is in {read.language}, the book in {serial}", Span(file, 1))]


def _of_kinds(file: str, body: Sequence[Paragraph], kinds: Body) -> list[Finding]:
    findings = []
    for paragraph, kind, language in zip(body, kinds.kinds, kinds.languages, strict=True):
        span = Span(file, paragraph.line)
        if kind == "link":
            findings.append(Finding("IMP-017", "a dead link to the original was moved to original-note", span))
        elif language:
            findings.append(Finding("IMP-016", f"a paragraph in another script was marked lang={language}", span))
        elif kind == "credit":
            hint = "add to: with the language it was translated into, and any later translator"
            message = f"“{paragraph.text}” does not say into which language: this text may be a translation of that one"
            findings.append(Finding("IMP-012", message, span, (hint,)))
    return findings


def _of_quotations(file: str, mended: Mended) -> list[Finding]:
    unsure = [
        Finding(
            "IMP-011", "the quotation marks of this paragraph do not pair", Span(file, line), ("mend them by hand",)
        )
        for line in mended.unsure
    ]
    if not mended.changes:
        return unsure
    lines = sorted({change.line for change in mended.changes})
    places = ", ".join(map(str, lines))
    return [*unsure, Finding("IMP-010", f"quotation marks mended in line {places}", Span(file, lines[0]))]
