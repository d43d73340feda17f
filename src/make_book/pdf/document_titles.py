"""What a print edition says of itself in its metadata."""

from __future__ import annotations

from datetime import datetime

import msgspec


class DocumentTitles(msgspec.Struct, frozen=True):
    """What the file says of the book. `moment` dates the file; nothing else does."""

    title: str
    language: str
    identifier: str
    moment: datetime
    authors: tuple[str, ...] = ()
    description: str | None = None
    subjects: tuple[str, ...] = ()
    series: str | None = None
    publisher: str | None = None
    rights: str | None = None
    direction: str = "ltr"
