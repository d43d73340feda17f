"""`inspect`: the composed book as JSON; pictures as their size and SHA-256."""

from __future__ import annotations

import argparse
import hashlib
from typing import Any

import msgspec

from make_book import __version__
from make_book.cli.answer import Answer
from make_book.cli.build_steps import read_book
from make_book.cli.screen import Screen
from make_book.model import Book, Image


def run(arguments: argparse.Namespace, screen: Screen) -> Answer:
    """Answer with the book; always as JSON, for that is what it is."""
    book = read_book(arguments, screen)
    arguments.json = True
    data = {
        "make-book": __version__,
        "root": str(book.root),
        "editions": {
            edition.name: msgspec.to_builtins(edition.settings) for edition in book.manuscript.config.editions
        },
        "book": as_data(book.book),
        "sections": [
            {"id": section.id, "kind": section.kind, "title": section.title, "place": section.place.value}
            for section in book.sections
        ],
    }
    return Answer(book.findings, data)


def as_data(book: Book) -> dict[str, Any]:
    """Return `book` as JSON holds it, without the bytes of its pictures."""
    data: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(book, images=(), cover=None))
    data["images"] = [_picture(image) for image in book.images]
    data["cover"] = {"image": _picture(book.cover.image), "alt": book.cover.alt} if book.cover else None
    return data


def _picture(image: Image) -> dict[str, Any]:
    facts = {name: getattr(image, name) for name in ("path", "media_type", "width", "height")}
    return {**facts, "bytes": len(image.data), "sha256": hashlib.sha256(image.data).hexdigest()}
