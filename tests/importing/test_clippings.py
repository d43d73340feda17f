from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from make_book.importing import clippings
from make_book.importing.clippings import gather


def archive(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def test_files_folders_and_zips_give_the_same_clippings(tmp_path: Path) -> None:
    members = {"a.txt": b"A", "sub/b.txt": b"B"}
    folder = tmp_path / "folder"
    for name, data in members.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / ".hidden").write_bytes(b"no")
    (tmp_path / "all.zip").write_bytes(archive({**members, "__MACOSX/a.txt": b"no"}))
    assert gather([folder]) == gather([tmp_path / "all.zip"])
    assert {c.name: c.data for c in gather([folder]).clippings} == members
    assert [c.name for c in gather([folder / "sub" / "b.txt"]).clippings] == ["b.txt"]


@pytest.mark.parametrize(
    ("members", "left"),
    [
        ({"../out.txt": b"no", "a.txt": b"A"}, ["a.txt"]),
        ({"bomb.txt": b"0" * 5_000_000, "a.txt": b"A"}, ["a.txt"]),
        ({"large.txt": bytes(range(256)) * 40_000, "a.txt": b"A"}, ["a.txt"]),
    ],
)
def test_unsafe_members_of_a_zip_are_findings_and_the_rest_goes_on(
    members: dict[str, bytes], left: list[str], tmp_path: Path
) -> None:
    (tmp_path / "all.zip").write_bytes(archive(members))
    gathered = gather([tmp_path / "all.zip"])
    assert [clipping.name for clipping in gathered.clippings] == left
    assert [finding.code for finding in gathered.findings] == ["IMP-004"]


def test_a_broken_zip_is_a_finding(tmp_path: Path) -> None:
    whole = archive({"a.txt": b"A" * 100})
    (tmp_path / "all.zip").write_bytes(whole[:20] + b"\xff" * 40 + whole[60:])
    assert {finding.code for finding in gather([tmp_path / "all.zip"]).findings} == {"IMP-004"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (archive({"a.txt": b"A" * 100})[:-10], "the archive is broken: "),
        (b"PK\3\4 and no more", "the archive is broken: "),
        (archive({}), "the archive is empty"),
        (archive({"inner.zip": archive({"a.txt": b"A"})}), "an archive in the archive is not opened"),
    ],
)
def test_a_zip_that_gives_nothing_says_why(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(data)
    gathered = gather([tmp_path / "all.zip"])
    (finding,) = gathered.findings
    assert (gathered.clippings, finding.code, finding.message[: len(message)]) == ((), "IMP-004", message)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clippings, "MOST_FILES", 2)
    (tmp_path / "all.zip").write_bytes(archive({f"{n}.txt": b"A" for n in range(3)}))
    gathered = gather([tmp_path / "all.zip"])
    assert (gathered.clippings, [finding.code for finding in gathered.findings]) == ((), ["IMP-004"])


def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"no")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert gather([tmp_path / "folder"]).clippings == ()
