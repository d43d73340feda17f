"""Drawings: SVG from strangers, measured and cleaned without being drawn.

A drawing is refused when anything in it could run, fetch or move: a reading system may do what a
browser does (EPUB 3.3 §6.3, SVG 1.1 §16–19). What an editor program left behind is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from make_book.measure import Length
from make_book.xhtml import Element, MalformedXHTML, elements, local_name, parse_document, serialise

SVG_NS = "http://www.w3.org/2000/svg"

_ACTIVE = frozenset("script foreignObject handler listener iframe embed object audio video canvas".split())
_MOVING = frozenset("animate animateColor animateMotion animateTransform set discard".split())
_PRIVATE = ("inkscape", "sodipodi", "adobe", "sketch", "serif", "figma", "boxy-svg", "vectornator")
_ADDRESS = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|expression\(", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,", re.IGNORECASE)
_SIZE = re.compile(r"\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*\Z", re.IGNORECASE)
_STYLESHEET = re.compile(rb"<\?xml-stylesheet|<!ENTITY", re.IGNORECASE)


class BadDrawing(ValueError):
    """A drawing a book cannot show; the message says why and what to do."""


def size(data: bytes) -> tuple[int, int]:
    """Return width and height in CSS pixels of the SVG document `data`, from its attributes or viewBox.

    Raise `BadDrawing` when it is not SVG, has no size, or is not safe.
    """
    root = _safe(data)
    box = [float(part) for part in re.findall(r"-?\d*\.?\d+(?:[eE][+-]?\d+)?", root.get("viewBox", ""))]
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[3] / box[2]
        width = width or (height / ratio if height else box[2])
        height = height or width * ratio
    if not width or not height:
        raise BadDrawing("the drawing has no size: give its <svg> element a viewBox")
    return max(1, round(width)), max(1, round(height))


def clean(data: bytes) -> bytes:
    """Return the drawing in UTF-8 without comments, metadata and the marks of editor programs.

    Raise `BadDrawing` as `size` does.
    """
    root = _safe(data)
    for node in list(root.iter()):
        if not isinstance(node.tag, str) or local_name(node) == "metadata" or _private(node.tag):
            _drop(node)
            continue
        for name in [name for name in node.attrib if _private(str(name))]:
            del node.attrib[name]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{serialise(root)}\n'.encode()


def _safe(data: bytes) -> Element:
    try:
        root = parse_document(data)
    except MalformedXHTML as error:
        raise BadDrawing(f"the drawing is not well-formed (line {error.line}: {error})") from error
    if root.tag != f"{{{SVG_NS}}}svg":
        raise BadDrawing("the file is called .svg but its root is not an <svg> element in the SVG namespace")
    if _STYLESHEET.search(data) or _entities(root):
        raise BadDrawing("the drawing declares entities or an outside style sheet: save it as plain SVG")
    for fault in _faults(root):
        raise BadDrawing(f"the drawing {fault}: take that out, or save the drawing as plain SVG")
    return root


def _faults(root: Element) -> Iterator[str]:
    for node in elements(root):
        name = local_name(node)
        if name in _ACTIVE:
            yield f"holds a <{name}> element"
        if name in _MOVING:
            yield f"moves (<{name}>), and a book stands still"
        if name == "style" and _ADDRESS.search("".join(str(text) for text in node.itertext())):
            yield "has a style that fetches something"
        for attribute, value in node.attrib.items():
            yield from _attribute_faults(str(attribute).rpartition("}")[2], str(value).strip())


def _attribute_faults(name: str, value: str) -> Iterator[str]:
    if name.lower().startswith("on"):
        yield f"has an event handler ({name})"
    elif name in {"href", "src"} and not value.startswith("#") and not _PICTURE.match(value):
        yield f"refers to something outside itself ({value[:60]})"
    elif _ADDRESS.search(value):
        yield f"has a {name} that fetches something"
    elif name == "base" and value:
        yield "has a base address"


def _entities(root: Element) -> bool:
    dtd: Any = root.getroottree().docinfo.internalDTD
    return dtd is not None and next(dtd.iterentities(), None) is not None


def _pixels(value: str) -> float:
    """Return an absolute SVG length in CSS pixels; 0 for a percentage, `auto` or nothing."""
    found = _SIZE.match(value)
    return Length.of(float(found[1]), (found[2] or "px").lower()).pt / 0.75 if found else 0.0


def _private(name: str) -> bool:
    space = name.partition("}")[0].lower()
    return space.startswith("{") and any(program in space for program in _PRIVATE)


def _drop(node: Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    before, tail = node.getprevious(), node.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    node.tail = None
    parent.remove(node)
