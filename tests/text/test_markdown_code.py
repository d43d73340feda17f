"""Fenced code: every sign of it, and nothing of it read as markup."""

from __future__ import annotations

import pytest

from checks.second_reading import unlike
from make_book import xhtml
from make_book.text.markdown import render


def made(source: str) -> str:
    rendered = render(source, file="f.md", language="en", prefix="e")
    assert rendered.findings == ()
    return rendered.text.xhtml


@pytest.mark.parametrize("mark", ["```", "~~~", "````"])
def test_code_is_kept_to_the_letter(mark: str) -> None:
    code = '*x* "q" -- ... [^1] {{ y }}\n\n  ::: verse\n- z\n<!-- c -->'
    html = made(f"before\n{mark}python\n{code}\n{mark}\nafter")
    (pre,) = xhtml.parse(html).iter("pre")
    assert xhtml.text_content(pre) == code
    assert html.startswith("<p>before</p>\n<pre><code>")
    assert html.endswith("</code></pre>\n<p>after</p>")


def test_tags_and_references_in_code_are_shown() -> None:
    assert made("```\n<b>&amp;</b>\n```") == "<pre><code>&lt;b&gt;&amp;amp;&lt;/b&gt;</code></pre>"


def test_code_stands_in_quotations_items_and_blocks() -> None:
    assert made("> ```\n> a\n>\n>   b\n> ```") == "<blockquote>\n<pre><code>a\n\n  b</code></pre>\n</blockquote>"
    assert "<pre><code>x\n  y</code></pre>\n</li>" in made("- a\n\n    ```\n    x\n      y\n    ```\n- b")
    assert made("::: letter\n```\n:::\n```\nb\n:::") == (
        '<div class="letter">\n<pre><code>:::</code></pre>\n<p>b</p>\n</div>'
    )


def test_code_stands_in_a_note() -> None:
    rendered = render("a[^1]\n\n[^1]: b\n\n    ```\n    c\n    ```", file="f.md", language="en", prefix="e")
    assert rendered.text.notes[0].xhtml == "<p>b</p>\n<pre><code>c</code></pre>"


def test_code_inside_a_line_opens_no_block() -> None:
    assert made("```a``` b") == "<p><code>a</code> b</p>"


def test_code_that_is_never_closed_is_told_and_kept() -> None:
    rendered = render("a\n\n```\nb\n\nc", file="f.md", first_line=10, language="en", prefix="e")
    assert rendered.text.xhtml == "<p>a</p>\n<pre><code>b\n\nc</code></pre>"
    assert [(finding.code, str(finding.span)) for finding in rendered.findings] == [("TXT-004", "f.md:12:1")]


@pytest.mark.parametrize(
    "source",
    [
        "before\n```python\n*x* <!-- <b>y</b> --> &amp;\n\n- z\n~~~\n```\nafter",
        "> ```\n> *a*\n> ```\n\nb",
        "- a\n\n    ```\n    *x*\n    ```\n- b",
        "a\n\n~~~~\n*b*\n~~~\nc",
    ],
)
def test_a_second_reader_reads_the_same_code(source: str) -> None:
    assert unlike(source) == ()
