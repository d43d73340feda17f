"""One source made into one piece of the book: its text rendered, its head set in type."""

from __future__ import annotations

import functools
import re

import msgspec

from make_book.compose.scene_joining import join_texts
from make_book.findings import Finding
from make_book.manuscript.values import EpisodeHead, EpisodeSource, MatterSource, Source
from make_book.model import Episode, Imprint, Matter, Series, Text, Translator
from make_book.text.languages import language
from make_book.text.naming import episode_label
from make_book.text.typography import refine

Findings = tuple[Finding, ...]
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def compose_episode(source: EpisodeSource, id_: str, imprint: Imprint) -> tuple[Episode, Findings]:
    """Return the episode `source` says, in the book's language unless it names its own."""
    head, tag = source.head, source.head.language or imprint.language
    text, findings = _text(source, tag, id_)
    set_ = functools.partial(_set, tag=tag)
    episode = Episode(
        id=id_,
        title=set_(head.title) or untitled(source, imprint),
        language=tag,
        text=text,
        source=source.body.file,
        number=head.number,
        date=head.date,
        subtitle=set_(head.subtitle),
        standfirst=set_(head.standfirst),
        kicker=set_(head.kicker),
        place=set_(head.place),
        authors=tuple(map(named, head.author)),
        narrator=named(head.narrator) if head.narrator else None,
        translators=tuple(map(_translator, head.translators)),
        source_url=head.source_url,
        original_title=_set(head.original_title, head.original_language or _first_language(head)),
        original_date=head.original_date,
        original_language=head.original_language,
        tags=head.tags,
    )
    return episode, findings


def compose_matter(source: MatterSource, imprint: Imprint) -> tuple[Matter, Findings]:
    """Return the piece of front or back matter `source` says."""
    head, tag = source.head, source.head.language or imprint.language
    text, findings = _text(source, tag, source.name)
    matter = Matter(
        kind=source.name,
        title=_set(head.title, tag) or language(tag).label(source.name),
        language=tag,
        text=text,
        source=source.body.file,
        subtitle=_set(head.subtitle, tag),
        signed=", ".join(map(named, head.author)) or None,
        place=_set(head.place, tag),
        date=head.date,
    )
    return matter, findings


def compose_imprint(imprint: Imprint) -> Imprint:
    """Return the imprint with its texts set in type; of names only the apostrophes."""
    tag, series = imprint.language, imprint.series
    return msgspec.structs.replace(
        imprint,
        title=refine(imprint.title, tag),
        subtitle=_set(imprint.subtitle, tag),
        series=Series(refine(series.name, tag), series.index) if series else None,
        description=_set(imprint.description, tag),
        rights=_set(imprint.rights, tag),
        publisher=named(imprint.publisher) if imprint.publisher else None,
        people=tuple(msgspec.structs.replace(person, name=named(person.name)) for person in imprint.people),
        translators=tuple(map(_translator, imprint.translators)),
    )


def named(name: str) -> str:
    """Return a name as it is written, but with the apostrophe of type: O’Brien."""
    return _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", name)


def _translator(translator: Translator) -> Translator:
    return msgspec.structs.replace(translator, name=named(translator.name))


def _first_language(head: EpisodeHead) -> str:
    """Return the language the chain of translations begins with; without one, a tag that sets nothing but quotes."""
    return next((link.source for link in head.translators if link.source), "und")


def untitled(source: EpisodeSource, imprint: Imprint) -> str:
    """Return what to call an episode whose head and file name have no words: its date, else its number."""
    head: EpisodeHead = source.head
    if head.date:
        return head.date.iso
    return source.name if head.number is None else episode_label(head.number, imprint.language, imprint)


def _text(source: Source, tag: str, prefix: str) -> tuple[Text, Findings]:
    from make_book.text import markdown  # not needed for a text that is kept from the last build

    rendered = [
        markdown.render(
            body.text,
            file=body.file,
            first_line=body.first_line,
            language=tag,
            prefix=prefix if scene == 1 else f"{prefix}-scene-{scene}",
        )
        for scene, body in enumerate(source.texts, 1)
    ]
    text = rendered[0].text if len(rendered) == 1 else join_texts([one.text for one in rendered])
    return text, tuple(finding for one in rendered for finding in one.findings)


def _set(text: str | None, tag: str) -> str | None:
    return refine(text, tag) if text else None
