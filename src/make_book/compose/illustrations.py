"""The pictures the book uses, those it misses, and those nobody uses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from make_book.findings import Finding, Span
from make_book.manuscript.suggestions import did_you_mean
from make_book.manuscript.values import Manuscript, SourceText
from make_book.model import Image, Text
from make_book.text.places import SourcePlaces


def used_images(texts: Sequence[Text], manuscript: Manuscript) -> tuple[Image, ...]:
    """Return the pictures that `texts` show, in the order of their paths."""
    used = {use.path for text in texts for use in text.images}
    return tuple(sorted((image for image in manuscript.images if image.path in used), key=lambda image: image.path))


def missing_images(text: Text, body: SourceText, manuscript: Manuscript) -> list[Finding]:
    """Return a finding (MAN-051) for every place where `text` shows a picture that is not there."""
    if not text.images:
        return []
    known = {image.path for image in manuscript.images} | set(manuscript.unreadable)
    places = SourcePlaces(body.file, body.first_line, body.text)
    findings = []
    for path in dict.fromkeys(use.path for use in text.images if use.path not in known):
        hints = did_you_mean(path, known) or ("pictures stand in manuscript/images/",)
        spans = [places.at(found.start()) for found in re.finditer(re.escape(path), body.text)] or [places.line(1)]
        findings += [Finding("MAN-051", f"the picture {path} is missing", span, hints) for span in spans]
    return findings


def unused_images(texts: Sequence[Text], manuscript: Manuscript) -> list[Finding]:
    """Return a note (MAN-052) on every picture that no text and no cover shows."""
    used = {unicodedata.normalize("NFC", use.path) for text in texts for use in text.images}
    if manuscript.cover:
        used.add(manuscript.cover.path)
    folder = manuscript.config.file.removesuffix("book.toml")
    return [
        Finding("MAN-052", "no text shows this picture", Span(f"{folder}{image.path}"))
        for image in manuscript.images
        if image.path not in used
    ]
