"""The entries of the contents: what a reader looks up, in the order of the book."""

from __future__ import annotations

import msgspec

from make_book.model import Book, Episode, Imprint, PartialDate
from make_book.text.naming import episode_label
from make_book.text.numerals import number_in_title
from make_book.typeset.localizer import Localizer


class ContentsEntry(msgspec.Struct, frozen=True):
    """One line of the contents and the lines under it. `id` is the section's; `place` its numbering."""

    id: str
    kind: str
    title: str
    place: str
    number: str | None = None
    narrator: str | None = None
    date: str | None = None
    entries: tuple[ContentsEntry, ...] = ()


def episode_entry(
    episode: Episode, localizer: Localizer, *, show_narrator: bool, show_number: bool = True
) -> ContentsEntry:
    """Return the line for `episode`: number, title, narrator (when the book has several), date."""
    heading = heading_of(episode, localizer)
    return ContentsEntry(
        id=episode.id,
        kind="episode",
        title=heading,
        place="body",
        number=str(episode.number) if show_number and episode.number is not None else None,
        narrator=narrator_of(episode, localizer) if show_narrator else None,
        date=localizer.date(episode.date) if episode.date and not dated_only(episode) else None,
    )


def heading_of(episode: Episode, localizer: Localizer) -> str:
    """Return the episode's title; an entry called by its bare date is called by the date in words."""
    return localizer.date(episode.date) if episode.date and dated_only(episode) else episode.title


def dated_only(episode: Episode) -> bool:
    """Tell whether the title is nothing but the date, as in many diaries."""
    return episode.date is not None and episode.title.strip() in {episode.date.iso, *_spellings(episode.date)}


def titled_with_number(episode: Episode, imprint: Imprint) -> bool:
    """Tell whether the title says the number itself: "Episode 22", "Chapter 3. The harbour"."""
    if episode.number is None:
        return False
    if number_in_title(episode.title, imprint.episode_label) == episode.number:
        return True
    return episode.title in {
        episode_label(episode.number, tag, imprint) for tag in (imprint.language, episode.language)
    }


def full_name(episode: Episode, imprint: Imprint, localizer: Localizer) -> str:
    """Return "22. The tide clerk": number and title, or what an episode without a title is called."""
    heading = heading_of(episode, localizer)
    return heading if episode.number is None or titled_with_number(episode, imprint) else f"{episode.number}. {heading}"


def narrator_of(episode: Episode, localizer: Localizer) -> str | None:
    """Return the narrator of the episode, else its authors."""
    return episode.narrator or (localizer.join(episode.authors) if episode.authors else None)


def has_several_narrators(book: Book) -> bool:
    """Tell whether the episodes have several narrators, or others than the book's authors: each is named then."""
    narrators = {episode.narrator or episode.authors for episode in book.episodes}
    return len(narrators) > 1 or any(
        isinstance(one, tuple) and one and one != book.imprint.named("aut") for one in narrators
    )


def _spellings(date: PartialDate) -> set[str]:
    return {date.iso.replace("-", mark) for mark in ("\N{NON-BREAKING HYPHEN}", "\N{EN DASH}", ".", "/")}
