"""The tide board in its channel on the quay wall."""

from __future__ import annotations

from collections.abc import Iterator

from drawings.pen import INK, PAPER, gouge, letters, noise, polygon, shaky, svg

WIDTH, HEIGHT = 1400, 1240
METRE = 560.0
FOOT = 1090.0
"""Where the water stands, in pixels, at 2.37 metres."""
EDGE = FOOT - (3.24 - 2.37) * METRE
LEFT, RIGHT = 572.0, 828.0


def draw() -> str:
    """Return the board as SVG."""
    return svg(WIDTH, HEIGHT, [*_sky(), *_wall(), *_channel(), *_plank(), *_head(), *_water(), *_frame()])


def _height(metres: float) -> float:
    return FOOT - (metres - 2.37) * METRE


def _sky() -> Iterator[str]:
    for row in range(34):
        y = 60 + row * 18
        x = 30 + 60 * noise(row)
        while x < WIDTH - 40:
            length = 190 + 120 * noise(row * 7 + x)
            if noise(x * 1.3 + row) > -0.35 + row * 0.018:
                yield gouge((x, y), (x + length, y + 2 * noise(x)), 2.5)
            x += length + 22
    for x, y, size in ((230, 240, 1.0), (345, 180, 0.7), (1160, 300, 0.85)):
        yield polygon(
            [
                (x - 80 * size, y - 50 * size),
                (x + 80 * size, y - 50 * size),
                (x + 80 * size, y + 30 * size),
                (x - 80 * size, y + 30 * size),
            ],
            fill=PAPER,
            stroke=PAPER,
        )
        yield gouge((x - 62 * size, y - 22 * size), (x + 2, y + 6), 7 * size)
        yield gouge((x - 2, y + 6), (x + 62 * size, y - 26 * size), 7 * size)


def _wall() -> Iterator[str]:
    yield polygon([(0, EDGE), (WIDTH, EDGE), (WIDTH, HEIGHT), (0, HEIGHT)])
    yield polygon(
        shaky([(0, EDGE - 2), (WIDTH, EDGE - 2), (WIDTH, EDGE + 62), (0, EDGE + 62)], 2, 4), fill=PAPER, width=6
    )
    for x in (210, 430, 1010, 1230):
        yield gouge((x, EDGE + 2), (x + 4, EDGE + 60), 3)
    for row in range(8):
        top = EDGE + 84 + row * 112
        x = -160 + (row % 2) * 120
        while x < WIDTH:
            yield from _stone(x, top, 224, 98, row * 11 + x)
            x += 242


def _stone(x: float, y: float, width: float, height: float, seed: float) -> Iterator[str]:
    wet = y > EDGE + 300
    for i in range(8):
        at = y + 10 + i * (height - 18) / 7
        start, end = x + 12 + 10 * noise(seed + i), x + width - 14 + 12 * noise(seed + i + 0.4)
        if wet:
            middle = (start + end) / 2 + 40 * noise(seed + i * 2)
            yield gouge((start, at), (middle - 16, at), 1.7, fill=PAPER)
            yield gouge((middle + 16, at), (end, at), 1.7, fill=PAPER)
        else:
            yield gouge((start, at), (end, at + 2 * noise(seed)), 4.6, fill=PAPER)


def _channel() -> Iterator[str]:
    for left, right in ((LEFT - 74, LEFT - 6), (RIGHT + 6, RIGHT + 74)):
        yield polygon([(left, 76), (right, 76), (right, HEIGHT), (left, HEIGHT)], fill=PAPER, width=8)
        yield gouge((left + 14, 92), (left + 14, HEIGHT), 5)
        yield gouge((right - 12, 92), (right - 12, HEIGHT), 9)
        for hole in range(14):
            y = 122 + hole * 0.11 * METRE
            if y < EDGE - 20:
                yield f'<circle cx="{(left + right) / 2}" cy="{y:.1f}" r="12" fill="{INK}"/>'


def _plank() -> Iterator[str]:
    yield polygon([(LEFT, 104), (RIGHT, 104), (RIGHT, HEIGHT), (LEFT, HEIGHT)], fill=PAPER, width=7)
    for tenth in range(21, 39):
        top = _height(tenth / 10)
        side = tenth % 2
        yield from _comb(top, left=bool(side))
        whole, rest = divmod(tenth, 10)
        if rest:
            x, anchor = (RIGHT - 26, "end") if side else (LEFT + 26, "start")
            yield letters(str(rest), (x, top - 8), 52, anchor=anchor, halo=0)
        else:
            yield letters(str(whole), (LEFT + 26, top - 5), 74, halo=0)
        yield gouge((LEFT + 4, top), (RIGHT - 4, top), 2.4)


def _comb(bottom: float, *, left: bool) -> Iterator[str]:
    unit = METRE / 100
    outer, inner = (LEFT + 8, LEFT + 104) if left else (RIGHT - 8, RIGHT - 104)
    for tooth in (0, 2, 4, 6, 8):
        y = bottom - tooth * unit
        reach = inner if tooth in (0, 4, 8) else outer + (inner - outer) * 0.68
        yield polygon([(outer, y), (reach, y), (reach, y - unit), (outer, y - unit)])


def _head() -> Iterator[str]:
    hole = 122 + 0.11 * METRE
    yield polygon(
        shaky([(LEFT - 88, hole - 29), (RIGHT + 88, hole - 29), (RIGHT + 88, hole + 29), (LEFT - 88, hole + 29)], 2, 9)
    )
    yield gouge((LEFT - 88, hole - 17), (RIGHT + 88, hole - 17), 3.5, fill=PAPER)
    for x in (LEFT - 40, RIGHT + 40):
        yield f'<circle cx="{x}" cy="{hole}" r="25" fill="{INK}" stroke="{PAPER}" stroke-width="5"/>'
        nut = [(x + dx, hole + dy) for dx, dy in ((-17, 0), (-8, -14), (8, -14), (17, 0), (8, 14), (-8, 14))]
        yield polygon(nut, fill=PAPER, width=2)


def _water() -> Iterator[str]:
    yield polygon([(0, FOOT), (WIDTH, FOOT), (WIDTH, HEIGHT), (0, HEIGHT)], fill=PAPER, stroke=PAPER)
    for row in range(11):
        y = FOOT + 4 + row * 17
        x = -60 + 50 * noise(row + 0.3)
        while x < WIDTH:
            length = 150 + 80 * noise(row * 3 + x)
            yield gouge((x, y + 5 * noise(x)), (x + length, y + 5 * noise(x + 2)), 6.5 - 0.2 * row)
            x += length + 8 + 5 * row
    yield gouge((LEFT - 110, FOOT + 2), (RIGHT + 110, FOOT + 3), 6)


def _frame() -> Iterator[str]:
    yield f'<path d="M10 10H{WIDTH - 10}V{HEIGHT - 10}H10Z" fill="none" stroke="{PAPER}" stroke-width="28"/>'
    yield f'<path d="M26 26H{WIDTH - 26}V{HEIGHT - 26}H26Z" fill="none" stroke="{INK}" stroke-width="9"/>'
