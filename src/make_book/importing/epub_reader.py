"""EPUB books → documents: the spine in its order, notes wherever they stand, pictures, what the package states."""

from __future__ import annotations

import copy
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.clippings import DAMAGED
from make_book.importing.date_parsing import read_date
from make_book.importing.html_notes import CALL
from make_book.importing.html_to_markdown import to_markdown
from make_book.importing.html_tree import Node, classes, find_all, local, parse_html, parse_xml, words_of
from make_book.importing.import_record import sha256
from make_book.importing.import_values import Clipping, Field, LeftOut, SourceDocument
from make_book.importing.source_kinds import picture_type
from make_book.importing.source_names import leads_out, plain_name
from make_book.manuscript.section_names import GENERATED, NAMES

_TYPE = "{http://www.idpf.org/2007/ops}type"
_NO_TEXT = frozenset(
    "cover titlepage halftitlepage copyright-page toc landmarks loi lot colophon imprint index seriespage".split()
)
_LARGEST = 64 * 1024 * 1024
_LARGEST_BOOK = 512 * 1024 * 1024
_FEW = 12
"""Words below which a page without a heading is an ornament."""


class _Package(msgspec.Struct, frozen=True):
    """The package document: spine paths, and what it states."""

    spine: tuple[str, ...]
    titles: dict[str, str]
    fields: tuple[Field, ...]
    language: str | None


def read_epub(clipping: Clipping) -> Iterator[SourceDocument | Finding | Clipping]:
    """Yield the pictures and the texts of a book."""
    try:
        with zipfile.ZipFile(io.BytesIO(clipping.data)) as archive:
            yield from _read(clipping, archive)
    except (KeyError, *DAMAGED) as error:
        yield Finding("IMP-004", f"the EPUB is damaged: {error}", Span(clipping.name))


def _read(clipping: Clipping, archive: zipfile.ZipFile) -> Iterator[SourceDocument | Finding | Clipping]:
    members = {info.filename: info for info in archive.infolist() if not leads_out(info.filename)}
    if sum(info.file_size for info in members.values()) > _LARGEST_BOOK:
        yield Finding("IMP-004", f"larger than {_LARGEST_BOOK // 1024 // 1024} MB when unpacked", Span(clipping.name))
        return
    files = _Files(archive, members)
    package = _package(files)
    if package is None:
        yield Finding("IMP-004", "the EPUB has no package document", Span(clipping.name))
        return
    for name in sorted(members):
        if members[name].file_size <= _LARGEST and picture_type(files.get(name, 65_536)):
            yield Clipping(plain_name(f"{clipping.name}/{name}"), files.get(name))
    trees = {path: root for path in package.spine if (root := parse_html(files.get(path))) is not None}
    notes = _fetch_notes(trees)
    passed = []
    for path, root in trees.items():
        body = next(find_all(root, "body"), root)
        words = words_of(body)
        kinds = " ".join(
            filter(
                None,
                (body.get(_TYPE), body.get("epub:type"), *(one.get(_TYPE) or one.get("epub:type") for one in body)),
            )
        )
        generated = classes(body) & GENERATED
        if (
            generated
            or set(kinds.split()) & _NO_TEXT
            or (len(words.split()) < _FEW and not list(find_all(body, "h1", "h2", "h3")))
            or path in notes
        ):
            if words:
                passed.append((path, len(words.split())))
            continue
        yield _document(clipping, path, body, package)
    if passed:
        shown = ", ".join(f"{path} ({count} words)" for path, count in passed[:8])
        yield Finding("IMP-033", f"pages that are no text of the book were left out: {shown}", Span(clipping.name))


class _Files:
    """The members of an archive, each read within bounds."""

    def __init__(self, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self.archive = archive
        self.members = members

    def get(self, name: str, most: int = _LARGEST) -> bytes:
        """Return the bytes of a member, at most `most`; b"" if there is none."""
        if name not in self.members:
            return b""
        with self.archive.open(self.members[name]) as stream:
            return stream.read(most)


def _package(files: _Files) -> _Package | None:
    container = parse_xml(files.get("META-INF/container.xml"))
    place = (
        next((node.get("full-path") for node in container.iter() if local(node) == "rootfile"), None)
        if container is not None
        else None
    )
    opf = parse_xml(files.get(place)) if place else None
    if opf is None or place is None:
        return None
    folder = posixpath.dirname(place)
    items = {node.get("id"): node for node in opf.iter() if local(node) == "item"}
    order = [items[ref.get("idref")] for ref in opf.iter() if local(ref) == "itemref" and ref.get("idref") in items]
    spine = tuple(
        _join(folder, item.get("href") or "")
        for item in order
        if "html" in (item.get("media-type") or "") and "nav" not in (item.get("properties") or "").split()
    )
    stated: list[Field] = []
    for node in opf.iter():
        name = {"creator": "author", "title": "series", "language": "language", "date": "book-date"}.get(local(node))
        if name and (words := words_of(node)):
            value = read_date(words) if name == "book-date" else words
            if value and (name == "author" or name not in {field.name for field in stated}):
                stated.append(Field(name, value, 1.0, 1, words))
    language = next((field.value for field in stated if field.name == "language"), None)
    return _Package(tuple(dict.fromkeys(spine)), _titles(opf, folder, files), tuple(stated), language)


def _join(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0])))


