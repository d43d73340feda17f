"""Dates and language tags wherever an author writes one: read, or written down as a fault."""

from __future__ import annotations

from make_book.manuscript.dates import parse_date
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.toml_places import KeyPath
from make_book.model import PartialDate
from make_book.text.languages import corrected_tag, is_known_language, is_language_tag


def checked_language(tag: str | None, path: KeyPath, collector: FindingCollector) -> str | None:
    """Return `tag` if it is a language tag (BCP 47); else note MAN-007 and return `None`.

    One that names no language anybody knows stands, with a doubt (MAN-023).
    """
    if tag is None:
        return None
    if not is_language_tag(tag):
        hint = f"write {corrected_tag(tag) or 'en, en-GB, de, uk, sr-Latn …'}"
        collector.add("MAN-007", f"{tag!r} is not a language tag", path, hint)
        return None
    if not is_known_language(tag):
        hint = "write en, de, uk …; for a language without a code, x- and a name for it"
        collector.add("MAN-023", f"{tag!r} names no language that is known", path, hint)
    return tag


def checked_date(text: str | int | None, path: KeyPath, collector: FindingCollector) -> PartialDate | None:
    """Return `text` as a date; if it is none, note MAN-008 and return `None`."""
    if text is None:
        return None
    try:
        return parse_date(str(text))
    except ValueError as error:
        collector.add("MAN-008", str(error), path, "write 2020-10-13, 2020-10 or 2020")
        return None
