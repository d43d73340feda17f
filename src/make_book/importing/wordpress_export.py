"""WordPress exports (WXR 1.0 to 1.2): posts and pages, streamed item by item."""

from __future__ import annotations

import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.html_documents import ExportedText, document_of
from make_book.importing.html_tree import Node, local, stream
from make_book.importing.import_values import Clipping, SourceDocument

_HEAD = 16 * 1024
_BLOG = re.compile(r"<channel>\s*<title>(?:<!\[CDATA\[)?(?P<title>[^<\]]*)")
_TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_DRAFTS = frozenset("draft pending private future".split())
_BLOCK_START = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|blockquote|pre|figure|table|hr|section|article|iframe|aside|form|dl|script|style|!--)\b",
    re.I,
)
_CAPTION = re.compile(
    r"\[(?:wp_)?caption(?P<args>[^\]]*)\](?P<inner>.*?)\[/(?:wp_)?caption\]", re.DOTALL | re.IGNORECASE
)
_EMBED = re.compile(
    r"\[(?P<name>embed|youtube|vimeo|audio|video|soundcloud)(?P<args>[^\]]*)\](?:(?P<inner>[^\[\]]*)\[/(?P=name)\])?",
    re.I,
)
_GALLERY = re.compile(r"\[gallery(?P<args>[^\]]*)\]", re.IGNORECASE)
_CODE = re.compile(
    r"\[(?P<name>code|sourcecode)(?P<args>[^\]]*)\](?P<inner>.*?)\[/(?P=name)\]", re.DOTALL | re.IGNORECASE
)
_SHORTCODE = re.compile(
    r"\[(?P<name>[a-z][a-z0-9_-]{2,})(?P<args>(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))+)\s*/?\]|\[/(?P<end>[a-z][a-z0-9_-]{2,})\]"
)
_ARGUMENT = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")


class _Item(msgspec.Struct):
    """One item of an export: the texts of its elements by name, categories, and what its meta data say."""

    values: dict[str, str]
    tags: tuple[str, ...]
    meta: dict[str, str]
    comments: int


def read_wordpress(clipping: Clipping, source: BinaryIO | None = None) -> Iterator[SourceDocument | Finding]:
    """Yield the documents of an export, then a finding on what was not taken. `source` stands for large data."""
    authors: dict[str, str] = {}
    attachments: dict[str, tuple[str, str]] = {}
    items: list[_Item] = []
    passed: Counter[str] = Counter()
    named = _BLOG.search(clipping.data[:_HEAD].decode("utf-8", "replace"))
    blog = html.unescape(named["title"]).strip() if named else ""
    try:
        for node in stream(source or io.BytesIO(clipping.data), ("item", "author")):
            if local(node) == "author":
                _author(node, authors)
                continue
            item = _item(node)
            kind, status = item.values.get("post_type", "post"), item.values.get("status", "publish")
            if kind == "attachment":
                address = item.values.get("attachment_url") or item.values.get("guid", "")
                attachments[item.values.get("post_id", "")] = (address, item.meta.get("_wp_attachment_image_alt", ""))
            elif kind not in ("post", "page") or status in ("trash", "auto-draft", "inherit"):
                passed[status if status == "trash" else kind] += 1
            else:
                items.append(item)
            passed["comment"] += item.comments
    except ValueError as error:
        yield Finding("IMP-004", f"the export breaks off: {error}", Span(clipping.name))
    for item in items:
        text = _text(clipping.name, item, authors, attachments)
        yield document_of(msgspec.structs.replace(text, series=blog))
    if passed := +passed:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
        yield Finding("IMP-032", f"what is no text of the blog was passed over: {counts}", Span(clipping.name))


def _author(node: Node, authors: dict[str, str]) -> None:
    values = {local(child): (child.text or "").strip() for child in node if local(child)}
    if login := values.get("author_login"):
        authors[login] = values.get("author_display_name") or login


def _item(node: Node) -> _Item:
    values: dict[str, str] = {}
    tags: list[str] = []
    meta: dict[str, str] = {}
    comments = 0
    for child in node:
        name = local(child)
        if name == "encoded":
            values["excerpt" if "excerpt" in child.tag else "content"] = child.text or ""
        elif name == "category":
            if child.get("domain") in ("category", "post_tag", None) and child.get("nicename") != "uncategorized":
                tags.append((child.text or "").strip())
        elif name == "postmeta":
            pair = {local(one): one.text or "" for one in child if local(one)}
            meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif name == "comment":
            comments += 1
        elif name:
            values.setdefault(name, (child.text or "").strip())
    return _Item(values, tuple(tags), meta, comments)


