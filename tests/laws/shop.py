"""A small book as one value, so that an edit is a field replaced; written to a folder, built with a cache or none."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from make_book.cache import NO_CACHE, Cache
from make_book.findings import BookError, Finding
from make_book.manuscript.selection import Selection
from make_book.pipeline import Options, make_edition, typeset_book
from make_book.resources import BuildResources


class Piece(msgspec.Struct, frozen=True):
    """An episode of the small book. Its file is called by `file`, whatever its head says."""

    file: str
    number: int
    title: str
    words: str = "It rained."
    day: int | None = None
    language: str | None = None
    note: str | None = None
    leads_to: str | None = None
    picture: bool = False
    term: str | None = None
    draft: bool = False
    source: str | None = None


class SmallBook(msgspec.Struct, frozen=True):
    """A manuscript, its styles, and what a build of it is asked for."""

    pieces: tuple[Piece, ...]
    title: str = "The small book"
    language: str = "en"
    parts: str = "none"
    label: str | None = None
    fonts: str = "none"
    design: str = "auto"
    notes: str = "foot"
    colour: int = 0
    large: bool = False
    foreword: str | None = None
    index: str | None = None
    """Words before the index; without them the index stands alone."""
    screen_style: str = ""
    print_style: str = ""
    template: str = ""
    drafts: bool = False
    only: str | None = None


class MemoryCache:
    """Keeps everything, or loses what it likes: with `forget`, every entry whose key ends with that digit."""

    def __init__(self, forget: str = "") -> None:
        self.entries: dict[str, bytes] = {}
        self.forget = forget
        self.hits = 0

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        lost = {key for key in keys if self.forget and key.endswith(self.forget)}
        found = {key: self.entries[key] for key in keys if key in self.entries and key not in lost}
        self.hits += len(found)
        return found

    def put(self, entries: Mapping[str, bytes]) -> None:
        self.entries.update(entries)


class Result(msgspec.Struct, frozen=True):
    """What came of a build: the bytes of the edition, and everything found; no bytes when it was stopped."""

    data: bytes | None
    findings: tuple[Finding, ...]


def build(root: Path, book: SmallBook, edition: str, cache: Cache = NO_CACHE, jobs: int = 1) -> Result:
    """Build `edition` of the book in `root`, which was written from `book`."""
    selection = Selection((book.only,), None, None) if book.only else None
    options = Options(book.drafts, selection, resources=BuildResources(cache, jobs))
    try:
        done = typeset_book(root, options)
        named = next(one for one in done.manuscript.config.editions if one.name == edition)
        product = make_edition(done, named, options)
    except BookError as error:
        return Result(None, error.findings)
    return Result(product.data, (*done.findings, *product.findings))


def write(root: Path, book: SmallBook) -> None:
    """Write the folder of `book`; of what stands in `root`, only what is different is touched."""
    wanted = {root / name: data for name, data in _files(book).items()}
    for path in (path for path in root.rglob("*") if path.is_file() and path not in wanted):
        path.unlink()
    for path, data in wanted.items():
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _files(book: SmallBook) -> dict[str, bytes]:
    texts = {"manuscript/book.toml": _toml(book)}
    texts |= {f"manuscript/episodes/{piece.file}.md": _markdown(piece) for piece in book.pieces}
    if book.foreword:
        texts["manuscript/foreword.md"] = f"# Before\n\n{book.foreword}\n"
    if book.index:
        texts["manuscript/index.md"] = f"# Words\n\n{book.index}\n"
    house = Path(__file__).parents[2] / "styles"
    for name, more in (("epub.css", book.screen_style), ("print.css", book.print_style)):
        if more:
            texts[f"styles/{name}"] = (house / name).read_text("utf-8") + more
    if book.template:
        episode = (house / "templates" / "episode.xhtml").read_text("utf-8")
        texts["styles/templates/episode.xhtml"] = episode.replace(
            '<div class="text">', f'{book.template}<div class="text">'
        )
    size = 40 if book.large else 8
    return {name: text.encode() for name, text in texts.items()} | {
        "manuscript/images/boat.png": png(size, size, book.colour)
    }


def _toml(book: SmallBook) -> str:
    label = f'label = "{book.label}"\n' if book.label else ""
    return (
        f'[book]\ntitle = "{book.title}"\nauthors = ["Rosa Anker"]\nlanguage = "{book.language}"\n'
        'identifier = "urn:x:small"\ndate = "2021-03-01"\n'
        f'[order]\nparts = "{book.parts}"\n{label}'
        f'[editions.epub]\nfonts = "{book.fonts}"\ncover-design = "{book.design}"\n'
        f'[editions.pdf]\ntrim = "a5"\nnotes = "{book.notes}"\n'
    )


def _markdown(piece: Piece) -> str:
    head = [f"number: {piece.number}", f'title: "{piece.title}"']
    head += [f"date: 2021-01-{piece.day:02d}"] if piece.day else []
    head += [f"language: {piece.language}"] if piece.language else []
    head += ["draft: true"] if piece.draft else []
    head += [f"source-url: {piece.source}"] if piece.source else []
    body = [f"{piece.words}{'[^n]' if piece.note else ''}", '*Slowly*, he said, "it passes".']
    body += [f"See [there](episode:{piece.leads_to}) and [](episode:{piece.leads_to})."] if piece.leads_to else []
    body += ["![A boat](images/boat.png)"] if piece.picture else []
    body += [f'The [{piece.term}]{{index="{piece.term}"}} stands here.'] if piece.term else []
    body += [f"[^n]: {piece.note}"] if piece.note else []
    return "---\n{}\n---\n{}\n".format("\n".join(head), "\n\n".join(body))


def png(width: int, height: int, colour: int) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + bytes((colour, 255 - colour, 90)) * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")
    )
