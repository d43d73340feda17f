"""A draft → the text of its file: front matter and body, as docs/writing.md describes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from make_book.importing.escaping import markdown, scalar
from make_book.importing.import_values import EpisodeDraft, ImportedBlock

_ORDER = "number weight date title subtitle standfirst kicker place author narrator".split()
_AFTER = "source-url original-title original-date original-language original-note tags draft".split()
_ITALICS = re.compile(r"(?<![\w_\\])_(?=[^\s_])([^_*`\[\]<>]{1,300}?)(?<=[^\s_])_(?![\w_])")
_OF_MATTER = "title subtitle author place date".split()
_BARE = frozenset("number weight date original-date draft".split())
_MANY = frozenset({"author", "tags"})


def episode_file(draft: EpisodeDraft, serial: str | None) -> bytes:
    """Return the file of `draft` (UTF-8, NFC, ends with a line feed). `serial` is the book's language."""
    head = "\n".join(["---", *_front_matter(draft, serial), "---"])
    body = draft.body.strip("\n") if draft.body is not None else "\n\n".join(_body(draft.blocks))
    return unicodedata.normalize("NFC", f"{head}\n\n{body}\n" if body else f"{head}\n").encode()


def _front_matter(draft: EpisodeDraft, serial: str | None) -> Iterator[str]:
    matter = draft.field("section") is not None
    yield from _fields(draft, _OF_MATTER if matter else _ORDER)
    if matter:
        return
    if draft.translators:
        yield "translators:"
        for person in draft.translators:
            source = f", from: {person.source}" if person.source else ""
            yield f"  - {{name: {scalar(person.name)}{source}}}"
    if draft.language not in ("und", serial):
        yield f"language: {draft.language}"
    yield from _fields(draft, _AFTER)


def _fields(draft: EpisodeDraft, keys: Sequence[str]) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for field in draft.fields:
        found.setdefault(field.name, []).append(field.value)
    for key in keys:
        values = found.get(key, [])
        if len(values) > 1 and key in _MANY:
            yield f"{key}: [{', '.join(map(scalar, values))}]"
        elif values:
            yield f"{key}: {values[0] if key in _BARE else scalar(values[0])}"


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
    text = _with_emphasis(" ".join(block.text.split()))
    return f"[{text}]{{lang={block.language}}}" if block.language and block.language != "und" else text


def _with_emphasis(text: str) -> str:
    """Return plain `text` as Markdown; `_words_` between underscores, as typists write italics, are emphasis."""
    pieces: list[str] = []
    at = 0
    for found in _ITALICS.finditer(text):
        pieces += (markdown(text[at : found.start()]) if at < found.start() else "", f"*{markdown(found[1])}*")
        at = found.end()
    return "".join((*pieces, markdown(text[at:]) if at < len(text) else ""))
