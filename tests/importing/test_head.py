from __future__ import annotations

import pytest

from make_book.importing.import_values import EpisodeDraft, RawEpisode
from make_book.importing.understanding import understand
from make_book.manuscript.values import ImportSettings


def drafts(*texts: str, language: str | None = None) -> tuple[EpisodeDraft, ...]:
    return understand([RawEpisode(f"{index}.txt", text) for index, text in enumerate(texts)], language).drafts


def found(text: str, *others: str) -> dict[str, str]:
    return {field.name: field.value for field in drafts(text, *others)[0].fields}


def sure(text: str, name: str) -> float:
    return next(field.confidence for field in drafts(text)[0].fields if field.name == name)


BODY = "\n\nThe water came at three, and we have not slept since then."
GERMAN_BODY = "\n\nDas Wasser kam um drei, und wir haben seitdem nicht geschlafen."


def test_a_head_of_one_line_is_taken_apart() -> None:
    head = " date 2021-03-02 The ferry stays. Nobody paid. Rosa Anker tells of the flood in Vell. Episode 7."
    assert found(head + BODY) == {
        "date": "2021-03-02",
        "title": "The ferry stays",
        "standfirst": "Nobody paid.",
        "narrator": "Rosa Anker",
        "number": "7",
    }
    assert sure(head + BODY, "title") < 0.5


def test_a_head_of_two_paragraphs_is_taken_apart() -> None:
    head = (
        " date 2020-12 Die Schule : Die Lehrerin heizt\n\n"
        "Nur drei kamen. Jasna Timm erzählt von Wintern in Ulmitz. Folge 41."
    )
    assert found(head + GERMAN_BODY) == {
        "date": "2020-12",
        "kicker": "Die Schule",
        "title": "Die Lehrerin heizt",
        "standfirst": "Nur drei kamen.",
        "narrator": "Jasna Timm",
        "number": "41",
    }
    assert sure(head + GERMAN_BODY, "title") >= 0.9


@pytest.mark.parametrize(
    ("date", "iso"),
    [("2020-10-13", "2020-10-13"), ("2020-10", "2020-10"), ("13.10.2020", "2020-10-13"), ("2020/1/3", "2020-01-03")],
)
def test_dates_are_read_in_several_forms(date: str, iso: str) -> None:
    assert found(f"date {date} The ferry stays. Nobody paid.{BODY}")["date"] == iso


def test_an_impossible_date_is_no_date() -> None:
    assert "date" not in found(f"date 2020-13-45 The ferry stays. Nobody paid.{BODY}")


def test_a_head_without_number_or_narrator_is_a_head() -> None:
    assert found(f"date 2020-10-13 The ferry stays{BODY}") == {"date": "2020-10-13", "title": "The ferry stays"}


def test_the_place_stands_in_the_kicker() -> None:
    fields = found(
        f"date 2021-03-02 Diary from Ostra: The road inland. Rosa Anker tells of the flood. Episode 6.{BODY}"
    )
    assert (fields["kicker"], fields["place"], fields["title"]) == ("Diary from Ostra", "Ostra", "The road inland")


def test_a_colon_alone_makes_no_kicker_unless_it_comes_again() -> None:
    one = f"date 2021-03-02 Our town: a city waits. Rosa Anker tells of the flood. Episode 1.{BODY}"
    two = f"date 2021-03-03 Our town: the pumps. Rosa Anker tells of the flood. Episode 2.{BODY}"
    assert found(one)["title"] == "Our town: a city waits"
    assert found(one, two)["kicker"] == "Our town"


def test_a_series_phrase_no_language_knows_is_learned_from_three_heads() -> None:
    heads = [
        f"date 2021-03-0{n} Title {'abc'[n]}. {who} counts the tides of old Vell. Part {n}.{BODY}"
        for n, who in enumerate(["Rosa Anker", "Wren", "Rosa Anker"])
    ]
    assert [
        draft.field("narrator") for draft in drafts(heads[1], heads[2], heads[0].replace("2021-03-00", "2021-03-09"))
    ] == ["Wren", "Rosa Anker", "Rosa Anker"]
    assert "narrator" not in found(heads[1])


def test_words_that_stand_in_every_body_are_no_series_phrase() -> None:
    heads = [
        f"date 2021-03-0{n} {who} looks at the river. Nobody paid." for n, who in enumerate(["Rosa", "Ilse", "Wren"], 1)
    ]
    assert [draft.field("narrator") for draft in drafts(*(head + BODY for head in heads))] == [None, None, None]


def test_two_sentences_without_a_formula_are_a_lost_headline() -> None:
    assert found(f"date 2021-03-02 The ferry stays. Nobody paid.{BODY}")["standfirst"] == "Nobody paid."


def test_what_the_author_tells_needs_no_learning() -> None:
    head = f"date 2021-03-02 The ferry. Rosa Anker counts the tides of old Vell. Part 1.{BODY}"
    settings = ImportSettings(("counts the tides of Vell",), ("Rosa Anker",))
    (draft,) = understand([RawEpisode("a.txt", head)], None, settings).drafts
    (narrator,) = (field for field in draft.fields if field.name == "narrator")
    assert (narrator.value, narrator.confidence) == ("Rosa Anker", 1.0)


def test_variants_of_the_series_phrase_are_recognised() -> None:
    known = f"date 2021-03-02 Mud. Rosa Anker tells of the stormy years in Vell. Episode 1.{BODY}"
    variant = f"date 2021-03-03 Rain. Wren tells of life in Vell in stormy years. Episode 2{BODY}"
    short = f"date 2021-03-04 Ice. Rosa Anker tells of the stormy instances.{BODY}"
    assert [draft.field("narrator") for draft in drafts(known, variant, short)] == ["Rosa Anker", "Wren", "Rosa Anker"]


@pytest.mark.parametrize(
    "sentence", ["She tells of the flood.", "The ferryman tells of the flood.", "Nobody describes the flood."]
)
def test_who_has_no_name_is_no_narrator(sentence: str) -> None:
    assert "narrator" not in found(f"date 2021-03-02 The ferry stays. {sentence} Episode 7.{BODY}")


def test_a_text_without_head_keeps_its_first_paragraph() -> None:
    text = "It rained for nine days, and then the river came into the street. We carried the books upstairs." + BODY
    (draft,) = drafts(text)
    assert draft.blocks[0].text.startswith("It rained for nine days")
    assert draft.field("title") == "It rained for nine days, and then the…"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "date 2019-05-01 Мост. Вера Лунина рассказывает о тихих годах. Эпизод 1.\n\n"
            "Мост закрыли, и мы ходили по берегу.",
            "ru",
        ),
        (
            "date 2019-05-01 Le pont. Anne Roux raconte les années calmes. Épisode 1.\n\n"
            "Le pont est fermé, et nous ne dormons pas.",
            "fr",
        ),
        (
            "date 2019-05-01 Міст. Віра Лунь розповідає про тихі роки. Епізод 1.\n\n"
            "Міст закрили, і ми ходили, як завжди, по березі.",
            "uk",
        ),
        (
            "date 2019-05-01 Most. Anna Wrona opowiada o cichych latach. Odcinek 1.\n\n"
            "Most jest zamknięty i nikt nie śpi, bo już świta.",
            "pl",
        ),
    ],
)
def test_other_languages_are_data(text: str, language: str) -> None:
    (draft,) = drafts(text)
    assert (draft.language, draft.number) == (language, 1)
    assert len((draft.field("narrator") or "").split()) == 2
