"""Untrusted HTML: what is let through, what is taken out and said, what is repaired."""

from __future__ import annotations

import pytest

from make_book import xhtml
from make_book.text.markdown import Rendered, render


def made(source: str) -> Rendered:
    return render(source, file="f.md", language="en", prefix="e")


def codes(source: str) -> list[str]:
    return [finding.code for finding in made(source).findings]


@pytest.mark.parametrize(
    "tag", ["script", "style", "iframe", "object", "form", "svg", "video", "textarea", "template", "dialog"]
)
def test_what_acts_is_removed_with_its_content_and_named(tag: str) -> None:
    rendered = made(f"One.\n\n<{tag}>alert</{tag}>\n\nTwo.")
    assert "alert" not in rendered.text.xhtml
    (finding,) = rendered.findings
    assert (finding.code, finding.span and finding.span.line) == ("TXT-010", 3)
    assert f"<{tag}>" in finding.message


def test_what_html_does_not_have_is_words() -> None:
    rendered = made("a <foo>b <i>c</i></foo> d")
    assert rendered.text.xhtml == "<p>a &lt;foo&gt;b <i>c</i>&lt;/foo&gt; d</p>"
    assert [finding.code for finding in rendered.findings] == ["TXT-025", "TXT-025"]


@pytest.mark.parametrize("attribute", ['onclick="x()"', 'ONLOAD="x()"', 'style="color:red"', 'title="javascript:x"'])
def test_attributes_that_act_are_removed_and_said(attribute: str) -> None:
    rendered = made(f"a <b {attribute}>c</b>")
    assert rendered.text.xhtml == "<p>a <b>c</b></p>"
    assert [finding.code for finding in rendered.findings] == ["TXT-011"]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:x()",
        "JavaScript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//e.org",
        "ftp://e.org",
        "http://[",
    ],
)
def test_links_that_no_book_can_follow_keep_their_words(href: str) -> None:
    rendered = made(f"[words]({href})")
    assert xhtml.text_content(xhtml.parse(rendered.text.xhtml)) == "words"
    assert "href" not in rendered.text.xhtml
    assert len(rendered.findings) == 1


def test_links_to_the_web_and_to_people_stay() -> None:
    html = made("[a](https://example.org/ä b?q=1) <me@example.org>").text.xhtml
    assert '<a href="https://example.org/%C3%A4%20b?q=1">a</a>' in html
    assert '<a href="mailto:me@example.org">me@example.org</a>' in html


def test_comments_go_without_a_word() -> None:
    rendered = made("a <!-- secret --> b\n\n<!-- block -->\n\nc")
    assert "secret" not in rendered.text.xhtml
    assert "block" not in rendered.text.xhtml
    assert rendered.findings == ()


@pytest.mark.parametrize("source", ["&foo;", "&#0;", "&#xD800;", "&#x110000;", "&nbsp;", "&#150;", "&lol9;"])
def test_entities_are_characters_or_nothing_dangerous(source: str) -> None:
    html = made(f"a {source} b").text.xhtml
    assert html.startswith("<p>a")
    assert html.endswith("b</p>")


def test_declared_entities_are_never_expanded() -> None:
    rendered = made('<!DOCTYPE x [<!ENTITY lol "lol"><!ENTITY f SYSTEM "file:///etc/passwd">]>\n\n<p>&lol;&f;</p>')
    assert "root:" not in rendered.text.xhtml
    assert "&amp;lol;&amp;f;" in rendered.text.xhtml


@pytest.mark.parametrize(
    "source", ["a<br>b", "a<BR/>b", "a <img src=images/x.png alt=x> b", "<ol reversed><li>a</li></ol>"]
)
def test_good_html_need_not_be_xml(source: str) -> None:
    assert made(source).findings == ()


def test_unclosed_html_is_repaired_and_its_line_given() -> None:
    rendered = made("One.\n\na <b>bold\n\nb")
    assert rendered.text.xhtml.startswith("<p>One.</p>")
    assert "bold" in rendered.text.xhtml
    (finding,) = rendered.findings
    assert (finding.code, finding.span and finding.span.line) == ("TXT-012", 3)


