"""book.toml read and checked: every fault of the file in one reading."""

from __future__ import annotations

import posixpath
import re
import tomllib
import unicodedata
import uuid
from typing import Any, Literal

import msgspec

from make_book.editions import EpubEdition, PdfEdition
from make_book.findings import Finding
from make_book.manuscript.bookfile import BookFile, BookTable, ImagesTable, PartTable, SectionsTable
from make_book.manuscript.checked_values import checked_date, checked_language
from make_book.manuscript.finding_collector import FindingCollector
from make_book.manuscript.isbn import isbn_13
from make_book.manuscript.people import credited_people, translation_chain
from make_book.manuscript.placed_values import placed_values
from make_book.manuscript.section_files import section_of
from make_book.manuscript.section_names import NAMES, OTHER_NAMES
from make_book.manuscript.subjects import subjects
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.table_decoding import decode_table, plain, without_controls
from make_book.manuscript.toml_places import KeyPath, key_places, toml_error
from make_book.manuscript.values import (
    Bound,
    Config,
    CoverPlan,
    ImagePlan,
    ImportSettings,
    NamedEdition,
    Order,
    PartPlan,
    SectionLists,
)
from make_book.measure import Length, Trim
from make_book.model import Imprint, Person, Series
from make_book.text.languages import direction

_REMOTE: dict[str, Literal["error", "link", "omit"]] = {"error": "error", "link": "link", "omit": "omit"}
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_EDITION = re.compile(r"\w[\w-]{0,39}")


def read_config(text: str, file: str) -> tuple[Config, tuple[Finding, ...]]:
    """Return book.toml's `text` as a `Config`, and everything that is wrong with it.

    `file` names it in findings. Faulty values are left at their defaults, so that the rest of the
    manuscript can be read too; nothing is raised whatever the text.
    """
    tables, collector = _load(text, file)
    raw = decode_table(BookFile, tables, (), collector)
    imprint, editions = _imprint(raw, collector), _editions(raw.editions, collector)
    config = Config(
        imprint=msgspec.structs.replace(
            imprint, print_isbn=_print_isbn(editions, imprint, collector), text_fonts=_text_fonts(editions)
        ),
        file=file,
        cover=_cover(raw.book, collector),
        order=Order(raw.order.by, raw.order.parts, raw.order.start, raw.order.folders),
        sections=_sections(raw.sections, collector),
        editions=editions,
        parts=tuple(_part(part, ("part", index), collector) for index, part in enumerate(raw.part)),
        importing=ImportSettings(
            _texts(raw.importing.series_phrase), _texts(raw.importing.narrators), raw.importing.shortcodes
        ),
        images=_images(raw.images, collector),
        values=placed_values(tables, collector),
    )
    if config.parts and config.order.parts != "list":
        hint = 'write parts = "list" under [order]'
        collector.add("MAN-017", f'[[part]] is given, but order.parts is "{config.order.parts}"', ("part",), hint)
    return config, tuple(collector.findings)


def _load(text: str, file: str) -> tuple[dict[str, Any], FindingCollector]:
    collector = FindingCollector(file)
    try:
        tables = plain(tomllib.loads(text))
        collector = FindingCollector(file, key_places(text))
        return without_controls(tables, (), collector), collector
    except RecursionError:
        collector.add_at("MAN-002", "lists or tables are nested too deeply", 1, None)
    except ValueError as error:
        message, line, column = toml_error(error, text)
        collector.add_at("MAN-008" if message.startswith("Invalid date") else "MAN-002", message, line, column)
    return {"book": {"title": "Untitled", "language": "en"}}, collector


