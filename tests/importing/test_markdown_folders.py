"""Folders of Markdown, of whatever system: Markdown stays Markdown, heads are mapped, nothing is lost."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from make_book.importing import Import, import_clippings
from make_book.manuscript.values import ImportSettings


def png(shade: int = 0) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    packed = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


Files = dict[str, str | bytes]


def imported(tmp_path: Path, files: Files, **settings: dict[str, str]) -> tuple[dict[str, str], Import]:
    """Return the episodes by name and the import."""
    source = tmp_path / "source"
    for name, data in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data.encode() if isinstance(data, str) else data)
    book = tmp_path / "book"
    made = import_clippings([source], book, settings=ImportSettings(**settings))  # type: ignore[arg-type]
    episodes = {p.name: p.read_text("utf-8") for p in sorted((book / "manuscript" / "episodes").rglob("*.md"))}
    again = import_clippings([source], book, settings=ImportSettings(**settings))  # type: ignore[arg-type]
    assert again.plan.files == {}, "a second import changes nothing"
    return episodes, made


def codes(made: Import) -> set[str]:
    return {finding.code for finding in made.findings}


HEADS: dict[str, tuple[str, str]] = {
    "yaml": ("---\ntitle: One\ndate: 2020-01-05\n---\n\nText.", "date: 2020-01-05\ntitle: One"),
    "yaml with a blank line": ("---\ntitle: One\n\ndate: 2020-01-05\n---\n\nText.", "date: 2020-01-05\ntitle: One"),
    "list without indent": (
        "---\ntitle: One\ntags:\n- sea\n- fog\ncategories:\n- ships\n---\n\nText.",
        "title: One\ntags: [sea, fog, ships]",
    ),
    "toml": ('+++\ntitle = "One"\ndate = 2020-01-05T10:00:00Z\ndraft = true\n+++\nText.', "title: One\ndraft: true"),
    "keys of others": (
        "---\ntitle: One\ndescription: What it is.\nauthors: [Rosa Anker, Ilse Brandt]\npubDate: Jan 5, 2020\n"
        "canonical_url: https://example.org/1\n---\n\nText.",
        "date: 2020-01-05\ntitle: One\nstandfirst: What it is.\nauthor: [Rosa Anker, Ilse Brandt]\n"
        'source-url: "https://example.org/1"',
    ),
    "not published": ("---\ntitle: One\npublished: false\n---\n\nText.", "title: One\ndraft: true"),
    "a table of an author": (
        "---\ntitle: One\nauthor: {name: Rosa Anker, url: /a}\n---\n\nText.",
        "author: Rosa Anker",
    ),
    "Pelican": (
        "Title: One: two\nDate: 2020-01-05\nCategory: Sea\n\nText.",
        'date: 2020-01-05\ntitle: "One: two"\ntags: Sea',
    ),
    "Hexo": (
        "title: One\ndate: 2020-01-05 10:00:00\ntags:\n- sea\n- fog\n---\nText.",
        "date: 2020-01-05\ntitle: One\ntags: [sea, fog]",
    ),
    "broken YAML": ('---\ntitle: One: "two\ndate: 2020-01-05\ntags:\n- sea\n---\nText.', "date: 2020-01-05\ntags: sea"),
    "heading": ("# One\n\nText.", "title: One"),
    "underlined heading": ("One\n===\n\nText.", "title: One"),
}


@pytest.mark.parametrize("head", HEADS)
def test_front_matter_of_others_becomes_ours(head: str, tmp_path: Path) -> None:
    source, expected = HEADS[head]
    ((_, text),) = imported(tmp_path, {"posts/a.md": source})[0].items()
    matter, _, body = text.removeprefix("---\n").partition("---\n")
    assert set(expected.split("\n")) <= set(matter.split("\n"))
    assert body.strip() == "Text."


def test_a_letter_with_a_dateline_is_a_text(tmp_path: Path) -> None:
    episodes, _ = imported(tmp_path, {"a.md": "Date: 5 May\nPlace: Vell\n\nDear all, we sailed."})
    assert "Date: 5 May\nPlace: Vell\n\nDear all" in next(iter(episodes.values()))


def test_what_front_matter_says_for_a_website_only_is_listed(tmp_path: Path) -> None:
    _, made = imported(tmp_path, {"a.md": "---\ntitle: One\nlayout: post\nmood: wistful\n---\n\nText."})
    left = {(one.text, one.reason) for one in made.report.episodes[0].omitted}
    assert left == {("post", "for a website: layout"), ("wistful", "front matter: mood")}


def test_markdown_is_kept_as_it_is(tmp_path: Path) -> None:
    body = (
        "We *sailed* at **dawn**, see [the chart](https://example.org/c).\n\n- rope\n- lamp"
        "\n\n```\ncode  [x](y.md)\n```"
        "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nA note.[^1]\n\n[^1]: The note\\_s text."
    )
    ((_, text),) = imported(tmp_path, {"one.md": f"# The first day\n\n{body}\n"})[0].items()
    assert text == f"---\ntitle: The first day\n---\n\n{body}\n"


def test_jekyll_posts_give_dates_links_and_pictures(tmp_path: Path) -> None:
    files: Files = {
        "_config.yml": "title: A site\n",
        "_layouts/post.html": "<html>{{ content }}</html>",
        "README.md": "# How to build\n\nRun it.",
        "about.md": "# About me\n\nI live by the sea.",
        "_posts/2020-01-05-the-quay.markdown": "---\nlayout: post\ntitle: The quay\n---\n"
        "See [it]({% post_url 2020-01-06-the-fog %})"
        " or [that](/2020/01/06/the-fog.html).\n<!--more-->\n\n![Boats]({{ site.baseurl }}/images/quay.png)\n",
        "_posts/2020-01-06-the-fog.md": "---\ntitle: The fog\n---\n"
        "{% highlight python %}\nx = '{{ y }}'\n{% endhighlight %}\nWords.\n",
        "_drafts/later.md": "---\ntitle: Later\ndraft: true\n---\nWords to come.\n",
        "images/quay.png": png(),
        "images/unused.png": png(9),
    }
    episodes, made = imported(tmp_path, files)
    assert sorted(episodes) == ["2020-01-05-the-quay.md", "2020-01-06-the-fog.md", "later.md"]
    assert (
        "See [it](episode:2020-01-06-the-fog) or [that](episode:2020-01-06-the-fog).\n\n"
        in episodes["2020-01-05-the-quay.md"]
    )
    assert "![Boats](images/quay.png)" in episodes["2020-01-05-the-quay.md"]
    assert "more" not in episodes["2020-01-05-the-quay.md"]
    assert "```python\nx = '{{ y }}'\n```" in episodes["2020-01-06-the-fog.md"].replace("\n\n", "\n")
    assert (tmp_path / "book/manuscript/images/quay.png").read_bytes() == png()
    assert not (tmp_path / "book/manuscript/images/unused.png").exists()
    assert "IMP-032" in codes(made)


def test_hugo_bundles_give_names_pictures_and_languages(tmp_path: Path) -> None:
    russian = "Мы пришли к воде, и никто не спал этой ночью, потому что вода была у дверей дома. " * 4
    files: Files = {
        "hugo.toml": 'title = "x"\n',
        "content/posts/the-quay/index.ru.md": f"---\ntitle: Причал\ndate: 2020-01-05\n---\n{russian}\n",
        "content/posts/the-quay/index.en.md": "---\ntitle: The quay\ndate: 2020-01-05\n---\nWe came to the water.\n",
        "content/posts/the-fog/index.ru.md": f"---\ntitle: Туман\ndate: 2020-01-06\n---\n{russian} ![Лодки](boats.png)"
        ' [причал]({{< ref "the-quay" >}})\n{{< figure src="boats.png" alt="Лодки" caption="У воды" >}}\n',
        "content/posts/the-fog/boats.png": png(),
        "content/_index.md": "---\ntitle: Home\n---\n",
        "layouts/index.html": "<html></html>",
    }
    episodes, made = imported(tmp_path, files)
    assert sorted(episodes) == ["2020-01-05-the-quay.md", "2020-01-06-the-fog.md"] or len(episodes) == 2
    fog = next(text for text in episodes.values() if "Туман" in text)
    assert "![Лодки](images/boats.png)" in fog
    assert '![Лодки](images/boats.png "У воды")' in fog
    assert "[причал](episode:" in fog
    assert [f.message for f in made.findings if f.code == "IMP-033"] == [
        "the same text as manuscript/raw/content/posts/the-quay/index.ru.md, in another language"
    ]
    assert made.report.language == "ru"


def test_an_obsidian_vault_gives_links_and_embeds(tmp_path: Path) -> None:
    files: Files = {
        "Day 1.md": "Went to [[Day 2|the quay]] and [[Day 2#Evening]]. %%hidden%%\n\n"
        "![[Pasted image 1.png|300]]\n\n`[[code]]`",
        "Day 2.md": "Back at [[Day 1]]. ==Bright== ![[missing.png]]",
        "files/Pasted image 1.png": png(),
    }
    episodes, made = imported(tmp_path, files)
    one = next(text for name, text in episodes.items() if "Went to" in text)
    two = next(text for name, text in episodes.items() if "Back at" in text)
    assert "number: 1\n" in one
    assert "[the quay](episode:002-day-2) and [Day 2](episode:002-day-2)." in one
    assert "![](images/Pasted-image-1.png){width=300}" in one
    assert "`[[code]]`" in one
    assert "Back at [Day 1](episode:001-day-1)" in two
    assert "IMP-030" in codes(made)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SUMMARY.md", "# Summary\n\n- [B](src/b.md)\n  - [A](src/a.md)\n- [C](src/c.md)\n- [Gone](src/gone.md)\n"),
        ("Book.txt", "# front\nsrc/b.md\nsrc/a.md\nsrc/c.md\nsrc/gone.md\n"),
    ],
)
def test_a_list_of_files_gives_the_order(name: str, text: str, tmp_path: Path) -> None:
    files: Files = {name: text, **{f"src/{one}.md": f"# Of {one}\n\nThe {one}." for one in "abcd"}}
    episodes, made = imported(tmp_path, files)
    weights = {file: text.split("weight: ")[1].split("\n")[0] for file, text in episodes.items()}
    assert weights == {"of-b.md": "1", "of-a.md": "2", "of-c.md": "3"}
    assert {"IMP-031", "IMP-032", "IMP-035"} <= codes(made)


def test_file_order_is_natural_and_said_where_nothing_else_orders(tmp_path: Path) -> None:
    words = "bow stern mast keel anchor rope sail deck hold lamp wheel".split()
    files: Files = {f"scene{n + 1}.md": f"# The {word}\n\nAbout the {word} only." for n, word in enumerate(words)}
    episodes, made = imported(tmp_path, files)
    weights = {
        text.split("title: The ")[1].split("\n")[0]: int(text.split("weight: ")[1].split("\n")[0])
        for text in episodes.values()
    }
    assert sorted(weights, key=lambda word: weights[word]) == words
    assert "IMP-035" in codes(made)


def test_mdx_gives_its_words_and_lists_what_it_drops(tmp_path: Path) -> None:
    source = (
        '---\ntitle: One\n---\nimport X from "x"\n\nWords <Box tone="a">in a box</Box> and {/* a comment */} more.\n\n'
        '<Image src="./q.png" alt="The quay" />\n\n```\nimport Y from "y"\n```\n'
    )
    ((_, text),) = imported(tmp_path, {"p/one.mdx": source, "p/q.png": png()})[0].items()
    assert "Words in a box and  more." in text
    assert "![The quay](images/q.png)" in text
    assert 'import Y from "y"' in text
    assert "import X" not in text


SHORTCODES = [
    ("{{< youtube abc >}}", "[Video](https://www.youtube.com/watch?v=abc)"),
    ('{{< figure src="https://example.org/q.png" caption="The quay" >}}', "[The quay](https://example.org/q.png)"),
    ("{% asset_img q.png The quay %}", "![The quay](images/q.png)"),
    ("{% raw %}words{% endraw %}", "words"),
    ('{% include figure.html src="q.png" alt="The quay" %}', "![The quay](images/q.png)"),
    ("`{{< youtube abc >}}`", "`{{< youtube abc >}}`"),
    ("{{< unknown 1 >}}words{{< /unknown >}}", "{{< unknown 1 >}}words{{< /unknown >}}"),
]


@pytest.mark.parametrize(("source", "expected"), SHORTCODES)
def test_known_shortcodes_become_markdown_and_others_are_told_of(source: str, expected: str, tmp_path: Path) -> None:
    episodes, made = imported(tmp_path, {"one.md": f"# One\n\nSo: {source}\n", "q.png": png()})
    assert f"So: {expected}\n" in next(iter(episodes.values()))
    assert ("IMP-028" in codes(made)) is ("unknown" in source)


def test_book_toml_says_what_becomes_of_a_shortcode(tmp_path: Path) -> None:
    told = {"imgfig": "![{1}]({0})", "fl": "words", "year": "keep"}
    source = '# One\n\n{{< imgfig "q.png" "The quay" >}} {{< fl 1 >}}a flat{{< /fl >}} {{< year >}}\n'
    episodes, made = imported(tmp_path, {"one.md": source, "q.png": png()}, shortcodes=told)
    assert "![The quay](images/q.png) a flat {{< year >}}\n" in next(iter(episodes.values()))
    assert "IMP-028" not in codes(made)


def test_pictures_of_one_name_are_told_apart_and_the_same_is_copied_once(tmp_path: Path) -> None:
    files: Files = {
        "a/one.md": "# One\n\n![A](q.png) ![B](../b/q.png)", "b/two.md": "# Two\n\n![B](./q.png)",
        "a/q.png": png(1), "b/q.png": png(2),
    }  # fmt: skip
    episodes, _ = imported(tmp_path, files)
    assert "![A](images/q.png) ![B](images/b-q.png)" in episodes["one.md"]
    assert "![B](images/b-q.png)" in episodes["two.md"]
    images = sorted((tmp_path / "book/manuscript/images").iterdir())
    assert [image.read_bytes() for image in images] == [png(2), png(1)]


def test_a_picture_of_a_human_is_not_overwritten(tmp_path: Path) -> None:
    mine = tmp_path / "book/manuscript/images/q.png"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(png(7))
    episodes, _ = imported(tmp_path, {"a/one.md": "# One\n\n![A](q.png)", "a/q.png": png(1)})
    assert mine.read_bytes() == png(7)
    assert "![A](images/a-q.png)" in episodes["one.md"]


def test_a_picture_written_into_the_text_is_unpacked(tmp_path: Path) -> None:
    import base64

    data = base64.b64encode(png(3)).decode()
    episodes, _ = imported(tmp_path, {"one.md": f"# One\n\n![A](data:image/png;base64,{data})"})
    (image,) = (tmp_path / "book/manuscript/images").iterdir()
    assert image.read_bytes() == png(3)
    assert f"![A](images/{image.name})" in episodes["one.md"]


def test_pictures_in_html_that_nobody_has_become_links_or_words(tmp_path: Path) -> None:
    source = '# One\n\n<img src="https://example.org/q.png" width="8">\n\nA <img alt="Boats" src="/gone.png"> here.\n\n'
    source += '<a href="/x"><img src="https://example.org/r.png"></a>\n\n[![Pier](https://example.org/s.png)](https://example.org/t)\n'
    episodes, made = imported(tmp_path, {"one.md": source})
    text = next(iter(episodes.values()))
    assert '<a href="https://example.org/q.png">Picture</a>' in text
    assert "A Boats here." in text
    assert '<a href="/x">Picture</a>' in text
    assert "[Pier](https://example.org/t)" in text
    assert "IMP-030" in codes(made)


def test_a_changed_source_updates_its_episode_and_a_human_edit_is_left(tmp_path: Path) -> None:
    source, book = tmp_path / "source", tmp_path / "book"
    source.mkdir()
    (source / "one.md").write_text("# One\n\nFirst.", "utf-8")
    (source / "two.md").write_text("# Two\n\nOther words here.", "utf-8")
    import_clippings([source], book)
    (book / "manuscript/episodes/two.md").write_text("---\ntitle: Two\n---\n\nMine.\n", "utf-8")
    (source / "one.md").write_text("# One\n\nSecond.", "utf-8")
    (source / "two.md").write_text("# Two\n\nOther words again.", "utf-8")
    made = import_clippings([source], book)
    actions = {d.target.rpartition("/")[2]: d.action for d in made.plan.decisions}
    assert actions == {"one.md": "update", "two.md": "edited"}
    assert (book / "manuscript/raw/one.md").read_text("utf-8") == "# One\n\nSecond."


@pytest.mark.parametrize(
    ("titles", "numbers"),
    [
        (["Chapter 3 – The harbour", "Chapter 4: Fog"], [3, 4]),
        (["CHAPTER IX", "CHAPTER X"], [9, 10]),
        (["#5", "#6"], [5, 6]),
        (["Day One", "Day Two"], [1, 2]),
        (["Глава 3. Дом", "Глава 4. Сад"], [3, 4]),
        (["周刊（第 100 期）：好", "周刊（第 101 期）：风"], [100, 101]),
        (["1984", "2020 in short"], [None, None]),
        (["Part 1", "Part 1"], [None, None]),
        (["Day 2020", "Chapter 12 days"], [None, None]),
    ],
)
def test_numbers_are_read_from_titles_that_bear_each_other_out(
    titles: list[str], numbers: list[int | None], tmp_path: Path
) -> None:
    files: Files = {f"{n}.md": f"---\ntitle: '{title}'\n---\nWords number {n * 77}." for n, title in enumerate(titles)}
    _, made = imported(tmp_path, files)
    by_source = {
        e.source: next((int(f.value) for f in e.fields if f.name == "number"), None) for e in made.report.episodes
    }
    assert [by_source[f"{n}.md"] for n in range(len(titles))] == numbers
