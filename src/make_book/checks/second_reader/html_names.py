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
NAMES = ELEMENTS | _FORMULA | _DRAWING
"""What may stand behind `<` in a tag."""

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
    "allowfullscreen async autofocus autoplay border checked compact controls default defer disabled download"
    " formnovalidate hidden inert ismap itemscope loop multiple muted nomodule noresize noshade novalidate nowrap"
    " open playsinline readonly required reversed selected".split()
)
"""Attributes that have a meaning without a value."""
_BARE = re.compile(r"""\s([A-Za-z_:][\w.:-]*)(?=\s|/?>|$)""")
_QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


def is_tag(text: str) -> bool:
    """Tell of `text`, which has the form of a tag (CommonMark 0.31 §6.6), whether HTML knows it.

    `<I know where she lives>` has the form, and the name of an element; but no element has such attributes.
    """
    name = _NAME.match(text)
    if name is None or name[1].lower() not in NAMES:
        return False
    bare = _BARE.findall(_QUOTED.sub("=", text))
    return all(word.lower() in _SWITCHES or "-" in word or ":" in word for word in bare)
