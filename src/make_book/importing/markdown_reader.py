"""Markdown texts of any system → documents: Jekyll, Hugo, Hexo, Pelican, Eleventy, Astro, Zola, Obsidian, plain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from make_book.findings import Finding, Span
from make_book.importing.bare_heads import repaired, with_fences
from make_book.importing.front_matter_fields import head_fields
from make_book.importing.import_record import RAW, sha256
from make_book.importing.import_values import Clipping, Field, SourceDocument
from make_book.importing.mdx_components import without_components
from make_book.importing.repair import repair
from make_book.importing.shortcodes import rewrite
from make_book.importing.wikilinks import as_links
from make_book.manuscript.file_names import parse_file_name
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.frontmatter import Frontmatter, split_frontmatter
from make_book.text.languages import is_language_tag

_HEADING = re.compile(r"#[ \t]+(?P<words>\S.*?)(?:[ \t]+#+)?[ \t]*(?:\{[^{}]*\})?\Z")
_ANY_TOP = re.compile(r"(?m)^#[ \t]+\S")
_SETEXT = re.compile(r"=+[ \t]*\Z")
_MARKS = re.compile(r"\*+|`|(?<!\w)_+|_+(?!\w)")
_MORE = re.compile(r"[ \t]*<!--\s*(?:more|truncate|excerpt|read more)\s*-->[ \t]*\n?", re.IGNORECASE)
_BUNDLE = ("index", "_index")


def read_markdown(clipping: Clipping, shortcodes: Mapping[str, str]) -> SourceDocument | Finding:
    """Return the document in a Markdown file, or why there is none. Addresses stay as they are."""
    file = RAW + clipping.name
    if not clipping.data.strip(b"\0 \t\r\n"):
        return Finding("IMP-002", "the file is empty", Span(clipping.name))
    repaired = repair(clipping.data, gentle=True)
    if repaired is None:
        return Finding("IMP-003", "the file is not text", Span(clipping.name))
    collector, matter = _front_matter(repaired.text, file)
    lines = {path[0]: place[0] for path, place in collector.places.items() if isinstance(path[0], str)}
    head = head_fields(matter.values, lines)
    stem, language = _stem(clipping.name)
    title, body, first_line = _titled(matter.body, matter.first_line, _value(head.fields, "title"))
    body, dropped = without_components(body) if clipping.name.lower().endswith(".mdx") else (body, ())
    made = rewrite(body, shortcodes)
    body = as_links(_MORE.sub("", made.text))
    body = "\n\n".join((*head.pictures, body.strip("\n"))) if head.pictures else body.strip("\n")
    fields = (*head.fields, *title, *_from_name(stem, {field.name for field in (*head.fields, *title)}))
    findings = [_as_import(finding) for finding in collector.findings]
    findings += [
        Finding(
            "IMP-028", f"the shortcode “{name}” is not known and stays in the text", Span(file, line + first_line - 1)
        )
        for name, line in dict(reversed(made.unknown)).items()
    ]
    return SourceDocument(
        source=clipping.name,
        file=clipping.name,
        digest=sha256(clipping.data),
        body=body,
        fields=fields,
        translators=head.translators,
        addresses=_addresses(clipping.name, head.addresses),
        language=_value(head.fields, "language") or language,
        first_line=first_line,
        findings=tuple(findings),
        changes=repaired.changes,
        left_out=(*head.left_out, *dropped),
    )


def _front_matter(text: str, file: str) -> tuple[FindingCollector, Frontmatter]:
    """Take a text apart; a head that is no YAML is read line by line, so that none of its words is lost."""
    collector = FindingCollector(file)
    matter = split_frontmatter(with_fences(text), collector)
    if not matter.values and collector.findings and (other := repaired(text)) is not None:
        second = FindingCollector(file)
        matter = split_frontmatter(other, second)
        second.findings = collector.findings
        return second, matter
    return collector, matter


def _value(fields: tuple[Field, ...], name: str) -> str | None:
    return next((field.value for field in fields if field.name == name), None)


def _as_import(finding: Finding) -> Finding:
    """Return a finding on front matter as one of import's: nothing of it stops an import."""
    return Finding("IMP-029", finding.message, finding.span, finding.hints)


def _stem(name: str) -> tuple[str, str | None]:
    """Return what a file is called (a bundle by its folder) and the language its name says."""
    path = PurePosixPath(name)
    stem, language = path.stem, None
    before, dot, tag = stem.rpartition(".")
    if dot and before and re.fullmatch(r"[a-z]{2}(?:-[A-Za-z]{2,4})?", tag) and is_language_tag(tag):
        stem, language = before, tag
    parts = path.parent.name.rpartition(".")
    if stem.lower() in (*_BUNDLE, "readme") and path.parent.name:
        stem = parts[0] if parts[2].lower() in ("textbundle",) else path.parent.name
    return stem, language


def _titled(body: str, first_line: int, title: str | None) -> tuple[tuple[Field, ...], str, int]:
    """Take the title from a heading that opens the body. Return it, the body below, and the line that begins on."""
    lines = body.split("\n")
    at = next((number for number, line in enumerate(lines) if line.strip() and not _is_comment(line)), None)
    if at is None:
        return (), body, first_line
    found = _HEADING.match(lines[at].strip())
    underlined = at + 1 < len(lines) and _SETEXT.match(lines[at + 1]) is not None
    if not found and not underlined:
        return (), body, first_line
    words = " ".join(_MARKS.sub("", found["words"] if found else lines[at]).split())
    below = lines[at + (2 if underlined and not found else 1) :]
    if title is not None and title.casefold() != words.casefold():
        return (), body, first_line
    if title is None and found and _ANY_TOP.search("\n".join(below)):
        return (), body, first_line
    rest = [*(line for line in lines[:at] if line.strip()), *below]
    field = () if title is not None else (Field("title", words, 0.95, first_line + at, lines[at]),)
    return field, "\n".join(rest), first_line + len(lines) - len(rest)


def _is_comment(line: str) -> bool:
    return line.strip().startswith("<!--") and line.strip().endswith("-->")


def _from_name(stem: str, known: set[str]) -> tuple[Field, ...]:
    """Return the date and the title that the file's name says, where nothing else does."""
    name = parse_file_name(stem)
    found = []
    if name.date and "date" not in known:
        found.append(Field("date", name.date, 0.9, 1, stem))
    words = " ".join(re.split(r"[-_\s]+", name.words)).strip() if name.date else re.sub(r"[-_\s]+", " ", stem).strip()
    if words and "title" not in known:
        found.append(Field("title", words[:1].upper() + words[1:], 0.7, 1, stem, "the file's name"))
    return tuple(found)


def _addresses(name: str, given: tuple[str, ...]) -> tuple[str, ...]:
    path = PurePosixPath(name)
    stem, _ = _stem(name)
    plain = parse_file_name(stem).words or stem
    parent = path.parent.as_posix()
    own = [name, path.with_suffix("").as_posix(), stem, plain, f"{parent}/{stem}"]
    return tuple(dict.fromkeys(one.strip().strip("/").casefold() for one in (*given, *own) if one.strip().strip("/")))
