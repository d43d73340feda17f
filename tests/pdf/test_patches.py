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

import pydyf
import pytest
import weasyprint
from weasyprint.text import line_break

from make_book.pdf.layout import patches, patching
from make_book.pdf.layout.patch_digests import DIGESTS
from make_book.pdf.layout.patching import PatchError

ROOT = Path(__file__).parents[2]
BENT = {"weasyprint", "pydyf", "pyphen", "cssselect2", "fontTools"}


def outcome(what: str, without: str = "") -> list[str]:
    """Return what a process of its own finds with all patches, or `without` one."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests"), *sys.path])}
    command = [sys.executable, "-m", "pdf.bent", what, without]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=120)
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_space_at_the_end_of_a_run_may_hang_over_the_margin() -> None:
    assert outcome("hanging space") == ["one two"]
    assert outcome("hanging space", "weasyprint.layout.inline.split_first_line") == ["one"]


def test_notes_of_a_line_that_is_moved_go_with_it() -> None:
    assert outcome("lost notes") == []
    assert outcome("lost notes", "weasyprint.layout.block._linebox_layout") != []


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
    patches.install()
    pdf = pydyf.PDF()
    for _ in range(3):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference}))
    assert pdf.page_references is pdf.page_references


def names_of_libraries(tree: ast.Module) -> set[str]:
    """Return the names by which a module knows the libraries, and what it imports from them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.asname or one.name.split(".")[0] for one in node.names if one.name.split(".")[0] in BENT}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in BENT:
            found |= {one.asname or one.name for one in node.names}
    return found


def assigned(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield every attribute and item that is assigned to."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            yield from target.elts if isinstance(target, ast.Tuple) else (target,)


def root_of(target: ast.expr) -> str:
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def bends(tree: ast.Module) -> list[int]:
    """Return the lines that set something on a module or class of a library, as far as names tell."""
    libraries = names_of_libraries(tree)
    found = [
        target.lineno
        for target in assigned(tree)
        if (isinstance(target, ast.Attribute | ast.Subscript) and root_of(target) in libraries)
        or (isinstance(target, ast.Attribute) and target.attr == "__code__")
    ]
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    return found + [call.lineno for call in calls if getattr(call.func, "id", "") in {"setattr", "exec"}]


def test_nothing_is_bent_outside_the_table() -> None:
    folder = ROOT / "src" / "make_book"
    bent = {
        path.relative_to(folder).as_posix(): lines
        for path in sorted(folder.rglob("*.py"))
        if (lines := bends(ast.parse(path.read_text("utf-8"))))
    }
    allowed = {"pdf/layout/patching.py", "pdf/layout/patches.py", "pdf/layout/margin_box_layout.py"}
    assert bent.keys() <= allowed, bent
    # Borders of a page box of ours, not of the library.
    assert len(bent.get("pdf/layout/margin_box_layout.py", ())) <= 2


@pytest.mark.parametrize("patch", patches.PATCHES, ids=lambda patch: f"{patch.how} {patch.target}")
def test_every_patch_says_why_what_it_was_written_after_and_what_tests_it(patch: patching.Patch) -> None:
    assert len(patch.why) > 20
    assert patch.until
    assert patch.upstream
    assert patch.after
    assert set(patch.after) <= DIGESTS.keys()
    file, _, name = patch.test.partition("::")
    source = (ROOT / file).read_text("utf-8")
    assert not name or re.search(rf"^def {re.escape(name)}\(", source, re.MULTILINE)


def test_every_digest_is_used() -> None:
    assert {dotted for patch in patches.PATCHES for dotted in patch.after} == DIGESTS.keys()


def test_another_weasyprint_is_named_before_anything_is_put_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import make_book.pdf.layout\n"
            "from make_book.pdf.layout import patches, patch_digests\n"
            "patch_digests.DIGESTS['weasyprint.layout.make_all_pages'] = '0' * 16\n"
            "patches.install()",
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
    with pytest.raises(PatchError), patches.replaced({"weasyprint.layout.layout_document": None}):
        pass
    with pytest.raises(PatchError):
        patches.give(object(), {"layout_footnote": None})


def test_replacements_for_a_while_are_taken_back() -> None:
    own = weasyprint.layout.make_margin_boxes
    with patches.replaced({"weasyprint.layout.make_margin_boxes": len}):
        assert weasyprint.layout.make_margin_boxes is len
    assert weasyprint.layout.make_margin_boxes is own


def test_the_source_of_a_function_is_the_one_that_inspect_finds() -> None:
    function = weasyprint.layout.layout_document
    assert patching.function_source(function.__code__) == inspect.getsource(function)


def test_a_source_that_has_changed_is_not_rewritten() -> None:
    with pytest.raises(PatchError, match="lacks"):
        patching.rewritten(weasyprint.layout.layout_document, ("no such line", ""))
