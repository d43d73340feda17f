"""The keys of front matter: what each may hold, and which are understood or passed over."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from make_book.manuscript.checked_values import checked_date, checked_language
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.frontmatter import Plain
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.toml_places import KeyPath
from make_book.manuscript.values import EpisodeHead
from make_book.model import PartialDate, Translator
from make_book.web_address import web_address

_ALIASES = {"authors": "author", "lang": "language", "translator": "translators", "narrators": "narrator"}
_PASSED_OVER = frozenset(
    """
    aliases cascade categories category comments cover description excerpt expiryDate featured_image guid header id
    image images keywords last_modified_at lastmod layout linkTitle math menu modified outputs params part permalink
    post_id publishDate raw raw-sha256 redirect_from redirect_to resources robots series sitemap slug summary
    taxonomies toc type updated url weight
    """.split()
)
_MATTER_KEYS = frozenset({"title", "subtitle", "author", "place", "date", "language", "draft"})
_OF_TRANSLATOR = ("name", "from", "to")
_TAG = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})


def parse_head(values: dict[str, Plain], collector: FindingCollector, *, matter: bool = False) -> EpisodeHead:
    """Return the head that `values` give; faults go into `collector`.

    `matter` for front and back matter, where an episode's keys have no effect. Keys of Jekyll, Hugo
    and the like that mean nothing here are passed over, as are keys that begin with `x-`.
    """
    given: dict[str, Any] = {}
    for written, value in values.items():
        key = _ALIASES.get(written, written)
        if written == "published":
            given["draft"] = given.get("draft", False) or not _flag(value, (written,), collector, default=True)
        elif key not in _READERS:
            _unknown(written, collector)
        elif matter and key not in _MATTER_KEYS:
            collector.add("MAN-035", f"{written!r} has no effect in front and back matter", (written,))
        elif value not in (None, ""):
            given[key.replace("-", "_")] = _READERS[key](value, (written,), collector)
    return EpisodeHead(**{key: value for key, value in given.items() if value is not None})


def _unknown(key: str, collector: FindingCollector) -> None:
    if key not in _PASSED_OVER and not key.startswith("x-"):
        collector.add("MAN-031", f"unknown key {key!r}", (key,), *did_you_mean(key, _READERS))


def _wrong(wanted: str, path: KeyPath, collector: FindingCollector) -> None:
    collector.add("MAN-032", f"{'.'.join(map(str, path))} must be {wanted}", path)


def _text(value: Plain, path: KeyPath, collector: FindingCollector) -> str | None:
    if isinstance(value, str):
        return " ".join(value.split()) or None
    _wrong("text", path, collector)
    return None


def _words(value: Plain, path: KeyPath, collector: FindingCollector) -> str | None:
    """Return words for the reader: character references are read, tags are not and are told of."""
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


def _number(value: Plain, path: KeyPath, collector: FindingCollector) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value, re.ASCII):
        return int(value)
    _wrong("a whole number", path, collector)
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
    texts = (_text(one, (*path, index), collector) for index, one in enumerate(value))
    return tuple(text for text in texts if text)


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
