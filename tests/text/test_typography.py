"""What `refine` makes of a paragraph, rule by rule and where rules meet."""

from __future__ import annotations

import pytest

from make_book import locales
from make_book.text.rules import RULES, Example
from make_book.text.typography import refine

EXAMPLES = [pytest.param(example, id=f"{rule.name}-{example[0]}") for rule in RULES for example in rule.examples]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_a_rule_holds(example: Example) -> None:
    language, before, after = example
    assert refine(before, language) == after


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_does_something_in_one_of_its_examples(rule: object) -> None:
    assert any(before != after for _, before, after in rule.examples)  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_names_just_the_languages_that_ask_for_it(rule: object) -> None:
    build, languages = rule.build, rule.languages  # type: ignore[attr-defined]
    asking = {name for name in locales.names() if build is None or build(locales.read(name).conventions)}
    assert asking == (set(locales.names()) if languages == "all" else set(languages.split()))


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("\"'Hello,' he said,\" she wrote.", "“‘Hello,’ he said,” she wrote."),
        ("He said, \"She said, 'I can't.'\"", "He said, “She said, ‘I can’t.’”"),
        ("'The dogs' bowls,' he said.", "‘The dogs’ bowls,’ he said."),
        ("the Dr.'s house[, the clerk['s wife]", "the Dr.’s house[, the clerk[’s wife]"),
        ("The dogs' bowls.", "The dogs’ bowls."),
        ("the class of '68, and '68'", "the class of ’68, and ‘68’"),
        ("'Course not. 'Em and 'em", "’Course not. ’Em and ’em"),
        ('("yes")', "(“yes”)"),
        ('"...and then?" "Well--"', "“…and then?” “Well—”"),
        ('They were fired. "', "They were fired. ”"),
        ('word -- "quoted" -- word', "word—“quoted”—word"),
        ("a 6\" nail, 6' high", "a 6″ nail, 6′ high"),
        ("“Mine,” 'he' said", "“Mine,” ‘he’ said"),
        ("„Seins“ bleibt", "„Seins“ bleibt"),
        ("Sie schrieb 7\" und 5'", "Sie schrieb 7″ und 5′"),
        ("a--b--c - d", "a—b—c—d"),
        ("...", "…"),
        ("1..2 ..... 3", "1..2 ..... 3"),
        ("24-7, 1.2-3, a-1, 2020-10, 1909-10, 800-1200", "24-7, 1.2-3, a-1, 2020-10, 1909–10, 800-1200"),
        ("open 10:30-11:15", "open 10:30–11:15"),
        ("well-known, x-5, 3 -5, (-3)", "well-known, x-5, 3 -5, (−3)"),
        ("hex 0x10, a4x4, 3x4x5", "hex 0x10, a4x4, 3×4×5"),
        ("", ""),
        ("plain words", "plain words"),
    ],
)
def test_english(typed: str, set_: str) -> None:
    assert refine(typed, "en") == set_


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("en-GB", "'No -- \"yes\" -- no,' he said.", "‘No – “yes” – no,’ he said."),
        ("de", "Geht's? 'ne Sache: 'so'", "Geht’s? ’ne Sache: ‚so‘"),
        ("de", 'Das ist -- "', "Das ist – “"),
        ("de", "„Mein ‚Haus‘“ und \"'Hof'\"", "„Mein ‚Haus‘“ und „‚Hof‘“"),
        ("de-AT", '"Ja"', "„Ja“"),
        ("fr", "l'\"amour\" d'un ami", "l’«\u202famour\u202f» d’un ami"),
        ("fr", 'Il dit : "Il a dit "oui"!"', "Il dit\u00a0: «\u202fIl a dit “oui”\u202f!\u202f»"),
        ("fr", "Hein ?! Bon !... (!)", "Hein\u202f?! Bon\u202f!… (!)"),
        ("fr-CA", "Quoi ? « Oui »", "Quoi? «\u00a0Oui\u00a0»"),
        ("fr-CH", "\"Il a dit 'oui'\"", "«\u202fIl a dit ‹oui›\u202f»"),
        ("ru", "-- Привет, -- сказал он. - Пока!", "— Привет,\u00a0— сказал он.\u00a0— Пока!"),
        ("ru", "А.С. Пушкин, г. Минск, 2020 г.", "А.С.\u00a0Пушкин, г.\u00a0Минск, 2020\u00a0г."),
        ("ru", "кое-и как, Кто-то б", "кое-и как, Кто-то\u00a0б"),
        ("uk", "м'ята і п'ять", "м’ята і\u00a0п’ять"),
        ("it", "L'ha detto, un po' di \"sole\"", "L’ha detto, un po’ di «sole»"),
        ("es-MX", '"Hola"', "“Hola”"),
        ("sv", "\"Ja\" 'nej'", "”Ja” ’nej’"),
        ("pt-PT", '"Sim"', "«Sim»"),
        ("xx", '"Yes"', "“Yes”"),
    ],
)
def test_other_languages(language: str, typed: str, set_: str) -> None:
    assert refine(typed, language) == set_


@pytest.mark.parametrize(
    "address", ["https://example.org/a--b?c=1...", "www.example.org/1914-18", "a.b--c@example.org", "doi:10.1/a--b"]
)
def test_addresses_are_left_alone(address: str) -> None:
    assert refine(f"see {address} -- there", "en-GB") == f"see {address} – there".replace("1...", "1…")


@pytest.mark.parametrize(
    ("language", "text"),
    [("he", "צה\"ל ור' יצחק"), ("ar", "قال مرحبا، ثم ذهب؟"), ("ja", "彼は「はい」と言った。"), ("hi", "नमस्ते, दुनिया।")],
)
def test_other_scripts_pass_unharmed(language: str, text: str) -> None:
    assert refine(text, language) == text
    assert refine(text, "en") == text


def test_a_hard_wrapped_line_keeps_its_number_with_its_unit() -> None:
    assert refine("nearly 5\nkm away", "en") == "nearly 5\u00a0km away"
