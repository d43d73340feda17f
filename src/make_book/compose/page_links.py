"""Links to another text by its file, its name, its title or its address on a site, made into cross-references.

`[the pier](pier.md)`, `[the pier](/2019/12/31/pier/)`, `[[The pier]]`: what Markdown calls `page:…`.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

from msgspec.structs import replace

from make_book import xhtml
from make_book.findings import Finding
from make_book.manuscript.values import EpisodeSource, MatterSource
from make_book.model import SourceMap, Text
from make_book.text.places import Places
from make_book.text.references import PAGE
from make_book.text.source_maps import put_stamps

PageKeys = Mapping[str, str]
"""By everything that an address may call a text, the key of a cross-reference to it."""
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_](?=.)")
_SUFFIX = re.compile(r"\.(?:md|markdown|mdx|txt|html?|php|aspx?)\Z", re.IGNORECASE)
_HINT = "a book links to its own episodes and sections, to http(s) and mailto addresses, and to its own anchors"


def page_keys(episodes: Iterable[EpisodeSource], matter: Iterable[MatterSource]) -> PageKeys:
    """Return the keys of all texts.

    A name that two texts share is left out: the longer forms (with a date, with a folder) still tell them apart.
    """
    found: dict[str, set[str]] = {}
    for source in episodes:
        for name in _names(source):
            found.setdefault(name, set()).add(source.name)
    for piece in matter:
        for name in (piece.name, piece.head.title or ""):
            found.setdefault(_folded(name), set()).add(piece.name)
    return {name: keys.pop() for name, keys in found.items() if name and len(keys) == 1}


def resolve_pages(text: Text, file: str, keys: PageKeys) -> tuple[Text, tuple[Finding, ...]]:
    """Return `text` with its links to pages as cross-references, and a finding for each that leads to no text.

    `file` is the manuscript file of the text.
    """
    findings: list[Finding] = []
    places = Places(file)

    def resolved(markup: str, source_map: SourceMap) -> str:
        if PAGE not in markup:
            return markup
        root = xhtml.parse(markup)
        put_stamps(root, source_map)
        for link in list(root.iter("a")):
            href = link.get("href") or ""
            if href.startswith(PAGE) and not _follow(link, href.removeprefix(PAGE), keys):
                message = f"{href.removeprefix(PAGE)} is no text of the book"
                findings.append(Finding("TXT-014", message, places.of(link), (_HINT,)))
        xhtml.strip_attributes(root, *Places.NAMES)
        return xhtml.inner(root)

    notes = tuple(replace(note, xhtml=resolved(note.xhtml, note.source_map)) for note in text.notes)
    body = resolved(text.xhtml, text.source_map)
    return replace(text, xhtml=body, notes=notes), tuple(findings)


def _follow(link: xhtml.Element, path: str, keys: PageKeys) -> bool:
    """Make a cross-reference of a link, or words if it leads to no text; say which."""
    key = _key(path, keys)
    if key is None:
        link.tag = "span"
        xhtml.take(link, "href")
        return False
    link.set("href", f"episode:{quote(key)}")
    link.set("class", " ".join([*(link.get("class") or "").split(), "cross-reference"]))
    return True


def _names(source: EpisodeSource) -> Iterator[str]:
    """Yield what an address may call an episode, folded."""
    path = _SUFFIX.sub("", source.body.file).casefold()
    parts = path.removesuffix("/index").split("/")
    yield from (_folded("/".join(parts[at:])) for at in range(len(parts)))
    yield _folded(source.name)
    yield _folded(source.head.title or "")
    if dated := _DATED.match(source.name):
        slug = source.name[dated.end() :]
        yield _folded(slug)
        yield _folded("/".join([dated[1], dated[2].zfill(2), dated[3].zfill(2), slug]))
        yield _folded("/".join([dated[1], dated[2].zfill(2), slug]))
    for written in source.head.site_paths:
        yield _folded(written)


def _folded(written: str) -> str:
    """Return a name or the path of an address as such are compared: hyphens for spaces, no ending, no case."""
    path = unicodedata.normalize("NFC", written).casefold().strip().strip("/")
    path = _SUFFIX.sub("", path).removesuffix("/index").removesuffix("/_index")
    return re.sub(r"[\s_]+", "-", path)


def _key(written: str, keys: PageKeys) -> str | None:
    """Return the key of the text that an address names: by all of its path, else by less and less of its end."""
    path = unquote(re.split(r"[?#]", written, maxsplit=1)[0])
    parts = [part for part in posixpath.normpath(path).split("/") if part not in ("", ".", "..")]
    tails = (_folded("/".join(parts[at:])) for at in range(len(parts)))
    return next((keys[tail] for tail in tails if tail in keys), None)
