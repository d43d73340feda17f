"""A pen, a gouge and some letters: pieces of SVG. All lengths are pixels of the finished picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
INK = "#111"
PAPER = "#fff"


def noise(seed: float) -> float:
    """Return a number in -1 … 1 that looks accidental and is always the same for the same `seed`."""
    value = math.sin(seed * 12.9898 + 4.1414) * 43758.5453
    return 2 * (value - math.floor(value)) - 1


def svg(width: int, height: int, parts: Iterable[str]) -> str:
    """Return a whole picture on white paper."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return "\n".join([head, f'<rect width="{width}" height="{height}" fill="{PAPER}"/>', *parts, "</svg>"])


def path(d: str, *, fill: str = "none", stroke: str = INK, width: float = 3, more: str = "") -> str:
    """Return a path element."""
    return (
        f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width:.1f}" '
        f'stroke-linecap="round" stroke-linejoin="round" {more}/>'
    )


def curve(points: Sequence[Point], *, closed: bool = False) -> str:
    """Return path data for a smooth line through `points` (Catmull-Rom)."""
    points = (points[-1], *points, points[0], points[1]) if closed else (points[0], *points, points[-1])
    data = [f"M{points[1][0]:.1f} {points[1][1]:.1f}"]
    for before, start, end, after in zip(points, points[1:], points[2:], points[3:], strict=False):
        one = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        two = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        data.append(f"C{one[0]:.1f} {one[1]:.1f} {two[0]:.1f} {two[1]:.1f} {end[0]:.1f} {end[1]:.1f}")
    return "".join(data) + ("Z" if closed else "")


def polygon(points: Iterable[Point], **kwargs: str | float) -> str:
    """Return a filled polygon, its corners a little off, as a knife leaves them."""
    data = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
    return path(data, **{"fill": INK, "width": 1.0, **kwargs})  # type: ignore[arg-type]


def shaky(points: Sequence[Point], amount: float, seed: float) -> list[Point]:
    """Return `points` each moved by up to `amount`."""
    return [(x + amount * noise(seed + i), y + amount * noise(seed + i + 0.5)) for i, (x, y) in enumerate(points)]


def rough(start: Point, end: Point, *, width: float = 3, seed: float = 0, amount: float = 1.2) -> str:
    """Return a line drawn by hand from `start` to `end`."""
    steps = max(2, int(math.dist(start, end) / 60))
    points = [
        (start[0] + (end[0] - start[0]) * i / steps, start[1] + (end[1] - start[1]) * i / steps)
        for i in range(steps + 1)
    ]
    return path(curve([points[0], *shaky(points[1:-1], amount, seed), points[-1]]), width=width)


def gouge(start: Point, end: Point, thick: float, *, fill: str = INK) -> str:
    """Return a stroke that swells in the middle and runs out thin at both ends, as a gouge cuts it."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1
    nx, ny = -dy / length * thick, dx / length * thick
    mx, my = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    data = (
        f"M{start[0]:.1f} {start[1]:.1f}Q{mx + nx:.1f} {my + ny:.1f} {end[0]:.1f} {end[1]:.1f}"
        f"Q{mx - nx:.1f} {my - ny:.1f} {start[0]:.1f} {start[1]:.1f}Z"
    )
    return f'<path d="{data}" fill="{fill}"/>'


def letters(text: str, at: Point, size: float, **kwargs: str | float) -> str:
    """Return lettering; `italic`, `spacing`, `anchor`, `turn` (degrees), `fill`, `halo` (width of white around)."""
    x, y = at
    style = ' font-style="italic"' if kwargs.get("italic") else ""
    turn = f' transform="rotate({kwargs["turn"]} {x} {y})"' if "turn" in kwargs else ""
    halo = float(kwargs.get("halo", 10))
    return (
        f'<text x="{x}" y="{y}" font-family="EB Garamond" font-size="{size}"{style}{turn} '
        f'text-anchor="{kwargs.get("anchor", "start")}" letter-spacing="{kwargs.get("spacing", 0)}" '
        f'fill="{kwargs.get("fill", INK)}" stroke="{PAPER}" stroke-width="{halo}" stroke-linejoin="round" '
        f'paint-order="stroke">{text}</text>'
    )
