"""Quickened pages are WeasyPrint's own, byte for byte, and only as long as WeasyPrint is the one we know."""

from __future__ import annotations

import hashlib
import inspect
import os
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest
from weasyprint.text import line_break

from make_book.pdf.layout.fast_paths import breaking, guard
from make_book.pdf.layout.fast_paths.guard import replace, written_after
from pdf.edge import printed
from pdf.loose import loose
from pdf.quick import styles

SHEET = """
body { letter-spacing: 0.01em; hyphenate-limit-chars: 5 2 2 } p { padding: 1% 0; box-sizing: border-box }
p::first-line { font-variant-caps: small-caps } p + p { text-transform: uppercase; text-decoration: underline }
h1::after { content: " (" attr(data-running) ")"; border-radius: 2px; background: #ddd } em { overflow-wrap: anywhere }
q::before { content: "– " } table { border-collapse: collapse } td { border: 1pt solid; text-align: center }
"""


def digests() -> list[str]:
    return [hashlib.sha256(data).hexdigest() for data in (printed().data, loose(SHEET).data)]


def test_pages_are_the_same_without_quickening() -> None:
    code = (
        "from make_book.pdf.layout import layout_documents\n"
        "layout_documents.install_fast_paths = lambda: None\n"
        "from pdf.test_quick_pages import digests\n"
        "print('\\n'.join(digests()))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300, env=environment
    )
    assert digests() == done.stdout.split()


def test_a_function_that_weasyprint_changed_is_not_stood_in_for() -> None:
    assert written_after(line_break.split_first_line, "") is line_break.split_first_line
    with pytest.raises(ImportError, match="split_first_line is not the one that was quickened"):
        written_after(line_break.split_first_line, "0" * 16)


@pytest.mark.parametrize("function", [line_break.split_first_line, line_break.Layout.set_text, line_break.strut])
def test_the_source_of_a_function_is_all_of_it(function: Any) -> None:
    assert guard._source(function.__code__) == inspect.getsource(function)


def test_a_replacement_comes_wherever_the_function_was(monkeypatch: pytest.MonkeyPatch) -> None:
    module, other = ModuleType("weasyprint.invented"), ModuleType("elsewhere")
    own, ours = (lambda: 1), (lambda: 2)
    module.one = module.two = other.one = own  # type: ignore[attr-defined]
    for each in (module, other):
        monkeypatch.setitem(sys.modules, each.__name__, each)
    replace(own, ours)
    assert (module.one(), module.two(), other.one()) == (2, 2, 1)


def test_a_type_whose_line_was_another_is_left_to_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    style = styles()[0]
    type_ = style.make_book_type
    monkeypatch.setattr(type_, "unproved", {})
    monkeypatch.setattr(type_, "is_trusted", True)
    monkeypatch.setattr(breaking, "_whole", lambda found, call: ({}, 0, None, 0.0, 0.0, 0.0))
    monkeypatch.setattr(breaking, "_alike", lambda one, other: False)
    line = breaking._split("a line", style, None, None, 0)
    assert not type_.is_trusted
    assert line[1] == len("a line")
