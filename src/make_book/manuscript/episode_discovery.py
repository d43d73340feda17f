"""Which files under `episodes/` are texts, what each is called, and what else lies there.

Knows the layouts of Jekyll (`_posts`, `_drafts`), Hugo (bundles `slug/index.md`, `_index.md`, languages as
suffix or folder), mdBook (`SUMMARY.md`) and Leanpub (`Book.txt`). Opens no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

import msgspec

from make_book.manuscript.natural_order import TEXT_SUFFIXES
from make_book.text.languages import is_known_language, is_language_tag

PICTURE_SUFFIXES = frozenset(
    ".png .jpg .jpeg .jpe .jfif .gif .svg .webp .avif .tif .tiff .bmp .heic .heif .ico .jp2 .jxl .psd".split()
)
_LISTS = frozenset({"summary.md", "book.txt"})
_INDEX = ("index", "_index")


class TextFile(msgspec.Struct, frozen=True):
    """A text: its `path` below `episodes/`, what the episode is called, its language if its name says one."""

    path: str
    name: str
    language: str | None = None
    draft: bool = False

    @property
    def is_section_page(self) -> bool:
        """Whether it is Hugo's page for a folder (`_index.md`), which often has no text."""
        return PurePosixPath(self.path).name.startswith("_index.")


class Discovery(msgspec.Struct, frozen=True):
    """The files by what they are: texts in the order of their paths; a translation with the text that is kept."""

    texts: tuple[TextFile, ...] = ()
    pictures: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    """Files that may list the others in order."""
    translations: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()


def discover(paths: Sequence[str], language: str) -> Discovery:
    """Sort `paths` (POSIX, below `episodes/`) of a book in `language`."""
    suffixes = {path: PurePosixPath(path).suffix.lower() for path in paths}
    lists = tuple(path for path in paths if PurePosixPath(path).name.lower() in _LISTS)
    texts = [path for path in paths if suffixes[path] in TEXT_SUFFIXES and path not in lists]
    pictures = tuple(path for path in paths if suffixes[path] in PICTURE_SUFFIXES)
    named = _named(texts, language)
    kept, translations = _in_language(named, language)
    return Discovery(
        texts=tuple(_told_apart(kept)),
        pictures=pictures,
        lists=lists,
        translations=tuple(translations),
        others=tuple(path for path in paths if path not in {*texts, *pictures, *lists}),
    )


def _named(texts: Sequence[str], language: str) -> list[TextFile]:
    tags = _language_suffixes(texts, language)
    folders = _language_folders(texts, language)
    named = []
    for path in texts:
        parts = PurePosixPath(path)
        stem = parts.stem
        tag = tags.get(path)
        if tag is not None:
            stem = stem[: -len(tag) - 1]
        elif parts.parts[0] in folders:
            tag = parts.parts[0]
        parent = parts.parent.name if parts.parent.name not in folders else ""
        name = parent if stem in _INDEX and parent else stem
        draft = any(folder.lower() in ("_drafts", "drafts") for folder in parts.parts[:-1])
        named.append(TextFile(path, name, tag, draft))
    return named


def _language_suffixes(texts: Sequence[str], language: str) -> dict[str, str]:
    """Return the language in the names of those files that have one: `index.ru.md`.

    A word between dots is a language where it is the book's, where another file has the same name but
    for it, or where half of the files have one.
    """
    found: dict[str, str] = {}
    for path in texts:
        stem = PurePosixPath(path).stem
        tag = stem.rpartition(".")[2] if "." in stem.strip(".") else ""
        if 2 <= len(tag.partition("-")[0]) <= 3 and is_language_tag(tag) and is_known_language(tag):
            found[path] = tag
    bare = Counter(_without_language(path, found.get(path)) for path in texts)
    many = len(found) * 2 >= len(texts)
    return {
        path: tag
        for path, tag in found.items()
        if many or _primary(tag) == _primary(language) or bare[_without_language(path, tag)] > 1
    }


def _without_language(path: str, tag: str | None) -> str:
    stem = str(PurePosixPath(path).with_suffix(""))
    return stem if tag is None else stem[: -len(tag) - 1]


def _language_folders(texts: Sequence[str], language: str) -> frozenset[str]:
    """Return the folders that are languages, if all files lie in such and one of them is the book's."""
    tops = {PurePosixPath(path).parts[0] if "/" in path else "" for path in texts}
    fit = all(2 <= len(top.partition("-")[0]) <= 3 and is_language_tag(top) and is_known_language(top) for top in tops)
    return frozenset(tops) if fit and any(_primary(top) == _primary(language) for top in tops) else frozenset()


def _primary(tag: str) -> str:
    return tag.lower().partition("-")[0]


def _in_language(named: Sequence[TextFile], language: str) -> tuple[list[TextFile], list[tuple[str, str]]]:
    """Return of each text the version in `language`, and the other versions with the one that is kept."""
    versions: dict[str, list[TextFile]] = {}
    for text in named:
        path = _without_language(text.path, text.language) if f".{text.language}." in text.path else text.path
        if text.language is not None and text.path.startswith(f"{text.language}/"):
            path = str(PurePosixPath(text.path.partition("/")[2]).with_suffix(""))
        elif text.language is None:
            path = str(PurePosixPath(text.path).with_suffix(""))
        versions.setdefault(path, []).append(text)
    kept: list[TextFile] = []
    left: list[tuple[str, str]] = []
    for same in versions.values():
        if not any(text.language for text in same):
            kept += same
            continue
        chosen = min(same, key=lambda text: (_distance(text.language, language), text.path))
        kept.append(chosen)
        left += [(text.path, chosen.path) for text in same if text is not chosen]
    return sorted(kept, key=lambda text: text.path), sorted(left)


def _distance(tag: str | None, language: str) -> int:
    if tag is None:
        return 2
    if tag.lower() == language.lower():
        return 0
    return 1 if _primary(tag) == _primary(language) else 3


def _told_apart(texts: Sequence[TextFile]) -> list[TextFile]:
    """Give those that have the same name their folders' too."""
    counts = Counter(text.name.casefold() for text in texts)
    return [
        text
        if counts[text.name.casefold()] == 1
        else msgspec.structs.replace(text, name=_with_folder(PurePosixPath(text.path), text.name))
        for text in texts
    ]


def _with_folder(path: PurePosixPath, name: str) -> str:
    folder = path.parent if path.parent.name != name else path.parent.parent
    return name if folder == PurePosixPath() else f"{folder}/{name}"
