"""Word documents (DOCX) → documents, split into episodes by their headings. The only importer of mammoth."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from make_book.findings import Finding, Span
from make_book.importing.html_sections import sections
from make_book.importing.html_tree import parse_html, parse_xml
from make_book.importing.import_record import sha256
from make_book.importing.import_values import Clipping, Field, SourceDocument

_LARGEST = 256 * 1024 * 1024
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
br[type='page'] => hr
"""


def read_word(clipping: Clipping) -> Iterator[SourceDocument | Finding]:
    """Yield the episodes of a Word document, and what is to be said of its tracked changes."""
    import mammoth

    if not _is_sound(clipping.data):
        yield Finding("IMP-004", "the document is damaged, or larger than 256 MB", Span(clipping.name))
        return
    try:
        made = mammoth.convert_to_html(io.BytesIO(clipping.data), style_map=_STYLES)
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, zipfile.BadZipFile, OSError) as error:
        yield Finding("IMP-004", f"the document cannot be read: {error}", Span(clipping.name))
        return
    root = parse_html(made.value)
    if root is None:
        yield Finding("IMP-002", "the document holds no words", Span(clipping.name))
        return
    changes, fields = _inside(clipping.data)
    if changes:
        yield Finding("IMP-036", f"{changes} tracked changes were accepted", Span(clipping.name))
    found, left = sections(root)
    stem = PurePosixPath(clipping.name).stem
    for at, section in enumerate(found, 1):
        alone = len(found) == 1
        if not section.markdown.strip():
            continue
        title = section.title or (stem if alone else "")
        stated = (Field("title", title, 0.95 if section.title else 0.6, 1, title, "the file's name"),) if title else ()
        yield SourceDocument(
            source=clipping.name if alone else f"{clipping.name}/{at:03d}",
            file=clipping.name,
            body=section.markdown,
            digest=sha256(section.markdown.encode() + section.title.encode()),
            fields=(*stated, *(fields if alone else ())),
            addresses=(clipping.name,) if alone else (),
            left_out=left if at == 1 else (),
        )


def _is_sound(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(info.file_size for info in archive.infolist()) <= _LARGEST
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _inside(data: bytes) -> tuple[int, tuple[Field, ...]]:
    """Return how many tracked changes a document holds, and what its properties state."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        text = archive.read("word/document.xml") if "word/document.xml" in names else b""
        core = parse_xml(archive.read("docProps/core.xml")) if "docProps/core.xml" in names else None
    changes = text.count(b"<w:ins ") + text.count(b"<w:del ")
    fields = []
    for node in core.iter() if core is not None else ():
        if isinstance(node.tag, str) and node.tag.endswith("}creator") and (node.text or "").strip():
            fields.append(Field("author", node.text.strip(), 0.7, 1, node.text, "the document's properties"))
    return changes, tuple(fields)
