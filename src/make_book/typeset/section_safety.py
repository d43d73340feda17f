"""What a section may hold: nothing that acts, fetches or leads where no book can lead.

The text's own HTML is cleaned where it is read. This is the gate behind everything else that makes a section: a
book's own templates, front matter, what another stage might let through. It reads parsed names and parsed styles.
"""

from __future__ import annotations

from collections.abc import Iterator

from make_book import drawings
from make_book.css import dangers
from make_book.web_address import web_address
from make_book.xhtml import Element, elements

_HTML = frozenset(
    "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl"
    " dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p pre q rp rt"
    " ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_SVG = f"{{{drawings.SVG_NS}}}"
_FETCHING = frozenset(
    "srcset poster data action formaction background ping manifest longdesc usemap codebase classid archive profile"
    " {http://www.w3.org/1999/xlink}href".split()
)


def make_safe(root: Element) -> Iterator[str]:
    """Yield what in the section `root` no book may hold, in words; links out of the book are written validly."""
    drawn: set[Element] = set()
    for node in elements(root):
        if node in drawn:
            continue
        tag = str(node.tag)
        if tag == f"{_SVG}svg":
            drawn.update(node.iter())
            yield from (f"its drawing {fault}" for fault in drawings.faults(node))
        elif tag.startswith(_MATHML):
            yield from _attributes(node, tag.removeprefix(_MATHML))
        elif tag in _HTML:
            yield from _attributes(node, tag)
        else:
            yield f"it holds a <{tag.rpartition('}')[2]}> element"


def _attributes(node: Element, tag: str) -> Iterator[str]:
    for name, value in [(str(name), str(value)) for name, value in node.attrib.items()]:
        if name == "href":
            yield from _link(node, tag, value)
        elif name == "style":
            yield from (f"a style of <{tag}> {danger.what}" for danger in dangers(value))
        elif name.lower().startswith("on") or name.lower() in _FETCHING:
            yield f"<{tag}> has the attribute {name}"
        elif name == "src" and (tag != "img" or ":" in value.partition("/")[0] or value.startswith("//")):
            yield f"<{tag}> shows something from outside the book ({value[:60]})"


def _link(node: Element, tag: str, value: str) -> Iterator[str]:
    """Write the address of a link out of the book as it must be; yield what no book can follow."""
    if tag != "a":
        yield f"<{tag}> has the attribute href"
    elif "#" not in value.partition(":")[0]:
        address = web_address(value)
        if address is None:
            yield f"a link leads where no book can lead ({value[:60]})"
        elif address != value:
            node.set("href", address)
