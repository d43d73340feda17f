from __future__ import annotations

import pytest

from make_book.importing.credits import read_credit
from make_book.importing.episode_writing import episode_file
from make_book.importing.import_values import EpisodeDraft, RawEpisode
from make_book.importing.understanding import understand

HEAD = " date 2021-03-02 The ferry stays. Nobody paid. Rosa Anker tells of the flood in Vell. Episode 7.\n\n"


def draft(body: str, head: str = HEAD) -> EpisodeDraft:
    (made,) = understand([RawEpisode("a.txt", head + body)], None).drafts
    return made


def codes(body: str) -> dict[str, tuple[int | None, int | None]]:
    return {f.code: (f.span.line, f.span.column) for f in draft(body).findings if f.span}


@pytest.mark.parametrize(
    ("line", "names", "source"),
    [
        ("From the Russian Ilse Brandt", ["Ilse Brandt"], "ru"),
        ("From the German by Tom Hale.", ["Tom Hale"], "de"),
        ("Translated from the Polish by A. B. Hale and Ilse von Brandt", ["A. B. Hale", "Ilse von Brandt"], "pl"),
        ("Translated by Tom Hale", ["Tom Hale"], None),
        ("Aus dem Russischen Ole Branck", ["Ole Branck"], "ru"),
        ("Aus dem Ukrainischen von Ole Branck", ["Ole Branck"], "uk"),
        ("Перевод с немецкого Анны Корж", ["Анны Корж"], "de"),
        ("Traduit du russe par Anne Roux", ["Anne Roux"], "ru"),
        ("Z rosyjskiego przełożyła Anna Wrona", ["Anna Wrona"], "ru"),
        ("Переклад з російської: Віра Лунь", ["Віра Лунь"], "ru"),
    ],
)
def test_translators_are_credited_with_what_the_line_says(line: str, names: list[str], source: str | None) -> None:
    credit = read_credit(line)
    assert credit is not None
    assert [person.name for person in credit.translators] == names
    assert {(person.source, person.target) for person in credit.translators} == {(source, None)}


@pytest.mark.parametrize(
    "line", ["From the Russian border came a train.", "From the bridge Tom Hale waved.", "Translated by nobody"]
)
def test_running_text_is_no_credit(line: str) -> None:
    assert read_credit(line) is None


def test_a_paragraph_in_another_script_is_marked() -> None:
    made = draft("We wait.\n\nСтояла тихая ночь, и вода поднималась.\n\nWe still wait.")
    assert made.blocks[1].language == "ru"
    assert b"\n[\xd0\xa1" in episode_file(made, "en")
    assert "IMP-016" in {finding.code for finding in made.findings}


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Все заметки на русском языке можно прочитать здесь.", "ru"),
        ("Заметки можно прочитать здесь", "ru"),
        ("All notes in Russian can be read here.", "ru"),
        ("Die Einträge auf Deutsch sind hier zu finden.", "de"),
    ],
)
def test_a_dead_link_to_the_original_moves_to_the_front_matter(line: str, language: str) -> None:
    made = draft(f"We wait, and it is late.\n\n{line}\n\nWe still wait.")
    assert (made.field("original-language"), made.field("original-note")) == (language, line)
    assert [block.text for block in made.blocks] == ["We wait, and it is late.", "We still wait."]


def test_a_line_that_only_mentions_a_place_stays() -> None:
    made = draft("We wait.\n\nThe best bread in town can be found here.")
    assert len(made.blocks) == 2


def test_the_addendum_is_set_apart_and_the_credit_taken_off() -> None:
    made = draft("We wait.\n\nAddendum: They came.\n\nAll of them.\n\nFrom the Russian Ilse Brandt")
    assert [block.kind for block in made.blocks] == ["text", "addendum", "addendum"]
    assert episode_file(made, "en").endswith(
        b"We wait.\n\n::: addendum\n\nAddendum: They came.\n\nAll of them.\n\n:::\n"
    )


def test_what_needs_a_human_eye_is_flagged_with_its_place_and_left() -> None:
    seen = codes(
        "We wait at the\n\nTwo boats sank in Photo: Harbour Press the night.\n\nHe came (Editor’s note: later)."
    )
    assert seen["IMP-024"] == (3, 1)
    assert seen["IMP-013"] == (5, 19)
    assert seen["IMP-015"] == (7, 10)


def test_a_paragraph_that_breaks_off_is_flagged_at_its_end() -> None:
    assert codes("We wait at the landing for a long time, and then she wen")["IMP-014"] == (3, 56)


def test_a_line_of_stars_is_a_scene_break() -> None:
    assert [block.kind for block in draft("We wait.\n\n***\n\nWe still wait.").blocks] == ["text", "break", "text"]


def test_lines_wrapped_by_hand_are_joined_and_unwrapped_ones_are_paragraphs() -> None:
    wrapped = "date 2021-03-02 The ferry\n\nWe wait at the\nlanding.\n\nWe still wait."
    assert [block.text for block in draft(wrapped, "").blocks] == ["We wait at the landing.", "We still wait."]
    single = "date 2021-03-02 The ferry\nWe wait.\nWe still wait."
    assert [block.text for block in draft(single, "").blocks] == ["We wait.", "We still wait."]


def test_the_address_of_the_page_is_its_source() -> None:
    assert draft("We wait.\n\nhttps://example.org/diary/7").field("source-url") == "https://example.org/diary/7"