def _titles(opf: Node, folder: str, files: _Files) -> dict[str, str]:
    """Return the titles that the table of contents gives, by path."""
    found: dict[str, str] = {}
    for item in (node for node in opf.iter() if local(node) == "item"):
        path = _join(folder, item.get("href") or "")
        here = posixpath.dirname(path)
        if "nav" in (item.get("properties") or "").split() and (nav := parse_html(files.get(path))) is not None:
            for link in find_all(nav, "a"):
                found.setdefault(_join(here, link.get("href") or ""), words_of(link))
        elif "ncx" in (item.get("media-type") or "") and (ncx := parse_xml(files.get(path))) is not None:
            for point in (node for node in ncx.iter() if local(node) == "navpoint"):
                source = next((one.get("src") for one in point.iter() if local(one) == "content"), "")
                label = next((words_of(one) for one in point.iter() if local(one) == "navlabel"), "")
                found.setdefault(_join(here, source or ""), label)
    return found


def _fetch_notes(trees: dict[str, Node]) -> set[str]:
    """Bring notes that stand in another file to the file that calls them. Return the files that hold only notes."""
    by_id = {
        path: {node.get("id"): node for node in root.iter() if isinstance(node.tag, str) and node.get("id")}
        for path, root in trees.items()
    }
    fetched: dict[str, int] = {}
    for path, root in trees.items():
        kept: list[Node] = []
        for link in list(find_all(root, "a")):
            address, _, anchor = (link.get("href") or "").partition("#")
            other = _join(posixpath.dirname(path), address) if address else path
            target = by_id.get(other, {}).get(anchor)
            kind = f"{link.get(_TYPE)} {link.get('epub:type')} {link.get('role')}"
            raised = local(link.getparent()) == "sup"
            if other == path or target is None or not ("noteref" in kind or (raised and CALL.match(words_of(link)))):
                continue
            note = target
            while local(note) in ("a", "span", "sup") and note.getparent() is not None:
                note = note.getparent()
            if local(note) in ("body", "html", "section", "article", "main", "h1", "h2", "h3"):
                continue
            own = copy.deepcopy(note)
            own.set("id", f"{anchor}-note")
            own.set("class", "footnote")
            link.set("href", f"#{anchor}-note")
            kept.append(own)
            fetched[other] = fetched.get(other, 0) + len(words_of(note).split())
        body = next(find_all(root, "body"), root)
        body.extend(kept)
    return {path for path, count in fetched.items() if count * 2 > len(words_of(trees[path]).split())}


def _document(clipping: Clipping, path: str, body: Node, package: _Package) -> SourceDocument:
    stated = _stated(body)
    heading = next((node for node in find_all(body, "h1", "h2", "h3") if words_of(node)), None)
    title = words_of(heading) if heading is not None else package.titles.get(path, "")
    digest = sha256(words_of(body).encode("utf-8", "replace"))
    left: list[LeftOut] = []
    head = next((node for node in find_all(body, "header") if heading is not None and heading in node.iter()), None)
    gone = head if stated and head is not None else heading
    if gone is not None and gone.getparent() is not None:
        gone.getparent().remove(gone)
    made = to_markdown(body, package.language)
    source = plain_name(f"{clipping.name}/{path}")
    fields = (Field("title", title, 0.95, 1, title),) if title else ()
    return SourceDocument(
        source=source,
        file=clipping.name,
        body=made.markdown,
        digest=digest,
        fields=(*fields, *stated, *(field for field in package.fields if field.name in ("series",))),
        addresses=(source, path, posixpath.basename(path)),
        language=package.language,
        left_out=(*left, *made.left_out),
    )


_MATTER = frozenset("foreword preface introduction prologue epilogue afterword dedication epigraph".split())


def _stated(body: Node) -> tuple[Field, ...]:
    """Return what the head of a section states by its classes, as make-book's own EPUBs do, and by its type."""
    found = []
    kinds = {
        kind
        for one in body.iter()
        if isinstance(one.tag, str)
        for kind in (one.get(_TYPE) or one.get("epub:type") or "").split()
    }
    named = {name for one in (body, *body) for name in classes(one)} & set(NAMES)
    if matter := sorted((kinds & _MATTER & set(NAMES)) or named):
        found.append(Field("section", matter[0], 1.0, 1, matter[0]))
    head = next((node for node in find_all(body, "header") if "episode-head" in classes(node)), None)
    for node in head.iter() if head is not None else ():
        name = next(
            iter(classes(node) & {"number", "kicker", "standfirst", "narrator", "place", "author", "subtitle"}), None
        )
        words = words_of(node) if local(node) else ""
        if name == "number" and (digits := re.search(r"\d+", words)):
            found.append(Field("number", str(int(digits[0])), 1.0, 1, words))
        elif name and name != "number" and words:
            found.append(Field(name, words, 1.0, 1, words))
        elif local(node) == "time" and (date := read_date(node.get("datetime") or words)):
            found.append(Field("date", date, 1.0, 1, words))
    return tuple(found)
