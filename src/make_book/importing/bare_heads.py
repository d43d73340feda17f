"""Front matter that is no YAML as it stands: Pelican's lines, Hexo's without its first fence, faults.

Each becomes YAML between fences, so that one reader reads them all.
"""

from __future__ import annotations

import re

import msgspec

_KEY = re.compile(r"(?P<key>[A-Za-z][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*))?\Z")
_MOST_LINES = 60
_FENCES = ("---", ";;;")


def with_fences(text: str) -> str:
    """Return `text` with `---` around a head that has none; any other text as it is.

    Such a head begins in the first line that holds anything, has a title, and ends with a line of `---`
    (Hexo) or a blank line (Pelican). A letter that begins with "Date: 5 May" is a text.
    """
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines) or not _KEY.match(lines[first]):
        return text
    titled = False
    for at in range(first, min(len(lines), first + _MOST_LINES)):
        line = lines[at]
        if line.rstrip() in _FENCES and titled:
            return "\n".join(("---", *lines[first:at], "---", *lines[at + 1 :]))
        if not line.strip():
            return "\n".join(("---", *as_yaml(lines[first:at]), "---", *lines[at:])) if titled else text
        if _KEY.match(line):
            titled |= line.lower().startswith("title")
        elif line[:1] not in " \t-#":
            return text
    return text


def as_yaml(lines: list[str]) -> list[str]:
    """Return lines of keys and values as YAML whose values are quoted: whatever they hold, they are text."""
    made: list[str] = []
    values: dict[str, list[str]] = {}
    for line in lines:
        found = _KEY.match(line)
        if found and line[:1] not in " \t-":
            values.setdefault(found["key"], []).append((found["value"] or "").strip())
        elif values and line.strip():
            values[next(reversed(values))].append(line.strip())
    for key, parts in values.items():
        kept = [part for part in parts if part]
        if kept and all(part.startswith("- ") for part in kept):
            made += (f"{_quoted(key)}:", *(f"  - {_quoted(_bare(part[2:]))}" for part in kept))
        else:
            made.append(f"{_quoted(key)}: {_quoted(_bare(' '.join(kept)))}")
    return made


def repaired(text: str) -> str | None:
    """Return a text with the lines of its fenced head quoted; `None` if it has no such head."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines) or lines[first].rstrip() != "---":
        return None
    end = next((at for at in range(first + 1, len(lines)) if lines[at].rstrip() in ("---", "...")), None)
    if end is None:
        return None
    return "\n".join(("---", *as_yaml(lines[first + 1 : end]), "---", *lines[end + 1 :]))


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()
