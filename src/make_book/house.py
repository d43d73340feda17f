"""The house style: style sheets, templates and cover drawings, each replaceable by a book's own namesake.

`styles/` at the top of the source tree ships in the wheel as `make_book/styles`. A book's own
`styles/` folder (beside its `manuscript/`) overrides any file by the same relative name.
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
    """A font of a book: its name relative to `styles/` (POSIX) and where it lies. It is not looked into here."""

    name: str
    path: str


class Styles(msgspec.Struct, frozen=True):
    """Every style file by its name relative to `styles/` (POSIX), the book's own over the house's."""

    files: Mapping[str, str]
    own: frozenset[str] = frozenset()
    """The names that the book's own folder provides."""
    fonts: tuple[FontFile, ...] = ()
    """What lies in the book's own `styles/fonts/`."""

    def text(self, name: str) -> str:
        """Return the file called `name`. Raise `KeyError` if neither the book nor the house has it."""
        return self.files[name]


def house_folder() -> Path:
    """Return the folder of the house style: inside the installed package, else the checkout's."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def read_styles(own: Path | None = None) -> Styles:
    """Read the house style, and over it the folder `own` of a book (may be missing).

    Links that lead out of `own` are not followed. Raise `OSError`, and `UnicodeDecodeError` for a
    style file that is not UTF-8.
    """
    house = _read(house_folder())
    if own is None or not own.is_dir() or own.resolve() == house_folder().resolve():
        return Styles(MappingProxyType(house))
    override = _read(own)
    return Styles(MappingProxyType({**house, **override}), frozenset(override), _list_fonts(own))


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
