"""make-book's own fonts: which there are, what they can show, and subsets of them for an edition.

The only importer of fontTools and of the font packages. Fonts come as dependencies, never from the
machine, so that a book looks the same wherever it is made.
"""

from __future__ import annotations

import importlib.util
import io
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

Flavour = Literal["ttf", "woff"]

FEATURES = (
    *("ccmp", "locl", "mark", "mkmk", "kern", "liga", "clig", "rlig"),
    *("smcp", "c2sc", "onum", "lnum", "pnum", "tnum", "sups"),
)
"""The OpenType features that a subset keeps."""

_UNSUITED = ("DEU ",)
"""Languages whose local forms in EB Garamond are left out: German gets umlauts sunk into the
capitals, and an f that small capitals do not know, so that "Brief" would be set "BRIEf"."""

_INVISIBLE = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202f\u2060\ufeff")
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\"'\\,;{}<>]")
"""Characters that the name of a font cannot have in style sheets and in the layout engine's lists."""
_MODIFIED = 3_786_825_600
"""2024-01-01 in seconds since 1904 (OpenType `head`): every subset has the same date."""


class FontFace(msgspec.Struct, frozen=True):
    """One font file: `style` is `normal` or `italic`, `weights` the range it covers (400–800)."""

    family: str
    style: Literal["normal", "italic"]
    weights: tuple[int, int]
    path: str
    licence: str = ""
    """The path of the licence text; a book's own fonts have none here."""
    digest: str = ""
    """SHA-256 of the file of a book's own font; make-book's own are identified by the versions of their packages."""


class Traits(msgspec.Struct, frozen=True):
    """What a font file says of itself; `restricted`: its licence bits (OS/2 `fsType`) forbid embedding."""

    family: str
    style: Literal["normal", "italic"]
    weights: tuple[int, int]
    restricted: bool


@lru_cache(maxsize=1)
def text_faces() -> tuple[FontFace, ...]:
    """Return make-book's faces for text, upright first: EB Garamond (Latin, Greek, Cyrillic), variable, OFL 1.1."""
    import fontpkg_eb_garamond as package

    files, licence = Path(package.ROOT) / "files", str(Path(package.ROOT) / "LICENSE")
    return (
        FontFace("EB Garamond", "normal", (400, 800), str(files / "EBGaramond[wght].ttf"), licence),
        FontFace("EB Garamond", "italic", (400, 800), str(files / "EBGaramond-Italic[wght].ttf"), licence),
    )


@lru_cache(maxsize=1)
def reserve_faces() -> tuple[FontFace, ...]:
    """Return make-book's faces for scripts that EB Garamond lacks: Hebrew and Arabic, OFL 1.1."""
    import fontpkg_amiri as amiri
    import fontpkg_frank_ruhl_libre as frank_ruhl

    hebrew, arabic = Path(frank_ruhl.ROOT), Path(amiri.ROOT)
    return (
        FontFace(
            "Frank Ruhl Libre",
            "normal",
            (300, 900),
            str(hebrew / "files" / "FrankRuhlLibre[wght].ttf"),
            str(hebrew / "LICENSE"),
        ),
        FontFace("Amiri", "normal", (400, 400), str(arabic / "files" / "Amiri-Regular.ttf"), str(arabic / "LICENSE")),
    )


EXTRA = "make-book[scripts]"
"""What pip calls the extra that brings the fonts of `script_faces`."""
_EXTRA_PACKAGES = {
    "zh-hans": ("pylopdf_fonts_zh_cn", "Noto Serif SC", "NotoSerifSC-Regular.otf"),
    "zh-hant": ("pylopdf_fonts_zh_tw", "Noto Serif TC", "NotoSerifTC-Regular.otf"),
    "ja": ("pylopdf_fonts_jp", "Noto Serif JP", "NotoSerifJP-Regular.otf"),
    "ko": ("pylopdf_fonts_ko", "Noto Serif KR", "NotoSerifKR-Regular.otf"),
}
"""Packages of East Asian fonts, each with its family and file; the first is for Chinese that does not say which."""
_EXTRA_SCRIPTS = (
    "Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala"
    " Tamil Telugu Thai Symbols"
).split()
"""Scripts of which `manimgx_fonts` has a face of the Noto family."""


