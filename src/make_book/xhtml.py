"""Trees of XHTML: parse, walk, serialise. Apart from `importing.html_tree`, the only importer of lxml.

Fragments carry no default namespace (the document around them gives it), so a paragraph's tag is
plainly `p`; `epub:type` is the one prefixed attribute and its prefix is declared by the document.
Serialised fragments are both XML 1.0 and polyglot HTML (W3C Polyglot Markup): void elements are
`<br/>`, all others have an end tag even when empty, so an HTML parser reads the same tree.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from make_book.xml_text import legal

Element = etree._Element
XHTML_NS = "http://www.w3.org/1999/xhtml"
EPUB_NS = "http://www.idpf.org/2007/ops"
EPUB_TYPE = f"{{{EPUB_NS}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCK = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5"
    " h6 header hgroup hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption".split()
)

_PREFIXES = f'xmlns:epub="{EPUB_NS}"'
_DECLARATION = f" {_PREFIXES}"
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
_SPACES = re.compile(r"[ \t\r\n]+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, huge_tree=False)


class MalformedXHTML(ValueError):
    """Text that is not well-formed; `line` counts from 1 within the text."""

    def __init__(self, message: str, line: int) -> None:
        """Keep the parser's message and the line."""
        super().__init__(message)
        self.line = line


def parse(fragment: str) -> Element:
    """Return `fragment` (any number of elements, and text) under a `<div>` that is only a handle.

    Named HTML entities are understood; no other entity is expanded, nothing is fetched.
    Raise `MalformedXHTML`.
    """
    text = _NAMED.sub(lambda found: html.escape(html.unescape(found[0])), fragment)
    try:
        return etree.fromstring(f"<div {_PREFIXES}>{text}</div>", _PARSER)
    except etree.XMLSyntaxError as error:
        raise MalformedXHTML(str(error.msg), error.lineno or 1) from error


def parse_document(data: bytes) -> Element:
    """Return the root of a whole XML document given as bytes. Raise `MalformedXHTML`."""
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise MalformedXHTML(str(error.msg), error.lineno or 1) from error


def parse_one(fragment: str) -> Element:
    """Return the single element that `fragment` consists of. Raise `MalformedXHTML` otherwise."""
    handle = parse(fragment)
    if len(handle) != 1 or (handle.text or "").strip() or (handle[0].tail or "").strip():
        raise MalformedXHTML("expected exactly one element", 1)
    element = handle[0]
    element.tail = None
    return element


def repair(fragment: str) -> str:
    """Return HTML that is not well-formed as fragments that are: every tag closed, as a browser would.

    Elements and attributes whose names no XML document can carry are dropped, their text is kept;
    comments, processing instructions and characters outside XML go.
    """
    text = legal(fragment)
    document = etree.fromstring(f"<html><body><div>{text}</div></body></html>", etree.HTMLParser(no_network=True))
    handle = next(document.iter("body"), document)
    unwrap(handle[0])
    for node in list(handle.iter()):
        if node is not handle and (not isinstance(node.tag, str) or not _NAME.fullmatch(node.tag)):
            unwrap(node) if isinstance(node.tag, str) else replace(node)
            continue
        for name in [name for name in map(str, node.attrib) if not _NAME.fullmatch(name)]:
            del node.attrib[name]
    return inner(handle)


def serialise(element: Element) -> str:
    """Return `element` without its tail, as polyglot XHTML without namespace declarations of ours."""
    for node in element.iter(etree.Element):
        if len(node) == 0 and not node.text and local_name(node) not in VOID and not _foreign(node):
            node.text = ""
    return etree.tostring(element, encoding="unicode", with_tail=False).replace(_DECLARATION, "", 1)


def inner(element: Element) -> str:
    """Return what stands inside `element`, serialised: its text and its children with their tails."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        parts += [serialise(child), html.escape(child.tail or "", quote=False)]
    return "".join(parts)


def make(tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """Return a new element; attribute `class_` is `class`, `epub_type` is `epub:type`, `_` reads `-`."""
    element = etree.Element(tag, nsmap={"epub": EPUB_NS})
    element.text = text
    for name, value in attributes.items():
        element.set(EPUB_TYPE if name == "epub_type" else name.rstrip("_").replace("_", "-"), value)
    return element


def child(parent: Element, tag: str, attributes: Mapping[str, str], namespace: str = "") -> Element:
    """Return a new last child of `parent`; with a `namespace`, it and what lies in it are declared to be of that."""
    if namespace:
        return etree.SubElement(parent, f"{{{namespace}}}{tag}", dict(attributes), {None: namespace})  # type: ignore[dict-item]
    return etree.SubElement(parent, tag, dict(attributes))


def append_text(parent: Element, text: str) -> None:
    """Put `text` behind the last child of `parent`."""
    last = next(parent.iterchildren(reversed=True), None)  # len() of an element counts its children
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def strip_attributes(root: Element, *names: str) -> None:
    """Remove the attributes `names` from `root` and all that lies in it."""
    etree.strip_attributes(root, *names)


def text_content(element: Element) -> str:
    """Return all character data inside `element`, as it stands."""
    return "".join(element.itertext(etree.Element))  # type: ignore[arg-type]


def elements(element: Element, *tags: str) -> Iterator[Element]:
    """Walk `element` and its descendants in document order (only `tags`, if any are named)."""
    yield from element.iter(*(tags or (etree.Element,)))


def nodes(element: Element) -> Iterator[Element]:
    """Walk `element` and everything in it but text, comments too, in document order; see `is_comment`."""
    yield from element.iter(etree.Element, etree.Comment)


def is_comment(node: Element) -> bool:
    """Tell whether `node` is a comment, whose `text` is what stands in it."""
    return isinstance(node, etree._Comment)


def local_name(element: Element) -> str:
    """Return the name of `element` without its namespace."""
    return str(element.tag).rpartition("}")[2]


def take(element: Element, name: str) -> str | None:
    """Remove the attribute `name` from `element` and return its value; `None` if it has none."""
    value = element.get(name)
    if value is not None:
        del element.attrib[name]
    return value


def words(element: Element) -> str:
    """Return the words in `element` with single spaces, without the numbers that refer to notes."""
    return _SPACES.sub(" ", "".join(_shown_text(element))).strip(" ")


def _shown_text(element: Element) -> Iterator[str]:
    """Walk the character data in `element`, but for what stands in references to notes."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.get("role") != "doc-noteref":
            yield from _shown_text(child)
        yield child.tail or ""


def replace(old: Element, *new: Element) -> None:
    """Put `new` where `old` stands; the text after `old` stays."""
    parent = old.getparent()
    if parent is None:
        raise ValueError("the root cannot be replaced")
    tail, old.tail = old.tail or "", None
    before = old.getprevious()
    for element in new:
        old.addprevious(element)
    parent.remove(old)
    if new:
        new[-1].tail = (new[-1].tail or "") + tail
    else:
        _add_text(parent, before, tail)


def unwrap(element: Element) -> None:
    """Remove `element` but keep what stands in it and after it."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root cannot be unwrapped")
    before = element.getprevious()
    _add_text(parent, before, element.text or "")
    children, tail = list(element), element.tail or ""
    for child in children:
        element.addprevious(child)
    element.tail = None
    parent.remove(element)
    _add_text(parent, children[-1] if children else before, tail)


def _add_text(parent: Element, before: Element | None, text: str) -> None:
    """Add `text` behind the child `before`, or at the start of `parent`."""
    if not text:
        return
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def _foreign(node: Element) -> bool:
    return str(node.tag).startswith("{") and not str(node.tag).startswith(f"{{{XHTML_NS}}}")
