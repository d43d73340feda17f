"""The colours of covers: palettes a book designer chose, mixed and measured."""

from __future__ import annotations

import msgspec

from make_book.style_files import Styles

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
