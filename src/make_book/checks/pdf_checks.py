"""A print edition looked over: its structure, fonts, tags and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from make_book.checks.pdfium import PdfDocument, Picture, UnreadablePDF, opened
from make_book.checks.programs import ProgramFailed, broke, find, missing, run
from make_book.findings import Finding

PRESS_DPI = 300
_TIMEOUT = 120.0
_ROUNDING = 0.5
"""A picture placed in whole lines may lose a fraction of a dot an inch."""


def inspect_pdf(pdf: bytes, profile: Literal["screen", "press"] = "screen") -> tuple[Finding, ...]:
    """Look the file `pdf` over.

    Return `PDF-102` for each font that is not embedded, `PDF-103` if the file is not tagged, `PDF-104`
    without a language, `PDF-105` without a title, and for the press `PDF-106` for each picture of less
    than 300 dots an inch; `CHK-002` if the file cannot be read.
    """
    try:
        with opened(pdf) as document:
            return (*_about_file(document), *_about_pages(document, profile))
    except UnreadablePDF as error:
        return (Finding("CHK-002", f"the PDF cannot be read: {error}"),)


def check_with_qpdf(pdf: Path) -> tuple[Finding, ...]:
    """Run `qpdf --check` on the file `pdf`.

    Return `PDF-101` for each line that qpdf warns with, a note (`CHK-003`) when it is not installed,
    `CHK-004` when it could not run.
    """
    program = find("qpdf")
    if program is None:
        return (missing("qpdf", "qpdf (Debian: qpdf)"),)
    try:
        ran = run((program, "--check", str(pdf)), timeout=_TIMEOUT)
    except ProgramFailed as error:
        return (broke("qpdf", error),)
    if ran.status == 0:
        return ()
    lines = [line.strip() for line in ran.err.splitlines() if line.strip()]
    return tuple(Finding("PDF-101", line.replace(str(pdf), pdf.name)) for line in lines or ["qpdf finds faults"])


def _about_file(document: PdfDocument) -> Iterator[Finding]:
    if not document.tagged:
        yield Finding("PDF-103", "the PDF is not tagged: a screen reader finds no order in it")
    if not document.language:
        yield Finding("PDF-104", "the PDF does not say in which language it is")
    if not document.title:
        yield Finding("PDF-105", "the PDF has no title")


def _about_pages(document: PdfDocument, profile: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for page in document.pages():
        for name, embedded in page.fonts():
            if not embedded and name not in seen:
                seen.add(name)
                yield Finding("PDF-102", f"the font {name} is not embedded (page {page.label})")
        if profile == "press":
            yield from (_coarse(picture, page.label) for picture in page.pictures() if _is_coarse(picture))


def _is_coarse(picture: Picture) -> bool:
    return picture.dpi + _ROUNDING < PRESS_DPI


def _coarse(picture: Picture, label: str) -> Finding:
    size = f"{picture.width} by {picture.height} pixels"
    message = f"a picture of {size} is printed with {picture.dpi:.0f} dots an inch on page {label}"
    return Finding("PDF-106", message, None, (f"give a picture {PRESS_DPI / picture.dpi:.1f} times as wide",))
