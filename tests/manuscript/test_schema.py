"""The JSON Schema agrees with the program that reads book.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from make_book.manuscript.config import read_config
from make_book.manuscript.schema import SCHEMA_FILE, make_schema
from make_book.manuscript.section_names import BACK, FRONT
from make_book.manuscript.table_decoding import plain

FULL = (Path(__file__).parent / "full.toml").read_text(encoding="utf-8")
BOOKS = sorted((Path(__file__).parents[1] / "findings").glob("MAN-*/manuscript/book.toml"))
SHAPE = {"MAN-003", "MAN-004", "MAN-005", "MAN-013"}
"""What a schema can see; the rest needs a calendar, check digits or the other files."""
VALIDATOR = jsonschema.Draft202012Validator(json.loads(make_schema()))


def test_the_page_on_book_toml_names_the_sections_in_the_order_of_the_house() -> None:
    page = (Path(__file__).parents[2] / "docs" / "book-toml.md").read_text(encoding="utf-8")
    assert f"front: {', '.join(FRONT)};\nback: {', '.join(BACK)}.\n" in page


def test_the_shipped_schema_is_current() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == make_schema(), "run python -m make_book.manuscript.schema"


def test_the_schema_is_one_and_takes_a_full_book() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(make_schema()))
    assert VALIDATOR.is_valid(plain(tomllib.loads(FULL)))


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.parts[-3])
def test_schema_and_reader_refuse_the_same_shapes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    try:
        tables = plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return
    refused = {finding.code for finding in read_config(text, "book.toml")[1]} & SHAPE
    assert VALIDATOR.is_valid(tables) == (not refused)
