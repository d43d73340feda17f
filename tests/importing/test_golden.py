"""Folders of invented clippings in, folders of episodes out. UPDATE_GOLDEN=1 rewrites what is expected."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from make_book.importing import import_clippings, to_json

CLIPPINGS = Path(__file__).with_name("clippings")


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("serial", sorted(path.name for path in CLIPPINGS.iterdir()))
def test_a_serial_becomes_the_expected_episodes(serial: str, tmp_path: Path) -> None:
    made = import_clippings([CLIPPINGS / serial / "in"], tmp_path)
    (tmp_path / "report.json").write_bytes(to_json(made.report))
    expected = CLIPPINGS / serial / "out"
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path, expected, ignore=shutil.ignore_patterns("*.txt"))
    got = tree(tmp_path)
    raw = {name: data for name, data in got.items() if name.endswith(".txt")}
    assert {name: data for name, data in got.items() if name not in raw} == tree(expected)
    assert raw == {
        f"manuscript/raw/{n}": d for n, d in tree(CLIPPINGS / serial / "in").items() if n not in _unread(got)
    }


def _unread(got: dict[str, bytes]) -> set[str]:
    names = set(tree(CLIPPINGS / "en" / "in")) | set(tree(CLIPPINGS / "de" / "in"))
    return {name for name in names if "empty" in name or "picture" in name or "leer" in name}


@pytest.mark.parametrize("serial", sorted(path.name for path in CLIPPINGS.iterdir()))
def test_a_second_import_changes_nothing(serial: str, tmp_path: Path) -> None:
    import_clippings([CLIPPINGS / serial / "in"], tmp_path)
    before = tree(tmp_path)
    again = import_clippings([CLIPPINGS / serial / "in"], tmp_path)
    assert again.plan.files == {}
    assert tree(tmp_path) == before
