"""The toolchain: everything but the manuscript that a book's bytes depend on, as one fingerprint."""

from __future__ import annotations

import ctypes
import functools
import os
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from make_book.cache import digest

_PACKAGE = Path(__file__).parents[1]
_LIBRARIES = (
    ("pango_version", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")),
    ("hb_version_string", ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll")),
    ("FcGetVersion", ("libfontconfig.so.1", "libfontconfig.dylib", "libfontconfig-1.dll")),
)
"""The libraries of the system that lay out text: the function that tells the version, the names they go by."""
_FONTS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "~/.fonts", "~/.local/share/fonts"),
    *("~/.config/fontconfig", "~/Library/Fonts", "/Library/Fonts"),
)
_SETTINGS = ("FC_", "FONTCONFIG_", "FREETYPE_", "HB_", "PANGO", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
"""How the names of environment variables begin that fontconfig, FreeType, HarfBuzz and Pango heed."""


@functools.cache
def toolchain() -> str:
    """Return one digest of all that a result depends on beside its input, worked out once a process.

    That is: our own files; Python, and whether it leaves assertions and docstrings out (-O, -OO: libraries that we
    use behave differently without them); zlib; the distributions installed beside us; the system's libraries of
    text layout, the environment variables they heed, and its fonts.
    """
    return digest(
        *_own_files(),
        *(sys.version, sys.platform, getattr(sys.implementation, "_multiarch", "")),
        *(f"optimised {sys.flags.optimize}", f"zlib {zlib.ZLIB_RUNTIME_VERSION}"),
        "distributions",
        *_distributions(),
        "system",
        *_libraries(),
        *(f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith(_SETTINGS)),
        *_fonts(),
    )


def _own_files() -> Iterator[str | bytes]:
    """Yield the path and content of every file of ours, as an edit in a checkout changes no version."""
    shipped = _PACKAGE / "styles"
    for folder in (_PACKAGE, *(() if shipped.is_dir() else (_PACKAGE.parents[1] / "styles",))):
        for path, names in _walk(str(folder)):
            for name in sorted(names):
                if not name.endswith((".pyc", "~")):
                    file = os.path.join(path, name)  # noqa: PTH118 - hundreds of them
                    yield os.path.relpath(file, folder)
                    yield _content(file)


def _walk(folder: str) -> Iterator[tuple[str, list[str]]]:
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield path, names


def _content(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123
            return opened.read()
    except OSError as error:
        return f"unreadable: {error.errno}".encode()


def _distributions() -> Iterator[str]:
    """Yield the names of the distributions that Python finds: `lxml-6.1.0.dist-info`."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208
        except OSError:
            continue
        yield from sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _libraries() -> Iterator[str]:
    for function, names in _LIBRARIES:
        yield next((version for name in names if (version := _version(name, function))), f"no {function}")


def _version(library: str, function: str) -> str:
    try:
        ask = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return ""
    ask.restype = ctypes.c_char_p if function.endswith("string") else ctypes.c_int
    return f"{function} {ask()!r}"


def _fonts() -> Iterator[str]:
    """Yield what changes when a font of the system is added, removed or set up: its folders' times."""
    for place in _FONTS:
        for path, _ in _walk(os.path.expanduser(place)):  # noqa: PTH111 - raises nothing without a home
            try:
                yield f"{path} {os.stat(path).st_mtime_ns}"  # noqa: PTH116
            except OSError:
                continue
