"""The table of patches: nothing is bent outside it, every entry is needed, and another WeasyPrint is noticed."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pydyf
import pytest
import weasyprint
from weasyprint import css
from weasyprint.layout.page import PageType
from weasyprint.text import line_break

from make_book.pdf.layout import patch_installation, patches, patching
from make_book.pdf.layout.patch_digests import DIGESTS
from make_book.pdf.layout.patching import PatchError
from pdf.small import print_small, small_book

ROOT = Path(__file__).parents[2]
PATCHED = {"weasyprint", "pydyf", "pyphen", "cssselect2", "fontTools", "ctypes"}


def outcome(what: str, without: str = "") -> list[str]:
    """Return what a process of its own finds with all patches, or `without` one."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests"), *sys.path])}
    command = [sys.executable, "-m", "pdf.patch_effects", what, without]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=120)
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_space_at_the_end_of_a_text_may_hang_over_the_margin() -> None:
    assert outcome("hanging space") == ["one two"]
    assert outcome("hanging space", "weasyprint.layout.inline.split_first_line") == ["one"]


def test_notes_of_a_line_that_is_moved_go_with_it() -> None:
    assert outcome("lost notes") == []
    assert outcome("lost notes", "weasyprint.layout.block._linebox_layout") != []


@pytest.mark.parametrize("name", ["report_footnote", "unlayout_footnote"])
def test_a_note_in_a_note_is_not_before_its_call(name: str) -> None:
    assert outcome("early notes") == []
    assert outcome("early notes", f"weasyprint.layout.LayoutContext.{name}") != []


def test_english_without_a_region_is_divided_as_american_english() -> None:
    american = line_break.pyphen.Pyphen(lang="en_US").inserted("knowledge")
    british = line_break.pyphen.Pyphen(lang="en_GB").inserted("knowledge")
    assert american != british
    assert outcome("divided") == [american]
    assert outcome("divided", "pyphen.LANGUAGES[en]") == [british]


def test_a_font_keeps_the_date_it_came_with() -> None:
    assert outcome("dated") == ["False"]
    assert outcome("dated", "weasyprint.pdf.fonts.TTFont") == ["True"]


def test_pages_are_counted_once() -> None:
    patch_installation.install()
    pdf = pydyf.PDF()
    for _ in range(3):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference}))
    assert pdf.page_references is pdf.page_references


def test_pages_that_the_same_rules_match_share_their_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    own, computed = css.StyleFor.set_computed_styles, list[Any]()

    def counted(style_for: Any, element: Any, *given: Any, **named: Any) -> None:
        if isinstance(element, PageType) and not named.get("pseudo_type"):
            computed.append(element)
        own(style_for, element, *given, **named)

    monkeypatch.setattr(css.StyleFor, "set_computed_styles", counted)
    book = small_book("\n\n".join(["A paragraph of a few words. " * 9] * 150))
    pages = len(print_small(book).page_map.page_entries)
    assert len(computed) < pages, "without sharing, every page has styles of its own"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other names for libraries")
