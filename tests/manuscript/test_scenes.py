"""Folders as chapters of scenes."""

from __future__ import annotations

from pathlib import Path

from make_book.compose import compose
from manuscript.test_episode_numbers import book, codes


def scenes(*, title: str = "") -> dict[str, str]:
    return {
        f"ch-{c}/{s}.md": f"{title}Scene {c}.{s}.[^1]\n\n[^1]: Note {c}.{s}.\n" for c in (1, 2, 10) for s in (1, 2, 11)
    }


def test_files_numbered_anew_in_each_folder_are_its_scenes(tmp_path: Path) -> None:
    result = book(tmp_path, scenes())
    episodes = compose(result.manuscript).book.episodes
    assert [episode.title for episode in episodes] == ["Ch 1", "Ch 2", "Ch 10"]
    assert codes(result) == ["MAN-076"]
    text = episodes[2].text
    places = [text.xhtml.index(f"Scene 10.{scene}.") for scene in (1, 2, 11)]
    assert places == sorted(places)
    assert text.xhtml.count("scene-break") == 2
    assert [note.label for note in text.notes] == ["1", "2", "3"]
    assert [f">{label}</a>" in text.xhtml for label in "123"] == [True] * 3
    assert len({note.id for episode in episodes for note in episode.text.notes}) == 9


def test_files_with_titles_are_episodes(tmp_path: Path) -> None:
    result = book(tmp_path, scenes(title="# A title\n\n"))
    assert len(result.manuscript.episodes) == 9
    assert codes(result) == []


def test_book_toml_decides(tmp_path: Path) -> None:
    assert len(book(tmp_path, scenes(), '[order]\nfolders = "none"\n').manuscript.episodes) == 9
    result = book(tmp_path / "b", scenes(title="# A title\n\n"), '[order]\nfolders = "chapters"\n')
    assert len(result.manuscript.episodes) == 3
    assert compose(result.manuscript).book.episodes[0].text.xhtml.count("A title") == 3


def test_a_finding_in_a_scene_names_the_scenes_file_and_line(tmp_path: Path) -> None:
    files = {**scenes(), "ch-2/2.md": "Scene.\n\n[](episode:nowhere) ![a](images/none.png)\n"}
    places = [str(finding.span) for finding in compose(book(tmp_path, files).manuscript).findings]
    assert places == ["manuscript/episodes/ch-2/2.md:3:21", "manuscript/episodes/ch-2/2.md:3:1"]


def test_only_the_first_file_of_a_chapter_may_have_its_title(tmp_path: Path) -> None:
    pairs = [(p, c) for p in (1, 2) for c in (1, 2)]
    files = {f"Part {p}/0{c} Name/{s} Words {p}{c}{s}.md": f"Scene {s}.\n" for p, c in pairs for s in (1, 2)}
    files |= {f"Part {p}/0{c} Name/1 Words {p}{c}1.md": f"## Title {p}{c}\n\nScene.\n" for p, c in pairs}
    result = book(tmp_path, files, '[order]\nparts = "folder"\n')
    composed = compose(result.manuscript)
    titles = [(part.title, [episode.title for episode in part.episodes]) for part in composed.book.parts]
    expected = [("Part 1", ["Title 11", "Title 12"]), ("Part 2", ["Title 21", "Title 22"])]
    assert [(str(part).replace("\xa0", " "), names) for part, names in titles] == expected
    assert len({episode.id for episode in composed.book.episodes}) == 4


def test_names_that_make_one_id_are_told_apart(tmp_path: Path) -> None:
    result = book(tmp_path, {"tide.md": "One", "tide+.md": "Two", "Tide!.md": "Three"})
    composed = compose(result.manuscript)
    assert len({episode.id for episode in composed.book.episodes}) == 3
    assert composed.findings == ()
