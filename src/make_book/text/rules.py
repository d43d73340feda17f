"""The rules of typography: what each does, for which languages, on whose authority, with an example.

The order of `RULES` is the order in which they are applied. docs/typography.md shows the same table;
a test holds the two together and runs every example.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

import msgspec

from make_book.locales import Conventions
from make_book.text import dashes, spacing
from make_book.text.edits import Step

Example = tuple[str, str, str]
"""Language, before, after."""


class Rule(msgspec.Struct, frozen=True):
    """One rule. `languages` names the locale files that ask for it; `all` is every language."""

    name: str
    languages: str
    meaning: str
    source: str
    examples: tuple[Example, ...]
    build: Callable[[Conventions], Step | Iterable[Step] | None] | None = None
    """What makes the rule's steps; `None` for the marks, which need to know the paragraph before."""


RULES: tuple[Rule, ...] = (
    Rule(
        "primes",
        "all",
        "Feet and inches, degrees and minutes take primes.",
        "New Hart's Rules (2nd ed.) ch. 14; Chicago 17 ch. 10 (measures); Unicode U+2032, U+2033",
        (("en", "5'10\" at 51° 30' 26\"", "5′10″ at 51° 30′ 26″"),),
        lambda _: dashes.primes(),
    ),
    Rule(
        "quotation-marks",
        "all",
        "Straight marks become the language's own, primary and nested; a quotation that runs over several"
        " paragraphs is opened again at each and closed once; other straight single marks are apostrophes.",
        "Chicago 17 §§13.30–32, 6.115–117; New Hart's Rules 9.2; Duden, „Anführungszeichen“; Lexique de l'Imprimerie"
        " nationale, « Guillemets »; Мильчин, Чельцова, «Справочник издателя и автора» (4-е изд.), «Кавычки»;"
        " CLDR 45 delimiters",
        (
            ("en", "\"I said 'no',\" he wrote.", "“I said ‘no’,” he wrote."),
            ("en-GB", "'He shouted \"fire\",' she said.", "‘He shouted “fire”,’ she said."),
            ("en", "Don't! 'Tis rock 'n' roll of the '90s", "Don’t! ’Tis rock ’n’ roll of the ’90s"),
            ("de", "\"Er sagte 'nein'.\"", "„Er sagte ‚nein‘.“"),
            ("de-CH", "\"Er sagte 'nein'.\"", "«Er sagte ‹nein›.»"),
            ("fr", 'Il dit "oui".', "Il dit «\u202foui\u202f»."),
            ("ru", 'Газета "Имени "Волны""', "Газета «Имени „Волны“»"),
            ("uk", '"Сім\'я"', "«Сім’я»"),
            ("be", '"Сям\'я"', "«Сям’я»"),
            ("pl", '"Czytał "Lalkę""', "„Czytał «Lalkę»”"),
            ("es", "\"Dijo 'no'\"", "«Dijo “no”»"),
            ("it", "\"L'alba\" dell''800", "«L’alba» dell’’800"),
            ("nl", "\"'t Is 's avonds\"", "“’t Is ’s avonds”"),
        ),
    ),
    Rule(
        "ellipsis",
        "all",
        "Three full stops are one ellipsis; four are a full stop and an ellipsis.",
        "Chicago 17 §§13.50–53; Duden, „Auslassungspunkte“; Мильчин, «Многоточие»; Unicode U+2026",
        (("en", "Well... I know....", "Well… I know.…"), ("de", "Halt . . .", "Halt\u00a0…")),
        lambda _: dashes.ellipsis(),
    ),
    Rule(
        "dashes",
        "all",
        "Two or three hyphens are a dash, set as the language sets it; between digits a range; at the start of a"
        " paragraph the dash of speech.",
        "Chicago 17 §§6.75–92 and ch. 2 (two hyphens typed for a dash); New Hart's Rules 4.11; Duden, „Gedankenstrich“;"
        " DIN 5008:2020; Lexique, « Tiret »; Мильчин, «Тире»; RAE, Ortografía (2010) III, «La raya»",
        (
            ("en", "He came -- late -- and left--alone.", "He came—late—and left—alone."),
            ("en-GB", "He came--late---and left.", "He came – late – and left."),
            ("de", "Er kam -- spät.", "Er kam – spät."),
            ("ru", "Москва -- город. Годы 1941--1945.", "Москва\u00a0— город. Годы 1941–1945."),
            ("fr", "-- Bonjour, dit-il -- enfin.", "—\u00a0Bonjour, dit-il – enfin."),
            ("es", "La casa --la vieja-- cayó.", "La casa —la vieja— cayó."),
        ),
        dashes.dashes,
    ),
    Rule(
        "spaced-hyphen",
        "all",
        "A hyphen between two spaces, between words, is a dash.",
        "New Hart's Rules 4.11.1; Duden, „Gedankenstrich“; Мильчин, «Тире»",
        (("en", "Late - but here.", "Late—but here."), ("ru", "Утро - время тихое.", "Утро\u00a0— время тихое.")),
        dashes.spaced_hyphen,
    ),
    Rule(
        "kept-dash",
        "ru uk be pl",
        "A spaced dash does not begin a line.",
        "Мильчин, «Технические правила набора» (тире не начинает строку); Wolański, Edycja tekstów, „Myślnik”",
        (("ru", "Жизнь — дорога", "Жизнь\u00a0— дорога"), ("pl", "Życie – droga", "Życie\u00a0– droga")),
        dashes.kept_dash,
    ),
    Rule(
        "ranges",
        "all",
        "A hyphen from number to number is an en dash; not in dates, telephone numbers, ISBNs, versions.",
        "Chicago 17 §6.78; New Hart's Rules 4.11.1; DIN 5008:2020; Duden, „Bis-Strich“",
        (
            (
                "en",
                "1914-18, pages 9-12, not 2020-10-13 or 555-0134",
                "1914–18, pages\u00a09–12, not 2020-10-13 or 555-0134",
            ),
        ),
        lambda _: dashes.ranges(),
    ),
    Rule(
        "minus",
        "all",
        "A hyphen before a number is a minus sign.",
        "ISO 80000-2:2019; Chicago 17 ch. 12; Unicode U+2212",
        (("en", "It was -5 °C.", "It was −5\u00a0°C."),),
        lambda _: dashes.minus(),
    ),
    Rule(
        "times",
        "all",
        "An x between numbers is the multiplication sign.",
        "ISO 80000-2:2019; DIN 5008:2020; Chicago 17 ch. 12",
        (("en", "a 4x4, 13 x 20 cm, not 0x1F", "a 4×4, 13\u00a0×\u00a020\u00a0cm, not 0x1F"),),
        lambda _: dashes.times(),
    ),
    Rule(
        "quote-spaces",
        "fr",
        "The primary marks stand off from what they enclose by a narrow no-break space.",
        "Lexique des règles typographiques en usage à l'Imprimerie nationale (2002), « Guillemets »; CLDR 45 fr",
        (("fr", "« Oui », «non»", "«\u202fOui\u202f», «\u202fnon\u202f»"),),
        spacing.quote_spaces,
    ),
    Rule(
        "high-stops",
        "fr",
        "A narrow no-break space before ; ! ?, a no-break space before the colon.",
        "Lexique de l'Imprimerie nationale, « Ponctuation » (table of spaces)",
        (("fr", "Quoi ? Oui! Voici: rien ; 10:30", "Quoi\u202f? Oui\u202f! Voici\u00a0: rien\u202f; 10:30"),),
        spacing.high_stops,
    ),
    Rule(
        "ellipsis-space",
        "all",
        "An ellipsis set off from the word before it does not begin a line.",
        "New Hart's Rules 4.7; Duden, „Auslassungspunkte“",
        (("de", "Ich weiß nicht ...", "Ich weiß nicht\u00a0…"),),
        lambda _: spacing.ellipsis_space(),
    ),
    Rule(
        "abbreviations",
        "de fr ru uk be pl es",
        "Abbreviations of several words have no-break spaces between them.",
        "DIN 5008:2020; Duden, „Abkürzungen“; Мильчин, «Сокращения»; RAE, Ortografía (2010) V, «Las abreviaturas»",
        (
            ("de", "z.B. dies, d. h. das", "z.\u00a0B. dies, d.\u00a0h. das"),
            ("ru", "т.е. так, и т. д.", "т.\u00a0е. так, и\u00a0т.\u00a0д."),
        ),
        spacing.abbreviations,
    ),
    Rule(
        "numbers",
        "all",
        "Numbers stay with their unit, with §, № and words like “p.”; groups of three digits stay together.",
        "SI Brochure (9th ed.) 5.4.3–4; DIN 5008:2020; Chicago 17 §9.16; Lexique, « Nombres »;"
        " Мильчин, «Технические правила набора»",
        (
            ("en", "5 km on p. 12", "5\u00a0km on p.\u00a012"),
            ("de", "20 % auf S. 5, § 3", "20\u00a0% auf S.\u00a05, §\u00a03"),
            ("ru", "№ 5, стр. 7, 10 000 км", "№\u00a05, стр.\u00a07, 10\u00a0000\u00a0км"),
            ("fr", "12 500 €", "12\u202f500\u00a0€"),
        ),
        spacing.numbers,
    ),
    Rule(
        "names",
        "all",
        "Initials stay with each other and with the name, titles with the name after them.",
        "Chicago 17 §10.12; DIN 5008:2020; Lexique, « Coupures »; Мильчин, «Технические правила набора»",
        (
            (
                "en",
                "J. R. R. Tolkien met Dr. Lee and Mr Smith",
                "J.\u00a0R.\u00a0R.\u00a0Tolkien met Dr.\u00a0Lee and Mr\u00a0Smith",
            ),
            ("ru", "А. С. Пушкин", "А.\u00a0С.\u00a0Пушкин"),
            ("fr", "M. Dupont", "M.\u00a0Dupont"),
        ),
        spacing.names,
    ),
    Rule(
        "short-words",
        "ru uk be pl",
        "One-letter words do not end a line; particles do not begin one.",
        "Мильчин, «Технические правила набора» (предлоги и союзы в конце строки); Wolański, Edycja tekstów, „Sieroty”",
        (
            ("ru", "Он шёл в лес. Если бы я знал", "Он шёл в\u00a0лес. Если\u00a0бы я\u00a0знал"),
            ("pl", "Dom i sad", "Dom i\u00a0sad"),
        ),
        spacing.short_words,
    ),
)


def before_marks(conventions: Conventions) -> tuple[Step, ...]:
    """Return the steps to be taken before the quotation marks are turned."""
    return _steps(RULES[: _marks()], conventions)


def after_marks(conventions: Conventions) -> tuple[Step, ...]:
    """Return the steps to be taken after the quotation marks are turned."""
    return _steps(RULES[_marks() + 1 :], conventions)


@functools.cache
def _marks() -> int:
    return next(at for at, rule in enumerate(RULES) if rule.build is None)


def _steps(rules: Iterable[Rule], conventions: Conventions) -> tuple[Step, ...]:
    steps: list[Step] = []
    for rule in rules:
        built = rule.build(conventions) if rule.build else None
        if built is not None:
            steps += [built] if callable(built) else built
    return tuple(steps)
