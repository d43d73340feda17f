"""Laws that hold for any text: no word is lost, nothing is raised, nothing that acts survives."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from make_book import xhtml
from make_book.findings import Severity
from make_book.model import Text
from make_book.text.markdown import render

_WORD = re.compile(r"w\d+")


_BLOCKS = {
    "p": ["%", "%"],
    "h": ["## %"],
    "ul": ["- %", "- %", "", "    %"],
    "ol": ["1. %", "2. %", "", "    %"],
    "verse": ["::: verse", "%", "  %", "", "%", ":::"],
    "lines": ["| %", "|   %", "|", "| %"],
    "dialogue": ["::: dialogue", "Rosa: %", "", "**Tom:** %", ":::"],
    "epigraph": ["::: epigraph", "%", "", "-- %", ":::"],
    "table": ["| @ | % |", "|---|--:|", "| @ | @ | @ |", "| @ | @ |"],
    "dl": ["@", ": %"],
    "date": ["14. %"],
    "html": ["<div>", "@ <i>@</i><br>@", "</div>"],
    "figure": ['![What it shows](images/a.png "%"){credit="@"}'],
}


class Writer:
    """Writes a document of the dialect and remembers its words in reading order."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.count = 0
        self.body: list[str] = []
        self.notes: dict[str, list[str]] = {}
        self.definitions: list[str] = []

    def pick(self, *choices: str) -> str:
        return self.data.draw(st.sampled_from(choices))

    def word(self, words: list[str]) -> str:
        self.count += 1
        words.append(f"w{self.count}")
        return f"w{self.count}"

    def note(self) -> str:
        """Return a reference; its note's words come in order of first reference."""
        label = f"n{len(self.notes)}"
        words: list[str] = []
        self.notes[label] = words
        self.definitions.append(
            f"[^{label}]: {self.run(words, 2, notes=False)}\n\n    > {self.run(words, 2, notes=False)}"
        )
        return f"[^{label}]"

    def run(self, words: list[str], depth: int = 0, *, notes: bool = True) -> str:
        """Return a few inline constructs."""
        return " ".join(self.inline(words, depth, notes=notes) for _ in range(self.data.draw(st.integers(1, 3))))

    def inline(self, words: list[str], depth: int, *, notes: bool) -> str:
        kind = self.pick(
            "word", "word", "em", "strong", "span", "link", "cross", "note", "code", "html", "odd", "index"
        )
        if kind == "note" and notes:
            return f"{self.word(words)}{self.note()}"
        if depth > 1 or kind in ("word", "note"):
            return self.word(words)
        if kind == "code":
            return f"`{self.word(words)} *{self.word(words)}*`"
        if kind == "odd":
            return self.pick(
                "a_{}_b", "{}&amp;", "\\*{}\\*", "&lt;{}>", "{}; < x", "({})", '"{}"', "{}{{sic}}", "\\[{}\\]"
            ).format(self.word(words))
        forms = {
            "em": "*{}*",
            "strong": "**{}**",
            "span": "[{}]{{lang=ru .x}}",
            "link": "[{}](https://example.org)",
            "cross": "[{}](episode:22)",
            "html": "<b>{}</b>",
            "index": '[{}]{{.index term="T" sub="S"}}',
        }
        return forms[kind].format(self.run(words, depth + 1, notes=notes and kind != "link"))

    def block(self, words: list[str], depth: int = 0) -> list[str]:
        """Return the lines of a block; `%` stands for a run of words, `@` for one word."""
        kind = self.pick(*_BLOCKS, "quote", "fence")
        if kind == "quote" and depth < 2:
            return [f"> {line}".rstrip() for line in self.blocks(words, depth + 1)]
        if kind == "fence" and depth < 2:
            return [self.pick("::: letter", "::: {.x lang=fr}", "::: editor"), *self.blocks(words, depth + 1), ":::"]
        return [self.filled(line, words) for line in _BLOCKS.get(kind, ["%", "%"])]

    def filled(self, line: str, words: list[str]) -> str:
        depth = 2 if line.startswith("!") else 0
        return re.sub("[%@]", lambda mark: self.run(words, depth) if mark[0] == "%" else self.word(words), line)

    def blocks(self, words: list[str], depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.data.draw(st.integers(1, 2))):
            lines += [*self.block(words, depth), ""]
        return lines

    def document(self) -> str:
        blocks = ["\n".join(self.block(self.body)) for _ in range(self.data.draw(st.integers(1, 5)))]
        return "\n\n".join([*blocks, *self.definitions])


