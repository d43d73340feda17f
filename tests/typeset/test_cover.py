"""A drawn cover shows the book, fits, and is the same every time."""

from __future__ import annotations

import re
import subprocess
import sys
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from make_book import pictures
from make_book.findings import BookError
from make_book.model import Imprint, PartialDate, Person, Series
from make_book.style_files import Styles, read_styles
from make_book.typeset import cover
from make_book.typeset.cover import DESIGNS, HEIGHT, WIDTH, Choices, draw, draw_cover, unlettered, words
from make_book.typeset.fonts import script_faces
from make_book.typeset.linebreak import pieces_of

STYLES = read_styles()


def people(*names: str, role: str = "aut") -> tuple[Person, ...]:
    return tuple(Person(name, role) for name in names)


def book(title: str, language: str = "en", **values: object) -> Imprint:
    return msgspec.convert(
        {"title": title, "language": language, "identifier": "urn:x", **msgspec.to_builtins(values)}, Imprint
    )


SAMPLES = {
    "one word": book("Saltmarsh", people=people("Ida Falk"), publisher="Lantern Press", date=PartialDate(2021, 10)),
    "one letter": book("X", series=Series("Short Books", "17"), people=people("M. Oyelaran")),
    "long": book(
        "What the Lighthouse Keeper’s Daughter Told the Tide on the Night It Did Not Turn",
        people=people("Tomas Reed-Hallam"),
        place="Harrow",
        date=PartialDate(2020, 11, 3),
    ),
    "series": book(
        "The Lee Tide",
        subtitle="Letters from a Harbour, Autumn to Spring",
        series=Series("The Brackwater Letters", "2"),
        people=people("Rosa Anker", "Jon Vale") + people("Ilse Warn", role="trl"),
        publisher="Brackwater Editions",
    ),
    "four authors": book("A Company", people=people("Ann Lowe", "Béla Kertész", "C. M. Ashworth", "D. Ó Súilleabháin")),
    "nine authors": book("Chorus", people=people(*(f"Writer Number {i}" for i in range(9)))),
    "Cyrillic": book("Письма с того берега", "ru", people=people("Вера Осенина"), publisher="Маяк"),
    "Greek": book("Ένα ταξίδι", "el", people=people("Ελένη Άνθου")),
    "compound": book("Donaudampfschifffahrtsgesellschaftskapitänswitwe", "de", subtitle="Roman"),
    "no author": book("Notes Toward an Almanac", people=people("Ed Itor", role="edt")),
    "nothing to letter": book("漢字", "zh", people=people("作者")),
}


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_design_draws_every_book(name: str, design: str) -> None:
    svg = draw(SAMPLES[name], STYLES, design)
    assert svg.startswith("<svg") or svg.lstrip().startswith("<svg")
    assert "<text" not in svg
    assert ("<path fill" in svg) or name == "nothing to letter"


@pytest.mark.parametrize("design", DESIGNS)
def test_a_cover_is_large_a_png_and_the_same_twice(design: str) -> None:
    cover = draw_cover(SAMPLES["series"], STYLES, design)
    assert (cover.image.width, cover.image.height) == (WIDTH, HEIGHT)
    assert WIDTH >= 1600
    assert HEIGHT >= 2560
    assert pictures.measure(cover.image.data, cover.image.path) == cover.image
    assert draw_cover(SAMPLES["series"], STYLES, design) == cover


def test_the_text_alternative_names_title_and_authors() -> None:
    alt = draw_cover(SAMPLES["series"], STYLES).alt
    assert "The Lee Tide" in alt
    assert "Rosa Anker and Jon Vale" in alt
    assert "Notes Toward an Almanac" in draw_cover(SAMPLES["no author"], STYLES).alt


_PATH = re.compile(r'transform="translate\((-?[\d.]+) (-?[\d.]+)\)" d="([^"]*)"')


