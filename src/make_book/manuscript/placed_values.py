"""The texts in a table (book.toml, front matter) with their places: for findings about what became of them."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.toml_places import KeyPath
from make_book.manuscript.values import PlacedValue


def placed_values(table: dict[str, Any], collector: FindingCollector) -> tuple[PlacedValue, ...]:
    """Return every text in `table`, its character references read, with the place that `collector` knows of its key."""
    return tuple(_values(table, (), collector))


def _values(value: Any, path: KeyPath, collector: FindingCollector) -> Iterator[PlacedValue]:
    if isinstance(value, str):
        yield PlacedValue(html.unescape(value), collector.span(path))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, (*path, key), collector)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _values(inner, (*path, at), collector)
