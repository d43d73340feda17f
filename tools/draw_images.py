"""Draw the pictures of the project's own book: SVG from tools/drawings, PNG into manuscript/images.

Run `python tools/draw_images.py` from the top of the tree; the same programs give the same bytes.
"""

from __future__ import annotations

import importlib
import io
import sys
from pathlib import Path

import fontpkg_eb_garamond
import resvg_py
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

IMAGES = Path(__file__).parents[1] / "manuscript" / "images"
FONTS = sorted(str(file) for file in Path(fontpkg_eb_garamond.__file__).parent.glob("files/*.ttf"))
DRAWINGS = {"map": "town", "low-street": "street", "board": "board", "cake": "cake", "bell": "bell"}
GREYS = 16


def render(svg: str) -> bytes:
    """Return `svg` as a PNG in shades of grey, 400 dots per inch."""
    png = resvg_py.svg_to_bytes(svg_string=svg, font_files=FONTS, skip_system_fonts=True)
    grey = Image.open(io.BytesIO(bytes(png))).convert("L").quantize(GREYS)
    out = io.BytesIO()
    grey.save(out, "PNG", optimize=True, dpi=(400, 400))
    return out.getvalue()


def main(names: list[str]) -> None:
    """Draw the pictures called `names`, or all of them."""
    for name in names or DRAWINGS:
        data = render(importlib.import_module(f"drawings.{DRAWINGS[name]}").draw())
        (IMAGES / f"{name}.png").write_bytes(data)
        print(f"{name}.png {len(data) / 1024:.0f} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
