"""HTML in Markdown: what is a tag, and what is done with it. All else between `<` and `>` is text.

Names are those of the HTML Living Standard, with the obsolete ones that browsers know (§16.2), and those of MathML
Core and SVG that a text may hold.
"""

from __future__ import annotations

import re

ELEMENTS = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote"
    " body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl"
    " dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr"
    " html i iframe img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu"
    " menuitem meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture"
    " plaintext pre progress q rb rbc rp rt rtc ruby s samp script search section select slot small source span"
    " strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt"
    " u ul var video wbr xmp".split()
)
_FORMULA = frozenset(
    "annotation annotation-xml maction maligngroup malignmark menclose merror mfenced mfrac mi mlabeledtr"
    " mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup"
    " mtable mtd mtext mtr munder munderover none semantics".split()
)
_DRAWING = frozenset(
    "animate circle clippath defs desc ellipse filter foreignobject g image line lineargradient marker mask path"
    " pattern polygon polyline radialgradient rect stop switch symbol text textpath tspan use".split()
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre"
    " search section summary table tbody td tfoot th thead tr ul xmp".split()
)
"""Elements that begin on a line of their own."""
REMOVED = frozenset(
    "applet area audio base bgsound button canvas datalist dialog embed fieldset form frame frameset head iframe"
    " input keygen link map meta meter noembed noframes object optgroup option output param portal progress script"
    " select source style svg template textarea title track video".split()
)
"""Elements that have no place in a book: they go with all that stands in them."""

_SWITCHES = frozenset(
    "allowfullscreen alt async autofocus autoplay border checked class compact controls default defer disabled download"
    " formnovalidate height hidden href id inert inline ismap itemscope loop markdown multiple muted name"
    " nohref nomodule noresize noshade novalidate nowrap open playsinline popover readonly rel required reversed"
    " scoped seamless selected span src style target title translate value width".split()
)
"""Attributes that have a meaning without a value, or that a hand forgets to give one."""
_BARE = re.compile(r"""\s([A-Za-z_:][\w.:-]*)(?=\s|/?>|$)""")
_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)(.*)", re.DOTALL)
_OFFICE = re.compile(r"(?:o|w|v|st1):[a-z]+")
"""Names that office programs leave."""
_NEVER_CLOSED = frozenset({"br", "hr", "img", "wbr", "p", "li"})


def is_tag(text: str, before: str = "", source: str = "") -> bool:
    """Tell of `text`, which has the form of a tag (CommonMark 0.31 §6.6), whether HTML knows it.

    `<I know where she lives>` has the form, and the name of an element; but no element has such attributes. Nor is
    `<Time>` a tag if the whole `source` does not close it. `before` is what stands before it: formulas and drawings
    have names of their own.
    """
    found = _NAME.match(text)
    if found is None:
        return False
    closes, name, rest = found.groups()
    low = name.lower()
    if low not in ELEMENTS:
        return bool(_OFFICE.fullmatch(low)) or _is_foreign(low, before.lower())
    bare = _BARE.findall(_VALUE.sub("=", text))
    if not _QUOTED.search(text) and not all(_may_be_bare(word.lower()) for word in bare):
        return False
    plain = not closes and name[0].isupper() and low not in _NEVER_CLOSED and not rest.strip(" \t\n>")
    return not (plain and source) or f"</{low}" in source.lower()


def _may_be_bare(word: str) -> bool:
    return word in _SWITCHES or word.startswith(("data-", "aria-", "on"))


def _is_foreign(name: str, before: str) -> bool:
    """Tell whether `name` is one of a formula or a drawing that is open there."""
    names = {"math": _FORMULA, "svg": _DRAWING}
    return any(name in names[kind] and before.rfind(f"<{kind}") > before.rfind(f"</{kind}") for kind in names)
