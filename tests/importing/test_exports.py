"""Web pages, WordPress and other exports, feeds, books, documents, transcripts and mail become episodes."""

# ruff: noqa: E501 - sources as they come

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from importing.test_markdown_folders import Files, codes, imported, png
from make_book.importing import import_clippings
from make_book.importing.html_tree import parse_html, words_of
from make_book.importing.text_paragraphs import words

PAGE = """<!DOCTYPE html><html lang="en"><head><title>The quay | A site</title>
<meta property="og:title" content="The quay"><meta property="article:published_time" content="2020-01-05T10:00:00Z">
<script type="application/ld+json">{"@type": "BlogPosting", "headline": "The quay", "author": {"name": "Rosa Anker"}}</script>
</head><body><nav>Home Archive</nav><header><h1>The quay</h1></header>
<article><h1>The quay</h1><p>We <em>sailed</em> at dawn, all nine of us, and nobody slept until the harbour was out of sight
behind the long grey pier.</p><figure><img src="quay_files/boats.png" alt="Boats"><figcaption>At the pier</figcaption></figure>
<p>See <a href="fog.html">the fog</a>.</p><div class="sharedaddy share-buttons">Share this</div></article>
<footer>All rights reserved</footer></body></html>"""


def test_a_saved_page_gives_its_text_and_lists_what_is_around_it(tmp_path: Path) -> None:
    files: Files = {
        "quay.html": PAGE,
        "quay_files/boats.png": png(),
        "fog.html": PAGE.replace("The quay", "The fog")
        .replace("We <em>sailed</em>", "They rowed")
        .replace("01-05", "01-06"),
    }
    episodes, made = imported(tmp_path, files)
    quay = episodes["2020-01-05-the-quay.md"]
    assert quay.startswith("---\ndate: 2020-01-05\ntitle: The quay\nauthor: Rosa Anker\n---\n\nWe *sailed* at dawn")
    assert '![Boats](images/boats.png "At the pier")' in quay
    assert "[the fog](episode:2020-01-06-the-fog)" in quay
    assert {"Home Archive", "All rights reserved", "Share this"} <= {
        one.text for one in made.report.episodes[0].omitted
    }


def test_every_word_of_a_page_is_kept_or_listed(tmp_path: Path) -> None:
    _, made = imported(tmp_path, {"quay.html": PAGE})
    (episode,) = made.report.episodes
    text = (tmp_path / "book" / episode.target).read_text("utf-8")
    kept = Counter(words([text, *(one.text for one in episode.omitted), *(field.slice for field in episode.fields)]))
    root = parse_html(PAGE)
    assert root is not None
    lost = Counter(words([words_of(root)])) - kept
    assert not lost - Counter(words(["The quay", "The quay"])), "a heading that repeats the title is in the title"


def test_pieces_of_html_and_a_table_that_names_them(tmp_path: Path) -> None:
    files: Files = {
        "posts/12.the-quay.html": "<h2>At the quay</h2><p>We <em>sailed</em> at dawn.</p>",
        "posts.csv": 'post_id,post_date,title,subtitle,is_published\n12.the-quay,2020-01-01T00:00:00Z,"The quay",Below,true\n',
    }
    episodes, _ = imported(tmp_path, files)
    assert episodes == {
        "2020-01-01-the-quay.md": "---\ndate: 2020-01-01\ntitle: The quay\nsubtitle: Below\n---\n\n"
        "## At the quay\n\nWe *sailed* at dawn.\n"
    } or "We *sailed* at dawn." in next(iter(episodes.values()))


def wxr(items: str) -> str:
    return f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>A diary</title>
<wp:author><wp:author_login>rosa</wp:author_login><wp:author_display_name>Rosa Anker</wp:author_display_name></wp:author>
{items}</channel></rss>"""


def item(number: int, content: str, kind: str = "post", status: str = "publish", extra: str = "") -> str:
    return f"""<item><title>Post {number}</title><link>https://example.org/2020/01/{number:02d}/post-{number}/</link>
