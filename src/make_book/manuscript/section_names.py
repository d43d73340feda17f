"""The names of sections: front and back matter, in the order a book has them."""

from __future__ import annotations

FRONT = (
    "half-title",
    "title-page",
    "copyright",
    "dedication",
    "epigraph",
    "contents",
    "foreword",
    "preface",
    "introduction",
    "note-on-the-text",
    "chronology",
)
BACK = ("afterword", "contributors", "glossary", "index", "notes", "sources", "image-credits", "colophon")
NAMES = (*FRONT, *BACK)
GENERATED = frozenset(
    "half-title title-page copyright contents contributors index sources image-credits colophon".split()
)
"""Sections that make-book writes itself where no file of the name is given."""
