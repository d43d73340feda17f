"""What only a website's program runs in MDX: taken out of a source and listed; the words between tags stay."""

from __future__ import annotations

import re

from make_book.importing.import_values import LeftOut
from make_book.importing.markdown_addresses import outside_code

_MODULE = re.compile(r"(?m)^(?:import|export)\b[ \t*{\w\"'][^\n]*(?:\n(?!\s*\n)[^\n]+)*")
_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_COMPONENT = re.compile(r"</?[A-Z][\w.]*(?:[^<>{}\"']|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*>")
_PICTURE = re.compile(r"<\w*(?:Image|Img|Figure|Picture|Photo)\b")
_ATTRIBUTE = re.compile(r"""(?P<key>\w+)=\{?["'](?P<value>[^"']*)["']\}?""")


def without_components(body: str) -> tuple[str, tuple[LeftOut, ...]]:
    """Return `body` without imports, exports, comments and components, and what was left out.

    A component for pictures becomes a picture of Markdown. Lines keep their numbers.
    """
    dropped: list[LeftOut] = []
    pieces: list[str] = []
    at = 0

    def gone(found: re.Match[str]) -> str:
        line = body.count("\n", 0, at + found.start()) + 1
        dropped.append(LeftOut(" ".join(found[0].split()), "MDX: for a website's program", line))
        return "\n" * found[0].count("\n")

    def component(found: re.Match[str]) -> str:
        return _picture(found[0]) or gone(found)

    for start, end in outside_code(body):
        pieces.append(body[at:start])
        at = start
        piece = _COMMENT.sub(gone, _MODULE.sub(gone, body[start:end]))
        pieces.append(_COMPONENT.sub(component, piece))
        at = end
    return "".join((*pieces, body[at:])), tuple(dropped)


def _picture(tag: str) -> str:
    given = {found["key"]: found["value"] for found in _ATTRIBUTE.finditer(tag)}
    if not given.get("src") or not _PICTURE.match(tag):
        return ""
    caption = given.get("caption", "").replace('"', "”")
    title = f' "{caption}"' if caption else ""
    return f"![{given.get('alt', '')}]({given['src']}{title})"