<dc:creator>rosa</dc:creator><content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2020-01-{number:02d} 10:00:00</wp:post_date><wp:post_name>post-{number}</wp:post_name>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>
<category domain="category" nicename="sea"><![CDATA[Sea]]></category>{extra}</item>"""


def test_a_wordpress_export_gives_posts_with_captions_galleries_notes_and_counts_the_rest(tmp_path: Path) -> None:
    notes = json.dumps([{"id": "ab", "content": "The <em>note</em>."}])
    content = (
        'We sailed &x; at dawn.\nAnd on.\n\nSecond paragraph, see <a href="https://example.org/2020/01/02/post-2/">it</a>.\n\n'
        '[caption id="a" width="3"]<img src="https://example.org/wp-content/uploads/2020/boats.png" alt="Boats" /> At the pier[/caption]'
        '\n\n<!--more-->[embed]https://youtu.be/x[/embed]\n\n[gallery ids="9"]\n\n[code]a < [b][/code]\n\n[weather place="Vell"]\n\n'
        'A call<sup data-fn="ab" class="fn"><a href="#ab" id="ab-link">1</a></sup>'
    )
    meta = f"<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[{notes}]]></wp:meta_value></wp:postmeta>"
    comment = "<wp:comment><wp:comment_content>Spam</wp:comment_content></wp:comment>"
    picture = "<wp:attachment_url>https://example.org/wp-content/uploads/2020/pier.png</wp:attachment_url>"
    export = wxr(
        item(1, content, extra=meta + comment)
        + item(2, "<!-- wp:paragraph --><p>Other words.</p><!-- /wp:paragraph -->", status="draft")
        + item(3, "About us.", kind="page")
        + item(9, "", kind="attachment", status="inherit", extra=picture)
        + item(10, "gone", status="trash")
    )
    files: Files = {
        "blog.xml": export, "uploads/2020/boats.png": png(1), "uploads/2020/pier.png": png(2),
    }  # fmt: skip
    episodes, made = imported(tmp_path, files)
    one = episodes["2020-01-01-post-1.md"]
    assert 'author: Rosa Anker\nsource-url: "https://example.org/2020/01/01/post-1/"\ntags: Sea' in one
    assert "at dawn.\\\nAnd on.\n\nSecond paragraph, see [it](episode:2020-01-02-post-2)." in one
    assert '![Boats](images/boats.png "At the pier")' in one
    assert "(images/pier.png)" in one
    assert "[Link](https://youtu.be/x)" in one
    assert "```\na < [b]\n```" in one
    assert "A call[^1]" in one
    assert one.endswith("[^1]: The *note*.\n")
    assert "root:" not in one
    assert "draft: true" in episodes["2020-01-02-post-2.md"]
    assert "draft: true" in episodes["2020-01-03-post-3.md"]
    said = " ".join(finding.message for finding in made.findings)
    assert "1 comment, 1 trash" in said
    assert "“weather” is not known" in said


def test_a_broken_export_gives_what_can_be_read(tmp_path: Path) -> None:
    episodes, _ = imported(tmp_path, {"blog.xml": wxr(item(1, "Words of one.") + item(2, "Words of two."))[:-160]})
    assert "2020-01-01-post-1.md" in episodes


def test_a_longer_export_adds_what_is_new_and_leaves_the_rest(tmp_path: Path) -> None:
    source, book = tmp_path / "blog.xml", tmp_path / "book"
    source.write_text(wxr(item(1, "Words of one.")), "utf-8")
    import_clippings([source], book)
    source.write_text(wxr(item(1, "Words of one.") + item(2, "Words of two.")), "utf-8")
    made = import_clippings([source], book)
    assert sorted((d.target.rpartition("/")[2], d.action) for d in made.plan.decisions) == [
        ("2020-01-01-post-1.md", "unchanged"), ("2020-01-02-post-2.md", "create"),
    ]  # fmt: skip


def test_the_memory_of_an_export_is_not_that_of_its_tree(tmp_path: Path) -> None:
    items = "".join(
        item(n % 28 + 1, f"<p>Words {n}. {'water ' * 300}</p>").replace("post-", f"post-{n}-") for n in range(600)
    )
    data = wxr(items).encode()
    from make_book.importing.import_values import Clipping
    from make_book.importing.wordpress_export import read_wordpress

    tracemalloc.start()
    count = sum(1 for _ in read_wordpress(Clipping("blog.xml", data)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count >= 600
    assert peak < 3 * len(data)


def test_entities_do_not_explode(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' + "".join(
        f'<!ENTITY {chr(99 + n)} "{"&" + chr(98 + n) + ";"}{("&" + chr(98 + n) + ";") * 9}">' for n in range(8)
    )
    text = wxr(item(1, "Words.")).replace("<rss", bomb + "]><rss", 1).replace("Post 1", "Post &j;")
    import_clippings([_file(tmp_path, "blog.xml", text)], tmp_path / "book")


def _file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_feeds_ghost_and_json_give_their_posts(tmp_path: Path) -> None:
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>
<entry><title>An &amp; entry</title><id>tag:1</id><link href="https://example.org/a"/><published>2020-02-01T00:00:00Z</published>
<author><name>Rosa Anker</name></author><content type="html">&lt;p&gt;Feed &lt;em&gt;words&lt;/em&gt;.&lt;/p&gt;</content></entry></feed>"""
    ghost = {"db": [{"data": {
        "posts": [{"id": "1", "title": "Ghostly", "slug": "ghostly", "html": "<p>Ghost words.</p>", "status": "published",
                   "published_at": "2020-03-01T00:00:00.000Z"}],
        "users": [{"id": "9", "name": "Ilse Brandt"}], "tags": [{"id": "5", "name": "Sea"}],
        "posts_authors": [{"post_id": "1", "author_id": "9"}], "posts_tags": [{"post_id": "1", "tag_id": "5"}],
    }}]}  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": "7", "title": "Of JSON", "content_html": "<p>Json words.</p>", "date_published": "2020-04-01T00:00:00Z"}]}  # fmt: skip
    episodes, _ = imported(tmp_path, {"a.atom": atom, "g.json": json.dumps(ghost), "f.json": json.dumps(feed)})
    assert (
        "title: An & entry" in episodes["2020-02-01-an-entry.md"]
        or '"An & entry"' in episodes["2020-02-01-an-entry.md"]
    )
    assert "Feed *words*." in episodes["2020-02-01-an-entry.md"]
    assert "author: Ilse Brandt\ntags: Sea" in episodes["2020-03-01-ghostly.md"]
    assert "Json words." in episodes["2020-04-01-of-json.md"]


