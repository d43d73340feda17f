"""WeasyPrint imported without a search for its libraries (see `IMPORT` in the table `patches`)."""

from __future__ import annotations

import ctypes.util
import sys


def load_weasyprint() -> None:
    """Import WeasyPrint; on Linux without asking the linker where its libraries are, if they are in their places.

    Raise `OSError` if they are not there.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        import weasyprint
    except OSError:
        ctypes.util.find_library = search
        import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library = search
