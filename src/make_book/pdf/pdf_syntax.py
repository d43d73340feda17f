"""PDF syntax: values as they are written in a file (ISO 32000-1 §7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = re.compile(rb"[\\()\r]")
_PLAIN = re.compile(r"[\t\n\r -~]*")
_REGULAR = re.compile(rb"[!-~]")
_DELIMITERS = frozenset(b"()<>[]{}/%#")


def text_bytes(text: str) -> bytes:
    """Return the bytes of `text` as a text string (§7.9.2.2): ASCII if possible, else UTF-16.

    Only a few control characters are the same in PDFDocEncoding and in ASCII.
    """
    return text.encode() if _PLAIN.fullmatch(text) else b"\xfe\xff" + text.encode("utf-16-be", "surrogatepass")


def string(text: str) -> bytes:
    """Return `text` as a text string."""
    data = text_bytes(text)
    if not _PLAIN.fullmatch(text):
        return hexadecimal(data)
    return b"(" + _SPECIAL.sub(lambda found: b"\\" + found[0].replace(b"\r", b"r"), data) + b")"


def hexadecimal(data: bytes) -> bytes:
    """Return `data` as a byte string."""
    return b"<" + data.hex().encode() + b">"


def name(text: str) -> bytes:
    """Return `text` as a name object (§7.3.5)."""
    letters = (bytes([byte]) for byte in text.encode())
    return b"/" + b"".join(
        letter if _REGULAR.match(letter) and letter[0] not in _DELIMITERS else b"#%02x" % letter[0]
        for letter in letters
    )


def number(value: float) -> bytes:
    """Return `value` with four decimals."""
    text = (b"%.4f" % value).rstrip(b"0").rstrip(b".")
    return b"0" if text == b"-0" else text


def array(values: Iterable[bytes]) -> bytes:
    """Return an array of `values` (§7.3.6)."""
    return b"[" + b" ".join(values) + b"]"


def numbers(values: Iterable[float]) -> bytes:
    """Return an array of numbers."""
    return array(map(number, values))


def entries(**values: bytes | None) -> bytes:
    """Return the entries of a dictionary, without those that are `None`."""
    return b"".join(b"/%b %b" % (key.encode(), value) for key, value in values.items() if value is not None)


def dictionary(**values: bytes | None) -> bytes:
    """Return a dictionary of `values` (§7.3.7) without those that are `None`."""
    return b"<<%b>>" % entries(**values)


def reference(number_: int) -> bytes:
    """Return a reference to the indirect object with that number (§7.3.10)."""
    return b"%d 0 R" % number_
