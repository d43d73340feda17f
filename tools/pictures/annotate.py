"""Draw the annotated pages of docs/page-parts.md: `python tools/pictures/annotate.py`, after `make book`.

Pages come from the print PDF of the sample book. What a label points to is found by its words on the page, so that
the pictures stay right when pages move; a label whose words are not found is an error.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import NamedTuple

import fontpkg_eb_garamond
import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageOps

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs" / "pictures"
SCALE, FINAL = 4.0, 1.6
"""Pixels in a point: as drawn, and as kept."""
BESIDE, EDGE = 96, 12
"""Points on each side of the spread for labels, and around everything."""
LABEL, APART = 9.5, 13
"""Points: the size of a label, and the least distance from one to the next."""
PAPER, BACKGROUND, INK = (255, 255, 255), (226, 226, 222), (150, 30, 30)


class Label(NamedTuple):
    """A name, and the words on the page that it names (a no-break space is a space here)."""

    name: str
    words: str
    page: int
    """0: the left page, 1: the right page. Its labels stand on its outer side."""
    inline: bool = False
    """Whether the label stands behind the words, where the line has room."""


PICTURE = "*picture"
"""Stands for the largest picture of the page."""
OPENING = (
    Label("running head", "T he Lowering of the Sea", 0),
    Label("folio", "18 ", 0),
    Label("figure", PICTURE, 0),
    Label("caption and credit", "The board as it hung", 0),
    Label("credits of the episode", "Translated from the German", 0),
    Label("number", "E p i s o d e 6", 1),
    Label("kicker", "Bakery No. 2", 1),
    Label("title", "Ten past five, at the hatch", 1),
    Label("standfirst", "What was said before the shop opened,", 1),
    Label("narrator", "Raisa Sukhareva", 1),
    Label("place and date", "Vellmouth, 30 September 1997", 1),
    Label("first paragraph, not indented", "From five I sell through the hatch to those", 1),
    Label("dialogue", "laid before the Ministry. At the post office they’re saying it’s to", 1),
    Label("drop folio", "19", 1),
)
PARTS = (
    Label("folio", "4 ", 0),
    Label("running head: book", "T he Lowering of the Sea", 0),
    Label("paragraph, indented", "In August the town was painted", 0),
    Label("call of the note", "explain in a note.1", 0, inline=True),
    Label("note", "thresholds, drains, the font", 0),
    Label("running head: episode", "The board is white again", 1),
    Label("folio", "5", 1),
    Label("figure on its own page", PICTURE, 1),
    Label("caption and credit", "board. Drawing: Paul Wrede", 1),
)


def box_of(page: pypdfium2.PdfPage, label: Label) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what `label` names, from the page's top left; raise `LookupError`."""
    height = page.get_height()
    if label.words == PICTURE:
        bounds = [item.get_bounds() for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        if not bounds:
            raise LookupError(f"no picture on the page for {label.name!r}")
        left, bottom, right, top = max(bounds, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        return left, height - top, right, height - bottom
    text = page.get_textpage()
    written = text.get_text_range().replace("\xa0", " ")
    at = written.rfind(label.words)
    if at < 0:
        raise LookupError(f"{label.words!r} is not on the page")
    boxes = [text.get_charbox(number) for number in range(at, at + len(label.words))]
    boxes = [box for box in boxes if box[2] > box[0]]
    return (
        min(box[0] for box in boxes),
        height - max(box[3] for box in boxes),
        max(box[2] for box in boxes),
        height - min(box[1] for box in boxes),
    )


class Drawing:
    """Two facing pages with room for labels beside them; all sizes are points."""

    def __init__(self, pages: tuple[pypdfium2.PdfPage, pypdfium2.PdfPage]) -> None:
        """Draw the two pages."""
        self.pages, self.width, self.height = pages, pages[0].get_width(), pages[0].get_height()
        size = (2 * (self.width + BESIDE + EDGE), self.height + 2 * EDGE)
        self.image = Image.new("RGB", (round(size[0] * SCALE), round(size[1] * SCALE)), BACKGROUND)
        self.draw = ImageDraw.Draw(self.image)
        font = next(Path(fontpkg_eb_garamond.__file__).parent.glob("files/*Italic*.ttf"))
        self.font = ImageFont.truetype(str(font), round(LABEL * SCALE))
        for side, page in enumerate(pages):
            picture = ImageOps.grayscale(page.render(scale=SCALE).to_pil()).convert("RGB")
            self.image.paste(picture, (round(self.left_of(side) * SCALE), round(EDGE * SCALE)))
        middle = round(self.left_of(1) * SCALE)
        self.draw.line(
            [(middle, round(EDGE * SCALE)), (middle, round((EDGE + self.height) * SCALE))], (200, 200, 200), 3
        )

    def left_of(self, side: int) -> float:
        """Return where the left edge of a page is."""
        return EDGE + BESIDE + side * self.width

    def label(self, labels: tuple[Label, ...]) -> None:
        """Draw the labels of both pages, from top to bottom, none over another."""
        for side in (0, 1):
            for label in labels:
                if label.page == side and label.inline:
                    self._behind(label.name, box_of(self.pages[side], label), side)
            boxes = [
                (box_of(self.pages[side], label), label.name)
                for label in labels
                if label.page == side and not label.inline
            ]
            boxes.sort(key=lambda pair: pair[0][1] + pair[0][3])
            targets = [(box[1] + box[3]) / 2 + EDGE for box, _ in boxes]
            for (box, name), target, level in zip(boxes, targets, spread_out(targets), strict=True):
                edge = box[0] - 4 if side == 0 else box[2] + 4
                self._one(name, level, (self.left_of(side) + edge, target), side)

    def _behind(self, name: str, box: tuple[float, float, float, float], side: int) -> None:
        x, y = (self.left_of(side) + box[2] + 3) * SCALE, (EDGE + (box[1] + box[3]) / 2) * SCALE
        self.draw.line([(x, y), (x + 12 * SCALE, y)], INK, round(0.6 * SCALE))
        self.draw.text((x + 15 * SCALE, y), name, INK, self.font, anchor="lm")

    def _one(self, name: str, level: float, target: tuple[float, float], side: int) -> None:
        outer = EDGE + BESIDE - 6 if side == 0 else self.left_of(1) + self.width + 6
        lines = wrapped(name, self.font, (BESIDE - 10) * SCALE)
        for number, line in enumerate(lines):
            at = level + (number - (len(lines) - 1) / 2) * LABEL * 1.1
            anchor = "rm" if side == 0 else "lm"
            self.draw.text((outer * SCALE, at * SCALE), line, INK, self.font, anchor=anchor)
        begin = outer + 3 if side == 0 else outer - 3
        self.draw.line(
            [(begin * SCALE, level * SCALE), (target[0] * SCALE, target[1] * SCALE)], INK, round(0.6 * SCALE)
        )
        x, y, radius = target[0] * SCALE, target[1] * SCALE, 1.6 * SCALE
        self.draw.ellipse([x - radius, y - radius, x + radius, y + radius], INK)


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return `text` in lines that are at most `width` pixels wide, where words allow it."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def spread_out(targets: list[float]) -> list[float]:
    """Return a height for each label as near to its target as the distance between two labels allows."""
    levels = list(targets)
    for _ in range(200):
        for at in range(1, len(levels)):
            lack = APART - (levels[at] - levels[at - 1])
            if lack > 0:
                levels[at - 1] -= lack / 2
                levels[at] += lack / 2
    return levels


def annotated(pdf: pypdfium2.PdfDocument, verso: int, labels: tuple[Label, ...]) -> Image.Image:
    """Return the spread that begins with the page `verso` (from 0), with its labels."""
    drawing = Drawing((pdf[verso], pdf[verso + 1]))
    drawing.label(labels)
    size = (round(drawing.image.width * FINAL / SCALE), round(drawing.image.height * FINAL / SCALE))
    return drawing.image.resize(size, Image.Resampling.LANCZOS)


def find(pdf: pypdfium2.PdfDocument, words: str) -> int:
    """Return the first page (from 0) on which `words` stand. Raise `LookupError`."""
    for number in range(len(pdf)):
        if pdf[number].get_textpage().search(words, match_case=True).get_next() is not None:
            return number
    raise LookupError(f"{words!r} is on no page")


def main() -> int:
    """Draw both pictures."""
    [file] = sorted((ROOT / "dist").glob("*.pdf"))
    with contextlib.closing(pypdfium2.PdfDocument(file)) as pdf:
        for name, words, labels in (
            ("annotated-opening", "The board as it hung in September.", OPENING),
            ("annotated-page", "In August the town was painted", PARTS),
        ):
            target = OUT / f"{name}.png"
            annotated(pdf, find(pdf, words), labels).quantize(96).save(target, optimize=True)
            print(target.relative_to(ROOT), target.stat().st_size >> 10, "KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
