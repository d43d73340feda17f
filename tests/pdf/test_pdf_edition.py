"""The press profile: black is pure K, nothing is RGB except pictures, there are no links."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest

from make_book.editions import PdfEdition
from pdf.edge import EDITIONS, SCREEN, printed
from pdf.paper import objects

PRESS = EDITIONS["press"]
RGB = {"rg", "RG"}
OTHER = {"g", "G", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"}


def operators(page: pikepdf.Object) -> list[tuple[str, str]]:
    """Return the colour operators of a page and of the forms and patterns it uses, each with its operands."""
    found = [
        (str(step.operator), " ".join(map(str, step.operands)))
        for step in pikepdf.parse_content_stream(page)
        if str(step.operator) in RGB | OTHER | {"k", "K"}
    ]
    resources: Any = page.get("/Resources", {})
    for kind in ("/XObject", "/Pattern"):
        for item in resources.get(kind, {}).values():
            if item.get("/Subtype") == "/Form" or (kind == "/Pattern" and isinstance(item, pikepdf.Stream)):
                found += operators(item)
    return found


def test_the_press_profile_has_pure_black_and_no_rgb() -> None:
    steps = [step for page in objects(printed(PRESS).data).pages for step in operators(page.obj)]
    assert set(steps) <= {("cs", "/DeviceCMYK"), ("CS", "/DeviceCMYK"), ("scn", "0 0 0 1"), ("SCN", "0 0 0 1")}
    assert len(steps) > 50


def test_the_screen_gets_rgb_black_only() -> None:
    steps = [step for page in objects(printed(SCREEN).data).pages for step in operators(page.obj)]
    assert {values for name, values in steps} == {"0 0 0"}
    assert {name for name, _ in steps} <= RGB


def test_the_press_profile_has_no_annotations() -> None:
    pdf = objects(printed(PRESS).data)
    assert not [page for page in pdf.pages if page.get("/Annots", [])]
    assert "/AcroForm" not in pdf.Root


@pytest.mark.parametrize("edition", [SCREEN, PRESS], ids=["screen", "press"])
def test_no_script_and_nothing_embedded(edition: PdfEdition) -> None:
    pdf = objects(printed(edition).data)
    assert "/OpenAction" not in pdf.Root
    assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
