"""Exports in JSON: Ghost, JSON Feed, Buttondown, Tumblr, Telegram chats, and lists of posts of like shape."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from make_book.findings import Finding, Span
from make_book.importing.html_documents import ExportedText, document_of
from make_book.importing.import_record import sha256
from make_book.importing.import_values import Clipping, Field, SourceDocument

_BODIES = ("html", "content_html", "body_html", "content", "body", "post_content", "text", "content_text")
_TITLES = ("title", "subject", "headline", "name")
_DATES = ("published_at", "date_published", "publish_date", "published", "date", "created_at", "created", "updated_at")


def read_json(clipping: Clipping) -> Iterator[SourceDocument | Finding]:
    """Yield the texts of an export, or say that the file is none."""
    try:
        data = json.loads(clipping.data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        yield Finding("IMP-004", "the file begins as JSON and is damaged", Span(clipping.name))
        return
    texts = (
        list(_ghost(clipping.name, data)) or list(_telegram(clipping.name, data)) or list(_posts(clipping.name, data))
    )
    if not texts:
        yield Finding("IMP-032", "data for programs were passed over: 1 .json", Span(clipping.name))
    yield from texts


def _ghost(file: str, data: Any) -> Iterator[SourceDocument]:
    """Yield the posts of a Ghost export: `db[0].data` holds tables."""
    database = data.get("db") if isinstance(data, dict) else None
    tables = (
        database[0].get("data", {})
        if isinstance(database, list) and database and isinstance(database[0], dict)
        else (data.get("data") if isinstance(data, dict) else None)
    )
    if not isinstance(tables, dict) or not isinstance(tables.get("posts"), list):
        return
    users = {row.get("id"): row.get("name", "") for row in _rows(tables, "users")}
    tags = {row.get("id"): row.get("name", "") for row in _rows(tables, "tags")}
    by_post: dict[Any, list[str]] = {}
    for row in _rows(tables, "posts_tags"):
        by_post.setdefault(row.get("post_id"), []).append(tags.get(row.get("tag_id"), ""))
    authors: dict[Any, list[str]] = {}
    for row in _rows(tables, "posts_authors"):
        authors.setdefault(row.get("post_id"), []).append(users.get(row.get("author_id"), ""))
    for post in _rows(tables, "posts"):
        names = authors.get(post.get("id")) or [users.get(post.get("author_id"), "")]
        yield document_of(
            _text(file, post, tuple(filter(None, names)), tuple(filter(None, by_post.get(post.get("id"), []))))
        )


def _rows(tables: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows = tables.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _posts(file: str, data: Any) -> Iterator[SourceDocument]:
    """Yield the posts of a list of tables that have a title and a text (JSON Feed, Buttondown, Tumblr, others)."""
    items = data
    if isinstance(data, dict):
        items = next(
            (
                data[key]
                for key in ("items", "posts", "results", "emails", "response", "entries")
                if isinstance(data.get(key), list)
            ),
            [],
        )
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and any(isinstance(item.get(key), str) and item[key].strip() for key in _BODIES):
            named = item.get("authors") or item.get("author") or []
            named = named if isinstance(named, list) else [named]
            names = tuple(one.get("name", "") if isinstance(one, dict) else str(one) for one in named)
            given = item.get("tags")
            tags = given if isinstance(given, list) else []
            yield document_of(
                _text(
                    file,
                    item,
                    tuple(filter(None, names)),
                    tuple(one.get("name", "") if isinstance(one, dict) else str(one) for one in tags),
                )
            )


def _first(item: Mapping[str, Any], keys: Sequence[str]) -> str:
    return next((item[key] for key in keys if isinstance(item.get(key), str) and item[key].strip()), "")


def _text(file: str, item: Mapping[str, Any], authors: tuple[str, ...], tags: tuple[str, ...]) -> ExportedText:
    body = _first(item, _BODIES)
    if "<" not in body:
        paragraphs = body.replace("\r\n", "\n").split("\n\n")
        body = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs if one.strip())
    key = str(item.get("slug") or item.get("id") or item.get("uuid") or sha256(body.encode())[:12])
    return ExportedText(
        file=file,
        key=key,
        html=_picture(item) + body,
        title=_first(item, _TITLES),
        date=_first(item, _DATES),
        authors=authors,
        standfirst=_first(item, ("custom_excerpt", "subtitle", "summary", "description")),
        tags=tags,
        url=_first(item, ("canonical_url", "url", "absolute_url", "external_url")),
        language=_first(item, ("language", "locale")) or None,
        draft=str(item.get("status", "published")) in ("draft", "scheduled", "private") or item.get("type") == "page",
        addresses=(str(item.get("slug") or ""),),
    )


def _picture(item: Mapping[str, Any]) -> str:
    source = _first(item, ("feature_image", "image", "cover_image"))
    alt = _first(item, ("feature_image_alt",))
    return f'<figure><img src="{html.escape(source)}" alt="{html.escape(alt)}"></figure>' if source else ""


def _telegram(file: str, data: Any) -> Iterator[SourceDocument]:
    """Yield a Telegram chat, one text a day; each message is a paragraph of dialogue."""
    messages = data.get("messages") if isinstance(data, dict) else None
    if not isinstance(messages, list) or "type" not in data:
        return
    days: dict[str, list[str]] = {}
    for message in messages:
        if not isinstance(message, dict) or message.get("type") != "message":
            continue
        parts = message.get("text")
        parts = parts if isinstance(parts, list) else [parts]
        words = "".join(one.get("text", "") if isinstance(one, dict) else str(one or "") for one in parts)
        if words.strip():
            name = " ".join(str(message.get("from") or data.get("name") or "").replace(":", " ").split())
            days.setdefault(str(message.get("date", ""))[:10], []).append(f"{name}: {' '.join(words.split())}")
    from make_book.importing.escaping import markdown

    for day, lines in sorted(days.items()):
        body = "::: dialogue\n" + "\n\n".join(markdown(line) for line in lines) + "\n:::"
        fields = (Field("date", day, 1.0, 1, day), Field("title", f"{data.get('name', 'Chat')}, {day}", 0.7, 1, day))
        yield SourceDocument(f"{file}/{day}", file, body, digest=sha256(body.encode()), fields=fields)
