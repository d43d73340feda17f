"""International standard book numbers (ISO 2108): thirteen digits, or the ten of before 2007."""

from __future__ import annotations

import re


def isbn_digits(text: str) -> str:
    """Return the digits of an ISBN, hyphens and spaces dropped.

    Raise `ValueError` when the length, the prefix or the check digit is wrong.
    """
    digits = re.sub(r"[\s\-\u2010-\u2013]", "", text.strip()).upper().removeprefix("ISBN").lstrip(":")
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        expected = _check13(digits)
    elif re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        expected = _check10(digits)
    else:
        raise ValueError(f"{text!r} is not an ISBN: 13 digits that begin with 978 or 979, or 10 digits")
    if digits[-1] != expected:
        raise ValueError(f"the check digit of ISBN {text!r} is wrong: {expected} would fit")
    return digits


def isbn_13(text: str) -> str:
    """Return the thirteen digits of an ISBN; ten are converted (ISO 2108). Raise `ValueError` as `isbn_digits`."""
    digits = isbn_digits(text)
    if len(digits) == 13:
        return digits
    return f"978{digits[:9]}{_check13(f'978{digits[:9]}')}"


def _check13(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    return str(-total % 10)


def _check10(digits: str) -> str:
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return "0123456789X"[-total % 11]
