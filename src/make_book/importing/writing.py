"""A draft → the text of its file: front matter and body, as docs/writing.md describes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from make_book.importing.escaping import markdown, scalar
from make_book.importing.import_values import EpisodeDraft, ImportedBlock

_ORDER = "number date title standfirst kicker place narrator".split()
_AFTER = "source-url original-language original-note".split()


def episode_file(draft: EpisodeDraft, serial: str | None) -> bytes:
    """Return the file of `draft` (UTF-8, NFC, ends with a line feed). `serial` is the book's language."""
    head = "\n".join(["---", *_front_matter(draft, serial), "---"])
    body = "\n\n".join(_body(draft.blocks))
    return unicodedata.normalize("NFC", f"{head}\n\n{body}\n" if body else f"{head}\n").encode()


def _front_matter(draft: EpisodeDraft, serial: str | None) -> Iterator[str]:
    found = {field.name: field.value for field in draft.fields}
    for key in _ORDER:
        if key in found:
            yield f"{key}: {found[key] if key in ('number', 'date') else scalar(found[key])}"
    if draft.translators:
        yield "translators:"
        for person in draft.translators:
            source = f", from: {person.source}" if person.source else ""
            yield f"  - {{name: {scalar(person.name)}{source}}}"
    if draft.language not in ("und", serial):
        yield f"language: {draft.language}"
    for key in _AFTER:
        if key in found:
            yield f"{key}: {scalar(found[key])}"


def _body(blocks: tuple[ImportedBlock, ...]) -> Iterator[str]:
    inside = False
    for block in blocks:
        if (block.kind == "addendum") != inside:
            yield ":::" if inside else "::: addendum"
            inside = not inside
        yield _paragraph(block)
    if inside:
        yield ":::"


def _paragraph(block: ImportedBlock) -> str:
    if block.kind == "break":
        return "* * *"
    text = markdown(" ".join(block.text.split()))
    return f"[{text}]{{lang={block.language}}}" if block.language and block.language != "und" else text
