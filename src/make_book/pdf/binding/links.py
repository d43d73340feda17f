"""Link annotations to named destinations or to addresses outside the book (ISO 32000-1 §12.3.2.3, §12.5.6.5)."""

from __future__ import annotations

from urllib.parse import quote

from make_book.pdf.fragment import LinkBox
from make_book.pdf.pdf_syntax import dictionary, numbers, string
from make_book.web_address import web_address

Move = tuple[float, float]
"""How far something is moved, in points to the right and up."""
_SAFE = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")
"""Characters that are not escaped in the name of a destination."""
_PRINTED = b"4"
"""The flag Print (§12.5.3), which PDF/A requires."""


def destination_name(anchor: str) -> str:
    """Return the name of the destination of `anchor`.

    PDF readers do not agree on the order of names with characters outside ASCII, and do not find some of them. So such
    characters are escaped as in addresses (RFC 3986 §2.1).
    """
    return quote(anchor, safe=_SAFE)


def annotation(link: LinkBox, move: Move, parent: int | None) -> bytes:
    """Return the annotation of `link`, moved; `parent` is its key in the parent tree (`StructParent`)."""
    left, bottom, right, top = link.box
    # Sections hold no address that a book may not follow; a style sheet of the book could still name one (`link:`).
    outside = web_address(link.target) if link.away else None
    return dictionary(
        Type=b"/Annot",
        Subtype=b"/Link",
        Rect=numbers((left + move[0], bottom + move[1], right + move[0], top + move[1])),
        BS=b"<</W 0>>",
        F=_PRINTED,
        Contents=string(link.words),
        Dest=None if link.away else string(destination_name(link.target)),
        A=None if outside is None else dictionary(Type=b"/Action", S=b"/URI", URI=string(outside)),
        StructParent=None if parent is None else b"%d" % parent,
    )