def test_formulas_stay_and_lose_what_acts() -> None:
    html = made('x <math><mi onclick="y" href="z">q</mi></math>').text.xhtml
    assert html == '<p>x <math xmlns="http://www.w3.org/1998/Math/MathML"><mi>q</mi></math></p>'


@pytest.mark.parametrize(
    "inside", ["<script>x</script>", "<annotation-xml><p>x</p></annotation-xml>", "<maction>x</maction>"]
)
def test_formulas_are_no_back_door(inside: str) -> None:
    rendered = made(f"a <math><mi>{inside}</mi></math> b")
    assert rendered.text.xhtml == '<p>a <math xmlns="http://www.w3.org/1998/Math/MathML"><mi/></math> b</p>'
    assert "TXT-010" in [finding.code for finding in rendered.findings]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<li>a</li>", "<div>a</div>"),
        ("<ul>a<p>b</p><li>c</li></ul>", "<ul><li>a</li><li><p>b</p></li><li>c</li></ul>"),
        ("<table><tr><td>a</td></tr><p>b</p></table>", "<div><div><div>a</div></div><p>b</p></div>"),
        ("<td colspan=2>a</td>", "<div>a</div>"),
        ("<tr><td>a</td></tr>", "<div><div>a</div></div>"),
        ("<dl><dd>a</dd><dt>b</dt></dl>", "<div><div>a</div><div>b</div></div>"),
        ("<pre><p>a</p></pre>", "<pre><span> a</span> </pre>"),
        ("<section><center>a</center></section>", "<div><div>a</div></div>"),
        (
            "<figure><p>a</p><figcaption>b</figcaption><p>c</p></figure>",
            "<figure><p>a</p><div>b</div><p>c</p></figure>",
        ),
        ("<P CLASS='x 1 y' ID=a>b</P>", '<p class="x y" id="e--a">b</p>'),
        ("<p><time datetime='x'>a</time> <bdo>b</bdo></p>", "<p><span>a</span> <span>b</span></p>"),
        ("<p>a<br>b</p>", "<p>a<br/>\nb</p>"),
        ("<ol start=x type=q><li value=y>a</li></ol>", "<ol><li>a</li></ol>"),
        ("<p><ruby>a<rt>b</rt></ruby> <ruby>c</ruby> <rt>d</rt></p>", None),
    ],
)
def test_misplaced_elements_and_wrong_values_are_put_right(source: str, html: str | None) -> None:
    expected = html or "<p><ruby>a<rt>b</rt></ruby> <span>c</span> <span>d</span></p>"
    assert made(source).text.xhtml == expected


def test_an_unclosed_block_does_not_swallow_the_notes() -> None:
    rendered = made("<div>\n\na[^1]\n\n[^1]: One.")
    assert "One." in rendered.text.xhtml or rendered.text.notes


@pytest.mark.parametrize("source", ["![x](data:image/png;base64,AAAA)", '<img alt="x">', '<img src=" " alt="x">'])
def test_a_picture_without_an_address_of_a_file_is_refused(source: str) -> None:
    rendered = made(source)
    assert [finding.code for finding in rendered.findings] == ["TXT-009"]
    assert rendered.text.images == ()


def test_a_picture_written_into_the_text_does_not_fill_the_report() -> None:
    (finding,) = made(f"![x](data:image/png;base64,{'A' * 5000})").findings
    assert len(finding.message) < 200


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("images/x.png", "images/x.png"),
        ("./images/a%20b.png", "images/a b.png"),
        ("../../images/x.png", "images/x.png"),
        ("images\\x.png", "images/x.png"),
        ("x.png", "x.png"),
        ("/assets/x.png", "/assets/x.png"),
        ("https://example.org/a%20b.png", "https://example.org/a%20b.png"),
    ],
)
def test_where_a_picture_lies_is_decided_when_all_files_are_known(address: str, path: str) -> None:
    rendered = made(f'<img src="{address}" alt="x">')
    assert ([use.path for use in rendered.text.images], rendered.findings) == ([path], ())


def test_forged_marks_of_ours_do_nothing() -> None:
    html = made('<a data-note="7">x</a> <span data-image="" data-caption="">y</span> <p data-note="0">z</p>').text.xhtml
    assert "data-" not in html
    assert {"x", "y", "z"} <= set(xhtml.text_content(xhtml.parse(html)).split())
