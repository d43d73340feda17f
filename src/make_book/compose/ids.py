"""Ids that last: from an episode's number, its date or its file name, never from its place among others."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from make_book.findings import Finding
from make_book.manuscript.values import EpisodeSource


def slug(text: str) -> str:
    """Return `text` as an ASCII id of small letters, digits and hyphens.

    Where letters had to be dropped (another script), eight hexadecimal digits of a hash tell it apart.
    """
    spelt = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in spelt if not unicodedata.combining(character))
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    lost = any(character.isalnum() and not character.isascii() for character in letters)
    if lost or not plain:
        plain = f"{plain}-{hashlib.sha256(text.encode()).hexdigest()[:8]}".lstrip("-")
    return plain


def episode_ids(episodes: Sequence[EpisodeSource]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return the id of every episode by its file, and a finding (MAN-050) for two that cannot be told apart.

    `episodes` is the whole book, so that a selection changes no id. Of several episodes of one date and
    without numbers the first is called by the date, the others by their file names.
    """
    ids: dict[str, str] = {}
    owners: dict[str, EpisodeSource] = {}
    findings: list[Finding] = []
    for episode in episodes:
        wanted = _wanted(episode)
        own = next((one for one in wanted if one not in owners), wanted[0])
        ids[episode.body.file] = own
        if (owner := owners.setdefault(own, episode)) is not episode and episode.head.number is None:
            message = f"cannot be told apart from {owner.body.file}"
            findings.append(Finding("MAN-050", message, episode.span(), ("give it a number, or another file name",)))
    return ids, tuple(findings)


def _wanted(episode: EpisodeSource) -> tuple[str, ...]:
    if episode.head.number is not None:
        return (f"episode-{episode.head.number:03d}",)
    name = f"episode-{slug(episode.name)}"
    return (f"episode-{episode.head.date.iso}", name) if episode.head.date else (name,)
