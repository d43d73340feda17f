"""The house style: style sheets, templates and cover drawings, each replaceable by a book's own namesake.

`styles/` at the top of the source tree ships in the wheel as `make_book/styles`. A book's own
`styles/` folder (beside its `manuscript/`) overrides any file by the same relative name.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

_INSTALLED = Path(__file__).with_name("styles")
_CHECKOUT = Path(__file__).parents[2] / "styles"
_TEXT = frozenset({".css", ".svg", ".xhtml", ".txt", ".toml", ".j2"})


class Styles(msgspec.Struct, frozen=True):
    """Every style file by its name relative to `styles/` (POSIX), the book's own over the house's."""

    files: Mapping[str, str]
    own: frozenset[str] = frozenset()
    """The names that the book's own folder provides."""

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
    override = _read(own) if own is not None and own.is_dir() and own.resolve() != house_folder().resolve() else {}
    return Styles(MappingProxyType({**house, **override}), frozenset(override))


def _read(folder: Path) -> dict[str, str]:
    root = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in _TEXT and path.is_file() and path.resolve().is_relative_to(root)
    }
