"""The real clipping, when it is there; none of its text is quoted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from make_book.importing import Import, import_clippings
from make_book.importing.phrases import script_of


@pytest.fixture(scope="module")
def made(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Import:
    clippings = shared / "clippings"
    if not clippings.is_dir():
        pytest.skip("no clippings among the shared material")
    return import_clippings([clippings], tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def text(made: Import) -> str:
    (decision,) = made.plan.decisions
    return decision.data.decode()


@pytest.fixture(scope="module")
def lines(made: Import) -> list[str]:
    (raw,) = (data for name, data in made.plan.files.items() if name.endswith(".txt"))
    return raw.decode().split("\n")


def test_the_head_is_taken_apart(made: Import, lines: list[str]) -> None:
    (episode,) = made.report.episodes
    found = {field.name: field for field in episode.fields}
    title, standfirst, formula, _ = lines[0].split(". ", 3)
    assert (found["number"].value, found["date"].value) == ("22", "2020-10-13")
    assert found["title"].value == title.removeprefix(" date 2020-10-13 ")
    assert found["standfirst"].value == standfirst + "."
    assert found["narrator"].value == formula.split(" tells of ")[0]
    assert found["title"].confidence < 0.5 < found["narrator"].confidence
    assert "IMP-006" in {finding.code for finding in made.findings}


def test_the_file_is_named_after_number_and_title(made: Import) -> None:
    (decision,) = made.plan.decisions
    assert re.fullmatch(r"manuscript/episodes/022(-[a-z]+){4,}\.md", decision.target)


def test_the_quotation_is_reopened_at_each_paragraph_and_closed_once(text: str) -> None:
    paragraphs = text.split("\n\n")
    opened = [index for index, paragraph in enumerate(paragraphs) if paragraph.startswith("“")]
    assert len(opened) == 7
    assert opened == list(range(opened[0], opened[0] + 7))
    assert paragraphs[opened[-1]].endswith(".”")
    assert sum(paragraphs[index].count("”") for index in opened) == 1


def test_addendum_and_credit_are_recognised(text: str, made: Import, lines: list[str]) -> None:
    assert re.search(r"\n::: addendum\n\nAddendum: [^\n]+\n\n:::\n\Z", text)
    (episode,) = made.report.episodes
    (translator,) = episode.translators
    assert (translator.source, translator.target) == ("ru", None)
    assert lines[-1] == f"From the Russian {translator.name}"
    assert lines[-1] not in text
    assert "IMP-012" in {finding.code for finding in made.findings}


def test_the_dead_link_to_the_original_is_moved_to_the_front_matter(text: str, made: Import) -> None:
    head, body = text.split("\n---\n")
    assert "\noriginal-language: ru\n" in head
    assert script_of(head.split("original-note: ")[1]) == "CYRILLIC"
    assert not re.search("[а-я]", body)
    assert "IMP-017" in {finding.code for finding in made.findings}
