"""One text in HTML, with the fields its format states → a document. Shared by exports, feeds, books and mail."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from make_book.findings import Finding
from make_book.importing.date_parsing import read_date
from make_book.importing.html_to_markdown import to_markdown
from make_book.importing.html_tree import parse_html
from make_book.importing.import_record import sha256
from make_book.importing.import_values import Field, LeftOut, SourceDocument
from make_book.importing.source_names import plain_name


class ExportedText(msgspec.Struct, frozen=True):
    """One text of an export as its format states it. `key` names it within `file`."""

    file: str
    key: str
    html: str
    title: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    standfirst: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    language: str | None = None
    draft: bool = False
    number: str = ""
    subtitle: str = ""
    series: str = ""
    addresses: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    alone: bool = False
    """Whether the file holds this text only, so that the file's name names it."""


def document_of(text: ExportedText) -> SourceDocument:
    """Return the document of `text`."""
    root = parse_html(f"<div>{text.html}</div>") if text.html.strip() else None
    made = to_markdown(root, text.language) if root is not None else None
    source = text.file if text.alone else f"{text.file}/{plain_name(text.key.strip('/') or 'text')}"
    stated = (text.title, text.date, *text.authors, text.standfirst, *text.tags, text.url, text.number, str(text.draft))
    return SourceDocument(
        source=source,
        file=text.file,
        body=made.markdown if made else "",
        digest=sha256("\0".join((text.html, *stated)).encode("utf-8", "replace")),
        fields=tuple(_fields(text)),
        addresses=tuple(
            dict.fromkeys(one.strip("/").casefold() for one in (*text.addresses, text.url) if one.strip("/"))
        ),
        language=text.language,
        findings=text.findings,
        left_out=(*text.left_out, *(made.left_out if made else ())),
    )


def _fields(text: ExportedText) -> Sequence[Field]:
    made = []
    date = read_date(text.date) if text.date else None
    one_line = (
        ("number", text.number), ("date", date), ("title", text.title), ("subtitle", text.subtitle),
        ("standfirst", text.standfirst), ("source-url", text.url), ("series", text.series),
    )  # fmt: skip
    for name, value in one_line:
        if value and (clean := " ".join(value.split())):
            made.append(Field(name, clean, 1.0, 1, clean))
    made += [Field("author", name, 1.0, 1, name) for name in dict.fromkeys(text.authors) if name]
    made += [Field("tags", tag, 1.0, 1, tag) for tag in dict.fromkeys(text.tags) if tag]
    if text.draft:
        made.append(Field("draft", "true", 1.0, 1, "draft"))
    return made
