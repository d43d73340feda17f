"""What docs/dev names is there: files, functions, classes; every decision is in the index."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "make_book"
DEV = ROOT / "docs" / "dev"
PAGES = sorted([*DEV.rglob("*.md"), ROOT / "CONTRIBUTING.md"])
_FILE = re.compile(r"(?<![\w/.*])((?:[\w-]+/)*[\w-]+\.(?:py|toml|xhtml|css|sh|lock|yaml))(?::(\w+))?(?![\w/])")
_FOLDER = re.compile(r"`((?:[\w-]+/)+)`")
_CLASS = re.compile(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)(?:\.(\w+))?`")
_OF_A_BOOK = {"book.toml", "epub.css", "print.css"}
"""Files that stand in a book, too: they may be named without a folder."""


def source_file(path: str) -> Path | None:
    """Return the file that a page calls `path`, from src/make_book, from the top, or by the end of its path."""
    if found := next((file for file in (SOURCE / path, ROOT / path) if file.is_file()), None):
        return found
    ends = [file for top in (SOURCE, ROOT / "tests") for file in top.rglob(Path(path).name)]
    return next((file for file in ends if file.as_posix().endswith(f"/{path}")), None)


@functools.cache
def definitions(file: Path) -> dict[str, ast.AST]:
    """Return what `file` defines, by name; of classes also their members, as `Class.member`."""
    found: dict[str, ast.AST] = {}
    for node in ast.parse(file.read_text("utf-8")).body:
        for name in _names(node):
            found[name] = node
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}": inner for inner in node.body for name in _names(inner)}
    return found


@functools.cache
def vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Return what the source defines, and what it imports from elsewhere."""
    known: set[str] = set()
    imported = {"ToUnicode"}
    for file in SOURCE.rglob("*.py"):
        known |= definitions(file).keys()
        tree = ast.parse(file.read_text("utf-8"))
        imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return frozenset(known), frozenset(imported)


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_and_function_that_a_page_names_exists(page: Path) -> None:
    text = re.sub(r"\]\([^)]*\)", "]", page.read_text("utf-8"))  # where links lead is tried by test_links
    for path, name in _FILE.findall(text):
        if path in _OF_A_BOOK or path.startswith(("EPUB/", "weasyprint/")):
            continue
        file = source_file(path)
        assert file is not None, f"{page.name} names {path}, which is not there"
        assert not name or name in definitions(file), f"{page.name} names {path}:{name}, which is not there"
    for folder in _FOLDER.findall(text):
        known = any((top / folder).is_dir() for top in (SOURCE, ROOT, ROOT / "tests" / "books" / "edge"))
        assert known or folder.startswith((".", "dist/", "manuscript/", "styles/")), f"{page.name} names {folder}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_class_that_a_page_names_exists(page: Path) -> None:
    known, imported = vocabulary()
    for name, member in _CLASS.findall(page.read_text("utf-8")):
        whole = f"{name}.{member}" if member else name
        assert whole in known or name in imported, f"{page.name} names {whole}, which is not there"


def test_every_decision_is_in_the_index() -> None:
    index = (DEV / "decisions" / "README.md").read_text("utf-8")
    pages = {page.name for page in (DEV / "decisions").glob("*.md")} - {"README.md"}
    assert set(re.findall(r"\]\(([\w-]+\.md)\)", index)) == pages


@pytest.mark.parametrize("term", ["layout unit", "margin box", "page map", "structure tree", "finding", "toolchain"])
def test_the_glossary_has_the_terms_that_the_architecture_is_told_in(term: str) -> None:
    glossary = (DEV / "glossary.md").read_text("utf-8")
    assert f"\n| {term}" in glossary or f", {term} |" in glossary
