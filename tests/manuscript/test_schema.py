"""The JSON Schema agrees with the program that reads book.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import msgspec
import pytest

from make_book.editions import EpubEdition, PdfEdition
from make_book.manuscript.bookfile import (
    BookTable,
    ImagesTable,
    ImportTable,
    OrderTable,
    PartTable,
    PersonTable,
    SectionsTable,
    SubjectTable,
)
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


PAGE = (Path(__file__).parents[2] / "docs" / "book-toml.md").read_text(encoding="utf-8")
TABLES: dict[type[msgspec.Struct], str] = {
    BookTable: "## `[book]`",
    SubjectTable: "| key of a subject ",
    PersonTable: "| key of a person ",
    OrderTable: "## `[order]`",
    PartTable: "## `[[part]]`",
    SectionsTable: "## `[sections]`",
    ImagesTable: "## `[images]`",
    EpubEdition: "For an EPUB:",
    PdfEdition: "For a PDF:",
    ImportTable: "## `[import]`",
}
"""Where on the page the table of each struct begins."""


def documented(struct: type[msgspec.Struct]) -> dict[str, str]:
    """Return the default that docs/book-toml.md gives for each key of `struct`."""
    after = PAGE[PAGE.index(TABLES[struct]) :]
    table = after[after.index("|---|---|---|") :].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[1:]]
    return {key.strip("`"): default for key, _, default in rows}


@pytest.mark.parametrize("struct", TABLES, ids=lambda struct: struct.__name__)
def test_the_page_on_book_toml_has_every_key_with_its_default(struct: type[msgspec.Struct]) -> None:
    told = documented(struct)
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    assert told.keys() - {"format"} == fields.keys()
    for key, field in fields.items():
        if field.required:
            assert told[key] == "needed"
        elif isinstance(field.default, str | int | float):
            assert told[key] == f"`{field.default}`"
        else:
            assert told[key] not in ("", "needed")


def test_the_page_on_book_toml_has_every_table() -> None:
    structs = {name.rpartition("/")[2] for name in _references(json.loads(make_schema()))}
    assert structs - {"BookFile", "TheEpubEdition", "ThePdfEdition"} == {struct.__name__ for struct in TABLES}


def test_every_key_in_the_schema_is_described_for_whoever_types_it() -> None:
    keys = [
        (name, key, schema.get("description", ""))
        for name, definition in json.loads(make_schema())["$defs"].items()
        for key, schema in definition["properties"].items()
    ]
    assert len(keys) > 70
    assert [(name, key) for name, key, told in keys if len(told) < 10] == []


def _references(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {str(node["$ref"])} if "$ref" in node else set()
        return own.union(*map(_references, node.values()))
    return set().union(*map(_references, node)) if isinstance(node, list) else set()
