"""Picture files without what is not picture: text, places, times, thumbnails, second views.

The coded pixels are not touched, so nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"sBIT", b"bKGD"})
_JPEG_DROPPED = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""APP1 (Exif, XMP) to APP15 and COM; APP0 (JFIF) and APP14 (Adobe's colour transform) stay."""
_SOS, _EOI = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])", re.DOTALL)


def stripped(data: bytes, media_type: str) -> bytes:
    """Return the PNG or JPEG file `data` without its metadata; any other file as it is."""
    if media_type == "image/png":
        return data[:8] + b"".join(chunk for kind, chunk in _chunks(data) if kind in _PNG_KEPT)
    if media_type == "image/jpeg":
        return data[:2] + b"".join(_segments(data))
    return data


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Walk the chunks of a PNG (PNG §5.3: length, type, data, CRC)."""
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end


def _segments(data: bytes) -> Iterator[bytes]:
    """Walk the segments of a JPEG that are kept, and its scans, up to the end of the first image.

    ITU T.81 §B.1: within a scan 0xFF is followed by 0x00 or a restart marker. What some cameras add
    behind the image (a second view, a film) is left.
    """
    at = 2
    while at + 2 <= len(data):
        marker = data[at + 1]
        if marker == _EOI:
            yield data[at : at + 2]
            return
        end = at + 1 if marker == 0xFF else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SOS:
            end = found.start() if (found := _MARKER.search(data, end)) else len(data)
        if marker != 0xFF and marker not in _JPEG_DROPPED:
            yield data[at:end]
        at = end
