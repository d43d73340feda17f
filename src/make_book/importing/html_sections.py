"""A long text in HTML split into episodes at its headings; notes go with the section that calls them."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from make_book.importing.html_to_markdown import to_markdown
from make_book.importing.html_tree import Node, local, words_of
from make_book.importing.import_values import LeftOut
from make_book.importing.markdown_addresses import outside_code

_MARK = "\ufdd5"
_DEFINITION = re.compile(r"(?m)^\[\^(?P<label>\w+)\]: (?:.*\n?)(?:(?:[ ]{4}.*|[ ]*)(?:\n|\Z))*")
_CALL = re.compile(r"\[\^(\w+)\](?!:)")


class HtmlSection(msgspec.Struct, frozen=True):
    """One section: its heading's words ("" for what stands before the first) and its Markdown."""

    title: str
    markdown: str


def sections(root: Node, language: str | None = None) -> tuple[tuple[HtmlSection, ...], tuple[LeftOut, ...]]:
    """Split the text under `root` at the headings of the highest level that stands there more than once."""
    headings = [node for node in root.iter() if re.fullmatch("h[1-6]", local(node)) and words_of(node)]
    counts = Counter(local(node) for node in headings)
    level = next((name for name in sorted(counts) if counts[name] > 1), None)
    titles: list[str] = []
    for node in headings:
        if local(node) == level:
            titles.append(words_of(node))
            for child in list(node):
                node.remove(child)
            node.tag, node.text = "p", f"{_MARK}{len(titles) - 1}{_MARK}"
    made = to_markdown(root, language)
    if level is None:
        return (HtmlSection("", made.markdown),), made.left_out
    notes = {found["label"]: found[0].rstrip() for found in _DEFINITION.finditer(made.markdown)}
    body = _DEFINITION.sub("", made.markdown)
    pieces = re.split(f"{_MARK}(\\d+){_MARK}", body)
    found = [HtmlSection("", _with_notes(pieces[0], notes))] if pieces[0].strip() else []
    for at in range(1, len(pieces), 2):
        found.append(HtmlSection(titles[int(pieces[at])], _with_notes(pieces[at + 1], notes)))
    return tuple(found), made.left_out


def _with_notes(text: str, notes: dict[str, str]) -> str:
    """Return a section with the notes that it calls, numbered from 1."""
    labels: dict[str, str] = {}
    called: list[str] = []
    for start, end in outside_code(text):
        for call in _CALL.finditer(text, start, end):
            if call[1] in notes and call[1] not in labels:
                labels[call[1]] = str(len(labels) + 1)
                called.append(call[1])
    text = _CALL.sub(lambda found: f"[^{labels.get(found[1], found[1])}]", text)
    definitions = [notes[label].replace(f"[^{label}]:", f"[^{labels[label]}]:", 1) for label in called]
    return "\n\n".join((text.strip("\n"), *definitions))
