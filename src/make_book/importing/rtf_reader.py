"""Rich Text Format → plain text, read on as a text. The only importer of striprtf."""

from __future__ import annotations

from collections.abc import Iterator

from make_book.findings import Finding, Span
from make_book.importing.import_values import Clipping, RawEpisode
from make_book.importing.text_reader import read_text

_LARGEST = 8 * 1024 * 1024


def read_rtf(clipping: Clipping) -> Iterator[RawEpisode | Finding]:
    """Yield the text of an RTF file; italics and pictures are not kept."""
    from striprtf.striprtf import rtf_to_text

    if len(clipping.data) > _LARGEST:
        yield Finding("IMP-004", "larger than 8 MB", Span(clipping.name))
        return
    try:
        text = rtf_to_text(clipping.data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, LookupError) as error:
        yield Finding("IMP-004", f"the RTF file is damaged: {error}", Span(clipping.name))
        return
    lines = "\n\n".join(line.strip() for line in text.split("\n") if line.strip())
    yield read_text(Clipping(clipping.name, lines.encode()))
    yield Finding("IMP-037", "only the words of the file were read, not its italics and pictures", Span(clipping.name))
