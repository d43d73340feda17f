"""Links: annotations that lead to named destinations or out of the book (ISO 32000-1 §12.3.2.3, §12.5.6.5)."""

from __future__ import annotations

from urllib.parse import quote

from make_book.pdf.fragment import LinkBox
from make_book.pdf.pdf_syntax import dictionary, numbers, string

Move = tuple[float, float]
"""How far something is moved, in points to the right and up."""
_SAFE = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")
"""What stands as it is in the name of a destination."""
_PRINTED = b"4"
"""The flag Print (§12.5.3): PDF/A wants it."""


def goal(anchor: str) -> str:
    """Return the name of the destination that `anchor` is.

    Readers of PDF do not agree how names outside ASCII are sorted, and miss some of them: such letters are
    written as in addresses (RFC 3986 §2.1).
    """
    return quote(anchor, safe=_SAFE)


def annotation(link: LinkBox, move: Move, parent: int | None) -> bytes:
    """Return `link` moved by points to the right and up; `parent` is its number in the structure (StructParent)."""
    left, bottom, right, top = link.box
    target = string(link.target if link.away else goal(link.target))
    return dictionary(
        Type=b"/Annot",
        Subtype=b"/Link",
        Rect=numbers((left + move[0], bottom + move[1], right + move[0], top + move[1])),
        BS=b"<</W 0>>",
        F=_PRINTED,
        Contents=string(link.words),
        Dest=None if link.away else target,
        A=dictionary(Type=b"/Action", S=b"/URI", URI=target) if link.away else None,
        StructParent=None if parent is None else b"%d" % parent,
    )
