"""Draw the README's pictures from the finished editions in dist/: `python tools/pictures/draw.py`.

Spreads come from the print PDF by pdfium. The EPUB is photographed in foliate-js, a reading system that
runs in the browser (npm, installed into .tools/reader), in headless Chromium.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs" / "pictures"
READER = ROOT / ".tools" / "reader"
SPREADS = {"title-spread": 1, "contents-spread": 7, "opening-spread": 29, "notes-spread": 17}
"""Index (from 0) of the verso."""
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="assign" binding="strong"><string>EB Garamond</string></edit></match>
</fontconfig>"""


def spread(pdf: pypdfium2.PdfDocument, first: int) -> Image.Image:
    """Return two facing pages on a grey background."""
    pages = [ImageOps.grayscale(pdf[first + side].render(scale=1.6).to_pil()) for side in (0, 1)]
    width, height = pages[0].size
    background = Image.new("L", (2 * width + 49, height + 48), 214)
    for side, page in enumerate(pages):
        background.paste(page, (24 + side * (width + 1), 24))
    return background


def save(picture: Image.Image, name: str) -> None:
    """Write a picture with as few greys or colours as look the same."""
    target = OUT / f"{name}.png"
    picture.quantize(24 if picture.mode == "L" else 96).save(target, optimize=True)
    print(target.relative_to(ROOT), target.stat().st_size >> 10, "KB")


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder` on the loopback for as long as the block lasts."""
    handler = functools.partial(_Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def photograph(epub: Path) -> None:
    """Show the EPUB at two places in the reading system."""
    import fontpkg_eb_garamond

    if not (READER / "node_modules").is_dir():
        READER.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "reader.mjs"):
            shutil.copy(ROOT / "tools" / "pictures" / name, READER / name)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", READER], check=True)
    shutil.copy(ROOT / "tools" / "pictures" / "reader.mjs", READER / "reader.mjs")
    foliate = READER / "node_modules" / "foliate-js"
    shutil.copy(epub, foliate / "book.epub")
    config = READER / "fonts.conf"
    config.write_text(FONTS.format(fonts=fontpkg_eb_garamond.ROOT, cache=READER / "cache"), encoding="utf-8")
    with served(foliate) as address:
        for name, section in {"epub-cover": 0, "epub-episode": 13}.items():
            shot = READER / f"{name}.png"
            command = ["node", "reader.mjs", f"{address}/reader.html?url=book.epub", str(section), shot, "1180", "760"]
            subprocess.run(command, cwd=READER, check=True, env={**os.environ, "FONTCONFIG_FILE": str(config)})
            save(Image.open(shot).convert("RGB"), name)


def main() -> int:
    """Draw every picture; `make book` first."""
    OUT.mkdir(parents=True, exist_ok=True)
    [pdf], [epub] = sorted((ROOT / "dist").glob("*.pdf")), sorted((ROOT / "dist").glob("*.epub"))
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        for name, first in SPREADS.items():
            save(spread(document, first), name)
    photograph(epub)
    return 0


if __name__ == "__main__":
    sys.exit(main())
