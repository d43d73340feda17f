"""No private pictures: words that were names in this code, and meant something else to everybody else, stay away.

Names are those of specifications and of ordinary software, in exactly their sense (docs/dev/glossary.md). Each word
below was once the name of something here. A word that a specification really uses may be taken off the list again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RETIRED = {
    "bench": "builder client, or what it is",
    "bookshelf": "what it is",
    "castoff": "estimated extent",
    "compositor": "layout",
    "compositors": "layout",
    "desk": "environment, broker, background: what it is",
    "drawer": "a folder, a row",
    "drawers": "folders, rows",
    "dress": "layout style",
    "dressed": "styled",
    "easel": "what it is",
    "forme": "a batch of pages",
    "formes": "batches of pages",
    "foundry": "what it is",
    "furniture": "margin boxes (CSS Paged Media 3 §4)",
    "galley": "section layout",
    "galleys": "section layouts",
    "impose": "place the pages",
    "imposed": "placed",
    "imposition": "placement; imposition puts pages on sheets",
    "jacket": "cover files",
    "kin": "or a similar system",
    "ledger": "collector, record",
    "manners": "options, defaults",
    "mend": "repair, correct",
    "mended": "repaired, corrected",
    "mending": "repair, correction",
    "mends": "repairs, corrections",
    "mould": "numbering",
    "plate": "fragment",
    "plates": "fragments; pictures",
    "plating": "extraction",
    "quicken": "make faster",
    "quickening": "fast paths",
    "quire": "page subset",
    "quires": "page subsets",
    "sewn": "bound",
    "shelf": "cache",
    "shelves": "caches",
    "skeleton": "margin boxes",
    "skeletons": "margin boxes",
    "stumble": "find an error",
    "stumbles": "finds an error",
    "stumbling": "failing",
    "teller": "narrator; broker",
    "voice": "labels, localizer; a voice belongs to speech",
    "voices": "labels, localizers",
    "wardrobe": "cache of page styles",
}
PHRASES = {
    r"\bthe house\b(?! style)": "make-book",
    r"\bthe house's\b": "make-book's",
    r"\btold of\b": "reported",
}
KINDS = {
    ".py",
    ".toml",
    ".md",
    ".js",
    ".mjs",
    ".css",
    ".html",
    ".xhtml",
    ".svg",
    ".j2",
    ".sh",
    ".yaml",
    ".json",
    ".txt",
}
DATA = (
    "benchmarks/serials.toml",  # a list of common nouns and verbs
    "docs/tutorial-texts/",
    "src/make_book/importing/phrases/",  # words of saved texts, in many languages
    "src/make_book/locales/",  # words that readers see, in many languages
    "tools/drawings/",  # drawings of real things: a cake stands on a plate
    "tests/test_words.py",
)
"""Files of words that are data."""
IN_STORIES = {"ledger", "plate", "plates"}
"""Words that the invented texts of tests have in their usual sense."""
ALLOWED = {
    ("tests/pdf/loose.py", "ledger"),  # a word of an invented story
    ("src/make_book/importing/transcript_reader.py", "voice"),  # a voice span of WebVTT
    ("src/make_book/importing/front_matter_fields.py", "teller"),  # a key that other systems write
    ("src/make_book/manuscript/frontmatter_aliases.py", "teller"),  # a key that authors may write
    ("src/make_book/manuscript/roles.py", "compositor"),  # a role of MARC's list of relators
    ("src/make_book/text/languages.py", "mend"),  # a script of ISO 15924, Mende Kikakui
    ("src/make_book/text/languages.py", "skeleton"),  # a date skeleton of CLDR, as Babel calls it
}
AREAS = ("docs", "tools", "styles", "benchmarks", "src", "tests")


def files() -> Iterator[Path]:
    yield from (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "pyproject.toml"))
    for area in AREAS:
        yield from (file for file in sorted((ROOT / area).rglob("*")) if file.suffix in KINDS and file.is_file())


def is_searched(file: Path) -> bool:
    path = file.relative_to(ROOT).as_posix()
    return not path.startswith(DATA) and "node_modules" not in path


def words(line: str) -> set[str]:
    """Return the words of a line; of an identifier its parts, as in `set_galley` and `GalleyPage`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_", " ", line)
    return {word.lower() for word in re.findall(r"[A-Za-z]+", parted)}


def offences(text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        found += [f"{number}: {word} (say: {RETIRED[word]})" for word in sorted(words(line) & RETIRED.keys())]
        found += [
            f"{number}: {match[0]} (say: {instead})"
            for pattern, instead in PHRASES.items()
            for match in re.finditer(pattern, line, re.IGNORECASE)
        ]
    return found


@pytest.mark.parametrize("line", ["class GalleyPage:", "def set_galley()", "pageGalley", "# the galley", "the house's"])
def test_a_retired_word_is_found_wherever_it_hides(line: str) -> None:
    assert offences(line)


@pytest.mark.parametrize("line", ["boilerplate", "a template", "the house style", "invoiced", "Manner", "amend"])
def test_other_words_that_contain_one_are_free(line: str) -> None:
    assert offences(line) == []


@pytest.mark.parametrize("file", [*filter(is_searched, files())], ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_retired_word_stands_in(file: Path) -> None:
    path = file.relative_to(ROOT).as_posix()
    found = offences(file.read_text("utf-8", errors="replace"))
    free = IN_STORIES if path.startswith("tests/") else set()
    assert [line for line in found if line.split()[1] not in free and (path, line.split()[1]) not in ALLOWED] == []
    assert words(file.stem) & RETIRED.keys() == set()
