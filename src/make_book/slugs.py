"""Names made of text: for ids, anchors and files."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def ascii_slug(text: str, *, also: str = "") -> str:
    """Return `text` in small letters of ASCII and digits, with hyphens for the rest; it may be empty.

    Accents are dropped, and letters without a spelling in ASCII. Characters in `also` stay.
    """
    return re.sub(f"[^a-z0-9{re.escape(also)}]+", "-", _spelt(text)).strip("-")


def unique_slug(text: str) -> str:
    """Return `ascii_slug` of `text`, with a digest of `text` where letters had to be dropped; never empty."""
    slug = ascii_slug(text)
    dropped = any(character.isalnum() and not character.isascii() for character in _spelt(text))
    return slug if slug and not dropped else f"{slug}-{short_digest(text)}".lstrip("-")


def short_digest(text: str) -> str:
    """Return eight hexadecimal digits that tell `text` from other texts."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def anchor_slug(heading: str) -> str:
    """Return the anchor that the words of a heading make: in small letters, with hyphens for spaces, without signs."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.strip().lower()))


def file_slug(title: str, longest: int = 60) -> str:
    """Return `title` as the name of a file, in its own script, at most so many characters; it may be empty."""
    return re.sub(r"[^\w]+", "-", title.casefold()).strip("-")[:longest].rstrip("-")


def _spelt(text: str) -> str:
    """Return `text` in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if not unicodedata.combining(character))
