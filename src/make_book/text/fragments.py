"""The characters of a source: plain line ends, and none that no document can carry."""

from __future__ import annotations

import re

from make_book.findings import Finding, Span

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MOST = 100
"""How many lines with such characters are told of one by one."""


def tidy(source: str, file: str, first_line: int) -> tuple[str, tuple[Finding, ...]]:
    """Return `source` with plain line ends and without characters that no XML document can carry."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not _CONTROL.search(text):
        return text, ()
    findings: list[Finding] = []
    for number, line in enumerate(text.split("\n"), first_line):
        found = list(_CONTROL.finditer(line))
        if found and len(findings) < _MOST:
            codes = ", ".join(dict.fromkeys(f"U+{ord(match[0]):04X}" for match in found))
            message = f"{len(found)} control character{'s' * (len(found) > 1)} removed: {codes}"
            findings.append(Finding("TXT-013", message, Span(file, number, found[0].start() + 1)))
    return _CONTROL.sub("", text), tuple(findings)
