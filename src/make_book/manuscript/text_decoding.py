"""From bytes to text: UTF-8, in Unicode's composed form (NFC), lines ended by line feeds."""

from __future__ import annotations

import unicodedata

from make_book.manuscript.finding_collector import FindingCollector
from make_book.xml_text import NOT_XML, legal

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def to_text(data: bytes, collector: FindingCollector) -> str:
    """Return `data` as text. What cannot be kept is replaced or dropped, and written into `collector`."""
    if encoding := _sixteen_bits(data):
        collector.add_at("MAN-040", "this is UTF-16, not UTF-8", 1, 1, "save the file as UTF-8")
        return data.decode(encoding, "replace").replace("\0", "").removeprefix(_BOM)
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text = _decoded(data, collector).removeprefix(_BOM)
    if "\0" in text:
        at = text.index("\0")
        message = f"{text.count(chr(0))} NUL byte(s), the first here"
        collector.add_at("MAN-041", message, *_place(text, at), "the file may be damaged, or no text at all")
        text = text.replace("\0", "")
    if found := NOT_XML.search(text):
        message = f"control character U+{ord(found[0]):04X}"
        collector.add_at("MAN-042", message, *_place(text, found.start()), "delete it")
        text = legal(text)
    return unicodedata.normalize("NFC", text)


def _sixteen_bits(data: bytes) -> str | None:
    """Return the kind of UTF-16 that `data` is in, by its mark or because nearly every other byte is NUL."""
    if data[:2] in _UTF16:
        return "utf-16"
    for encoding, high, low in (("utf-16-be", data[::2], data[1::2]), ("utf-16-le", data[1::2], data[::2])):
        if len(low) >= 4 and high.count(0) > 0.7 * len(high) and not low.count(0):
            return encoding
    return None


def _decoded(data: bytes, collector: FindingCollector) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        message = f"byte 0x{data[error.start]:02X} at offset {error.start} is not UTF-8"
        hint = "save the file as UTF-8; `make-book import` repairs other encodings"
        collector.add_at("MAN-040", message, *_place(before, len(before)), hint)
        return data.decode("utf-8", "replace")


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
