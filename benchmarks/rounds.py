"""What is measured, and in which order: every round takes each measure once, ours and its peers' side by side.

A round of the print edition is the life of one book: made from nothing, made again unchanged, after one word,
after two pages in the second episode. What a measure is said to do is checked: an unchanged book has the same
bytes, one changed word other bytes on as many pages, two new pages more pages.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import peers
import preview
from edits import change_word, middle_episode, write_two_pages
from processes import Failed, Run, timed
from serials import LANGUAGE, episodes, write_serial


class Size(NamedTuple):
    """A serial's: so many episodes of so many words."""

    episodes: int
    words: float


PRINT = Size(365, 1060)
"""About 1,450 pages."""
SCREEN = Size(3415, 417.6)
"""1,426,000 words."""
SHORT, LONG = Size(365, 170), Size(5000, 170)
"""An episode to a page: about 5,000 pages, and the contents of 5,000 lines beside."""


ROOT = Path(__file__).parents[1]
DIARY = ROOT.parent / "shared" / "corpus" / "pepys-1660"
"""A real serial of 358 episodes with 803 notes, where a checkout has it beside it."""
_DIARY_BOOK = """[book]
title = "Diary, 1660"
authors = ["Samuel Pepys"]
language = "en-GB"
identifier = "diary-1660"

[order]
parts = "month"

[editions.pdf]
openings = "run-on"
contents = "parts"
"""


class Workshop:
    """The folder in which everything is made: the serials once, the copies of them that are built each round."""

    def __init__(self, folder: Path, scale: float = 1) -> None:
        self.folder = folder
        self.scale = scale
        self.made: dict[Path, str] = {}

    def serial(self, size: Size) -> Path:
        """Return the folder of a serial of `size`, written when it is first asked for."""
        count = max(3, round(size.episodes * self.scale))
        folder = self.folder / f"serial-{count}-{size.words:g}-{_edition()}"
        if not folder.exists():
            half = folder.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            write_serial(half, episodes(count, size.words))
            half.rename(folder)
        return folder

    def fresh(self, size: Size, name: str) -> Path:
        """Return a copy of the serial's book that was never built."""
        book = self._emptied(name)
        shutil.copytree(self.serial(size) / "book", book)
        return book

    def sample(self, name: str) -> Path:
        """Return a copy of this repository's own book that was never built."""
        book = self._emptied(name)
        shutil.copytree(ROOT / "manuscript", book / "manuscript")
        return book

    def diary(self, name: str) -> Path:
        """Return a copy of the diary that was never built. Raise `Failed` where there is none."""
        if not DIARY.is_dir():
            raise Failed("the diary of 1660 is not here")
        book = self._emptied(name)
        shutil.copytree(DIARY, book / "manuscript" / "episodes", copy_function=shutil.copyfile)
        (book / "manuscript" / "book.toml").write_text(_DIARY_BOOK, "utf-8")
        return book

    def _emptied(self, name: str) -> Path:
        book = self.folder / name
        shutil.rmtree(book, ignore_errors=True)
        return book

    def make(self, verb: str, book: Path, *options: str) -> tuple[Run, bool]:
        """Run `make-book`; return what it took, and whether the file is the same as the last of that book."""
        run, answer = timed([str(Path(sys.executable).with_name("make-book")), verb, str(book), "--json", *options])
        file = json.loads(answer)["files"][0]
        with Path(book, file["path"]).open("rb") as made:
            digest = hashlib.file_digest(made, "sha256").hexdigest()
        same = self.made.get(book) == digest
        self.made[book] = digest
        return Run(run.seconds, run.megabytes, file.get("pages") or 0), same


def _edition() -> str:
    """Return a name for what the serials are written by and of: a kept one is of no use once that has changed."""
    return hashlib.sha256(LANGUAGE.read_bytes() + LANGUAGE.with_suffix(".py").read_bytes()).hexdigest()[:8]


def _cold(size: Size, verb: str, name: str, *options: str) -> Callable[[Workshop, int], Run]:
    return lambda shop, _: shop.make(verb, shop.fresh(size, name), *options)[0]


def _other_cold(copied: Callable[[Workshop, str], Path], name: str, *options: str) -> Callable[[Workshop, int], Run]:
    return lambda shop, _: shop.make("pdf", copied(shop, name), *options)[0]


def _unchanged(name: str) -> Callable[[Workshop, int], Run]:
    def measure(shop: Workshop, _: int) -> Run:
        run, same = shop.make("pdf", shop.folder / name)
        return _sure(run, same, "the unchanged book has other bytes")

    return measure


