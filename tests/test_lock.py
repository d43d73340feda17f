"""The lock files hold one version, with its hashes, of everything that pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]


def extra(name: str) -> list[str]:
    """Return what an extra of ours asks for, and the extras of ours that it names."""
    found = []
    for line in EXTRAS[name]:
        requirement = Requirement(line)
        own = requirement.name == PROJECT["project"]["name"]
        found += [inner for named in sorted(requirement.extras) for inner in extra(named)] if own else [line]
    return found


NEEDED = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
ASKED = {
    "requirements.lock": NEEDED,
    "requirements-dev.lock": [*NEEDED, *extra("dev")],
}


def entries(file: str) -> list[str]:
    """Return the entries of a lock file, each with its hashes on one line."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / file).read_text("utf-8"), flags=re.MULTILINE)
    return text.replace("\\\n", " ").splitlines()


def versions(file: str) -> dict[str, str]:
    """Return the version of each package by its name."""
    found: dict[str, str] = {}
    for entry in entries(file):
        requirement = Requirement(entry.split(" --hash")[0].strip())
        (version,) = requirement.specifier
        assert version.operator == "==", entry
        found[canonicalize_name(requirement.name)] = version.version
    return found


@pytest.mark.parametrize("file", ASKED)
def test_a_lock_file_satisfies_what_pyproject_asks_for(file: str) -> None:
    locked = versions(file)
    for line in ASKED[file]:
        requirement = Requirement(line)
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is in no lock file: run make lock"
        assert requirement.specifier.contains(version, prereleases=True), f"{line} is not {version}: run make lock"


def test_development_runs_on_the_versions_that_books_are_made_with() -> None:
    assert versions("requirements.lock").items() <= versions("requirements-dev.lock").items()


@pytest.mark.parametrize("file", ASKED)
def test_every_package_has_a_hash(file: str) -> None:
    assert [entry for entry in entries(file) if "--hash=sha256:" not in entry] == []
