"""The names of months in the languages a serial may be in, from Babel's CLDR data."""

from __future__ import annotations

import functools

LANGUAGES = (
    "en de fr ru uk be pl es it nl pt cs sk sv da nb nn fi et lv lt hu ro bg sr hr sl el tr ka hy ca gl eu is ga"
).split()
"""The languages whose months are read in words."""


@functools.cache
def month_names() -> dict[str, int]:
    """Return the number of each month by its names, folded, without a full stop; those that mean two months are left out."""
    from babel import Locale

    found: dict[str, set[int]] = {}
    for tag in LANGUAGES:
        months = Locale.parse(tag).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    folded = name.casefold().rstrip(".")
                    if len(folded) > 2 and not folded.isdigit():
                        found.setdefault(folded, set()).add(number)
    found.setdefault("sept", set()).add(9)
    return {name: min(numbers) for name, numbers in sorted(found.items()) if len(numbers) == 1}
