"""The keys of front matter: what each may hold, and which are understood or passed over."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from make_book.manuscript.checked_values import checked_date, checked_language
from make_book.manuscript.dates import is_date
from make_book.manuscript.episode_numbers import UNNUMBERED, end_of_book, parse_number
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.frontmatter_aliases import ALIASES, KEY_OF, PASSED_OVER, PICTURES
from make_book.manuscript.frontmatter_yaml import Plain
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.toml_places import KeyPath
from make_book.manuscript.values import EpisodeHead
from make_book.model import EpisodeNumber, PartialDate, Translator
from make_book.web_address import web_address

_MATTER_KEYS = frozenset({"title", "subtitle", "author", "place", "date", "language", "draft"})
_SITE_PATHS = frozenset({"slug", "permalink", "url", "aliases"})
_HELD_BACK = frozenset("draft private pending future hidden trash unlisted scheduled inherit".split())
"""What `status` says of a text that is not published."""
_OF_TRANSLATOR = ("name", "from", "to")
_TAG = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})


def parse_head(values: dict[str, Plain], collector: FindingCollector, *, matter: bool = False) -> EpisodeHead:
    """Return the head that `values` give; faults go into `collector`.

    `matter` for front and back matter, where an episode's keys have no effect. Keys may be written in
    capitals and with underscores. Those of Jekyll, Hugo and the like that say the same as ours are read
    so; those that concern a website only are passed over, as are keys that begin with `x-`. What has
    words or pictures for readers and is not shown is reported.
    """
    reading = _Reading(collector, matter=matter)
    for written, value in values.items():
        reading.take(written, value)
    return _head(reading.given)


class _Reading:
    """The keys of one file while they are read."""

    def __init__(self, collector: FindingCollector, *, matter: bool) -> None:
        self.collector = collector
        self.matter = matter
        self.given: dict[str, Any] = {}
        self.ranks: dict[str, tuple[int, str]] = {}

    def take(self, written: str, value: Plain) -> None:
        """Read one key and its value."""
        name = written.casefold().replace("_", "-").replace(" ", "-")
        key = KEY_OF.get(name, name)
        if name in _SITE_PATHS:
            paths = value if isinstance(value, list) else [value]
            written_paths = (path for path in paths if isinstance(path, str) and path)
            self.given["site_paths"] = (*self.given.get("site_paths", ()), *written_paths)
        elif name in ("published", "status", "private"):
            _publication(name, value, (written,), self.given, self.collector)
        elif key not in _READERS:
            _unknown(written, name, self.collector)
        elif value in (None, "", []):
            return
        elif self.matter and key not in _MATTER_KEYS:
            if name == key:
                self.collector.add("MAN-035", f"{written!r} has no effect in front and back matter", (written,))
        elif name != key and not _suits(key, value):
            _not_shown(written, self.collector)
        else:
            self.read(key, name, written, value)

    def read(self, key: str, name: str, written: str, value: Plain) -> None:
        """Read a value that is ours, unless another key of the file says the same with more right."""
        rank = ALIASES.get(key, key).split().index(name)
        before = self.ranks.get(key)
        if before and before[0] <= rank:
            _not_shown(written, self.collector, instead=before[1])
            return
        if before:
            _not_shown(before[1], self.collector, instead=written)
        self.ranks[key] = (rank, written)
        if (place := self.collector.places.get((written,))) is not None:
            self.collector.places.setdefault((key,), place)
        self.given[key.replace("-", "_")] = _READERS[key](value, (written,), self.collector)


def _head(given: dict[str, Any]) -> EpisodeHead:
    known = {key: value for key, value in given.items() if value is not None}
    if isinstance(word := known.get("number"), _Unnumbered):
        known |= {"number": None, "unnumbered": True, "end_of_book": end_of_book(word)}
    return EpisodeHead(**known)


class _Unnumbered(str):
    """A word that stands for no number."""


def _suits(key: str, value: Plain) -> bool:
    """Tell whether another system's key holds what ours does: `order` a number, `description` a text."""
    if key in ("number", "weight"):
        return isinstance(value, str) and bool(re.fullmatch(r"-?\d{1,6}(?:\.\d{1,3})?", value, re.ASCII))
    if key == "date":
        return isinstance(value, str) and is_date(value)
    if key in ("standfirst", "title", "subtitle", "kicker", "place", "source-url"):
        return isinstance(value, str)
    return True


def _publication(name: str, value: Plain, path: KeyPath, given: dict[str, Any], collector: FindingCollector) -> None:
    """Read `published: false`, `published: 2020-01-01`, `status: draft`, `private: true`."""
    text = value.casefold().strip() if isinstance(value, str) else ""
    if name == "published" and is_date(text):
        given.setdefault("date", checked_date(text, path, collector))
    elif name == "published":
        given["draft"] = given.get("draft", False) or not _flag(value, path, collector, default=True)
    elif name == "status":
        given["draft"] = given.get("draft", False) or text in _HELD_BACK
    else:
        given["draft"] = given.get("draft", False) or text in _TRUE


def _not_shown(key: str, collector: FindingCollector, instead: str | None = None) -> None:
    reason = f": {instead!r} is taken instead" if instead else ""
    collector.add("MAN-074", f"{key!r} is not shown in the book{reason}", (key,))


