"""The names of sections: front and back matter, in the order a book has them."""

from __future__ import annotations

FRONT = (
    "praise",
    "half-title",
    "also-by",
    "title-page",
    "copyright",
    "dedication",
    "epigraph",
    "contents",
    "list-of-illustrations",
    "foreword",
    "preface",
    "introduction",
    "note-on-the-text",
    "chronology",
    "prologue",
)
BACK = (
    "epilogue",
    "afterword",
    "acknowledgements",
    "appendix",
    "contributors",
    "glossary",
    "bibliography",
    "index",
    "notes",
    "sources",
    "image-credits",
    "about-the-author",
    "colophon",
)
NAMES = (*FRONT, *BACK)
GENERATED = frozenset(
    "half-title title-page copyright contents list-of-illustrations contributors index sources image-credits"
    " colophon".split()
)
"""Sections that make-book writes itself where no file of the name is given."""
OTHER_NAMES = {
    "acknowledgement": "acknowledgements",
    "acknowledgment": "acknowledgements",
    "acknowledgments": "acknowledgements",
    "thanks": "acknowledgements",
    "about-author": "about-the-author",
    "about-the-authors": "about-the-author",
    "author-bio": "about-the-author",
    "also-by-the-author": "also-by",
    "other-books": "also-by",
    "appendices": "appendix",
    "blurbs": "praise",
    "copyright-page": "copyright",
    "credits": "image-credits",
    "halftitle": "half-title",
    "illustrations": "list-of-illustrations",
    "intro": "introduction",
    "references": "bibliography",
    "table-of-contents": "contents",
    "titlepage": "title-page",
    "toc": "contents",
}
"""Other names that these sections go by."""
