"""What a file's name says of an episode: `022-the-tide`, `2020-10-13-the-tide`, `0001-1660-01-10`."""

from __future__ import annotations

import re

import msgspec

_DATE = r"\d{4}-\d\d-\d\d"
_NUMBER = rf"(?P<number>\d{{1,6}})(?:[-_. ]+(?P<second>{_DATE}))?"
_NAME = re.compile(rf"(?:(?P<date>{_DATE})|{_NUMBER})(?:[-_. ]+(?P<words>.*))?\Z", re.ASCII | re.DOTALL)


class FileName(msgspec.Struct, frozen=True):
    """The number, the date (not yet checked) and the words of a file name."""

    number: int | None = None
    date: str | None = None
    words: str = ""

    @property
    def title(self) -> str | None:
        """The words as a title, or `None` when there are none."""
        words = " ".join(re.split(r"[-_\s]+", self.words)).strip()
        return words[:1].upper() + words[1:] or None


def parse_file_name(stem: str) -> FileName:
    """Return what `stem`, a file name without `.md`, says."""
    if not (found := _NAME.match(stem)):
        return FileName(words=stem)
    number = int(found["number"]) if found["number"] else None
    return FileName(number, found["date"] or found["second"], found["words"] or "")
