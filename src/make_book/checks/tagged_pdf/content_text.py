"""The text of a page as it is drawn, by the marked content that holds it (ISO 32000-1 §9.4, §14.6)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec
import pikepdf

from make_book.checks.tagged_pdf.font_text import NO_FONT, FontText, font_text

NO_TAG = -1
"""The marked-content id of text that neither a tag nor an artifact holds."""
_ARTIFACT = -2
_DEEPEST = 12
"""Forms nested deeper are not read."""
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class Run(msgspec.Struct, frozen=True):
    """Letters set in one go: where they begin and end, the height of their baseline, the size of the type, in points.

    `visual` is text from right to left, as the line shows it from left to right.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    visual: bool = False


class PageReader:
    """Reads pages; remembers fonts, which they share."""

    def __init__(self) -> None:
        """Begin with no font."""
        self._fonts: dict[tuple[int, int], FontText] = {}

    def read(self, page: Any) -> dict[int, list[Run]]:
        """Return the runs of `page` by marked-content id; text of artifacts is left out."""
        content = _Content(self)
        content.run(page, page.get("/Resources", pikepdf.Dictionary()))
        return content.found

    def font(self, resources: Any, name: str) -> FontText:
        """Return the font called `name`."""
        font = resources.get("/Font", {}).get(name)
        if not isinstance(font, pikepdf.Dictionary):
            return NO_FONT
        key = font.objgen
        if key == (0, 0):
            return font_text(font)
        if key not in self._fonts:
            self._fonts[key] = font_text(font)
        return self._fonts[key]


class _Content:
    """Goes through the operators of a page, and of the forms on it."""

    def __init__(self, reader: PageReader) -> None:
        self.found: dict[int, list[Run]] = {}
        self._reader = reader
        self._glyphs: list[str] = []
        self._font, self._size, self._advance = NO_FONT, 0.0, 0.0
        self._matrix = self._line = _SAME
        self._saved: list[tuple[Matrix, FontText, float]] = []
        self._marks = [NO_TAG]
        self._resources: Any = None
        self._depth = 0
        self._do: dict[str, Callable[[Any], None]] = {
            "TJ": self._show_parts, "Tj": self._show, "'": self._show_below, '"': self._show_below,
            "Tm": self._place, "Td": self._move, "TD": self._move, "T*": self._move, "Tf": self._set_font,
            "BT": self._begin, "ET": self._begin, "BDC": self._mark, "BMC": self._mark, "EMC": self._unmark,
            "cm": self._transform, "q": self._save, "Q": self._restore, "Do": self._paint,
        }  # fmt: skip

    def run(self, stream: Any, resources: Any) -> None:
        """Go through `stream`, a page or a form."""
        outer, self._resources = self._resources, resources
        do = self._do
        for instruction in pikepdf.parse_content_stream(stream):
            step = do.get(str(instruction.operator))
            if step is not None:
                step(instruction.operands)
        self._flush()
        self._resources = outer

    def _show_parts(self, operands: Any) -> None:
        texts, advance = self._font.read_array(operands[0].unparse())
        self._glyphs += texts
        self._advance += advance * self._size

    def _show(self, operands: Any) -> None:
        shown = self._font.read(bytes(operands[-1]))
        self._glyphs += shown.texts
        self._advance += shown.advance * self._size

    def _show_below(self, operands: Any) -> None:
        self._move(())
        self._show(operands)

    def _place(self, operands: Any) -> None:
        self._flush()
        self._line = _numbers(operands)

    def _move(self, operands: Any) -> None:
        self._flush()
        x, y = (float(operands[0]), float(operands[1])) if operands else (0.0, -self._size)
        self._line = _product((1, 0, 0, 1, x, y), self._line)

    def _set_font(self, operands: Any) -> None:
        self._font, self._size = self._reader.font(self._resources, str(operands[0])), float(operands[1])

    def _begin(self, operands: Any) -> None:  # noqa: ARG002
        self._flush()
        self._line = _SAME

    def _mark(self, operands: Any) -> None:
        self._flush()
        outer = self._marks[-1]
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = self._resources.get("/Properties", {}).get(str(properties))
        mcid = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
        if str(operands[0]) == "/Artifact":
            self._marks.append(_ARTIFACT)
        else:
            self._marks.append(outer if mcid is None else int(mcid))

    def _unmark(self, operands: Any) -> None:  # noqa: ARG002
        self._flush()
        if len(self._marks) > 1:
            self._marks.pop()

    def _transform(self, operands: Any) -> None:
        self._matrix = _product(_numbers(operands), self._matrix)

    def _save(self, operands: Any) -> None:  # noqa: ARG002
        self._saved.append((self._matrix, self._font, self._size))

    def _restore(self, operands: Any) -> None:  # noqa: ARG002
        if self._saved:
            self._matrix, self._font, self._size = self._saved.pop()

    def _paint(self, operands: Any) -> None:
        """Go through a form as a part of the page."""
        form = self._resources.get("/XObject", {}).get(str(operands[0]))
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != "/Form" or self._depth >= _DEEPEST:
            return
        kept, saved, line = (self._matrix, self._font, self._size), self._saved, self._line
        self._saved, self._depth = [], self._depth + 1
        if "/Matrix" in form:
            self._matrix = _product(_numbers(form.Matrix), self._matrix)
        self.run(form, form.get("/Resources", self._resources))
        (self._matrix, self._font, self._size), self._saved, self._line = kept, saved, line
        self._depth -= 1

    def _flush(self) -> None:
        """Write down what was shown since the last change of place."""
        if not self._glyphs:
            return
        glyphs, self._glyphs, advance, self._advance = self._glyphs, [], self._advance, 0.0
        mcid = self._marks[-1]
        if mcid == _ARTIFACT:
            return
        place = _product(self._line, self._matrix)
        text, visual = "".join(glyphs), False
        if not text.isascii() and _is_turned(text):
            text, visual = "".join(_turned(glyph) for glyph in glyphs), True
        size = self._size * (place[2] ** 2 + place[3] ** 2) ** 0.5
        right = place[4] + advance / 1000 * place[0]
        self.found.setdefault(mcid, []).append(Run(text, place[4], right, place[5], size, visual))


def _turned(glyph: str) -> str:
    """Return the characters of one glyph as the line shows them: those from right to left backwards."""
    return glyph[::-1] if len(glyph) > 1 and _is_turned(glyph) else glyph


def _is_turned(text: str) -> bool:
    return any(letter > "\u058f" and unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _numbers(operands: Any) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _product(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that does `one`, then `other` (§8.3.4)."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
