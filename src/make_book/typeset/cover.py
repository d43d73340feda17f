"""The cover that make-book draws when the author gives none.

The designs are templates in styles/cover/: they say what stands where. They are given the book's words, a palette,
lettering that fits, and choices that are the same for the same book. The only importer of resvg_py.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import partial

import msgspec

from make_book.findings import BookError, Finding, Span
from make_book.model import Cover, Image, Imprint
from make_book.style_files import Styles
from make_book.text.languages import format_date, format_month, join, language
from make_book.text.naming import cover_alternative
from make_book.typeset.fonts import FontFace, missing_characters, reserve_faces, script_faces, text_faces
from make_book.typeset.lettering import LetteredBlock, LetteringStyle, fit, has_small_capitals, stack
from make_book.typeset.linebreak import word_parts
from make_book.typeset.templates import template_renderer

DESIGNS = ("block", "broadsheet", "horizon")
"""make-book's own designs; `auto` takes one of them."""

WIDTH, HEIGHT = 1600, 2560
"""Pixels: the proportion of 1 to 1.6 that shops ask for."""

_SPACES = re.compile(r"[ \t\r\n]+")
_MOST_STACKED = 5
_CAPITALS = 0.74
"""How large capitals are set beside small capitals, so that both look alike."""
_NO_TONOS = str.maketrans("ΆΈΉΊΌΎΏ", "ΑΕΗΙΟΥΩ")
_CREDITS = {"edt": "edited-by", "trl": "translated-by"}
PALETTES = "cover/palettes.toml"


