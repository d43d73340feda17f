"""Front matter of other systems → the fields of an episode. docs/importing.md has the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from make_book.importing.date_parsing import read_date
from make_book.importing.import_values import Field, LeftOut
from make_book.manuscript.frontmatter_yaml import Plain
from make_book.model import Translator

_KEYS = {
    "title": "title headline",
    "subtitle": "subtitle sub-title subheading",
    "standfirst": "standfirst description excerpt summary dek deck lede lead teaser abstract tldr",
    "kicker": "kicker eyebrow",
    "number": "number episode-number chapter-number issue-number episode chapter issue no",
    "date": "date post-date pub-date pubdate publish-date publishdate published-at publishedat published-on"
    " date-published datepublished created created-at createdat datetime",
    "author": "author authors byline creator writer",
    "narrator": "narrator narrators teller",
    "place": "place location",
    "language": "language lang locale",
    "tags": "tags tag keywords categories category topics subjects",
    "weight": "weight nav-order sidebar-position order position rank menu-order",
    "source-url": "source-url canonical-url canonicalurl canonical original-url",
    "series": "series collection",
    "original-title": "original-title",
    "original-date": "original-date",
    "original-language": "original-language",
    "original-note": "original-note",
}
"""Our keys and what others call them, ours first; of several that a file has, the first here is taken."""
_OF = {alias: (key, rank) for key, names in _KEYS.items() for rank, alias in enumerate(names.split())}
_MANY = frozenset({"author", "tags"})
_PICTURES = (
    "cover cover-image coverimage feature-image featured-image featuredimage featuredimg hero hero-image heroimage"
    " image images img header banner og-image photo teaser-image thumbnail"
).split()
_ADDRESSES = frozenset("slug permalink url aliases alias redirect-from path save-as id uid".split())
_HELD_BACK = frozenset("draft private pending future hidden trash unlisted scheduled inherit auto-draft".split())
_TRUE, _FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0"})
_SITE_ONLY = frozenset(
    "layout type template comments disqus math mathjax toc sidebar pin sticky css js theme robots sitemap noindex"
    " eleventynavigation eleventyexcludefromcollections readingtime wordcount lastmod updated modified guid".split()
)
"""Keys whose values are for a website's program and no words for readers."""


class HeadFields(msgspec.Struct, frozen=True):
    """What front matter gives: fields, translators, addresses, pictures shown above the text, and what is left out."""

    fields: tuple[Field, ...] = ()
    translators: tuple[Translator, ...] = ()
    addresses: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def head_fields(values: Mapping[str, Plain], lines: Mapping[str, int]) -> HeadFields:
    """Return what `values` give; `lines` are the lines of their keys."""
    chosen = _Chosen()
    addresses: list[str] = []
    pictures: list[str] = []
    draft = False
    for written, value in values.items():
        name = written.casefold().replace("_", "-").replace(" ", "-")
        line = lines.get(written, 1)
        if name in ("draft", "published", "status", "private"):
            draft |= _is_held_back(name, value)
        elif name in _ADDRESSES:
            addresses += _texts(value)
        elif name in _PICTURES:
            pictures += _picture(value)
        elif name in _OF and (found := _fields(_OF[name][0], value, line)):
            chosen.take(written, *_OF[name], found)
        elif name not in ("translators", "translator", "translated-by"):
            chosen.left += _left(written, value, line, f"front matter: {written}")
    made = [one for _, several in chosen.fields.values() for one in several]
    made = list({(one.name, one.value.casefold()): one for one in made}.values())
    if draft:
        made.append(Field("draft", "true", 1.0, 1, "draft"))
    return HeadFields(tuple(made), _translators(values), tuple(addresses), tuple(pictures[:1]), tuple(chosen.left))


