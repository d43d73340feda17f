"""The folder of a book read into a `Manuscript`: the only module that opens a manuscript's files."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from make_book.findings import Finding, Span
from make_book.manuscript import order
from make_book.manuscript.config import read_config
from make_book.manuscript.episode_files import EpisodeFile, measure_pictures, parse_episode_files, read_text
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.root import BOOK_FILE, INIT, NO_BOOK, is_file
from make_book.manuscript.section_names import NAMES
from make_book.manuscript.source_parsing import parse_matter
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.text_decoding import to_text
from make_book.manuscript.values import Config, CoverPlan, EpisodeSource, Manuscript, MatterSource
from make_book.model import Image
from make_book.resources import DEFAULT_RESOURCES, BuildResources

_NOTHING_SAID = '[book]\ntitle = "Untitled"\nlanguage = "en"\n'


class Read(msgspec.Struct, frozen=True):
    """What reading a folder gives: the manuscript, and everything that is wrong with it."""

    manuscript: Manuscript
    findings: tuple[Finding, ...]


def read(folder: Path, *, drafts: bool = False, resources: BuildResources = DEFAULT_RESOURCES) -> Read:
    """Read the book in `folder` (its root, or its manuscript folder), drafts only if asked.

    Whatever the files hold, faults become findings and the rest is read on; nothing is raised. What
    episodes and pictures say is remembered by their bytes.
    """
    reader = _ManuscriptReader(folder, resources)
    config = reader.config()
    found = tuple(reader.episodes())
    if not found and not any(finding.code == "MAN-048" for finding in reader.findings):
        where = Span(reader.name(reader.manuscript / "episodes"))
        reader.findings.append(Finding("MAN-049", "the book has no episodes", where, ("write episodes/001.md",)))
    episodes, left_out, remarks = order.arrange(found, config.order, drafts=drafts)
    matter = tuple(piece for piece in reader.matter() if drafts or not piece.head.draft)
    images = tuple(reader.images())
    cover = reader.cover(config.cover, images) if config.cover else None
    manuscript = Manuscript(config, episodes, matter, images, cover, tuple(reader.unreadable), left_out)
    return Read(manuscript, (*reader.findings, *remarks))


class _ManuscriptReader:
    """The folder while it is read: knows what may be opened, and collects what is wrong."""

    def __init__(self, folder: Path, resources: BuildResources) -> None:
        self.resources = resources
        here = Path(os.path.abspath(folder))  # noqa: PTH100 - `resolve` would follow a linked manuscript folder
        inside = is_file(here / BOOK_FILE) and not is_file(here / "manuscript" / BOOK_FILE)
        self.manuscript = here if inside or not _is_folder(here / "manuscript") else here / "manuscript"
        self.root = here.parent if here == self.manuscript and here.name == "manuscript" else here
        self.real_root = self.root.resolve()
        self.findings: list[Finding] = []
        self.unreadable: list[str] = []

    def name(self, path: Path) -> str:
        """Return the path as findings show it: POSIX, from the book's root, NFC."""
        return unicodedata.normalize("NFC", path.relative_to(self.root).as_posix())

    def config(self) -> Config:
        path = self.manuscript / BOOK_FILE
        file = self.name(path)
        if not is_file(path):
            self.findings.append(Finding("MAN-001", NO_BOOK, Span(file), (INIT,)))
            return read_config(_NOTHING_SAID, file)[0]
        if (data := self.bytes(path)) is None:
            return read_config(_NOTHING_SAID, file)[0]
        collector = FindingCollector(file)
        text = to_text(data, collector)
        config, findings = read_config(text, file)
        garbled = any(finding.code == "MAN-040" for finding in collector.findings)
        self.findings += [*collector.findings, *(one for one in findings if not (garbled and one.code == "MAN-002"))]
        return config

    def episodes(self) -> Iterator[EpisodeSource]:
        files: list[EpisodeFile] = []
        found_before: list[int] = []
        for path in self.files(self.manuscript / "episodes"):
            if path.suffix.lower() != ".md":
                continue
            name = path.parent.name if path.stem == "index" else path.stem
            if (data := self.bytes(path)) is not None:
                files.append(EpisodeFile(self.name(path), unicodedata.normalize("NFC", name), data))
                found_before.append(len(self.findings))
        others, at, self.findings = self.findings, 0, []
        for taken, before in zip(parse_episode_files(files, self.resources), found_before, strict=True):
            self.findings += (*others[at:before], *taken.findings)
            at = before
            if taken.source is not None:
                yield taken.source
        self.findings += others[at:]

    def matter(self) -> Iterator[MatterSource]:
        found: dict[str, Path] = {}
        for path in self.files(self.manuscript, deep=False):
            if path.suffix.lower() == ".md" and (twin := found.setdefault(path.stem, path)) != path:
                self.findings += self.twins(twin, path)
        for kind in sorted(found, key=lambda name: (NAMES.index(name) if name in NAMES else -1, name)):
            collector = FindingCollector(self.name(found[kind]))
            if kind not in NAMES:
                if kind.lower() != "readme":
                    hints = did_you_mean(kind, NAMES) or (f"the names are: {', '.join(NAMES)}",)
                    collector.add("MAN-045", f"{kind!r} is no section name: the file is not used", (), *hints)
            elif text := self.text(found[kind], collector):
                yield parse_matter(text, kind, collector)
            self.findings += collector.findings

    def twins(self, first: Path, second: Path) -> Iterator[Finding]:
        if first.stem in NAMES:
            message = f"differs from {self.name(first)} only in small and capital letters"
            yield Finding("MAN-050", message, Span(self.name(second)), ("delete or rename one of the two",))

    def images(self) -> Iterator[Image]:
        paths = [*self.files(self.manuscript / "images")]
        seen: dict[str, str] = {}
        for path in paths:
            name = self.name(path)
            if (twin := seen.setdefault(name.casefold(), name)) != name:
                message = f"differs from {twin} only in small and capital letters"
                self.findings.append(Finding("MAN-050", message, Span(name)))
        yield from self.pictures(paths)

    def cover(self, plan: CoverPlan, images: tuple[Image, ...]) -> Image | None:
        """Return the picture the book names as its cover."""
        wanted = PurePosixPath(unicodedata.normalize("NFC", plan.path)).as_posix()
        if known := next((image for image in images if image.path == wanted), None):
            return known
        path = self.manuscript / wanted
        if is_file(path) and self.is_inside(path) and self.root in path.parents:
            return next(self.pictures([path]), None)
        hints = did_you_mean(wanted, [image.path for image in images])
        self.findings.append(Finding("MAN-011", f"the cover {plan.path!r} is missing", plan.span, hints))
        return None

    def pictures(self, paths: Sequence[Path]) -> Iterator[Image]:
        """Yield those of the files that are pictures, with a finding for each that is not."""
        names = {path: unicodedata.normalize("NFC", path.relative_to(self.manuscript).as_posix()) for path in paths}
        contents = [(path, data) for path in paths if (data := self.bytes(path)) is not None]
        taken = measure_pictures([(names[path], data) for path, data in contents], self.resources)
        fit = {path: one for (path, _), one in zip(contents, taken, strict=True) if isinstance(one, Image)}
        self.unreadable += (names[path] for path in paths if path not in fit)
        for (path, _), one in zip(contents, taken, strict=True):
            if isinstance(one, Image):
                yield one
            else:
                self.findings.append(Finding("MAN-047", one, Span(self.name(path))))

    def text(self, path: Path, collector: FindingCollector) -> str:
        """Return the file's text, "" with a finding when there is none."""
        data = self.bytes(path)
        return "" if data is None else read_text(data, collector)

    def bytes(self, path: Path) -> bytes | None:
        """Return what the file holds, `None` with a finding when it cannot be read."""
        try:
            return path.read_bytes()
        except OSError as error:
            self.findings.append(self.shut(path, error))
            return None

    def shut(self, path: Path, error: OSError) -> Finding:
        hint = "see to it that you may read it, or take it out of the book's folder"
        return Finding("MAN-048", error.strerror or str(error), Span(self.name(path)), (hint,))

    def files(self, folder: Path, *, deep: bool = True) -> Iterator[Path]:
        """Yield the files in `folder` in the order of their names, hidden ones and links to outside left out."""
        if not _is_folder(folder):
            return
        if not self.is_inside(folder):
            self.findings.append(self.outside(folder))
            return
        for entry in self.listed(folder):
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_symlink() and not self.is_inside(path):
                self.findings.append(self.outside(path))
            elif entry.is_file(follow_symlinks=False) or is_file(path):
                yield path
            elif entry.is_symlink():
                self.findings.append(Finding("MAN-048", "this link leads to no file", Span(self.name(path))))
            elif deep and entry.is_dir(follow_symlinks=False):
                yield from self.files(path)

    def listed(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.findings.append(self.shut(folder, error))
            return []

    def is_inside(self, path: Path) -> bool:
        return Path(os.path.realpath(path)).is_relative_to(self.real_root)  # `resolve` raises for a link in a circle

    def outside(self, path: Path) -> Finding:
        return Finding("MAN-046", "this link leads out of the book's folder", Span(self.name(path)), ("copy the file",))


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - as `is_file`
