"""Fenced blocks, `::: name` … `:::`, and verse in its two spellings."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import HTML_PLACEHOLDER_RE, nearing_recursion_limit

from make_book.text import attributes
from make_book.text.attributes import Attributes
from make_book.text.markdown.corrections import Headings, assign
from make_book.text.markdown.footnotes import Definitions
from make_book.text.markdown.job import ETX, STX, Job

NAMES = ("verse", "letter", "epigraph", "dialogue", "addendum", "editor")
"""The blocks the house knows by name."""
LINE_MARK = re.compile(rf"{STX}line:\d+{ETX}")
"""The number of a fence's line, carried along with it."""

_LINE = re.compile(r"[ >]*:{3,}")
_FENCE = re.compile(rf"^[ ]{{0,3}}:{{3,}}(?P<info>[^\n{STX}]*){STX}line:(?P<line>\d+){ETX}[ ]*$", re.MULTILINE)
_INFO = re.compile(r"(?P<name>[^\W\d][\w-]*)?[ ]*(?P<list>\{.*\})?")


class NumberFences(Preprocessor):
    """Writes its line number behind every fence, since blocks no longer know their lines."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines, numbers added."""
        return [
            f"{line}{STX}line:{number}{ETX}" if ":::" in line and _LINE.match(line) else line
            for number, line in enumerate(lines, 1)
        ]


class Fences(BlockProcessor):
    """Makes a `<div>` of each fenced block; they nest."""

    def __init__(self, md: Markdown, notes: Definitions) -> None:
        """Take `notes` out of verse, where no other processor runs."""
        super().__init__(md.parser)
        self.headings = Headings(md.parser)
        self.notes = notes
        self.job: Job | None = None

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        """Say whether a fence stands in `block`."""
        return ":::" in block and bool(_FENCE.search(block)) and not nearing_recursion_limit()

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse what stands before the fence; then the block it opens, or complain of a stray one."""
        block = blocks.pop(0)
        fence = _FENCE.search(block)
        if fence is None:
            raise AssertionError("test() saw a fence")
        before, after = block[: fence.start()].rstrip("\n"), block[fence.end() :].removeprefix("\n")
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        if _info(fence):
            inside = self._inside(fence, after, blocks)
            self._fill(parent, self._attributes(fence), inside)
            return
        self._say("TXT-005", "this ::: closes nothing", fence, "remove it, or open a block above it")
        if after:
            blocks.insert(0, after)

    def _inside(self, fence: re.Match[str], after: str, blocks: list[str]) -> str:
        """Take what the block holds out of `after` and `blocks`, up to its own closing fence."""
        text = "\n\n".join([after, *blocks])
        blocks.clear()
        depth = 1
        for other in _FENCE.finditer(text):
            depth += 1 if _info(other) else -1
            if depth == 0:
                rest = text[other.end() :].removeprefix("\n")
                blocks.extend(rest.split("\n\n") if rest.strip() else [])
                return text[: other.start()].rstrip("\n")
        self._say("TXT-004", f"the block ::: {_info(fence)} is never closed", fence, "add a line with ::: after it")
        return text

    def _attributes(self, fence: re.Match[str]) -> Attributes:
        """Return what the opening line says; an unknown name and an unreadable line are reported."""
        info = _info(fence)
        parts = _INFO.fullmatch(info)
        said = attributes.read(parts["list"]) if parts and parts["list"] else Attributes()
        if parts is None or said is None:
            hint = "a name, or a list in braces: ::: {.class lang=fr}"
            self._say("TXT-006", f"cannot read the opening of a block: ::: {info}", fence, hint)
            return Attributes()
        if not parts["name"]:
            return said
        if parts["name"] not in NAMES:
            hint = f"the house knows {', '.join(NAMES)}; a class of your own is written ::: {{.{parts['name']}}}"
            self._say("TXT-007", f"no block is called {parts['name']!r}", fence, hint)
        return Attributes(said.anchor, (parts["name"], *said.classes), said.pairs)

    def _fill(self, parent: Element, said: Attributes, inside: str) -> None:
        div = SubElement(parent, "div")
        assign(div, said)
        self.parser.state.set("fence")
        if "verse" in said.classes:
            self._verse(div, inside.split("\n\n"))
        else:
            self.parser.parseBlocks(div, inside.split("\n\n"))
        self.parser.state.reset()

    def _verse(self, div: Element, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            if self.test(div, block):
                self.run(div, blocks)
            elif self.headings.test(div, block) or HTML_PLACEHOLDER_RE.match(block.strip()):
                self.parser.parseBlocks(div, [blocks.pop(0)])
            elif not self.notes.run(div, blocks):
                stanza(div, blocks.pop(0).strip("\n").split("\n"))

    def _say(self, code: str, message: str, fence: re.Match[str], *hints: str) -> None:
        if self.job is not None:
            self.job.say(code, message, self.job.places.line(int(fence["line"])), *hints)


class LineBlocks(BlockProcessor):
    """Verse as Pandoc's line block: `| ` before every line."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        """Say whether every line of `block` is a line of verse, or the indented rest of one."""
        return block.startswith("|") and all(line == "|" or line[:2] in ("| ", "  ") for line in block.split("\n"))

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the verse; an empty line begins a stanza."""
        div = SubElement(parent, "div", {"class": "verse"})
        lines: list[str] = []
        for line in [*blocks.pop(0).split("\n"), "|"]:
            if line == "|" or (line.startswith("| ") and not line.strip("| ")):
                stanza(div, lines)
                lines = []
            elif line.startswith("| "):
                lines.append(line[2:])
            else:
                lines.append(f"{lines.pop() if lines else ''} {line.strip()}".strip(" "))


def stanza(div: Element, lines: list[str]) -> None:
    """Add a stanza to `div`: its lines keep their breaks and, as no-break spaces, their indents."""
    lines = [line.rstrip() for line in lines]
    if any(lines):
        kept = ("\u00a0" * (len(line) - len(line.lstrip(" "))) + line.lstrip(" ") for line in lines)
        SubElement(div, "p", {"class": "stanza"}).text = "\n".join(kept)


def _info(fence: re.Match[str]) -> str:
    """Return what stands on the fence's line beside its colons; nothing for a closing one."""
    return fence["info"].strip().rstrip(":").strip()