class _Chosen:
    """The fields so far: of several keys for one field, the one that stands first in the table of keys."""

    def __init__(self) -> None:
        self.fields: dict[str, tuple[int, list[Field]]] = {}
        self.left: list[LeftOut] = []

    def take(self, written: str, key: str, rank: int, found: list[Field]) -> None:
        """Take what the key `written` says of the field `key`; what another key says better is left out."""
        if key == "tags":
            self.fields.setdefault(key, (0, []))[1].extend(found)
            return
        before = self.fields.get(key)
        if before and before[0] <= rank:
            self.left += [LeftOut(one.value, f"{written}: another key says it", one.line) for one in found]
            return
        if before:
            self.left += [LeftOut(one.value, f"{written} says it instead", one.line) for one in before[1]]
        self.fields[key] = (rank, found)


def _fields(key: str, value: Plain, line: int) -> list[Field]:
    if key in _MANY:
        several = _names(value) if key == "author" else _tags(value)
        return [Field(key, one, 1.0, line, one) for one in several]
    text = " ".join(_texts(value)[0].split()) if len(_texts(value)) == 1 else ", ".join(_texts(value))
    if not text:
        return []
    if key in ("date", "original-date"):
        found = read_date(text)
        return [Field(key, found, 1.0, line, text)] if found else []
    if key == "number":
        return [Field(key, str(int(text)), 1.0, line, text)] if re.fullmatch(r"\d{1,6}", text) else []
    if key == "weight":
        return [Field(key, text, 1.0, line, text)] if re.fullmatch(r"-?\d{1,9}", text) else []
    if key == "language":
        tag = text.replace("_", "-")
        return [Field(key, tag, 1.0, line, text)] if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) else []
    return [Field(key, text, 1.0, line, text)]


def _texts(value: Plain) -> list[str]:
    """Return the texts in a value, however deep."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    return []


def _names(value: Plain) -> list[str]:
    several = value if isinstance(value, list) else [value]
    names = [one.get("name", one.get("display_name")) if isinstance(one, dict) else one for one in several]
    return [" ".join(name.split()) for name in names if isinstance(name, str) and name.strip()]


def _tags(value: Plain) -> list[str]:
    several = value.split(",") if isinstance(value, str) else _texts(value)
    return [" ".join(one.split()) for one in several if one.strip()]


def _picture(value: Plain) -> list[str]:
    """Return the Markdown of a picture that a key names: an address, or a table with one and its words."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str) and re.search(r"\.(?:png|jpe?g|gif|svg|webp|avif)\b", value, re.I):
        return [f"![]({_bracketed(value)})"]
    if isinstance(value, dict):
        parts = {key.casefold(): one for key, one in value.items() if isinstance(one, str)}
        address = next(
            (parts[key] for key in ("src", "image", "url", "path", "feature", "teaser") if parts.get(key)), ""
        )
        caption = parts.get("caption", "").replace('"', "”")
        title = f' "{caption}"' if caption else ""
        return [f"![{parts.get('alt', '')}]({_bracketed(address)}{title})"] if address else []
    return []


def _bracketed(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _is_held_back(name: str, value: Plain) -> bool:
    text = value.casefold().strip() if isinstance(value, str) else ""
    if name == "published":
        return text in _FALSE
    return text in _HELD_BACK if name == "status" else text in _TRUE


def _translators(values: Mapping[str, Plain]) -> tuple[Translator, ...]:
    found: list[Translator] = []
    for key in ("translators", "translator", "translated_by", "translated-by"):
        value = values.get(key)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.strip():
                found.append(Translator(" ".join(one.split())))
            elif isinstance(one, dict) and isinstance(name := one.get("name"), str):
                source, target = (text if isinstance(text := one.get(side), str) else None for side in ("from", "to"))
                found.append(Translator(" ".join(name.split()), source, target))
    return tuple(found)


def _left(key: str, value: Plain, line: int, reason: str) -> Iterator[LeftOut]:
    text = " ".join(" ".join(_texts(value)).split())
    name = key.casefold().replace("_", "-")
    if text:
        reason = f"for a website: {key}" if name in _SITE_ONLY else reason
        yield LeftOut(text, reason, line)
