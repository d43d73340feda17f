"""An entry of the table of patches left out in all tests of a session: `make upgrade-check NEEDED=1` asks for that."""

from __future__ import annotations

import os

from make_book.pdf.layout import patch_installation
from make_book.pdf.layout.patches import PATCHES

VARIABLE = "MAKE_BOOK_LEAVE_OUT"


def leave_out() -> None:
    """Leave out the entry whose index in `PATCHES` the environment names."""
    if index := os.environ.get(VARIABLE):
        patch_installation.LEFT_OUT.append(PATCHES[int(index)])
