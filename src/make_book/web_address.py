"""Addresses that lead out of the book: which schemes an edition may link to, and how such an address is written.

The one gate for links out of the book, whatever they come from: the text, front matter, templates. What acts
(`javascript:`), reads the reader's machine (`file:`) or is no address is refused; what a browser would read in
spite of faults is written as RFC 3986 has it, component by component.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit

SCHEMES = ("http", "https", "mailto", "tel")
"""The schemes of the addresses that a book links to."""

_UNRESERVED = "-._~"
_SUB_DELIMS = "!$&'()*+,;="
_PATH = _UNRESERVED + _SUB_DELIMS + ":@/"
_QUERY = _PATH + "?"
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_TEL = re.compile(r"\+?[0-9().\-]*[0-9][0-9().\-]*(?:;[\w.~!$&'()*+=%:\-\[\]/]+)*", re.ASCII)
_IGNORED = re.compile(r"[\t\n\r]")
"""Characters that browsers take out of an address (WHATWG URL §4.4): `java\\nscript:` acts."""
_CONTROL = re.compile("[\x00-\x1f\x7f]")


def web_address(text: str) -> str | None:
    """Return `text` as a valid address (RFC 3986) of one of `SCHEMES`; `None` for anything else."""
    text = _IGNORED.sub("", text.strip())
    if _CONTROL.search(text):
        return None
    scheme, mark, rest = text.partition(":")
    scheme = scheme.lower()
    if not mark or scheme not in SCHEMES:
        return None
    if scheme == "tel":
        number = rest.replace(" ", "")
        return f"tel:{number}" if _TEL.fullmatch(number) else None
    if scheme == "mailto":
        path, question, query = rest.partition("?")
        written = f"mailto:{_quoted(path, _PATH)}" + (f"?{_quoted(query, _QUERY)}" if question else "")
        return written if path or query else None
    return _over_http(scheme, text)


def shown_address(text: str) -> str:
    """Return the address `text` as print shows it: without scheme, `www.` and a slash at the end."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return text
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


def _over_http(scheme: str, text: str) -> str | None:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = _host(parts.hostname or "")
    if host is None:
        return None
    user, at, _ = parts.netloc.rpartition("@")
    authority = f"{_quoted(user, _UNRESERVED + _SUB_DELIMS + ':')}{at}{host}" + ("" if port is None else f":{port}")
    written = f"{scheme}://{authority}{_quoted(parts.path, _PATH)}"
    written += f"?{_quoted(parts.query, _QUERY)}" if parts.query else ""
    return written + (f"#{_quoted(parts.fragment, _QUERY)}" if parts.fragment else "")


def _host(name: str) -> str | None:
    """Return the host `name` in ASCII (RFC 3490 for other letters); `None` if it cannot be one."""
    if ":" in name:
        try:
            return f"[{ipaddress.IPv6Address(name)}]"
        except ValueError:
            return None
    try:
        labels = name.encode("idna").decode("ascii").removesuffix(".").split(".")
    except UnicodeError:
        return None
    return ".".join(labels) if all(_LABEL.fullmatch(label) for label in labels) else None


def _quoted(text: str, safe: str) -> str:
    """Return a component with everything quoted that may not stand in it; what is quoted already stays."""
    return quote(_PERCENT.sub("%25", text), safe=safe + "%", errors="replace")
