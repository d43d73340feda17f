"""The same manuscript gives the same bytes, wherever and whenever it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from cli.conftest import tree

ROOT = Path(__file__).parents[2]
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "NO_COLOR": "1", "COLUMNS": "33"}


def built(folder: Path, environ: dict[str, str]) -> dict[str, bytes]:
    shutil.copytree(ROOT / "manuscript", folder / "manuscript")
    settled = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        [sys.executable, "-m", "make_book", "all"],
        cwd=folder,
        env={**settled, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return tree(folder / "dist")


def test_folder_time_zone_locale_and_hash_seed_leave_no_trace(tmp_path: Path) -> None:
    first = built(tmp_path / "a", HERE)
    second = built(tmp_path / "a longer path, with a space" / "b", ELSEWHERE)
    assert {Path(name).suffix for name in first} == {".epub", ".pdf"}
    assert first == second
