"""The map of Vellmouth: the sea to the south, the river from the north."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from drawings.ground import BAKERY, COAST_WEST, EAST, HEIGHT, MOLE, OFFICE, QUAY, STEPS, WEST, WIDTH, beside
from drawings.pen import INK, PAPER, Point, curve, gouge, letters, noise, path, polygon, rough, shaky, svg
from drawings.sheet import frame, names


def draw() -> str:
    """Return the map as SVG."""
    return svg(
        WIDTH,
        HEIGHT,
        [
            *_water(),
            *_mole(),
            *_country(),
            *_hills(),
            *_low_street(),
            *_upper_town(),
            *_roads(),
            *_marks(),
            *names(),
            *frame(),
        ],
    )


def _shore() -> tuple[str, str]:
    west = curve(WEST) + f"L{QUAY[1][0]} {QUAY[1][1]}" + curve(COAST_WEST).replace("M", "L", 1)
    return west, curve(EAST)


def _water() -> Iterator[str]:
    west, east = _shore()
    inside = west + f"L30 {HEIGHT}L{WIDTH} {HEIGHT}L1480 1300" + curve(EAST[::-1]).replace("M", "L", 1) + "Z"
    yield f'<clipPath id="water"><path d="{inside}"/></clipPath><g clip-path="url(#water)">'
    mole = curve(MOLE)
    for step in range(9, 0, -1):
        reach = 8 + 9 * step + 2.1 * step * step
        line = max(0.9, 2.6 - 0.2 * step)
        for shore in (west, east, mole):
            extra = 34 if shore is mole else 0
            yield path(shore, width=2 * reach + extra)
        for shore in (west, east, mole):
            extra = 34 if shore is mole else 0
            yield path(shore, width=2 * (reach - line) + extra, stroke=PAPER)
    yield "</g>"
    yield path(west, width=5)
    yield path(east, width=5)
    (x1, y1), (x2, y2) = QUAY
    yield rough((x1, y1), (x2, y2), width=10, seed=3)


def _mole() -> Iterator[str]:
    line = curve(MOLE)
    yield path(line, width=38)
    yield path(line, width=29, stroke=PAPER)
    for i in range(46):
        at, across = _along(MOLE, i / 45)
        yield rough(
            (at[0] - across[0] * 13, at[1] - across[1] * 13),
            (at[0] + across[0] * 13, at[1] + across[1] * 13),
            width=1.8,
            seed=i,
        )
    x, y = MOLE[-1]
    yield f'<circle cx="{x - 4}" cy="{y}" r="31" fill="{PAPER}" stroke="{INK}" stroke-width="5"/>'
    yield polygon([(x - 17, y + 6), (x - 11, y - 66), (x + 3, y - 66), (x + 9, y + 6)], fill=PAPER, width=4)
    yield polygon([(x - 15, y - 18), (x - 13, y - 40), (x + 5, y - 40), (x + 7, y - 18)])
    yield polygon([(x - 16, y - 66), (x - 4, y - 92), (x + 8, y - 66)])
    for angle in (-165, -148, -131, -49, -32, -15):
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        yield gouge((x - 4 + 30 * c, y - 72 + 30 * s), (x - 4 + 72 * c, y - 72 + 72 * s), 3.5)


def _along(points: list[Point], share: float) -> tuple[Point, Point]:
    """Return the point at `share` of the way along `points`, and the direction across."""
    lengths = [math.dist(a, b) for a, b in itertools.pairwise(points)]
    left = share * sum(lengths) * 0.9999
    for (a, b), length in zip(itertools.pairwise(points), lengths, strict=True):
        if left <= length:
            t = left / length
            return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t), (
                (a[1] - b[1]) / length,
                (b[0] - a[0]) / length,
            )
        left -= length
    raise AssertionError(share)


def _block(first: float, last: float, near: float, far: float, seed: float, *, white: bool = False) -> str:
    corners = [beside(first, near), beside(last, near), beside(last, far), beside(first, far)]
    return polygon(shaky(corners, 2.2, seed), fill=PAPER if white else INK, width=4 if white else 1)


def _low_street() -> Iterator[str]:
    for house in range(14):
        first = 0.045 + house * 0.066
        yield _block(first, first + 0.057, 46, 96 + 4 * noise(house), house, white=house in (BAKERY, OFFICE))
    for house in range(12):
        first = 0.03 + house * 0.079
        if house != STEPS:
            yield _block(first, first + 0.069, 160, 204 + 6 * noise(house + 40), house + 20)


def _hills() -> Iterator[str]:
    for i in range(66):
        share = i / 65 * 0.99
        if abs(share - 0.775) < 0.04:
            continue
        for row in range(3):
            x, y = beside(share, 232 + row * 30 + 5 * noise(i * 3 + row))
            yield gouge((x, y + 3 * noise(i)), (x - 23 - 6 * noise(i + row), y - 6), 2.6)


def _upper_town() -> Iterator[str]:
    blocks = [
        (96, 650, 76, 42), (200, 640, 70, 46), (300, 628, 62, 44), (96, 726, 42, 76), (216, 724, 60, 38),
        (310, 706, 48, 52),
        (96, 838, 54, 62), (176, 800, 40, 46), (96, 1150, 66, 46), (190, 1140, 70, 46), (286, 1142, 48, 40),
        (96, 1228, 44, 60), (164, 1216, 78, 40), (264, 1210, 50, 48), (100, 1316, 66, 38), (192, 1290, 56, 46),
        (280, 1288, 44, 42),
    ]  # fmt: skip
    for i, (x, y, w, h) in enumerate(blocks):
        yield polygon(shaky([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], 4, i * 7))
    for i, (x, y, w, h) in enumerate([(100, 1034, 70, 62), (190, 1050, 66, 44)]):
        yield polygon(shaky([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], 2, i * 5), fill=PAPER, width=4)
    yield from _church(262, 930)


def _church(x: float, y: float) -> Iterator[str]:
    yield polygon([(x - 22, y), (x - 22, y - 74), (x + 22, y - 74), (x + 22, y)], fill=PAPER, width=4)
    yield polygon([(x - 26, y - 74), (x, y - 166), (x + 26, y - 74)])
    yield polygon([(x + 22, y), (x + 22, y - 42), (x + 84, y - 42), (x + 84, y)], fill=PAPER, width=4)
    yield polygon([(x + 20, y - 42), (x + 34, y - 72), (x + 74, y - 72), (x + 90, y - 42)])
    yield path(f"M{x} {y - 166}v-28M{x - 9} {y - 183}h18", width=4)
    yield path(f"M{x - 7} {y - 34}v-18a7 9 0 0 1 14 0v18z", fill=INK, width=1)
    for i in range(3):
        yield path(f"M{x + 36 + 16 * i} {y - 12}v-14", width=5)


def _roads() -> Iterator[str]:
    start, end = beside(0.775, 150), beside(0.775, 306)
    for i in range(19):
        x, y = start[0] + (end[0] - start[0]) * i / 18, start[1] + (end[1] - start[1]) * i / 18
        yield rough((x + 3, y - 19), (x - 3, y + 19), width=3.2, seed=i)
    for side in (-19, 19):
        yield path(f"M{start[0] - side / 6} {start[1] + side}L{end[0] - side / 6} {end[1] + side}", width=3)
    road: list[Point] = [(70, 450), (200, 484), (360, 470), (500, 476), (600, 520), (668, 580)]
    yield path(curve(road), width=24)
    yield path(curve(road), width=18, stroke=PAPER)
    rail = curve([(600, 40), (640, 170), (652, 290), (640, 372)])
    yield path(rail, width=13)
    yield path(rail, width=8, stroke=PAPER)
    yield path(rail, width=8, more='stroke-dasharray="15 15"')
    yield polygon([(546, 356), (546, 318), (618, 318), (618, 356)], fill=PAPER, width=4)
    yield polygon([(536, 318), (556, 288), (608, 288), (628, 318)])


def _marks() -> Iterator[str]:
    x, y = beside(0.9, 0)
    yield path(f"M{x - 2} {y - 20}v40M{x - 22} {y}h40", width=17, stroke=PAPER)
    yield path(f"M{x - 2} {y - 18}v36M{x - 20} {y}h36", width=7)
    yield from _dredger(1040, 880)
    for i in range(60):
        px = 1078 + 84 * noise(i * 1.7 + 9)
        py = 1010 + 82 * noise(i * 2.3 + 5)
        yield f'<circle cx="{px:.0f}" cy="{py:.0f}" r="2.3" fill="{INK}"/>'
    depths = [
        (800, 800, "31"), (880, 950, "28"), (860, 1120, "42"), (650, 1560, "55"), (480, 1740, "78"), (1230, 1730, "64"),
        (260, 1660, "49"), (960, 1400, "35"), (1350, 1560, "51"), (930, 640, "26"),
    ]  # fmt: skip
    for px, py, depth in depths:
        yield letters(depth, (px, py), 34, italic=1, anchor="middle")


def _dredger(x: float, y: float) -> Iterator[str]:
    yield polygon([(x - 78, y), (x + 82, y - 14), (x + 62, y + 30), (x - 60, y + 34)], width=3)
    yield polygon([(x - 50, y - 3), (x - 50, y - 34), (x - 4, y - 37), (x - 4, y - 7)], fill=PAPER, width=4)
    yield path(
        f"M{x + 22} {y - 10}L{x + 66} {y - 84}L{x + 74} {y - 14}"
        f"M{x + 34} {y - 30}L{x + 72} {y - 40}M{x - 30} {y - 36}v-30",
        width=5,
    )


def _country() -> Iterator[str]:
    for i, (x, y) in enumerate(
        [
            (150, 206),
            (212, 176),
            (270, 224),
            (200, 262),
            (334, 190),
            (130, 300),
            (400, 236),
            (1190, 470),
            (1250, 440),
            (1310, 486),
            (1380, 450),
        ]
    ):
        yield from _tree(x, y, 1 + 0.15 * noise(i))
    for row in range(6):
        for place in range(3):
            px, py = 1282 + 58 * place + 20 * noise(row * 3 + place), 690 + 72 * row + 18 * noise(row + place * 5.5)
            yield path(
                f"M{px - 12:.0f} {py:.0f}l-6 -13M{px - 5:.0f} {py:.0f}v-17"
                f"M{px + 2:.0f} {py:.0f}l6 -13M{px - 20:.0f} {py + 4:.0f}h30",
                width=2.4,
            )


def _tree(x: float, y: float, size: float) -> Iterator[str]:
    yield path(f"M{x} {y}v{-24 * size:.0f}", width=5)
    crown = [
        (
            x + size * 25 * math.cos(a / 9 * math.tau) * (1 + 0.1 * noise(a + x)),
            y - size * (44 + 27 * math.sin(a / 9 * math.tau)),
        )
        for a in range(9)
    ]
    yield path(curve(crown, closed=True), fill=PAPER, width=3.5)
    for i in range(4):
        yield gouge(
            (x + size * 20 - 3 * i, y - size * (28 + 9 * i)), (x - size * 4 + 4 * i, y - size * (26 + 9 * i)), 3
        )
