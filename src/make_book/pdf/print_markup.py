"""The markup of a section for print: notes at their calls, page references, pictures on the baseline grid.

The shared section has its notes at its end, as an EPUB needs them. In print, each note is a footnote element at the
place of its call (CSS GCPM 3 §2). Three elements of our own mark what only print has, for style sheet and tags:
`book-note` (a note), `book-call` (a second call of it) and `book-page` (a page number).
"""

from __future__ import annotations

import math
from urllib.parse import quote

import msgspec

from make_book import xhtml
from make_book.measure import Size
from make_book.model import Image, Section
from make_book.pdf.display_lines import balance_display, keep_last_words
from make_book.pdf.geometry import PageGeometry
from make_book.pdf.layout_inputs import SectionContext
from make_book.pdf.locators import set_pages
from make_book.pdf.long_words import mark_long_words
from make_book.pdf.text_positions import letters
from make_book.text import languages
from make_book.typeset.running_titles import running_title

_NARROW = "\N{NARROW NO-BREAK SPACE}"
_THIN = "\N{WORD JOINER}\N{THIN SPACE}\N{WORD JOINER}"
"""Looks like U+202F, which EB Garamond does not have."""
LONG_NOTE = 600
"""Characters. If a shorter note does not fit its page, the line of its call moves with it; a longer one moves alone."""
LONGEST_HEAD = 46
"""Characters of the book's title, in spaced small capitals, that fit over the text block of the smallest trim size."""
PICTURE = "data-picture"
"""The attribute of a picture, and of a decoration made of one, that holds its path."""
RUNNING = "data-running-element"
"""The attribute of a running element in the markup of margin boxes."""
UNKNOWN = "000"
"""In place of a page label that is not known yet."""
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


def for_paper(section: Section, context: SectionContext) -> PrintMarkup:
    """Return `section` as the layout engine gets it. Nothing else in print parses or serialises a whole section."""
    root = xhtml.parse_one(section.xhtml)
    text = letters(root, notes=context.notes)
    balance_display(root, section.kind, context.page)
    keep_last_words(root)
    _mark_section(root, section, context)
    if context.notes == "foot":
        _float_notes(root, context.held)
    if section.kind == "index":
        set_pages(root, context.pages or None, context.page_labels)
    _cite_pages(root, section.language, context)
    for image in list(xhtml.elements(root, "img")):
        _size_image(image, context)
    _number_lists(root)
    if not context.links:
        _unlink(root)
    mark_long_words(root, context.page)
    _strip(root)
    return PrintMarkup(xhtml.serialise(root), text)


_LIST_STYLES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
"""Kinds of numbers by the attribute `type` of `ol` (HTML §4.4.5)."""


def _number_lists(root: xhtml.Element) -> None:
    """Say in styles how the items of lists are numbered: WeasyPrint 70 does not read the attributes that say so.

    It also sets a counter before it increments it, not after (CSS Lists 3 §4.3): an item with a value has no increment.
    """
    for numbered in xhtml.elements(root, "ol"):
        items = [child for child in numbered if child.tag == "li"]
        reverse = numbered.get("reversed") is not None
        given = numbered.get("start")
        start = int(given) if given else len(items) if reverse else 1
        styles = []
        if kind := _LIST_STYLES.get(numbered.get("type", "")):
            styles.append(f"list-style-type: {kind}")
        if reverse or start != 1:
            styles.append(f"counter-reset: list-item {start + 1 if reverse else start - 1}")
        _add_style(numbered, styles)
        for item in items:
            value = item.get("value")
            step = ["counter-increment: list-item -1"] if reverse else []
            placed = [f"counter-increment: list-item 0; counter-set: list-item {int(value)}"] if value else step
            _add_style(item, placed)


def _add_style(element: xhtml.Element, styles: list[str]) -> None:
    if styles:
        element.set("style", "; ".join([*([before] if (before := element.get("style")) else []), *styles]))


