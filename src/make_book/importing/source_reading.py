"""All files of an import by their kinds: texts for guessing, documents, pictures, and what is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.epub_reader import read_epub
from make_book.importing.export_tables import read_tables, stated
from make_book.importing.feed_reader import read_feed
from make_book.importing.import_values import Clipping, RawEpisode, SourceDocument
from make_book.importing.json_exports import read_json
from make_book.importing.mail_reader import read_mail
from make_book.importing.markdown_reader import read_markdown
from make_book.importing.ordering import natural_key
from make_book.importing.page_reader import read_page
from make_book.importing.rtf_reader import read_rtf
from make_book.importing.site_folders import SiteFolders, look_at
from make_book.importing.source_kinds import kind_of
from make_book.importing.text_reader import read_text
from make_book.importing.transcript_reader import read_transcript
from make_book.importing.word_reader import read_word
from make_book.importing.wordpress_export import read_wordpress

_SAVE_AS = {
    "pdf": "export the text from where it was written: as DOCX, HTML or Markdown",
    "odt": "save it as DOCX",
    "xml": "save the page as a web page or as text",
}


class ReadSources(msgspec.Struct, frozen=True):
    """What the files hold. `order` are the sources in reading order; `listed`: a list among them says it."""

    texts: tuple[RawEpisode, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    pictures: tuple[Clipping, ...] = ()
    order: tuple[str, ...] = ()
    listed: bool = False
    findings: tuple[Finding, ...] = ()


_READERS: dict[str, Callable[[Clipping], Iterable[SourceDocument | Finding | Clipping | RawEpisode]]] = {
    "html": lambda clipping: (read_page(clipping),),
    "wordpress": read_wordpress,
    "epub": read_epub,
    "docx": read_word,
    "feed": read_feed,
    "json": read_json,
    "mail": read_mail,
    "rtf": read_rtf,
    "subtitles": read_transcript,
}
"""The reader of each kind of file that may hold several texts, or is no Markdown."""


def read_sources(clippings: Sequence[Clipping], shortcodes: Mapping[str, str]) -> ReadSources:
    """Read every file by its kind; a fault of one stops none of the others."""
    kinds = {clipping.name: kind_of(clipping) for clipping in clippings}
    site = look_at({clipping.name: clipping for clipping in clippings}, kinds)
    texts: list[RawEpisode] = []
    documents: list[SourceDocument] = []
    pictures: list[Clipping] = []
    findings: list[Finding] = list(site.findings)
    passed: dict[str, list[str]] = {}
    for clipping in sorted(clippings, key=lambda clipping: natural_key(clipping.name)):
        kind = kinds[clipping.name]
        if kind == "picture" or clipping.name in site.lists:
            continue
        if reason := site.reason(clipping.name, kind):
            passed.setdefault(reason, []).append(clipping.name)
            continue
        for one in _read(clipping, kind, shortcodes):
            if isinstance(one, RawEpisode):
                texts.append(one)
            elif isinstance(one, SourceDocument) and not one.body.strip():
                passed.setdefault("files with a head and no text were passed over", []).append(clipping.name)
            elif isinstance(one, SourceDocument):
                documents.append(one)
            elif isinstance(one, Clipping):
                pictures.append(one)
            else:
                findings.append(one)
    rows = read_tables([c for c in clippings if kinds[c.name] == "data" and c.name.lower().endswith(".csv")])
    documents = [*(stated(document, rows.by_id) for document in documents), *rows.texts]
    findings += _passed_over(passed)
    pictures += (clipping for clipping in clippings if kinds[clipping.name] == "picture")
    return ReadSources(
        tuple(texts),
        tuple(documents),
        tuple(pictures),
        _order(site, documents, texts),
        bool(site.listed),
        tuple(findings),
    )


def _read(
    clipping: Clipping, kind: str, shortcodes: Mapping[str, str]
) -> tuple[RawEpisode | SourceDocument | Finding | Clipping, ...]:
    if kind == "text":
        return (read_text(clipping),)
    if kind == "markdown":
        return (read_markdown(clipping, shortcodes),)
    if kind in _READERS:
        return tuple(_READERS[kind](clipping))
    what = {"binary": "no text"}.get(kind, f"{kind.upper()}, which import does not read")
    hints = (_SAVE_AS[kind],) if kind in _SAVE_AS else ()
    return (Finding("IMP-003", f"the file is {what}", Span(clipping.name), hints),)


def _order(site: SiteFolders, documents: Sequence[SourceDocument], texts: Sequence[RawEpisode]) -> tuple[str, ...]:
    """Return the names of all texts: those that a list names first, then as their files follow each other."""
    files = {document.source: (natural_key(document.file), at) for at, document in enumerate(documents)}
    files |= {text.source: (natural_key(text.source), 0) for text in texts}
    rest = sorted(files, key=lambda source: files[source])
    return tuple(dict.fromkeys((*(name for name in site.listed if name in files), *rest)))


def _passed_over(passed: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Return a finding for each reason, with the kinds of files and how many there are."""
    found = []
    for reason, names in sorted(passed.items()):
        counts: dict[str, int] = {}
        for name in names:
            suffix = PurePosixPath(name).suffix or PurePosixPath(name).name
            counts[suffix] = counts.get(suffix, 0) + 1
        shown = ", ".join(f"{count} {suffix}" for suffix, count in sorted(counts.items()))
        first = Span(names[0]) if len(names) == 1 else None
        found.append(Finding("IMP-032", f"{reason}: {shown}", first))
    return found


def unshown(pictures: Sequence[Clipping], shown: Sequence[str]) -> list[Finding]:
    """Return a finding on the pictures that no text shows."""
    names = sorted({picture.name for picture in pictures} - set(shown))
    return _passed_over({"pictures that no text shows were passed over": names} if names else {})
