"""Text in XML: which characters a document may hold, and how those of markup are escaped."""

from __future__ import annotations

import html
import re

C0_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f"
"""For a class of a regular expression, as all of these: the controls but for tab, line feed and carriage return."""
SURROGATES = "\ud800-\udfff"
NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff"
"""Code points of the Basic Multilingual Plane that are for no interchange (Unicode 15, 23.7)."""

NOT_XML = re.compile(f"[{C0_CONTROLS}{SURROGATES}\ufffe\uffff]")
"""The characters that no document can hold (XML 1.0, 2.2)."""
NOT_TEXT = re.compile(f"[{C0_CONTROLS}\x7f{SURROGATES}{NONCHARACTERS}]")
"""These, and others that no text has a use for: DELETE and the rest of the noncharacters."""


def legal(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return NOT_XML.sub("", text)


def escape(text: str) -> str:
    """Return `text` for the content of an element or an attribute in quotation marks."""
    return html.escape(legal(text))


def escape_content(text: str) -> str:
    """Return `text` for the content of an element; quotation marks stay as they are."""
    return html.escape(legal(text), quote=False)