def _mark_section(root: xhtml.Element, section: Section, context: SectionContext) -> None:
    classes = [root.get("class", ""), f"place-{section.place.value}"]
    if section.kind == "episode" and context.openings == "run-on":
        classes.append("run-on")
    if section.id == context.opener:
        classes.append("first-body")
    if section.id in context.after_part:
        classes.append("after-part")
    root.set("class", " ".join(classes))
    # On the heading, not on the section: a section would set its strings again on each of its pages.
    heading = next(xhtml.elements(root, "h1"), None)
    if heading is not None:
        heading.set("data-running", context.running.get(section.id) or section.running or section.title)
        heading.set("data-book", running_title(context.title, LONGEST_HEAD))
        if section.level:
            heading.set("data-bookmark", section.title)
            heading.set("class", f"{heading.get('class') or ''} level-{section.level}".strip())


def _float_notes(root: xhtml.Element, held: tuple[str, ...]) -> None:
    """Move each note to its first call. A second call of the same note becomes a plain number."""
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
        _remove_white_space(note)
        floated.extend(list(note))
        floated[0].set("id", note.get("id") or "")
        xhtml.replace(note)
        xhtml.replace(call, floated)
        _join_to_word(floated)
    for block in [s for s in xhtml.elements(root, "section") if s.get("class") == "footnotes"]:
        if not any(True for _ in xhtml.elements(block, "aside")):
            xhtml.replace(block)


def _remove_white_space(note: xhtml.Element) -> None:
    """Remove the white space between the blocks of a note: WeasyPrint would make lines of it in a footnote."""
    for element in xhtml.elements(note):
        if element.tag in xhtml.BLOCK and element is not note and not (element.tail or "").strip():
            element.tail = None
        if len(element) and element[0].tag in xhtml.BLOCK and not (element.text or "").strip():
            element.text = None


def _join_to_word(call: xhtml.Element) -> None:
    """Join a note's call to the word before it: no line may begin with the number of a note."""
    before = call.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + _JOINER
    elif (parent := call.getparent()) is not None:
        parent.text = (parent.text or "") + _JOINER


def _cite_pages(root: xhtml.Element, language: str, context: SectionContext) -> None:
    """Add the page number to every entry of the contents and to every cross-reference."""
    in_contents = "contents" in (root.get("class") or "").split()
    before, after = f" ({languages.language(language).label('page-abbreviated', page='|')})".split("|")
    for link in list(xhtml.elements(root, "a")):
        target = link.get("href") or ""
        if not target.startswith("#"):
            continue
        if in_contents:
            link.append(_page_number(target, "", "", context))
        elif "cross-reference" in (link.get("class") or "").split():
            link.append(_page_number(target, before, after, context))


def _page_number(target: str, before: str, after: str, context: SectionContext) -> xhtml.Element:
    number = xhtml.make("book-page", data_href=target, data_before=before, data_after=after)
    number.set("data-number", context.labels.get(target[1:], UNKNOWN))
    number.set("class", "roman" if target[1:] in context.fronts else "arabic")
    return number


def _size_image(image: xhtml.Element, context: SectionContext) -> None:
    """Give a picture a height of whole lines, so that the text after it stays on the baseline grid."""
    source = context.images.get(image.get("src") or "")
    if source is None:
        return
    image.set("src", f"book:{quote(source.path)}")
    image.set(PICTURE, source.path)
    given = _given_width(image, source, context.page)
    size = _size_in_line(image, source, given, context.page) or _size_on_grid(source, given, context.page)
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
    """Make a decoration a background: it is an artifact, so it must have no tag (ISO 32000-1 §14.8.2.2)."""
    image.tag = "div"
    image.set("class", "decoration")
    image.set("style", f"{size};background-image:url({image.get('src')})")
    image.text = ""
    for name in ("src", "alt", "role"):
        image.attrib.pop(name, "")


def _unlink(root: xhtml.Element) -> None:
    """Replace every link by its text: printers accept no annotations."""
    for link in xhtml.elements(root, "a"):
        link.tag = "span"
        link.attrib.pop("href", "")


def _strip(root: xhtml.Element) -> None:
    """Remove attributes that WeasyPrint does not know, and replace characters that the fonts do not have."""
    for element in xhtml.elements(root):
        for name in [n for n in element.attrib if str(n).startswith("{") or str(n).startswith("aria-")]:
            del element.attrib[name]
        if element.text and _NARROW in element.text:
            element.text = element.text.replace(_NARROW, _THIN)
        if element.tail and _NARROW in element.tail:
            element.tail = element.tail.replace(_NARROW, _THIN)
