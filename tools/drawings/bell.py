"""A vignette: the big bell of St Clement's, with its crack."""

from __future__ import annotations

from collections.abc import Iterator

from drawings.pen import INK, PAPER, gouge, noise, path, polygon, svg

WIDTH, HEIGHT = 1600, 500


def draw() -> str:
    """Return the vignette as SVG."""
    bell = ['<g transform="translate(366 -24) scale(0.95)">', '<g transform="rotate(-17 450 120)">', *_bell(), "</g>"]
    return svg(WIDTH, HEIGHT, [*_rain(), *bell, *_beam(), "</g>"])


def _rain() -> Iterator[str]:
    for row in range(6):
        for place in range(25):
            x = 40 + 63 * place + 30 * (row % 2) + 16 * noise(row * 14 + place)
            y = 60 + 72 * row + 18 * noise(row + place * 1.3)
            if not 590 - row * 10 < x < 1020 + row * 22:
                yield gouge((x, y), (x - 26, y + 42), 3)


def _beam() -> Iterator[str]:
    yield polygon([(190, 40), (716, 46), (714, 104), (192, 98)])
    for y in (58, 72, 86):
        yield gouge((206, y), (700, y + 4), 2.4, fill=PAPER)


def _bell() -> Iterator[str]:
    yield path("M420 100v-40h60v40z", fill=INK)
    yield path("M392 462m-36 0a36 36 0 1 0 72 0a36 36 0 1 0 -72 0", fill=INK)
    yield path(
        "M380 108C400 96 500 96 520 108"
        "C560 150 560 270 586 346C"
        + "600 388 632 410 650 432C560 462 340 462 250 432C268 410 300 388 314 346C340 270 340 150 380 108Z",
        fill=INK,
        width=4,
    )
    yield path("M331 300C400 316 500 316 569 300M322 326C400 344 500 344 578 326", stroke=PAPER, width=5)
    yield path("M276 414C380 440 520 440 624 414", stroke=PAPER, width=5)
    for i in range(9):
        x = 384 + i * 6
        yield gouge((x - 4 + i, 128 + i * 3), (x - 26 + 2 * i, 286), 3.2 - 0.2 * i, fill=PAPER)
        yield gouge((x - 44 + 2 * i, 350), (x - 78 + 3 * i, 402), 2.6, fill=PAPER)
    yield path("M562 456L548 408L560 384L546 352L553 330", stroke=PAPER, width=6)
