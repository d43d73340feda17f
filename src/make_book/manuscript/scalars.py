"""Dates and language tags wherever an author writes one: read, or written down as a fault."""

from __future__ import annotations

from make_book.manuscript.dates import parse_date
from make_book.manuscript.ledger import Ledger
from make_book.manuscript.toml_places import KeyPath
from make_book.model import PartialDate
from make_book.text.languages import is_language_tag


def checked_language(tag: str | None, path: KeyPath, ledger: Ledger) -> str | None:
    """Return `tag` if it is a language tag (BCP 47); else note MAN-007 and return `None`."""
    if tag is None or is_language_tag(tag):
        return tag
    ledger.add("MAN-007", f"{tag!r} is not a language tag", path, "write en, en-GB, de, uk, sr-Latn …")
    return None


def checked_date(text: str | int | None, path: KeyPath, ledger: Ledger) -> PartialDate | None:
    """Return `text` as a date; if it is none, note MAN-008 and return `None`."""
    if text is None:
        return None
    try:
        return parse_date(str(text))
    except ValueError as error:
        ledger.add("MAN-008", str(error), path, "write 2020-10-13, 2020-10 or 2020")
        return None
