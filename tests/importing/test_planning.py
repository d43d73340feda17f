from __future__ import annotations

from pathlib import Path

import pytest

from make_book.importing import import_clippings, rows, to_json
from make_book.importing.import_record import PLACE, read_record

TEXT = " date 2021-03-0{n} Title {word}. Nobody paid. Rosa Anker tells of the flood in Vell. Episode {n}.\n\n{body}\n"
BODIES = [
    "",
    "The water came at three, and nobody slept.",
    "The bread was late, and the bakers were not.",
    "We left on a Thursday, with one suitcase each.",
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "clippings"
    folder.mkdir()
    for n, word in enumerate(["one", "two"], 1):
        (folder / f"{n}.txt").write_text(TEXT.format(n=n, word=word, body=BODIES[n]), encoding="utf-8")
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book"


def actions(source: Path, book: Path, *, force: bool = False) -> list[str]:
    return [decision.action for decision in import_clippings([source], book, force=force).plan.decisions]


def episode(book: Path, name: str = "001-title-one.md") -> Path:
    return book / "manuscript" / "episodes" / name


def test_an_import_writes_episodes_raw_files_and_its_record(source: Path, book: Path) -> None:
    import_clippings([source], book)
    files = sorted(path.relative_to(book).as_posix() for path in book.rglob("*") if path.is_file())
    assert files == [
        "manuscript/episodes/001-title-one.md",
        "manuscript/episodes/002-title-two.md",
        "manuscript/raw/1.txt",
        "manuscript/raw/2.txt",
        "manuscript/raw/import.json",
    ]
    assert (book / "manuscript/raw/1.txt").read_bytes() == (source / "1.txt").read_bytes()


def test_a_dry_run_writes_nothing(source: Path, book: Path) -> None:
    made = import_clippings([source], book, dry_run=True)
    assert len(made.plan.files) == 5
    assert not book.exists()


def test_a_file_edited_by_hand_is_left_shown_and_taken_only_by_force(source: Path, book: Path) -> None:
    import_clippings([source], book)
    episode(book).write_text(episode(book).read_text(encoding="utf-8").replace("three", "four"), encoding="utf-8")
    again = import_clippings([source], book)
    assert [decision.action for decision in again.plan.decisions] == ["edited", "unchanged"]
    assert again.plan.files == {}
    assert "-The water came at four" in again.plan.diff()
    assert "+The water came at three" in again.plan.diff()
    assert ("IMP-020", "manuscript/episodes/001-title-one.md") in {
        (f.code, f.span.file) for f in again.findings if f.span
    }
    assert actions(source, book, force=True) == ["taken", "unchanged"]
    assert "three" in episode(book).read_text(encoding="utf-8")


def test_a_file_that_was_there_before_any_import_is_a_humans(source: Path, book: Path) -> None:
    episode(book, "mine.md").parent.mkdir(parents=True)
    episode(book, "mine.md").write_text("---\ntitle: My own\nnumber: 1\n---\n\nMine.\n", encoding="utf-8")
    assert actions(source, book) == ["edited", "create"]
    assert not episode(book).exists()


def test_a_file_that_was_renamed_is_found_again(source: Path, book: Path) -> None:
    import_clippings([source], book)
    episode(book).rename(episode(book, "the-first.md"))
    assert import_clippings([source], book).plan.decisions[0].target == "manuscript/episodes/the-first.md"
    assert not episode(book).exists()


def test_a_longer_copy_takes_the_place_of_a_shorter_one(source: Path, book: Path) -> None:
    import_clippings([source], book)
    (source / "again.txt").write_text(
        TEXT.format(n=1, word="one", body=BODIES[1] + "\n\nThen it went away again."), encoding="utf-8"
    )
    made = import_clippings([source / "again.txt"], book)
    assert [(d.target, d.action) for d in made.plan.decisions] == [("manuscript/episodes/001-title-one.md", "update")]
    assert "IMP-007" in {finding.code for finding in made.findings}
    assert import_clippings([source], book).plan.files == {}


def test_a_new_episode_leaves_the_earlier_ones_untouched(source: Path, book: Path) -> None:
    import_clippings([source], book)
    (source / "3.txt").write_text(TEXT.format(n=3, word="three", body=BODIES[3]), encoding="utf-8")
    made = import_clippings([source / "3.txt"], book)
    assert sorted(made.plan.files) == ["manuscript/episodes/003-title-three.md", "manuscript/raw/3.txt", PLACE]
    assert made.report.narrators == {"Rosa Anker": 3}


def test_gaps_and_numbers_given_twice_are_found(source: Path, book: Path) -> None:
    (source / "5.txt").write_text(TEXT.format(n=5, word="five", body=BODIES[3]), encoding="utf-8")
    (source / "6.txt").write_text(TEXT.format(n=5, word="other", body=BODIES[1][::-1]), encoding="utf-8")
    said = {finding.code: finding.message for finding in import_clippings([source], book).findings}
    assert said["IMP-008"] == "no episode 3–4"
    assert said["IMP-009"].startswith("number 5 is also that of manuscript/raw/5.txt")


def test_an_episode_without_a_number_that_may_fill_a_gap_is_named(source: Path, book: Path) -> None:
    for n in (3, 4):
        text = TEXT.format(n=n, word="three", body=BODIES[3][n:])
        (source / f"{n}.txt").write_text(text.replace(" Episode 3.", ""), encoding="utf-8")
    (gap,) = [f for f in import_clippings([source], book).findings if f.code == "IMP-008"]
    assert gap.hints == ("manuscript/raw/3.txt has no number, and its date 2021-03-03 lies between",)


def test_a_damaged_record_makes_every_file_a_humans(source: Path, book: Path) -> None:
    import_clippings([source], book)
    (book / PLACE).write_bytes(b"{")
    episode(book).write_text("---\nnumber: 1\n---\n\nchanged", encoding="utf-8")
    made = import_clippings([source], book)
    assert [decision.action for decision in made.plan.decisions] == ["edited", "unchanged"]
    assert "IMP-025" in {finding.code for finding in made.findings}
    assert episode(book).read_text(encoding="utf-8").endswith("changed")


def test_nothing_to_import_is_an_error(tmp_path: Path) -> None:
    made = import_clippings([tmp_path / "missing.txt"], tmp_path / "book")
    assert [(f.code, f.severity.value) for f in made.findings] == [("IMP-001", "error"), ("IMP-026", "error")]
    assert not (tmp_path / "book").exists()


def test_the_record_notes_hashes_and_the_report_has_a_row_per_episode(source: Path, book: Path) -> None:
    made = import_clippings([source], book)
    record = read_record((book / PLACE).read_bytes())
    assert record is not None
    assert len(record.sources["1.txt"].sha256) == 64
    assert record.sources["1.txt"].left_out == ("date", "tells of the flood in Vell", "Episode")
    assert [row[1] for row in rows(made.report)] == ["1", "2"]
    assert b'"series-phrase": "tells of the flood in Vell"' in to_json(made.report)
