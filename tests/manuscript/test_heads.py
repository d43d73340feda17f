"""Front matter: YAML and TOML heads, their keys, and files without any."""

from __future__ import annotations

import pytest

from make_book.findings import Finding
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.source_parsing import parse_episode
from make_book.manuscript.values import EpisodeSource
from make_book.model import PartialDate, Translator


def read(text: str, name: str = "the-ferry") -> tuple[EpisodeSource, list[Finding]]:
    collector = FindingCollector(f"{name}.md")
    return parse_episode(text, name, collector), collector.findings


def clean(text: str, name: str = "the-ferry") -> EpisodeSource:
    episode, findings = read(text, name)
    assert findings == []
    return episode


def test_all_keys_are_read() -> None:
    head = clean(
        "---\nnumber: 22\ndate: 2020-10-13\ntitle: The clerk: again\n".replace("The clerk: again", "'The clerk: again'")
        + "narrator: Rosa Anker\nauthor: [Ida Brandt, Jan Lee]\ntags: sea, ferry\noriginal-date: 2020-09\n"
        "translators:\n  - {name: Ilse Brandt, from: ru, to: de}\n  - Tom Hale\ndraft: yes\n---\nText\n"
    ).head
    assert (head.number, head.date, head.title) == (22, PartialDate(2020, 10, 13), "The clerk: again")
    assert head.author == ("Ida Brandt", "Jan Lee")
    assert head.tags == ("sea", "ferry")
    assert head.original_date == PartialDate(2020, 9)
    assert head.translators == (Translator("Ilse Brandt", "ru", "de"), Translator("Tom Hale"))
    assert head.draft


@pytest.mark.parametrize("title", ["1984", "no", "2020-10-13", "null and void", "0x10"])
def test_a_title_is_a_title_whatever_yaml_takes_it_for(title: str) -> None:
    assert clean(f"---\ntitle: {title}\nlanguage: no\n---\nText\n").head.title == title


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020", PartialDate(2020)),
        ("2020-10", PartialDate(2020, 10)),
        ("2020-10-13T08:00:00+02:00", PartialDate(2020, 10, 13)),
        ("2020-10-13 08:00:00 +0200", PartialDate(2020, 10, 13)),
        ("1660-01-10", PartialDate(1660, 1, 10)),
    ],
)
def test_dates_may_lack_their_day_and_lose_their_time(written: str, date: PartialDate) -> None:
    assert clean(f"---\ndate: {written}\n---\nText\n").head.date == date


@pytest.mark.parametrize("written", ["2020-02-31", "2020-13", "13.10.2020", "0000", "yesterday"])
def test_impossible_dates_are_found_where_they_stand(written: str) -> None:
    episode, findings = read(f"---\ntitle: T\ndate: {written}\n---\nText\n")
    assert [(f.code, str(f.span)) for f in findings] == [("MAN-008", "the-ferry.md:3:1")]
    assert episode.head.date is None


@pytest.mark.parametrize("key", ["title", "subtitle", "standfirst", "kicker"])
def test_words_for_the_reader_have_their_character_references_read(key: str) -> None:
    head = clean(f"---\n{key}: 'Salt &amp; water, R&D, the clerk&#8217;s &lt;i&gt; &nosuch;'\n---\nText\n").head
    assert getattr(head, key) == "Salt & water, R&D, the clerk’s <i> &nosuch;"


@pytest.mark.parametrize("key", ["title", "subtitle", "standfirst", "kicker"])
def test_tags_in_words_for_the_reader_are_told_and_stay(key: str) -> None:
    episode, (finding,) = read(f"---\ndate: 2020\n{key}: The <em class='x'>ferry</em>\n---\nText\n")
    assert (finding.code, str(finding.span)) == ("MAN-037", "the-ferry.md:3:1")
    assert f"{key} is plain text: the tags (<em class='x'>) are shown as they stand" in finding.message
    assert getattr(episode.head, key) == "The <em class='x'>ferry</em>"


def test_a_sign_that_is_no_tag_is_none() -> None:
    assert clean("---\ntitle: 'A <3 B > C <- D'\n---\nText\n").head.title == "A <3 B > C <- D"


def test_unknown_keys_of_a_translator_are_told_in_their_order() -> None:
    collector = FindingCollector("a.md")
    parse_episode("---\ntranslators: {name: A, zz: 1, aa: 2, mm: 3, bb: 4}\n---\nText\n", "a", collector)
    assert [finding.message.split()[-1] for finding in collector.findings] == ["'zz'", "'aa'", "'mm'", "'bb'"]


def test_a_hugo_post_is_understood() -> None:
    episode = clean('+++\ntitle = "The ferry"\ndate = 2020-10-13T08:00:00Z\nweight = 3\ndraft = true\n+++\nText\n')
    assert (episode.head.title, episode.head.date, episode.head.draft) == ("The ferry", PartialDate(2020, 10, 13), True)
    assert episode.body.first_line == 7


def test_a_jekyll_post_is_understood() -> None:
    head = clean("---\nlayout: post\ncategories: [sea]\npublished: false\n---\nText\n", "2020-10-13-the-lee-tide").head
    assert (head.date, head.draft) == (PartialDate(2020, 10, 13), True)


def test_a_heading_is_the_title_and_the_lines_below_keep_their_numbers() -> None:
    episode = clean("\n# The *lee* tide #\n\nText\n", "022")
    assert episode.head.title == "The lee tide"
    assert episode.body.text.split("\n").index("Text") == 3


def test_a_heading_that_is_not_the_title_stays() -> None:
    assert clean("---\ntitle: One\n---\n# Two\n\nText\n").body.text.startswith("# Two")


def test_a_text_that_begins_with_a_rule_is_no_head() -> None:
    assert clean("-----\n\nText\n").body.text.startswith("-----")


@pytest.mark.parametrize(
    "head",
    [
        "a: &a [*a]",
        "a: &a [x, x]\ntags: [*a, *a]",
        "title: !!python/object/apply:os.system [ls]",
        "? [a]\n: b",
        "- a",
        "title: " + "[" * 3000 + "]" * 3000,
        "title: " + "[" * 60000,
        "x: " + "y" * 70000,
        "title: \tx\n\t- y",
    ],
)
def test_hostile_heads_are_found_and_the_text_is_read_on(head: str) -> None:
    episode, findings = read(f"---\n{head}\n---\nText\n")
    assert {finding.code for finding in findings} <= {"MAN-030", "MAN-031", "MAN-032"}
    assert "MAN-030" in {finding.code for finding in findings} or "!!python" in head
    assert episode.body.text == "Text\n"
