"""What a folder of Markdown files is a site or a book of, and which of its files are texts for the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

import msgspec

from make_book.findings import Finding, Span
from make_book.importing.import_values import Clipping

_SKIPPED = frozenset(
    "node_modules themes theme layouts _layouts _includes _sass archetypes partials templates _data data i18n scripts"
    " assets_src vendor __pycache__ bin test tests plugins snippets .github".split()
)
_ABOUT = frozenset(
    "readme license licence copying changelog changes contributing code_of_conduct security todo authors contributors"
    " pull_request_template issue_template".split()
)
_LISTS = frozenset({"summary.md", "book.txt", "subset.txt", "sample.txt", "_toc.yml"})
_LINK = re.compile(r"\]\(\s*<?(?P<path>[^)>#\s][^)>#]*?)>?(?:#[^)]*)?\)")
_TEXTS = frozenset({"markdown", "text", "html"})
_DOCUMENTS = frozenset("wordpress feed docx odt rtf epub pdf mail subtitles tei fb2 livejournal json".split())


class SiteFolders(msgspec.Struct, frozen=True):
    """Which files are the texts; `lists` are files that order them, `listed` the texts in that order."""

    posts: frozenset[str] | None = None
    """The texts, where a system says so (`_posts`, `content`, a list); `None`: all that read like texts."""
    what: str = ""
    lists: frozenset[str] = frozenset()
    listed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    alone: bool = False
    """Whether there is only one text, which then is the book whatever it is called."""

    def reason(self, name: str, kind: str) -> str | None:
        """Return why the file is passed over, `None` if it is a text to read."""
        path = PurePosixPath(name)
        if kind in ("data", "binary"):
            return (
                "files for programs were passed over" if kind == "data" else "files that are no texts were passed over"
            )
        if kind in _DOCUMENTS or self.alone or kind not in _TEXTS:
            return None
        if any(part.lower() in _SKIPPED for part in path.parts[:-1]):
            return "files of a website's templates were passed over"
        if path.stem.lower() in _ABOUT and len(path.parts) <= 2 and name not in self.listed:
            return "files about the sources were passed over"
        if self.posts is not None and name not in self.posts:
            return f"files that are no {self.what} were passed over"
        return None


def look_at(files: Mapping[str, Clipping], kinds: Mapping[str, str]) -> SiteFolders:
    """Find out what the sources are. `kinds` are those of `source_kinds`."""
    texts = [name for name in files if kinds[name] in _TEXTS]
    lists = {name for name in files if PurePosixPath(name).name.lower() in _LISTS and len(texts) > 2}
    if len(texts) == 1:
        return SiteFolders(alone=True)
    listed, findings = _listed(files, texts, sorted(lists))
    if listed:
        return SiteFolders(frozenset(listed), "part of the listed book", frozenset(lists), listed, findings)
    for marks, what in ((("_posts", "_drafts"), "posts"), (("content",), "content")):
        found = frozenset(name for name in texts if _is_in(name, marks, files, what))
        if found:
            return SiteFolders(found, what)
    return SiteFolders()


def _is_in(name: str, folders: Collection[str], files: Mapping[str, Clipping], what: str) -> bool:
    parts = PurePosixPath(name).parts[:-1]
    if not any(part in folders for part in parts):
        return False
    return what == "posts" or any(_is_configuration(file) for file in files)


def _is_configuration(name: str) -> bool:
    return PurePosixPath(name).name.lower() in {
        "hugo.toml", "hugo.yaml", "config.toml", "config.yaml", "pelicanconf.py", "astro.config.mjs", "astro.config.ts",
        "zola.toml", "config.yml",
    }  # fmt: skip


def _listed(
    files: Mapping[str, Clipping], texts: Collection[str], lists: Collection[str]
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the texts that mdBook's, GitBook's or Leanpub's lists name, in order, and the names that are not there."""
    order: list[str] = []
    findings: list[Finding] = []
    for name in lists:
        text = files[name].data.decode("utf-8", "replace")
        if name.lower().endswith(".md"):
            named = [unquote(found["path"]) for found in _LINK.finditer(text)]
        else:
            named = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
            named = [line for line in named if not line.endswith(":")]
        folder = posixpath.dirname(name)
        for one in named:
            path = posixpath.normpath(posixpath.join(folder, one))
            if path in texts:
                order.append(path)
            elif not re.match(r"[a-z]+:", one, re.IGNORECASE) and PurePosixPath(one).suffix:
                findings.append(Finding("IMP-031", f"the list names {one}, which is not there", Span(name)))
    distinct = tuple(dict.fromkeys(order))
    return (distinct, tuple(findings)) if len(distinct) > 1 else ((), ())
