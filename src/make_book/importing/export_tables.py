"""Tables beside an export (Substack's `posts.csv`): what they state of the texts in the files they name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import msgspec

from make_book.importing.date_parsing import read_date
from make_book.importing.html_documents import ExportedText, document_of
from make_book.importing.import_values import Clipping, Field, SourceDocument

_IDS = ("post_id", "id", "slug", "file", "filename")
_BODIES = ("content_html", "html", "body", "content", "email_body")
_NAMES = {
    "title": ("title", "web_title", "subject"),
    "subtitle": ("subtitle", "web_subtitle"),
    "date": ("post_date", "published_at", "publish_date", "date", "created_at"),
    "draft": ("is_published", "status"),
}


class StatedRows(msgspec.Struct, frozen=True):
    """The rows of tables by the ids they give, and the texts that stand in the tables themselves."""

    by_id: dict[str, dict[str, str]]
    texts: tuple[SourceDocument, ...]


def read_tables(tables: Sequence[Clipping]) -> StatedRows:
    """Read all CSV files among the sources."""
    by_id: dict[str, dict[str, str]] = {}
    texts: list[SourceDocument] = []
    for table in tables:
        rows = _rows(table)
        for row in rows:
            if key := _first(row, _IDS):
                by_id[key] = row
            body = _first(row, _BODIES)
            if body and _first(row, _NAMES["title"]):
                texts.append(_text(table.name, key or str(len(texts)), row, body))
    return StatedRows(by_id, tuple(texts))


def _rows(table: Clipping) -> list[dict[str, str]]:
    text = table.data.decode("utf-8-sig", "replace").replace("\0", "")
    try:
        csv.field_size_limit(64 * 1024 * 1024)
        return [
            {k.strip().lower(): v for k, v in row.items() if k and isinstance(v, str)}
            for row in csv.DictReader(io.StringIO(text))
        ]
    except csv.Error:
        return []


def _first(row: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((row[key].strip() for key in keys if row.get(key, "").strip()), "")


def _is_draft(row: Mapping[str, str]) -> bool:
    return _first(row, _NAMES["draft"]).lower() in ("false", "draft", "0", "no")


def _text(file: str, key: str, row: Mapping[str, str], body: str) -> SourceDocument:
    return document_of(
        ExportedText(
            file=file,
            key=_first(row, ("slug",)) or key,
            html=body,
            title=_first(row, _NAMES["title"]),
            subtitle=_first(row, _NAMES["subtitle"]),
            date=_first(row, _NAMES["date"]),
            url=_first(row, ("url", "canonical_url")),
            draft=_is_draft(row),
        )
    )


def stated(document: SourceDocument, rows: Mapping[str, Mapping[str, str]]) -> SourceDocument:
    """Return `document` with what a row that names it states: by the file's name, or the part of it before a dot."""
    stem = PurePosixPath(document.file).stem
    row = next((rows[key] for key in (stem, *re.split(r"\.", stem, maxsplit=1)) if key in rows), None)
    if row is None or document.source != document.file:
        return document
    known = {field.name: field for field in document.fields}
    for name in ("title", "subtitle"):
        if value := _first(row, _NAMES[name]):
            known[name] = Field(name, value, 1.0, 1, value)
    if date := read_date(_first(row, _NAMES["date"])):
        known["date"] = Field("date", date, 1.0, 1, date)
    if _is_draft(row):
        known["draft"] = Field("draft", "true", 1.0, 1, "draft")
    return msgspec.structs.replace(document, fields=tuple(known.values()))
