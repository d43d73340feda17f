"""EPUBCheck (both versions) and Ace find what is wrong with a file, so that their silence means something."""

from pathlib import Path

import pytest

import gates
from checks.small_book import SECTIONS, packed


@pytest.fixture
def poor(tmp_path: Path) -> Path:
    path = tmp_path / "poor.epub"
    path.write_bytes(packed(SECTIONS))
    return path


@pytest.mark.gate
@pytest.mark.parametrize("version", ["5.3.0", "4.2.6"])
def test_epubcheck_finds_what_a_poor_file_lacks(poor: Path, version: str) -> None:
    findings = gates.epubcheck(poor, version)
    assert "CHK-010" in {f.code for f in findings}
    assert any("PKG-006" in f.message for f in findings)


@pytest.mark.gate
def test_ace_does_not_pass_a_poor_file(poor: Path) -> None:
    assert {f.code for f in gates.ace(poor)} <= {"CHK-004", "CHK-020"}
    assert gates.ace(poor) != ()
