"""Pictures: their addresses and text alternatives, and figures with caption and credit."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

import msgspec

from make_book import xhtml
from make_book.findings import Finding, Span
from make_book.model import ImageUse
from make_book.text.places import Places, copy_place, is_bare

FOLDER = "images/"
_HOLDERS = frozenset("li td th dd div blockquote aside".split())
"""What may hold a figure beside paragraphs."""
_SCHEME = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")


def set_figures(root: xhtml.Element, places: Places) -> tuple[Finding, ...]:
    """Turn each picture alone in its paragraph into a figure; refuse what no edition can show."""
    findings: list[Finding] = []
    for picture in list(root.iter("img")):
        host = _host(picture)
        source = picture.get("src") or ""
        path, fault = _path(source)
        span = places.of(picture)
        if fault:
            findings.append(Finding("TXT-009", f"{fault}: {source[:60] or 'no address'}", span, (_PUT_IT_THERE,)))
            _give_up(host, picture)
            continue
        picture.set("src", path)
        _move_attributes(host, picture)
        _keep_size(picture)
        findings += _alternative(picture, span)
        findings += _long_description(picture, span)
        _set(host, picture)
    return tuple(findings)


def images_used(root: xhtml.Element, places: Places | None = None) -> tuple[ImageUse, ...]:
    """Return the pictures under `root`, in order, as a finished text shows them; with `places`, where it does."""
    return tuple(_use(picture, places) for picture in root.iter("img"))


_PUT_IT_THERE = "put the file into images/ and name it images/…"
_TWO_WAYS = (
    "say in the brackets what it shows: ![The quay at low water](images/quay.png)",
    "or mark it as an ornament: ![](images/rule.png){.decorative}",
)


def _path(source: str) -> tuple[str, str | None]:
    """Return the path, or what is wrong with the address. Where it leads is decided when all files are known."""
    if source.lower().startswith("data:"):
        return "", "a picture inside the text itself is not taken"
    if _SCHEME.match(source):
        return source.strip(), None
    path = posixpath.normpath(unquote(source.strip().replace("\\", "/")))
    inside = path.lstrip("./")
    if source.strip() and not path.startswith("/") and inside.startswith(FOLDER):
        return inside, None
    return (path, None) if source.strip() and "\x00" not in path else ("", "a picture without an address")


def _host(picture: xhtml.Element) -> xhtml.Element:
    """Return what holds the picture and its caption: the converter's wrapper, or the picture."""
    parent = picture.getparent()
    return parent if parent is not None and parent.get("data-image") is not None else picture


def _give_up(host: xhtml.Element, picture: xhtml.Element) -> None:
    """Leave the picture's words in the text: its alternative and its caption."""
    words = copy_place(picture, xhtml.make("span", picture.get("alt") or "", class_="missing-picture"))
    caption = _caption(host)
    if caption is not None:
        caption.attrib.clear()
        words.text = f"{words.text} " if words.text else None
        words.append(caption)
    xhtml.replace(host, words)


def _move_attributes(host: xhtml.Element, picture: xhtml.Element) -> None:
    """Bring what the attribute lists say together on the picture."""
    paragraph = _paragraph(host)
    for element in (host, paragraph):
        if element is None or element is picture:
            continue
        for name, value in [(str(name), str(value)) for name, value in element.items()]:
            if name == "class":
                picture.set("class", " ".join([*(picture.get("class") or "").split(), value]))
            elif name != "data-image" and picture.get(name) is None:
                picture.set(name, value)


def _keep_size(picture: xhtml.Element) -> None:
    """Write the size that the author gives into attributes of its own: what HTML's hold is a picture's pixels."""
    for name in ("width", "height"):
        if (value := xhtml.take(picture, name)) is not None:
            picture.set(f"data-{name}", value)


def _alternative(picture: xhtml.Element, span: Span) -> list[Finding]:
    """See to the text alternative; without one, a picture must be called decorative."""
    classes = (picture.get("class") or "").split()
    if "decorative" in classes:
        picture.set("alt", "")
        picture.set("role", "presentation")
        return []
    if (picture.get("alt") or "").strip():
        return []
    picture.set("alt", "")
    message = f"the picture {picture.get('src')} has no text alternative"
    return [Finding("TXT-008", message, span, _TWO_WAYS)]


