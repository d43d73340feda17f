"""WeasyPrint imported without a search for its libraries.

cffi asks `ctypes` for a library that cannot be loaded by its name, and that asks the system's linker, compiler and
cache in turn, a tenth of a second and more. WeasyPrint tries the names that work on Linux last of all.
"""

from __future__ import annotations

import ctypes.util
import sys


def load_weasyprint() -> None:
    """Import WeasyPrint, quickly if its libraries are in their places. Raise `OSError` if they are not there."""
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
