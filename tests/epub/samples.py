"""A small invented book, set by hand as the templates would set it: every mark-up the style sheet knows."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime

import msgspec

from make_book.editions import EpubEdition
from make_book.epub.epub_edition import Packed, make_epub
from make_book.model import (
    Book,
    Cover,
    Division,
    Episode,
    Image,
    Imprint,
    Part,
    PartialDate,
    Person,
    Section,
    Series,
    Subject,
    Text,
    Translator,
)
from make_book.style_files import Styles, read_styles
from sections import make_section

MOMENT = datetime(2021, 3, 1, 12, 0, 1, tzinfo=UTC)
PLAIN = EpubEdition(fonts="none")


def png(width: int, height: int, grey: int = 0x88) -> bytes:
    """Return a PNG of one shade of grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([grey]) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


COVER = Cover(Image("images/cover.png", "image/png", png(160, 256), 160, 256), "The quay at low water")
QUAY = Image("images/The Quay.png", "image/png", png(300, 200), 300, 200)
MAP = Image(
    "images/map.svg",
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40"><path d="M0 20h60"/></svg>',
    60,
    40,
)

IMPRINT = Imprint(
    title="The Tide Clerk & Others",
    subtitle="Letters from Vell Harbour",
    language="en",
    identifier="tide-clerk",
    series=Series("Harbour Papers", "2"),
    publisher="Lantern Press",
    place="Vell",
    date=PartialDate(2021, 3),
    rights="© 2021 Rosa Anker",
    description="A clerk counts tides <and> other things.",
    subjects=(Subject("Diaries"), Subject("FICTION / Sea Stories", "BISAC", "FIC047000"), Subject("Harbours")),
    people=(
        Person("Rosa Anker", "aut"),
        Person("Janka B.", "aut", note="writes under a name of her own choosing"),
        Person("Tom Hale", "trl", "Hale, Thomas"),
    ),
)


def section(number: int, text: str, *, notes: str = "", part: str | None = "part-1", title: str = "") -> Section:
    """Return an episode's section with a head and `text`."""
    identity = f"episode-{number:03d}"
    heading = title or f"Day {number}"
    foot = f'<section class="footnotes" epub:type="footnotes" aria-label="Notes">{notes}</section>' if notes else ""
    return make_section(
        id=identity,
        kind="episode",
        title=f"{number}. {heading}",
        place=Division.BODY,
        language="en",
        text=(
            f'<section id="{identity}" class="episode" epub:type="chapter z3998:diary-entry" role="doc-chapter"'
            f' aria-labelledby="{identity}-title" lang="en" xml:lang="en"><header class="episode-head">'
            f'<p class="number">Episode {number}</p><p class="kicker">The harbour</p>'
            f'<h1 id="{identity}-title">{heading}</h1><p class="standfirst">Somebody has moved the water.</p>'
            '<p class="narrator">told by Rosa Anker</p><p class="dateline"><span class="place">Vell Harbour</span>,'
            f' <span class="date"><time datetime="2020-10-{number:02d}">{number} October 2020</time></span></p>'
            "</header>"
            f'<div class="text">{text}</div><footer class="end-matter"><p class="translators">Translated from the'
            f" Russian into German by Ilse Brandt</p></footer>{foot}</section>"
        ),
        level=2 if part else 1,
        source=f"manuscript/episodes/{number:03d}.md",
        part=part,
    )


def note(identity: str, label: str, words: str) -> str:
    """Return a note as the templates set it."""
    return (
        f'<aside class="footnote" epub:type="footnote" role="doc-footnote" id="{identity}" data-label="{label}"><p>'
        f'<a href="#{identity}-ref" role="doc-backlink" title="Back to the text" class="backlink">{label}</a>'
        f" {words}</p></aside>"
    )


def noteref(identity: str, label: str) -> str:
    """Return a reference to a note."""
    return (
        f'<a epub:type="noteref" role="doc-noteref" class="noteref" href="#{identity}" id="{identity}-ref">{label}</a>'
    )


def matter(kind: str, title: str, place: Division, text: str, *, attributes: str = "", level: int = 1) -> Section:
    """Return a section of front or back matter."""
    return make_section(
        id=kind,
        kind=kind,
        title=title,
        place=place,
        language="en",
        text=f'<section id="{kind}" class="matter {kind}" {attributes} lang="en" xml:lang="en">{text}</section>',
        level=level,
    )