def spoken(fragment: str) -> list[str]:
    tree = xhtml.parse(fragment)
    for mark in list(tree.iter("a")):
        if mark.get("role") == "doc-noteref":
            xhtml.replace(mark)
    return _WORD.findall(xhtml.text_content(tree))


def fragments(text: Text) -> list[str]:
    return [text.xhtml, *(note.xhtml for note in text.notes)]


@given(st.data())
def test_every_word_is_kept_in_order(data: st.DataObject) -> None:
    writer = Writer(data)
    source = writer.document()
    rendered = render(source, file="f", language="en", prefix="e")
    assert [finding for finding in rendered.findings if finding.severity is Severity.ERROR] == []
    assert spoken(rendered.text.xhtml) == writer.body
    assert [spoken(note.xhtml) for note in rendered.text.notes] == list(writer.notes.values())


_SHARDS = st.sampled_from(
    [
        *"word * ** _ ` [ ] ( ) ![]( {.x} {#a} {lang=he} ::: --- === ~ \\ \" ' < > & = | # -".split(" "),
        *["::: verse\n", "\n:::\n", "\n\n", "\n", "    ", "\t", "> ", "- ", "1. ", "14. ", "| a | b |\n|--|--|\n"],
        *["[^1]", "[^1]: note ", "[^2]", "*[AB]: abb\n", "AB", ": def", "(episode:22)", "(#a)", '(http://e.org "t")'],
        *[
            "<b>",
            "</b>",
            "<div>",
            "</div>",
            "<script>",
            "</script>",
            "<svg>",
            "<p markdown=1>",
            "<td>",
            "<li>",
            "<o:p>",
        ],
        *[
            "<a href='javascript:x' onclick=y>",
            "</a>",
            "<img src=x onerror='y'>",
            "<!--",
            "-->",
            "<?x",
            "?>",
            "<![CDATA[",
        ],
        *[
            "]]>",
            "<!DOCTYPE x>",
            "&amp;",
            "&#0;",
            "&#150;",
            "&foo;",
            "\x00",
            "\x02",
            "\x03",
            "\u200b",
            "\ufeff",
            "\u2028",
        ],
        *[
            "<math><mi>",
            "<annotation-xml>",
            "<mglyph href='x'>",
            "xmlns='x'",
            "<http://[x>",
            "<me@x.org>",
            '{credit="x *y*"}',
            "\u05e9\u05dc\u05d5\u05dd",
        ],
    ]
)
_ACTS = re.compile(r"<[^<>]*(?:javascript:|\son\w+\s*=|\sstyle=|\sdata-)|<(?:script|svg|iframe|object|style)\b")


def check(source: str) -> None:
    rendered = render(source, file="f", language="en", prefix="e")
    assert rendered == render(source, file="f", language="en", prefix="e")
    for fragment in fragments(rendered.text):
        assert xhtml.inner(xhtml.parse(fragment)) == fragment
        assert not _ACTS.search(fragment)
        assert "\x02" not in fragment


@given(st.lists(_SHARDS, max_size=30).map("".join))
@example("::: verse\n" * 40)
@example("> " * 300 + "a")
@example("<div>" * 400 + "a")
@example("[" * 500 + "](x)")
@example("*" * 501)
@example("<math><mi><script>")
def test_no_text_is_too_broken(source: str) -> None:
    check(source)


@given(st.text(max_size=80))
def test_no_characters_are_too_strange(source: str) -> None:
    check(source)


@pytest.mark.parametrize(
    "mark", ["\x00", "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "\x02note:0\x03", "\x02line:1\x03"]
)
def test_placeholders_cannot_be_forged(mark: str) -> None:
    rendered = render(f"<div>\nx\n</div>\n\na {mark} b", file="f", language="en", prefix="e")
    assert [finding.code for finding in rendered.findings] == ["TXT-013"]
    assert rendered.text.xhtml.count("<div>") == 1
