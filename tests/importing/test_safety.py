"""Import never writes outside the book, never half, and answers hostile input with findings in bounded time."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from pathlib import Path

import pytest

from make_book.findings import BookError
from make_book.importing import import_clippings, prepare
from make_book.importing.book_files import half_written
from make_book.importing.clippings import Gathered, gather
from make_book.importing.import_record import PLACE, sha256
from make_book.importing.import_values import Clipping

TEXT = (
    b" date 2021-03-01 Title one. Nobody paid. Rosa Anker tells of the flood in Vell. Episode 1.\n\nThe water came.\n"
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    (folder / "manuscript" / "episodes").mkdir(parents=True)
    return folder


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.txt"
    path.write_bytes(TEXT)
    return path


def archive(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def outside(tmp_path: Path) -> dict[str, bytes]:
    return {name: data for name, data in tree(tmp_path).items() if not name.startswith("book/")}


# -- the record ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("clip.txt", {"target": "../victim.txt"}),
        ("clip.txt", {"target": "manuscript/episodes/../../../victim.txt"}),
        ("clip.txt", {"target": "{tmp}/victim.txt"}),
        ("clip.txt", {"target": "manuscript/book.toml"}),
        ("clip.txt", {"target": "styles/epub.css"}),
        ("clip.txt", {"target": "manuscript/episodes/./x.md"}),
        ("clip.txt", {"target": "C:\\victim.md"}),
        ("../../../victim.txt", {"target": "manuscript/episodes/x.md"}),
        ("{tmp}/victim.txt", {}),
        ("import.json", {}),
        ("copy.txt", {"copy-of": "../../../victim.txt"}),
    ],
)
def test_a_record_of_unknown_origin_names_no_place_to_write(
    name: str, entry: dict[str, str], tmp_path: Path, book: Path, clip: Path
) -> None:
    (tmp_path / "victim.txt").write_bytes(b"VICTIM")
    (book / "manuscript" / "book.toml").write_bytes(b"[book]\n")
    before = outside(tmp_path)
    filled = {key: value.format(tmp=tmp_path) for key, value in entry.items()}
    digest = sha256(TEXT)
    record = {"version": 1, "sources": {name.format(tmp=tmp_path): {"sha256": digest, **filled}}}
    (book / PLACE).parent.mkdir(parents=True)
    (book / PLACE).write_text(json.dumps(record, indent=2), encoding="utf-8")
    made = import_clippings([clip], book, force=True)
    assert outside(tmp_path) == before
    assert (book / "manuscript" / "book.toml").read_bytes() == b"[book]\n"
    assert all(path.startswith(("manuscript/episodes/", "manuscript/raw/")) for path in made.plan.files)
    found = next(finding for finding in made.findings if finding.code == "IMP-025")
    assert found.span is not None
    assert (found.span.file, found.span.line) == (PLACE, 4)


@pytest.mark.parametrize("data", [b"[" * 100_000, b"\xff\xfe", b"{}", b'{"version": 7, "sources": 3}', b"null"])
def test_a_record_that_is_no_record_stops_nothing(data: bytes, book: Path, clip: Path) -> None:
    (book / PLACE).parent.mkdir(parents=True)
    (book / PLACE).write_bytes(data)
    assert [d.action for d in import_clippings([clip], book).plan.decisions] == ["create"]


# -- links --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["manuscript", "manuscript/episodes", "manuscript/raw", "manuscript/episodes/sub"])
def test_a_folder_that_is_a_link_out_of_the_book_is_refused(place: str, tmp_path: Path, book: Path, clip: Path) -> None:
    (tmp_path / "out").mkdir()
    link = book / place
    if place in ("manuscript", "manuscript/episodes"):
        (book / "manuscript" / "episodes").rmdir()
    if place == "manuscript":
        link.rmdir()
    link.symlink_to(tmp_path / "out", target_is_directory=True)
    with pytest.raises(BookError) as refused:
        import_clippings([clip], book)
    assert [finding.code for finding in refused.value.findings] == ["MAN-046"]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_link_out_where_a_file_is_to_be_written_is_refused(tmp_path: Path, book: Path, clip: Path) -> None:
    (tmp_path / "victim").write_bytes(b"VICTIM")
    (book / "manuscript" / "episodes" / "001-title-one.md").symlink_to(tmp_path / "victim")
    with pytest.raises(BookError, match="MAN-046"):
        import_clippings([clip], book)
    assert (tmp_path / "victim").read_bytes() == b"VICTIM"


def test_a_dangling_link_is_refused_too(tmp_path: Path, book: Path, clip: Path) -> None:
    (book / "manuscript" / "raw").symlink_to(tmp_path / "nowhere")
    with pytest.raises(BookError, match="MAN-046"):
        import_clippings([clip], book)
    assert not (tmp_path / "nowhere").exists()


# -- all or nothing -----------------------------------------------------------------------------

CLASHES = [
    {"a": TEXT, "a/b.txt": TEXT.replace(b"water", b"tide")},
    {"import.json/x.txt": TEXT},
    {"IMPORT.JSON": TEXT},
    {"x.txt": TEXT, "X.TXT": TEXT.replace(b"water", b"tide"), "X.txt": TEXT.replace(b"water", b"ebb")},
    {"\u00e9.txt": TEXT, "e\u0301.txt": TEXT.replace(b"water", b"tide")},
    {"长" * 76 + ".txt": TEXT, "é" * 120 + ".txt": TEXT.replace(b"water", b"tide")},
    {"con": TEXT, "a/nul.txt": TEXT.replace(b"water", b"tide")},
    {"/".join(["d" * 50] * 40) + "/x.txt": TEXT},
]


@pytest.mark.parametrize("members", CLASHES, ids=range(len(CLASHES)))
def test_names_that_clash_are_all_imported_and_a_second_import_changes_nothing(
    members: dict[str, bytes], tmp_path: Path, book: Path
) -> None:
    (tmp_path / "all.zip").write_bytes(archive(members))
    made = import_clippings([tmp_path / "all.zip"], book)
    raw = {name: data for name, data in tree(book).items() if name.startswith("manuscript/raw/")} | {PLACE: b""}
    assert sorted(raw.values()) == sorted([*members.values(), b""])
    assert len({name.casefold() for name in raw}) == len(raw)
    before = tree(book)
    assert import_clippings([tmp_path / "all.zip"], book).plan.files == {}
    assert tree(book) == before
    if len(members) > 1 and len({name.casefold().encode() for name in members}) < len(members):
        assert "IMP-027" in {finding.code for finding in made.findings}


def test_an_import_that_is_stopped_while_it_writes_leaves_the_book_as_it_was(
    tmp_path: Path, book: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_clippings([clip], book)
    (tmp_path / "all.zip").write_bytes(
        archive({"clip.txt": TEXT.replace(b"water", b"tide"), "sub/two.txt": TEXT.replace(b"1", b"2")})
    )
    before, folders = tree(book), sorted(book.rglob("*"))
    rename, left = Path.replace, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left == 0:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    for stop_at in range(1, 5):
        left = stop_at
        with pytest.raises(KeyboardInterrupt):
            import_clippings([tmp_path / "all.zip"], book, force=True)
        assert tree(book) == before
        assert sorted(book.rglob("*")) == folders


def test_a_raw_file_of_somebody_else_is_not_overwritten(book: Path, clip: Path) -> None:
    mine = book / "manuscript" / "raw" / "clip.txt"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    import_clippings([clip], book)
    assert mine.read_bytes() == b"mine"


def test_what_a_killed_import_left_is_swept(tmp_path: Path, book: Path, clip: Path) -> None:
    old = book / "manuscript" / "episodes" / "sub" / ".x.md.99.part"
    young = book / "manuscript" / "episodes" / ".y.md.98.part"
    for part in (old, young):
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(b"half")
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    import_clippings([clip], book)
    assert [path.name for path in half_written(book / "manuscript")] == [".y.md.98.part"]


# -- archives, pipes, devices -------------------------------------------------------------------


def damaged(how: int) -> bytes:
    data = bytearray(archive({"a.txt": b"".join(bytes([n % 251]) * 3 for n in range(2000)), "b.txt": TEXT}, how))
    start = 30 + len("a.txt")
    data[start + 8 : start + 60] = bytes(b ^ 0xFF for b in data[start + 8 : start + 60])
    return bytes(data)


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_is_a_finding_and_the_others_are_read(how: int, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(damaged(how))
    gathered = gather([tmp_path / "all.zip"])
    assert [clipping.name for clipping in gathered.clippings] == ["b.txt"]
    assert [(f.code, str(f.span)) for f in gathered.findings] == [("IMP-004", "all.zip/a.txt")]


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_to_an_archive_is_a_crash(seed: int, tmp_path: Path) -> None:
    how = (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)[seed % 3]
    data = bytearray(archive({"a.txt": TEXT * 9, "b/c.txt": TEXT}, how))
    for step in range(6):
        data[(seed * 7919 + step * 104_729) % len(data)] ^= 1 << (seed + step) % 8
    (tmp_path / "all.zip").write_bytes(data)
    gathered = gather([tmp_path / "all.zip"])
    prepare(gathered, {})


def test_links_locked_members_and_names_that_lead_out_are_findings(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("good.txt", TEXT)
        for name in ("../up.txt", "/abs.txt", "C:/drive.txt", "..\\back.txt"):
            made.writestr(name, TEXT)
    (tmp_path / "all.zip").write_bytes(buffer.getvalue())
    gathered = gather([tmp_path / "all.zip"])
    assert [clipping.name for clipping in gathered.clippings] == ["good.txt"]
    assert [finding.code for finding in gathered.findings] == ["IMP-004"] * 5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_devices_are_findings_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = gather([tmp_path / "pipe", Path("/dev/zero")])
    assert [finding.code for finding in found.findings] == ["IMP-004", "IMP-004"]
    assert [finding.code for finding in gather([tmp_path]).findings] == ["IMP-004"]


def test_names_that_are_no_utf8_are_read_and_written(tmp_path: Path, book: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        (folder / os.fsdecode(b"caf\xe9.txt")).write_bytes(TEXT)
    except OSError:
        pytest.skip("this file system takes no such names")
    import_clippings([folder], book)
    assert "manuscript/raw/caf_.txt" in tree(book)


def test_links_in_a_folder_that_lead_out_are_findings(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"no")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "folder" / "loop").symlink_to(tmp_path / "folder" / "loop")
    (tmp_path / "folder" / "up").symlink_to(tmp_path, target_is_directory=True)
    gathered = gather([tmp_path / "folder"])
    assert gathered.clippings == ()
    assert [str(finding.span) for finding in gathered.findings] == ["link.txt", "up"]


# -- time ---------------------------------------------------------------------------------------

PIECES = [
    "“", "” ", "“ ", "a “b ", "word ", "Episode ", "Episode 1 ", "x, ”y ", "A. ", "Photo: ", "\n\n“a", " ", "\n",
    "...", "â€™", "‘a ", "here ", "[", "#", "-",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_of_reading_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = f"date 2020-10-13 HEAD. Body.\n\nBody text. {piece * (size // len(piece))}\n"
        began = time.process_time()
        prepare(Gathered((Clipping("a.txt", text.encode()),), ()), {})
        return time.process_time() - began

    seconds(2_000)
    assert seconds(120_000) < max(2.0, 40 * seconds(12_000))
