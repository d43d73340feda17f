"""HTML and XML of sources as trees, read without network, entities or limits of trust. Import's importer of lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree, html

Node = Any
"""An element of lxml: `tag`, `text`, `tail`, `get`, iteration over its children."""

DROPPED = frozenset(
    "script style noscript template form button input select textarea nav object applet canvas map meta link base head"
    " title dialog menu svg math".split()
)
"""Elements that hold no words of the text; `head` is read before."""

_TAG = re.compile(r"<[^<>]*>")


def parse_html(data: bytes | str) -> Node | None:
    """Return the root of an HTML page or fragment, however broken; `None` if there is nothing in it.

    The encoding is what the page says (HTML 4, WHATWG), else UTF-8, else windows-1252.
    """
    text = data if isinstance(data, str) else _decoded(data)
    text = text.replace("\0", "")
    if not text.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return _flat(text)
    return root


def _flat(text: str) -> Node:
    """Return a page that nests deeper than the parser goes as one paragraph of its words."""
    words = _TAG.sub(" ", text)
    return html.document_fromstring(f"<body><p>{words}</p></body>", ensure_head_body=True)


def _decoded(data: bytes) -> str:
    head = data[:4096]
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        found = re.search(rb"charset=[\"']?([\w-]+)", head, re.IGNORECASE) or re.search(
            rb"encoding=[\"']([\w-]+)", head
        )
        name = found[1].decode("ascii") if found else "cp1252"
        try:
            return data.decode(name, "replace")
        except LookupError:
            return data.decode("cp1252", "replace")


def parse_xml(data: bytes) -> Node | None:
    """Return the root of an XML document; faults are repaired as far as possible, entities are not expanded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def stream(source: BinaryIO, tags: tuple[str, ...]) -> Iterator[Node]:
    """Yield the elements called one of `tags`, in any namespace; memory is that of the largest.

    Raise `ValueError` for XML that ends or breaks before its end.
    """
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True, "huge_tree": True}
    try:
        for _, element in etree.iterparse(
            source, events=("end",), tag=[name for tag in tags for name in ("{*}" + tag, tag)], **options
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                parent = element.getparent()
                if parent is None:
                    break
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def local(node: Node) -> str:
    """Return an element's name without its namespace, in lower case; "" for a comment."""
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def words_of(node: Node) -> str:
    """Return the words in an element, single spaces between; those of scripts and styles are none."""
    return " ".join(" ".join(_texts(node)).split())


def _texts(node: Node) -> Iterator[str]:
    stack: list[tuple[Node, bool]] = [(node, False)]
    while stack:
        one, is_tail = stack.pop()
        if is_tail:
            yield one.tail or ""
            continue
        name = local(one)
        if not name or name in ("script", "style", "template"):
            continue
        yield one.text or ""
        for child in reversed(one):
            stack.append((child, True))
            stack.append((child, False))


def find_all(root: Node, *names: str) -> Iterator[Node]:
    """Yield the elements below `root` that have one of `names`, in document order."""
    for node in root.iter():
        if local(node) in names:
            yield node


def classes(node: Node) -> frozenset[str]:
    """Return the classes of an element, in lower case."""
    return frozenset((node.get("class") or "").lower().split())
