"""Feeds saved as files (RSS, Atom, RDF; Blogger's export) → documents. The only importer of feedparser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from make_book.findings import Finding, Span
from make_book.importing.html_documents import ExportedText, document_of
from make_book.importing.import_values import Clipping, SourceDocument

_KIND = "http://schemas.google.com/g/2005#kind"


def read_feed(clipping: Clipping) -> Iterator[SourceDocument | Finding]:
    """Yield the entries of a feed, oldest first where they have dates."""
    import feedparser

    feed = feedparser.parse(clipping.data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        yield Finding("IMP-002", "the feed has no entries", Span(clipping.name))
        return
    passed = 0
    keys: set[str] = set()
    for at, entry in enumerate(feed.entries):
        kinds = {
            str(tag.get("term", "")).rpartition("#")[2] for tag in entry.get("tags", ()) if tag.get("scheme") == _KIND
        }
        if kinds and not kinds & {"post", "page"}:
            passed += 1
            continue
        key = _key(entry, at)
        key = key if key not in keys else f"{key}-{at}"
        keys.add(key)
        yield document_of(_text(clipping.name, key, entry, feed.feed))
    if passed:
        yield Finding("IMP-032", f"what is no text of the feed was passed over: {passed} entries", Span(clipping.name))


def _key(entry: Any, at: int) -> str:
    link = re.sub(r"\Ahttps?://[^/]*/?|[?#].*", "", str(entry.get("link", ""))).strip("/")
    return re.sub(r"[^\w./-]+", "-", link or str(entry.get("id", "")) or f"entry-{at}").strip("-/.") or f"entry-{at}"


def _text(file: str, key: str, entry: Any, feed: Any) -> ExportedText:
    content = next((one.value for one in entry.get("content", ()) if one.get("value")), "")
    summary = entry.get("summary", "")
    body = content or summary
    standfirst = re.sub(r"<[^<>]*>", "", summary) if content and summary and summary != content else ""
    authors = tuple(str(one.get("name", "")) for one in entry.get("authors", ()) if one.get("name"))
    tags = tuple(str(tag.term) for tag in entry.get("tags", ()) if tag.get("term") and tag.get("scheme") != _KIND)
    episode = entry.get("itunes_episode") or entry.get("podcast_episode") or ""
    audio = next((one.get("href") for one in entry.get("enclosures", ()) if one.get("href")), "")
    if audio:
        body += f'<p><a href="{html.escape(audio)}">Audio</a></p>'
    return ExportedText(
        file=file,
        key=key,
        html=body,
        title=html.unescape(re.sub(r"<[^<>]*>", "", entry.get("title", ""))),
        date=entry.get("published", "") or entry.get("updated", ""),
        authors=authors,
        standfirst=html.unescape(standfirst) if len(standfirst) < 400 else "",
        tags=tags,
        url=entry.get("link", ""),
        series=html.unescape(re.sub(r"<[^<>]*>", "", str(feed.get("title", "")))),
        language=(entry.get("language") or feed.get("language") or "").replace("_", "-")[:5].split("-")[0] or None,
        draft=bool(entry.get("app_draft") == "yes"),
        number=str(episode) if str(episode).isdecimal() else "",
        addresses=(entry.get("link", ""), str(entry.get("id", ""))),
    )
