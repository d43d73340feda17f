"""A section's XHTML made ready for paper: notes where they are called, page references, pictures on the grid.

The shared section keeps its notes at its end, as an EPUB wants them; print floats each one from the
place of its call (CSS GCPM 3 §2). Three elements of our own stand for what only paper has, so that
style sheet and tags can tell them apart: `book-note` (a note), `book-call` (a second call of it) and
`book-page` (a page number).
"""

from __future__ import annotations

import math
from urllib.parse import quote

import msgspec

from make_book import xhtml
from make_book.measure import Size
from make_book.model import Image, Section
from make_book.pdf.display_lines import balance_display, hold_last_lines
from make_book.pdf.geometry import PageGeometry
from make_book.pdf.layout_inputs import SectionContext
from make_book.pdf.locators import set_pages
from make_book.pdf.text_positions import letters
from make_book.text import languages
from make_book.typeset.running_titles import running_title

_NARROW = "\N{NARROW NO-BREAK SPACE}"
_THIN = "\N{WORD JOINER}\N{THIN SPACE}\N{WORD JOINER}"
"""EB Garamond has no U+202F; a thin space between word joiners is set the same."""
LONG_NOTE = 600
"""Characters: a shorter note takes the line of its call over to the next page with it, a longer one goes alone."""
LONGEST_HEAD = 46
"""Characters of the book's title that fit over the smallest trim's text block: it is set in spaced small capitals."""
PICTURE = "data-picture"
"""The attribute of a picture, and of a decoration made of one, that holds its path."""
UNKNOWN = "000"
"""Stands for the label of a page until it is known."""
_JOINER = "\N{WORD JOINER}"
_CSS_PX = 0.75
_IN_LINE = 1.6
"""A picture up to so many lines high is set in the line of the words around it."""
_INLINE = frozenset("a abbr b bdi bdo cite del em i ins mark q s small span strong sub sup u".split())


class PrintMarkup(msgspec.Struct, frozen=True):
    """A section as the layout engine gets it."""

    xhtml: str
    letters: str
    """The letters of its text (`text_positions`), in the order of the shared XHTML."""


def for_paper(section: Section, sheet: SectionContext) -> PrintMarkup:
    """Return `section` as the layout engine gets it. Nothing else in print parses or serialises a whole section."""
    root = xhtml.parse_one(section.xhtml)
    text = letters(root, notes=sheet.notes)
    balance_display(root, section.kind, sheet.page)
    hold_last_lines(root)
    _mark_section(root, section, sheet)
    if sheet.notes == "foot":
        _float_notes(root, sheet.held)
    if section.kind == "index":
        set_pages(root, sheet.pages or None, sheet.page_labels)
    _cite_pages(root, section.language, sheet)
    for image in list(xhtml.elements(root, "img")):
        _size_image(image, sheet)
    if not sheet.links:
        _unlink(root)
    _strip(root)
    return PrintMarkup(xhtml.serialise(root), text)


def _mark_section(root: xhtml.Element, section: Section, sheet: SectionContext) -> None:
    classes = [root.get("class", ""), f"place-{section.place.value}"]
    if section.kind == "episode" and sheet.openings == "run-on":
        classes.append("run-on")
    if section.id == sheet.opener:
        classes.append("first-body")
    if section.id in sheet.after_part:
        classes.append("after-part")
    root.set("class", " ".join(classes))
    # On the heading, not the section: a section goes on over pages and would set its strings anew on each.
    heading = next(xhtml.elements(root, "h1"), None)
    if heading is not None:
        heading.set("data-running", sheet.running.get(section.id) or section.running or section.title)
        heading.set("data-book", running_title(sheet.title, LONGEST_HEAD))
        if section.level:
            heading.set("data-bookmark", section.title)
            heading.set("class", f"{heading.get('class') or ''} level-{section.level}".strip())


def _float_notes(root: xhtml.Element, held: tuple[str, ...]) -> None:
    """Move each note to its first call; a second call of the same note stays a mere number."""
    notes = {note.get("id"): note for note in xhtml.elements(root, "aside") if note.get("role") == "doc-footnote"}
    for call in [a for a in xhtml.elements(root, "a") if a.get("role") == "doc-noteref"]:
        note = notes.pop((call.get("href") or "#")[1:], None)
        if note is None:
            again = xhtml.make("book-call", xhtml.text_content(call))
            xhtml.replace(call, again)
            continue
        floated = xhtml.make("book-note", data_label=xhtml.text_content(call))
        if len(xhtml.text_content(note)) > LONG_NOTE and note.get("id") not in held:
            floated.set("class", "long")
        for back in [a for a in xhtml.elements(note, "a") if a.get("role") == "doc-backlink"]:
            back.tail = (back.tail or "").lstrip()
            xhtml.replace(back)
        _close_up(note)
        floated.extend(list(note))
        floated[0].set("id", note.get("id") or "")
        xhtml.replace(note)
        xhtml.replace(call, floated)
        _hold_to_word(floated)
    for block in [s for s in xhtml.elements(root, "section") if s.get("class") == "footnotes"]:
        if not any(True for _ in xhtml.elements(block, "aside")):
            xhtml.replace(block)


def _close_up(note: xhtml.Element) -> None:
    """Take out the white space between the blocks of a note: in a float it would be set as lines."""
    for element in xhtml.elements(note):
        if element.tag in xhtml.BLOCK and element is not note and not (element.tail or "").strip():
            element.tail = None
        if len(element) and element[0].tag in xhtml.BLOCK and not (element.text or "").strip():
            element.text = None


