"""Raw episodes → drafts: the one place where head, body, quotations and what the series taught meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from make_book.importing.body import Body, blocks, original_of, sort_out
from make_book.importing.head import ClippingHead, Opening, kicker_of, open_up, read_head
from make_book.importing.import_values import EpisodeDraft, Field, ImportedParagraph, RawEpisode
from make_book.importing.phrases import Phrases, language_of, phrases_for
from make_book.importing.quotations import correct
from make_book.importing.remarks import Examined, remarks
from make_book.importing.series import DetectedSeries, learn
from make_book.importing.text_changes import apply
from make_book.importing.text_paragraphs import paragraphs
from make_book.manuscript.values import ImportSettings

_NOTHING_TOLD = ImportSettings()


class _Read(msgspec.Struct, frozen=True):
    """A raw episode with its paragraphs, its language, and its opening."""

    raw: RawEpisode
    body: tuple[ImportedParagraph, ...]
    language: str
    opening: Opening


class Understood(msgspec.Struct, frozen=True):
    """All drafts in the order of their sources, the serial's language and what its heads share."""

    drafts: tuple[EpisodeDraft, ...]
    language: str | None
    series: DetectedSeries


def understand(
    raws: Sequence[RawEpisode], language: str | None, settings: ImportSettings = _NOTHING_TOLD
) -> Understood:
    """Understand `raws` together; `language` is the book's, None if it has to be found out.

    `settings` are what book.toml tells under `[import]`: phrases and narrators that need no learning.
    """
    own = [language_of(raw.text) for raw in raws]
    most = Counter(tag for tag in own if tag).most_common()
    serial = language or (min(tag for tag, count in most if count == most[0][1]) if most else None)
    read = tuple(_open(raw, tag or serial or "und") for raw, tag in zip(raws, own, strict=True))
    openings = [(item.opening, phrases_for(item.language)) for item in read]
    kickers = [found[0] for opening, phrases in openings if (found := kicker_of(opening, phrases))]
    series = learn([(opening.texts, phrases) for opening, phrases in openings], kickers)
    series = msgspec.structs.replace(series, told=settings.series_phrase, named=settings.narrators)
    return Understood(tuple(_draft(item, series, serial) for item in read), serial, series)


def _open(raw: RawEpisode, language: str) -> _Read:
    found = paragraphs(raw.text)
    return _Read(raw, found, language, open_up(found))


def _draft(read: _Read, series: DetectedSeries, serial: str | None) -> EpisodeDraft:
    phrases = phrases_for(read.language)
    head = read_head(read.opening, series, phrases)
    body = read.body[head.used :]
    kinds = sort_out(body, phrases)
    corrected = correct(read.raw.text, kinds.prose(body), phrases)
    after = _moved(apply(read.raw.text, corrected.changes), body)
    fields = _known_first(read.raw.known, (*head.fields, *_links(body, kinds, phrases)))
    fields = fields if any(field.name == "title" for field in fields) else (*fields, _stand_in(read, head, body))
    examined = Examined(read.raw, read.language, fields, body, kinds, corrected)
    return EpisodeDraft(
        source=read.raw.source,
        language=read.language,
        fields=fields,
        blocks=blocks(after, kinds),
        translators=tuple(person for credit in kinds.credits for person in credit.translators),
        changes=(*read.raw.changes, *corrected.changes),
        findings=(*read.raw.findings, *remarks(examined, serial)),
        consumed=(*head.consumed, *(credit.consumed for credit in kinds.credits)),
    )


def _moved(text: str, body: Sequence[ImportedParagraph]) -> tuple[ImportedParagraph, ...]:
    """Return `body` with the words it has in the corrected `text`: the same lines."""
    lines = text.split("\n")
    return tuple(
        msgspec.structs.replace(p, text="\n".join(lines[p.line - 1 : p.line + p.text.count("\n")]).strip())
        for p in body
    )


def _known_first(known: Sequence[Field], found: Sequence[Field]) -> tuple[Field, ...]:
    names = {field.name for field in known}
    return (*known, *(field for field in found if field.name not in names))


def _links(body: Sequence[ImportedParagraph], kinds: Body, phrases: Phrases) -> tuple[Field, ...]:
    fields: list[Field] = []
    for paragraph, kind in zip(body, kinds.kinds, strict=True):
        if kind == "link" and (language := original_of(paragraph.text, phrases)):
            fields.append(Field("original-language", language, 0.8, paragraph.line, paragraph.text))
            fields.append(Field("original-note", paragraph.text, 0.9, paragraph.line, paragraph.text))
        if kind == "address":
            fields.append(Field("source-url", paragraph.text, 0.6, paragraph.line, paragraph.text))
    return tuple(fields)


def _stand_in(read: _Read, head: ClippingHead, body: Sequence[ImportedParagraph]) -> Field:
    """Return a title for an episode whose head has none: its number, its date, or its first words."""
    found = {field.name: field for field in head.fields}
    for name in ("number", "date"):
        if name in found:
            field = found[name]
            why = f"no headline: the {name} stands in"
            return Field("title", field.slice.strip(" ."), 0.2, field.line, field.slice, why)
    words = body[0].text.split() if body else [read.raw.source]
    title = " ".join(words[:8]) + ("…" if len(words) > 8 else "")
    return Field("title", title, 0.2, body[0].line if body else 1, title, "no head: the first words stand in")