@lru_cache(maxsize=64)
def script_faces(language: str = "en") -> tuple[FontFace, ...]:
    """Return the faces of other scripts, of signs and of emoji (in one ink) that are installed with `EXTRA`, OFL 1.1.

    East Asian letters that several scripts share are taken from the face for `language` first. Nothing
    is installed by make-book itself: without the extra there are none.
    """
    faces: list[FontFace] = []
    if folder := _package_folder("manimgx_fonts"):
        for script in _EXTRA_SCRIPTS:
            faces.append(_extra_face(f"Noto Sans {script}", folder / f"NotoSans{script}[wght].ttf"))
        faces.append(_extra_face("Noto Sans", folder / "NotoSans[wght].ttf"))
    order = sorted(_EXTRA_PACKAGES, key=lambda tag: (tag != _east_asian(language), list(_EXTRA_PACKAGES).index(tag)))
    for package, family, file in (_EXTRA_PACKAGES[tag] for tag in order):
        if folder := _package_folder(package):
            faces.append(_extra_face(family, folder / file))
    if folder := _package_folder("manimgx_fonts"):
        faces.append(_extra_face("Noto Emoji", folder / "NotoEmoji[wght].ttf"))
    return tuple(face for face in faces if Path(face.path).is_file())


def _package_folder(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found is not None and found.origin else None


def _extra_face(family: str, file: Path) -> FontFace:
    return FontFace(family, "normal", (400, 400), str(file))


def _east_asian(language: str) -> str:
    """Return the key of the fonts for a language: of Chinese, by its script or region."""
    subtags = language.lower().split("-")
    if subtags[0] == "zh":
        return "zh-hant" if {"hant", "tw", "hk", "mo"} & set(subtags[1:]) else "zh-hans"
    return subtags[0]


def faces_for(
    text: str | Iterable[str],
    own: Iterable[FontFace] = (),
    first: Iterable[FontFace] = (),
    language: str = "en",
) -> tuple[FontFace, ...]:
    """Return the faces that set `text` in `language`: `first`, make-book's for text, and what is needed besides.

    What these lack is looked for in `reserve_faces`, then among the book's `own`, then among
    those that are installed for other scripts.
    """
    faces = tuple(dict.fromkeys((*first, *text_faces())))
    missing = missing_characters(text, faces)
    for stock in (reserve_faces(), own):
        helpful = [face for face in stock if missing and missing_characters(missing, (face,)) != missing]
        faces = tuple(dict.fromkeys((*faces, *helpful)))
        missing = missing_characters(missing, helpful)
    for face in script_faces(language) if missing else ():
        if (left := missing_characters(missing, (face,))) != missing:
            faces, missing = (*faces, face), left
    return faces


def missing_characters(text: str | Iterable[str], faces: Iterable[FontFace]) -> tuple[str, ...]:
    """Return the characters of `text` that none of `faces` can show, sorted, each once.

    Characters that have no shape are never missing: controls, joiners, soft hyphens, variation
    selectors, direction marks and the narrow no-break space, which print sets by other means.
    """
    wanted = set(text) if isinstance(text, str) else set[str]().union(*text)
    shown = frozenset[int]().union(*(_characters(face.path, face.digest) for face in faces))
    return tuple(sorted(c for c in wanted if ord(c) not in shown and not _shapeless(c)))


def inspect(data: bytes) -> Traits:
    """Return what the font file `data` says of itself. Raise `ValueError` if it is none that a PDF can hold."""
    import struct
    import zlib

    from fontTools.ttLib import TTLibError, woff2

    if data[:4] == b"ttcf":
        raise ValueError("it is a collection of fonts")
    damaged = (TTLibError, struct.error, zlib.error, woff2.brotli.error)
    try:
        with _quiet():
            return _traits(_unpacked(data))
    except (*damaged, LookupError, ArithmeticError, AssertionError, AttributeError, TypeError) as error:
        raise ValueError("it is no font, or damaged") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to itself what fontTools logs of a damaged file: the author is told in one sentence."""
    logger = logging.getLogger("fontTools")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _traits(font: Any) -> Traits:
    if not {"glyf", "CFF "} & set(font.keys()):
        raise ValueError("its letters are not outlines that a PDF can hold (TrueType or CFF)")
    characters = font.getBestCmap()
    if not characters:
        raise ValueError("it does not say which characters it has")
    if ord(" ") not in characters:  # A space is set in the font of the word before it, whether that has one or not.
        raise ValueError("it has no space")
    os2, names = font["OS/2"], font["name"]
    family = _NOT_IN_NAMES.sub(" ", names.getDebugName(16) or names.getDebugName(1) or "")
    if not family.strip():
        raise ValueError("it has no name")
    slanted = os2.fsSelection & 0x201 or font["head"].macStyle & 2
    weights = [axis for axis in font["fvar"].axes if axis.axisTag == "wght"] if "fvar" in font else []
    return Traits(
        " ".join(family.split()),
        "italic" if slanted else "normal",
        (int(weights[0].minValue), int(weights[0].maxValue)) if weights else (os2.usWeightClass, os2.usWeightClass),
        restricted=os2.fsType & 0xF == 2,
    )


def subset(
    face: FontFace, characters: str | Iterable[str], *, flavour: Flavour = "woff", weight: int | None = 400
) -> bytes:
    """Return `face` cut down to `characters` (and their small capitals, ligatures, figures) as a font file.

    A variable font is fixed at `weight`, since old reading systems (RMSDK) know no variations;
    `None` keeps its axis. Licence and copyright stay inside. Same input, same bytes.
    """
    from fontTools.subset import Options, Subsetter

    options = Options(
        layout_features=list(FEATURES),
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17],
        hinting=False,
        notdef_outline=True,
        recalc_timestamp=False,
        drop_tables=["DSIG", "LTSH", "VDMX", "hdmx"],
    )
    font = _for_cutting(face.path)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted({ord(character) for piece in characters for character in piece} | {0x20}))
    subsetter.subset(font)
    return _saved(_fixed(font, face, weight), flavour)


def licence_text(face: FontFace) -> str:
    """Return the licence under which `face` is used, to be shipped with it."""
    return Path(face.licence).read_text(encoding="utf-8")


def _shapeless(character: str) -> bool:
    code = ord(character)
    return (
        character in _INVISIBLE
        or code < 0x20
        or 0x7F <= code < 0xA0
        or 0x2028 <= code <= 0x202E
        or 0x2061 <= code <= 0x206F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE01EF
    )


@lru_cache(maxsize=16)
def _characters(path: str, digest: str) -> frozenset[int]:  # noqa: ARG001 - a file that changes is another
    return frozenset(_opened(path).getBestCmap())


def _opened(path: str) -> Any:
    return _unpacked(Path(path).read_bytes())


def _unpacked(data: bytes) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)


def shaping_language(tag: str) -> str:
    """Return the language to shape text of `tag` in with a face as it stands in its package (see `_UNSUITED`)."""
    return "en" if tag.lower().split("-")[0] == "de" else tag


def _for_cutting(path: str) -> Any:
    """Return a font without the local forms that are not wanted (see `_UNSUITED`)."""
    font = _opened(path)
    if "GSUB" in font:
        for record in font["GSUB"].table.ScriptList.ScriptRecord:
            kept = [lang for lang in record.Script.LangSysRecord if lang.LangSysTag not in _UNSUITED]
            record.Script.LangSysRecord, record.Script.LangSysCount = kept, len(kept)
    return font


def _fixed(font: Any, face: FontFace, weight: int | None) -> Any:
    """Return `font` without its weight axis, named as the member of its family that it now is."""
    if weight is None or "fvar" not in font:
        return font
    from fontTools.varLib import instancer

    weights = {"wght": min(max(weight, face.weights[0]), face.weights[1])}
    cut = instancer.instantiateVariableFont(font, weights, inplace=True, updateFontNames=True)
    del cut["STAT"]  # It describes a choice that is no longer there.
    return cut


def _saved(font: Any, flavour: Flavour) -> bytes:
    font["head"].modified = _MODIFIED
    font.recalcTimestamp = False
    font.flavor = "woff" if flavour == "woff" else None
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=True)
    return buffer.getvalue()
