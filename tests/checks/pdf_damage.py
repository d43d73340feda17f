"""Damage done to a finished PDF, in its drawing or in its structure, at a place that a random number chooses."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple

import pikepdf

from make_book.checks.tagged_pdf.font_text import font_text

_WORDS = ("word dropped", "word doubled", "word moved", "word joined")


class Shown(NamedTuple):
    """One operator that shows text: its place in the page, the marked content that holds it, its font."""

    place: int
    mcid: int
    font: str


def damage(pdf: bytes, kind: str, chance: Random) -> bytes:
    """Return `pdf` with damage of `kind`."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        if kind in _WORDS:
            _damage_words(file, kind, chance)
        else:
            {"list number": _list_number, "paragraph": _paragraph, "note": _note}[kind](file, chance)
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def _shown(instructions: list[Any]) -> list[Shown]:
    found, marks, font = list[Shown](), list[int](), ""
    for index, (operands, operator) in enumerate(instructions):
        name = str(operator)
        if name in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else {}
            marks.append(int(properties.get("/MCID", -1)))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font = str(operands[0])
        elif name == "TJ" and marks and marks[-1] >= 0:
            found.append(Shown(index, marks[-1], font))
    return found


def _codes(array: Any) -> list[Any]:
    """Return the codes, of two bytes each, and the distances of a TJ `array`."""
    parts = list[Any]()
    for part in array:
        if isinstance(part, pikepdf.String):
            data = bytes(part)
            parts += [data[at : at + 2] for at in range(0, len(data), 2)]
        else:
            parts.append(part)
    return parts


def _words(codes: list[Any], space: bytes) -> list[tuple[int, int]]:
    """Return where the words begin and end that have a space before and behind them."""
    spaces = [at for at, code in enumerate(codes) if code == space]
    return [
        (before + 1, after)
        for before, after in pairwise(spaces)
        if any(isinstance(code, bytes) for code in codes[before + 1 : after])
    ]


def _space(page: Any, font: str) -> bytes:
    text = font_text(page.Resources.Font[font])
    codes = (code.to_bytes(2, "big") for code in range(1 << 16))
    return next((code for code in codes if text.read(code).texts == (" ",)), b"")


def _damage_words(file: Any, kind: str, chance: Random) -> None:
    while True:
        page = chance.choice(list(file.pages))
        instructions = list(pikepdf.parse_content_stream(page))
        shown = _shown(instructions)
        if not shown:
            continue
        one = chance.choice(shown)
        space = _space(page, one.font)
        codes = _codes(instructions[one.place].operands[0])
        words = _words(codes, space)
        if len(words) >= 2:
            break
    at = chance.randrange(len(words) - 1)
    (start, end), (following, last) = words[at : at + 2]
    word, other = codes[start:end], codes[following:last]
    if kind == "word dropped":
        codes[start:end] = []
    elif kind == "word doubled":
        codes[start:end] = [*word, space, *word]
    elif kind == "word moved":
        assert word != other
        codes[start:last] = [*other, *codes[end:following], *word]
    else:
        codes[end : end + 1] = []
    _write(file, page, instructions, one.place, codes)


def _write(file: Any, page: Any, instructions: list[Any], index: int, codes: list[Any]) -> None:
    array = pikepdf.Array([pikepdf.String(code) if isinstance(code, bytes) else code for code in codes])
    instructions[index] = pikepdf.ContentStreamInstruction([array], pikepdf.Operator("TJ"))
    page.obj.Contents = file.make_stream(pikepdf.unparse_content_stream(instructions))


def _elements(element: Any) -> Iterator[Any]:
    """Yield `element` of the structure and all in it."""
    yield element
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from _elements(kid)


def _of_kind(file: Any, *kinds: str) -> list[Any]:
    return [element for element in _elements(file.Root.StructTreeRoot) if str(element.get("/S")) in kinds]


def _list_number(file: Any, chance: Random) -> None:
    """Draw at one item the number of another."""
    labels = [label for item in _of_kind(file, "/LI") for label in item.K if label.S == "/Lbl"]
    while True:
        page_of, first, second = chance.choice(labels).Pg, *chance.sample(labels, 2)
        if first.Pg.objgen == second.Pg.objgen == page_of.objgen:
            page = next(page for page in file.pages if page.obj.objgen == page_of.objgen)
            if _replace(file, page, int(first.K), int(second.K)):
                return


def _replace(file: Any, page: Any, mcid: int, other: int) -> bool:
    """Draw in the marked content `mcid` what `other` shows; return whether that is another text."""
    instructions = list(pikepdf.parse_content_stream(page))
    at = {one.mcid: one for one in reversed(_shown(instructions))}
    one, another = (_codes(instructions[at[name].place].operands[0]) for name in (mcid, other))
    if one == another or at[mcid].font != at[other].font:
        return False
    _write(file, page, instructions, at[mcid].place, another)
    return True


def _paragraph(file: Any, chance: Random) -> None:
    """Lose a paragraph with its drawing, or only from the structure."""
    paragraphs = [element for element in _of_kind(file, "/P") if isinstance(element.K, int)]
    lost = chance.choice(paragraphs)
    if chance.random() < 0.5:
        parent = lost.P
        parent.K = pikepdf.Array([kid for kid in parent.K if getattr(kid, "objgen", None) != lost.objgen])
        return
    page = next(page for page in file.pages if page.obj.objgen == lost.Pg.objgen)
    instructions = list(pikepdf.parse_content_stream(page))
    gone = {one.place for one in _shown(instructions) if one.mcid == int(lost.K)}
    kept = [step for index, step in enumerate(instructions) if index not in gone]
    page.obj.Contents = file.make_stream(pikepdf.unparse_content_stream(kept))


def _note(file: Any, chance: Random) -> None:
    """Let two notes, or two of their numbers, change places."""
    what = chance.choice(["texts", "names", "targets"])
    if what == "targets":
        first, second = chance.sample(_of_kind(file, "/Reference"), 2)
        first.Ref, second.Ref = pikepdf.Array(list(second.Ref)), pikepdf.Array(list(first.Ref))
        return
    first, second = _two_unlike(_of_kind(file, "/Note"), chance)
    if what == "names":
        first.ID, second.ID = pikepdf.String(bytes(second.ID)), pikepdf.String(bytes(first.ID))
    else:
        one, other = list(first.K), list(second.K)
        first.K, second.K = pikepdf.Array([one[0], *other[1:]]), pikepdf.Array([other[0], *one[1:]])


def _two_unlike(notes: list[Any], chance: Random) -> tuple[Any, Any]:
    """Return two notes of one episode, which have different words."""
    while True:
        first, second = chance.sample(notes, 2)
        if str(first.ID).rsplit("-", 1)[0] == str(second.ID).rsplit("-", 1)[0]:
            return first, second
