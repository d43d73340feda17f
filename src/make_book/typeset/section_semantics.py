"""What each kind of section means to a reading system, and whether it has a heading.

Types are EPUB Structural Semantics 1.1, roles DPUB-ARIA 1.1; a pair stands here only if
EPUBCheck and Ace accept it on a `<section>`.
"""

from __future__ import annotations

from typing import NamedTuple


class Semantics(NamedTuple):
    """The `epub:type` and the ARIA role of a kind of section."""

    type: str | None = None
    role: str | None = None


UNTITLED = frozenset({"dedication", "epigraph"})
"""Set without a heading: their place on an otherwise empty page says what they are."""
UNLISTED = frozenset("praise half-title also-by title-page copyright dedication epigraph contents colophon".split())
"""Kept out of the contents, as books do."""

_SEMANTICS = {
    "dedication": Semantics("dedication", "doc-dedication"),
    "epigraph": Semantics("epigraph", "doc-epigraph"),
    "foreword": Semantics("foreword", "doc-foreword"),
    "preface": Semantics("preface", "doc-preface"),
    "introduction": Semantics("introduction", "doc-introduction"),
    "note-on-the-text": Semantics("preamble", None),
    "chronology": Semantics("appendix", "doc-appendix"),
    "prologue": Semantics("prologue", "doc-prologue"),
    "epilogue": Semantics("epilogue", "doc-epilogue"),
    "afterword": Semantics("afterword", "doc-afterword"),
    "acknowledgements": Semantics("acknowledgments", "doc-acknowledgments"),
    "appendix": Semantics("appendix", "doc-appendix"),
    "bibliography": Semantics("bibliography", "doc-bibliography"),
    "list-of-illustrations": Semantics("loi", None),
    "glossary": Semantics("glossary", "doc-glossary"),
    "index": Semantics("index", "doc-index"),
    "notes": Semantics("appendix", "doc-appendix"),
    "contributors": Semantics("contributors", None),
    "sources": Semantics("appendix", "doc-appendix"),
    "image-credits": Semantics("appendix", "doc-appendix"),
    "colophon": Semantics("colophon", "doc-colophon"),
    "copyright": Semantics("copyright-page", None),
}


def semantics(kind: str) -> Semantics:
    """Return what `kind` means; a kind without a word of its own has neither type nor role."""
    return _SEMANTICS.get(kind, Semantics())
