"""Where Python-Markdown would lose or mistake words: its own processors, put right.

Each class says what goes wrong without it. (Checked against Python-Markdown 3.11.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor, ReferenceProcessor, SetextHeaderProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.sane_lists import SaneOListProcessor
from markdown.extensions.tables import TableProcessor

from make_book.text import attributes
from make_book.text.attributes import LIST, Attributes

_URL = r"(?:<[^<>\s]+>|(?:[A-Za-z][A-Za-z0-9+.-]*:|#|\.{0,2}/|images/|www\.)\S+)"
_NUMBERED = re.compile(r"[ ]{0,3}(\d+)\.[ ]")


class Headings(HashHeaderProcessor):
    """`#22` and `#hashtag` at the start of a line are words: a heading wants a space (CommonMark 4.2)."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?=[ ])(?P<header>(?:\\.|[^\\#]|#+(?=[^#\n]))*?)#*(?:\n|$)")


class UnderlinedHeadings(SetextHeaderProcessor):
    """`---` under a paragraph is a scene break in our dialect; only `===` makes a heading."""

    RE = re.compile(r"^.*?\n=+[ ]*(\n|$)", re.MULTILINE)


class LinkDefinitions(ReferenceProcessor):
    """`[sic]: yes` is a sentence; a link's definition names an address."""

    RE = re.compile(
        rf"^[ ]{{0,3}}\[([^\[\]^][^\[\]]*)\]:[ ]*(?:\n[ ]*)?({_URL})[ ]*(?:\n[ ]*)?"
        r"""((["'])(.*)\4[ ]*|\((.*)\)[ ]*)?$""",
        re.MULTILINE,
    )


class OrderedLists(SaneOListProcessor):
    """`14. Oktober` and `1986. What a year` begin a paragraph, not a list of one item.

    A list that does not begin at 1 must have a second item, or go on with the list before it.
    """

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """Make the list, or give the block back as text (`False`)."""
        number = int(found[1]) if (found := _NUMBERED.match(blocks[0])) else 1
        before = parent[-1] if len(parent) else None
        follows = parent.tag in ("ol", "ul") or (before is not None and before.tag == "ol" and number <= _next(before))
        if number > 1 and not follows and not self._goes_on(number, blocks):
            return False
        super().run(parent, blocks)
        return None

    def _goes_on(self, number: int, blocks: list[str]) -> bool:
        if any(self.CHILD_RE.match(line) for line in blocks[0].split("\n")[1:]):
            return True
        following = (found for block in blocks[1:] if (found := _NUMBERED.match(block.lstrip("\n"))))
        return any(int(found[1]) == number + 1 for found in following)


def _next(items: Element) -> int:
    """Return the number the next item of a list will have."""
    return int(items.get("start", "1")) + len(items)


class Tables(TableProcessor):
    """A row longer than the head keeps its last cells: the head is made as wide as the widest row."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Widen the separator, then build the table."""
        rows = [row.strip(" ") for row in blocks[0].split("\n")]
        width = max(len(self._split_row(row)) for row in rows)  # type: ignore[attr-defined]
        self.separator: Sequence[str] = [*self.separator, *[""] * (width - len(self.separator))]  # type: ignore[assignment]
        super().run(parent, blocks)


class AttributeLists(AttrListTreeprocessor):
    """Only a true attribute list is taken out of the text; `*Hamlet*{sic}` keeps its word.

    A list at the end of a paragraph's last line counts too, if a space stands before it.
    """

    HEADER_RE = re.compile(rf"[ ]+{LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"(?:\n|[ ])[ ]*{LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(LIST)  # type: ignore[misc]

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:  # noqa: ARG002
        """Give `elem` what the list says; nothing of the text remains to be put back."""
        if said := attributes.read(f"{{{attrs_string}}}"):
            assign(elem, said)
        return ""


def assign(element: Element, said: Attributes) -> None:
    """Give `element` the anchor, the classes and the pairs."""
    if said.anchor:
        element.set("id", said.anchor)
    classes = [*(element.get("class") or "").split(), *said.classes]
    for key, value in said.pairs:
        if key.lower() == "class":
            classes += value.split()
        else:
            element.set(key.lower(), value)
    if classes:
        element.set("class", " ".join(dict.fromkeys(classes)))


def correct(md: Markdown) -> None:
    """Put our processors where Python-Markdown's stood."""
    blocks = md.parser.blockprocessors
    for name, processor, priority in (
        ("table", Tables(md.parser, {"use_align_attribute": True}), 75),
        ("hashheader", Headings(md.parser), 70),
        ("setextheader", UnderlinedHeadings(md.parser), 60),
        ("olist", OrderedLists(md.parser), 40),
        ("reference", LinkDefinitions(md.parser), 15),
    ):
        blocks.register(processor, name, priority)
    md.treeprocessors.register(AttributeLists(md), "attr_list", 8)
    md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, *(char for char in "<:\"'~|" if char not in md.ESCAPED_CHARS)]
