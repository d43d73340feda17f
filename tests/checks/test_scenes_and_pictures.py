"""What `check` reads of chapters made of scenes, and of pictures that a book shows, links to or leaves out."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from make_book.checks.equality import check_text
from make_book.pipeline import Options, TypesetBook, typeset_book

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'
SCENE = (
    'Scene {0} with a note.[^1]\n\n![The quay](quay.svg "At low water")\n\n'
    'An ![far](https://example.org/f.png) one, ![gone](images/gone.png "Gone") and so on.\n\n'
    '![Remote](https://example.org/a.png "The remote caption")\n\n[^1]: Note {0}.\n'
)


def book(root: Path, remote: str) -> TypesetBook:
    toml = f'[book]\ntitle = "T"\nlanguage = "en"\n\n[images]\nremote = "{remote}"\nmissing = "omit"\n'
    files = {"book.toml": toml}
    for chapter in (1, 2):
        files[f"episodes/ch-{chapter}/quay.svg"] = SVG
        files |= {f"episodes/ch-{chapter}/{scene}.md": SCENE.format(f"{chapter}.{scene}") for scene in (1, 2)}
    for name, text in files.items():
        (root / "manuscript" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "manuscript" / name).write_text(text, encoding="utf-8")
    return typeset_book(root, Options())


@pytest.mark.parametrize("remote", ["link", "omit"])
def test_scenes_and_pictures_of_every_kind_raise_no_alarm(tmp_path: Path, remote: str) -> None:
    made = book(tmp_path, remote)
    assert check_text(made.sections, [source.texts for source in made.manuscript.episodes]) == ()


@pytest.mark.parametrize("lost", ["The remote caption", "At low water", "Note 1.2", "Scene 1.2 with"])
def test_what_a_later_scene_loses_is_found(tmp_path: Path, lost: str) -> None:
    made = book(tmp_path, "link")
    at = next(number for number, one in enumerate(made.sections) if one.kind == "episode")
    before, found, after = made.sections[at].xhtml.rpartition(lost)
    assert found
    damaged = msgspec.structs.replace(made.sections[at], xhtml=before + after)
    sections = (*made.sections[:at], damaged, *made.sections[at + 1 :])
    findings = check_text(sections, [source.texts for source in made.manuscript.episodes])
    assert [finding.code for finding in findings] == ["FTH-001"]
