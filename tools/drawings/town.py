"""The map of Vellmouth: the sea to the south, the river from the north."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from drawings.pen import INK, PAPER, Point, curve, gouge, letters, noise, path, polygon, rough, shaky, svg

WIDTH, HEIGHT = 1500, 2180
WEST: list[Point] = [(930, 40), (926, 180), (892, 330), (840, 440), (780, 520), (730, 580)]
QUAY: list[Point] = [(730, 580), (622, 1250)]
COAST_WEST: list[Point] = [(622, 1250), (556, 1272), (520, 1350), (440, 1425), (300, 1475), (150, 1550), (30, 1580)]
EAST: list[Point] = [
    (1026, 40), (1024, 180), (1006, 330), (1026, 470), (1096, 590), (1160, 710), (1196, 850), (1176, 1000),
    (1200, 1130), (1262, 1215), (1340, 1262), (1480, 1290),
]  # fmt: skip
MOLE: list[Point] = [(1256, 1206), (1250, 1330), (1196, 1456), (1090, 1556), (960, 1612), (826, 1620)]


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
            *_names(),
            *_frame(),
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


def _beside(share: float, west: float) -> Point:
    """Return the point at `share` down the quay and `west` pixels inland of its edge."""
    (x1, y1), (x2, y2) = QUAY
    length = math.dist(*QUAY)
    nx, ny = -(y2 - y1) / length, (x2 - x1) / length
    return (x1 + (x2 - x1) * share + nx * west, y1 + (y2 - y1) * share + ny * west)


def _block(first: float, last: float, near: float, far: float, seed: float, *, white: bool = False) -> str:
    corners = [_beside(first, near), _beside(last, near), _beside(last, far), _beside(first, far)]
    return polygon(shaky(corners, 2.2, seed), fill=PAPER if white else INK, width=4 if white else 1)


BAKERY, WIDOW, OFFICE = 7, 3, 13


def _low_street() -> Iterator[str]:
    for house in range(14):
        first = 0.045 + house * 0.066
        yield _block(first, first + 0.057, 46, 96 + 4 * noise(house), house, white=house in (BAKERY, OFFICE))
    for house in range(12):
        first = 0.03 + house * 0.079
        if house != STEPS:
            yield _block(first, first + 0.069, 160, 204 + 6 * noise(house + 40), house + 20)


STEPS = 9


def _hills() -> Iterator[str]:
    for i in range(66):
        share = i / 65 * 0.99
        if abs(share - 0.775) < 0.04:
            continue
        for row in range(3):
            x, y = _beside(share, 232 + row * 30 + 5 * noise(i * 3 + row))
            yield gouge((x, y + 3 * noise(i)), (x - 23 - 6 * noise(i + row), y - 6), 2.6)


def _upper_town() -> Iterator[str]:
    blocks = [
        (96, 650, 76, 42), (200, 640, 70, 46), (300, 628, 62, 44), (96, 726, 42, 76), (216, 724, 60, 38), (310, 706, 48, 52),
        (96, 838, 54, 62), (176, 800, 40, 46), (96, 1150, 66, 46), (190, 1140, 70, 46), (286, 1142, 48, 40),
        (96, 1228, 44, 60), (164, 1216, 78, 40), (264, 1210, 50, 48), (100, 1316, 66, 38), (192, 1290, 56, 46), (280, 1288, 44, 42),
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
    start, end = _beside(0.775, 150), _beside(0.775, 306)
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
    x, y = _beside(0.9, 0)
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
        f"M{x + 22} {y - 10}L{x + 66} {y - 84}L{x + 74} {y - 14}M{x + 34} {y - 30}L{x + 72} {y - 40}M{x - 30} {y - 36}v-30",
        width=5,
    )


def _names() -> Iterator[str]:
    yield letters("River Vell", (1040, 150), 42, italic=1, turn=90)
    low, high = _beside(0.41, -50), _beside(0.05, -50)
    yield path(f"M{low[0]:.0f} {low[1]:.0f}L{high[0]:.0f} {high[1]:.0f}", width=40, stroke=PAPER)
    yield letters("OLD QUAY", _beside(0.40, -62), 34, spacing=8, turn=-80.8, halo=0)
    yield letters("LOW STREET", _beside(0.60, 116), 33, spacing=11, turn=-80.8, halo=0)
    x, y = _beside(0.9, -40)
    for text, at, size, anchor in (
        ("Old Quay stairs", (x, y + 14), 40, "start"), ("and the board", (x, y + 54), 40, "start"),
        ("Bakery No. 2", (760, 945), 40, "start"), ("Harbour office", (480, 1366), 40, "end"),
        ("Upper Town", (92, 612), 54, "start"), ("St Clement's", (146, 976), 38, "start"),
        ("Town hall", (92, 1020), 38, "start"), ("Bank", (262, 1084), 38, "start"),
        ("Station", (530, 350), 40, "end"), ("to Dornau", (92, 430), 40, "start"),
        ("Ropeworks", (604, 474), 40, "start"), ("Hope II", (985, 950), 40, "start"),
        ("The mole", (1170, 1640), 42, "start"), ("Salt meadows", (1328, 1160), 39, "middle"),
    ):  # fmt: skip
        yield letters(text, at, size, italic=1, anchor=anchor)
    sx, sy = _beside(0.775, 270)
    yield letters("Fish Steps", (sx + 4, sy + 66), 36, italic=1, anchor="middle")
    bx, by = _beside(0.045 + BAKERY * 0.066 + 0.03, 70)
    yield path(f"M752 938C730 934 690 {by + 4:.0f} {bx + 4:.0f} {by:.0f}", width=8, stroke=PAPER)
    yield path(f"M752 938C730 934 690 {by + 4:.0f} {bx + 4:.0f} {by:.0f}", width=2.5)
    ox, oy = _beside(0.045 + OFFICE * 0.066 + 0.03, 70)
    yield path(f"M490 1352C530 1340 550 {oy + 50:.0f} {ox:.0f} {oy:.0f}", width=2.5)
    yield letters("THE BAY", (700, 1920), 92, spacing=34, anchor="middle", halo=16)


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
            x, y = 1282 + 58 * place + 20 * noise(row * 3 + place), 690 + 72 * row + 18 * noise(row + place * 5.5)
            yield path(
                f"M{x - 12:.0f} {y:.0f}l-6 -13M{x - 5:.0f} {y:.0f}v-17M{x + 2:.0f} {y:.0f}l6 -13M{x - 20:.0f} {y + 4:.0f}h30",
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


def _frame() -> Iterator[str]:
    yield path(f"M30 40H{WIDTH - 20}V{HEIGHT - 30}H30Z", width=62, stroke=PAPER)
    yield path(f"M34 34H{WIDTH - 34}V{HEIGHT - 34}H34Z", width=9)
    yield path(f"M52 52H{WIDTH - 52}V{HEIGHT - 52}H52Z", width=3)
    yield from _compass(1290, 1960)
    yield from _cartouche(1088, 96)
    for i in range(5):
        yield f'<rect x="{110 + i * 70}" y="2060" width="70" height="15" fill="{INK if i % 2 == 0 else PAPER}" stroke="{INK}" stroke-width="3"/>'
    yield letters("0", (110, 2046), 32, anchor="middle")
    yield letters("250 m", (460, 2046), 32, anchor="middle")


def _cartouche(x: float, y: float) -> Iterator[str]:
    yield path(f"M{x} {y}h330v216h-330z", fill=PAPER, width=6)
    yield path(f"M{x + 11} {y + 11}h308v194h-308z", width=2)
    yield letters("VELLMOUTH", (x + 167, y + 86), 42, spacing=3, anchor="middle", halo=0)
    yield letters("and its harbour", (x + 165, y + 134), 40, italic=1, anchor="middle", halo=0)
    yield letters("P. Wrede del.", (x + 165, y + 180), 30, italic=1, anchor="middle", halo=0)


def _compass(x: float, y: float) -> Iterator[str]:
    yield f'<circle cx="{x}" cy="{y}" r="92" fill="{PAPER}" stroke="{INK}" stroke-width="3"/>'
    yield f'<circle cx="{x}" cy="{y}" r="82" fill="none" stroke="{INK}" stroke-width="2"/>'
    for quarter in range(4):
        yield f'<g transform="rotate({quarter * 90} {x} {y})">'
        yield polygon([(x, y), (x - 17, y - 17), (x, y - 112)], fill=PAPER, width=3)
        yield polygon([(x, y), (x + 17, y - 17), (x, y - 112)], width=3)
        yield "</g>"
    yield letters("N", (x, y - 124), 46, anchor="middle")
