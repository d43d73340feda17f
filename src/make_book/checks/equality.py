"""The gate of faithfulness: the words of the manuscript are the words of every edition, in order.

Three comparisons, each of which finds what the others cannot: the manuscript's own words (read by a
second reader of the dialect) stand in the set sections; the sections' words are the EPUB's; they are
the PDF's, main text and notes apart. Each names the first word that differs, its file and its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from make_book.checks.pdfium import UnreadablePDF
from make_book.checks.pdftext import PdfText, read_pdf
from make_book.checks.reading import CONTENTS, Document, UnreadableEPUB, read_epub, read_section, read_whole
from make_book.editions import PdfEdition
from make_book.findings import Finding, Span
from make_book.manuscript.values import SourceText
from make_book.model import Section
from make_book.text.faithfulness import Difference, compare, contained
from make_book.text.unmarking import unmark
from make_book.text.words import Passage, words

_SHOWN = 5
"""So many pages with stray text are named."""


def check_text(sections: Sequence[Section], sources: Iterable[SourceText]) -> tuple[Finding, ...]:
    """Compare each written section with its manuscript file.

    Return `FTH-001` for each section in which a word of its file is lost, changed or out of order, and
    `FTH-006` for each file that no section comes from.
    """
    by_file = {source.file: source for source in sources}
    findings = [
        finding
        for section in sections
        if section.source in by_file
        for finding in _check_section(section, by_file[section.source])
    ]
    unset = by_file.keys() - {section.source for section in sections}
    findings += (Finding("FTH-006", "no section is made from this file", Span(file)) for file in sorted(unset))
    return tuple(findings)


def _check_section(section: Section, source: SourceText) -> Iterator[Finding]:
    written, set_ = unmark(source.text, source.file, source.first_line), read_section(section)
    for kind, wanted, found in (("text", written.main, set_.main), ("notes", written.notes, set_.notes)):
        difference = contained(words(wanted), words([found]))
        if difference is not None:
            message = f"“{section.title}”: {kind} not as in the manuscript: {difference}"
            yield Finding("FTH-001", message, _span(difference, source.file))


def check_epub(sections: Sequence[Section], epub: bytes) -> tuple[Finding, ...]:
    """Compare the sections with the documents of the EPUB's spine.

    Return `FTH-002` for each document whose words differ, `FTH-004` for a section that is missing or
    stands in another order, `CHK-001` if the file cannot be read.
    """
    try:
        documents = read_epub(epub)
    except UnreadableEPUB as error:
        return (Finding("CHK-001", f"the EPUB cannot be read: {error}"),)
    wanted = [section for section in sections if section.kind != CONTENTS]
    at = {section.id: _document_of(section, documents) for section in wanted}
    findings = list(_check_order(wanted, at))
    for section in wanted:
        if (index := at[section.id]) is not None:
            difference = compare(words([read_whole(section)]), words([documents[index].text]))
            if difference is not None:
                message = f"“{section.title}” reads otherwise in the EPUB: {difference}"
                findings.append(Finding("FTH-002", message, _span(difference, section.source)))
    return tuple(findings)


def _document_of(section: Section, documents: Sequence[Document]) -> int | None:
    return next((index for index, document in enumerate(documents) if section.id in document.ids), None)


def _check_order(sections: Sequence[Section], at: Mapping[str, int | None]) -> Iterator[Finding]:
    for section in sections:
        if at[section.id] is None:
            yield Finding("FTH-004", f"“{section.title}” ({section.id}) is missing from the EPUB", _file(section))
    present = [(section, index) for section in sections if (index := at[section.id]) is not None]
    for (first, before), (second, after) in pairwise(present):
        if after <= before:
            message = f"“{second.title}” does not follow “{first.title}” in the EPUB's reading order"
            yield Finding("FTH-004", message, _file(second))


def check_pdf(sections: Sequence[Section], pdf: bytes, edition: PdfEdition) -> tuple[Finding, ...]:
    """Compare the sections with the text of the PDF, read by its tags.

    `edition` says how much of the contents is set. Return `FTH-003` for the first
    word that differs in the main text and the first in the notes, `FTH-005` for text on a page that the
    book does not account for, `CHK-002` if the file cannot be read.
    """
    try:
        printed = read_pdf(pdf)
    except UnreadablePDF as error:
        return (Finding("CHK-002", f"the PDF cannot be read: {error}"),)
    return (*_check_streams(sections, printed, edition), *_check_stray(printed))


def _check_streams(sections: Sequence[Section], printed: PdfText, edition: PdfEdition) -> Iterator[Finding]:
    read = [read_section(section, edition.contents, edition.notes) for section in sections]
    streams = [
        ("text", [one.main for one in read], printed.main),
        ("notes", [one.notes for one in read], printed.notes),
    ]
    for kind, wanted, found in streams:
        difference = compare(words(wanted), words(found))
        if difference is not None:
            place = difference.expected_place
            file = next((section.source for section in sections if section.source == place), None)
            yield Finding("FTH-003", f"{kind} of the PDF not as in the set book: {difference}", _span(difference, file))


def _check_stray(printed: PdfText) -> Iterator[Finding]:
    for passage in _first(printed.untagged):
        text = " ".join(passage.text.split())[:60]
        yield Finding("FTH-005", f"on {passage.place} stands “{text}”, which no tag holds and no artifact")


def _first(passages: Iterable[Passage]) -> Iterator[Passage]:
    return (passage for _, passage in zip(range(_SHOWN), passages, strict=False))


def _file(section: Section) -> Span | None:
    return Span(section.source) if section.source else None


def _span(difference: Difference, file: str | None) -> Span | None:
    """Return the place of the expected word as a span, if it is one in a file."""
    name, _, line = difference.expected_place.rpartition(":")
    if name and line.isdecimal():
        return Span(name, int(line))
    return Span(file) if file else None
