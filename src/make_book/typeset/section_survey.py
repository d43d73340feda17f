"""The survey of a section: what stands in its XHTML, gathered in one walk over its tree while there is one."""

from __future__ import annotations

from make_book import xhtml
from make_book.model import Survey

_NOTES_CLASS = "footnotes"
"""The class of the child of a section that holds its footnotes."""
_COLLECTED = ("ids", "links", "cross_references", "passage_ends", "images", "notes", "languages")


def survey(root: xhtml.Element) -> Survey:
    """Return what stands in the section `root`."""
    found: dict[str, dict[str, None]] = {name: {} for name in _COLLECTED}
    list_items = 0
    for element in xhtml.elements(root):
        if element.tag == "li":
            list_items += 1
        if attributes := element.items():
            _collect(element, {str(name): str(value) for name, value in attributes}, found)
    text, notes = _texts(root)
    return Survey(
        **{name: tuple(values) for name, values in found.items()},
        characters="".join(sorted(set(text + notes))),
        text_length=len(text),
        note_length=len(notes),
        list_items=list_items,
    )


def _collect(element: xhtml.Element, attributes: dict[str, str], found: dict[str, dict[str, None]]) -> None:
    """Add to `found` what the `attributes` of `element` localizer."""
    if identity := attributes.get("id"):
        found["ids"][identity] = None
        if element.tag == "aside" and attributes.get("role") == "doc-footnote":
            found["notes"][identity] = None
    if language := attributes.get("lang"):
        found["languages"][language] = None
    if until := attributes.get("data-until"):
        found["passage_ends"][until.removeprefix("#")] = None
    if element.tag == "img":
        found["images"][attributes.get("src", "")] = None
    elif element.tag == "a" and (address := attributes.get("href")):
        found["links"][address] = None
        if address.startswith("#") and "cross-reference" in attributes.get("class", "").split():
            found["cross_references"][address[1:]] = None


def _texts(root: xhtml.Element) -> tuple[str, str]:
    """Return the text of the section without its footnotes, and that of the footnotes."""
    text, notes = [root.text or ""], ""
    for child in root:
        if child.get("class") == _NOTES_CLASS:
            notes += xhtml.text_content(child)
        elif isinstance(child.tag, str):
            text.append(xhtml.text_content(child))
        text.append(child.tail or "")
    return "".join(text), notes
