"""Templates: filled, escaped, sandboxed."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from make_book.findings import BookError
from make_book.style_files import Styles
from make_book.typeset import templates
from make_book.typeset.templates import markup, template_renderer


def fill(source: str, **values: object) -> str:
    return template_renderer(Styles(MappingProxyType({"templates/t.xhtml": source})))("templates/t.xhtml", **values)


def test_values_are_escaped_unless_they_are_markup_of_ours() -> None:
    assert fill("{{ a }}{{ b }}", a="<b>&", b=markup("<i>")) == "&lt;b&gt;&amp;<i>"


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ a.__init__.__globals__ }}",
        "{{ ().__class__.__bases__[0].__subclasses__() }}",
        "{{ a|attr('__class__') }}",
        "{{ a.append(1) }}",
        "{{ range(100000000)|list }}",
        "{{ '%s'.format.__self__ }}",
        "{{ '{0.__class__}'.format(a) }}",
        "{% include 'templates/other.xhtml' %}",
        "{% import '/etc/passwd' as x %}",
        "{% include 'templates/t.xhtml' %}",
        "{{ open('/etc/passwd') }}",
    ],
)
def test_the_sandbox_lets_nothing_out(source: str) -> None:
    with pytest.raises(BookError) as caught:
        fill(source, a=[])
    assert [finding.code for finding in caught.value.findings] == ["TYP-001"]


def test_an_unknown_name_is_an_error_with_its_line_and_a_way_to_the_original() -> None:
    with pytest.raises(BookError) as caught:
        fill("one\ntwo\n{{ nobody }}")
    (finding,) = caught.value.findings
    assert str(finding.span) == "styles/templates/t.xhtml:3"
    assert "nobody" in finding.message
    assert "export-template templates/t.xhtml" in finding.hints[0]


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(BookError) as caught:
        template_renderer(Styles(MappingProxyType({})))("templates/none.xhtml")
    assert "templates/none.xhtml" in caught.value.findings[0].message


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'x'|dictsort }}",
        "{{ 'x'|xmlattr }}",
        "{{ 'x y'|truncate(-5) }}",
        "{% for a in [1] %}" * 30 + "x" + "{% endfor %}" * 30,
        "{% if 1 %}" * 200 + "x" + "{% endif %}" * 200,
        "{{ (" * 300 + "1" + ") }}" * 300,
        "{{ [1, 2]|random }}",
        "{{ lipsum() }}",
        "{{ [1, 2]|map('string') }}",
        "{{ joiner() }}",
        "{% block b %}{% endblock %}{{ self.b|string }}",
    ],
)
def test_what_crashes_a_template_or_differs_each_time_is_a_finding(source: str) -> None:
    with pytest.raises(BookError) as caught:
        fill(source)
    assert [finding.code for finding in caught.value.findings] == ["TYP-001"]


def test_words_that_look_like_an_address_stay_where_the_text_has_them() -> None:
    assert fill("{{ a }}", a="a fault at 0x7ffe1234abcd") == "a fault at 0x7ffe1234abcd"


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_SECONDS", 0.2)
    with pytest.raises(BookError, match="processor time"):
        fill("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