class Palette(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Colours (`#rrggbb`) by their part in a cover; styles/cover/palettes.toml says which part."""

    name: str
    field: str
    on_field: str
    figure: str
    accent: str
    paper: str
    ink: str


class _Palettes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    palette: tuple[Palette, ...]


class Choices(msgspec.Struct, frozen=True):
    """Choices that look free and are not: `seed` and the name of a choice decide it."""

    seed: str

    def among(self, name: str, count: int) -> int:
        """Return a whole number from 0 to `count` - 1."""
        return int.from_bytes(hashlib.sha256(f"{self.seed}\0{name}".encode()).digest()[:8], "big") % count

    def between(self, name: str, low: float, high: float) -> float:
        """Return a number from `low` to `high`, to two decimals."""
        return round(low + (high - low) * self.among(name, 10_001) / 10_000, 2)


class CoverWords(msgspec.Struct, frozen=True):
    """What stands on a cover; empty where the book does not say, or EB Garamond cannot show it."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    edited: str
    """As "Edited by …"."""
    translated: str
    series: str
    index: str
    publisher: str
    place: str
    date: str
    month: str
    year: str


def draw_cover(imprint: Imprint, styles: Styles, design: str = "auto") -> Cover:
    """Draw the cover of a book: 1600 × 2560 pixels, PNG, with its text alternative.

    `design` is `auto`, one of `DESIGNS`, or the name of a template that the book has in its own
    styles/cover/. Raise `BookError` when there is no such design or its template or colours are wrong.
    """
    data = rasterise(draw(imprint, styles, design), WIDTH, HEIGHT)
    return Cover(Image("cover.png", "image/png", data, WIDTH, HEIGHT), cover_alternative(imprint))


def draw(imprint: Imprint, styles: Styles, design: str = "auto") -> str:
    """Return the cover as an SVG document that needs no font. Raise `BookError` as `draw_cover` does.

    A template is given `width` and `height`; `book` (`Words`); `colour` (`Palette`); `choose`
    (`Choices`); `letter(text, width, height, largest, ...)`, which returns a `Block` to be placed by
    `put` of cover/lettering.j2; and for colours `mix(one, other, share)` and `clearest(ground, *inks)`.
    """
    series = imprint.series.name if imprint.series else imprint.title
    if design == "auto":
        design = DESIGNS[Choices(series).among("design", len(DESIGNS))]
    name = f"cover/{design}.svg"
    if name not in styles.files:
        raise BookError([Finding("TYP-001", f"there is no cover design called {design}", None, (_known(styles),))])
    return template_renderer(styles)(
        name,
        width=WIDTH,
        height=HEIGHT,
        book=words(imprint),
        colour=_palette(imprint, styles),
        choose=Choices(f"{imprint.title}\0{series}"),
        mix=mix,
        clearest=clearest,
        letter=partial(_letter, imprint.language),
    )


def words(imprint: Imprint) -> CoverWords:
    """Return what the cover of a book says, without characters that no font of ours has."""
    tag, date = imprint.language, imprint.date
    shown = partial(_shown, tag=tag)
    edited, translated = (_credit(imprint, role) for role in ("edt", "trl"))
    return CoverWords(
        title=shown(imprint.title),
        subtitle=shown(imprint.subtitle),
        authors=tuple(filter(None, map(shown, imprint.named("aut")))),
        edited=edited,
        translated=translated,
        series=shown(imprint.series.name if imprint.series else None),
        index=shown(imprint.series.index if imprint.series else None),
        publisher=shown(imprint.publisher),
        place=shown(imprint.place),
        date=shown(format_date(date, tag) if date else None),
        month=shown(format_month(date, tag) if date else None),
        year=str(date.year) if date else "",
    )


def unlettered(imprint: Imprint) -> tuple[str, ...]:
    """Return the characters of title, subtitle and authors that a drawn cover leaves out, sorted."""
    texts = [imprint.title, imprint.subtitle or "", *imprint.named("aut")]
    return tuple(sorted({one for text in texts for one in _missing(text, imprint.language)}))


def _face(text: str, tag: str, *, italic: bool = False) -> FontFace:
    """Return the one face that sets `text` on a cover: EB Garamond, else what has most of its characters."""
    faces = (text_faces()[1 if italic else 0], *reserve_faces(), *script_faces(tag))
    if not missing_characters(text, faces[:1]):
        return faces[0]
    return min(faces, key=lambda face: len(missing_characters(text, (face,))))


def _missing(text: str, tag: str) -> tuple[str, ...]:
    return missing_characters(text, (_face(text, tag),))


def _letter(
    tag: str,
    text: str | Sequence[str],
    width: float,
    height: float,
    largest: float,
    *,
    smallest: float = 0.0,
    weight: int = 400,
    italic: bool = False,
    caps: bool = False,
    tracking: float = 0.0,
    leading: float = 1.06,
) -> LetteredBlock:
    """Set `text` for a template: as large as fits into the box, in small capitals when `caps` is asked for.

    Several texts stand one above the other, more than five of them run on.
    """
    lines = (text,) if isinstance(text, str) else tuple(text)
    manner = LetteringStyle(_face("".join(lines), tag, italic=italic), weight, tracking, language=tag)
    if caps:
        lines, manner, share = _in_capitals(lines, manner)
        largest *= share
    if len(lines) in range(2, _MOST_STACKED + 1):
        return stack(lines, manner, width, height, largest=largest, leading=leading)
    hyphenate = partial(word_parts, language=tag)
    whole = lines[0] if len(lines) == 1 else " · ".join(_SPACES.sub("\u00a0", line) for line in lines)
    return fit(whole, manner, width, height, largest=largest, smallest=smallest, leading=leading, hyphenate=hyphenate)


def _in_capitals(lines: tuple[str, ...], manner: LetteringStyle) -> tuple[tuple[str, ...], LetteringStyle, float]:
    """Return `lines` in small capitals, or in capitals if the face has no small ones, and their share of the size."""
    small = tuple(line.lower() for line in lines)
    tried = msgspec.structs.replace(manner, features=("kern", "onum", "pnum", "smcp"))
    if has_small_capitals("".join(small), tried):
        return small, tried, 1.0
    upper = tuple(line.upper().translate(_NO_TONOS) for line in lines)
    return upper, msgspec.structs.replace(manner, features=("kern", "lnum", "case")), _CAPITALS


def _credit(imprint: Imprint, role: str) -> str:
    """Return a line such as "Translated by A and B", or nothing."""
    names = join([_SPACES.sub("\u00a0", name) for name in imprint.named(role)], imprint.language)
    return _shown(language(imprint.language).label(_CREDITS[role], name=names), imprint.language) if names else ""


def _shown(text: str | None, tag: str) -> str:
    """Return `text` on one line, without what the face for it cannot show."""
    missing = set(_missing(text or "", tag))
    return _SPACES.sub(" ", "".join(character for character in text or "" if character not in missing)).strip()


def _palette(imprint: Imprint, styles: Styles) -> Palette:
    try:
        choice = palettes(styles)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        message = f"the palettes cannot be read: {error}"
        raise BookError([Finding("TYP-001", message, Span(f"styles/{PALETTES}"))]) from error
    return choice[Choices(imprint.title).among("palette", len(choice))]


def _known(styles: Styles) -> str:
    names = sorted(name[6:-4] for name in styles.files if name.startswith("cover/") and name.endswith(".svg"))
    return "designs: auto, " + ", ".join(names)


def palettes(styles: Styles) -> tuple[Palette, ...]:
    """Return the palettes that `styles` offers. Raise `msgspec.ValidationError` or `msgspec.DecodeError`."""
    return msgspec.toml.decode(styles.text(PALETTES), type=_Palettes).palette


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def clearest(ground: str, *inks: str) -> str:
    """Return the one of `inks` that reads best on `ground`."""
    return max(inks, key=lambda ink: contrast(ground, ink))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    shares = [value / 255 for value in _channels(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def rasterise(svg: str, width: int, height: int) -> bytes:
    """Return the SVG document `svg` as a PNG of `width` × `height` pixels; no font or file outside it is used.

    Raise `ValueError` when it is not SVG.
    """
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))
