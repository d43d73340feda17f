"""Marks for the index and terms of the glossary: ids while the tree is shaped, values once it is set."""

from __future__ import annotations

from collections.abc import Sequence

from make_book import xhtml
from make_book.findings import Finding
from make_book.model import IndexMark, Term
from make_book.text.places import Places
from make_book.text.references import anchor_id
from make_book.text.typography import refine

_SAID = ("term", "sub", "see", "see-also", "to", "of")
Wish = tuple[xhtml.Element, dict[str, str]]


class Marked:
    """The marks of one text, found in order; their words are read after the typography."""

    def __init__(self) -> None:
        """Begin with none."""
        self.indexed: list[Wish] = []
        self.termed: list[Wish] = []
        self.findings: list[Finding] = []

    def index_marks(self, language: str) -> tuple[IndexMark, ...]:
        """Return the marks for the index."""
        marks = []
        for span, said in self.indexed:
            head = _set(said.get("term"), language) or xhtml.words(span)
            sub = _set(said.get("sub"), language)
            see, also = _set(said.get("see"), language), _set(said.get("see-also"), language)
            terms = (head, sub) if sub else (head,)
            marks.append(IndexMark(span.get("id") or "", terms, see, also, said.get("to")))
        return tuple(marks)

    def terms(self, language: str) -> tuple[Term, ...]:
        """Return the marked terms of the glossary."""
        return tuple(
            Term(span.get("id") or "", _set(said.get("of"), language) or xhtml.words(span))
            for span, said in self.termed
        )


def mark(roots: Sequence[xhtml.Element], prefix: str, places: Places) -> Marked:
    """Turn `{.index}` and `{.term}` spans under `roots` into anchored marks."""
    marked = Marked()
    for root in roots:
        for span in list(xhtml.elements(root)):
            said = {name: value for name in _SAID if (value := xhtml.take(span, name)) is not None}
            if span.tag not in ("span", "dfn"):
                continue
            classes = (span.get("class") or "").split()
            if "index" in classes:
                if "to" in said and (finding := _set_end(span, said, roots, prefix, places)):
                    marked.findings.append(finding)
                _index(span, said, prefix, marked, places)
            if "term" in classes and span.get("class") != "line":
                _term(span, said, prefix, marked, places)
    return marked


def _index(span: xhtml.Element, said: dict[str, str], prefix: str, marked: Marked, places: Places) -> None:
    classes = (span.get("class") or "").split()
    span.set("class", " ".join("index-mark" if name == "index" else name for name in classes))
    if not (said.get("term", "").strip() or xhtml.words(span)):
        hint = 'say what it is: []{.index term="Floods"}'
        marked.findings.append(Finding("TXT-018", "an index mark names nothing", places.of(span), (hint,)))
        return
    if span.get("id") is None:
        span.set("id", f"{prefix}-index-{len(marked.indexed) + 1}")
    marked.indexed.append((span, said))


def _set_end(
    span: xhtml.Element, said: dict[str, str], roots: Sequence[xhtml.Element], prefix: str, places: Places
) -> Finding | None:
    """Say the passage's end as the book knows it, or take it off: the mark is then a mere place."""
    written = said.pop("to").removeprefix("#")
    name = anchor_id(prefix, written)
    if any(element.get("id") == name for root in roots for element in xhtml.elements(root)):
        said["to"] = name
        return None
    message = f"the text has no place {written!r} where a passage of the index could end"
    return Finding("TXT-023", message, places.of(span), (f"write []{{#{written}}} where it ends",))


def _term(span: xhtml.Element, said: dict[str, str], prefix: str, marked: Marked, places: Places) -> None:
    if not xhtml.words(span):
        hint = "write the term in the brackets: [lee tide]{.term}"
        marked.findings.append(Finding("TXT-018", "a term names nothing", places.of(span), (hint,)))
        return
    span.tag = "dfn"
    if span.get("id") is None:
        span.set("id", f"{prefix}-term-{len(marked.termed) + 1}")
    marked.termed.append((span, said))


def _set(text: str | None, language: str) -> str | None:
    return refine(" ".join(text.split()), language) or None if text else None
