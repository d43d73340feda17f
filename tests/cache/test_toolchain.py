"""The toolchain's fingerprint: changed by whatever a book depends on beside the manuscript, and quick."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from make_book.cache import toolchain as module


@pytest.fixture
def fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """A small installation: its fingerprint as a new process finds it."""
    for name in ("src/make_book/a.py", "styles/print.css", "site/lxml-6.1.0.dist-info/METADATA", "fonts/a.ttf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "src" / "make_book")
    monkeypatch.setattr(module, "_FONTS", (str(tmp_path / "fonts"), str(tmp_path / "none")))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), str(tmp_path / "none"), ""])
    return module.toolchain.__wrapped__


def test_it_is_the_same_from_run_to_run(fingerprint: Callable[[], str], tmp_path: Path) -> None:
    before = fingerprint()
    (tmp_path / "src" / "make_book" / "__pycache__").mkdir()
    (tmp_path / "src" / "make_book" / "__pycache__" / "a.cpython-311.pyc").write_text("compiled")
    assert fingerprint() == before


@pytest.mark.parametrize(
    "edited",
    [
        "src/make_book/a.py",
        "src/make_book/locales/de.toml",
        "styles/print.css",
        "styles/templates/new.xhtml",
        "site/new-1.0.dist-info/METADATA",
        "fonts/b.ttf",
    ],
)
def test_an_edit_changes_it(fingerprint: Callable[[], str], tmp_path: Path, edited: str) -> None:
    before = fingerprint()
    (tmp_path / edited).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / edited).write_text("two")
    assert fingerprint() != before


def test_text_that_moves_from_one_file_to_the_next_changes_it(fingerprint: Callable[[], str], tmp_path: Path) -> None:
    (tmp_path / "src" / "make_book" / "b.py").write_text("two")
    before = fingerprint()
    (tmp_path / "src" / "make_book" / "a.py").write_text("onet")
    (tmp_path / "src" / "make_book" / "b.py").write_text("wo")
    assert fingerprint() != before


@pytest.mark.parametrize(
    "name", ["HB_SHAPER_LIST", "FONTCONFIG_FILE", "FREETYPE_PROPERTIES", "PANGOCAIRO_BACKEND", "XDG_CONFIG_HOME"]
)
def test_a_setting_of_text_layout_changes_it(
    fingerprint: Callable[[], str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = fingerprint()
    monkeypatch.setenv(name, "fallback")
    assert fingerprint() != before
    monkeypatch.setenv("OF_NO_CONCERN", "fallback")
    monkeypatch.delenv(name)
    assert fingerprint() == before


@pytest.mark.parametrize("option", ["-O", "-OO"])
def test_python_without_assertions_changes_it(option: str) -> None:
    def of(*options: str) -> str:
        program = "from make_book.cache.toolchain import toolchain; print(toolchain())"
        return subprocess.run(
            [sys.executable, *options, "-c", program], check=True, capture_output=True, text=True
        ).stdout

    assert of(option) != of() == of()


def test_a_system_without_the_libraries_has_a_fingerprint_too(
    fingerprint: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint()
    monkeypatch.setattr(module, "_LIBRARIES", (("pango_version", ("libno-such-thing.so.0",)),))
    assert fingerprint() != before


def test_a_library_without_the_function_is_one_without_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    names = module._LIBRARIES[0][1]
    monkeypatch.setattr(module, "_LIBRARIES", (("no_such_function", names),))
    assert list(module._libraries()) == ["no no_such_function"]