RICH = (
    f'<p>The clerk <em>counted</em>{noteref("episode-001-note-1", "1")} again. <span lang="ru">Вода ушла.</span></p>'
    '<p>She had said so in <a class="cross-reference" href="#episode-002" data-target="episode-002">Episode 2</a>, and'
    ' in the <a href="#flood">flood</a>; see <a href="https://example.org/tide">the tables</a>.</p>'
    '<hr class="scene-break"/>'
    '<figure id="quay"><img src="images/The Quay.png" alt="A quay"/><figcaption>The quay'
    ' <span class="credit">Photo: A. N.</span></figcaption></figure>'
    '<div class="verse"><p class="stanza"><span class="line">The moon came up,</span><br/>'
    '<span class="line">the clerk went down.</span></p></div>'
    '<div class="letter"><p class="dateline">Vell, Tuesday</p><p class="salutation">Dear Rosa,</p><p>Come.</p>'
    '<p class="signature">J.</p></div>'
    '<div class="dialogue"><p><span class="speaker">Anker:</span> Who is there?</p></div>'
    '<table><caption>Tides</caption><thead><tr><th scope="col">Day</th><th scope="col">Feet</th></tr></thead>'
    "<tbody><tr><td>1</td><td>7</td></tr></tbody></table>"
    '<dl><dt><dfn class="term" id="term-1">lee tide</dfn></dt><dd>It goes with the wind.</dd></dl>'
    '<p><span class="index-mark" id="mark-1"></span>The <abbr title="Harbour Office">HO</abbr> is closed.'
    ' <span class="editor">sic</span></p><aside class="addendum"><p>Later it opened.</p></aside>'
    '<aside class="editor"><p>Torn.</p></aside>'
)

SECTIONS = (
    make_section(
        id="title-page",
        kind="title-page",
        title="Title page",
        place=Division.FRONT,
        language="en",
        text=(
            '<section id="title-page" class="title-page" epub:type="titlepage" aria-label="Title page" lang="en">'
            '<p class="authors">Rosa Anker and Janka B.</p><h1>The Tide Clerk &amp; Others</h1>'
            '<p class="subtitle" role="doc-subtitle">Letters from Vell Harbour</p></section>'
        ),
        level=0,
    ),
    make_section(
        id="contents",
        kind="contents",
        title="Contents",
        place=Division.FRONT,
        language="en",
        text='<section id="contents" class="contents"><h1>Contents</h1></section>',
        level=0,
    ),
    matter(
        "foreword",
        "Foreword",
        Division.FRONT,
        '<header class="matter-head"><h1 id="foreword-title">Foreword</h1></header><div class="text"><p>See the'
        ' <a href="#contents">contents</a>.</p></div><footer class="signed"><p class="signature">R. A.</p></footer>',
        attributes='epub:type="foreword" role="doc-foreword" aria-labelledby="foreword-title"',
    ),
    make_section(
        id="part-1",
        kind="part",
        title="October 2020",
        place=Division.BODY,
        language="en",
        text=(
            '<section id="part-1" class="part" epub:type="part" role="doc-part" aria-labelledby="part-1-title">'
            '<h1 id="part-1-title">October 2020</h1></section>'
        ),
    ),
    section(1, RICH, notes=note("episode-001-note-1", "1", "Twice."), title="The tide clerk counts again"),
    section(2, '<p id="flood">It rose.</p><p><img src="images/map.svg" alt="A map" aria-details="flood"/></p>'),
    matter(
        "afterword",
        "Afterword",
        Division.BACK,
        '<header class="matter-head"><h1 id="afterword-title">Afterword</h1></header>'
        '<div class="text"><p>Gone.</p></div>',
        attributes='epub:type="afterword" role="doc-afterword" aria-labelledby="afterword-title"',
    ),
)

_EPISODE = Episode(
    id="episode-001",
    title="The tide clerk counts again",
    language="en",
    text=Text(""),
    source="manuscript/episodes/001.md",
    number=1,
    translators=(Translator("Ilse Brandt", "ru", "de"), Translator("Tom Hale", "de", "en")),
)
BOOK = Book(
    imprint=IMPRINT,
    front=(),
    parts=(Part("part-1", "October 2020", (_EPISODE,)),),
    back=(),
    images=(QUAY, MAP, COVER.image),
)
STYLES: Styles = read_styles()


def made(
    sections: tuple[Section, ...] = SECTIONS,
    *,
    book: Book = BOOK,
    edition: EpubEdition = PLAIN,
    cover: Cover = COVER,
    moment: datetime = MOMENT,
) -> Packed:
    """Return the EPUB of `sections`."""
    return make_epub(book, sections, edition, STYLES, moment, cover=cover)


def with_imprint(**changes: object) -> Book:
    """Return the sample book with changes to its imprint."""
    return msgspec.structs.replace(BOOK, imprint=msgspec.structs.replace(IMPRINT, **changes))