def _imprint(raw: BookFile, collector: FindingCollector) -> Imprint:
    book = raw.book
    isbn = _isbn(book.isbn, ("book", "isbn"), collector)
    people = credited_people(raw, collector)
    language = _book_language(book, collector)
    if book.title and not book.title.strip():
        collector.add("MAN-005", "book.title is missing: it is blank", ("book", "title"))
    return Imprint(
        title=book.title,
        language=language,
        identifier=_given_identifier(book, collector) or _identifier(book.title, people, isbn),
        subtitle=book.subtitle,
        series=_series(book),
        direction=book.text_direction or direction(language),
        isbn=str(book.isbn) if isbn else None,
        publisher=book.publisher,
        place=book.place,
        date=checked_date(book.date, ("book", "date"), collector),
        rights=book.rights,
        description=book.description,
        subjects=subjects(book.subjects, collector),
        people=people,
        translators=translation_chain(book.translators, collector),
        episode_label=raw.order.label,
    )


def _series(book: BookTable) -> Series | None:
    index = None if book.series_index is None else f"{book.series_index}"
    return Series(book.series, index) if book.series else None


def _isbn(written: str | int | None, path: KeyPath, collector: FindingCollector) -> str | None:
    """Return the thirteen digits of an ISBN; one that is wrong is noted (MAN-006)."""
    if written is None:
        return None
    try:
        return isbn_13(str(written))
    except ValueError as error:
        collector.add("MAN-006", str(error), path)
        return None


def _text_fonts(editions: tuple[NamedEdition, ...]) -> tuple[str | None, ...]:
    """Return what the print editions are set in, each font once."""
    named = [edition.settings.text_font for edition in editions if isinstance(edition.settings, PdfEdition)]
    return tuple(dict.fromkeys(named))


def _print_isbn(editions: tuple[NamedEdition, ...], imprint: Imprint, collector: FindingCollector) -> str | None:
    """Return the ISBN of the first print edition that has one; it may not be the EPUB's."""
    for edition in editions:
        if isinstance(edition.settings, PdfEdition) and edition.settings.isbn is not None:
            written = str(edition.settings.isbn)
            if imprint.isbn is None or isbn_13(imprint.isbn) != isbn_13(written):
                return written
            message = f"the print edition has the book's ISBN {written}, which is the EPUB's: each needs its own"
            collector.add("MAN-006", message, ("editions", edition.name, "isbn"))
    return None


def _given_identifier(book: BookTable, collector: FindingCollector) -> str | None:
    """Return the identifier that the author gives; one that is not what it says is noted (MAN-024)."""
    written = (book.identifier or "").strip()
    kind, _, value = written.removeprefix("URN:").removeprefix("urn:").partition(":")
    fault = "it holds a blank" if written and len(written.split()) > 1 else ""
    if not fault and kind.casefold() == "uuid" and not _UUID.fullmatch(value):
        fault = "a UUID has 32 hexadecimal digits, as 5b0c7a52-9d3e-5c1f-8a64-2e7f0d11c346"
    elif not fault and kind.casefold() == "isbn":
        try:
            written = f"urn:isbn:{isbn_13(value)}"
        except ValueError as error:
            fault = str(error)
    if fault:
        hint = "give a whole URN or URL, or leave it out: make-book makes one that stays"
        collector.add("MAN-024", f"the identifier {written!r} is none: {fault}", ("book", "identifier"), hint)
        return None
    return f"urn:uuid:{written}" if _UUID.fullmatch(written) else written or None


def _identifier(title: str, people: tuple[Person, ...], isbn: str | None) -> str:
    if isbn:
        return f"urn:isbn:{isbn}"
    author = next((person.name for person in people if person.role == "aut"), "")
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'make-book:{title} / {author}')}"


def _book_language(book: BookTable, collector: FindingCollector) -> str:
    if book.language is None:
        if collector.places:
            collector.add(
                "MAN-016", "the book's language is not given: taken as en", ("book",), 'write language = "en"'
            )
        return "en"
    return checked_language(book.language, ("book", "language"), collector) or "en"


def _cover(book: BookTable, collector: FindingCollector) -> CoverPlan | None:
    if book.cover is None:
        return None
    if not book.cover_alt:
        collector.add("MAN-012", "the cover has no text alternative", ("book", "cover"), 'write cover-alt = "…"')
    return CoverPlan(book.cover, book.cover_alt, collector.span(("book", "cover")))