def epub() -> bytes:
    opf = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A diary</dc:title><dc:creator>Rosa Anker</dc:creator><dc:language>en</dc:language>
</metadata><manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="t" href="text/title.xhtml" media-type="application/xhtml+xml"/><item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/><item id="e" href="text/notes.xhtml" media-type="application/xhtml+xml"/>
<item id="p" href="img/p.png" media-type="image/png"/></manifest>
<spine><itemref idref="t"/><itemref idref="b"/><itemref idref="a"/><itemref idref="e"/></spine></package>"""
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body{}>{}</body></html>'
    )
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": opf,
        "OPS/nav.xhtml": page.format("", '<nav><a href="text/b.xhtml">Fog</a></nav>'),
        "OPS/text/title.xhtml": page.format(' epub:type="titlepage"', "<p>A diary</p>"),
        "OPS/text/b.xhtml": page.format(
            "",
            '<h2>Fog</h2><p>It was grey<a epub:type="noteref" href="notes.xhtml#n1">1</a>. <img src="../img/p.png" alt="Pier"/></p>',
        ),
        "OPS/text/a.xhtml": page.format("", '<h2>Sun</h2><p>It was bright, as in <a href="b.xhtml">the fog</a>.</p>'),
        "OPS/text/notes.xhtml": page.format(
            "", '<ol><li id="n1"><p>Very grey. <a href="b.xhtml">back</a></p></li></ol>'
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in members.items():
            made.writestr(name, text)
        made.writestr("OPS/img/p.png", png(4))
    return buffer.getvalue()


def test_an_epub_gives_its_spine_with_notes_from_other_files_and_pictures(tmp_path: Path) -> None:
    episodes, made = imported(tmp_path, {"book.epub": epub()})
    assert sorted(episodes) == ["fog.md", "sun.md"]
    assert "weight: 1" in episodes["fog.md"]
    assert "It was grey[^1]. ![Pier](images/p.png)" in episodes["fog.md"]
    assert "[^1]: Very grey." in episodes["fog.md"]
    assert "[the fog](episode:fog)" in episodes["sun.md"]
    assert "IMP-033" in codes(made)


@pytest.mark.parametrize("cut", [30, 200, 900])
def test_a_damaged_epub_is_a_finding(cut: int, tmp_path: Path) -> None:
    made = import_clippings([_file(tmp_path, "book.epub", epub()[:-cut])], tmp_path / "book")
    assert codes(made) & {"IMP-004", "IMP-026"}


def docx(body: str) -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml"'
            ' ContentType="application/xml"/><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
            ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        made.writestr("word/document.xml", f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>')
        made.writestr(
            "word/styles.xml",
            f'<w:styles xmlns:w="{w}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
        )
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_word_document_is_split_at_its_headings(tmp_path: Path) -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{}</w:p>'
    body = (
        heading.format(run("Chapter 1. Fog"))
        + f"<w:p>{run('It was ')}{run('grey', '<w:i/>')}{run('.')}</w:p>"
        + heading.format(run("Chapter 2. Sun"))
        + f'<w:p>{run("It was ")}<w:ins w:id="1" w:author="x">{run("very ")}</w:ins><w:del w:id="2"><w:r><w:delText>not</w:delText></w:r>'
        f"</w:del>{run('bright.')}</w:p>"
    )
    episodes, made = imported(tmp_path, {"book.docx": docx(body)})
    assert "number: 1\n" in episodes["001-fog.md"]
    assert "It was *grey*." in episodes["001-fog.md"]
    assert "It was very bright." in episodes["002-sun.md"]
    assert "IMP-036" in codes(made)


def test_transcripts_mail_and_rtf_give_their_words(tmp_path: Path) -> None:
    vtt = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Rosa>The water\n\n00:00:03.000 --> 00:00:05.000\n<v Rosa>came at three.\n\n"
    vtt += "00:00:06.000 --> 00:00:08.000\n<v Tom>And then?\n"
    srt = "1\n00:00:01,000 --> 00:00:02,000\nROSA: It went.\n\n2\n00:00:03,000 --> 00:00:04,000\nIt came back.\n"
    mail = (
        "From: Rosa Anker <r@example.org>\nTo: x@example.org\nSubject: =?utf-8?q?Fr=C3=BChling?=\nMessage-ID: <7@example.org>\n"
        "Date: Tue, 13 Oct 2020 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nThe *spring* came.\n\nLate.\n"
        "\n-- \nRosa Anker, Vell\n"
    )
    rtf = r"{\rtf1\ansi The \i water\i0  rose at the old quay, and nobody slept.\par It fell.}"
    files: Files = {"a-talk.vtt": vtt, "b.srt": srt, "letter.eml": mail, "old.rtf": rtf}
    episodes, made = imported(tmp_path, files)
    assert "::: dialogue\n\nRosa: The water came at three.\n\nTom: And then?\n\n:::" in episodes["a-talk.md"].replace(
        "&#58;", ":"
    )
    assert "ROSA: It went. It came back." in episodes["b.md"].replace("&#58;", ":")
    spring = (
        episodes["2020-10-13-fruehling.md"]
        if "2020-10-13-fruehling.md" in episodes
        else episodes["2020-10-13-fruhling.md"]
    )
    assert "title: Frühling\nauthor: Rosa Anker" in spring
    assert "The \\*spring\\* came.\n\nLate." in spring
    assert any("Vell" in left.text for episode in made.report.episodes for left in episode.omitted)
    assert any("The water rose at the old quay" in text for text in episodes.values())