def _unknown(written: str, name: str, collector: FindingCollector) -> None:
    if name in PICTURES:
        collector.add("MAN-074", f"the picture of {written!r} is not shown: put it into the text", (written,))
    elif name not in PASSED_OVER and not name.startswith("x-"):
        collector.add("MAN-031", f"unknown key {written!r}", (written,), *did_you_mean(written, _READERS))


def _wrong(wanted: str, path: KeyPath, collector: FindingCollector) -> None:
    collector.add("MAN-032", f"{'.'.join(map(str, path))} must be {wanted}", path)


def _text(value: Plain, path: KeyPath, collector: FindingCollector) -> str | None:
    if isinstance(value, str):
        return " ".join(value.split()) or None
    _wrong("text", path, collector)
    return None


def _words(value: Plain, path: KeyPath, collector: FindingCollector) -> str | None:
    """Return words for the reader: character references are read, tags are not and are reported."""
    text = _text(value, path, collector)
    if text is None:
        return None
    if tag := _TAG.search(text):
        hint = "take the tags out"
        collector.add("MAN-037", f"{path[-1]} is plain text: the tags ({tag[0]}) are shown as they stand", path, hint)
    return " ".join(_REFERENCE.sub(lambda found: html.unescape(found[0]), text).split()) or None


def _address(value: Plain, path: KeyPath, collector: FindingCollector) -> str | None:
    """Return an address of the web; what no book can link to is shown as it is typed."""
    text = _text(value, path, collector)
    if text is not None and web_address(text) is None:
        hint = "write the whole address, as in https://example.org/diary/22"
        collector.add("MAN-068", f"{path[-1]} is no address that a book can link to: {text[:80]}", path, hint)
    return text


def _number(value: Plain, path: KeyPath, collector: FindingCollector) -> EpisodeNumber | None:
    text = value.strip() if isinstance(value, str) else ""
    if text.casefold() in UNNUMBERED:
        return _Unnumbered(text.casefold())
    try:
        return parse_number(text)
    except ValueError:
        _wrong("a number (3, 1.5, 12b), or none", path, collector)
        return None


def _weight(value: Plain, path: KeyPath, collector: FindingCollector) -> float | None:
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        _wrong("a number", path, collector)
        return None


def _date(value: Plain, path: KeyPath, collector: FindingCollector) -> PartialDate | None:
    if isinstance(value, str):
        return checked_date(value, path, collector)
    _wrong("a date", path, collector)
    return None


def _language(value: Plain, path: KeyPath, collector: FindingCollector) -> str | None:
    return checked_language(_text(value, path, collector), path, collector)


def _flag(value: Plain, path: KeyPath, collector: FindingCollector, *, default: bool = False) -> bool:
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    _wrong("true or false", path, collector)
    return default


def _texts(value: Plain, path: KeyPath, collector: FindingCollector) -> tuple[str, ...]:
    if not isinstance(value, list):
        value = [value]
    texts = (_text(_name_in(one), (*path, index), collector) for index, one in enumerate(value))
    return tuple(text for text in texts if text)


def _name_in(value: Plain) -> Plain:
    """Return the name in a table of a person, as `{name: Rosa Anker, url: …}`."""
    return value.get("name", value) if isinstance(value, dict) else value


def _tags(value: Plain, path: KeyPath, collector: FindingCollector) -> tuple[str, ...]:
    if isinstance(value, str) and "," in value:
        value = [*value.split(",")]
    return _texts(value, path, collector)


def _narrator(value: Plain, path: KeyPath, collector: FindingCollector) -> str | None:
    return ", ".join(_texts(value, path, collector)) or None


def _translators(value: Plain, path: KeyPath, collector: FindingCollector) -> tuple[Translator, ...]:
    several = value if isinstance(value, list) else [value]
    read = (_translator(one, (*path, index), collector) for index, one in enumerate(several))
    return tuple(one for one in read if one)


def _translator(value: Plain, path: KeyPath, collector: FindingCollector) -> Translator | None:
    if isinstance(value, str):
        return Translator(" ".join(value.split()))
    if not isinstance(value, dict) or not isinstance(name := value.get("name"), str):
        _wrong("a name, or a table with name, from and to", path, collector)
        return None
    for key in [key for key in value if key not in _OF_TRANSLATOR]:
        collector.add("MAN-031", f"unknown key {key!r}", (*path, key), *did_you_mean(key, _OF_TRANSLATOR))
    source, target = (
        _language(value[key], (*path, key), collector) if value.get(key) else None for key in ("from", "to")
    )
    return Translator(" ".join(name.split()), source, target)


_READERS: dict[str, Callable[[Plain, KeyPath, FindingCollector], Any]] = {
    "number": _number,
    "weight": _weight,
    "date": _date,
    "title": _words,
    "subtitle": _words,
    "standfirst": _words,
    "kicker": _words,
    "place": _text,
    "author": _texts,
    "narrator": _narrator,
    "translators": _translators,
    "language": _language,
    "source-url": _address,
    "original-title": _text,
    "original-date": _date,
    "original-language": _language,
    "original-note": _text,
    "tags": _tags,
    "draft": _flag,
}
