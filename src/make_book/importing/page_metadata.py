"""What a page states of itself: JSON-LD (schema.org), OpenGraph, Dublin Core, `time`, `title`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from make_book.importing.date_parsing import read_date
from make_book.importing.html_tree import Node, find_all, local, words_of
from make_book.importing.import_values import Field

_ARTICLES = frozenset(
    "article newsarticle blogposting chapter socialmediaposting report webpage creativework book".split()
)
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title", "headline"),
    "date": ("article:published_time", "dc.date", "dc.date.issued", "date", "pubdate", "publish-date", "datepublished",
             "parsely-pub-date", "citation_publication_date", "sailthru.date", "dcterms.created"),
    "author": ("author", "article:author", "dc.creator", "parsely-author", "citation_author", "twitter:creator"),
    "standfirst": ("og:description", "description", "dc.description", "twitter:description"),
    "source-url": ("og:url",),
    "series": ("og:site_name",),
}  # fmt: skip


def page_fields(root: Node) -> tuple[Field, ...]:
    """Return the fields a page states, the surest first found of each name."""
    found: dict[str, Field] = {}
    for field in (*_linked_data(root), *_meta(root), *_elements(root)):
        found.setdefault(field.name, field)
    return tuple(found.values())


def page_language(root: Node) -> str | None:
    """Return the language that the page's root element states."""
    node = next(find_all(root, "html"), root)
    tag = (node.get("lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang") or "").replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) else None


def _linked_data(root: Node) -> Iterator[Field]:
    for script in find_all(root, "script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            kinds = item.get("@type")
            if {str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])} & _ARTICLES:
                yield from _of_item(item)


def _items(data: Any) -> Iterator[Mapping[str, Any]]:
    stack = [data]
    for _ in range(1000):
        if not stack:
            return
        one = stack.pop(0)
        if isinstance(one, list):
            stack += one
        elif isinstance(one, dict):
            yield one
            stack += [one["@graph"]] if "@graph" in one else []


def _of_item(item: Mapping[str, Any]) -> Iterator[Field]:
    for key, name in (
        ("headline", "title"),
        ("datePublished", "date"),
        ("inLanguage", "language"),
        ("alternativeHeadline", "subtitle"),
    ):
        if isinstance(item.get(key), str) and (field := _field(name, item[key], 0.95)):
            yield field
    authors = item.get("author")
    for author in authors if isinstance(authors, list) else [authors]:
        called = author.get("name") if isinstance(author, dict) else author
        if isinstance(called, str) and (field := _field("author", called, 0.9)):
            yield field


def _meta(root: Node) -> Iterator[Field]:
    stated: dict[str, str] = {}
    for meta in find_all(root, "meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key and meta.get("content"):
            stated.setdefault(key, meta.get("content"))
    for name, keys in _META.items():
        value = next((stated[key] for key in keys if key in stated), None)
        if value and (field := _field(name, value, 0.85)):
            yield field


def _elements(root: Node) -> Iterator[Field]:
    for time in find_all(root, "time"):
        if field := _field("date", time.get("datetime") or words_of(time), 0.8):
            yield field
            break
    for link in find_all(root, "link"):
        if (link.get("rel") or "") == "canonical" and (field := _field("source-url", link.get("href") or "", 0.9)):
            yield field
    headings = [words_of(heading) for heading in find_all(root, "h1")]
    if len([heading for heading in headings if heading]) == 1 and (field := _field("title", headings[0], 0.8)):
        yield field
    titles = [words_of(node) for node in root.iter() if local(node) == "title"]
    if titles and (field := _field("title", titles[0], 0.6, "the page's title in the browser")):
        yield field


def _field(name: str, text: str, sure: float, why: str = "") -> Field | None:
    value: str | None = " ".join(text.split())
    if name == "date":
        value = read_date(value or "")
    if name == "source-url" and not re.match(r"https?://", value or ""):
        return None
    if name == "author" and re.match(r"https?://|@", value or ""):
        return None
    return Field(name, value, sure, 1, text, why) if value else None
