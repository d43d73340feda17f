"""Links: annotations that lead to named destinations, and say where (ISO 32000-1 §12.3.2.3, §12.5.6.5)."""

from __future__ import annotations

from urllib.parse import unquote

from pikepdf import Object, String

ELSEWHERE = "xref:"
"""Stands before the anchor in a link out of its galley."""


def mend_link(annotation: Object) -> None:
    """Print the link (PDF/A), lead it to its destination, and see that it has the text that PDF/UA-1 §7.18.5 wants."""
    annotation.F = 4
    action = annotation.get("/A")
    target = str(action.URI) if action is not None and "/URI" in action else str(annotation.get("/Dest", ""))
    if target.startswith(ELSEWHERE):
        target = unquote(target.removeprefix(ELSEWHERE))
        del annotation["/A"]
        annotation.Dest = String(target)
    words = str(annotation.get("/Contents", ""))
    if not words or words.startswith(ELSEWHERE):
        annotation.Contents = String(target)
