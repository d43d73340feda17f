"""The pictures the book uses: their addresses led to files, those it misses, and those nobody uses."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import msgspec

from make_book import xhtml
from make_book.findings import Finding, Span
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import ImagePlan, Manuscript
from make_book.model import Image, ImageUse, Note, Text
from make_book.text.source_maps import put_stamps, take_stamps

Piece = TypeVar("Piece", Text, Note)

_REMOTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//|[A-Za-z][A-Za-z0-9+.-]+:")
_FETCH_NOTHING = (
    'remote = "link" or "omit" under [images] in book.toml makes the book without it',
    "or save the picture into images/, and name it images/…",
)
_PUT_IT_THERE = "put the file into images/ and name it images/…, or beside the text"


class _Decision(msgspec.Struct, frozen=True):
    """What becomes of a picture with a certain address: shown from `path`, made a link, or left out; and why."""

    path: str | None = None
    link: str | None = None
    code: str | None = None
    message: str = ""
    hints: tuple[str, ...] = ()


def used_images(texts: Sequence[Text], manuscript: Manuscript) -> tuple[Image, ...]:
    """Return the pictures that `texts` show, in the order of their paths."""
    used = {use.path for text in texts for use in text.images}
    return tuple(sorted((image for image in manuscript.images if image.path in used), key=lambda image: image.path))


def resolve_images(text: Text, file: str, manuscript: Manuscript) -> tuple[Text, tuple[Finding, ...]]:
    """Return `text` with its pictures' addresses led to files of the manuscript, and what is wrong with them.

    An address is looked for beside the text's file, in the manuscript, in `images/` and where `[images]` in
    book.toml says. A picture on the web becomes what that table says. One that is not there stays missing (MAN-051).
    `file` is the first manuscript file of the text.
    """
    if not text.images:
        return text, ()
    decisions = {
        address: _decide(address, file, manuscript) for address in dict.fromkeys(use.path for use in text.images)
    }
    findings = tuple(
        Finding(decision.code, decision.message, _span(use, file), decision.hints)
        for use in text.images
        if (decision := decisions[use.path]).code
    )
    if all(decision.path == address for address, decision in decisions.items()):
        return text, findings
    return _rewritten(text, decisions), findings


def _span(use: ImageUse, file: str) -> Span:
    return Span(use.file or file, *(use.place or ()))


def _decide(address: str, file: str, manuscript: Manuscript) -> _Decision:
    plan = manuscript.config.images
    if _REMOTE.match(address):
        return _decide_remote(address, plan, manuscript)
    known = _known(manuscript)
    if path := next((path for path in _candidates(address, file, manuscript) if path in known), None):
        if fault := manuscript.unreadable.get(path):
            message = f"the picture {path} cannot be shown: {fault}"
            return _Decision(path, code="MAN-047", message=message)
        return _Decision(path)
    return _missing(address, plan, did_you_mean(address, known) or (_hint(address),))


def _decide_remote(address: str, plan: ImagePlan, manuscript: Manuscript) -> _Decision:
    url = f"https:{address}" if address.startswith("//") else address
    web = urlsplit(url)
    if plan.remote == "folder" and plan.folder and web.scheme in ("http", "https"):
        path = unquote(web.path).lstrip("/")
        known = _known(manuscript)
        inside = (f"{web.netloc}/{path}", path, posixpath.basename(path))
        saved = [unicodedata.normalize("NFC", posixpath.join(plan.folder, name)) for name in inside]
        if found := next((name for name in saved if name in known), None):
            return _Decision(found)
        return _missing(address, plan, (f"save it as {saved[0]}",))
    if plan.remote == "link" and web.scheme in ("http", "https"):
        return _Decision(link=url, code="TXT-040", message=f"the picture {address} is a link in the book")
    if plan.remote in ("omit", "link"):
        return _Decision(code="TXT-040", message=f"the picture {address} was left out")
    message = f"a picture from elsewhere is not fetched: {address}"
    return _Decision(address, code="TXT-009", message=message, hints=_FETCH_NOTHING)


def _missing(address: str, plan: ImagePlan, hints: tuple[str, ...]) -> _Decision:
    if plan.missing == "omit":
        return _Decision(code="MAN-057", message=f"the picture {address} is missing and was left out", hints=hints)
    return _Decision(address, code="MAN-051", message=f"the picture {address} is missing", hints=hints)


def _hint(address: str) -> str:
    if address.startswith("/"):
        return f"root under [images] in book.toml names the folder in which {address} lies"
    return _PUT_IT_THERE


def _known(manuscript: Manuscript) -> frozenset[str]:
    return frozenset((*(image.path for image in manuscript.images), *manuscript.unreadable))


def _candidates(address: str, file: str, manuscript: Manuscript) -> Iterator[str]:
    """Yield where the picture may lie, from the manuscript's folder."""
    folder = manuscript.config.file.removesuffix("book.toml")
    here = posixpath.dirname(file.removeprefix(folder))
    root = manuscript.config.images.root
    for written in dict.fromkeys((address, address.partition("?")[0].partition("#")[0])):
        plain = unicodedata.normalize("NFC", written)
        inside = plain.lstrip("/")
        if plain.startswith("/"):
            places = (*((root,) if root else ()), "images", "")
        else:
            places = (here, "", "images", *((root,) if root else ()))
        yield from (posixpath.normpath(posixpath.join(place, inside)) for place in places)
        up = inside
        while up.startswith("../"):
            up = up[3:]
            yield from (posixpath.normpath(posixpath.join(place, up)) for place in ("", "images", root or ""))


