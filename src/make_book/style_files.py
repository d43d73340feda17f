"""Style files: style sheets, templates and cover drawings; a book's own file replaces ours of the same name.

`styles/` at the top of the source tree is in the wheel as `make_book/styles`. A book has its own in a folder
`styles/` beside its `manuscript/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

_INSTALLED = Path(__file__).with_name("styles")
_CHECKOUT = Path(__file__).parents[2] / "styles"
_TEXT = frozenset({".css", ".svg", ".xhtml", ".txt", ".toml", ".j2"})
_FONTS = "fonts"
_TYPE = frozenset({".ttf", ".otf", ".woff2", ".woff", ".ttc", ".otc"})


class FontFile(msgspec.Struct, frozen=True):
    """A font file of a book: its name relative to `styles/` (POSIX) and its path. This module does not open it."""

    name: str
    path: str


class Styles(msgspec.Struct, frozen=True):
    """Every style file by its name relative to `styles/` (POSIX); the book's own in place of ours."""

    files: Mapping[str, str]
    own: frozenset[str] = frozenset()
    """The names that the book's own folder provides."""
    fonts: tuple[FontFile, ...] = ()
    """The font files in the book's own `styles/fonts/`."""

    def sheets(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the style sheet `name` (`print.css`), and the book's addition to it (`print-extra.css`) if it has one.

        Each is the file's name and its text. Raise `KeyError` as `text` does.
        """
        extra = name.replace(".css", "-extra.css")
        return ((name, self.files[name]), *(((extra, self.files[extra]),) if extra in self.own else ()))

    def text(self, name: str) -> str:
        """Return the file called `name`. Raise `KeyError` if there is none, neither of the book nor of ours."""
        return self.files[name]


def shipped_folder() -> Path:
    """Return the folder of our own style files: in the installed package, else in the checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def shipped_sheet(name: str) -> str:
    """Return our own style file `name`, whatever a book has in its place. Raise `OSError` if there is none."""
    return (shipped_folder() / name).read_text(encoding="utf-8")


def read_styles(own: Path | None = None) -> Styles:
    """Read our style files, and the folder `own` of a book (it may be missing), whose files replace ours.

    Links that lead out of `own` are not followed. Raise `OSError`, and `UnicodeDecodeError` for a
    style file that is not UTF-8.
    """
    ours = _read(shipped_folder())
    if own is None or not own.is_dir() or own.resolve() == shipped_folder().resolve():
        return Styles(MappingProxyType(ours))
    override = _read(own)
    return Styles(MappingProxyType({**ours, **override}), frozenset(override), _list_fonts(own))


def _read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in _inside(folder, folder)
        if path.suffix in _TEXT
    }


def _list_fonts(own: Path) -> tuple[FontFile, ...]:
    return tuple(
        FontFile(path.relative_to(own).as_posix(), str(path))
        for path in _inside(own / _FONTS, own)
        if path.suffix.lower() in _TYPE and not path.name.startswith(".")
    )


def _inside(folder: Path, root: Path) -> Iterator[Path]:
    """Yield the files in `folder` and in the folders in it, sorted; links out of `root` are not followed."""
    real = root.resolve()
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.resolve().is_relative_to(real))
