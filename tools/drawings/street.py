"""Low Street by night, as a wood-cut: black houses, the line across all of them, one window lit."""

from __future__ import annotations

from collections.abc import Iterator

from drawings.pen import INK, PAPER, Point, gouge, noise, polygon, shaky, svg

WIDTH, HEIGHT = 1640, 1240
GROUND, LINE = 905.0, 800.0
HOUSES = (
    (70, 200, 470),
    (270, 178, 400),
    (448, 226, 330),
    (674, 190, 440),
    (864, 214, 372),
    (1078, 182, 455),
    (1260, 244, 350),
)
"""Left edge, width and height of the eaves of each front."""
LIT = (4, 1)


def draw() -> str:
    """Return the street as SVG."""
    fronts = (part for house, front in enumerate(HOUSES) for part in _front(house, *front))
    doors = (part for house, (left, width, _) in enumerate(HOUSES) for part in _ground_floor(house, left, width))
    return svg(WIDTH, HEIGHT, [*_sky(), *fronts, *_line(), *doors, *_street(), *_lamp(), *_edge()])


def _sky() -> Iterator[str]:
    for row in range(64):
        y = 52 + row * 13.5
        thick = 6.4 - row * 0.1
        x = 20 + 90 * noise(row)
        while x < WIDTH:
            length = 170 + 110 * noise(row * 7 + x)
            if not _moonlit(x, x + length, y):
                yield gouge((x, y + 2 * noise(x)), (x + length, y + 2 * noise(x + 1)), max(thick, 1.2))
            x += length + 14
    yield f'<circle cx="1176" cy="190" r="66" fill="{PAPER}" stroke="{INK}" stroke-width="5"/>'


def _moonlit(start: float, end: float, y: float) -> bool:
    return abs(y - 190) < 92 and start < 1176 + 96 and end > 1176 - 96


def _front(house: int, left: float, width: float, eaves: float) -> Iterator[str]:
    right, peak = left + width, eaves - width * 0.62
    outline: list[Point] = [(left, GROUND), (left, eaves), (left + width / 2, peak), (right, eaves), (right, GROUND)]
    yield polygon(shaky(outline, 2.5, house * 5))
    yield polygon(
        [
            (left + width * 0.66, peak + width * 0.23),
            (left + width * 0.66, peak - 4),
            (left + width * 0.78, peak - 4),
            (left + width * 0.78, peak + width * 0.38),
        ]
    )
    yield from _tiles(house, left, width, eaves, peak)
    columns = 3 if width > 205 else 2
    for column in range(columns):
        x = left + width * (column + 0.5) / columns
        for storey, y in enumerate(_storeys(eaves)):
            yield from _window(x, y, 44 if columns == 3 else 50, 74, lit=(house, column) == LIT and storey == 1)


def _storeys(eaves: float) -> tuple[float, ...]:
    room = LINE - 160 - eaves
    return (eaves + 30 + room * 0.06, eaves + 30 + room * 0.62) if room > 215 else (eaves + 46,)


def _tiles(house: int, left: float, width: float, eaves: float, peak: float) -> Iterator[str]:
    middle = left + width / 2
    for step in range(1, 7):
        share = step / 7
        y = peak + (eaves - peak) * share
        half = width / 2 * share
        yield gouge((middle - half + 9, y), (middle - half * 0.25, y + noise(house + step) * 2), 2.6, fill=PAPER)
    yield gouge((left + 2, eaves + 6), (left + width - 2, eaves + 6), 4.2, fill=PAPER)
    for row in range(9):
        y = eaves + 30 + row * (GROUND - eaves - 60) / 9
        yield gouge((left + 3, y), (left + 12 + 5 * noise(row + house), y), 2, fill=PAPER)
    yield gouge((left + 1, eaves + 8), (left + 1, GROUND - 8), 2.6, fill=PAPER)


def _window(x: float, y: float, width: float, height: float, *, lit: bool) -> Iterator[str]:
    left, right, bottom = x - width / 2, x + width / 2, y + height
    frame = [(left, y), (right, y), (right, bottom), (left, bottom)]
    yield polygon(frame, fill=PAPER if lit else INK, stroke=PAPER, width=5)
    bar = INK if lit else PAPER
    yield gouge((x, y + 3), (x, bottom - 3), 3, fill=bar)
    yield gouge((left + 2, y + height * 0.38), (right - 2, y + height * 0.38), 3, fill=bar)
    if not lit:
        yield gouge((left + 8, bottom - 10), (x - 5, y + height * 0.5), 2.4, fill=PAPER)
    yield gouge((left - 10, bottom + 9), (right + 10, bottom + 9), 4, fill=PAPER)


def _ground_floor(house: int, left: float, width: float) -> Iterator[str]:
    door = left + width * (0.26 if house % 2 else 0.72)
    yield polygon([(door - 27, GROUND), (door - 27, 716), (door + 27, 716), (door + 27, GROUND)], stroke=PAPER, width=5)
    for plank in (-9, 9):
        yield gouge((door + plank, 728), (door + plank, GROUND - 6), 2, fill=PAPER)
    yield polygon(
        [(door - 36, GROUND), (door - 36, GROUND - 15), (door + 36, GROUND - 15), (door + 36, GROUND)],
        fill=PAPER,
        width=3,
    )
    yield from _window(left + width * (0.70 if house % 2 else 0.30), 700, 56, 66, lit=False)


def _line() -> Iterator[str]:
    for house, (left, width, _) in enumerate(HOUSES):
        start, end = left + 4, left + width - 4
        top = [(start, LINE + noise(house)), (end, LINE + noise(house + 3))]
        yield polygon([*top, (end, LINE + 13), (start, LINE + 13)], fill=PAPER, stroke=PAPER)


def _street() -> Iterator[str]:
    yield polygon([(20, GROUND - 2), (WIDTH - 20, GROUND - 2), (WIDTH - 20, HEIGHT - 20), (20, HEIGHT - 20)])
    left, width, _ = HOUSES[LIT[0]]
    light = left + width / 2
    for row in range(17):
        y = GROUND + 20 + row * 18
        yield gouge(
            (light - 30 - row * 2 + 14 * noise(row), y),
            (light + 30 + row * 2 + 14 * noise(row + 9), y),
            7.5 - row * 0.12,
            fill=PAPER,
        )
        x = 40 + 60 * noise(row + 2)
        while x < WIDTH - 60:
            length = 70 + 46 * noise(row * 5 + x) + row * 4
            if (x + length < light - 92 - row * 4 or x > light + 92 + row * 4) and noise(x + row * 3) > -0.25:
                yield gouge((x, y), (min(x + length, WIDTH - 34), y), 1.6 + 0.14 * row, fill=PAPER)
            x += length + 36


def _lamp() -> Iterator[str]:
    yield polygon([(1560, GROUND + 60), (1563, 560), (1571, 560), (1576, GROUND + 60)], stroke=PAPER, width=4)
    yield polygon([(1545, 560), (1538, 506), (1598, 506), (1590, 560)], fill=PAPER, width=6)
    yield polygon([(1530, 506), (1568, 474), (1606, 506)])


def _edge() -> Iterator[str]:
    yield f'<path d="M10 10H{WIDTH - 10}V{HEIGHT - 10}H10Z" fill="none" stroke="{PAPER}" stroke-width="26"/>'
    yield f'<path d="M24 24H{WIDTH - 24}V{HEIGHT - 24}H24Z" fill="none" stroke="{INK}" stroke-width="9"/>'
