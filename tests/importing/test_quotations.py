from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.importing.phrases import phrases_for
from make_book.importing.quotations import CorrectedQuotations, correct
from make_book.importing.text_changes import apply, revert
from make_book.importing.text_paragraphs import paragraphs


def corrected(text: str, language: str) -> tuple[str, CorrectedQuotations]:
    made = correct(text, paragraphs(text), phrases_for(language))
    return apply(text, made.changes), made


CORRECTED = {
    "displaced behind the space": ("en", "“Quite carelessly, ”observes A.", "“Quite carelessly,” observes A."),
    "displaced, straight": ("en", '"Quite, "says A. and goes.', '"Quite," says A. and goes.'),
    "floating before the end": ("en", "He said: “Go to church. “", "He said: “Go to church.”"),
    "floating inside": ("en", "“Go to church. “ Then he left.", "“Go to church.” Then he left."),
    "wrong closing mark": ("en", "“Read it,“ she said.", "“Read it,” she said."),
    "straight closing mark": ("en", '“Is that all?" she said.', "“Is that all?” she said."),
    "single closing mark": ("en", "“Is that all?’ she said, and didn’t go.", "“Is that all?” she said, and didn’t go."),
    "single opening mark": ("en", "‘Where is it?” she said.", "“Where is it?” she said."),
    "before the space": ("en", "He said:“ Come in.”", "He said: “Come in.”"),
    "German, English closing mark": ("de", "„Niemand kam”, sagt er.", "„Niemand kam“, sagt er."),
    "German, displaced": ("de", "„Niemand kam, “sagt er.", "„Niemand kam,“ sagt er."),
    "Russian, floating": ("ru", "Он сказал: «Иди домой. »", "Он сказал: «Иди домой.»"),
    "several paragraphs": (
        "en",
        "She says:\n\n“One.\n\nTwo.\n\nThree. “\n\nShe goes.",
        "She says:\n\n“One.\n\n“Two.\n\n“Three.”\n\nShe goes.",
    ),
    "several paragraphs, straight": ("en", 'She says:\n\n"One.\n\nTwo."', "She says:\n\n“One.\n\n“Two.”"),
    "the last one not re-opened": ("en", "“One.\n\n“Two.\n\nThree.”", "“One.\n\n“Two.\n\n“Three.”"),
}

LEFT = {
    "right already": ("en", "“One,” he said. “Two.”\n\nHe said ‘no’ and didn’t go."),
    "re-opened already": ("en", "“One.\n\n“Two.\n\n“Three.” He goes."),
    "nested": ("ru", "«Газета „Заря“ молчит», — говорит он."),
    "nested in single marks": ("de", "„Er sagte ‚nein‘ und ging.“"),
    "guillemets turned inwards": ("de", "»Das Wasser kommt«, sagt er."),
    "spaced guillemets": ("fr", "« Il pleut », dit-elle."),
    "dashes": ("ru", "«Он вернётся»,— сказал сторож."),
    "straight and balanced": ("en", 'He said "no" and went.'),
    "before a note": ("en", "He said “no”[1] and went."),
    "an ellipsis opens": ("en", "“...and then he went.”"),
}

UNSURE = {
    "never closed": ("en", "She says “no and goes.\n\nHe stays.", [1]),
    "never opened": ("en", "She says no” and goes.", [1]),
    "opened twice": ("en", "“One and “two and gone.", [1]),
    "between letters": ("en", "The word”word is odd.", [1]),
    "opened anew inside a bare run": ("en", "“One.\n\nHe goes home.\n\n“Two,” he says.", [1]),
    "longer than anybody speaks": ("en", "“One.\n\n" + "Word.\n\n" * 60 + "End.”", [1, 123]),
}


@pytest.mark.parametrize("case", CORRECTED)
def test_damaged_marks_are_corrected(case: str) -> None:
    language, before, after = CORRECTED[case]
    got, made = corrected(before, language)
    assert got == after
    assert made.unsure == ()
    assert revert(got, made.changes) == before


@pytest.mark.parametrize("case", LEFT)
def test_sound_marks_are_left_alone(case: str) -> None:
    language, text = LEFT[case]
    assert corrected(text, language) == (text, CorrectedQuotations((), ()))


@pytest.mark.parametrize("case", UNSURE)
def test_doubtful_marks_are_left_and_named(case: str) -> None:
    language, text, lines = UNSURE[case]
    got, made = corrected(text, language)
    assert got == text
    assert list(made.unsure) == lines


def test_every_change_says_what_it_did() -> None:
    _, made = corrected("Go.\n\n“Quite, ”says A.", "en")
    (change,) = made.changes
    assert (change.kind, change.line, change.column, change.before, change.after) == ("quote-moved", 3, 8, " ”", "” ")


PIECES = st.sampled_from(
    ["“", "”", '"', "„", "«", "»", "‘", "’", " ", " ", ", ", ". ", "word", "Word", ":", "\n\n", "\n", "—"]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["en", "de", "ru", "fr", "pl"]))
def test_corrections_can_be_taken_back_and_needs_no_second_time(text: str, language: str) -> None:
    got, made = corrected(text, language)
    assert revert(got, made.changes) == text
    assert [c for c in got if c.isalpha()] == [c for c in text if c.isalpha()]
    again, second = corrected(got, language)
    assert (again, second.changes) == (got, ())
