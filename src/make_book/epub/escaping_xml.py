"""Text made safe for XML: what may stand in a document, an attribute, the package's metadata."""

from __future__ import annotations

import html
import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    """Return `text` without the characters that XML 1.0 cannot hold (§2.2)."""
    return _ILLEGAL.sub("", text)


def quoted(text: str) -> str:
    """Return `text` for character data or a quoted attribute."""
    return html.escape(legible(text))
