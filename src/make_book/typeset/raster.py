"""Drawings into pixels. The only importer of resvg_py."""

from __future__ import annotations


def rasterise(svg: str, width: int, height: int) -> bytes:
    """Return the SVG document `svg` as a PNG of `width` × `height` pixels; no font or file outside it is used.

    Raise `ValueError` when it is not SVG.
    """
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))
