"""What a template may say: labels, dates and lists of names in the language of its section."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from make_book.model import PartialDate
from make_book.text import languages


class Localizer(msgspec.Struct, frozen=True):
    """The words that make-book prints, in one language (`tag`, BCP 47)."""

    tag: str

    def label(self, key: str, **values: object) -> str:
        """Return the word for `key` ("contents", "episode"). Raise `KeyError` for an unknown one."""
        return languages.language(self.tag).label(key, **values)

    def date(self, date: PartialDate) -> str:
        """Return `date` as this language writes it in running text."""
        return languages.format_date(date, self.tag)

    def join(self, names: Iterable[str]) -> str:
        """Return `names` as a list: "A, B and C"."""
        return languages.join(tuple(names), self.tag)
