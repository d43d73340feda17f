"""The wheel is whole: installed alone in a new environment, it makes a book in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE_DATE_EPOCH = "1600000000"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as a release would build it, with the build back end that is installed, if one is."""
    folder = tmp_path_factory.mktemp("wheel")
    quick = ["--no-isolation"] if find_spec("hatchling") else []
    run([sys.executable, "-m", "build", "--wheel", *quick, "--outdir", str(folder), str(ROOT)], cwd=folder)
    (built,) = folder.glob("make_book-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it. Its dependencies are this environment's, through a .pth file."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    # Everything but make-book itself: its editable install is known to a .pth file, which a .pth file does not read.
    Path(paths["purelib"], "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    install = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(folder / "bin" / "python")]
    run([*install, "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", str(wheel)], cwd=folder)
    return folder / "bin"


def run(command: list[str], cwd: Path) -> str:
    """Run `command` in `cwd` as a stranger would, without this process's Python settings; return its output."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environ |= {"SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.gate
def test_the_wheel_holds_what_the_checkout_holds(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in ((ROOT / "src" / "make_book", "make_book"), (ROOT / "styles", "make_book/styles")):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"{inside}/{path.relative_to(folder).as_posix()}" in held


@pytest.mark.gate
def test_what_is_imported_comes_from_the_wheel(installed: Path) -> None:
    code = (
        "import make_book, make_book.style_files as h; from make_book.text import languages;"
        "print(make_book.__file__, h.shipped_folder(), languages.language('de').label('contents'))"
    )
    package, styles, label = run([str(installed / "python"), "-c", code], cwd=installed).split(maxsplit=2)
    assert Path(package).is_relative_to(installed.parent)
    assert Path(styles).is_relative_to(installed.parent)
    assert label.strip() == "Inhalt"


@pytest.mark.gate
def test_a_book_is_made_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    run([str(installed / "make-book"), "init"], cwd=tmp_path)
    run([str(installed / "make-book"), "all"], cwd=tmp_path)
    made = {path.suffix: path.read_bytes()[:4] for path in (tmp_path / "dist").iterdir() if path.is_file()}
    assert made[".epub"] == b"PK\x03\x04"
    assert made[".pdf"] == b"%PDF"
