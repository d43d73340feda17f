"""Damage done to a finished EPUB, at a place that a random number chooses."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from random import Random
from xml.etree import ElementTree as ET

XHTML = "{http://www.w3.org/1999/xhtml}"
_NUMBERS = {"3": "4", "i": "a"}

Slot = tuple[ET.Element, str]
"""An element, and which of its texts: `text` or `tail`."""


def damage(epub: bytes, kind: str, chance: Random) -> bytes:
    """Return `epub` with damage of `kind`."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in files if name.endswith(".xhtml")])
    root = ET.fromstring(files[name])
    body = root.find(f"{XHTML}body")
    assert body is not None
    if kind in _WORDS:
        _damage_words(body, kind, chance)
    else:
        {"list number": _list_number, "paragraph": _paragraph, "note": _note}[kind](body, chance)
    files[name] = ET.tostring(root)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


_WORDS = ("word dropped", "word doubled", "word moved", "word joined")


def _slots(element: ET.Element) -> Iterator[Slot]:
    yield element, "text"
    for child in element:
        yield from _slots(child)
        yield child, "tail"


def _damage_words(body: ET.Element, kind: str, chance: Random) -> None:
    slots = [slot for slot in _slots(body) if len((getattr(*slot) or "").split()) > 2]
    element, attribute = chance.choice(slots)
    words = getattr(element, attribute).split(" ")
    at = chance.choice([n for n in range(1, len(words) - 1) if words[n] and words[n + 1] and words[n] != words[n + 1]])
    if kind == "word dropped":
        words[at : at + 1] = []
    elif kind == "word doubled":
        words[at:at] = [words[at]]
    elif kind == "word moved":
        words[at : at + 2] = [words[at + 1], words[at]]
    else:
        words[at : at + 2] = [words[at] + words[at + 1]]
    setattr(element, attribute, " ".join(words))


def _list_number(body: ET.Element, chance: Random) -> None:
    found = chance.choice(list(body.iter(f"{XHTML}ol")))
    attribute = "start" if "start" in found.attrib else "type"
    what = chance.choice(["changed", "lost", "value"])
    if what == "changed":
        found.set(attribute, _NUMBERS[found.attrib[attribute]])
    elif what == "lost":
        del found.attrib[attribute]
    else:
        chance.choice(found.findall(f"{XHTML}li")).set("value", "9")


def _paragraph(body: ET.Element, chance: Random) -> None:
    text = next(part for part in body.iter(f"{XHTML}div") if part.get("class") == "text")
    text.remove(chance.choice(text.findall(f"{XHTML}p")))


def _note(body: ET.Element, chance: Random) -> None:
    asides = list(body.iter(f"{XHTML}aside"))
    calls = [call for call in body.iter(f"{XHTML}a") if call.get("role") == "doc-noteref"]
    what = chance.choice(["texts", "targets", "numbers"])
    first, second = chance.sample(asides if what == "texts" else calls, 2)
    if what == "texts":
        one, other = first.find(f"{XHTML}p/{XHTML}a"), second.find(f"{XHTML}p/{XHTML}a")
        assert one is not None
        assert other is not None
        one.tail, other.tail = other.tail, one.tail
    elif what == "targets":
        one_target, other_target = first.attrib["href"], second.attrib["href"]
        first.set("href", other_target)
        second.set("href", one_target)
    else:
        first.text, second.text = second.text, first.text
