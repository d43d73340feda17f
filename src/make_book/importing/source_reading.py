"""All files of an import by their kinds: texts for guessing, documents, pictures, and what is passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.import_values import Clipping, RawEpisode, SourceDocument
from make_book.importing.markdown_reader import read_markdown
from make_book.importing.site_folders import SiteFolders, look_at
from make_book.importing.source_kinds import kind_of
from make_book.importing.text_reader import read_text

_SAVE_AS = {
    "rtf": "save it as DOCX, or as plain text",
    "xml": "save the page as a web page or as text",
    "json": "export as Markdown, HTML or RSS",
}


class ReadSources(msgspec.Struct, frozen=True):
    """What the files hold. `listed`: the sources in the order of a list among them."""

    texts: tuple[RawEpisode, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    pictures: tuple[Clipping, ...] = ()
    listed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_sources(clippings: Sequence[Clipping], shortcodes: Mapping[str, str]) -> ReadSources:
    """Read every file by its kind; a fault of one stops none of the others."""
    kinds = {clipping.name: kind_of(clipping) for clipping in clippings}
    site = look_at({clipping.name: clipping for clipping in clippings}, kinds)
    texts: list[RawEpisode] = []
    documents: list[SourceDocument] = []
    findings: list[Finding] = list(site.findings)
    passed: dict[str, list[str]] = {}
    for clipping in clippings:
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
            else:
                findings.append(one)
    findings += _passed_over(passed)
    pictures = tuple(clipping for clipping in clippings if kinds[clipping.name] == "picture")
    return ReadSources(tuple(texts), tuple(documents), pictures, _order(site, documents), tuple(findings))


def _read(
    clipping: Clipping, kind: str, shortcodes: Mapping[str, str]
) -> tuple[RawEpisode | SourceDocument | Finding, ...]:
    if kind == "text":
        return (read_text(clipping),)
    if kind == "markdown":
        return (read_markdown(clipping, shortcodes),)
    what = {"binary": "no text"}.get(kind, f"{kind.upper()}, which import does not read")
    hints = (_SAVE_AS[kind],) if kind in _SAVE_AS else ()
    return (Finding("IMP-003", f"the file is {what}", Span(clipping.name), hints),)


def _order(site: SiteFolders, documents: Sequence[SourceDocument]) -> tuple[str, ...]:
    known = {document.source for document in documents}
    return tuple(name for name in site.listed if name in known)


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
