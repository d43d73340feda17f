"""What is wrong with a text becomes a finding with its place; all of them at once."""

from __future__ import annotations

import pytest

from make_book.findings import Finding
from make_book.text.markdown import render


def found(source: str) -> tuple[Finding, ...]:
    return render(source, file="f.md", first_line=10, language="en", prefix="e").findings


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("a\n\nb [^x] c", "TXT-001", 12, 3),
        ("a\n\n[^x]: b", "TXT-002", 12, 1),
        ("a[^x]\n\n[^x]: b\n\n[^x]: c", "TXT-003", 14, 1),
        ("a\n\n::: verse\nb\n\n::: letter\nc\n:::", "TXT-004", 12, 1),
        ("a\n\n:::\n\nb", "TXT-005", 12, 1),
        ("::: verse of mine\na\n:::", "TXT-006", 10, 1),
        ("a\n::: vers\nb\n:::", "TXT-007", 11, 1),
        ("a\n\n![](images/x.png)", "TXT-008", 12, 1),
        ("a\n\n![x](data:image/png;base64,AA)", "TXT-009", 12, 1),
        ("a\n\nb <video>c</video>", "TXT-010", 12, 3),
        ('a\n\nb <i onclick="x">c</i>', "TXT-011", 12, 3),
        ("a\n\nb <i>c", "TXT-012", 12, 3),
        ("a\n\nb \x02", "TXT-013", 12, 3),
        ("a\n\n[b](#nowhere)", "TXT-014", 12, 1),
        ("[a]{#x}\n\n[b]{#x}", "TXT-015", 12, 1),
        ("a [b]{lang=klingonish-x}", "TXT-016", 10, 3),
        ("## a\n\n#### b", "TXT-017", 12, 1),
        ("a []{.index}", "TXT-018", 10, 3),
        ("a\n\n[](https://example.org)", "TXT-019", 12, 1),
        ("a\n\n*[AB]: b", "TXT-020", 12, 1),
        ("a\n\n![b](images/x.png){details=nowhere}", "TXT-021", 12, 1),
        ("a\n\n![b](images/x.png){#c details=c}", "TXT-021", 12, 1),
        ("a\n\n![](images/x.png){.decorative details=c}\n\n[b]{#c}", "TXT-021", 12, 1),
        ("[a]{.index to=b}", "TXT-023", 10, 1),
        ('a\n\nb {{< figure src="x.png" >}} c', "TXT-022", 12, 3),
        ("a\n\n{{% note %}}", "TXT-022", 12, 1),
        ("a\n\nb {% include x.html %}", "TXT-022", 12, 3),
        ("`{{ a }}`\n\nb {{ site.title }}", "TXT-022", 12, 3),
    ],
)
def test_every_fault_has_its_code_and_place(source: str, code: str, line: int, column: int) -> None:
    (finding,) = found(source)
    assert finding.span is not None
    assert (finding.code, finding.span.file, finding.span.line, finding.span.column) == (code, "f.md", line, column)


@pytest.mark.parametrize(
    "source", ["`{% a %}`", "```\n{{ a }}\n```", "\\{{ a }}", "{{ a", "{sic} {a} }}", "<!-- {{ a }} -->", "[a]{.b}"]
)
def test_braces_that_are_no_template_are_passed_over(source: str) -> None:
    assert found(source) == ()


def test_template_tags_stay_in_the_text() -> None:
    rendered = render("a {{< b >}} {% c %} d", file="f", language="en", prefix="e")
    assert rendered.text.xhtml == "<p>a {{&lt; b &gt;}} {% c %} d</p>"
    assert len(rendered.findings) == 2


def test_all_faults_come_at_once_in_order() -> None:
    faults = found("[^a]\n\n[^b]\n\n![](images/x.png)\n\n<script>x</script>\n\n::: verse\ny")
    assert [finding.code for finding in faults] == ["TXT-001", "TXT-001", "TXT-008", "TXT-010", "TXT-004"]
    assert [finding.span.line for finding in faults if finding.span] == [10, 12, 14, 16, 18]


def test_the_same_fault_twice_has_two_places() -> None:
    assert [
        finding.span.line for finding in found("[^x]\n\nb[^x]\n\n<form>a</form>\n<form>b</form>") if finding.span
    ] == [
        10,
        12,
        14,
        15,
    ]


def test_a_fence_is_counted_in_quotations_and_after_html() -> None:
    (finding,) = found("<div>\na\n</div>\n\n> b\n> ::: letter\n> c")
    assert (finding.code, finding.span and finding.span.line) == ("TXT-004", 15)


def test_missing_alternatives_name_both_ways_out() -> None:
    (finding,) = found("![](images/x.png)")
    assert len(finding.hints) == 2
    assert ".decorative" in finding.hints[1]


def test_nothing_of_an_unclosed_block_is_lost() -> None:
    rendered = render("::: letter\na\n\nb", file="f", language="en", prefix="e")
    assert rendered.text.xhtml == '<div class="letter">\n<p>a</p>\n<p>b</p>\n</div>'
