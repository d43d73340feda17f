"""Cleaning: what an untrusted text may carry into a book, and what is left outside.

An allow-list of elements and attributes; whatever is not on it goes, with a finding that names it.
Text inside elements that are merely unknown stays. Comments go without a word.
"""

from __future__ import annotations

import re

from make_book import xhtml
from make_book.findings import Finding
from make_book.measure import Size
from make_book.text.languages import is_language_tag
from make_book.text.places import Places, is_bare

MATHML = "http://www.w3.org/1998/Math/MathML"
DIALECT = frozenset("credit details term sub see see-also to of data-note data-image data-caption".split())
"""Attributes of our own dialect; every one is used up before the text is done."""

_ALLOWED = frozenset(
    "a abbr address aside b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption"
    " figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table"
    " tbody td tfoot th thead time tr u ul var wbr".split()
)
_RENAMED = dict.fromkeys(
    "article body center details footer header hgroup html main nav section summary".split(), "div"
)
_RENAMED |= {"acronym": "abbr", "big": "span", "data": "span", "dir": "ul", "font": "span", "menu": "ul"}
_RENAMED |= {"strike": "s", "tt": "code"}
_REMOVED = frozenset(
    "applet area audio base button canvas datalist dialog embed fieldset form frame frameset head iframe input link"
    " map meta meter noembed noframes object optgroup option output param portal progress script select source style"
    " svg template textarea title track video".split()
)
_ATTRIBUTES = {
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope", "abbr"},
    "time": {"datetime"},
}
_VALUES = {
    "align": "left|center|right|justify",
    "class": ".+",
    "colspan": "[1-9][0-9]{0,2}",
    "datetime": "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?",
    "dir": "ltr|rtl|auto",
    "id": ".+",
    "reversed": ".*",
    "rowspan": "[1-9][0-9]{0,2}",
    "scope": "col|colgroup|row|rowgroup",
    "span": "[1-9][0-9]{0,2}",
    "start": "-?[0-9]{1,6}",
    "type": "[1aAiI]",
    "value": "-?[0-9]{1,6}",
}
_SAME = {"aria-details": "details"}
"""Attributes of HTML that the dialect has under a name of its own."""
_NEEDED = {"time": "datetime", "bdo": "dir"}
"""Elements that say nothing without their attribute."""
_FORMULAS = frozenset(
    "annotation maligngroup malignmark math menclose merror mfenced mfrac mi mlabeledtr mmultiscripts mn mo mover"
    " mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder"
    " munderover none semantics".split()
)
_FORMULA_ATTRIBUTES = frozenset(
    "accent accentunder alttext close columnalign columnspan depth dir display displaystyle encoding fence form height"
    " largeop linethickness lspace mathvariant maxsize minsize movablelimits notation open rowalign rowspan rspace"
    " scriptlevel separator separators stretchy symmetric width".split()
)
_EVERYWHERE = frozenset({"id", "class", "dir", "lang", "title", xhtml.XML_LANG}) | DIALECT
_PLACE = frozenset(Places.NAMES)
_ACTIVE = re.compile(r"\s*(?:javascript|vbscript|data|file)\s*:", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d][\w-]*")


class Cleaner:
    """Cleans the trees of one text."""

    def __init__(self, places: Places) -> None:
        """Begin with nothing removed."""
        self.places = places
        self.findings: list[Finding] = []

    def clean(self, parent: xhtml.Element) -> None:
        """Leave under `parent` nothing but what a book may hold."""
        for child in list(parent):
            if not isinstance(child.tag, str):
                xhtml.replace(child)
                continue
            if child.tag == f"{{{MATHML}}}math":
                self._formula(child)
                continue
            tag = child.tag.lower()
            tag = _RENAMED.get(tag, tag)
            if tag in _ALLOWED:
                child.tag = tag
                self._attributes(child)
                self.clean(child)
            else:
                self._remove(child, child.tag.rpartition("}")[2].lower())

    def _remove(self, child: xhtml.Element, tag: str) -> None:
        if tag in _REMOVED:
            self._say("TXT-010", f"<{tag}> and what stands in it was removed", child)
            xhtml.replace(child)
            return
        if tag not in ("picture", "noscript"):
            hint = "write &lt; for a < that is no tag"
            self._say("TXT-010", f"<{tag}> was removed, its text kept", child, hint)
        self.clean(child)
        xhtml.unwrap(child)

    def _attributes(self, element: xhtml.Element) -> None:
        tag = str(element.tag)
        allowed = _ATTRIBUTES.get("img" if element.get("data-image") is not None else tag, set())
        if is_bare(element) and tag not in _NEEDED:
            return
        for name, value in sorted((str(name), str(value)) for name, value in element.items()):
            if name in _PLACE:
                continue
            low = name if name.startswith("{") else _SAME.get(name.lower(), name.lower())
            del element.attrib[name]
            active = bool(_ACTIVE.match(value)) and (tag, low) != ("img", "src")
            if active or low.startswith("on") or low == "style":
                self._say("TXT-011", f"{low} was removed from <{tag}>", element)
            elif low in _EVERYWHERE or low in allowed:
                self._keep(element, low, value)
            elif tag == "a" and low == "name" and element.get("id") is None:
                self._keep(element, "id", value)
        if tag in _NEEDED and element.get(_NEEDED[tag]) is None:
            element.tag = "span"

    def _keep(self, element: xhtml.Element, name: str, value: str) -> None:
        """Set the attribute if its value is one that the attribute may have."""
        value = value.strip()
        if name in ("lang", xhtml.XML_LANG) and not is_language_tag(value):
            if value:
                self._say("TXT-016", f"{value!r} is not a language tag", element, "as in lang=ru")
            return
        if name in ("width", "height"):
            try:
                value = Size.parse(value).css
            except ValueError as error:
                self._say("TXT-011", f"{name} was removed from <img>: {error}", element)
                return
        if name in _VALUES and not re.fullmatch(_VALUES[name], value):
            return
        if name in ("class", "align"):
            names = [f"align-{value}"] if name == "align" else [word for word in value.split() if _WORD.fullmatch(word)]
            name, value = "class", " ".join([*(element.get("class") or "").split(), *names])
        if value or name not in ("class", "dir"):
            element.set(name, "reversed" if name == "reversed" else value)

    def _formula(self, element: xhtml.Element) -> None:
        """Keep presentation MathML, and nothing in it that acts, leads elsewhere or is HTML."""
        for node in [node for node in element.iter() if node is not element]:
            namespace, _, tag = str(node.tag).rpartition("}")
            if not isinstance(node.tag, str):
                xhtml.replace(node)
            elif namespace != f"{{{MATHML}" or tag not in _FORMULAS:
                self._say("TXT-010", f"<{tag}> was removed from a formula", node)
                xhtml.replace(node)
        for node in element.iter():
            node.text = node.text or None
            for name in [name for name in map(str, node.attrib) if name not in _FORMULA_ATTRIBUTES | _PLACE]:
                del node.attrib[name]

    def _say(self, code: str, message: str, element: xhtml.Element, *hints: str) -> None:
        self.findings.append(Finding(code, message, self.places.of(element), hints))
