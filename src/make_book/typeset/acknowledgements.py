"""Lines that say who made what, from which language, and where it stood first."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from make_book.model import Episode, Imprint, Person, Translator
from make_book.text import languages
from make_book.typeset.localizer import Localizer
from make_book.typeset.templates import markup
from make_book.web_address import shown_address, web_address
from make_book.xml_text import escape

_MAKERS = {"aut": None, "edt": "edited-by", "trl": "translated-by", "ill": "illustrated-by"}


class Credit(msgspec.Struct, frozen=True):
    """One line of an episode's end matter; `kind` is its class in the templates."""

    kind: str
    xhtml: str


class Contributor(msgspec.Struct, frozen=True):
    """A person on the contributors' page, once, with everything they did."""

    name: str
    note: str | None
    roles: str


def end_matter(episode: Episode, localizer: Localizer) -> tuple[Credit, ...]:
    """Return the lines under an episode: the chain of its translations, its original, its source."""
    return tuple(_end_matter(episode, localizer))


def _end_matter(episode: Episode, localizer: Localizer) -> Iterator[Credit]:
    for translator in episode.translators:
        yield Credit("translators", markup(escape(translation(translator, localizer))))
    if original := original_line(episode, localizer):
        yield Credit("original", original)
    if episode.source_url:
        shown, address = escape(shown_address(episode.source_url)), web_address(episode.source_url)
        link = f'<a class="url" href="{escape(address)}">{shown}</a>' if address else shown
        yield Credit("source", markup(f"{escape(localizer.label('source'))} {link}"))


def translation(translator: Translator, localizer: Localizer) -> str:
    """Return one link of the chain as a sentence: who, from which language, into which."""
    return languages.translation_credit(translator.name, translator.source, translator.target, localizer.tag)


def original_line(episode: Episode, localizer: Localizer) -> str | None:
    """Return the original's title, in its own language, and date as XHTML; `None` when neither is known."""
    parts = []
    if episode.original_title:
        before, after = localizer.label("original-title", title="|").split("|")
        parts.append(f"{escape(before)}{_foreign(episode)}{escape(after)}")
    if episode.original_date:
        parts.append(escape(localizer.label("originally-published", date=localizer.date(episode.original_date))))
    return markup(". ".join(part.rstrip(".") for part in parts) + ".") if parts else None


def _foreign(episode: Episode) -> str:
    title = escape(episode.original_title or "")
    chain = episode.translators
    tag = episode.original_language or (chain[0].source if chain else None)
    return f'<span lang="{escape(tag)}" xml:lang="{escape(tag)}">{title}</span>' if tag else title


def contributor_lines(imprint: Imprint, localizer: Localizer) -> tuple[str, ...]:
    """Return the title page's lines for everybody but the authors: editors, translators, artists."""
    lines = []
    for role, key in _MAKERS.items():
        if key and (names := imprint.named(role)):
            lines.append(localizer.label(key, name=localizer.join(names)))
    return tuple(lines)


def authors(imprint: Imprint, localizer: Localizer) -> str:
    """Return the authors' names as one line; empty when the book names none."""
    return localizer.join(imprint.named("aut"))


def contributors(people: tuple[Person, ...], localizer: Localizer) -> tuple[Contributor, ...]:
    """Return everybody once, in the order of the book's data, with their roles named."""
    notes: dict[str, str | None] = {}
    roles: dict[str, list[str]] = {}
    for person in people:
        notes[person.name] = notes.get(person.name) or person.note
        roles.setdefault(person.name, []).append(_role(person.role, localizer))
    return tuple(Contributor(name, note, localizer.join(roles[name])) for name, note in notes.items())


def _role(code: str, localizer: Localizer) -> str:
    try:
        return localizer.label(f"role-{code}")
    except KeyError:
        return localizer.label("role-other")
