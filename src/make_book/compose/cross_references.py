"""Cross-references from episode to episode, and to front and back matter, made into links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import unquote

import msgspec

from make_book import xhtml
from make_book.findings import Finding, Span
from make_book.manuscript.suggestions import did_you_mean
from make_book.model import Note, SourceMap, Text
from make_book.text.places import Places
from make_book.text.source_maps import put_stamps

_SCHEME = "episode:"


class Target(msgspec.Struct, frozen=True):
    """What a reference may lead to. `id` is `None` for an episode outside this edition."""

    keys: tuple[str, ...]
    id: str | None
    label: Callable[[str], str]
    """From a language tag to the words for an empty link: "Episode 22"."""


Targets = Mapping[str, Target]
"""The targets by all their keys."""


def index(targets: Iterable[Target]) -> Targets:
    """Return the targets by all their keys; the first to claim a key has it."""
    found: dict[str, Target] = {}
    for target in targets:
        for key in target.keys:
            found.setdefault(key, target)
    return found


def resolve(text: Text, file: str, tag: str, targets: Targets) -> tuple[Text, tuple[Finding, ...]]:
    """Return `text` with its cross-references as links, and a finding for each that leads nowhere.

    A link gets `href="#ID"` and `data-target="ID"`; an empty one gets its target's name in language
    `tag`. One that cannot be followed becomes a `<span>`. `file` is the manuscript file of the text.
    """
    findings: list[Finding] = []
    places = Places(file)

    def resolved(markup: str, source_map: SourceMap) -> str:
        if _SCHEME not in markup:
            return markup
        root = xhtml.parse(markup)
        put_stamps(root, source_map)
        for link in list(xhtml.elements(root, "a")):
            address = link.get("href") or ""
            if address.startswith(_SCHEME):
                key = _key(address.removeprefix(_SCHEME))
                findings.extend(_follow(link, key, places.of(link), tag, targets))
        xhtml.strip_attributes(root, *Places.NAMES)
        return xhtml.inner(root)

    def in_note(note: Note) -> Note:
        return msgspec.structs.replace(note, xhtml=resolved(note.xhtml, note.source_map))

    body = resolved(text.xhtml, text.source_map)
    return msgspec.structs.replace(text, xhtml=body, notes=tuple(map(in_note, text.notes))), tuple(findings)


def number_key(text: str) -> str:
    """Return a key of digits without its leading zeros: `022` means 22."""
    return str(int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else text


def _key(written: str) -> str:
    return number_key(unicodedata.normalize("NFC", unquote(written).strip()).removesuffix(".md"))


def _follow(link: xhtml.Element, key: str, span: Span, tag: str, targets: Targets) -> Iterator[Finding]:
    """Lead `link` to its target; yield what is wrong with it."""
    target = targets.get(key)
    if not len(link) and not link.text:
        link.text = target.label(tag) if target else key
    if target is not None and target.id is not None:
        written = [(str(name), str(value)) for name, value in link.items()]
        link.attrib.clear()
        for name, value in written:
            link.set(name, f"#{target.id}" if name == "href" else value)
            if name == "href":
                link.set("data-target", target.id)
        return
    link.tag = "span"
    del link.attrib["href"]
    if target is None:
        hints = did_you_mean(key, [known for known in targets if not known.startswith("episode-")])
        yield Finding("MAN-053", f"there is no episode or section {key!r}", span, hints)
    else:
        yield Finding("MAN-054", f"episode {key!r} is not in this edition: the words stay, the link goes", span)
