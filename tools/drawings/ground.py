"""The ground of the map: shores, quay, mole, and where the houses stand. Pixels from the top left."""

from __future__ import annotations

import math

from drawings.pen import Point

WIDTH, HEIGHT = 1500, 2180
WEST: list[Point] = [(930, 40), (926, 180), (892, 330), (840, 440), (780, 520), (730, 580)]
QUAY: list[Point] = [(730, 580), (622, 1250)]
COAST_WEST: list[Point] = [(622, 1250), (556, 1272), (520, 1350), (440, 1425), (300, 1475), (150, 1550), (30, 1580)]
EAST: list[Point] = [
    (1026, 40), (1024, 180), (1006, 330), (1026, 470), (1096, 590), (1160, 710), (1196, 850), (1176, 1000),
    (1200, 1130), (1262, 1215), (1340, 1262), (1480, 1290),
]  # fmt: skip
MOLE: list[Point] = [(1256, 1206), (1250, 1330), (1196, 1456), (1090, 1556), (960, 1612), (826, 1620)]
BAKERY, OFFICE, STEPS = 7, 13, 9
"""Their places in the rows of Low Street, counted from the north."""


def beside(share: float, west: float) -> Point:
    """Return the point at `share` down the quay and `west` pixels inland of its edge."""
    (x1, y1), (x2, y2) = QUAY
    length = math.dist(*QUAY)
    nx, ny = -(y2 - y1) / length, (x2 - x1) / length
    return (x1 + (x2 - x1) * share + nx * west, y1 + (y2 - y1) * share + ny * west)
