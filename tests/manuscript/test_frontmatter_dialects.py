"""Front matter as Jekyll, Hugo, Hexo, Pelican and Zola write it."""

from __future__ import annotations

import pytest

from make_book.findings import Finding, Severity
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.source_parsing import parse_episode
from make_book.manuscript.values import EpisodeSource
from make_book.model import PartialDate


def read(text: str, name: str = "tide", *, mdx: bool = False) -> tuple[EpisodeSource, list[Finding]]:
    collector = FindingCollector(f"{name}.md")
    return parse_episode(text, name, collector, mdx=mdx), collector.findings


def grave(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings if finding.severity is not Severity.NOTE]


DAY = PartialDate(2020, 1, 2)


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: The tide\ndate: 2020-01-02\ndraft: true\n---\n",
        "\n \n---\ntitle: The tide\ndate: 2020-01-02\ndraft: true\n---\n",
        "---   \ntitle: The tide\n\ndate: 2020-01-02 10:00:00 +0100\npublished: false\n...\n",
        '+++\ntitle = "The tide"\ndate = 2020-01-02T10:00:00+01:00\ndraft = true\n[extra]\nx = 1\n+++\n',
        '{\n  "title": "The tide",\n  "date": "2020-01-02",\n  "draft": true\n}\n',
        '"title": "The tide",\n"date": "2020/1/2",\n"draft": true\n;;;\n',
        ';;;\n"title": "The tide",\n"date": "2020/01/02",\n"draft": true\n;;;\n',
        "title: The tide\ndate: 2020-01-02 10:00:00\ntags:\n- sea\ndraft: true\n---\n",
        "Title: The tide\nDate: 2020-01-02 10:20\nStatus: draft\nTags: sea, ebb\n",
        "TITLE: The tide\nPost_Date: Jan 2, 2020\nStatus: private\n",
        "---\ntitle: The tide\npubDate: 2 Jan 2020\nisDraft: true\n---\n",
        "---\ntitle: The tide\npublished: 2020-01-02\nstatus: draft\n---\n",
    ],
)
def test_every_form_of_front_matter_is_read(head: str) -> None:
    episode, findings = read(f"{head}\nThe text.\n")
    assert (episode.head.title, episode.head.date, episode.head.draft) == ("The tide", DAY, True)
    assert episode.body.text.strip() == "The text."
    assert grave(findings) == []
    whole = f"{head}\nThe text.\n".split("\n")
    assert whole[episode.body.first_line - 1 :] == episode.body.text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe text.\n\n---\n\nMore.\n",
        "---\n\nThe text.\n",
        "Date: 5 May 1921\nPlace: Vell\n\nDear Anna,\n",
        "Anna: No.\nBen: Yes.\n",
        "Title\n\nThe text: all of it.\n",
        "{ a brace }\n",
        "Note: this is no head.\n\nTitle: nor is this.\n",
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    episode, findings = read(text)
    assert episode.body.text == text
    assert grave(findings) == []


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("@home", 'write the text in quotes: title: "@home"'),
        ('"Foo" bar', "write the text in quotes: title: '\"Foo\" bar'"),
        ("One: two", 'write the text in quotes: title: "One: two"'),
        ("[Draft] One", 'write the text in quotes: title: "[Draft] One"'),
        ("%percent", 'write the text in quotes: title: "%percent"'),
        ('"One', 'the quotation mark that begins the value has no end: title: "One"'),
    ],
)
def test_a_hint_fits_the_case(value: str, hint: str) -> None:
    _, findings = read(f"---\nnumber: 1\ntitle: {value}\nplace: Vell\n---\n\nText\n")
    assert [(finding.code, finding.span and finding.span.line) for finding in findings] == [("MAN-030", 3)]
    assert findings[0].hints == (hint,)


def test_keys_that_say_the_same_are_read_and_the_rest_is_told_of() -> None:
    head = "title: A\nauthors: [Ann Lee, {name: Ben Roe}]\ndescription: Storm.\nexcerpt: Other.\nplace: Vell\nimage: a"
    episode, findings = read(f"---\n{head}\nlayout: post\n---\n\nText\n")
    assert episode.head.author == ("Ann Lee", "Ben Roe")
    assert (episode.head.standfirst, episode.head.place) == ("Storm.", "Vell")
    assert [finding.code for finding in findings] == ["MAN-074", "MAN-074"]


def test_a_summary_taken_from_the_text_is_not_printed_twice() -> None:
    episode, _ = read("---\ntitle: A\ndescription: The storm came\n---\n\nThe *storm* came, and stayed.\n")
    assert episode.head.standfirst is None


@pytest.mark.parametrize("value", ["none", "prologue", "Epilogue", "interlude"])
def test_an_episode_may_be_without_a_number(value: str) -> None:
    episode, findings = read(f"---\ntitle: A\nnumber: {value}\n---\n\nText\n")
    assert (episode.head.number, episode.head.unnumbered, findings) == (None, True, [])


def test_escapes_bring_no_control_characters() -> None:
    episode, findings = read('---\ntitle: "A\\x07B"\n---\n\nText\n')
    assert [(finding.code, str(finding.span)) for finding in findings] == [("MAN-042", "tide.md:2:1")]
    assert episode.head.title == "AB"


@pytest.mark.parametrize(
    ("text", "title", "left"),
    [
        ("## Chapter 3. The Harbour\n\nText\n\n## Later\n\nMore\n", "Chapter 3. The Harbour", "## Later"),
        ("### The only one\n\nText\n", "The only one", None),
        ("## Morning\n\nText\n\n## Noon\n\nMore\n", None, "## Morning"),
        ("The tide\n===\n\nText\n", "The tide", None),
        ("<!-- kept apart -->\n\n# The tide\n\nText\n", "The tide", None),
    ],
)
def test_a_heading_is_the_title_where_it_is_one(text: str, title: str | None, left: str | None) -> None:
    episode, _ = read(text)
    assert episode.head.title == title
    assert text.split("\n").index("Text") == episode.body.text.split("\n").index("Text")
    assert (left in episode.body.text) if left else "#" not in episode.body.text


def test_mdx_keeps_its_words_and_says_what_was_dropped() -> None:
    text = (
        "import Map from './map'\nexport const meta = {\n  a: 1\n}\n\nThe <Map at={{x: 1}} on='>'>tide</Map> came.\n\n"
        "{/* no */}\n\n<Figure src=\"images/quay.png\" alt='The quay' />\n\n{props.x} {'kept'}\n\n"
        "```jsx\n<Map />{x}\n```\n\n`{y}` ![a](b.png){width=30%}\n"
    )
    episode, findings = read(text, mdx=True)
    kept = [line for line in episode.body.text.split("\n") if line.strip()]
    assert kept == [
        "The tide came.",
        "![The quay](<images/quay.png>)",
        " kept",
        "```jsx",
        "<Map />{x}",
        "```",
        "`{y}` ![a](b.png){width=30%}",
    ]
    assert len(episode.body.text.split("\n")) == len(text.split("\n"))
    assert [finding.code for finding in findings] == ["MAN-073"] * 3
    assert "(lines 1, 2, 3, 4)" in findings[0].message
