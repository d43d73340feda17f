"""Drawings: SVG from strangers, measured and cleaned without being drawn.

What a drawing may hold is an allow-list of elements (static SVG: SVG 1.1 and 2 without scripts and animation), read
from the parsed tree and the parsed style sheets. A drawing is refused when anything in it could run, fetch, move or
be multiplied beyond measure (EPUB 3.3 §6.3). What an editor program left behind is taken out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from make_book.css import dangers
from make_book.measure import Length
from make_book.xhtml import Element, MalformedXHTML, elements, local_name, parse_document, serialise

SVG_NS = "http://www.w3.org/2000/svg"

_ACTIVE = frozenset("script foreignObject handler listener iframe embed object audio video canvas".split())
_MOVING = frozenset("animate animateColor animateMotion animateTransform set discard mpath".split())
_STILL = frozenset(
    "a circle clipPath cursor defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix"
    " feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR"
    " feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight"
    " feTile feTurbulence filter font font-face font-face-format font-face-name font-face-src font-face-uri g glyph"
    " glyphRef hatch hatchpath hkern image line linearGradient marker mask mesh meshgradient meshpatch meshrow metadata"
    " missing-glyph path pattern polygon polyline radialGradient rect solidcolor stop style svg switch symbol text"
    " textPath title tref tspan use view vkern altGlyph altGlyphDef altGlyphItem color-profile".split()
)
"""The elements of static SVG; nothing else of its namespace is taken, and of no other namespace anything."""
_FETCHED = frozenset({"href", "src", "srcset", "poster", "data", "action", "formaction", "content"})
_MOST_DRAWN = 100_000
"""Elements that are drawn once every `<use>` is followed."""
_DEEPEST = 200
"""Elements within elements; libxml reads 256 levels, and the document around the drawing needs some."""
_LARGEST = 1_000_000
"""CSS pixels of a side."""
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,", re.IGNORECASE)
_KNOWN = ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")
"""Namespaces of attributes that belong to SVG: XLink and XML."""
_SIZE = re.compile(r"\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*\Z", re.IGNORECASE)
_LETTERED = frozenset("text tspan textPath tref altGlyph".split())
_SHORTHAND = re.compile(r"(?<![\w-])font\s*:\s*([^;}]*)")
_FONT_SIZE = re.compile(r"(?<![\w.-])\d*\.?\d+(?:px|pt|pc|mm|cm|in|em|ex|rem|%)")
_WEIGHT = re.compile(r"\b(?:bold|[1-9]00)\b")
_NCNAME = re.compile(r"[^\W\d][\w.-]*")
_REFERENCE = re.compile(r"(url\(\s*['\"]?#)([^'\")]+?)(['\"]?\s*\))")
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
    if not width or not height or not (math.isfinite(width) and math.isfinite(height)):
        raise BadDrawing("the drawing has no size: give its <svg> element a viewBox")
    if max(width, height) > _LARGEST:
        raise BadDrawing(f"a side of the drawing is longer than {_LARGEST} px: make it smaller")
    return max(1, round(width)), max(1, round(height))


def clean(data: bytes) -> bytes:
    """Return the drawing in UTF-8 without comments, metadata and the marks of editor programs.

    Raise `BadDrawing` as `size` does.
    """
    root = _safe(data)
    for node in list(root.iter()):
        if not isinstance(node.tag, str) or local_name(node) == "metadata" or _is_foreign(node.tag):
            _drop(node)
            continue
        for name in [name for name in node.attrib if _is_foreign_attribute(str(name))]:
            del node.attrib[name]
    _repair_ids(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{serialise(root)}\n'.encode()


def words(data: bytes) -> str:
    """Return the text that the drawing writes; "" for one that is not well-formed."""
    if b"text" not in data:
        return ""
    try:
        root = parse_document(data)
    except MalformedXHTML:
        return ""
    return "".join(str(text) for node in elements(root) if local_name(node) == "text" for text in node.itertext())


def lettered(data: bytes, families: str) -> bytes:
    """Return the drawing with all its text in `families`, a list of CSS, whatever fonts it names.

    Those that it names are on some machines and not on others. A drawing without text stays as it is.
    """
    if not words(data).strip():
        return data
    root = parse_document(data)
    for node in elements(root):
        style = str(node.get("style") or "")
        if font := node.get("font"):
            del node.attrib["font"]
            style = f"{_longhand(font)};{style}"
        style = _SHORTHAND.sub(lambda found: _longhand(found[1]), style)
        if local_name(node) in _LETTERED:
            style = f"{style.rstrip('; ')};font-family:{families} !important".lstrip(";")
        if style:
            node.set("style", style)
        if local_name(node) == "style" and node.text:
            node.text = _SHORTHAND.sub(lambda found: _longhand(found[1]), node.text)
    return serialise(root).encode()


def _longhand(value: str) -> str:
    """Return what a `font` shorthand says of size, weight and style; its family goes."""
    size = _FONT_SIZE.search(value)
    written = [f"font-size:{size[0]}"] if size else []
    if weight := _WEIGHT.search(value[: size.start()] if size else ""):
        written.append(f"font-weight:{weight[0]}")
    if re.search(r"\b(?:italic|oblique)\b", value):
        written.append("font-style:italic")
    return ";".join(written)


def _repair_ids(root: Element) -> None:
    """Make every id a name that XML allows, and no two the same; what refers to one that was changed follows."""
    taken = {str(node.get("id")) for node in elements(root)}
    seen: set[str] = set()
    renamed: dict[str, str] = {}
    for node in elements(root):
        written = node.get("id")
        if written is None:
            continue
        if _NCNAME.fullmatch(written) and written not in seen:
            seen.add(written)
            continue
        name = base = "x-" + re.sub(r"[^\w.-]+", "-", written)
        count = 1
        while name in taken:
            count += 1
            name = f"{base}-{count}"
        taken.add(name)
        node.set("id", name)
        if written not in seen:  # of two that are the same, the first is meant
            renamed.setdefault(written, name)
        seen.add(written)
    if renamed:
        _follow_ids(root, renamed)


def _follow_ids(root: Element, renamed: dict[str, str]) -> None:
    def follow(found: re.Match[str]) -> str:
        return found[1] + renamed.get(found[2], found[2]) + found[3]

    for node in elements(root):
        for name, value in [(str(name), str(value)) for name, value in node.attrib.items()]:
            if name.rpartition("}")[2] == "href" and value.startswith("#"):
                node.set(name, "#" + renamed.get(value[1:], value[1:]))
            elif "url(" in value:
                node.set(name, _REFERENCE.sub(follow, value))
        if local_name(node) == "style" and node.text:
            node.text = _REFERENCE.sub(follow, node.text)


def _safe(data: bytes) -> Element:
    try:
        root = parse_document(data)
    except MalformedXHTML as error:
        raise BadDrawing(f"the drawing is not well-formed (line {error.line}: {error})") from error
    if root.tag != f"{{{SVG_NS}}}svg":
        raise BadDrawing("the file is called .svg but its root is not an <svg> element in the SVG namespace")
    if _STYLESHEET.search(data) or _entities(root):
        raise BadDrawing("the drawing declares entities or an outside style sheet: save it as plain SVG")
    for fault in faults(root):
        raise BadDrawing(f"the drawing {fault}: take that out, or save the drawing as plain SVG")
    return root


def faults(root: Element) -> Iterator[str]:
    """Yield what in the drawing `root` could run, fetch, move or never end, each as the rest of a sentence."""
    if _is_too_deep(root):
        yield f"has more than {_DEEPEST} elements within one another"
        return
    for node in elements(root):
        yield from _element_faults(node)
        for attribute, value in node.attrib.items():
            if not _is_foreign_attribute(str(attribute)):
                yield from _attribute_faults(str(attribute), str(value).strip())
    if _drawn(root) > _MOST_DRAWN:
        yield f"draws more than {_MOST_DRAWN} elements once every <use> is followed, or uses itself"


def _element_faults(node: Element) -> Iterator[str]:
    name = local_name(node)
    if name.lower() in _LOWER_ACTIVE:
        yield f"holds a <{name}> element"
    elif name in _MOVING:
        yield f"moves (<{name}>), and a book stands still"
    elif not _is_foreign(str(node.tag)) and name not in _STILL:
        yield f"holds a <{name}> element, which no drawing has"
    elif name == "style":
        for danger in dangers("".join(str(text) for text in node.itertext())):
            yield f"has a style sheet that {danger.what}"


_LOWER_ACTIVE = frozenset(name.lower() for name in _ACTIVE) | {"html", "body", "meta", "base", "link", "form", "button"}


def _is_too_deep(root: Element) -> bool:
    level, depth = [root], 0
    while level and depth <= _DEEPEST:
        level, depth = [child for node in level for child in node], depth + 1
    return depth > _DEEPEST


def _drawn(root: Element) -> int:
    """Return how many elements are drawn when every `<use>` is followed; more than the bound for a loop."""
    nodes = list(elements(root))
    ids = {str(node.get("id")): node for node in nodes if node.get("id")}
    led_to = {node: [*(child for child in node if isinstance(child.tag, str)), *_used(node, ids)] for node in nodes}
    counts: dict[Element, int] = {}
    open_, stack = set[Element](), [root]
    while stack:
        node = stack[-1]
        if node in counts:
            stack.pop()
        elif node in open_:
            open_.discard(node)
            counts[node] = 1 + sum(counts[one] for one in led_to[node])
        else:
            open_.add(node)
            if any(one in open_ for one in led_to[node]):
                return _MOST_DRAWN + 1
            stack += [one for one in led_to[node] if one not in counts]
    return counts[root]


def _used(node: Element, ids: dict[str, Element]) -> Iterator[Element]:
    if local_name(node) in ("use", "tref"):
        for name, value in node.attrib.items():
            if (
                str(name).rpartition("}")[2] == "href"
                and (target := ids.get(str(value).strip().removeprefix("#"))) is not None
            ):
                yield target


def _attribute_faults(qualified: str, value: str) -> Iterator[str]:
    name = qualified.rpartition("}")[2]
    if name.lower().startswith("on"):
        yield f"has an event handler ({name})"
    elif name.lower() in _FETCHED and not value.startswith("#") and not _PICTURE.match(value):
        yield f"refers to something outside itself ({value[:60]})"
    elif name == "base" and value:
        yield "has a base address"
    elif name not in ("id", "class", "d", "points", "transform", "viewBox") and not name.startswith("aria-"):
        for danger in dangers(value):
            yield f"has a {name} that {danger.what}"


def _entities(root: Element) -> bool:
    dtd: Any = root.getroottree().docinfo.internalDTD
    return dtd is not None and next(dtd.iterentities(), None) is not None


def _pixels(value: str) -> float:
    """Return an absolute SVG length in CSS pixels; 0 for a percentage, `auto` or nothing."""
    found = _SIZE.match(value)
    return Length.of(float(found[1]), (found[2] or "px").lower()).pt / 0.75 if found else 0.0


def _is_foreign(name: str) -> bool:
    """Whether an element is of another namespace than SVG's; none of those is drawn."""
    return not name.startswith(f"{{{SVG_NS}}}")


def _is_foreign_attribute(name: str) -> bool:
    return name.startswith("{") and not name.startswith(_KNOWN)


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
