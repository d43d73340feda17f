"""HTML tables as pipe tables (GFM 4.10), where a pipe table can hold them."""

from __future__ import annotations

from make_book.importing.html_inlines import Inlines
from make_book.importing.html_tree import Node, find_all, local

_BLOCKS = frozenset("ul ol pre blockquote table figure h1 h2 h3 h4 h5 h6 dl".split())
_WIDEST = 20


def table(node: Node, inlines: Inlines) -> str | None:
    """Return the table as Markdown; `None` if it holds blocks, is nested or lays out a page."""
    rows = [row for row in find_all(node, "tr") if _table_of(row) is node]
    cells = [[cell for cell in row if local(cell) in ("td", "th")] for row in rows]
    if not cells or any(local(inner) in _BLOCKS for row in cells for cell in row for inner in cell.iter()):
        return None
    width = max(sum(_span(cell) for cell in row) for row in cells)
    if width > _WIDEST or (width == 1 and len(cells) == 1):
        return None
    lines = [_row(row, width, inlines) for row in cells]
    headed = all(local(cell) == "th" for cell in cells[0]) and bool(cells[0])
    head = lines.pop(0) if headed else "| " + " | ".join([""] * width) + " |"
    caption = next((inlines.paragraph(one) for one in node if local(one) == "caption"), "")
    text = "\n".join((head, "|" + "---|" * width, *lines))
    return f"{caption}\n\n{text}" if caption else text


def _table_of(row: Node) -> Node | None:
    return next((above for above in row.iterancestors() if local(above) == "table"), None)


def _span(cell: Node) -> int:
    text = cell.get("colspan") or "1"
    return min(int(text), _WIDEST) if text.isdecimal() and int(text) else 1


def _row(row: list[Node], width: int, inlines: Inlines) -> str:
    texts: list[str] = []
    for cell in row:
        texts.append(inlines.paragraph(cell).replace("\\\n", "<br>"))
        texts += [""] * (_span(cell) - 1)
    texts += [""] * (width - len(texts))
    return "| " + " | ".join(texts[:width]) + " |"
