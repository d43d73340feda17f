"""The gate of faithfulness: the words of the manuscript are the words of every edition, in order.

Three comparisons, each of which finds what the others cannot: the manuscript's own words (read by another parser
than the one that makes the book) are those of the set sections; the sections' words are the EPUB's; they are
the PDF's, main text and notes apart. Each names the first word that differs, its file and its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from make_book.checks import exact, tolerant
from make_book.checks.difference import Difference
from make_book.checks.pdfium import UnreadablePDF
from make_book.checks.reading import (
    CONTENTS,
    Epub,
    Reading,
    SpineDocument,
    UnreadableEPUB,
    read_epub,
    read_section,
    read_whole,
    written_text,
)
from make_book.checks.second_reader import Manuscript, read_manuscript
from make_book.checks.tagged_pdf import PdfText, read_pdf
from make_book.checks.wording import Passage, fold
from make_book.editions import PdfEdition
from make_book.findings import Finding, Span
from make_book.manuscript.values import SourceText
from make_book.model import Section

_SHOWN = 5
"""So many pages with stray text are named."""


def check_text(
    sections: Sequence[Section], sources: Iterable[SourceText | tuple[SourceText, ...]]
) -> tuple[Finding, ...]:
    """Compare each written section with its manuscript file, or with the files that are its scenes, in order.

    Return `FTH-001` for each section in which a word of its file is lost, changed or out of order, and
    `FTH-006` for each file that no section comes from.
    """
    texts = [source if isinstance(source, tuple) else (source,) for source in sources]
    by_file = {scenes[0].file: scenes for scenes in texts}
    findings = [
        finding
        for section in sections
        if section.source in by_file
        for finding in _check_section(section, by_file[section.source])
    ]
    unset = by_file.keys() - {section.source for section in sections}
    findings += (Finding("FTH-006", "no section is made from this file", Span(file)) for file in sorted(unset))
    return tuple(findings)


def _check_section(section: Section, scenes: tuple[SourceText, ...]) -> Iterator[Finding]:
    source, written = scenes[0], Manuscript((), ())
    for scene in scenes:
        read = read_manuscript(scene.text, scene.file, scene.first_line, len(written.notes))
        written = Manuscript((*written.main, *read.main), (*written.notes, *read.notes))
    for kind, difference in _differences(section, written):
        message = f"“{section.title}”: {kind} not as in the manuscript: {difference}"
        yield Finding("FTH-001", message, _span(difference, source.file))


def _differences(section: Section, written: Manuscript) -> Iterator[tuple[str, Difference]]:
    found, place = read_section(section), written_text(section)
    wanted = tolerant.words(written.main)
    if place is None:
        difference = tolerant.contained(wanted, tolerant.words([found.main]))
    else:
        difference = tolerant.compare(wanted, tolerant.words([place]))
    if difference is not None:
        yield "text", difference
    notes = [(note.label, [note.text]) for note in found.notes.values()]
    labelled = [(str(number), passages) for number, passages in enumerate(written.notes, start=1)]
    difference = tolerant.compare(_notes(labelled), _notes(notes))
    if difference is not None:
        yield "notes", difference


def _notes(notes: Iterable[tuple[str, Iterable[Passage]]]) -> tolerant.Words:
    """Return the words of notes, each after its number."""
    return tolerant.words(part for label, text in notes for part in (Passage(f" note {label}: ", ""), *text))


def check_epub(sections: Sequence[Section], epub: bytes) -> tuple[Finding, ...]:
    """Compare the sections with the documents of the EPUB's spine, and their titles with its tables of contents.

    Return `FTH-002` for each document whose words differ, `FTH-004` for a section that is missing or
    stands in another order, `CHK-001` if the file cannot be read.
    """
    try:
        book = read_epub(epub)
    except UnreadableEPUB as error:
        return (Finding("CHK-001", f"the EPUB cannot be read: {error}"),)
    wanted = [section for section in sections if section.kind != CONTENTS]
    at = {section.id: _document_of(section, book.documents) for section in wanted}
    findings = list(_check_order(wanted, at))
    for section in wanted:
        if (index := at[section.id]) is not None:
            findings += _check_document(section, book.documents[index])
    return (*findings, *_check_contents(sections, book))


def _check_document(section: Section, document: SpineDocument) -> Iterator[Finding]:
    expected = read_whole(section)
    difference = exact.compare(exact.text_of([expected.text]), exact.text_of([document.text]))
    if difference is not None:
        message = f"“{section.title}” reads otherwise in the EPUB: {difference}"
        yield Finding("FTH-002", message, _span(difference, section.source))
    for (label, wanted), (_, found) in zip(expected.calls, document.calls, strict=False):
        if wanted != found:
            message = f"“{section.title}”: the number {label} of a note leads to {found or 'nothing'}, not to {wanted}"
            yield Finding("FTH-002", f"{message} ({document.path})", _file(section))


_LEFT_OUT = frozenset({"half-title", "copyright"})
"""Generated pages that an EPUB leaves out where they say the title alone."""


def _document_of(section: Section, documents: Sequence[SpineDocument]) -> int | None:
    return next((index for index, document in enumerate(documents) if section.id in document.ids), None)


def _check_order(sections: Sequence[Section], at: Mapping[str, int | None]) -> Iterator[Finding]:
    for section in sections:
        if at[section.id] is None and not (section.source is None and section.kind in _LEFT_OUT):
            yield Finding("FTH-004", f"“{section.title}” ({section.id}) is missing from the EPUB", _file(section))
    present = [(section, index) for section in sections if (index := at[section.id]) is not None]
    for (first, before), (second, after) in pairwise(present):
        if after <= before:
            message = f"“{second.title}” does not follow “{first.title}” in the EPUB's reading order"
            yield Finding("FTH-004", message, _file(second))


def _check_contents(sections: Sequence[Section], book: Epub) -> Iterator[Finding]:
    """Compare the entries of the EPUB's tables of contents with the titles of the sections that they lead to."""
    titles = {
        document.path: section
        for section in sections
        if section.title.strip()
        for document in book.documents
        if section.id in document.ids
    }
    for entry in book.entries:
        section = titles.get(entry.target)
        if section is not None and fold(entry.label).split() != fold(section.title).split():
            message = f"the contents of the EPUB call “{section.title}” otherwise: “{entry.label}” ({entry.path})"
            yield Finding("FTH-002", message, _file(section))


