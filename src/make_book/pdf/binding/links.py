"""Links: annotations that lead to named destinations, and say where (ISO 32000-1 §12.3.2.3, §12.5.6.5)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from pikepdf import Object, String

ELSEWHERE = "xref:"
"""Stands before the anchor in a link out of its galley."""
Purpose = Callable[[str], str]
"""Tells in words where the anchor of a link leads."""


def mend_link(annotation: Object, purpose: Purpose) -> None:
    """Print the link (PDF/A), lead it to its destination, and give it the text that PDF/UA-1 §7.18.5 wants."""
    annotation.F = 4
    action = annotation.get("/A")
    target = str(action.URI) if action is not None and "/URI" in action else None
    if target is not None and target.startswith(ELSEWHERE):
        del annotation["/A"]
        annotation.Dest = String(unquote(target.removeprefix(ELSEWHERE)))
        target = None
    annotation.Contents = String(purpose(str(annotation.get("/Dest", ""))) if target is None else target)
