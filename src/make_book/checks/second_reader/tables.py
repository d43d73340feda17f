"""Tables whose rows are longer than their head: GFM drops the cells beyond it, a book keeps them."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token


def widened(text: str, tokens: Sequence[Token]) -> str:
    """Return `text` with the head of each table made as wide as its widest row."""
    lines = text.split("\n")
    for table in (token for token in tokens if token.type == "table_open" and token.map):
        first, last = table.map or (0, 0)
        cells = [_cells(line) for line in lines[first:last]]
        missing = max(cells, default=0) - cells[0] if cells else 0
        if missing > 0:
            for at, end in zip((first, first + 1), (" |", "-|"), strict=True):
                line = lines[at].rstrip()
                lines[at] = line + ("" if line.endswith("|") else " |") + end * missing
    return "\n".join(lines)


def _cells(line: str) -> int:
    cells = escapedSplit(line.strip().lstrip("> "))
    return len(cells) - (not cells[0].strip()) - (len(cells) > 1 and not cells[-1].strip())