def _long_description(picture: xhtml.Element, span: Span) -> list[Finding]:
    """Point to the place in the text that describes the picture at length (WAI-ARIA 1.1 §6.6, aria-details)."""
    details = xhtml.take(picture, "details")
    if details is None:
        return []
    if picture.get("role") == "presentation":
        return [Finding("TXT-021", f"the ornament {picture.get('src')} shows nothing to describe", span)]
    picture.set("aria-details", details)
    return []


def _set(host: xhtml.Element, picture: xhtml.Element) -> None:
    shown = _shown(host)
    paragraph, caption = _paragraph(shown), _caption(host)
    credit, title = xhtml.take(picture, "credit"), picture.get("title")
    words = _figcaption(caption, title if paragraph is not None else None, credit)
    if paragraph is None and not (words is not None and _stands_alone(shown)):
        _set_among_words(host, picture, words)
        return
    figure = copy_place(paragraph if paragraph is not None else picture, xhtml.make("figure"))
    for name in ("id", "class", "lang", "dir", xhtml.XML_LANG):
        if (value := xhtml.take(picture, name)) is not None:
            figure.set(name, value)
    xhtml.take(picture, "title")
    xhtml.replace(shown if paragraph is None else paragraph, figure)
    picture.tail = None
    if shown.tag == "a":
        shown[:] = [picture]
        shown.text = shown.tail = None
    figure.append(shown if shown.tag == "a" else picture)
    if words is not None:
        figure.append(words)


def _set_among_words(host: xhtml.Element, picture: xhtml.Element, words: xhtml.Element | None) -> None:
    """Leave the picture in its sentence, its caption behind it."""
    if host is not picture:
        picture.tail = None
        xhtml.replace(host, picture)
    if words is not None:
        words.tag = "span"
        words.set("class", "caption")
        words.tail, picture.tail = picture.tail, " "
        picture.addnext(words)


def _stands_alone(shown: xhtml.Element) -> bool:
    """Say whether a picture is all there is in an item, a cell or a block, but for blocks behind it."""
    parent = shown.getparent()
    if parent is None or parent.tag not in _HOLDERS or (parent.text or "").strip() or (shown.tail or "").strip():
        return False
    following = shown.getnext()
    return shown.getprevious() is None and (following is None or following.tag in xhtml.BLOCK)


def _shown(host: xhtml.Element) -> xhtml.Element:
    """Return the link (or what is left of a dead one) of which the picture is all there is, else `host`."""
    link = host.getparent()
    if link is None or len(link) != 1 or not (link.tag == "a" or (link.tag == "span" and is_bare(link))):
        return host
    return host if (link.text or "").strip() or (host.tail or "").strip() else link


def _figcaption(caption: xhtml.Element | None, title: str | None, credit: str | None) -> xhtml.Element | None:
    if caption is None and not title and not credit:
        return None
    figcaption = xhtml.make("figcaption", title)
    if caption is not None:
        figcaption.text = caption.text
        figcaption.extend(list(caption))
    if credit:
        line = xhtml.make("span", credit, class_="credit")
        if len(figcaption):
            figcaption[-1].tail = f"{figcaption[-1].tail or ''} "
        elif figcaption.text:
            figcaption.text = f"{figcaption.text} "
        figcaption.append(line)
    return figcaption


def _paragraph(host: xhtml.Element) -> xhtml.Element | None:
    """Return the paragraph if nothing else stands in it."""
    parent = host.getparent()
    if parent is None or parent.tag != "p" or len(parent) != 1:
        return None
    return None if (parent.text or "").strip() or (host.tail or "").strip() else parent


def _caption(host: xhtml.Element) -> xhtml.Element | None:
    return next((child for child in host if child.get("data-caption") is not None), None)


def _use(picture: xhtml.Element, places: Places | None) -> ImageUse:
    figure = _shown(picture).getparent()
    caption = figure.find("figcaption") if figure is not None and figure.tag == "figure" else None
    span = places.of(picture) if places else Span("")
    use = ImageUse(
        picture.get("src") or "",
        picture.get("alt") or "",
        file=span.file or None,
        place=None if span.line is None else (span.line, span.column or 1),
    )
    if caption is None:
        return use
    credit = " ".join(xhtml.words(line) for line in caption.iter("span") if line.get("class") == "credit")
    plain = xhtml.words(caption).removesuffix(credit).strip()
    return msgspec.structs.replace(use, credit=credit or None, caption=plain or None)
