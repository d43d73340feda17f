"""What a book calls its parts in words: an episode by its number, a cover by title and authors."""

from __future__ import annotations

from make_book.model import EpisodeNumber, Imprint
from make_book.text.languages import join, language


def episode_label(number: EpisodeNumber, tag: str, imprint: Imprint) -> str:
    """Return "Episode 22" in the language `tag`, or "Letter 22" where the book has a word of its own."""
    if imprint.episode_label:
        return f"{imprint.episode_label} {number}"
    return language(tag).label("episode", number=number)


def cover_alternative(imprint: Imprint) -> str:
    """Return the text alternative of a cover of which nothing is known but the book's title and authors."""
    labels = language(imprint.language)
    if authors := join(imprint.named("aut"), imprint.language):
        return labels.label("cover-alt-by", title=imprint.title, authors=authors)
    return labels.label("cover-alt", title=imprint.title)
