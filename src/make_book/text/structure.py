"""Content models: hand-written HTML put right where an element stands that its parent cannot hold.

Nothing is lost but markup: words stay, in order. (HTML Living Standard, section 4; what EPUBCheck
would refuse. Attributes are `cleaning`'s.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from make_book import xhtml
from make_book.text.places import copy_place, is_bare

_PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "caption": {"table"},
    "colgroup": {"table"},
    "col": {"colgroup"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "figcaption": {"figure"},
    "rt": {"ruby"},
    "rp": {"ruby"},
}
_MODELS = {
    "table": re.compile(r"(caption )?(colgroup )*(thead )?((tbody )*|(tr )+)(tfoot )?"),
    "thead": re.compile(r"(tr )*"),
    "tbody": re.compile(r"(tr )*"),
    "tfoot": re.compile(r"(tr )*"),
    "tr": re.compile(r"(t[dh] )*"),
    "colgroup": re.compile(r"(col )*"),
    "dl": re.compile(r"((dt )+(dd )+)*"),
}
"""The children that an element without text of its own may have, in order."""

_FLOW = xhtml.BLOCK
_OF_PARTS = frozenset("ul ol dl table thead tbody tfoot tr colgroup figure".split())
"""Blocks that hold nothing but certain blocks."""
_PHRASING_ONLY = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})


def repair(root: xhtml.Element) -> None:
    """Leave under `root` no element that its parent cannot hold."""
    for child in list(root):
        _repair(child)
    _wrap(root)
    for block in list(root.iter("p", "pre")):
        if len(block) == 0 and not (block.text or "").strip() and is_bare(block):
            xhtml.replace(block)


def _wrap(root: xhtml.Element) -> None:
    """Make paragraphs of the words, and of the elements of phrasing, that stand between the blocks."""
    paragraph: xhtml.Element | None = None
    if (root.text or "").strip():
        paragraph = xhtml.make("p", root.text)
        root.text = None
        root.insert(0, paragraph)
    for child in list(root):
        if child is paragraph:
            continue
        tail, child.tail = child.tail, None
        if child.tag in _FLOW:
            paragraph = None
        else:
            if paragraph is None:
                paragraph = copy_place(child, xhtml.make("p"))
                child.addprevious(paragraph)
            paragraph.append(child)
        if (tail or "").strip() and paragraph is None:
            paragraph = xhtml.make("p")
            child.addnext(paragraph)
        if paragraph is not None:
            xhtml.append_text(paragraph, tail or "")
        else:
            child.tail = tail


def _repair(element: xhtml.Element) -> None:
    """Put the descendants right first, then `element` itself."""
    if str(element.tag).startswith("{"):
        return
    for child in list(element):
        _repair(child)
    parent = element.getparent()
    if parent is None:
        return
    tag = str(element.tag)
    if tag in _PARENTS and parent.tag not in _PARENTS[tag]:
        _displace(element)
    elif tag in ("ul", "ol"):
        _itemise(element)
    elif tag in _MODELS and not _fits(element):
        _flatten(element)
    elif tag == "figure":
        _one_caption(element)
    elif tag == "ruby" and not _is_ruby(element):
        _flatten(element)
    elif tag == "a" and any(above.tag == "a" for above in element.iterancestors()):
        _out_of_link(element)
    else:
        _hold(element)


def _displace(element: xhtml.Element) -> None:
    """Make something plain of an element outside the one it belongs to, and of what belongs in it."""
    if element.tag == "col":
        xhtml.replace(element)
        return
    element.tag = "span" if element.tag in ("rt", "rp") else "div"
    for name in ("colspan", "rowspan", "scope", "abbr", "span", "value"):
        xhtml.take(element, name)
    _release(element)
    _hold(element)


def _release(element: xhtml.Element) -> None:
    """Displace the children that `element` cannot have any longer."""
    for child in list(element):
        if element.tag not in _PARENTS.get(str(child.tag), {element.tag}):
            _displace(child)


def _itemise(items: xhtml.Element) -> None:
    """Put everything in a list into items; the words before the first one come first."""
    if (items.text or "").strip():
        items.insert(0, xhtml.make("li", items.text))
        items.text = None
    for child in list(items):
        tail, child.tail = child.tail, None
        item = child if child.tag == "li" else xhtml.make("li")
        if item is not child:
            items.replace(child, item)
            item.append(child)
        if (tail or "").strip():
            item.addnext(xhtml.make("li", tail))
        else:
            item.tail = tail


def _fits(element: xhtml.Element) -> bool:
    between = [element.text, *(child.tail for child in element)]
    order = "".join(f"{child.tag} " for child in element)
    return not any((text or "").strip() for text in between) and bool(_MODELS[str(element.tag)].fullmatch(order))


def _flatten(element: xhtml.Element) -> None:
    """Make a plain block (of ruby, a plain run) of `element`, and of the parts that stand only in it."""
    element.tag = "span" if element.tag == "ruby" else "div"
    _release(element)
    _hold(element)


def _one_caption(figure: xhtml.Element) -> None:
    """Let a figure have one caption, at its beginning or end; others become blocks."""
    captions = list(figure.iterchildren("figcaption"))
    for caption in captions:
        text_before = caption.getprevious() is None and not (figure.text or "").strip()
        text_after = caption.getnext() is None and not (caption.tail or "").strip()
        if caption is not captions[0] or not (text_before or text_after):
            caption.tag = "div"


def _is_ruby(element: xhtml.Element) -> bool:
    if any(child.tag in _FLOW for child in element):
        return False
    return any(child.tag == "rt" for child in element) and not (element[-1].tail or "").strip()


def _out_of_link(inner: xhtml.Element) -> None:
    """Unwrap a link within a link; but the reference to a note is kept, and moved behind the outer one."""
    if inner.get("data-note") is None:
        xhtml.unwrap(inner)
        return
    outer = list(inner.iterancestors("a"))[-1]
    mark = copy_place(inner, xhtml.make("a", None, **{"data-note": inner.get("data-note") or ""}))
    xhtml.replace(inner)
    before = outer
    while not before.tail and (following := before.getnext()) is not None and following.get("data-note") is not None:
        before = following
    mark.tail, before.tail = before.tail, None
    before.addnext(mark)


def _hold(element: xhtml.Element) -> None:
    """See that an element of phrasing holds no blocks: it goes into them, a heading does not."""
    tag = str(element.tag)
    if tag in _FLOW and tag not in _PHRASING_ONLY:
        return
    if not any(child.tag in _FLOW for child in element):
        return
    if tag == "p" and is_bare(element) and _has_blocks_only(element):
        xhtml.unwrap(element)
    elif tag in ("p", "span"):
        element.tag = "div"
    elif tag in _PHRASING_ONLY:
        for block in [node for node in element.iter(*_FLOW) if node is not element]:
            _soften(block)
    else:
        _push_down(element)


def _has_blocks_only(element: xhtml.Element) -> bool:
    words = (element.text, *(child.tail for child in element))
    return all(child.tag in _FLOW for child in element) and not any((text or "").strip() for text in words)


def _push_down(element: xhtml.Element) -> None:
    """Put `element`, a link or a mark, into each block that it holds: what it says of the words stays said."""
    shells = _shells(element)
    parts: list[xhtml.Element] = []
    for group in _groups(element):
        if not isinstance(group, list):
            parts.append(group)
            _push_into(group, shells)
        elif any(isinstance(item, xhtml.Element) or item.strip() for item in group):
            parts.append(_fill(next(shells), group))
        elif parts:
            parts[-1].tail = "".join(item for item in group if isinstance(item, str))
    xhtml.replace(element, *parts)


def _shells(element: xhtml.Element) -> Iterator[xhtml.Element]:
    """Yield copies of `element` without what it holds; only the first has its id."""
    attributes = {str(name): str(value) for name, value in element.items()}
    while True:
        shell = xhtml.make(str(element.tag))
        for name, value in attributes.items():
            shell.set(name, value)
        yield shell
        attributes.pop("id", None)


def _groups(element: xhtml.Element) -> Iterator[xhtml.Element | list[xhtml.Element | str]]:
    """Yield the blocks in `element`, and what stands between them as lists of words and elements of phrasing."""
    group: list[xhtml.Element | str] = [element.text or ""]
    for child in list(element):
        tail, child.tail = child.tail or "", None
        if child.tag in _FLOW:
            yield group
            yield child
            group = [tail]
        else:
            group += [child, tail]
    yield group


def _fill(shell: xhtml.Element, items: Iterable[xhtml.Element | str]) -> xhtml.Element:
    for item in items:
        if isinstance(item, str):
            xhtml.append_text(shell, item)
        else:
            shell.append(item)
    return shell


def _push_into(block: xhtml.Element, shells: Iterator[xhtml.Element]) -> None:
    """Put a shell around what stands in `block`; in a list or a table, around what stands in its parts."""
    if block.tag in _OF_PARTS:
        for part in block:
            _push_into(part, shells)
    elif block.tag != "hr":
        inner = next(shells)
        inner.text, block.text = block.text, None
        inner.extend(list(block))
        block.append(inner)
        _hold(inner)


def _soften(block: xhtml.Element) -> None:
    """Make a run of words of a block, with a space on either side."""
    block.tag = "span"
    block.text = f" {block.text or ''}"
    block.tail = f" {block.tail or ''}"
