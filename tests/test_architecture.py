"""The rules of the code: who may import whom, which module knows which library, how large things grow, names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import make_book
from make_book.codes import CODES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "make_book"
MODULES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}

ADAPTERS: dict[str, str | tuple[str, ...]] = {
    "PIL": "pictures.py",
    "babel": "text/languages.py",
    "bidi": "checks/turned_lines.py",
    "cssselect2": "pdf/layout/",
    "ebooklib": "epub/package.py",
    "fontTools": "typeset/fonts.py",
    "fontpkg_amiri": "typeset/fonts.py",
    "fontpkg_eb_garamond": "typeset/fonts.py",
    "fontpkg_frank_ruhl_libre": "typeset/fonts.py",
    "feedparser": "importing/feed_reader.py",
    "ftfy": "importing/repair.py",
    "jinja2": "typeset/templates.py",
    "lxml": ("xhtml.py", "importing/html_tree.py"),
    "mammoth": "importing/word_reader.py",
    "markdown": "text/markdown/",
    "markdown_it": "checks/second_reader/",
    "markupsafe": "typeset/templates.py",
    "mdit_py_plugins": "checks/second_reader/",
    "pikepdf": "checks/tagged_pdf/",
    "pydyf": "pdf/layout/",
    "pyphen": "typeset/linebreak.py",
    "pillow_heif": "pictures.py",
    "pypdfium2": "checks/pdfium.py",
    "resvg_py": "typeset/cover.py",
    "striprtf": "importing/rtf_reader.py",
    "starlette": "serving/app.py",
    "tinycss2": "css.py",
    "uharfbuzz": "typeset/lettering.py",
    "uvicorn": "serving/server.py",
    "watchfiles": "serving/file_changes.py",
    "weasyprint": "pdf/layout/",
    "webvtt": "importing/transcript_reader.py",
    "yaml": "manuscript/frontmatter_yaml.py",
}
"""Each library has one adapter: a module, or a package that does nothing else."""
EVERYWHERE = {"msgspec"}

LARGEST_MODULE, LARGEST_FUNCTION = 400, 60
LARGER: dict[str, str] = {}
"""Modules (`text/a.py`) and functions (`text/a.py:name`) that may be larger, each with its reason."""

BANNED_CALLS = re.compile(r"\b(?:datetime\.now|utcnow|date\.today|time\.time\(|uuid[14]\(|localtime|getrandom|urandom)")
HEAVY = {
    "PIL", "babel", "ebooklib", "feedparser", "fontTools", "ftfy", "jinja2", "lxml",
    "markdown", "mammoth", "markdown_it", "pikepdf",
    "pillow_heif", "pypdfium2", "resvg_py", "starlette", "tinycss2", "uharfbuzz", "uvicorn", "watchfiles",
    "weasyprint", "yaml",
}  # fmt: skip


def ranks() -> dict[str, int]:
    """Return the rank of every room, as the docstring of the package orders them."""
    lines = iter((make_book.__doc__ or "").splitlines())
    next(line for line in lines if line.startswith("Imports run one way"))
    next(lines)
    chain = " ".join(line.strip() for line in iter(lambda: next(lines).strip(), ""))
    return {room: rank for rank, group in enumerate(chain.split("->")) for room in re.findall(r"\w+", group)}


def room(module: str) -> str:
    """Return the top-level room of a module's path or dotted name."""
    return re.split(r"[/.]", module.removesuffix(".py"))[0]


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield the dotted names of all that `tree` imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            # A module that is taken out of a package is what is meant, not the package.
            if not all(f"{name.removeprefix('make_book.').replace('.', '/')}.py" in MODULES for name in names):
                yield node.module or ""
            yield from names


def ours(tree: ast.Module) -> set[str]:
    """Return the paths of our own modules that `tree` imports."""
    found = set()
    for name in imports(tree):
        path = name.removeprefix("make_book.").replace(".", "/") if name.startswith("make_book.") else None
        found |= {file for file in (f"{path}.py", f"{path}/__init__.py") if path and file in MODULES}
    return found


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room(module) for module in MODULES} - {"__init__", "__main__"} == ranks().keys()


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_run_one_way(module: str) -> None:
    order = ranks()
    if room(module) in ("__init__", "__main__"):
        return
    for imported in ours(MODULES[module]):
        if room(imported) != room(module) and room(imported) != "__init__":
            assert order[room(imported)] < order[room(module)], f"{module} must not import {imported}"


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {module: ours(tree) - {module} for module, tree in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_library_is_known_to_its_adapter_only(module: str) -> None:
    for name in imports(MODULES[module]):
        library = name.split(".")[0]
        if library in sys.stdlib_module_names or library in EVERYWHERE | {"make_book"}:
            continue
        assert library in ADAPTERS, f"{library} (in {module}) has no adapter"
        assert module.startswith(ADAPTERS[library]), f"{library} belongs to {ADAPTERS[library]}, not to {module}"


def functions() -> Iterator[tuple[str, int]]:
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{module}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def lengths() -> dict[str, int]:
    return {module: len((SOURCE / module).read_text("utf-8").splitlines()) for module in MODULES}


def test_modules_and_functions_stay_small() -> None:
    large = {name for name, lines in lengths().items() if lines > LARGEST_MODULE}
    large |= {name for name, lines in functions() if lines > LARGEST_FUNCTION}
    assert large == LARGER.keys(), "too large without a reason, or a reason without need"
    assert all(len(reason) > 20 for reason in LARGER.values())


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_module_has_a_clock_of_its_own_or_two_faces(module: str) -> None:
    text = (SOURCE / module).read_text("utf-8")
    assert "TYPE_CHECKING" not in text
    assert "except Exception" not in text or module in {"cli/main.py", "typeset/templates.py"}
    assert not BANNED_CALLS.search(text), "there is one clock: make_book.clock"


def used_codes() -> set[str]:
    """Return the codes that string constants of the source name, the table left out."""
    return {
        node.value
        for module, tree in MODULES.items()
        if module != "codes.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[A-Z]{3}-\d{3}", node.value)
    }


def test_every_code_that_is_used_stands_in_the_table() -> None:
    assert used_codes() - CODES.keys() == set()


def test_every_code_in_the_table_is_used() -> None:
    assert CODES.keys() - used_codes() == set()


def test_every_code_says_what_it_means() -> None:
    meanings = [rule.meaning for rule in CODES.values()]
    assert len(set(meanings)) == len(meanings)
    assert all(10 < len(meaning) < 120 and not meaning.endswith(".") for meaning in meanings)


def test_help_is_quick_because_it_loads_no_heavy_library() -> None:
    code = (
        "import sys\nfrom make_book.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sorted({name.split('.')[0] for name in sys.modules})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "check" in done.stdout + done.stderr
    assert set(done.stderr.split()) & HEAVY == set()


STILL_TWINS = {"reading", "Text", "Places", "Manuscript"}
"""To be renamed."""


def test_no_two_modules_have_one_name() -> None:
    names = Counter(Path(module).stem for module in MODULES if not module.endswith("__init__.py"))
    names += Counter(Path(module).parent.name for module in MODULES if module.endswith("/__init__.py"))
    assert {name for name, many in names.items() if many > 1} - STILL_TWINS == set()


def test_no_two_public_classes_have_one_name() -> None:
    names = Counter(
        node.name
        for tree in MODULES.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, many in names.items() if many > 1} - STILL_TWINS == set()
