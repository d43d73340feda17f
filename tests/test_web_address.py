"""Links out of the book: only schemes that a book may follow, always written as RFC 3986 has it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from make_book.web_address import SCHEMES, shown_address, web_address

VALID = re.compile(r"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~!$&'()*+,;=:@/?#\[\]])+", re.ASCII)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://example.org/1",
        "ftp://example.org/",
        "//example.org/",
        "example.org",
        "https:",
        "https://",
        "http://[",
        "http://[::zz]/",
        "http://exa mple.org/",
        "https://example.org:99999/",
        "https://-example.org/",
        "https://example..org/",
        "mailto:",
        "tel:nobody",
        "https://example.org/\x01",
        "",
    ],
)
def test_what_no_book_may_follow_is_no_address(address: str) -> None:
    assert web_address(address) is None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("https://example.org/a?b[c]=d", "https://example.org/a?b%5Bc%5D=d"),
        ("https://example.org/a[1]", "https://example.org/a%5B1%5D"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ("https://example.org/über uns?id[0]=1", "https://example.org/%C3%BCber%20uns?id%5B0%5D=1"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("https://en.wikipedia.org/wiki/Tide_(sea)", "https://en.wikipedia.org/wiki/Tide_(sea)"),
        ("mailto:a@b.example?subject=100%", "mailto:a@b.example?subject=100%25"),
        ("tel:+47 22 33", "tel:+472233"),
    ],
)
def test_an_address_is_written_component_by_component(typed: str, written: str) -> None:
    assert web_address(typed) == written


@given(st.sampled_from(["", "https://", "http://a.example/", "mailto:", "tel:"]), st.text())
@example("https://", "a.example\\@b.example/")
def test_whatever_is_typed_gives_a_valid_address_or_none(start: str, rest: str) -> None:
    written = web_address(start + rest)
    if written is not None:
        assert VALID.fullmatch(written)
        assert written.partition(":")[0] in SCHEMES
        assert web_address(written) == written


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.example.org/", "example.org"),
        ("http://example.org/a/b/", "example.org/a/b"),
        ("https://example.org/a?b=c&d=e", "example.org/a?b=c&d=e"),
        ("https://example.org/?p=12", "example.org?p=12"),
        ("http://[", "http://["),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_print_shows_an_address_without_what_nobody_types(address: str, shown: str) -> None:
    assert shown_address(address) == shown
