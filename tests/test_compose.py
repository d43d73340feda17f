"""Composing: ids, parts, references, pictures, and the sections around the episodes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from make_book.compose import Composed, compose
from make_book.manuscript.selection import Selection
from make_book.manuscript.sources import read
from make_book.model import GeneratedSection, Matter

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3" width="4" height="3"/>'
TOML = '[book]\ntitle = "The Ferry"\nlanguage = "en"\nauthors = "Rosa Anker"\n'


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


class Maker:
    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, toml: str = "", selection: Selection | None = None, **files: str) -> Composed:
        """Write files (`e001` an episode, `images_x` a picture, else front and back matter) and compose."""
        write(self.root / "manuscript/book.toml", TOML + toml)
        for name, text in files.items():
            folder = "episodes/" if name.startswith("e_") else ""
            write(self.root / "manuscript" / f"{folder}{name.removeprefix('e_').replace('_', '-')}.md", text)
        return compose(read(self.root).manuscript, selection)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def ids(composed: Composed) -> list[str]:
    return [episode.id for episode in composed.book.episodes]


def codes(composed: Composed) -> list[str]:
    return [finding.code for finding in composed.findings]


def test_ids_come_from_number_date_or_name(make: Maker) -> None:
    numbered = "---\nnumber: {}\n---\nText".format
    composed = make(e_a=numbered(22), e_b=numbered("1.5"), e_c=numbered("12b"), e_d=numbered(1000), e_none="Text")
    assert ids(composed)[:4] == ["episode-001-5", "episode-012b", "episode-022", "episode-1000"]
    assert ids(composed)[4:] == ["episode-none"]


def test_of_two_episodes_of_a_day_the_first_keeps_the_date(make: Maker) -> None:
    day = "---\ndate: 2020-10-13\n---\nText"
    assert ids(make(e_a=day)) == ["episode-2020-10-13"]
    assert ids(make(e_a=day, e_b=day)) == ["episode-2020-10-13", "episode-b"]


def test_appending_or_selecting_changes_no_earlier_id(make: Maker) -> None:
    before = ids(make(e_1="One", e_2="Two"))
    after = make(e_3="Three")
    assert ids(after)[:2] == before
    assert ids(make(selection=Selection(only=("2-3",)))) == ids(after)[1:]


def test_references_become_links_with_words(make: Maker) -> None:
    text = (
        "[](episode:2), [](episode:002), [the second](episode:2), [](episode:tide), [](episode:foreword), "
        "[](episode:contents)[^1]\n\n[^1]: See [](episode:2).\n"
    )
    numbered = "---\nnumber: {}\n---\n{}".format
    composed = make(e_1=numbered(1, text), e_2=numbered(2, "Two"), e_tide="Three", foreword="Read on.")
    one = composed.book.episodes[0].text
    plain = re.sub(r'class="cross-reference" ?|(?<=<a) (?=href)', "", one.xhtml)
    assert one.xhtml.count('data-target="episode-002"') == 3
    assert ">Episode 2</a>" in plain
    assert ">the second</a>" in plain
    assert 'href="#episode-tide"' in plain
    assert "Tide" in plain
    assert ">Foreword</a>" in plain
    assert ">Contents</a>" in plain
    assert "episode:" not in one.xhtml + one.notes[0].xhtml
    assert "Episode 2</a>" in one.notes[0].xhtml
    assert codes(composed) == []


def test_the_books_own_word_for_an_episode_is_used(make: Maker) -> None:
    composed = make('[order]\nlabel = "Letter"\n', e_1="[](episode:2)", e_2="Two")
    assert ">Letter 2</a>" in composed.book.episodes[0].text.xhtml


def test_a_reference_out_of_the_edition_keeps_its_words_and_is_told(make: Maker) -> None:
    draft = "---\ndraft: true\n---\nThree"
    composed = make(selection=Selection(last="1"), e_1="[](episode:2), [the third](episode:3)", e_2="Two", e_3=draft)
    text = composed.book.episodes[0].text.xhtml
    assert "<a" not in text
    assert '<span class="cross-reference">Episode 2</span>' in text
    assert "the third" in text
    assert codes(composed) == ["MAN-054", "MAN-054"]


def test_dead_references_are_told_where_they_stand_with_near_matches(make: Maker) -> None:
    composed = make(e_1="---\ntitle: One\n---\n\nText\n\nand [](episode:the-tide)\n", e_the_tides="Two")
    (finding,) = composed.findings
    assert (finding.code, str(finding.span)) == ("MAN-053", "manuscript/episodes/1.md:7:5")
    assert finding.hints == ("did you mean 'the-tides'?",)


DATED: dict[str, Any] = {
    "e_1": "---\ndate: 2020-10-30\nnarrator: Rosa\n---\nOne",
    "e_2": "---\ndate: 2020-11-02\nnarrator: Jan\n---\nTwo",
    "e_3": "---\nnarrator: Rosa\n---\nThree",
    "e_4": "---\ndate: 2021-01\nnarrator: Rosa\n---\nFour",
}


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        ("none", [("part", None, "1234")]),
        (
            "month",
            [
                ("part-2020-10", "October 2020", "1"),
                ("part-2020-11", "November 2020", "23"),
                ("part-2021-01", "January 2021", "4"),
            ],
        ),
        ("year", [("part-2020", "2020", "123"), ("part-2021", "2021", "4")]),
        ("narrator", [("part-rosa", "Rosa", "134"), ("part-jan", "Jan", "2")]),
    ],
)
def test_parts(make: Maker, by: str, parts: list[tuple[str, str | None, str]]) -> None:
    composed = make(f'[order]\nparts = "{by}"\n', **DATED)
    made = [(p.id, p.title, "".join(str(e.number) for e in p.episodes)) for p in composed.book.parts]
    assert made == parts
    assert codes(composed) == (["MAN-067"] if by in {"month", "year"} else [])


def test_the_titles_of_listed_parts_are_set_like_other_titles(make: Maker) -> None:
    listed = '[order]\nparts = "list"\n[[part]]\ntitle = "The Clerk\'s \\"Day\\""\nfrom = 1\n'
    (part,) = make(listed, **DATED).book.parts
    assert (part.id, part.title) == ("part-the-clerk-s-day", "The Clerk’s “Day”")


def test_parts_from_the_list(make: Maker) -> None:
    toml = (
        '[order]\nparts = "list"\n[[part]]\ntitle = "Autumn"\nto = "2020-10"\n'
        '[[part]]\ntitle = "Winter"\nfrom = 2\nto = 3\n[[part]]\ntitle = "After"\nepisodes = ["4"]\n'
    )
    composed = make(toml, **DATED)
    assert [(p.id, len(p.episodes)) for p in composed.book.parts] == [
        ("part-autumn", 1),
        ("part-winter", 2),
        ("part-after", 1),
    ]
    assert codes(composed) == []


def generated(*kinds: str) -> tuple[GeneratedSection, ...]:
    return tuple(map(GeneratedSection, kinds))


def test_make_book_writes_the_sections_that_would_not_be_empty(make: Maker) -> None:
    plain = make(e_1="One").book
    assert (*plain.front, *plain.back) == generated("half-title", "title-page", "copyright", "contents", "colophon")
    source = "---\nsource-url: https://example.org/1\n---\n"
    picture = '![A quay](images/quay.svg){credit="Photo: I. B."}\n'
    write(make.root / "manuscript/images/quay.svg", SVG)
    rich = make('editors = "Ida Brandt"\n', e_1=source + picture).book
    assert rich.back == generated("contributors", "sources", "image-credits", "colophon")
    assert [image.path for image in rich.images] == ["images/quay.svg"]


def test_a_written_section_goes_before_a_generated_one(make: Maker) -> None:
    book = make(
        e_1="One", colophon="Set by hand.", foreword="---\nauthor: Ida\nplace: Vell\n---\n# A word\n\nRead on."
    ).book
    assert [type(piece) for piece in book.back] == [Matter]
    foreword = book.front[-1]
    assert isinstance(foreword, Matter)
    assert (foreword.kind, foreword.title, foreword.signed, foreword.place) == ("foreword", "A word", "Ida", "Vell")


def test_the_author_chooses_and_orders_the_sections(make: Maker) -> None:
    book = make(
        '[sections]\nfront = ["title-page", "foreword", "copyright"]\nback = ["contents"]\n',
        e_1="One",
        foreword="Read.",
    ).book
    assert [piece.kind for piece in book.front] == ["title-page", "foreword", "copyright"]
    assert (*book.front[::2], *book.back) == generated("title-page", "copyright", "contents")


def test_an_episode_takes_language_and_translators_of_its_own(make: Maker) -> None:
    head = "---\nlanguage: de\ntranslators: [{name: Tom Hale, from: ru, to: de}]\n---\n"
    (episode,) = make(e_1=head + "Eins").book.episodes
    assert (episode.language, episode.translators[0].source, episode.authors) == ("de", "ru", ())


@pytest.mark.parametrize(
    ("name", "head", "title"),
    [("e_7", "", "Episode 7"), ("e_7_1660_01_10", "", "1660-01-10"), ("e_x", "title: '  A   tide '", "A tide")],
)
def test_an_untitled_episode_is_called_by_its_date_or_number(make: Maker, name: str, head: str, title: str) -> None:
    files: dict[str, Any] = {name: f"---\n{head}\n---\nText"}
    assert make(**files).book.episodes[0].title == title


def test_a_cover_is_described(make: Maker) -> None:
    write(make.root / "manuscript/images/quay.svg", SVG)
    book = make('cover = "images/quay.svg"\n', e_1="One").book
    assert book.cover
    assert (book.cover.alt, book.cover.image.width) == ("Cover of The Ferry by Rosa Anker", 4)


def test_composing_twice_gives_the_same_book(make: Maker) -> None:
    assert make(**DATED) == make()
