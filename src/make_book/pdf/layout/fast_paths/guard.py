"""What is stood in for, looked for at import: a replacement is only good for the function it was written after."""

from __future__ import annotations

import hashlib
import linecache
import sys
from types import CodeType
from typing import Any


def written_after(function: Any, digest: str) -> Any:
    """Return `function` of WeasyPrint's. Raise `ImportError` if the SHA-256 of its source does not begin so."""
    found = hashlib.sha256(_source(function.__code__).encode()).hexdigest()
    if not found.startswith(digest):
        raise ImportError(f"WeasyPrint's {function.__qualname__} is not the one that was quickened: {found}")
    return function


def _source(code: CodeType) -> str:
    """Return the lines of a function, as `inspect.getsource` does that takes longer than all the rest of the import."""
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    indents = [len(line) - len(line.lstrip()) if line.strip() else sys.maxsize for line in lines]
    end = next((at for at, indent in enumerate(indents) if at and indent <= indents[0]), len(lines))
    return "".join(lines[:end]).rstrip() + "\n"


def replace(own: Any, ours: Any) -> None:
    """Put a function in the place of WeasyPrint's in all modules that hold it."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "weasyprint":
            for key in [key for key, value in vars(module).items() if value is own]:
                setattr(module, key, ours)