def _hold_to_word(call: xhtml.Element) -> None:
    """No line may begin with the number of a note."""
    before = call.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + _JOINER
    elif (parent := call.getparent()) is not None:
        parent.text = (parent.text or "") + _JOINER


def _cite_pages(root: xhtml.Element, language: str, sheet: SectionContext) -> None:
    """Put the page number behind every line of the contents and every cross-reference."""
    in_contents = "contents" in (root.get("class") or "").split()
    before, after = f" ({languages.language(language).label('page-abbreviated', page='|')})".split("|")
    for link in list(xhtml.elements(root, "a")):
        target = link.get("href") or ""
        if not target.startswith("#"):
            continue
        if in_contents:
            link.append(_page_number(target, "", "", sheet))
        elif "cross-reference" in (link.get("class") or "").split():
            link.append(_page_number(target, before, after, sheet))


def _page_number(target: str, before: str, after: str, sheet: SectionContext) -> xhtml.Element:
    number = xhtml.make("book-page", data_href=target, data_before=before, data_after=after)
    number.set("data-number", sheet.labels.get(target[1:], UNKNOWN))
    number.set("class", "roman" if target[1:] in sheet.fronts else "arabic")
    return number


def _size_image(image: xhtml.Element, sheet: SectionContext) -> None:
    """Give the picture a width and a height in whole lines, so that the text after it keeps the grid."""
    source = sheet.images.get(image.get("src") or "")
    if source is None:
        return
    image.set("src", f"book:{quote(source.path)}")
    image.set(PICTURE, source.path)
    given = _given_width(image, source, sheet.page)
    size = _size_in_line(image, source, given, sheet.page) or _size_on_grid(source, given, sheet.page)
    for name in ("width", "height"):
        image.attrib.pop(name, "")
    if image.get("alt"):
        image.set("style", size)
    else:
        _make_artifact(image, size)


def _given_width(image: xhtml.Element, source: Image, page: PageGeometry) -> float | None:
    """Return the width that the author gives the picture, or that follows from the height; in points."""
    width, height = (xhtml.take(image, name) for name in ("data-width", "data-height"))
    em = page.font_size.pt
    if width:
        return Size.parse(width).points(page.measure.pt, em)
    if height:
        return Size.parse(height).points(page.lines * page.leading.pt, em) * source.width / source.height
    return None


def _size_on_grid(source: Image, given: float | None, page: PageGeometry) -> str:
    """Return the style of a picture of its own: no wider than the measure, no taller than a page bears."""
    leading = page.leading.pt
    width = min(page.measure.pt, source.width * _CSS_PX if given is None else given)
    height = width * source.height / source.width
    tallest = (page.lines - 5) * leading
    if height > tallest:
        width, height = width * tallest / height, tallest
    if given is not None:
        lines = max(1, math.ceil(height / leading - 0.01))
        rest = lines * leading - height
        return f"height:{height:.3f}pt;width:{width:.3f}pt;padding-bottom:{rest:.3f}pt"
    lines = max(1, int(height / leading + 0.01))
    return f"height:{lines * leading:.3f}pt;width:{width * lines * leading / height:.3f}pt"


def _size_in_line(image: xhtml.Element, source: Image, given: float | None, page: PageGeometry) -> str | None:
    """Return the style of a picture between words: one about as high as a line stays in it, a larger one stands alone.

    A large picture among words would leave its line with a few words stretched over the measure.
    """
    parent = image.getparent()
    if parent is None or not _is_among_words(image):
        return None
    leading = page.leading.pt
    width = source.width * _CSS_PX if given is None else given
    height = width * source.height / source.width
    if height > leading * _IN_LINE:
        return f"{_size_on_grid(source, given, page)};display:block;margin:{leading / 2:.3f}pt auto"
    most = min(1.0, leading * 0.8 / height)
    return f"height:{height * most:.3f}pt;width:{width * most:.3f}pt;vertical-align:-0.15em"


def _is_among_words(image: xhtml.Element) -> bool:
    """Tell whether words stand beside the picture in its paragraph or cell."""
    node = image
    while (parent := node.getparent()) is not None and parent.tag in _INLINE:
        node = parent
    if parent is None or parent.tag == "figure":
        return False
    return bool(xhtml.words(parent))


def _make_artifact(image: xhtml.Element, size: str) -> None:
    """Paint a decoration as a background: it is no content, so it has no tag (ISO 32000-1 §14.8.2.2)."""
    image.tag = "div"
    image.set("class", "decoration")
    image.set("style", f"{size};background-image:url({image.get('src')})")
    image.text = ""
    for name in ("src", "alt", "role"):
        image.attrib.pop(name, "")


def _unlink(root: xhtml.Element) -> None:
    """Make plain text of every link: a press wants no annotations."""
    for link in xhtml.elements(root, "a"):
        link.tag = "span"
        link.attrib.pop("href", "")


def _strip(root: xhtml.Element) -> None:
    for element in xhtml.elements(root):
        for name in [n for n in element.attrib if str(n).startswith("{") or str(n).startswith("aria-")]:
            del element.attrib[name]
        if element.text and _NARROW in element.text:
            element.text = element.text.replace(_NARROW, _THIN)
        if element.tail and _NARROW in element.tail:
            element.tail = element.tail.replace(_NARROW, _THIN)
