"""Plain text → Markdown and YAML that read back as exactly the same words."""

from __future__ import annotations

import re

import msgspec

_INLINE = re.compile(r"[\\`*_\[\]{}]")
_ENTITY = re.compile(r"&(?=[#\w])")
_NUMBERED = re.compile(r"(\d+)([.)])")
_UNESCAPABLE = re.compile(r"\A[:~|=]|~~~|\|")
_PLAIN = re.compile(
    r"[^\W\d_][^:#\[\]{},&*!|>'\"%@`\\\n\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*[^\s:#\[\]{},&*!|>'\"%@`\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]"
)
_RESERVED = frozenset("y n yes no true false on off null none".split())


def markdown(text: str) -> str:
    """Return one paragraph of plain `text` (no line feeds) as Markdown that renders the same characters."""
    text = _ENTITY.sub("&amp;", _INLINE.sub(r"\\\g<0>", text)).replace("<", "&lt;")
    if _NUMBERED.match(text):
        text = _NUMBERED.sub(r"\1\\\2", text, count=1)
    elif re.match(r"[#>+!]|-", text):
        text = "\\" + text
    return _UNESCAPABLE.sub(lambda found: "".join(f"&#{ord(c)};" for c in found[0]), text)


def scalar(text: str) -> str:
    """Return `text` as a YAML scalar: plain where that is safe, else double-quoted (YAML 1.2 §7.3)."""
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    quoted = msgspec.json.encode(text).decode()
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", quoted)
