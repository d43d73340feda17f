"""A vignette: the last of six pieces."""

from __future__ import annotations

import math
from collections.abc import Iterator

from drawings.pen import INK, PAPER, Point, gouge, noise, path, polygon, svg

WIDTH, HEIGHT = 1600, 480
CENTRE = (620.0, 400.0)
FLAT = 0.42


def draw() -> str:
    """Return the vignette as SVG."""
    drawing = [*_table(), *_plate(), *_piece(), *_crumbs(), *_knife()]
    return svg(WIDTH, HEIGHT, ['<g transform="translate(255 -95) scale(0.78)">', *drawing, "</g>"])


def _on_plate(radius: float, degrees: float, lift: float = 0) -> Point:
    angle = math.radians(degrees)
    return (CENTRE[0] + radius * math.cos(angle), CENTRE[1] + radius * FLAT * math.sin(angle) - lift)


def _ellipse(radius: float, drop: float, **kwargs: str | float) -> str:
    x, y = CENTRE[0], CENTRE[1] + drop
    fill, width = kwargs.get("fill", PAPER), kwargs.get("width", 5)
    shape = f'cx="{x}" cy="{y}" rx="{radius}" ry="{radius * FLAT}"'
    return f'<ellipse {shape} fill="{fill}" stroke="{INK}" stroke-width="{width}"/>'


def _table() -> Iterator[str]:
    for row in range(17):
        y = 300 + row * 24
        half = 640 * math.sqrt(max(0.05, 1 - ((row - 8) / 9.5) ** 2))
        yield gouge((690 - half + 50 * noise(row), y), (690 + half + 50 * noise(row + 4), y + 3 * noise(row)), 4.4)


def _plate() -> Iterator[str]:
    yield _ellipse(492, 34, fill=INK)
    yield _ellipse(486, 0, width=7)
    yield _ellipse(352, 8, width=4)
    for i in range(48):
        angle = i * 7.5
        if 200 < angle < 330:
            continue
        yield gouge(_on_plate(372, angle), _on_plate(462 + 8 * noise(i), angle), 2.6)


def _piece() -> Iterator[str]:
    first, last, radius, lift = 196.0, 256.0, 330.0, 112.0
    tip = (CENTRE[0] + 30, CENTRE[1] + 44)
    arc = [_on_plate(radius, first + (last - first) * i / 8) for i in range(9)]
    top = [(x, y - lift) for x, y in arc]
    tip_top = (tip[0], tip[1] - lift)
    yield polygon([top[0], tip_top, tip, arc[0]], fill=PAPER, width=6)
    for layer in range(1, 8):
        share = layer / 8
        a = (top[0][0] + 12, top[0][1] + 4 + lift * share)
        b = (tip_top[0] - 12, tip_top[1] + lift * share - 3)
        if layer != 4:
            for part in range(5):
                s, e = part / 5 + 0.02, (part + 1) / 5 - 0.03 * (1 + noise(part + layer))
                yield gouge(
                    (a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s),
                    (a[0] + (b[0] - a[0]) * e, a[1] + (b[1] - a[1]) * e),
                    2.6,
                )
        else:
            yield gouge(a, b, 10)
    yield polygon([*top, tip_top], fill=PAPER, width=7)
    yield from _plums(first, last, radius, tip, lift)


def _plums(first: float, last: float, radius: float, tip: Point, lift: float) -> Iterator[str]:
    for row, (share, count) in enumerate(((0.84, 3), (0.56, 2), (0.28, 1))):
        for i in range(count):
            degrees = first + (last - first) * (i + 0.5) / count
            edge = _on_plate(radius, degrees)
            x, y = tip[0] + (edge[0] - tip[0]) * share, tip[1] + (edge[1] - tip[1]) * share - lift
            yield f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{40 - 5 * row}" ry="{20 - 2 * row}" fill="{INK}"/>'
            yield gouge((x - 24 + 4 * row, y - 6), (x + 16 - 3 * row, y - 9), 2.6, fill=PAPER)


def _crumbs() -> Iterator[str]:
    for i in range(24):
        x, y = _on_plate(70 + 200 * abs(noise(i * 2.2)), 20 + 120 * abs(noise(i + 0.7)))
        size = 3 + 3.5 * abs(noise(i * 5.1))
        yield polygon(
            [(x - size, y), (x, y - size * 0.8), (x + size * 1.2, y - size * 0.2), (x + size * 0.3, y + size * 0.8)]
        )


def _knife() -> Iterator[str]:
    yield path(
        "M812 648C940 596 1060 548 1190 508C1210 502 1216 524 1198 532L880 662C850 672 824 664 812 648Z",
        fill=PAPER,
        width=6,
    )
    yield gouge((850, 652), (1180, 522), 3)
    yield path("M1192 506L1330 452C1362 440 1374 478 1346 490L1206 536Z", fill=INK, width=5)
    for x, y in ((1240, 505), (1300, 481)):
        yield f'<circle cx="{x}" cy="{y}" r="6" fill="{PAPER}"/>'
