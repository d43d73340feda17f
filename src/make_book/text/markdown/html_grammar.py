"""What is a tag: CommonMark's grammar (section 6.6) and the names of HTML. All else in angle brackets is text."""

from __future__ import annotations

import html
import re
from html.entities import html5

from make_book.xml_text import NOT_TEXT

_ATTRIBUTE = r"""[A-Za-z_:][A-Za-z0-9_.:-]*+(?:[ \t\n]*+=[ \t\n]*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>`]++))?+"""
OPEN_TAG = re.compile(rf"<([A-Za-z][A-Za-z0-9-]*+(?::[A-Za-z]+)?+)((?:[ \t\n]++{_ATTRIBUTE})*+)[ \t\n]*+(/?)>")
"""An open tag; its groups are the name, the attributes, and the slash of an element without content."""
END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9-]*+(?::[A-Za-z]+)?+)[ \t\n]*+>")
PARTIAL_TAG = re.compile(
    rf"<([A-Za-z][A-Za-z0-9-]*+)((?:[ \t]++{_ATTRIBUTE})*)[ \t]*+"
    r"""(?:[A-Za-z_:][A-Za-z0-9_.:-]*+[ \t]*+=[ \t]*+(?:"[^"]*+|'[^']*+)?+)?+$"""
)
"""The first line of an open tag that goes on; groups as in `OPEN_TAG`."""
COMMENT = re.compile(r"<!--(?:-?>|(?:.*?)-->)", re.DOTALL)
INSTRUCTION = re.compile(r"<\?.*?\?>", re.DOTALL)
CHARACTER_DATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
DECLARATION = re.compile(r"<![A-Za-z][^>]*>")

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")
"""A character reference (CommonMark 6.2)."""
_PAIR = re.compile(r"""([A-Za-z_:][A-Za-z0-9_.:-]*)(?:[ \t\n]*=[ \t\n]*("[^"]*"|'[^']*'|[^\s"'<>`]+))?""")
_OFFICE = re.compile(r"(?:o|w|v|st1):[a-z]+", re.IGNORECASE)

BLOCK_NAMES = frozenset(
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link"
    " main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead"
    " title tr track ul".split()
)
"""The names that begin an HTML block of CommonMark's sixth kind."""
VERBATIM_NAMES = frozenset({"script", "pre", "style", "textarea"})
"""The names that begin an HTML block of CommonMark's first kind, which ends with its end tag."""
RAW_TEXT_NAMES = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())
"""Elements whose content is no markup (HTML, 13.1.2)."""
NAMES = (
    BLOCK_NAMES
    | VERBATIM_NAMES
    | RAW_TEXT_NAMES
    | frozenset(
        "a abbr acronym applet area audio b bdi bdo bgsound big blink br button canvas cite code data datalist del dfn"
        " em embed font hgroup i image img input ins kbd label map mark marquee math meta meter nobr noscript object"
        " output picture portal progress q rb rp rt rtc ruby s samp select slot small source span strike strong sub"
        " sup svg template time tt u var video wbr".split()
    )
)
"""The elements of HTML, those of the past included."""
_BARE = frozenset(
    "allowfullscreen alt async autofocus autoplay checked class compact controls default defer disabled download"
    " formnovalidate hidden href id inert inline ismap itemscope loop markdown multiple muted name nohref nomodule"
    " noresize noshade novalidate nowrap open playsinline popover readonly rel required reversed scoped seamless"
    " selected span src style target title translate value width height border".split()
)
"""Attributes of HTML that stand without a value, or that a hand forgets to give one."""


def character(reference: str) -> str:
    """Return the character that `reference` means: itself if HTML has no such name, "" if XML has no such character."""
    if reference[1] != "#" and reference[1:] not in html5:
        return reference
    return NOT_TEXT.sub("", html.unescape(reference))


def resolved(text: str) -> str:
    """Return `text` with its character references resolved."""
    return REFERENCE.sub(lambda found: character(found[0]), text) if "&" in text else text


def attributes_of(written: str) -> dict[str, str]:
    """Return the attributes in a tag, names in lower case, references resolved; the first of a name stands."""
    found: dict[str, str] = {}
    for name, value in _PAIR.findall(written):
        bare = value[1:-1] if value[:1] in ("'", '"') else value
        found.setdefault(name.lower(), resolved(bare))
    return found


def is_html(name: str, written: str) -> bool:
    """Say whether a tag of CommonMark's grammar is one of HTML: by its name, and by its attributes.

    A word without a value that is no attribute of HTML makes a sentence of it (`<I know where she lives>`),
    unless another word has a value in quotation marks.
    """
    low = name.lower()
    if low not in NAMES:
        return bool(_OFFICE.fullmatch(name))
    return any(value[:1] in ("'", '"') for _, value in _PAIR.findall(written) if value) or all(
        value or key.lower() in _BARE or key.lower().startswith(("data-", "aria-", "on"))
        for key, value in _PAIR.findall(written)
    )


def is_name_of_office(name: str) -> bool:
    """Say whether `name` is a remnant of an office program: `o:p`."""
    return bool(_OFFICE.fullmatch(name))
