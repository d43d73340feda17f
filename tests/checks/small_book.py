"""A small invented book for the gates: sections as typeset gives them, and what damage does to them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from types import MappingProxyType

from make_book.editions import PdfEdition
from make_book.model import Book, Division, Imprint, Section
from make_book.pdf.pdf_edition import make_pdf
from make_book.style_files import Styles, read_styles
from sections import make_section, with_xhtml

MOMENT = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)
SENTENCES = (
    "The tide clerk counts the boats before breakfast and writes each of them down in a well-kept ledger.",
    "Nobody has asked for the ledger since the lighthouse keeper moved inland with an extraordinarily large dog.",
    "“You might as well count the gulls,” said the harbourmaster—he has said so for two-and-twenty years.",
    "Internationalisation, considerations notwithstanding, has not reached the quay; the office is efficient enough.",
    "On the feast of the pilots everybody is given a bun, a lantern and half a day to carry them about.",
)


def paragraph(number: int) -> str:
    """Return a paragraph unlike any other."""
    return f"Day {number}. " + " ".join(SENTENCES[(number + step) % 5] for step in range(4)) + f" So ends {number}."


def called(text: str, first: str, second: str) -> str:
    """Return `text` with the calls of two notes in it, one inside and one at its end."""
    return text.replace("breakfast", f"breakfast{first}", 1) + second


def section(number: int, paragraphs: tuple[str, ...], notes: tuple[str, ...] = ()) -> Section:
    """Return an episode; `{1}` in a paragraph is the call of its first note."""
    name = f"episode-{number:03d}"
    calls = {
        str(
            label
        ): f'<a epub:type="noteref" role="doc-noteref" href="#{name}-n{label}" id="{name}-n{label}-ref">{label}</a>'
        for label in range(1, len(notes) + 1)
    }
    text = "\n".join(f"<p>{part.format(None, *calls.values())}</p>" for part in paragraphs)
    asides = "\n".join(
        f'<aside class="footnote" epub:type="footnote" role="doc-footnote" id="{name}-n{label}"><p>'
        f'<a class="backlink" role="doc-backlink" href="#{name}-n{label}-ref">{label}</a> {note}</p></aside>'
        for label, note in enumerate(notes, 1)
    )
    foot = f'<section class="footnotes" epub:type="footnotes">{asides}</section>' if notes else ""
    return make_section(
        id=name,
        kind="episode",
        title=f"Day {number}",
        place=Division.BODY,
        language="en",
        text=f'<section id="{name}" class="episode" lang="en">'
        f'<header class="episode-head"><h1>Day {number}</h1></header>'
        f'<div class="text">{text}</div>{foot}</section>',
        source=f"manuscript/episodes/{number:03d}.md",
    )


FIRST = section(
    1,
    tuple(
        paragraph(n) if n != 3 else paragraph(n).replace("breakfast", "breakfast{1}", 1) + "{2}" for n in range(1, 9)
    ),
    ("The first of two meals.", "He never goes on. See <em>Ledgers</em>, p. 4."),
)
SECOND = section(2, tuple(paragraph(n) for n in range(11, 15)))
SECTIONS = (FIRST, SECOND)


def changed(old: str, new: str) -> tuple[Section, ...]:
    """Return the sections with `old` replaced once by `new` in its first section."""
    if FIRST.xhtml.count(old) < 1:
        raise ValueError(f"nothing to damage: {old!r}")
    return (with_xhtml(FIRST, FIRST.xhtml.replace(old, new, 1)), SECOND)


def whole(number: int) -> str:
    """Return paragraph `number` of the first section as it stands there."""
    return next(line for line in FIRST.xhtml.split("\n") if f"Day {number}. " in line).removeprefix(
        '<div class="text">'
    )


def printed(sections: tuple[Section, ...], css: str = "", edition: PdfEdition | None = None) -> bytes:
    """Return the PDF of `sections`, with `css` after make-book's own."""
    house = read_styles()
    styles = Styles(MappingProxyType({**house.files, "print.css": house.text("print.css") + css}))
    book = Book(Imprint("The Tide Clerk", "en", "tide-clerk"), (), (), ())
    return make_pdf(book, sections, edition or PdfEdition(), styles, MOMENT).data


def packed(sections: tuple[Section, ...]) -> bytes:
    """Return an EPUB that has nothing but what is needed to read it."""
    out = io.BytesIO()
    names = [f"{part.id}.xhtml" for part in sections]
    items = "".join(
        f'<item id="i{n}" href="text/{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(names)))
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="EPUB/package.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "EPUB/package.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>',
        )
        for name, part in zip(names, sections, strict=True):
            archive.writestr(
                f"EPUB/text/{name}",
                '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
                f"<head><title>Not read</title></head><body>{part.xhtml}</body></html>",
            )
    return out.getvalue()
