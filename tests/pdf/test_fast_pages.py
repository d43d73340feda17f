"""The fast paths give WeasyPrint's own pages, byte for byte."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from types import ModuleType

import pytest

from make_book.pdf.layout.patching import _replace_everywhere
from pdf.edge import printed
from pdf.loose import loose

SHEET = """
body { letter-spacing: 0.01em; hyphenate-limit-chars: 5 2 2 } p { padding: 1% 0; box-sizing: border-box }
p::first-line { font-variant-caps: small-caps } p + p { text-transform: uppercase; text-decoration: underline }
h1::after { content: " (" attr(data-running) ")"; border-radius: 2px; background: #ddd } em { overflow-wrap: anywhere }
q::before { content: "– " } table { border-collapse: collapse } td { border: 1pt solid; text-align: center }
"""


def digests() -> list[str]:
    return [hashlib.sha256(data).hexdigest() for data in (printed().data, loose(SHEET).data)]


def test_pages_are_the_same_without_the_fast_paths() -> None:
    code = (
        "import functools\n"
        "from make_book.pdf.layout import layout_documents, patch_installation\n"
        "layout_documents.install = functools.partial(patch_installation.install, fast=False)\n"
        "from pdf.test_fast_pages import digests\n"
        "print('\\n'.join(digests()))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300, env=environment
    )
    assert digests() == done.stdout.split()


def test_a_replacement_comes_wherever_the_function_was(monkeypatch: pytest.MonkeyPatch) -> None:
    module, other = ModuleType("weasyprint.invented"), ModuleType("elsewhere")
    own, ours = (lambda: 1), (lambda: 2)
    module.one = module.two = other.one = own  # type: ignore[attr-defined]
    for each in (module, other):
        monkeypatch.setitem(sys.modules, each.__name__, each)
    _replace_everywhere(own, ours)
    assert (module.one(), module.two(), other.one()) == (2, 2, 1)
