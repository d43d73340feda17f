"""An HTML tree → make-book's Markdown, block by block, with a list of what was left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from make_book.importing.html_inlines import Inlines, escaped, finished, line_starts_escaped, picture
from make_book.importing.html_notes import PageNotes, find_notes, without_back_links
from make_book.importing.html_tables import table
from make_book.importing.html_tree import DROPPED, Node, classes, find_all, local, words_of
from make_book.importing.import_values import LeftOut

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5"
    " h6 header hgroup hr html li main ol p pre section summary table tbody td tfoot th thead tr ul caption nav"
    " form".split()
)
_CONTAINERS = frozenset(
    "address article aside body center details div fieldset footer header hgroup html main section summary dd".split()
)
_DEEPEST = 40
_CREDIT = re.compile(r"credit|source|copyright|attribution|photographer", re.IGNORECASE)


class HtmlText(msgspec.Struct, frozen=True):
    """The Markdown of a tree and what of its words is not in it."""

    markdown: str
    left_out: tuple[LeftOut, ...] = ()


def to_markdown(root: Node, language: str | None = None) -> HtmlText:
    """Return the content of `root` as Markdown. Every word is in it or in `left_out`."""
    return _Converter(root, language).convert()


class _Converter:
    def __init__(self, root: Node, language: str | None) -> None:
        self.root = root
        self.left: list[LeftOut] = []
        self.notes: PageNotes = find_notes(root)
        self.note_nodes = set(self.notes.elements.values())
        self.inlines = Inlines(self.notes.labels, language, self._leave)
        self.language = language

    def convert(self) -> HtmlText:
        blocks = list(self._blocks(self.root, 0))
        for label, note in self.notes.elements.items():
            without_back_links(note)
            lines = "\n\n".join(self._blocks(note, 1)) or self.inlines.paragraph(note)
            blocks.append(f"[^{label}]: " + lines.replace("\n", "\n    "))
        text = "\n\n".join(block for block in blocks if block.strip())
        return HtmlText(text.replace("\n    \n", "\n\n"), tuple(self.left))

    def _leave(self, node: Node, reason: str) -> None:
        if words := words_of(node):
            self.left.append(LeftOut(words, reason, node.sourceline or 1))

    def _blocks(self, node: Node, depth: int) -> Iterator[str]:
        """Yield the blocks in `node`; inline content between blocks is gathered into paragraphs."""
        if depth > _DEEPEST:
            yield line_starts_escaped(self.inlines.paragraph(node))
            return
        run: list[str] = [self._text(node.text)]
        for child in node:
            name = local(child)
            if child in self.note_nodes:
                pass
            elif name in DROPPED and name:
                self._leave(child, f"no text: <{name}>")
            elif name in _BLOCKS or (name and self._holds_blocks(child)):
                yield from self._flushed(run)
                yield from self._block(child, name, depth + 1)
            elif name:
                run.append(self.inlines.element(child, depth + 1, frozenset()))
            run.append(self._text(child.tail))
        yield from self._flushed(run)

    def _text(self, text: str | None) -> str:
        return escaped(text or "")

    @staticmethod
    def _flushed(run: list[str]) -> Iterator[str]:
        """Yield the paragraphs gathered in `run`: two line breaks part them. Empty it."""
        text = "".join(run)
        run.clear()
        for piece in re.split(r"(?:\\\n[ ]*){2,}", text):
            if paragraph := finished(piece):
                yield paragraph

    def _holds_blocks(self, node: Node) -> bool:
        return (
            local(node) not in ("a", "picture") and any(local(one) in _BLOCKS for one in node.iter() if one is not node)
        ) or (local(node) == "a" and any(local(one) in ("figure", "p", "h2", "h3", "div") for one in node.iter()))

    def _block(self, node: Node, name: str, depth: int) -> Iterator[str]:
        makers = {
            "p": self._paragraph, "ul": self._list, "ol": self._list, "blockquote": self._quotation,
            "figure": self._figure, "table": self._table, "dl": self._definitions,
        }  # fmt: skip
        if re.fullmatch("h[1-6]", name):
            if words := self.inlines.paragraph(node).replace("\\\n", " "):
                yield f"{'#' * max(2, int(name[1]))} {words}"
        elif name == "hr":
            yield "* * *"
        elif name == "pre":
            yield _preformatted(node)
        elif name in makers:
            yield from makers[name](node, depth)
        else:
            yield from self._container(node, name, depth)

    def _container(self, node: Node, name: str, depth: int) -> Iterator[str]:
        if (
            classes(node) & {"wp-caption", "caption", "image-caption-container"}
            and next(find_all(node, "img"), None) is not None
        ):
            yield from self._figure(node, depth)
            return
        if (verse := "\n\n".join(self._blocks(node, depth))) and name:
            tag = node.get("lang")
            foreign = tag and self.language and tag.split("-")[0] != self.language.split("-")[0]
            yield f"::: {{lang={tag}}}\n{verse}\n:::" if foreign and name not in ("body", "html") else verse

    def _paragraph(self, node: Node, depth: int) -> Iterator[str]:
        text = words_of(node)
        if text and re.fullmatch(r"(?:[*•·⁂~#_—–-]\s*){1,9}", text) and next(find_all(node, "img"), None) is None:
            yield "* * *"
            return
        yield from self._blocks(node, depth)

    def _list(self, node: Node, depth: int) -> Iterator[str]:
        name = local(node)
        start = int(node.get("start")) if re.fullmatch(r"\d{1,6}", node.get("start") or "") else 1
        if any(text and text.strip() for text in (node.text, *(child.tail for child in node))):
            yield from self._blocks(node, depth)
            return
        items: list[str] = []
        for child in node:
            if child in self.note_nodes or not local(child):
                continue
            blocks = (
                list(self._blocks(child, depth))
                if local(child) not in ("ul", "ol")
                else list(self._block(child, local(child), depth))
            )
            mark = f"{start + len(items)}. " if name == "ol" else "- "
            body = ("\n" if _is_tight(blocks) else "\n\n").join(blocks)
            items.append(mark + body.replace("\n", "\n" + " " * max(4, len(mark))) if body else mark.strip())
        if not items:
            return
        loose = any("\n\n" in item for item in items)
        text = ("\n\n" if loose else "\n").join(items)
        yield re.sub(r"(?m)^[ ]+$", "", text)

    def _quotation(self, node: Node, depth: int) -> Iterator[str]:
        body = "\n\n".join(self._blocks(node, depth))
        if body:
            yield "\n".join(f"> {line}".rstrip() for line in body.split("\n"))

    def _figure(self, node: Node, depth: int) -> Iterator[str]:
        pictures = list(find_all(node, "img"))
        captions = [
            one
            for one in node.iter()
            if local(one) == "figcaption" or classes(one) & {"wp-caption-text", "caption-text"}
        ]
        if len(pictures) == 1 and not any(local(one) in ("table", "pre", "blockquote") for one in node.iter()):
            caption, credit = _caption(captions)
            yield picture(pictures[0], caption, credit)
            shown = {words_of(one) for one in captions}
            others = words_of(node)
            for one in shown:
                others = others.replace(one, "")
            if others.strip():
                yield line_starts_escaped(self._text(others).strip())
            return
        yield from self._blocks(node, depth)

    def _table(self, node: Node, depth: int) -> Iterator[str]:
        frames = [one for one in node.iter() if local(one) in ("table", "thead", "tbody", "tfoot", "tr")]
        loose = (text for one in frames for text in (one.text, *(child.tail for child in one)) if text and text.strip())
        inside = {"thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col", ""}
        if any(loose) or any(local(child) not in inside for one in frames for child in one):
            yield from self._blocks(node, depth)
            return
        found = table(node, self.inlines)
        if found is not None:
            yield found
            return
        for cell in find_all(node, "td", "th", "caption"):
            if not any(local(above) == "table" and above is not node for above in cell.iterancestors()):
                yield from self._blocks(cell, depth)

    def _definitions(self, node: Node, depth: int) -> Iterator[str]:
        lines: list[str] = []
        groups = [node, *(child for child in node if local(child) == "div")]
        strange = any(local(one) not in ("dt", "dd", "div", "") for group in groups for one in group)
        loose = [
            text for group in groups for text in (group.text, *(one.tail for one in group)) if text and text.strip()
        ]
        if strange or loose or any(local(one) == "dl" for one in node.iter() if one is not node):
            yield from self._blocks(node, depth)
            return
        for child in node.iter():
            if local(child) == "dt":
                lines += ("", self.inlines.paragraph(child).replace("\\\n", " "))
            elif local(child) == "dd":
                body = "\n\n".join(self._blocks(child, depth))
                lines.append(":   " + body.replace("\n", "\n    "))
        yield "\n".join(lines).strip()


def _is_tight(blocks: Sequence[str]) -> bool:
    return len(blocks) <= 1 or (len(blocks) == 2 and re.match(r"(?:- |\d+\. )", blocks[1]) is not None)


def _preformatted(node: Node) -> str:
    text = "".join(node.itertext()).strip("\n")
    language = next(
        (
            c.removeprefix("language-").removeprefix("lang-")
            for c in sorted(classes(node) | _inner(node))
            if c.startswith("lang")
        ),
        "",
    )
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _inner(node: Node) -> frozenset[str]:
    return frozenset(name for child in find_all(node, "code") for name in classes(child))


def _caption(captions: Sequence[Node]) -> tuple[str, str]:
    """Return the caption and the credit apart: an element whose class says credit is one."""
    words, credit = [], []
    for one in captions:
        apart = [inner for inner in one.iter() if inner is not one and _CREDIT.search(inner.get("class") or "")]
        text = words_of(one)
        for inner in apart:
            credit.append(words_of(inner))
            text = text.replace(words_of(inner), "").strip()
        words.append(text)
    return " ".join(filter(None, words)), " ".join(filter(None, credit))
