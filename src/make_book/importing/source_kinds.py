"""What a file is, by its content: the name decides only where the bytes cannot."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from make_book.importing.import_values import Clipping

_BEGINNING = 16 * 1024
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"II*\0", "tif"), (b"MM\0*", "tif"), (b"BM", "bmp"),
)  # fmt: skip
_BINARY = tuple(
    bytes.fromhex(start)
    for start in "1f8b 7f454c46 52494646 425a68 377abc 4f676753 494433 fffb 00000100 774f46 0001000000 4f54544f".split()
)
"""How gzip, ELF, RIFF, bzip2, 7z, Ogg, MP3, icon and font files begin."""
_NAMES = {
    "program": (
        "py js mjs cjs ts tsx jsx rb go rs c h cpp java php sh bat css scss sass less lock map"
        " gemspec ps1 lua pl r vbs sql backup scss~ css~ html~ md~ cmd mk gradle kt swift cs fs"
    ).split(),
    "data": "csv tsv yml yaml toml ini cfg conf bib obj stl mtl gcode ipynb xlsx db sqlite log".split(),
}
"""Files for programs, by their ending: they are text, and no text of an author's."""
_DATA_SUFFIXES = frozenset(suffix for names in _NAMES.values() for suffix in names)
MARKDOWN_SUFFIXES = frozenset("md markdown mdown mkd mkdn mdx qmd rmd".split())
_MARKDOWN = re.compile(
    r"(?m)\A\s*#{1,6} \S|^(?:```|~~~)|!?\[[^\]\n]+\]\([^)\s]+\)|!\[[^\]\n]*\]\([^)\s]+\)|\*\*[^*\n]+\*\*"
    r"|^\[\^[^\]\n]+\]:"
)
_ATX = re.compile(r"(?m)^#{1,6} \S")
_CRAWLED = re.compile(r"\s*\w+:?\s+\d{4}-\d\d(?:-\d\d)?\b")
"""How a crawler's page begins: `date 2020-10-13`."""
_FENCED_HEAD = re.compile(r"\s*(?:---[ \t]*\n(?:[\w\"'-][^\n]*:|\s*#)|\+\+\+[ \t]*\n|\{\s*\n\s*\"title\")")
_KEYED_HEAD = re.compile(r"(?:title|date|slug|tags|category|author|layout)[ \t]*:[ \t]+\S[^\n]*\n[\w-]+[ \t]*:", re.I)
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FRAGMENT = re.compile(
    r"\s*<(?:p|div|h[1-6]|article|section|blockquote|ul|ol|figure|table|main|header|table)\b[^<>]*>", re.I
)
_SUBTITLES = re.compile(r"WEBVTT|\d+\n\d\d:\d\d:\d\d[,.]\d{3} --> ")
_XML = re.compile(r"\s*(?:<\?xml|(?:<!--.*?-->\s*)*<(?:rss|feed|TEI|FictionBook|livejournal)\b)", re.DOTALL)
_MAILBOX = re.compile(r"From \S+.*\n(?:[\w-]+:|>)")
_HEADERS = re.compile(r"(?:[A-Z][\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*){3}")
_MAIL = re.compile(r"(?mi)^(?:message-id|mime-version|received|content-type):")
_JSON = re.compile(r"\{\s*(?:\}\s*\Z|\"[^\"\n]*\"\s*:)|\[\s*\{\s*\"")
_XML_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?(?P<name>[\w.-]+)")
_ROOTS = {
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
    "TEI": "tei",
    "FictionBook": "fb2",
    "livejournal": "livejournal",
}


def kind_of(clipping: Clipping) -> str:
    """Return what the file is: `picture`, `markdown`, `text`, `html`, `wordpress`, `feed`, `json`, `docx` and so on.

    `binary`: no text. `data`: text for a program. `text` is also what nothing else fits.
    """
    data, suffix = clipping.data, PurePosixPath(clipping.name).suffix.lower().lstrip(".")
    if kind := _by_magic(data):
        return kind
    text = _decoded(data[:_BEGINNING])
    if text is None:
        return "binary"
    return _by_text(text, suffix, clipping.name)


def picture_type(data: bytes) -> str | None:
    """Return the usual ending of a picture of this kind, `None` if `data` is no picture."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    for start, suffix in _PICTURES:
        if data.startswith(start) and (suffix != "bmp" or b"\0" in data[:64]):
            return suffix
    head = data[:_BEGINNING]
    return (
        "svg"
        if b"<svg" in head and re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg)", head)
        else None
    )


def _by_magic(data: bytes) -> str | None:
    if picture_type(data):
        return "picture"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x05\x06"):
        return "archive"
    if data.startswith(b"PK\x03\x04"):
        for mark, kind in ((b"epub+zip", "epub"), (b"opendocument.text", "odt"), (b"word/", "docx")):
            if mark in data[:200] or (kind == "docx" and mark in data):
                return kind
        return "archive"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    return "binary" if data.startswith(_BINARY) else None


def _decoded(head: bytes) -> str | None:
    """Return the beginning as far as its markup can be looked at; `None` for bytes that are no text."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    return head.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _by_text(text: str, suffix: str, name: str) -> str:
    stripped = text.lstrip()
    if _SUBTITLES.match(stripped):
        return "subtitles"
    if _HTML.match(text):
        return "html"
    if _XML.match(text):
        return _xml_kind(text)
    if _FENCED_HEAD.match(text) or suffix in MARKDOWN_SUFFIXES:
        return "markdown"
    if _MAILBOX.match(text) or (_HEADERS.match(text) and _MAIL.search(text)):
        return "mail"
    if _JSON.match(stripped):
        return "json"
    if _FRAGMENT.match(text):
        return "html"
    if suffix in _DATA_SUFFIXES or _is_licence(name):
        return "data"
    return "markdown" if _is_markdown(text) else "text"


def _is_markdown(text: str) -> bool:
    """Tell whether a text whose name says nothing is written in Markdown."""
    if _CRAWLED.match(text):
        return False
    return bool(_KEYED_HEAD.match(text) or _MARKDOWN.search(text)) or len(_ATX.findall(text)) > 1


def _is_licence(name: str) -> bool:
    return PurePosixPath(name).stem.lower() in ("license", "licence", "copying", "makefile", "dockerfile", "gemfile")


def _xml_kind(text: str) -> str:
    declaration = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", "", text, flags=re.DOTALL)
    root = _XML_ROOT.search(declaration)
    name = root["name"] if root else ""
    if name == "html":
        return "html"
    if name == "rss" and "wordpress.org/export" in text:
        return "wordpress"
    return _ROOTS.get(name, "xml")
