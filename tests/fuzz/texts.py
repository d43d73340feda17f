"""Random texts and damaged books, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Mapping

MARKS = (
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "](#a)",
        "](http://x.example)",
        "{",
        "}",
        "{.a}",
    ),
    *("<", ">", "<b>", "</b>", "<i>", "</i>", "<p>", "</p>", "<div>", "</div>", "<br>", "<table>", "<td>", "<tr>"),
    *("</table>", "<li>", "<ul>", "</ul>", "<pre>", "</pre>", "<code>", "</code>", "<a>", "</a>", "<sub>", "<q>"),
    *("<dl>", "<dt>", "<dd>", "<ruby>", "<rt>", "</ruby>", "<h2>", "</h2>", "<span>", "</span>", "<x-y>", "</x-y>"),
    *("&", "&amp;", "&lt;", "&#65;", "\\", "\\*", "\n", "\n\n", "  \n", "\n- ", "\n1. ", "\n3) ", "\n> ", "\n    "),
    *("\n\n    ", "\n\t", "\n## ", "\n| ", " | ", "\n|-|-|\n", "\n: ", "\n\n: ", "\n:::\n", "\n::: verse\n"),
    *("\n::: letter\n", "\n::: dialogue\n", "\n::: {.x}\n", "\n```\n", "\n~~~\n", "\n* * *\n", "\n---\n", "\n===\n"),
    *("[^1]", "\n\n[^1]: ", "\n\n[^2]: ", "[^2]", "^", "~", "~~", "==", "--", "---", "...", "'", '"', "''", "“", "”"),
    *("«", "»", ": ", "; ", "#", "# ", "+", "- ", "1. ", "|", "$", "%", "@", "!", "?", "\u00a0", "\u00ad", "\u200b"),
    *("\u202e", "\u0301", "é", "ß", "א", "ا", "日", "😀", "*[w]: ", "http://x.example/", "<http://x.example>"),
    *("www.x.example", "{#q}", "{lang=ru}", "{.index}", "{.term}", "[](episode:1)", "<?", "?>", "<svg>", "</svg>"),
    *("<script>", "</script>", "<math>", "</math>", "<mi>", "<!x>", "[[", "]]", "{{", "}}", "{%", "%}", "\n[a]: x\n"),
)
"""What has a meaning in Markdown, in HTML or in our dialect; comments stay out, for they are dropped without a word."""

BYTES = (
    *(
        b"\x00",
        b"\x01",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
        b"\r",
        b"\r\n",
        b"\x1b[31m",
    ),
    *(b"---\n", b"+++\n", b"...\n", b'"', b"'", b"=", b"nan", b"1e999", b"-1", b"99999999999999999999", b"[", b"]"),
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#0;", b"&#x1;", b"::: {.x lang=zz}\n", b"\xcc\x81" * 20, b"\t", b": "),
)


def word(source: random.Random) -> str:
    """Return a word of eight letters that no text has by chance."""
    return "".join(source.choice("bcdfghjklmnpqrstvwxz") + source.choice("aeiou") for _ in range(4))


def text(seed: int) -> tuple[str, tuple[str, ...]]:
    """Return a text of words between random marks, and its words in order."""
    source = random.Random(f"text {seed}")
    favoured = source.sample(MARKS, source.choice([2, 4, 8, 20]))
    words, written = [], ""
    for _ in range(source.choice([6, 12, 25])):
        words.append(word(source))
        mark = source.choice(favoured)
        written += words[-1] + source.choice([" ", " ", mark, f" {mark} ", f"{mark} ", f" {mark}", ". ", "\n\n"])
    return written, tuple(words)


def damaged(book: Mapping[str, bytes], seed: int) -> dict[str, bytes]:
    """Return the files of `book` with some of its texts damaged: bytes, marks and lines, moved, doubled, cut."""
    source = random.Random(f"book {seed}")
    texts = sorted(name for name in book if name.endswith(".md"))
    chosen = set(source.sample(texts, min(len(texts), source.choice([1, 1, 2, 4]))))
    if source.random() < 0.3:
        chosen.add("manuscript/book.toml")
    return {name: _damage(source, data) if name in chosen else data for name, data in sorted(book.items())}


def _damage(source: random.Random, data: bytes) -> bytes:
    for _ in range(source.choice([1, 1, 2, 3, 5, 10, 30])):
        data = _once(source, data)
    return data


def _once(source: random.Random, data: bytes) -> bytes:
    at, kind = source.randrange(len(data) + 1), source.randrange(8)
    if kind == 0:
        return data[:at] + bytes(source.randrange(256) for _ in range(source.randrange(1, 8))) + data[at:]
    if kind == 1:
        return data[:at] + data[at + source.randrange(1, 200) :]
    if kind in (2, 3):
        mark = source.choice(BYTES) if kind == 2 else source.choice(MARKS).encode()
        return data[:at] + mark * source.choice([1, 1, 1, 2, 5, 50]) + data[at:]
    if kind == 4:
        return data[:at] + data[at // 2 : at // 2 + 400] + data[at:]
    if kind == 5 and source.random() < 0.2:
        return data[:at]
    lines = data.split(b"\n")
    line = lines[source.randrange(len(lines))]
    if kind == 6:
        lines.remove(line)
    else:
        lines.insert(source.randrange(len(lines) + 1), line)
    return b"\n".join(lines)
