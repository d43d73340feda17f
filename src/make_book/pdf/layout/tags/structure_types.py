"""What an element of the source is in a PDF's structure: the standard types of PDF 1.7 (ISO 32000-1 §14.8.4)."""

from __future__ import annotations

KINDS = {
    "section": "Sect",
    "article": "Art",
    "p": "P",
    "pre": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "blockquote": "BlockQuote",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "em": "Span",
    "strong": "Span",
    "cite": "Span",
    "q": "Quote",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "book-note": "Note",
    "book-call": "Reference",
    "book-page": "Reference",
}
ROLES = {
    "doc-noteref": "Reference",
    "doc-footnote": "Note",
    "doc-endnote": "Note",
    "doc-index": "Index",
}
"""Digital-publishing roles that say more than the element's name."""

INLINE = frozenset({"Span", "Link", "Quote", "Code", "Reference"})
"""What stands in a line of text."""
GROUPS = frozenset({"Document", "Sect", "Art", "Index", "Div", "BlockQuote", "TOCI"})
"""What holds paragraphs, never text itself."""
HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
PARAGRAPHS = HEADINGS | {"P"}
LISTS = frozenset({"L", "TOC"})

NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
}
"""Values of `list-style-type` by the attribute ListNumbering (ISO 32000-1 §14.8.5.5)."""
