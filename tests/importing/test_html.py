"""HTML as Markdown: every word is kept or listed, and the structure stays."""

# ruff: noqa: E501 - sources as they come

from __future__ import annotations

import html
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.importing.html_sections import sections
from make_book.importing.html_to_markdown import to_markdown
from make_book.importing.html_tree import parse_html, words_of


def markdown(source: str) -> str:
    root = parse_html(source)
    return to_markdown(root).markdown if root is not None else ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>We <em>sailed</em> at <b>dawn </b>again.</p>", "We *sailed* at **dawn** again."),
        ("<p><i>“No,”</i>said he.</p>", "<em>“No,”</em>said he."),
        ("<p>a<i>b</i>c</p>", "a*b*c"),
        ("<p><em>a<em>b</em></em></p>", "*ab*"),
        ("<p><b><i>both</i></b></p>", "***both***"),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ("<p>one<br><br>two</p>", "one\n\ntwo"),
        ("<p>5 * 3 [x] _a_ `b` &lt;K, V&gt; &amp;amp; \\</p>", "5 \\* 3 \\[x\\] \\_a\\_ \\`b\\` &lt;K, V\\> &amp;amp; \\\\"),
        ("<p>1. Not a list</p>", "1\\. Not a list"),
        ("<p># no heading</p>", "\\# no heading"),
        ("<p>- no list</p>", "\\- no list"),
        ("<h1>Title</h1><h3>Deep</h3>", "## Title\n\n### Deep"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n    - b\n- c"),
        ("<ol start='3'><li>x</li><li>y</li></ol>", "3. x\n4. y"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<pre><code class='language-py'>x = 1\n  `y`</code></pre>", "```py\nx = 1\n  `y`\n```"),
        ("<p>Use <code>a`b</code></p>", "Use ``a`b``"),
        ("<p>* * *</p><hr>", "* * *\n\n* * *"),
        ("<p><a href='x (1).html'>there</a></p>", "[there](<x (1).html>)"),
        ("<p><a href='javascript:alert(1)'>there</a></p>", "there"),
        ("<p><a href='#'>there</a></p>", "there"),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
        (
            "<figure><img src='a.png' alt='A'><figcaption>The <i>quay</i> <span class='credit'>Photo: R. A.</span>"
            "</figcaption></figure>",
            '![A](a.png "The quay"){credit="Photo: R. A."}',
        ),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>c</td></tr></table>", "| a | b |\n|---|---|\n| 1&#124;2 | c |"),
        ("<iframe src='https://www.youtube.com/embed/x'></iframe>", "[Video](https://www.youtube.com/embed/x)"),
        (
            "<p>A note<sup><a href='#fn1' id='r1'>1</a></sup>.</p><ol class='footnotes'>"
            "<li id='fn1'>The <i>note</i>. <a href='#r1'>↩</a></li></ol>",
            "A note[^1].\n\n[^1]: The *note*.",
        ),
        (
            "<p>A note<sup data-fn='ab' class='fn'><a href='#ab' id='ab-link'>1</a></sup></p>"
            "<ol class='wp-block-footnotes'><li id='ab'>Said. <a href='#ab-link'>↩︎</a></li></ol>",
            "A note[^1]\n\n[^1]: Said.",
        ),
        ("loose<p>para</p>tail", "loose\n\npara\n\ntail"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n:   Meaning"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(source: str, expected: str) -> None:
    assert markdown(f"<body>{source}</body>") == expected


def test_what_is_no_text_is_listed() -> None:
    root = parse_html(
        "<body><p>Words.</p><nav>Home Archive</nav><script>bad()</script><form>Subscribe now</form></body>"
    )
    made = to_markdown(root)
    assert made.markdown == "Words."
    assert [left.text for left in made.left_out] == ["Home Archive", "Subscribe now"]


WORDS = st.text("abc äж*_[]<>&`#\\|$1. \n", max_size=12).map(html.escape)
TAGS = "p div em b i strong a span ul ol li blockquote h1 h2 table tr td th figure figcaption pre code sup br q nav dl dt dd u".split()


def trees(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, inner: f"<{tag}>" if tag == "br" else f"<{tag}>{''.join(inner)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(children, max_size=4),
    )


@given(st.lists(st.recursive(WORDS, trees, max_leaves=14), max_size=5).map("".join))
def test_no_word_of_any_html_is_lost(source: str) -> None:
    root = parse_html(f"<body>{source}</body>")
    if root is None:
        return
    before = Counter(re.findall(r"\w+", words_of(root)))
    made = to_markdown(root)
    plain = html.unescape(re.sub(r"</?(?:em|strong|sub|sup|u|br)/?>", "", made.markdown)).replace("\\", "")
    after = Counter(re.findall(r"\w+", " ".join((plain.replace("_", " "), *(left.text for left in made.left_out)))))
    joined_before = Counter("".join(before.elements()).replace("_", ""))
    joined_after = Counter("".join(after.elements()))
    assert not joined_before - joined_after


def test_deep_nesting_is_no_crash() -> None:
    deep = "<div>" * 5000 + "words" + "</div>" * 5000
    assert "words" in markdown(f"<body>{deep}</body>")
    assert "words" in markdown("<body><p>" + "<em>" * 3000 + "words" + "</em>" * 3000 + "</p></body>")


def test_a_long_text_is_split_at_its_headings_and_notes_go_with_their_section() -> None:
    root = parse_html(
        "<body><p>Before.</p><h1>One</h1><p>First<sup><a href='#n1' id='c1'>1</a></sup></p><h1>Two</h1>"
        "<p>Second<sup><a href='#n2' id='c2'>2</a></sup></p><ol><li id='n1'>Note A <a href='#c1'>↑</a></li>"
        "<li id='n2'>Note B <a href='#c2'>↑</a></li></ol></body>"
    )
    found, left = sections(root)
    assert [(one.title, one.markdown) for one in found] == [
        ("", "Before."),
        ("One", "First[^1]\n\n[^1]: Note A"),
        ("Two", "Second[^1]\n\n[^1]: Note B"),
    ]
    assert left == ()
