"""Notes of HTML pages: which links call a note, which elements are notes, however a page writes them."""

from __future__ import annotations

import re

import msgspec

from make_book.importing.html_tree import Node, find_all, local, words_of

CALL = re.compile(r"\s*[\[(]?\s*(?:\d{1,4}|[*†‡§¶#]{1,4}|[a-z]|[ivxlc]{1,6}|note \d+)\s*[\])]?\s*\Z", re.IGNORECASE)
_BACK = re.compile(
    r"[\s\u21a9\ufe0e\ufe0f↑^⤴⏎←\[\]()]*(?:back|return|zurück|retour)?[\s\u21a9\ufe0e\ufe0f↑^⤴⏎←]*\Z", re.I
)
_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTE_TYPES = ("footnote", "endnote", "rearnote")


class PageNotes(msgspec.Struct, frozen=True):
    """Labels by the ids that calls name, and the elements that are the notes, by label."""

    labels: dict[str, str]
    elements: dict[str, Node]


def find_notes(root: Node) -> PageNotes:
    """Find the notes below `root`; a note is an element that a short link names and that links back, or says so."""
    by_id = {node.get("id"): node for node in root.iter() if isinstance(node.tag, str) and node.get("id")}
    by_name = {node.get("name"): node for node in find_all(root, "a") if node.get("name")}
    order = {node: at for at, node in enumerate(root.iter())}
    labels: dict[str, str] = {}
    elements: dict[str, Node] = {}
    for call in _calls(root):
        key = (call.get("href") or "").lstrip("#") or call.get("data-fn") or ""
        target = by_id.get(key)
        if target is None:
            target = by_name.get(key)
        if target is None or key in labels or order.get(target, 0) <= order.get(call, 0):
            continue
        note = _whole(target)
        if note is None or not (_says_note(note) or _links_back(note, call)):
            continue
        same = next((label for label, element in elements.items() if element is note), None)
        labels[key] = same or str(len(elements) + 1)
        elements[labels[key]] = note
    return PageNotes(labels, elements)


def _calls(root: Node) -> list[Node]:
    found = []
    for link in root.iter():
        name = local(link)
        if name == "a" and (link.get("href") or "").startswith("#") and len(link.get("href")) > 1:
            kind = " ".join(str(link.get(key)) for key in ("role", _TYPE, "epub:type", "class"))
            raised = local(link.getparent()) == "sup" if link.getparent() is not None else False
            if CALL.match(words_of(link)) or "noteref" in kind or "footnote-ref" in kind or raised:
                found.append(link)
        elif name == "sup" and link.get("data-fn"):
            found.append(link)
    return found


def _whole(target: Node) -> Node | None:
    """Return the element that holds the whole note that `target` marks: its list item, paragraph or block."""
    node = target
    while node is not None and local(node) in ("a", "span", "sup", "b", "strong", "em", "i", "small"):
        node = node.getparent()
    return (
        node
        if node is not None and local(node) not in ("body", "html", "article", "main", "h1", "h2", "h3", "h4")
        else None
    )


def _says_note(note: Node) -> bool:
    node = note
    for _ in range(4):
        if node is None:
            return False
        kind = " ".join(
            str(node.get(key) or "")
            for key in ("class", "id", "role", "{http://www.idpf.org/2007/ops}type", "epub:type")
        ).lower()
        if any(word in kind for word in _NOTE_TYPES) or re.search(r"\bfn\d|\bnotes?\b|sdfootnote", kind):
            return True
        node = node.getparent()
    return False


def _links_back(note: Node, call: Node) -> bool:
    ids = {node.get("id") or node.get("name") for node in (call, *call.iterancestors()) if isinstance(node.tag, str)}
    ids |= {node.get("id") or node.get("name") for node in call.iter() if isinstance(node.tag, str)}
    return any((link.get("href") or "#").lstrip("#") in ids - {None} for link in find_all(note, "a"))


def without_back_links(note: Node) -> None:
    """Take the links from a note back to its call out of the tree, and the number it begins with."""
    for link in list(find_all(note, "a")):
        if (
            (link.get("href") or "").startswith("#") and (_BACK.match(words_of(link)) or CALL.match(words_of(link)))
        ) or (not link.get("href") and not words_of(link)):
            _drop(link)
    for mark in list(find_all(note, "sup")):
        if CALL.match(words_of(mark)) and not (note.text or "").strip() and mark.getprevious() is None:
            _drop(mark)
        break


def _drop(node: Node) -> None:
    parent, tail = node.getparent(), node.tail or ""
    if parent is None:
        return
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(node)
