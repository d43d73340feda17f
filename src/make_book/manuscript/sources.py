"""The folder of a book read into a `Manuscript`: with `folders`, the only module that opens a manuscript's files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from make_book.findings import Finding, Span
from make_book.manuscript import order
from make_book.manuscript.config import read_config
from make_book.manuscript.episode_discovery import Discovery, TextFile, discover
from make_book.manuscript.episode_files import EpisodeFile, measure_pictures, parse_episode_files, read_text
from make_book.manuscript.episode_numbers import number_episodes
from make_book.manuscript.file_lists import listed_files
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.folders import BookFolder
from make_book.manuscript.picture_files import mentioned
from make_book.manuscript.root import BOOK_FILE, INIT, NO_BOOK, is_file
from make_book.manuscript.scenes import join_scenes
from make_book.manuscript.section_files import SECTION_SUFFIXES, is_no_section, section_of, unknown_section
from make_book.manuscript.section_names import NAMES
from make_book.manuscript.source_parsing import parse_matter
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.text_decoding import to_text
from make_book.manuscript.values import Config, EpisodeSource, Manuscript, MatterSource
from make_book.model import Image
from make_book.resources import DEFAULT_RESOURCES, BuildResources

_NOTHING_SAID = '[book]\ntitle = "Untitled"\nlanguage = "en"\n'
_SHOWN = 5
"""So many files of one kind are named in a finding."""


class Read(msgspec.Struct, frozen=True):
    """What reading a folder gives: the manuscript, and everything that is wrong with it."""

    manuscript: Manuscript
    findings: tuple[Finding, ...]


def read(folder: Path, *, drafts: bool = False, resources: BuildResources = DEFAULT_RESOURCES) -> Read:
    """Read the book in `folder` (its root, or its manuscript folder), drafts only if asked.

    Whatever the files hold, faults become findings and the rest is read on; nothing is raised. What
    episodes and pictures say is remembered by their bytes.
    """
    reader = _ManuscriptReader(BookFolder(folder), resources)
    config = reader.config()
    found = reader.discover(config.imprint.language)
    parsed = order.by_name(list(reader.episodes(found)))
    if not parsed and not any(finding.code == "MAN-048" for finding in reader.findings):
        reader.findings.append(_no_episodes(Span(reader.name(reader.episodes_folder)), found))
    files = reader.list_of_files(found)
    plan = msgspec.structs.replace(config.order, files=files)
    joined, scenes = join_scenes(parsed, plan, reader.name(reader.episodes_folder))
    numbered = number_episodes(joined, config.imprint.episode_label)
    episodes, left_out, remarks = order.arrange(numbered, plan, drafts=drafts)
    matter = tuple(piece for piece in reader.matter() if drafts or not piece.head.draft)
    reader.read_pictures(found, config, (*episodes, *matter))
    manuscript = Manuscript(
        config=config,
        episodes=episodes,
        matter=matter,
        images=tuple(reader.images.values()),
        cover=reader.cover(config),
        unreadable=reader.unreadable,
        unused=tuple(reader.unused),
        left_out=left_out,
    )
    return Read(manuscript, (*reader.findings, *scenes, *order.renumbered(numbered), *remarks))


def _no_episodes(span: Span, found: Discovery) -> Finding:
    others = [
        name for name in found.others if PurePosixPath(name).suffix.lower() in (".html", ".docx", ".epub", ".odt")
    ]
    hint = "`make-book import` makes episodes of other files" if others else "write episodes/001.md"
    return Finding("MAN-049", "the book has no episodes", span, (hint,))


class _ManuscriptReader:
    """The files of a book while they are read; collects what is wrong."""

    def __init__(self, folder: BookFolder, resources: BuildResources) -> None:
        self.folder = folder
        self.resources = resources
        self.manuscript = folder.manuscript
        self.episodes_folder = folder.manuscript / "episodes"
        self.findings = folder.findings
        self.images: dict[str, Image] = {}
        self.unreadable: dict[str, str] = {}
        self.unused: list[str] = []

    def name(self, path: Path) -> str:
        """Return the path as findings show it: POSIX, from the book's root, NFC."""
        return self.folder.name(path)

    def config(self) -> Config:
        path = self.manuscript / BOOK_FILE
        file = self.name(path)
        if not is_file(path):
            self.findings.append(Finding("MAN-001", NO_BOOK, Span(file), (INIT,)))
            return read_config(_NOTHING_SAID, file)[0]
        if (data := self.folder.bytes(path)) is None:
            return read_config(_NOTHING_SAID, file)[0]
        collector = FindingCollector(file)
        text = to_text(data, collector)
        config, findings = read_config(text, file)
        garbled = any(finding.code == "MAN-040" for finding in collector.findings)
        self.findings += [*collector.findings, *(one for one in findings if not (garbled and one.code == "MAN-002"))]
        return config

    def discover(self, language: str) -> Discovery:
        """Return what lies under `episodes/`; what is not read is reported."""
        paths = [path.relative_to(self.episodes_folder).as_posix() for path in self.folder.files(self.episodes_folder)]
        found = discover(paths, language)
        kinds: dict[str, list[str]] = {}
        for other in found.others:
            kinds.setdefault(PurePosixPath(other).suffix.lower(), []).append(other)
        for suffix, names in kinds.items():
            self.findings.append(self.not_read(suffix, names))
        for left, kept in found.translations:
            message = f"left out: {self.episode_name(kept)} is the same text in the book's language, or nearer to it"
            self.findings.append(Finding("MAN-071", message, Span(self.episode_name(left))))
        return found

    def not_read(self, suffix: str, names: Sequence[str]) -> Finding:
        shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
        what = f"files that end in {suffix} are" if suffix else "files whose names have no ending are"
        hint = "texts end in .md, .markdown, .mdx or .txt; `make-book import` reads others"
        return Finding("MAN-070", f"{what} not read: {shown}", Span(self.episode_name(names[0])), (hint,))

    def episode_name(self, path: str) -> str:
        return self.name(self.episodes_folder / path)

    def episodes(self, found: Discovery) -> Iterator[EpisodeSource]:
        files: list[EpisodeFile] = []
        texts: list[TextFile] = []
        found_before: list[int] = []
        for text in found.texts:
            path = self.episodes_folder / text.path
            if (data := self.folder.bytes(path)) is not None:
                files.append(EpisodeFile(self.name(path), unicodedata.normalize("NFC", text.name), data))
                texts.append(text)
                found_before.append(len(self.findings))
        others, at, self.findings[:] = list(self.findings), 0, []
        for text, parsed, before in zip(texts, parse_episode_files(files, self.resources), found_before, strict=True):
            self.findings += others[at:before]
            at = before
            source = parsed.source
            if text.is_section_page and (source is None or not source.body.text.strip()):
                message = "a page for its folder, without text: left out"
                self.findings.append(Finding("MAN-077", message, Span(self.episode_name(text.path))))
                continue
            self.findings += parsed.findings
            if source is not None:
                yield _with_file(source, text)
        self.findings += others[at:]

    def list_of_files(self, found: Discovery) -> tuple[str, ...]:
        """Return the files in the order in which a list among them names them, if there is one."""
        known = {text.path for text in found.texts}
        for path in found.lists:
            data = self.folder.bytes(self.episodes_folder / path)
            text = to_text(data, FindingCollector(path)) if data is not None else ""
            if named := listed_files(text, path, known):
                return tuple(self.episode_name(name) for name in named)
            message = "this is no list of the episodes' files: it is not read"
            self.findings.append(
                Finding("MAN-070", message, Span(self.episode_name(path)), ("rename it if it is one",))
            )
        return ()

    def matter(self) -> Iterator[MatterSource]:
        found: dict[str, Path] = {}
        for path in self.folder.files(self.manuscript, deep=False):
            if path.suffix.lower() not in SECTION_SUFFIXES:
                continue
            kind = section_of(path.stem) or path.stem
            if (twin := found.setdefault(kind, path)) != path and kind in NAMES:
                message = f"{self.name(twin)} is the same section"
                self.findings.append(Finding("MAN-050", message, Span(self.name(path)), ("delete or rename one",)))
        for kind in sorted(found, key=lambda name: (NAMES.index(name) if name in NAMES else -1, name)):
            collector = FindingCollector(self.name(found[kind]))
            if kind not in NAMES:
                if not is_no_section(kind):
                    unknown_section(kind, collector)
            elif (data := self.folder.bytes(found[kind])) is not None and (text := read_text(data, collector)):
                yield parse_matter(text, kind, collector)
            self.findings += collector.findings

    def read_pictures(self, found: Discovery, config: Config, sources: Sequence[EpisodeSource | MatterSource]) -> None:
        """Read those pictures that a text or the cover may name; others are only known to be there."""
        own = [*self.folder.files(self.manuscript / "images")]
        beside = [self.episodes_folder / path for path in found.pictures]
        folders = [self.manuscript / folder for folder in config.images.folders]
        elsewhere = [path for folder in folders for path in self.folder.files(folder)]
        paths = {self.picture_name(path): path for path in (*own, *beside, *elsewhere)}
        self.tell_twins(self.picture_name(path) for path in (*own, *beside))
        texts = [text for source in sources for text in source.texts]
        named = mentioned(paths, (text.text for text in texts))
        if config.cover:
            named |= {_plain_path(config.cover.path)} & paths.keys()
        self.load({name: path for name, path in paths.items() if name in named})
        quiet = {self.picture_name(path) for path in elsewhere}
        self.unused += (name for name in paths if name not in named and name not in quiet)

    def picture_name(self, path: Path) -> str:
        """Return the path of a picture from the manuscript, as texts name it."""
        return unicodedata.normalize("NFC", path.relative_to(self.manuscript).as_posix())

    def tell_twins(self, names: Iterator[str]) -> None:
        seen: dict[str, str] = {}
        for name in names:
            if (twin := seen.setdefault(name.casefold(), name)) != name:
                message = f"differs from {twin} only in small and capital letters"
                self.findings.append(Finding("MAN-050", message, Span(self.name(self.manuscript / name))))

    def load(self, paths: dict[str, Path]) -> None:
        """Read pictures; of a file that is none, keep what is wrong with it."""
        contents = {name: data for name, path in paths.items() if (data := self.folder.bytes(path)) is not None}
        self.unreadable |= dict.fromkeys((name for name in paths if name not in contents), "")
        for name, one in zip(contents, measure_pictures(list(contents.items()), self.resources), strict=True):
            if isinstance(one, Image):
                self.images[name] = one
            else:
                self.unreadable[name] = one

    def cover(self, config: Config) -> Image | None:
        """Return the picture the book names as its cover."""
        if config.cover is None:
            return None
        wanted = _plain_path(config.cover.path)
        path = self.manuscript / wanted
        if wanted not in self.images and wanted not in self.unreadable and is_file(path) and self.folder.owns(path):
            self.load({wanted: path})
        if fault := self.unreadable.get(wanted):
            self.findings.append(Finding("MAN-047", fault, Span(self.name(path))))
        elif wanted not in self.images and wanted not in self.unreadable:
            hints = did_you_mean(wanted, (*self.images, *self.unused))
            message = f"the cover {config.cover.path!r} is missing"
            self.findings.append(Finding("MAN-011", message, config.cover.span, hints))
        return self.images.get(wanted)


def _with_file(source: EpisodeSource, text: TextFile) -> EpisodeSource:
    """Return `source` with what the place of its file says: a language, a draft."""
    language = source.head.language or text.language
    head = msgspec.structs.replace(source.head, language=language, draft=source.head.draft or text.draft)
    return source if head == source.head else msgspec.structs.replace(source, head=head)


def _plain_path(path: str) -> str:
    return PurePosixPath(unicodedata.normalize("NFC", path)).as_posix()