def test_importing_weasyprint_starts_no_program() -> None:
    code = (
        "import ctypes.util, subprocess, sys\n"
        "asked = []\n"
        "own = ctypes.util.find_library\n"
        "ctypes.util.find_library = lambda name: asked.append(name) or own(name)\n"
        "__import__(sys.argv[1])\n"
        "print(len(asked))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    def asked(module: str) -> int:
        command = [sys.executable, "-c", code, module]
        return int(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout)

    assert asked("weasyprint") > 0
    assert asked("make_book.pdf.layout") == 0


def names_of_libraries(tree: ast.Module) -> dict[str, str]:
    """Return the names that a module has from the libraries, with the dotted names of what they mean."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                found[one.asname or one.name.split(".")[0]] = one.name if one.asname else one.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return {name: dotted for name, dotted in found.items() if dotted.split(".")[0] in PATCHED}


def assigned(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield every attribute and item that is assigned to, or deleted."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else []
        if isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            yield from target.elts if isinstance(target, ast.Tuple) else (target,)


def dotted(target: ast.expr, names: dict[str, str]) -> str | None:
    """Return what an assignment sets, if that belongs to a library."""
    if isinstance(target, ast.Attribute):
        owner = dotted(target.value, names)
        return owner and f"{owner}.{target.attr}"
    if isinstance(target, ast.Subscript):
        owner = dotted(target.value, names)
        return owner and f"{owner}[{ast.unparse(target.slice)}]"
    return names.get(target.id) if isinstance(target, ast.Name) else None


def patched(tree: ast.Module) -> Iterator[str]:
    """Yield what a module sets on a library by name, and every way to set it without naming it."""
    names = names_of_libraries(tree)
    for target in assigned(tree):
        if isinstance(target, ast.Attribute) and target.attr == "__code__":
            yield "__code__"
        elif not isinstance(target, ast.Name) and (name := dotted(target, names)):
            yield name
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"setattr", "exec"}:
            yield node.func.id


def test_nothing_is_patched_that_does_not_stand_in_the_table() -> None:
    folder = ROOT / "src" / "make_book"
    targets = {patch.target for patch in patches.PATCHES}
    found = {
        path.relative_to(folder).as_posix(): set(patched(ast.parse(path.read_text("utf-8")))) - targets
        for path in sorted(folder.rglob("*.py"))
    }
    assert {module: names for module, names in found.items() if names} == {
        "pdf/layout/patching.py": {"setattr", "exec", "__code__"},  # puts the table in place
        "pdf/layout/patch_installation.py": {"setattr"},  # likewise
        "pdf/layout/margin_box_layout.py": {"setattr"},  # borders of a page of ours
    }


@pytest.mark.parametrize(
    "code",
    [
        "import weasyprint.layout\nweasyprint.layout.make_page = None",
        "from weasyprint.layout import page as paged\npaged.make_page, other = None, None",
        "from pyphen import LANGUAGES\nLANGUAGES['de'] = 'de_AT'",
        "from weasyprint.draw.text import draw_text\ndraw_text.__code__ = None",
        "import pydyf\ndel pydyf.PDF.write",
        "import pydyf\nsetattr(pydyf.PDF, 'write', None)",
    ],
)
def test_a_patch_outside_the_table_is_found(code: str) -> None:
    assert set(patched(ast.parse(code))) - {patch.target for patch in patches.PATCHES}


def test_a_fast_path_is_not_put_in_place_without_what_it_needs() -> None:
    code = (
        "import make_book.pdf.layout\n"
        "from make_book.pdf.layout import patch_installation, patches\n"
        "target = 'weasyprint.draw.text.draw_first_line'\n"
        "patch_installation.LEFT_OUT += [one for one in patches.FAST_PATHS if one.target == target]\n"
        "patch_installation.install()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert "needs that of weasyprint.draw.text.draw_first_line" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("patch", patches.PATCHES, ids=lambda patch: f"{patch.how} {patch.target}")
def test_every_patch_says_why_what_it_was_written_after_and_what_tests_it(patch: patching.Patch) -> None:
    assert len(patch.why) > 20
    assert patch.until
    assert patch.upstream
    assert set(patch.written_after) <= DIGESTS.keys()
    file, _, name = patch.test.partition("::")
    source = (ROOT / file).read_text("utf-8")
    assert re.search(rf"^def {re.escape(name)}\(", source, re.MULTILINE)


def test_every_digest_is_used() -> None:
    assert {dotted for patch in patches.PATCHES for dotted in patch.written_after} == DIGESTS.keys()


def test_another_weasyprint_is_named_before_anything_is_put_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import make_book.pdf.layout\n"
            "from make_book.pdf.layout import patch_digests, patch_installation\n"
            "patch_digests.DIGESTS['weasyprint.layout.make_all_pages'] = '0' * 16\n"
            "patch_installation.install()",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        timeout=60,
    )
    assert done.returncode != 0
    assert "weasyprint.layout.make_all_pages" in done.stderr.splitlines()[-1]
    assert "PatchError" in done.stderr.splitlines()[-1]


def test_what_is_not_in_the_table_is_not_replaced() -> None:
    with pytest.raises(PatchError), patch_installation.replaced({"weasyprint.layout.layout_document": None}):
        pass
    with pytest.raises(PatchError):
        patch_installation.replace_methods(object(), {"layout_footnote": None})


def test_replacements_for_a_while_are_taken_back() -> None:
    own = weasyprint.layout.initialize_page_maker
    with patch_installation.replaced({"weasyprint.layout.initialize_page_maker": len}):
        assert weasyprint.layout.initialize_page_maker is len
    assert weasyprint.layout.initialize_page_maker is own


def test_the_source_of_a_function_is_the_one_that_inspect_finds() -> None:
    function = weasyprint.layout.layout_document
    assert patching.function_source(function.__code__) == inspect.getsource(function)


def test_a_source_that_has_changed_is_not_rewritten() -> None:
    with pytest.raises(PatchError, match="lacks"):
        patching.rewritten(weasyprint.layout.layout_document, ("no such line", ""))
