"""What WeasyPrint 70 works out over and over, worked out once: the same pages in less time.

Nothing here may change one byte of what is written. Where that is not certain (right-to-left text, a fallback
font, spaces that are kept, a line that only just fits), WeasyPrint's own function is asked, as before.

Each module names what it replaces. It cannot be imported when that is not there, or where it stands in for a
whole function, when WeasyPrint's is another than the one it was written after.
"""

from __future__ import annotations

import functools

from make_book.pdf.layout.fast_paths import boxes, breaking, cascading, drawing, style_values, type_styles


@functools.cache
def install_fast_paths() -> None:
    """Put the replacements in place; once a process, after `mend`."""
    style_values.install()
    type_styles.install()
    cascading.install()
    boxes.install()
    breaking.install()
    drawing.install()
