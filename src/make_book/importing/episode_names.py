"""File names: `022-the-tide-clerk-counts.md`, in plain ASCII on every system."""

from __future__ import annotations

from pathlib import PurePosixPath

from make_book.importing.import_values import EpisodeDraft
from make_book.importing.phrases import latin_letters
from make_book.slugs import ascii_slug

_LONGEST = 48


def slug(text: str) -> str:
    """Return the first words of `text` in small letters of ASCII, joined by hyphens; it may be empty."""
    kept: list[str] = []
    for part in ascii_slug(text.casefold().translate(latin_letters())).split("-"):
        if kept and len("-".join([*kept, part])) > _LONGEST:
            break
        kept.append(part[:_LONGEST])
    return "-".join(kept)


def file_name(draft: EpisodeDraft) -> str:
    """Return the file name for `draft`: number, else date, then the title's first words."""
    lead = f"{draft.number:03d}" if draft.number is not None else draft.field("date") or ""
    path = PurePosixPath(draft.source)
    stem = slug(path.parent.name if path.stem in ("index", "_index") else path.stem) or "episode"
    words = slug(draft.field("title") or "")
    if len(words) < len(draft.field("title") or "") / 4 and draft.body is not None:
        words = stem.removeprefix(lead).strip("-")
    words = "" if words == lead else words
    return "-".join(part for part in (lead, words) if part) + ".md" if lead or words else stem + ".md"
