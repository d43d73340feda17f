"""The addresses of all documents together: pictures to copy, links from one episode to another.

A link to another text becomes `import:DIGEST`, which the plan turns into `episode:KEY` when every
episode has its file. A picture becomes a path in the manuscript, `images/…`.
"""

from __future__ import annotations

import base64
import html
import posixpath
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.import_record import IMAGES, RAW, sha256
from make_book.importing.import_values import Clipping, LeftOut, PictureCopy, SourceDocument
from make_book.importing.markdown_addresses import Address, with_addresses, written
from make_book.importing.source_kinds import picture_type
from make_book.importing.source_names import NameTable

_FOLDER = "images/"
SCHEME = "import:"
_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PAGE = re.compile(r"\.(?:md|markdown|mdx|html?|xhtml|txt|qmd|rmd|php)\Z", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g|jfif|gif|svg|webp|avif|bmp|tiff?)\Z", re.IGNORECASE)


def mark_of(source: str) -> str:
    """Return the address by which a text's Markdown names the episode of `source` before it has its file."""
    return SCHEME + sha256(source.encode())[:16]


class Linked(msgspec.Struct, frozen=True):
    """The documents with their addresses settled, and the pictures to copy: path in the book → bytes."""

    documents: tuple[SourceDocument, ...]
    pictures: dict[str, bytes]


def link(documents: Sequence[SourceDocument], pictures: Sequence[Clipping], existing: Mapping[str, bytes]) -> Linked:
    """Settle the addresses of `documents`; `pictures` are the picture files of the sources.

    `existing` are the files of the book: its pictures are not overwritten, the same one is not copied twice.
    """
    there = {name.removeprefix("manuscript/"): data for name, data in existing.items() if name.startswith(IMAGES)}
    library = _Library(documents, pictures, there)
    linked = tuple(library.settle(document) for document in documents)
    return Linked(linked, {f"manuscript/{name}": data for name, data in sorted(library.copied.items())})


