"""The characters of a source: plain line ends, and none that no document can carry."""

from __future__ import annotations

from make_book.findings import Finding, Span
from make_book.xml_text import NOT_TEXT

_MOST = 100
"""How many lines with such characters are reported one by one."""


def tidy(source: str, file: str, first_line: int) -> tuple[str, tuple[Finding, ...]]:
    """Return `source` with plain line ends and without characters that no XML document can carry."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not NOT_TEXT.search(text):
        return text, ()
    findings: list[Finding] = []
    for number, line in enumerate(text.split("\n"), first_line):
        found = list(NOT_TEXT.finditer(line))
        if found and len(findings) < _MOST:
            codes = ", ".join(dict.fromkeys(f"U+{ord(match[0]):04X}" for match in found))
            message = f"{len(found)} control character{'s' * (len(found) > 1)} removed: {codes}"
            findings.append(Finding("TXT-013", message, Span(file, number, found[0].start() + 1)))
    return NOT_TEXT.sub("", text), tuple(findings)
