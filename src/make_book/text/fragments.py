"""From raw HTML to a clean tree: characters, entities, well-formedness, then `cleaning`."""

from __future__ import annotations

import html
import re

from make_book import xhtml
from make_book.findings import Finding
from make_book.text.cleaning import MATHML, Cleaner
from make_book.text.places import Places
from make_book.text.structure import mend

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NUMERIC = re.compile(r"&#(?:[0-9]+|[xX][0-9A-Fa-f]+);")
_MATH = re.compile(r"<math(?![^<>]*\sxmlns\s*=)", re.IGNORECASE)
_XMLNS = re.compile(r"""(<(?!math\b)[^<>]*?)\sxmlns(?::[\w-]+)?\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
_VOID = re.compile(rf"<({'|'.join(sorted(xhtml.VOID))})\b([^<>]*?)\s*/?>", re.IGNORECASE)
_HTML_ONLY = re.compile("AttValue|mandates value")
"""What the XML parser says of attributes without quotation marks or without a value: good HTML."""
_TAG = re.compile(r"mismatch: ([A-Za-z][\w-]*)|Premature end .* in tag ([A-Za-z][\w-]*)")


def tidy(source: str, file: str, first_line: int) -> tuple[Places, tuple[Finding, ...]]:
    """Return `source` with plain line ends and without characters that no XML document can carry."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    places = Places(file, first_line, text)
    found = list(_CONTROL.finditer(text))
    if not found:
        return places, ()
    codes = ", ".join(dict.fromkeys(f"U+{ord(match[0]):04X}" for match in found))
    message = f"{len(found)} control character{'s' * (len(found) > 1)} removed: {codes}"
    clean = Places(file, first_line, _CONTROL.sub("", text))
    return clean, (Finding("TXT-013", message, places.at(found[0].start())),)


def tree(raw: str, cleaner: Cleaner) -> xhtml.Element:
    """Return raw HTML as a clean tree under a `<div>` that is only a handle."""
    text = _NUMERIC.sub(_character, raw) if "&#" in raw else raw
    if "xmlns" in text or "<math" in text.lower():
        while (bare := _XMLNS.sub(r"\1", text)) != text:
            text = bare
        text = _MATH.sub(f'<math xmlns="{MATHML}"', text)
    text = _VOID.sub(r"<\1\2/>", text)
    try:
        root = xhtml.parse(text)
    except xhtml.MalformedXHTML as error:
        if not _HTML_ONLY.search(str(error)):
            cleaner.findings.append(_mended(error, cleaner.places))
        root = _repaired(text)
    cleaner.clean(root)
    mend(root)
    return root


def _repaired(text: str) -> xhtml.Element:
    try:
        return xhtml.parse(xhtml.repair(text))
    except xhtml.MalformedXHTML:
        return xhtml.parse(html.escape(re.sub(r"<[^<>]*>", "", text), quote=False))


def _mended(error: xhtml.MalformedXHTML, places: Places) -> Finding:
    """Return the finding; its place is where the tag that the parser names first stands."""
    tag = next((name for name in found.groups() if name), None) if (found := _TAG.search(str(error))) else None
    span = places.search(rf"<{re.escape(tag)}\b") if tag else places.search(r"<[a-z!/?]")
    hint = "close every tag, and write &lt; for a < that is no tag"
    return Finding("TXT-012", "the HTML is not well-formed; it was mended as a browser would", span, (hint,))


def _character(found: re.Match[str]) -> str:
    """Return the character a numeric reference means in HTML; none for one that XML cannot carry."""
    return html.escape(_CONTROL.sub("", html.unescape(found[0])), quote=True)
