"""The shape of blocks: verse line by line, letters, epigraphs, dialogue, asides, headings."""

from __future__ import annotations

import re

from make_book import xhtml
from make_book.findings import Finding
from make_book.text.cleaning import DIALECT
from make_book.text.places import Places

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DASH = re.compile(r"\s*(?:[—–―]|--)")
_SPEAKER = re.compile(r"\s*([^:\n]{1,60}):(?=\s|\Z)")


def shape(root: xhtml.Element) -> None:
    """Give every block under `root` the markup that shows what it is with style sheets off."""
    for rule in root.iter("hr"):
        rule.set("class", "scene-break")
    for line_break in root.iter("br"):
        if not (line_break.tail or "")[:1].isspace():
            line_break.tail = f"\n{line_break.tail or ''}"
    for div in list(root.iter("div")):
        classes = (div.get("class") or "").split()
        if "verse" in classes:
            _verse(div)
        if "epigraph" in classes:
            _epigraph(div)
        if "dialogue" in classes:
            _dialogue(div)
        if "addendum" in classes or "editor" in classes:
            div.tag = "aside"
    for remark in [span for span in root.iter("span") if "editor" in (span.get("class") or "").split()]:
        _bracket(remark)


def _bracket(remark: xhtml.Element) -> None:
    """Set an editor's remark in square brackets, unless it brings its own."""
    if not xhtml.text_content(remark).lstrip().startswith("["):
        remark.text = f"[{remark.text or ''}"
        if len(remark):
            remark[-1].tail = f"{remark[-1].tail or ''}]"
        else:
            remark.text += "]"


def level_headings(root: xhtml.Element, places: Places) -> tuple[Finding, ...]:
    """Make the first level under `root` h2 (the title is h1) and let no level be skipped."""
    findings = []
    above: list[int] = []
    for heading in list(root.iter(*_HEADINGS)):
        if not xhtml.text_content(heading).strip() and heading.find(".//img") is None:
            findings.append(Finding("TXT-027", "the heading has no words; it is left out", places.of(heading)))
            xhtml.replace(heading)
            continue
        level = int(str(heading.tag)[1])
        while above and above[-1] >= level:
            above.pop()
        if above and level > above[-1] + 1:
            words = " ".join(xhtml.text_content(heading).split())
            findings.append(Finding("TXT-017", f"the heading {words!r} skips a level", places.of(heading)))
        above.append(level)
        heading.tag = f"h{min(1 + len(above), 6)}"
    return tuple(findings)


def _verse(div: xhtml.Element) -> None:
    """Set every stanza as `<span class="line">…</span><br/>`, the break hidden where CSS shows lines."""
    for stanza in [p for p in div.iter("p") if "stanza" in (p.get("class") or "").split()]:
        if stanza.find("span[@class='line']") is not None:
            continue
        for line_break in list(stanza.iter("br")):
            line_break.tail = "\n" + (line_break.tail or "").lstrip("\n")
            xhtml.replace(line_break)
        lines = _lines(stanza)
        stanza.text = None
        stanza[:] = []
        for number, line in enumerate(lines):
            line.tag = "span"
            line.attrib.clear()
            line.set("class", "line")
            stanza.append(line)
            if number < len(lines) - 1:
                stanza.append(_with_tail(xhtml.make("br"), "\n"))


def _lines(element: xhtml.Element) -> list[xhtml.Element]:
    """Return copies of `element`, one for each line of its text; only the first is an anchor or a mark."""
    first, *more = (element.text or "").split("\n")
    lines = [_shell(element, first), *(_shell(element, text, again=True) for text in more)]
    for child in element:
        begun, *further = _lines(child)
        lines[-1].append(begun)
        for part in further:
            lines.append(_shell(element, None, again=True))
            lines[-1].append(part)
        tail, *rest = (child.tail or "").split("\n")
        lines[-1][-1].tail = tail
        lines += [_shell(element, text, again=True) for text in rest]
    return lines


def _shell(element: xhtml.Element, text: str | None, *, again: bool = False) -> xhtml.Element:
    shell = xhtml.make(str(element.tag), text)
    for name, value in ((str(name), str(value)) for name, value in element.items()):
        kept = value
        if again and name == "class":
            kept = " ".join(word for word in value.split() if word not in ("index", "term"))
        if kept and not (again and (name == "id" or name in DIALECT)):
            shell.set(name, kept)
    return shell


def _with_tail(element: xhtml.Element, tail: str) -> xhtml.Element:
    element.tail = tail
    return element


def _epigraph(div: xhtml.Element) -> None:
    """Name the epigraph; a last paragraph that begins with a dash says where it is from."""
    div.set(xhtml.EPUB_TYPE, "epigraph")
    div.set("role", "doc-epigraph")
    paragraphs = list(div.iter("p"))
    if len(paragraphs) > 1 and _DASH.match(xhtml.text_content(paragraphs[-1])):
        _add_class(paragraphs[-1], "attribution")


def _dialogue(div: xhtml.Element) -> None:
    """Mark who speaks: what stands before the first colon of a paragraph."""
    for paragraph in div.iterchildren("p"):
        first = paragraph[0] if len(paragraph) else None
        if found := _SPEAKER.match(paragraph.text or ""):
            speaker = xhtml.make("span", f"{found[1]}:", class_="speaker")
            speaker.tail = (paragraph.text or "")[found.end() :]
            paragraph.text = None
            paragraph.insert(0, speaker)
        elif not (paragraph.text or "").strip() and first is not None and _names_speaker(first):
            first.tag = "span"
            first.set("class", "speaker")


def _names_speaker(first: xhtml.Element) -> bool:
    return first.tag in ("strong", "em", "b", "i") and xhtml.text_content(first).rstrip().endswith(":")


def _add_class(element: xhtml.Element, name: str) -> None:
    element.set("class", " ".join(dict.fromkeys([*(element.get("class") or "").split(), name])))
