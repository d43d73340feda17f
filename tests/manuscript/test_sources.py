"""Folders read: what is taken, what is left, and that nothing a file holds can stop the reading."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from make_book.compose import compose
from make_book.findings import BookError, Finding
from make_book.manuscript.root import find_root
from make_book.manuscript.selection import Selection
from make_book.manuscript.sources import read

TOML = '[book]\ntitle = "The Ferry"\nlanguage = "en"\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3" width="4" height="3"/>'


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write(
        tmp_path / "book",
        {
            "manuscript/book.toml": TOML,
            "manuscript/episodes/2020/002.md": "Two\n",
            "manuscript/episodes/001.md": "One, ![A quay](images/quay.svg)\n",
            "manuscript/episodes/.001.md.swp": "no",
            "manuscript/foreword.md": "Read on.\n",
            "manuscript/images/quay.svg": SVG,
            "manuscript/raw/old.md": "no",
            "manuscript/README.md": "no",
        },
    )


def test_a_folder_is_read_in_order_and_nothing_else_is(book: Path) -> None:
    manuscript, findings = (result := read(book)).manuscript, result.findings
    assert findings == ()
    assert [one.body.file for one in manuscript.episodes] == [
        "manuscript/episodes/001.md",
        "manuscript/episodes/2020/002.md",
    ]
    assert [piece.name for piece in manuscript.matter] == ["foreword"]
    assert [(image.path, image.width, image.height) for image in manuscript.images] == [("images/quay.svg", 4, 3)]


def test_root_and_manuscript_folder_give_the_same(book: Path) -> None:
    assert read(book) == read(book / "manuscript")


def test_the_working_folder_does_not_matter(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absolute = read(book)
    monkeypatch.chdir(book / "manuscript")
    assert read(Path()) == absolute
    assert read(Path("..")) == absolute


def test_the_nearest_book_upward_is_found(book: Path) -> None:
    assert find_root(book / "manuscript" / "episodes" / "2020") == book.resolve()
    with pytest.raises(BookError, match="MAN-001"):
        find_root(book.parent)


def test_bom_and_windows_line_ends_are_no_faults(tmp_path: Path) -> None:
    text = "\ufeff---\r\nnumber: 1\r\ntitle: Cafe\u0301\r\n---\r\n\r\nOne\r\nTwo\r\n"
    result = read(
        write(tmp_path, {"manuscript/book.toml": TOML.replace("\n", "\r\n"), "manuscript/episodes/1.md": text})
    )
    assert result.findings == ()
    (episode,) = result.manuscript.episodes
    assert episode.head.title == "Café"
    assert episode.body.text == "\nOne\nTwo\n"
    assert episode.body.first_line == 5


def test_a_page_bundle_is_called_by_its_folder(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "manuscript/book.toml": TOML,
        "manuscript/episodes/007-the-tide/index.md": "Text\n",
    }
    (episode,) = read(write(tmp_path, files)).manuscript.episodes
    assert (episode.name, episode.head.number, episode.head.title) == ("007-the-tide", 7, "The tide")


@pytest.mark.parametrize("what", ["episodes", "images", "episodes/002.md", "images/x.svg", "foreword.md"])
def test_links_out_of_the_book_are_refused(tmp_path: Path, what: str) -> None:
    outside = write(tmp_path / "outside", {"x.md": "secret", "x.svg": SVG})
    root = write(tmp_path / "book", {"manuscript/book.toml": TOML, "manuscript/other/001.md": "One\n"})
    link = root / "manuscript" / what
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(outside / f"x{link.suffix}" if link.suffix else outside)
    result = read(root)
    assert ("MAN-046", f"manuscript/{what}") in [(f.code, str(f.span)) for f in result.findings]
    assert b"secret" not in repr(result.manuscript).encode()
    assert result.manuscript.images == ()


def test_a_link_in_a_circle_leads_to_no_file(tmp_path: Path) -> None:
    root = write(tmp_path, {"manuscript/book.toml": TOML, "manuscript/episodes/001.md": "One\n"})
    (root / "manuscript/episodes/002.md").symlink_to("002.md")
    assert ("MAN-048", "manuscript/episodes/002.md") in [(f.code, str(f.span)) for f in read(root).findings]


@pytest.mark.parametrize("cover", ["../../secret.svg", "/etc/passwd"])
def test_a_cover_from_outside_is_refused(tmp_path: Path, cover: str) -> None:
    write(tmp_path, {"secret.svg": SVG})
    root = write(tmp_path / "book", {"manuscript/book.toml": f'{TOML}cover = "{cover}"\ncover-alt = "x"\n'})
    result = read(root)
    assert result.manuscript.cover is None
    assert "MAN-011" in {finding.code for finding in result.findings}


def test_a_picture_that_differs_in_capitals_only_is_told(book: Path) -> None:
    (book / "manuscript/images/Quay.svg").write_text(SVG)
    if len(list((book / "manuscript/images").iterdir())) == 1:
        pytest.skip("this file system does not tell capitals apart")
    assert "MAN-050" in {finding.code for finding in read(book).findings}


def test_of_two_sections_of_one_name_one_is_not_dropped_in_silence(book: Path) -> None:
    (book / "manuscript/foreword.MD").write_text("Another.\n")
    (book / "manuscript/readme.MD").write_text("no")
    if len(list((book / "manuscript").glob("[fF]*"))) == 1:
        pytest.skip("this file system does not tell capitals apart")
    (finding,) = read(book).findings
    assert (finding.code, str(finding.span)) == ("MAN-050", "manuscript/foreword.md")
    assert "foreword.MD" in finding.message


@pytest.mark.parametrize("cover", [f"images/{'x' * 300}.jpg", "x/" * 3000 + "y.jpg"])
def test_a_cover_whose_name_no_file_can_have_is_missing(tmp_path: Path, cover: str) -> None:
    toml = f'{TOML}cover = "{cover}"\ncover-alt = "x"\n'
    result = read(write(tmp_path, {"manuscript/book.toml": toml, "manuscript/episodes/1.md": "One\n"}))
    assert [finding.code for finding in result.findings] == ["MAN-011"]


@pytest.mark.parametrize("what", ["book.toml", "episodes/001.md", "foreword.md", "images/quay.svg"])
def test_a_file_that_cannot_be_read_is_told_of_once(book: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path == book / "manuscript" / what:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert [(f.code, str(f.span)) for f in read(book).findings] == [("MAN-048", f"manuscript/{what}")]


@pytest.mark.parametrize("what", ["episodes", "episodes/2020", "images"])
def test_a_folder_that_cannot_be_read_is_told_of_once(book: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.scandir

    def refused(folder: Path) -> Iterator[os.DirEntry[str]]:
        if Path(folder) == book / "manuscript" / what:
            raise PermissionError(errno.EACCES, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "scandir", refused)
    assert [(f.code, str(f.span)) for f in read(book).findings] == [("MAN-048", f"manuscript/{what}")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["", "title ="])
def test_a_book_toml_in_utf_16_is_told_of_once(book: Path, encoding: str, ends: str) -> None:
    text = TOML.replace("Ferry", "Fähre").replace("\n", "\r\n") + ends
    (book / "manuscript/book.toml").write_bytes(text.encode(encoding))
    (finding,) = read(book).findings
    assert (finding.code, finding.message) == ("MAN-040", "this is UTF-16, not UTF-8")


FAULTS: dict[str, str | bytes] = {
    "manuscript/book.toml": (
        '[book]\ntitle = 3\npubisher = "Lee"\nlanguage = "plain english"\nisbn = "978-3-16-148410-1"\n'
        'date = "2020-02-31"\ncover = "images/none.png"\n\n[order]\nparts = "list"\n\n'
        '[sections]\nfront = ["forword"]\nback = ["glossary"]\n\n[editions.pdf]\ntrim = "5by8"\n\n'
        '[[contributor]]\nname = "Ida"\nrole = "ilustrator"\n\n'
        '[[part]]\ntitle = "Spring"\nfrom = 1\nto = 3\n\n[[part]]\ntitle = "Summer"\nepisodes = [2, 99]\n'
    ),
    "manuscript/episodes/001.md": "---\nnumber: 1\ntitle: a: b\n---\n\nText\n",
    "manuscript/episodes/002.md": "---\nnumber: 2\ndate: 2020-02-01\nnarator: R.\ntitle: [x]\n---\n\n[](episode:77)\n",
    "manuscript/episodes/003.md": "---\nnumber: 4\nnumber: 5\ndate: 2020-01-01\n---\n\n![A pier](images/pier.png)\n",
    "manuscript/episodes/004b.md": "---\nnumber: 4\n---\n",
    "manuscript/episodes/008.md": b"Caf\xe9\n",
    "manuscript/episodes/009.md": "Nul\0\n",
    "manuscript/episodes/010.md": "",
    "manuscript/episodes/011.md": "---\ntitle: open\n",
    "manuscript/episodes/012.md": "Bell\x07 and [^1] a note.\n",
    "manuscript/episodes/loose.md": "Text\n",
    "manuscript/forword.md": "Text\n",
    "manuscript/preface.md": "---\nnumber: 1\n---\nText\n",
    "manuscript/images/quay.png": "no picture",
}


def findings_in(root: Path) -> tuple[Finding, ...]:
    result = read(root)
    return (*result.findings, *compose(result.manuscript).findings)


def test_more_than_twenty_different_faults_are_told_in_one_run(tmp_path: Path) -> None:
    findings = findings_in(write(tmp_path, FAULTS))
    with_line = {finding.code for finding in findings if finding.span and finding.span.line}
    assert len(with_line) >= 30, sorted(with_line)
    assert {"MAN-053", "MAN-051", "TXT-001"} <= with_line


FRAGMENTS = st.sampled_from(
    b"---\n|+++\n|title: x\n|number: 1\n|date: 2020-10-13\n|[book]\n|title = 'x'\n|\xff\xfe|\xef\xbb\xbf|\0|\xe9"
    b"|# Head\n|[](episode:1)\n|![a](images/b.png)\n|[|{|: |- |\r|\n|&a *a\n".split(b"|")
)
BYTES = st.one_of(st.binary(max_size=60), st.lists(FRAGMENTS, max_size=12).map(b"".join))


@given(BYTES, BYTES, BYTES)
def test_no_bytes_whatever_raise(toml: bytes, episode: bytes, foreword: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, str | bytes] = {
            "manuscript/book.toml": toml,
            "manuscript/episodes/1.md": episode,
            "manuscript/foreword.md": foreword,
        }
        result = read(write(Path(folder), files), drafts=True)
        compose(result.manuscript, Selection(only=("1",)))
    names = {finding.span.file for finding in result.findings if finding.span}
    assert all(name.startswith("manuscript") and os.sep * 2 not in name for name in names)


def test_a_serial_of_many_years_is_read_whole(shared: Path, tmp_path: Path) -> None:
    write(tmp_path, {"manuscript/book.toml": TOML})
    (tmp_path / "manuscript/episodes").symlink_to(shared / "corpus/pepys-1660")
    assert "MAN-046" in {finding.code for finding in read(tmp_path).findings}
    (tmp_path / "manuscript/episodes").unlink()
    for path in (shared / "corpus/pepys-1660").glob("*.md"):
        write(tmp_path, {f"manuscript/episodes/{path.name}": path.read_bytes()})
    result = read(tmp_path)
    assert len(result.manuscript.episodes) == 358
    assert [finding.code for finding in result.findings] == ["MAN-061", "MAN-062"]
