"""The JSON Schema of book.toml, for editors that complete and check while one types.

`python -m make_book.manuscript.schema` writes `book.schema.json` anew beside this module; name it in
a book.toml by a first line `#:schema …/book.schema.json` (Taplo, Even Better TOML).
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import msgspec

from make_book.editions import EpubEdition, PdfEdition
from make_book.manuscript.bookfile import BookFile

SCHEMA_FILE = Path(__file__).with_name("book.schema.json")


def make_schema() -> str:
    """Return the schema as JSON (draft 2020-12), made from the structs that read book.toml."""
    (root,), definitions = msgspec.json.schema_components([BookFile], ref_template="#/$defs/{name}")
    (epub, pdf), editions = msgspec.json.schema_components([EpubEdition, PdfEdition], ref_template="#/$defs/{name}")
    definitions = {**definitions, **editions}
    known = definitions["BookFile"]["properties"]["editions"]
    known |= _editions(definitions, epub, pdf)
    _describe(definitions)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "book.toml",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _editions(definitions: dict[str, Any], epub: dict[str, Any], pdf: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of `[editions]`: `epub` and `pdf` know their format, others must name it."""
    for name in ("EpubEdition", "PdfEdition"):
        known = copy.deepcopy(definitions[name])
        known["required"] = [key for key in known.get("required", []) if key != "format"]
        known["title"] = f"The edition [editions.{name.removesuffix('Edition').lower()}]"
        definitions[f"The{name}"] = known
    return {
        "type": "object",
        "properties": {"epub": {"$ref": "#/$defs/TheEpubEdition"}, "pdf": {"$ref": "#/$defs/ThePdfEdition"}},
        "additionalProperties": {"anyOf": [epub, pdf]},
        "default": {},
    }


def _describe(definitions: dict[str, Any]) -> None:
    """Keep the first line of each struct's docstring only, and describe the key that no struct has: `format`."""
    for definition in definitions.values():
        if "description" in definition:
            definition["description"] = definition["description"].split("\n", 1)[0]
        if "format" in definition.get("properties", {}):
            definition["properties"]["format"]["description"] = "The kind of file: epub or pdf"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(make_schema(), encoding="utf-8")