def _images(raw: ImagesTable, collector: FindingCollector) -> ImagePlan:
    root = _folder(raw.root, "root", collector) if raw.root is not None else None
    if raw.remote in _REMOTE:
        return ImagePlan(_REMOTE[raw.remote], None, root, raw.missing)
    folder = _folder(raw.remote, "remote", collector)
    return ImagePlan("folder" if folder else "error", folder, root, raw.missing)


def _folder(path: str, key: str, collector: FindingCollector) -> str | None:
    """Return the path of a folder inside the manuscript."""
    plain = posixpath.normpath(unicodedata.normalize("NFC", path.replace("\\", "/")))
    if path.strip() and not plain.startswith(("/", "..")) and plain != ".":
        return plain
    collector.add("MAN-004", f"images.{key} must be a folder inside the manuscript's, as images/site", ("images", key))
    return None


def _sections(raw: SectionsTable, collector: FindingCollector) -> SectionLists:
    for key, names in (("front", raw.front), ("back", raw.back)):
        for index, name in enumerate(names or ()):
            if section_of(name) is None:
                hints = (*did_you_mean(name, (*NAMES, *OTHER_NAMES)), f"the names are: {', '.join(NAMES)}")
                collector.add("MAN-013", f"{name!r} is no section name", ("sections", key, index), *hints)
    return SectionLists(_known(raw.front), _known(raw.back), collector.span(("sections",)))


def _known(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(dict.fromkeys(known for name in names if (known := section_of(name))))


def _editions(raw: dict[str, Any], collector: FindingCollector) -> tuple[NamedEdition, ...]:
    editions = {"epub": NamedEdition("epub", EpubEdition()), "pdf": NamedEdition("pdf", PdfEdition())}
    for name, table in raw.items():
        path = ("editions", name)
        if not isinstance(table, dict):
            collector.add("MAN-004", f"editions.{name} must be a table", path, f"write [editions.{name}]")
            continue
        if not _EDITION.fullmatch(name):
            message = f"{name!r} cannot name an edition: a part of its file's name, it has letters, digits, - and _"
            collector.add("MAN-004", message, path)
            continue
        match table.get("format", name):
            case "epub":
                editions[name] = NamedEdition(name, decode_table(EpubEdition, table, path, collector))
            case "pdf":
                editions[name] = NamedEdition(
                    name, _pdf(decode_table(PdfEdition, table, path, collector), path, collector)
                )
            case _:
                message = f'editions.{name}: format must be "epub" or "pdf"'
                collector.add("MAN-004", message, (*path, "format"))
    return tuple(editions.values())


def _pdf(edition: PdfEdition, path: KeyPath, collector: FindingCollector) -> PdfEdition:
    plainly = PdfEdition()
    for key in ("trim", "font_size", "leading", "inner_margin"):
        value = getattr(edition, key)
        try:
            _ = value is None or (Trim.parse(value) if key == "trim" else Length.parse(value))
        except ValueError as error:
            collector.add("MAN-009", str(error), (*path, key.replace("_", "-")))
            edition = msgspec.structs.replace(edition, **{key: getattr(plainly, key)})
    isbn = _isbn(edition.isbn, (*path, "isbn"), collector)
    return msgspec.structs.replace(edition, isbn=str(edition.isbn) if isbn else None)


def _part(raw: PartTable, path: KeyPath, collector: FindingCollector) -> PartPlan:
    return PartPlan(
        title=raw.title,
        span=collector.span(path),
        first=_bound(raw.first, (*path, "from"), collector),
        last=_bound(raw.last, (*path, "to"), collector),
        episodes=tuple(str(name) for name in raw.episodes),
    )


def _bound(value: str | int | None, path: KeyPath, collector: FindingCollector) -> Bound | None:
    if value is None:
        return None
    if isinstance(value, int):
        return Bound(number=value)
    return Bound(date=date) if (date := checked_date(value, path, collector)) else None


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