def _text(
    file: str, item: _Item, authors: Mapping[str, str], attachments: Mapping[str, tuple[str, str]]
) -> ExportedText:
    values = item.values
    key = values.get("post_name") or f"{values.get('post_type', 'post')}-{values.get('post_id', '')}"
    date = values.get("post_date", "")
    page = values.get("post_type") == "page"
    draft = values.get("status") in _DRAFTS or bool(values.get("post_password")) or page
    body, unknown = _as_html(values.get("content", ""), attachments)
    body += _footnotes(item.meta.get("footnotes", ""))
    findings = [
        Finding("IMP-028", f"the shortcode “{name}” is not known and stays in the text", Span(file)) for name in unknown
    ]
    if page:
        findings.append(
            Finding("IMP-033", f"“{values.get('title', '')}” is a page, no post: it became a draft", Span(file))
        )
    creator = values.get("creator", "")
    link = values.get("link", "")
    return ExportedText(
        file=file,
        key=key,
        html=body,
        title=html.unescape(_TAGS.sub("", values.get("title", ""))),
        date="" if date.startswith("0000") else date or values.get("pubdate", ""),
        authors=(authors.get(creator, creator),) if creator else (),
        standfirst=re.sub(r"<[^<>]*>", "", values.get("excerpt", "")),
        tags=item.tags,
        url=link,
        draft=draft,
        addresses=(values.get("post_name", ""), link, values.get("guid", "")),
        findings=tuple(findings),
    )


def _as_html(content: str, attachments: Mapping[str, tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """Return a post's content as HTML: shortcodes filled in, the paragraphs that WordPress makes when it shows it."""
    code: list[str] = []

    def kept(found: re.Match[str]) -> str:
        code.append(f"<pre><code>{html.escape(html.unescape(found['inner']).strip())}</code></pre>")
        return f"<!--code {len(code) - 1}-->"

    text = _CODE.sub(kept, content.replace("\r\n", "\n"))
    text = _CAPTION.sub(_figure, text)
    text = _GALLERY.sub(lambda found: _gallery(found["args"], attachments), text)
    text = _EMBED.sub(_embed, text)
    unknown = tuple(dict.fromkeys((found["name"] or found["end"]) for found in _SHORTCODE.finditer(text)))
    text = text if "<!-- wp:" in text else _paragraphs(text)
    return re.sub(r"<!--code (\d+)-->", lambda found: code[int(found[1])], text), unknown


def _arguments(text: str) -> dict[str, str]:
    return {key.lower(): html.unescape(a or b or c) for key, a, b, c in _ARGUMENT.findall(text)}


def _figure(found: re.Match[str]) -> str:
    picture = re.match(r"\s*(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?", found["inner"])
    if not picture:
        return found["inner"]
    caption = found["inner"][picture.end() :].strip() or html.escape(_arguments(found["args"]).get("caption", ""))
    return f"\n\n<figure>{picture[0]}<figcaption>{caption}</figcaption></figure>\n\n"


def _gallery(args: str, attachments: Mapping[str, tuple[str, str]]) -> str:
    ids = re.findall(r"\d+", _arguments(args).get("ids", ""))
    shown = [attachments[one] for one in ids if one in attachments]
    return (
        "\n\n"
        + "\n".join(f'<figure><img src="{html.escape(src)}" alt="{html.escape(alt)}"></figure>' for src, alt in shown)
        + "\n\n"
    )


def _embed(found: re.Match[str]) -> str:
    given = _arguments(found["args"])
    address = (found["inner"] or "").strip() or next(
        (given[key] for key in ("src", "url", "mp3", "mp4", "m4a", "ogg", "id") if key in given), ""
    )
    if not address:
        address = found["args"].strip(" =")
    words = {"audio": "Audio", "soundcloud": "Audio"}.get(
        found["name"].lower(), "Video" if "you" in found["name"].lower() else "Link"
    )
    return f'<p><a href="{html.escape(address)}">{words}</a></p>' if address else ""


def _paragraphs(text: str) -> str:
    """Return `text` with paragraphs where it has blank lines, as WordPress' `wpautop` makes them."""
    pieces = re.split(r"\n\s*\n", re.sub(r"<!--(?:more|nextpage).*?-->", "\n\n", text))
    made = []
    for piece in pieces:
        if not piece.strip():
            continue
        made.append(piece if _BLOCK_START.match(piece) else f"<p>{piece.strip().replace(chr(10), '<br>')}</p>")
    return "\n".join(made)


def _footnotes(data: str) -> str:
    """Return the notes that WordPress keeps beside a post as a list at its end."""
    try:
        notes = json.loads(data) if data else []
    except ValueError:
        return ""
    items = (
        f'<li id="{html.escape(str(note.get("id")))}">{note.get("content", "")}</li>'
        for note in notes
        if isinstance(note, dict)
    )
    listed = "".join(items)
    return f'<ol class="wp-block-footnotes">{listed}</ol>' if listed else ""