def _word(verb: str, name: str) -> Callable[[Workshop, int], Run]:
    def measure(shop: Workshop, nth: int) -> Run:
        book = shop.folder / name
        pages = shop.make(verb, book)[0].pages
        change_word(book, nth)
        run, same = shop.make(verb, book)
        _sure(run, not same, "the changed word changed nothing")
        return _sure(run, run.pages == pages, f"one word made {run.pages} pages of {pages}")

    return measure


def _two_pages(shop: Workshop, _: int) -> Run:
    book = shop.folder / "print"
    pages = shop.make("pdf", book)[0].pages
    write_two_pages(book)
    run, _same = shop.make("pdf", book)
    return _sure(run, run.pages >= pages + 2, f"two more pages made {run.pages} of {pages}")


def _sure(run: Run, right: bool, wrong: str) -> Run:
    if not right:
        raise Failed(wrong)
    return run


def _peer(size: Size, name: str, command: Callable[[Path, Path], list[str]]) -> Callable[[Workshop, int], Run]:
    return lambda shop, _: timed(command(shop.serial(size) / "pandoc.md", shop.folder / name))[0]


def _weasyprint(shop: Workshop, _: int) -> Run:
    page = shop.folder / "whole.html"
    timed(peers.pandoc_html(shop.serial(PRINT) / "pandoc.md", page))
    return timed(peers.weasyprint(page, shop.folder / "weasyprint.pdf"))[0]


def _serve(shop: Workshop, nth: int) -> Run:
    book = shop.folder / "print"
    shop.make("pdf", book)
    return preview.save_to_page(book, f"episode-{middle_episode(book):03}", lambda: change_word(book, nth + 10))


MEASURES: dict[str, tuple[Callable[[Workshop, int], Run], str]] = {
    "print cold": (_cold(PRINT, "pdf", "print"), ""),
    "print unchanged": (_unchanged("print"), "print cold"),
    "print word": (_word("pdf", "print"), "print cold"),
    "serve word": (_serve, "print cold"),
    "print two pages": (_two_pages, "print cold"),
    "print XeLaTeX": (_peer(PRINT, "xelatex.pdf", peers.pandoc_xelatex), ""),
    "print plain": (_cold(PRINT, "pdf", "plain", "--plain"), ""),
    "print WeasyPrint": (_weasyprint, ""),
    "screen cold": (_cold(SCREEN, "epub", "screen"), ""),
    "screen word": (_word("epub", "screen"), "screen cold"),
    "screen pandoc": (_peer(SCREEN, "pandoc.epub", peers.pandoc_epub), ""),
    "short cold": (_cold(SHORT, "pdf", "short"), ""),
    "long cold": (_cold(LONG, "pdf", "long"), ""),
    "sample cold": (_other_cold(Workshop.sample, "sample"), ""),
    "sample unchanged": (_unchanged("sample"), "sample cold"),
    "sample plain": (_other_cold(Workshop.sample, "sample-plain", "--plain"), ""),
    "diary cold": (_other_cold(Workshop.diary, "diary"), ""),
    "diary unchanged": (_unchanged("diary"), "diary cold"),
    "diary word": (_word("pdf", "diary"), "diary cold"),
    "diary plain": (_other_cold(Workshop.diary, "diary-plain", "--plain"), ""),
}
"""Every measure, in the order of a round, with the measure that must have gone before."""


class Measured(NamedTuple):
    """The runs of each measure, a run to a round, and why a measure has none."""

    runs: dict[str, list[Run]]
    failures: dict[str, str]


def take(shop: Workshop, wanted: Iterable[str], rounds: int, told: Callable[[str], None]) -> Measured:
    """Take the measures `wanted` and what goes before them, `rounds` times; one that fails is not tried again."""
    wanted = set(wanted)
    wanted |= {MEASURES[name][1] for name in wanted} - {""}
    measured = Measured({}, {})
    timed([str(Path(sys.executable).with_name("make-book")), "pdf", str(shop.fresh(Size(3, 100), "warm-up"))])
    for nth in range(rounds):
        for name in MEASURES:
            if name in wanted and name not in measured.failures:
                told(f"round {nth + 1} of {rounds}: {name}")
                _take(shop, name, nth, measured)
    return measured


def _take(shop: Workshop, name: str, nth: int, measured: Measured) -> None:
    measure, before = MEASURES[name]
    try:
        if before in measured.failures:
            raise Failed(measured.failures[before])
        measured.runs.setdefault(name, []).append(measure(shop, nth))
    except Failed as error:
        measured.failures[name] = str(error)
        measured.runs.pop(name, None)
