"""Fonts inside the EPUB: cut to the characters the book uses, with their licence, never obfuscated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from make_book.epub.publication import Resource
from make_book.resources import DEFAULT_RESOURCES, BuildResources, key_of
from make_book.slugs import unique_slug
from make_book.typeset import fonts

Choice = Literal["none", "display", "all"]
LICENCE = "fonts/OFL.txt"
_BOLD = 700


class Embedded(msgspec.Struct, frozen=True):
    """The font files, and the style sheet that declares and applies them."""

    resources: tuple[Resource, ...] = ()
    css: str = ""


def embed(choice: Choice, shown: str, display_css: str, resources: BuildResources = DEFAULT_RESOURCES) -> Embedded:
    """Return make-book's fonts for `choice`, subset to the characters `shown`.

    `display_css` applies the family to titles and ornaments; with `all` the text has it too.
    """
    if choice == "none":
        return Embedded()
    faces = fonts.text_faces()
    weights = (400,) if choice == "display" else (400, _BOLD)
    cuts = tuple((face, weight) for weight in weights for face in faces)
    files = tuple(
        Resource(_path(face, weight), "font/ttf", data)
        for (face, weight), data in zip(cuts, _cut(cuts, shown, resources), strict=True)
    )
    licence = Resource(LICENCE, "text/plain", fonts.licence_text(faces[0]).encode())
    rules = [_declaration(face, weight) for face, weight in cuts]
    if choice == "all":
        rules.append(f'body {{\n  font-family: "{faces[0].family}", serif;\n}}\n')
    return Embedded((*files, licence), "\n".join((*rules, display_css)))


def embed_own(
    faces: Sequence[fonts.FontFace],
    shown: str,
    text_font: str | None = None,
    resources: BuildResources = DEFAULT_RESOURCES,
) -> Embedded:
    """Return the book's own `faces`, subset to the characters `shown`; the text is set in the family `text_font`."""
    cuts = [(face, weight) for face in faces for weight in _weights(face)]

    def key(cut: tuple[fonts.FontFace, int]) -> str:
        return key_of(cut[0].digest, cut[1], shown)

    def make(cut: tuple[fonts.FontFace, int]) -> bytes:
        face, weight = cut
        return fonts.subset(face, shown, flavour="ttf", weight=weight if face.weights[0] < face.weights[1] else None)

    files: list[Resource] = []
    rules: list[str] = []
    for (face, weight), data in zip(cuts, resources.remember("fonts", cuts, key, make, bytes), strict=True):
        kind = "otf" if data.startswith(b"OTTO") else "ttf"
        path = f"fonts/own-{unique_slug(face.family)}-{face.style}-{weight}.{kind}"
        if path not in {one.path for one in files}:
            files.append(Resource(path, f"font/{kind}", data))
            rules.append(_rule(face.family, face.style, weight, path))
    if text_font and faces:
        rules.append(f'body {{\n  font-family: "{faces[0].family}", serif;\n}}\n')
    return Embedded(tuple(files), "\n".join(rules))


def together(*parts: Embedded) -> Embedded:
    """Return `parts` as one."""
    return Embedded(
        tuple(resource for part in parts for resource in part.resources),
        "\n".join(part.css for part in parts if part.css),
    )


def _weights(face: fonts.FontFace) -> tuple[int, ...]:
    """Return the weights to embed: of a variable font, text and bold as far as it has them."""
    low, high = face.weights
    return (low,) if low == high else tuple(sorted({min(max(400, low), high), min(max(_BOLD, low), high)}))


def _cut(cuts: Sequence[tuple[fonts.FontFace, int]], shown: str, resources: BuildResources) -> list[bytes]:
    def key(cut: tuple[fonts.FontFace, int]) -> str:
        face, weight = cut
        return key_of(face.family, face.style, weight, shown)

    def make(cut: tuple[fonts.FontFace, int]) -> bytes:
        face, weight = cut
        return fonts.subset(face, shown, flavour="ttf", weight=weight)

    return resources.remember("fonts", cuts, key, make, bytes)


def _path(face: fonts.FontFace, weight: int) -> str:
    slant = "italic" if face.style == "italic" else "roman"
    return f"fonts/{face.family.lower().replace(' ', '-')}-{slant}-{weight}.ttf"


def _declaration(face: fonts.FontFace, weight: int) -> str:
    return _rule(face.family, face.style, weight, _path(face, weight))


def _rule(family: str, style: str, weight: int, path: str) -> str:
    return (
        f'@font-face {{\n  font-family: "{family}";\n  font-style: {style};\n  font-weight: {weight};\n'
        f"  src: url(../{path});\n}}\n"
    )
