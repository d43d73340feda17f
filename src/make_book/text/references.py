"""Anchors and links: ids unique in the book, links that lead somewhere, languages with directions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import unquote

from make_book import xhtml
from make_book.findings import Finding
from make_book.slugs import anchor_slug
from make_book.text.languages import direction
from make_book.text.places import Places
from make_book.web_address import web_address

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PAGE = "page:"
"""The scheme of a link to another text by its file, its name or its address on a site."""
_PATH = re.compile(rf"(?:{PAGE})?(?!//)([^:#?][^:#?]*)(?:[?#].*)?")
_NOT_NAME = re.compile(r"[^\w.-]+")


def anchor_id(prefix: str, anchor: str) -> str:
    """Return the id that the author's `anchor` has in the book."""
    return f"{prefix}--{_NOT_NAME.sub('-', anchor)}"


def resolve(roots: Sequence[xhtml.Element], prefix: str, places: Places) -> tuple[Finding, ...]:
    """Make the ids under `roots` unique in the book, let links follow, and refuse dead links."""
    findings: list[Finding] = []
    wanted = {name for href in _hrefs(roots) if href.startswith("#") for name in _anchors(href, prefix)}
    wanted |= {_description_id(prefix, element) for element in _described(roots)}
    known: set[str] = set()
    for root in roots:
        for element in [element for element in xhtml.elements(root) if element.get("id")]:
            name = element.get("id") or ""
            if (new := anchor_id(prefix, name)) in known:
                findings.append(Finding("TXT-015", f"the anchor {name!r} is given twice", places.of(element)))
                del element.attrib["id"]
            else:
                known.add(new)
                element.set("id", new)
    known |= _name_headings(roots, wanted - known, prefix)
    for root in roots:
        for link in list(root.iter("a")):
            findings += _link(link, known, prefix, places)
    for element in _described(roots):
        findings += _describe(element, known, prefix, places)
    return tuple(findings)


def mark_languages(root: xhtml.Element) -> None:
    """Give every passage in a language of its own both attributes, and its direction."""
    for element in xhtml.elements(root):
        language = element.get("lang") or element.get(xhtml.XML_LANG)
        if language is None or element is root:
            continue
        element.set("lang", language)
        element.set(xhtml.XML_LANG, language)
        if element.get("dir") is None and direction(language) == "rtl":
            element.set("dir", "rtl")


def _hrefs(roots: Sequence[xhtml.Element]) -> list[str]:
    return [(link.get("href") or "").strip() for root in roots for link in root.iter("a")]


def _described(roots: Sequence[xhtml.Element]) -> list[xhtml.Element]:
    return [element for root in roots for element in xhtml.elements(root) if element.get("details") is not None]


def _description_id(prefix: str, element: xhtml.Element) -> str:
    return anchor_id(prefix, (element.get("details") or "").removeprefix("#"))


def _describe(element: xhtml.Element, known: set[str], prefix: str, places: Places) -> list[Finding]:
    """Let `details` name the place of a picture's long description as the book knows it, or take it off."""
    name, written = _description_id(prefix, element), xhtml.take(element, "details") or ""
    if name in known and name != element.get("id"):
        element.set("details", name)
        return []
    message = f"the text has no place {written!r} that could describe the picture"
    hint = f"write {{#{written.removeprefix('#')}}} where it is described"
    return [Finding("TXT-021", message, places.of(element), (hint,))]


def _name_headings(roots: Sequence[xhtml.Element], wanted: set[str], prefix: str) -> set[str]:
    """Give an id to each heading that a link calls by its words; return the ids given.

    The second heading with the same words is `words-1`, as on GitHub.
    """
    given: set[str] = set()
    if not wanted:
        return given
    again: Counter[str] = Counter()
    for root in roots:
        for heading in root.iter(*_HEADINGS):
            words = anchor_id(prefix, anchor_slug(xhtml.text_content(heading)))
            name = f"{words}-{again[words]}" if again[words] else words
            again[words] += 1
            if heading.get("id") is None and name in wanted and name not in given:
                heading.set("id", name)
                given.add(name)
    return given
    for root in roots:
        for heading in root.iter(*_HEADINGS):
            name = anchor_id(prefix, anchor_slug(xhtml.text_content(heading)))
            if heading.get("id") is None and name in wanted - given:
                heading.set("id", name)
                given.add(name)
    return given


def _anchors(href: str, prefix: str) -> tuple[str, ...]:
    """Return the ids that a link within the text may mean: as written, without its percents, as a heading's words."""
    name = unquote(href[1:])
    return tuple(dict.fromkeys(anchor_id(prefix, form) for form in (href[1:], name, anchor_slug(name), name.lower())))


def _link(link: xhtml.Element, known: set[str], prefix: str, places: Places) -> list[Finding]:
    href = (link.get("href") or "").strip()
    if link.get("data-note") is not None:
        return []
    if not href:
        link.tag = "span"
        xhtml.take(link, "href")
        return []
    target = _target(href, known, prefix)
    if target is None and (page := _PATH.fullmatch(href)):
        link.set("href", f"{PAGE}{page[1]}")
        return []
    if target is None:
        span = places.of(link)
        hint = "a book links to http(s) and mailto addresses, to its own anchors and to episode:…"
        words = "the link leads nowhere" if href.startswith("#") else "no book can follow this link"
        link.tag = "span"
        del link.attrib["href"]
        return [Finding("TXT-014", f"{words}: {href}", span, (hint,))]
    link.set("href", target)
    if target.startswith("episode:"):
        link.set("class", " ".join([*(link.get("class") or "").split(), "cross-reference"]))
        return []
    if xhtml.text_content(link).strip() or len(link):
        return []
    link.text = href.removeprefix("#")
    return [Finding("TXT-019", f"the link to {href} has no words", places.of(link), ("write them in the brackets",))]


def _target(href: str, known: set[str], prefix: str) -> str | None:
    """Return the address a finished text has, or `None` for one that no edition can follow."""
    if href.startswith("#"):
        return next((f"#{name}" for name in _anchors(href, prefix) if name in known), None)
    scheme, _, rest = href.partition(":")
    if scheme.lower() == "episode":
        return f"episode:{rest.strip()}" if rest.strip() else None
    return web_address(href)