def ink(svg: str) -> list[tuple[float, float]]:
    """Every point of every letter, on the cover."""
    points = []
    for x, y, path in _PATH.findall(svg):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", path)]
        points += [(float(x) + a, float(y) + b) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
    return points


@pytest.mark.parametrize("design", DESIGNS)
@given(
    title=st.text(st.sampled_from("aeinrstAMWÄÖgpqyщяДЖψ  -–’:!"), min_size=1, max_size=160),
    subtitle=st.none() | st.text(st.sampled_from("abcg ,–"), max_size=120),
    author=st.lists(st.text(st.sampled_from("abcÅgД "), max_size=50), max_size=8),
)
@settings(max_examples=12)
def test_no_letter_leaves_the_margins(design: str, title: str, subtitle: str | None, author: list[str]) -> None:
    imprint = book(title, subtitle=subtitle, people=people(*author), publisher="A " * 60, series=Series("B " * 40, "3"))
    for x, y in ink(draw(imprint, STYLES, design)):
        assert 100 <= x <= WIDTH - 100
        assert 100 <= y <= HEIGHT - 60


def test_auto_takes_one_design_for_a_whole_series() -> None:
    volumes = [book(f"Volume {i}", series=Series("The Long Row", str(i))) for i in range(4)]
    chosen = {next(d for d in DESIGNS if draw(volume, STYLES, d) == draw(volume, STYLES)) for volume in volumes}
    assert len(chosen) == 1


def test_auto_takes_every_design_for_some_book() -> None:
    assert {DESIGNS[Choices(f"Title {i}").among("design", 3)] for i in range(30)} == set(DESIGNS)


def test_a_book_s_own_template_replaces_and_adds_designs() -> None:
    own = {"cover/horizon.svg": '<svg xmlns="http://www.w3.org/2000/svg">{{ book.title }}</svg>'}
    styles = Styles(MappingProxyType({**STYLES.files, **own, "cover/mine.svg": "<svg>{{ width }}</svg>"}))
    assert draw(book("A & B"), styles, "horizon") == '<svg xmlns="http://www.w3.org/2000/svg">A &amp; B</svg>'
    assert draw(book("A"), styles, "mine") == "<svg>1600</svg>"


def test_an_unknown_design_a_broken_template_and_broken_colours_are_findings() -> None:
    with pytest.raises(BookError, match="no cover design called fresco"):
        draw(book("A"), STYLES, "fresco")
    for name, text in (("cover/horizon.svg", "{{ nobody }}"), (cover.PALETTES, "[[palette]]\nname = 1")):
        styles = Styles(MappingProxyType({**STYLES.files, name: text}))
        with pytest.raises(BookError, match="TYP-001"):
            draw(book("A"), styles, "horizon")


def test_every_palette_is_legible() -> None:
    palettes = cover.palettes(STYLES)
    assert len(palettes) >= 8
    for palette in palettes:
        assert cover.contrast(palette.field, palette.on_field) >= 4.5, palette.name
        assert cover.contrast(palette.paper, palette.ink) >= 4.5, palette.name
        for ground in (palette.figure, cover.mix(palette.figure, palette.ink, 0.55)):
            best = cover.clearest(ground, palette.paper, palette.ink)
            assert cover.contrast(ground, best) >= 4.5, palette.name
        light = cover.clearest(palette.field, palette.paper, palette.ink) == palette.ink
        assert cover.contrast(palette.field if light else palette.paper, palette.ink) >= 4.5, palette.name


def test_contrast_and_mixture_are_those_of_the_books() -> None:
    assert cover.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert cover.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert cover.mix("#000000", "#ffffff", 0.5) == "#808080"


def test_words_say_who_translated_and_who_edited_and_keep_names_whole() -> None:
    assert words(SAMPLES["series"]).translated == "Translated by Ilse\u00a0Warn"
    assert words(SAMPLES["no author"]).edited == "Edited by Ed\u00a0Itor"


def test_what_the_face_cannot_show_is_left_out_and_told() -> None:
    assert words(book("Sea 𒀭 Wall")).title == "Sea Wall"
    assert unlettered(book("Sea 𒀭 Wall")) == ("𒀭",)


def test_a_title_in_another_script_is_set_in_a_face_that_has_it() -> None:
    if not script_faces():
        pytest.skip("make-book[scripts] is not installed")
    assert unlettered(book("潮水退去的那一年")) == ()
    assert words(book("潮水退去的那一年")).title == "潮水退去的那一年"
    pieces = pieces_of("潮水，退去。Sea", lambda text: float(len(text)))
    assert " ".join(one.text for one in pieces) == "潮 水， 退 去。 Sea"
    assert [one.glued for one in pieces] == [True, True, True, True, False]


def test_a_cover_needs_neither_layout_engine_nor_picture_library() -> None:
    program = (
        "import sys; from make_book.style_files import read_styles; from make_book.model import Imprint;"
        "from make_book.typeset.cover import draw_cover; draw_cover(Imprint('A Tide', 'en', 'x'), read_styles());"
        "print([m for m in ('PIL', 'weasyprint', 'fontTools.ttLib.woff2') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"
