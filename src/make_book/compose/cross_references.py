"""Cross-references from episode to episode, and to front and back matter, made into links."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import unquote

import msgspec

from make_book.findings import Finding, Span
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import SourceText
from make_book.model import Text
from make_book.text.places import SourcePlaces
from make_book.xml_text import escape_content

_LINK = re.compile(
    r'<a\b(?P<before>[^>]*?)\bhref="episode:(?P<key>[^"]*)"(?P<after>[^>]*?)(?:/>|>(?P<words>.*?)</a>)', re.DOTALL
)


class Target(msgspec.Struct, frozen=True):
    """What a reference may lead to. `id` is `None` for an episode outside this edition."""

    keys: tuple[str, ...]
    id: str | None
    label: Callable[[str], str]
    """From a language tag to the words for an empty link: "Episode 22"."""


def index(targets: Iterable[Target]) -> Mapping[str, Target]:
    """Return the targets by all their keys; the first to claim a key has it."""
    found: dict[str, Target] = {}
    for target in targets:
        for key in target.keys:
            found.setdefault(key, target)
    return found


def resolve(
    text: Text, bodies: Sequence[SourceText], tag: str, targets: Mapping[str, Target]
) -> tuple[Text, tuple[Finding, ...]]:
    """Return `text` with its cross-references as links, and a finding for each that leads nowhere.

    A link gets `href="#ID"` and `data-target="ID"`; an empty one gets its target's name in language
    `tag`. One that cannot be followed becomes a `<span>`.
    """
    if "episode:" not in text.xhtml and not any("episode:" in note.xhtml for note in text.notes):
        return text, ()
    lost: dict[str, str] = {}

    def link(found: re.Match[str]) -> str:
        key = _key(found["key"])
        target = targets.get(key)
        if target is None or target.id is None:
            lost[key] = "MAN-053" if target is None else "MAN-054"
        words = found["words"] or escape_content(target.label(tag) if target else key)
        if target is None or target.id is None:
            return f'<span class="cross-reference">{words}</span>'
        attributes = f'{found["before"]}href="#{target.id}" data-target="{target.id}"{found["after"].rstrip()}'
        return f"<a{attributes}>{words}</a>"

    notes = tuple(msgspec.structs.replace(note, xhtml=_LINK.sub(link, note.xhtml)) for note in text.notes)
    resolved = msgspec.structs.replace(text, xhtml=_LINK.sub(link, text.xhtml), notes=notes)
    findings = (finding for key, code in lost.items() for finding in _findings(key, code, bodies, targets))
    return resolved, tuple(findings)


def number_key(text: str) -> str:
    """Return a key of digits without its leading zeros: `022` means 22."""
    return str(int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else text


def _key(written: str) -> str:
    return number_key(unicodedata.normalize("NFC", unquote(html.unescape(written)).strip()).removesuffix(".md"))


def _findings(key: str, code: str, bodies: Sequence[SourceText], targets: Mapping[str, Target]) -> Iterable[Finding]:
    spans = [
        SourcePlaces(body.file, body.first_line, body.text).at(found.start())
        for body in bodies
        for found in re.finditer(r"episode:([^\s)\"'>]+)", body.text)
        if _key(found[1]) == key
    ]
    if code == "MAN-053":
        message, hints = (
            f"there is no episode or section {key!r}",
            did_you_mean(key, [known for known in targets if not known.startswith("episode-")]),
        )
    else:
        message, hints = f"episode {key!r} is not in this edition: the words stay, the link goes", ()
    return [Finding(code, message, span, hints) for span in spans or [Span(bodies[0].file, bodies[0].first_line)]]
