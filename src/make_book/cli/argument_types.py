"""Kinds of arguments: text of the command line read into values, or refused with a reason."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

_SIZE = re.compile(r"(\d{1,12})\s*([KMGT]?)(?:i?B)?", re.IGNORECASE | re.ASCII)
_UNITS = " KMGT"


def there(text: str) -> Path:
    """Return the path of a file or folder that is there."""
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no {text}")
    return path


def file(text: str) -> Path:
    """Return the path of a file that is there."""
    path = there(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{text} is no file")
    return path


def folder(text: str) -> Path:
    """Return the path of a folder, which need not be there."""
    if not text.strip():
        raise argparse.ArgumentTypeError("name a folder")
    return Path(text)


def port(text: str) -> int:
    """Return the number of a port."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: 0 to 65535")
    return int(text)


def size(text: str) -> int:
    """Return a number of bytes: `500M`, `2G`, `1000000`; K, M, G and T are powers of 1024."""
    read = _SIZE.fullmatch(text.strip())
    if not read:
        raise argparse.ArgumentTypeError(f"{text} is no size: 500M, 2G")
    return int(read[1]) << 10 * _UNITS.index(read[2].upper() or " ")


def jobs(text: str) -> int:
    """Return how many processes to work with; 0: as many as there are cores."""
    if not (text.isascii() and text.isdecimal()) or int(text) > 1024:
        raise argparse.ArgumentTypeError(f"{text} is no number of processes")
    return int(text)