class _Library:
    """All texts and pictures of the sources by the names that addresses may use."""

    def __init__(
        self, documents: Sequence[SourceDocument], pictures: Sequence[Clipping], there: Mapping[str, bytes]
    ) -> None:
        self.pictures = {_key(picture.name): picture for picture in pictures}
        self.by_name: dict[str, list[str]] = {}
        for key in sorted(self.pictures):
            self.by_name.setdefault(key.rpartition("/")[2], []).append(key)
        self.texts: dict[str, str] = {}
        seen: dict[str, set[str]] = {}
        for document in documents:
            for address in document.addresses:
                seen.setdefault(_text_key(address), set()).add(document.source)
        self.texts = {address: min(sources) for address, sources in seen.items() if len(sources) == 1}
        for document in documents:
            self.texts[_text_key(document.source)] = document.source
        self.there = there
        self.names = NameTable(there)
        self.targets: dict[str, str] = {}
        self.copied: dict[str, bytes] = {}

    def settle(self, document: SourceDocument) -> SourceDocument:
        folder = posixpath.dirname(document.source)
        used: list[PictureCopy] = []
        missing: list[str] = []
        dead: list[str] = []
        left: list[LeftOut] = []

        def change(address: Address) -> str | None:
            text = address.text.replace("\\", "/").strip()
            if text.startswith("data:") and address.picture:
                return self._inlined(text, used) or _instead(address, text)
            if not text or text.startswith(("#", "mailto:", "tel:", "data:", SCHEME, "episode:")):
                return None
            found = self._picture(text, folder)
            if found and (address.picture or address.form == "definition" or _PICTURE.search(urlsplit_path(text))):
                copy = PictureCopy(found, self._copied(found))
                used.append(copy)
                return copy.target
            if address.picture:
                missing.append(text)
                return _instead(address, text)
            if (source := self._text(text, folder)) and not _SCHEME.match(source):
                return None if source == document.source else mark_of(source)
            if not _REMOTE.match(text) and not _SCHEME.match(text):
                dead.append(text)
            return None

        body = with_addresses(document.body, change)
        file = RAW + document.file
        findings = [
            *_told("IMP-030", "the picture {} is not among the sources", missing, file),
            *_told("IMP-031", "the link {} leads to nothing in the book", dead, file),
        ]
        return msgspec.structs.replace(
            document,
            body=body,
            pictures=tuple(dict.fromkeys(used)),
            findings=(*document.findings, *findings),
            left_out=(*document.left_out, *left),
        )

    def _inlined(self, text: str, used: list[PictureCopy]) -> str | None:
        """Return the path of a picture that stands in the text itself (RFC 2397), unpacked."""
        head, _, packed = text.partition(",")
        try:
            data = base64.b64decode(packed) if head.endswith(";base64") else unquote_to_bytes(packed)
        except ValueError:
            return None
        if not (suffix := picture_type(data)):
            return None
        name = f"inline/picture-{sha256(data)[:8]}.{suffix}"
        self.pictures[_key(name)] = Clipping(name, data)
        used.append(PictureCopy(name, self._copied(name)))
        return used[-1].target

    def _picture(self, text: str, folder: str) -> str | None:
        """Return the name of the picture file that an address means: beside the text, from the root, or by its end."""
        path = _key(urlsplit_path(text))
        if not path or not self.pictures:
            return None
        if _REMOTE.match(text):
            return self._by_end(path, least=2)
        relative = posixpath.normpath(posixpath.join(_key(folder), path)) if not text.startswith("/") else ""
        stem = PurePosixPath(folder).name
        candidates = [
            relative,
            path.lstrip("/"),
            *(
                f"{root}/{path.lstrip('/')}"
                for root in ("static", "public", "source", "assets", "src", "content", "docs")
            ),
        ]
        candidates.append(posixpath.normpath(posixpath.join(_key(folder), _key(stem), path)))
        for candidate in candidates:
            if candidate in self.pictures:
                return self.pictures[candidate].name
        return self._by_end(path, least=1)

    def _by_end(self, path: str, least: int) -> str | None:
        """Return the one picture whose name ends as `path` does, by at least `least` parts, more where needed."""
        parts = [part for part in path.split("/") if part not in ("", ".", "..")]
        same = self.by_name.get(parts[-1] if len(parts) >= least else "", [])
        same = [key for key in same if f"/{key}".endswith("/" + "/".join(parts[-least:]))]
        for count in range(least, len(parts) + 1):
            if len(same) <= 1:
                break
            end = "/" + "/".join(parts[-count:])
            fit = [key for key in same if f"/{key}".endswith(end)]
            same = fit or same
        return self.pictures[same[0]].name if len(same) == 1 else None

    def _copied(self, name: str) -> str:
        if name in self.targets:
            return self.targets[name]
        data = self.pictures[_key(name)].data
        path = PurePosixPath(name)
        suffix = "." + (picture_type(data) or path.suffix.lstrip(".")).replace("jpg", "jpg")
        stem = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.") or "picture"
        tries = [
            f"{_FOLDER}{stem}{suffix}",
            f"{_FOLDER}{path.parent.name}-{stem}{suffix}",
            f"{_FOLDER}{stem}-{sha256(data)[:8]}{suffix}",
        ]
        known = {**self.there, **self.copied}
        target = next((one for one in tries if not self.names.clashes(one) or known.get(one) == data), tries[-1])
        self.names.add(target)
        self.targets[name] = target
        self.copied[target] = data
        return target

    def _text(self, text: str, folder: str) -> str | None:
        path = urlsplit_path(text)
        key = _text_key(path)
        if not key:
            return None
        relative = _text_key(posixpath.normpath(posixpath.join(folder, path))) if not path.startswith("/") else ""
        ends = (relative, key, *(key.split("/", at)[-1] for at in range(1, key.count("/") + 1)))
        if _REMOTE.match(text):
            ends = (_text_key(text), key) if _text_key(text) in self.texts else ()
        return next((self.texts[end] for end in ends if end and end in self.texts), None)


def _told(code: str, message: str, addresses: Sequence[str], file: str) -> list[Finding]:
    """Return one finding on all of `addresses`, which names the first."""
    distinct = list(dict.fromkeys(addresses))
    if not distinct:
        return []
    more = f" (and {len(distinct) - 1} more)" if len(distinct) > 1 else ""
    return [Finding(code, message.format(distinct[0][:120]) + more, Span(file))]


def urlsplit_path(address: str) -> str:
    """Return the path of an address, decoded; of one that is no URL, what stands before `?` and `#`."""
    try:
        path = urlsplit(address).path
    except ValueError:
        path = re.split(r"[?#]", address)[0]
    return unquote(path)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _text_key(address: str) -> str:
    bare = re.split(r"[?#]", re.sub(r"\Ahttps?://(?:www\.)?", "", _key(unquote(address))))[0]
    return re.sub(r"/?(?:_?index|readme)\Z", "", _PAGE.sub("", bare.strip("/"))).strip("/")


def _instead(address: Address, text: str) -> str | None:
    """Return what stands for a picture that nobody has: a link to it on the web, or the words that describe it."""
    if not address.whole:
        return None
    words, caption = address.words.strip(), address.title.strip()
    if address.linked:
        return f"\0{words or 'Picture'}"
    if address.form == "html":
        target = text if "://" in text else "https:" + text
        return f'\0<a href="{html.escape(target)}">{words or "Picture"}</a>' if _REMOTE.match(text) else f"\0{words}"
    after = f" {caption}" if caption and caption != words else ""
    if _REMOTE.match(text):
        return f"\0[{words or 'Picture'}]({written(text if '://' in text else 'https:' + text)}){after}"
    return f"\0{words}{after}"
