"""The lettering of the map, its frame, title, scale and compass."""

from __future__ import annotations

from collections.abc import Iterator

from drawings.ground import BAKERY, HEIGHT, OFFICE, WIDTH, beside
from drawings.pen import INK, PAPER, letters, path, polygon


def names() -> Iterator[str]:
    """Draw the names of places."""
    yield letters("River Vell", (1040, 150), 42, italic=1, turn=90)
    low, high = beside(0.41, -50), beside(0.05, -50)
    yield path(f"M{low[0]:.0f} {low[1]:.0f}L{high[0]:.0f} {high[1]:.0f}", width=40, stroke=PAPER)
    yield letters("OLD QUAY", beside(0.40, -62), 34, spacing=8, turn=-80.8, halo=0)
    yield letters("LOW STREET", beside(0.60, 116), 33, spacing=11, turn=-80.8, halo=0)
    x, y = beside(0.9, -40)
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
    sx, sy = beside(0.775, 270)
    yield letters("Fish Steps", (sx + 4, sy + 66), 36, italic=1, anchor="middle")
    bx, by = beside(0.045 + BAKERY * 0.066 + 0.03, 70)
    yield path(f"M752 938C730 934 690 {by + 4:.0f} {bx + 4:.0f} {by:.0f}", width=8, stroke=PAPER)
    yield path(f"M752 938C730 934 690 {by + 4:.0f} {bx + 4:.0f} {by:.0f}", width=2.5)
    ox, oy = beside(0.045 + OFFICE * 0.066 + 0.03, 70)
    yield path(f"M490 1352C530 1340 550 {oy + 50:.0f} {ox:.0f} {oy:.0f}", width=2.5)
    yield letters("THE BAY", (700, 1920), 92, spacing=34, anchor="middle", halo=16)


def frame() -> Iterator[str]:
    """Draw what surrounds the map."""
    yield path(f"M30 40H{WIDTH - 20}V{HEIGHT - 30}H30Z", width=62, stroke=PAPER)
    yield path(f"M34 34H{WIDTH - 34}V{HEIGHT - 34}H34Z", width=9)
    yield path(f"M52 52H{WIDTH - 52}V{HEIGHT - 52}H52Z", width=3)
    yield from _compass(1290, 1960)
    yield from _cartouche(1088, 96)
    for i in range(5):
        yield path(f"M{110 + i * 70} 2060h70v15h-70z", fill=PAPER if i % 2 else INK)
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