def check_pdf(sections: Sequence[Section], pdf: bytes, edition: PdfEdition) -> tuple[Finding, ...]:
    """Compare the sections with the text of the PDF, read by its tags.

    `edition` says how much of the contents is set. Return `FTH-003` for the first word that differs in the main
    text, and for each note that is missing, stands in another's place or has other words; `FTH-005` for text on a
    page that the book does not account for, `CHK-002` if the file cannot be read.
    """
    try:
        printed = read_pdf(pdf)
    except UnreadablePDF as error:
        return (Finding("CHK-002", f"the PDF cannot be read: {error}"),)
    read = [(section, read_section(section, edition)) for section in sections]
    return (*_check_main(read, printed), *_check_notes(read, printed), *_check_stray(printed))


def _check_main(read: Sequence[tuple[Section, Reading]], printed: PdfText) -> Iterator[Finding]:
    wanted = exact.text_of([one.main for _, one in read], cased=False)
    difference = exact.compare(wanted, exact.text_of(printed.main, cased=False))
    if difference is not None:
        files = {section.source for section, _ in read}
        file = difference.expected_place if difference.expected_place in files else None
        yield Finding("FTH-003", f"text of the PDF not as in the set book: {difference}", _span(difference, file))


def _check_notes(read: Sequence[tuple[Section, Reading]], printed: PdfText) -> Iterator[Finding]:
    """Compare the notes, each by its own name, and see where their numbers lead."""
    for section, one in read:
        for name, note in one.notes.items():
            found = printed.notes.get(name)
            what = f"note {note.label} of “{section.title}”"
            if found is None:
                yield Finding("FTH-003", f"{what} is not in the PDF", _file(section))
                continue
            if found.label != note.label:
                yield Finding("FTH-003", f"{what} has the number {found.label or 'of none'} in the PDF", _file(section))
            wanted, text = exact.text_of([note.text], cased=False), exact.text_of(found.text, cased=False)
            if (difference := exact.compare(wanted, text)) is not None:
                message = f"{what} not as in the set book: {difference}"
                yield Finding("FTH-003", message, _span(difference, section.source))
    known = {name for _, one in read for name in one.notes}
    for name in printed.notes.keys() - known:
        yield Finding("FTH-003", f"the PDF has a note that the set book does not have ({name})")
    yield from _check_calls(read, printed)


def _check_calls(read: Sequence[tuple[Section, Reading]], printed: PdfText) -> Iterator[Finding]:
    """See that the numbers of notes are tied to their notes, in the order of the main text and of each note."""
    main = [(call, section) for section, one in read for call in one.calls]
    yield from _check_ties(main, printed.calls)
    for section, one in read:
        for name, note in one.notes.items():
            if found := printed.notes.get(name):
                yield from _check_ties([(call, section) for call in note.calls], found.calls)


def _check_ties(
    calls: Sequence[tuple[tuple[str, str], Section]], printed: Iterable[tuple[str, str]]
) -> Iterator[Finding]:
    """Compare calls, each a number and the note it leads to; a note that is called again is tied once."""
    sections = dict(calls)
    found = dict.fromkeys(call for call in printed if call[1])
    wrong = [call for call in found if call not in sections]
    if not wrong:
        wrong = [
            call for wanted, call in zip((c for c in sections if c in found), found, strict=True) if wanted != call
        ]
    for label, target in wrong:
        section = next((section for (_, name), section in sections.items() if name == target), None)
        message = f"the number {label} in the PDF calls the note {target}, which another number calls"
        yield Finding("FTH-003", message, _file(section) if section else None)


def _check_stray(printed: PdfText) -> Iterator[Finding]:
    for passage in printed.untagged[:_SHOWN]:
        text = " ".join(passage.text.split())[:60]
        yield Finding("FTH-005", f"on {passage.place} stands “{text}”, which no tag holds and no artifact")


def _file(section: Section) -> Span | None:
    return Span(section.source) if section.source else None


def _span(difference: Difference, file: str | None) -> Span | None:
    """Return the place of the expected word as a span, if it is one in a file."""
    name, _, line = difference.expected_place.rpartition(":")
    if name and line.isdecimal():
        return Span(name, int(line))
    return Span(file) if file else None