def _rewritten(text: Text, decisions: dict[str, _Decision]) -> Text:
    """Return `text` with its pictures as `decisions` have it."""

    def rewrite(piece: Piece) -> Piece:
        if "<img" not in piece.xhtml:
            return piece
        root = xhtml.parse(piece.xhtml)
        put_stamps(root, piece.source_map)
        for picture in list(root.iter("img")):
            decision = decisions.get(picture.get("src") or "")
            if decision is None:
                continue
            if decision.path is not None:
                picture.set("src", decision.path)
            else:
                _leave_out(picture, decision.link)
        source_map = take_stamps(root, "")
        return msgspec.structs.replace(piece, xhtml=xhtml.inner(root), source_map=source_map)

    notes = tuple(map(rewrite, text.notes))
    uses = tuple(
        msgspec.structs.replace(use, path=path) for use in text.images if (path := decisions[use.path].path) is not None
    )
    return msgspec.structs.replace(rewrite(text), notes=notes, images=uses)


def _leave_out(picture: xhtml.Element, link: str | None) -> None:
    """Put a link, or nothing, in the place of `picture`; its caption and credit stay as a paragraph."""
    words = " ".join((picture.get("alt") or "").split())
    inside = next((parent for parent in picture.iterancestors("a")), None)
    if link is None or inside is not None:
        instead = xhtml.make("span", words if inside is not None else "", class_="missing-picture")
    else:
        instead = xhtml.make("a", words or link, class_="missing-picture", href=link)
    figure = next((parent for parent in picture.iterancestors("figure")), None)
    xhtml.replace(picture, instead)
    if figure is None:
        if not len(instead) and not instead.text:
            xhtml.unwrap(instead)
        return
    caption = figure.find("figcaption")
    figure.tag = "div"
    figure.set("class", " ".join([*(figure.get("class") or "").split(), "missing-picture"]))
    if caption is not None:
        caption.tag = "p"
    if instead.tag == "span" and not instead.text and not len(instead):
        xhtml.unwrap(instead)
    else:
        top = instead if instead.getparent() is figure else next(iter(figure))
        paragraph = xhtml.make("p")
        xhtml.replace(top, paragraph)
        top.tail = None
        paragraph.append(top)
    if not len(figure):
        xhtml.unwrap(figure)


def number_figures(text: Text, prefix: str) -> Text:
    """Return `text` with an id for every figure that has a caption, so that a list can lead there."""
    if not any(use.caption for use in text.images):
        return text
    root = xhtml.parse(text.xhtml)
    anchors: list[str | None] = []
    for picture in root.iter("img"):
        figure = next((parent for parent in picture.iterancestors("figure")), None)
        if figure is None or figure.find("figcaption") is None:
            anchors.append(None)
            continue
        if figure.get("id") is None:
            figure.set("id", f"{prefix}-figure-{len(anchors) + 1}")
        anchors.append(figure.get("id"))
    uses = [msgspec.structs.replace(use, anchor=anchor) for use, anchor in zip(text.images, anchors, strict=False)]
    return msgspec.structs.replace(text, xhtml=xhtml.inner(root), images=(*uses, *text.images[len(anchors) :]))


def unused_images(texts: Sequence[Text], manuscript: Manuscript) -> list[Finding]:
    """Return a note (MAN-052) on every file in `images/`, and every picture beside the episodes, that nothing shows."""
    used = {unicodedata.normalize("NFC", use.path) for text in texts for use in text.images}
    if manuscript.cover:
        used.add(manuscript.cover.path)
    folder = manuscript.config.file.removesuffix("book.toml")
    files = (*(image.path for image in manuscript.images), *manuscript.unreadable, *manuscript.unused)
    searched = tuple(f"{one}/" for one in manuscript.config.images.folders if not one.startswith("images"))
    return [
        Finding("MAN-052", "no text shows this picture", Span(f"{folder}{path}"))
        for path in sorted({*files} - used)
        if not path.startswith(searched)
    ]
