"""Files are known by what they hold; the name helps only where the bytes do not tell."""

from __future__ import annotations

import pytest

from make_book.importing.import_values import Clipping
from make_book.importing.source_kinds import kind_of


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("page.txt", b"<!DOCTYPE html>\n<html><body><p>The water rose.</p>", "html"),
        ("page.txt", b"\n<!-- saved from a site -->\n<html lang='en'>", "html"),
        ("12.post.html", b"<h2>The quay</h2><p>We sailed.</p>", "html"),
        ("feed", b'<?xml version="1.0"?><rss></rss>', "feed"),
        ("page.txt", b'{\n  "sources": {}\n}', "json"),
        ("page.txt", b'[{"title": "One"}]', "json"),
        ("page.txt", rb"{\rtf1\ansi The water rose.}", "rtf"),
        ("page.txt", b"\x89PNG\r\n\x1a\n....", "picture"),
        ("x.md", b"%PDF-1.7\n", "pdf"),
        ("x.md", b"\x7fELF\0\0", "binary"),
        ("posts.csv", b"post_id,post_date\n12,2020", "data"),
        ("x.txt", b"<b>The water</b> rose.", "text"),
        ("x.txt", b"[The first page is lost.]\nThe water rose.", "text"),
        ("x.txt", b"{sic} The water rose.", "text"),
        ("x.txt", b"Body: cold.", "text"),
        ("x.txt", b" date 2020-10-13 Head. Words.\n\nMore words.", "text"),
        ("x.txt", b"---\ntitle: One\n---\n\nText.", "markdown"),
        ("x.txt", b"+++\ntitle = 'One'\n+++\nText.", "markdown"),
        ("x.txt", b"Title: Four\nDate: 2020-01-04\n\nText.", "markdown"),
        ("x.txt", b"We saw **it** and [there](https://example.org).", "markdown"),
        ("x.markdown", b"Only words.", "markdown"),
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nYes.", "subtitles"),
        ("x.eml", b"From: a@example.org\nTo: b@example.org\nMessage-ID: <1>\n\nHello.", "mail"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture"),
        ("x.xml", b'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"/>', "tei"),
        ("x.py", b"print('x')\n", "data"),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, data: bytes, kind: str) -> None:
    assert kind_of(Clipping(name, data)) == kind
