"""What a file's name says of an episode: `022-the-tide`, `2020-10-13-the-tide`, `0001-1660-01-10`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

_DATE = re.compile(r"(\d{4})([-_.]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_NUMBER = re.compile(r"(\d{1,6}(?:\.\d{1,2}(?=[-_ ]|\Z))?)(?=[-_. ]|\Z)", re.ASCII)
_PARTING = re.compile(r"[-_. ]+")
_MONTH_DAY = re.compile(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z", re.ASCII)


class FileName(msgspec.Struct, frozen=True):
    """A file name taken apart: its leading digits as written, its date (ISO 8601, not yet checked), its words.

    Whether the digits are the episode's number, only the names of all episodes together can tell
    (see `are_sequence`). `rest` is what follows the digits, `words` what follows the date.
    """

    digits: str | None = None
    date: str | None = None
    words: str = ""
    rest: str = ""

    def title(self, *, numbered: bool) -> str | None:
        """Return the words as a title, or `None` when there are none. With `numbered` the digits are a number."""
        text = self.words if numbered or self.digits is None or self.date else f"{self.digits} {self.words}"
        words = " ".join(re.split(r"[-_\s]+", text)).strip()
        if not any(character.isalpha() for character in words):
            return None
        return words[:1].upper() + words[1:]


def parse_file_name(stem: str) -> FileName:
    """Return what `stem`, a file name without its suffix, says."""
    if found := _DATE.match(stem):
        return FileName(None, _iso(found), _after(stem, found.end()))
    number = _NUMBER.match(stem)
    if number is None:
        return FileName(words=stem)
    rest = _after(stem, number.end())
    if found := _DATE.match(rest):
        return FileName(number[1], _iso(found), _after(rest, found.end()), rest)
    return FileName(number[1], None, rest, rest)


def are_sequence(names: Sequence[FileName]) -> bool:
    """Tell whether the leading digits of all `names` number them: each has some, no two the same, and they are dense.

    Digits with leading zeros number files even with gaps. Years (1984, 2016), and months with days
    (0504), are dates and no numbers.
    """
    digits = [name.digits for name in names]
    written = [one for one in digits if one is not None]
    if not written or len(written) < len(digits):
        return False
    numbers = [float(one) for one in written]
    if len(set(numbers)) < len(numbers) or all(_MONTH_DAY.match(one) for one in written):
        return False
    if all(len(one) == 4 and 1500 <= float(one) < 2200 for one in written):
        return False
    padded = any(one.startswith("0") and len(one) > 1 for one in written)
    if padded and len({len(one) for one in written}) == 1:
        return True
    dense = len(numbers) * 2 > max(numbers) - min(numbers)
    alone_with_words = len(numbers) == 1 and numbers[0] > 1 and any(map(str.isalpha, names[0].rest))
    return dense and not alone_with_words


def _after(text: str, at: int) -> str:
    found = _PARTING.match(text, at)
    return text[found.end() :] if found else text[at:]


def _iso(found: re.Match[str]) -> str:
    return f"{found[1]}-{int(found[3]):02d}-{int(found[4]):02d}"
