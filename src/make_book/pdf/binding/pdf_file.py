"""Writes a PDF: objects one after another, small ones together in object streams (ISO 32000-1 §7.5).

Objects are not kept after they are written, so a long book takes the memory of its file and not more.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from array import array
from collections.abc import Sequence

from make_book.pdf.fragment import FIRST, PdfObject
from make_book.pdf.pdf_syntax import dictionary, hexadecimal, numbers, reference

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
"""The second line shows programs that the file is not text (§7.5.2)."""
_GATHERED = 100
"""Objects in an object stream: few, so that a reader that needs one of them does not decompress much."""
_COMPRESSED, _PLAIN = 2, 1
"""Kinds of entries in a cross-reference stream (§7.5.8.3, Table 18)."""
_LEVEL = 6


class PdfFile:
    """A file that is being written. Objects may come in any order; each reserved number must be written once."""

    def __init__(self) -> None:
        """Write the header."""
        self._out = io.BytesIO()
        self._out.write(_HEADER)
        self._digest = hashlib.sha256()
        self._kinds, self._places, self._indices = array("B", [0]), array("Q", [0]), array("H", [65535])
        self._gathered: list[tuple[int, bytes]] = []
        self._once: dict[bytes, int] = {}

    def reserve(self, count: int = 1) -> int:
        """Reserve `count` object numbers for objects that are written later; return the first."""
        first = len(self._kinds)
        for column in (self._kinds, self._places, self._indices):
            column.extend([0] * count)
        return first

    def write(self, number: int, syntax: bytes) -> int:
        """Write an object that is not a stream; return its number."""
        self._gathered.append((number, syntax))
        if len(self._gathered) == _GATHERED:
            self._close_gathered()
        return number

    def write_stream(self, number: int, entries: bytes, content: bytes) -> int:
        """Write a stream with these `entries`, which include its length; return its number."""
        self._kinds[number], self._places[number] = _PLAIN, self._out.tell()
        for piece in (b"%d 0 obj\n<<" % number, entries, b">>\nstream\n", content, b"\nendstream\nendobj\n"):
            self._out.write(piece)
            self._digest.update(piece)
        return number

    def add(self, syntax: bytes) -> int:
        """Write an object with the next number; return that."""
        return self.write(self.reserve(), syntax)

    def add_stream(self, content: bytes, entries: bytes = b"") -> int:
        """Write `content` unchanged as a stream with the next number; return that."""
        return self.write_stream(self.reserve(), entries + b"/Length %d" % len(content), content)

    def once(self, syntax: bytes, content: bytes | None = None) -> int:
        """Return the number of an object or stream with exactly this content; it is written if there is none yet."""
        key = hashlib.blake2b(syntax if content is None else b"%b\n%b" % (syntax, content), digest_size=16).digest()
        if key not in self._once:
            number = self._once[key] = self.reserve()
            if content is None:
                self.write(number, syntax)
            else:
                self.write_stream(number, syntax.removeprefix(b"<<").removesuffix(b">>"), content)
        return self._once[key]

    def add_objects(self, pdf_objects: Sequence[PdfObject], places: list[int]) -> None:
        """Write the objects of a fragment. `places` are the numbers in the file; theirs are filled in.

        An object that refers to nothing, or only to objects that have their number, is written once for all fragments.
        """
        waiting: Sequence[PdfObject] = pdf_objects
        while ready := [one for one in waiting if all(places[reference_] for reference_ in one.references)]:
            for one in ready:
                places[one.number] = self.once(one.resolve(places), one.stream)
            waiting = [one for one in waiting if not places[one.number]]
        self.add_all(waiting, places)

    def add_all(self, pdf_objects: Sequence[PdfObject], places: list[int]) -> None:
        """Write objects of which no other fragment has a copy. Their numbers are filled in in `places`."""
        first = self.reserve(len(pdf_objects))
        for number, one in enumerate(pdf_objects, start=first):
            places[one.number] = number
        for one in pdf_objects:
            syntax = one.resolve(places)
            if one.stream is None:
                self.write(places[one.number], syntax)
            else:
                self.write_stream(places[one.number], syntax.removeprefix(b"<<").removesuffix(b">>"), one.stream)

    def close(self, root: int, info: int | None = None) -> bytes:
        """Return the finished file. Its identifier is a digest of its content (§14.4)."""
        self._close_gathered()
        name = hexadecimal(self._digest.digest()[:16])
        number = self.reserve()
        start = self._out.tell()
        self._kinds[number], self._places[number] = _PLAIN, start
        widths = (1, max(1, (start.bit_length() + 7) // 8), 2)
        table = zlib.compress(_predicted(self._rows(widths[1]), sum(widths)), 9)
        trailer = dictionary(
            Type=b"/XRef",
            Size=b"%d" % len(self._kinds),
            W=numbers(widths),
            Root=reference(root),
            Info=None if info is None else reference(info),
            ID=b"[%b%b]" % (name, name),
            Filter=b"/FlateDecode",
            DecodeParms=dictionary(Predictor=b"12", Columns=b"%d" % sum(widths)),
            Length=b"%d" % len(table),
        )
        self._out.write(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, trailer, table))
        self._out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return self._out.getvalue()

    def _close_gathered(self) -> None:
        """Write the objects that are gathered so far as an object stream (§7.5.7)."""
        if not self._gathered:
            return
        stream = self.reserve()
        head, at = [], 0
        for index, (number, syntax) in enumerate(self._gathered):
            self._kinds[number], self._places[number], self._indices[number] = _COMPRESSED, stream, index
            head.append(b"%d %d" % (number, at))
            at += len(syntax) + 1
        first = b" ".join(head) + b"\n"
        content = zlib.compress(first + b"\n".join(syntax for _, syntax in self._gathered), _LEVEL)
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d"
        self.write_stream(stream, entries % (len(self._gathered), len(first), len(content)), content)
        self._gathered.clear()

    def _rows(self, width: int) -> bytes:
        columns = zip(self._kinds, self._places, self._indices, strict=True)
        return b"".join(
            b"%c%b%b" % (kind, place.to_bytes(width, "big"), index.to_bytes(2, "big")) for kind, place, index in columns
        )


def _predicted(rows: bytes, width: int) -> bytes:
    """Return `rows` of `width` bytes each as differences from the row above: the PNG predictor Up (§7.4.4.4)."""
    before = bytes(width)
    lines = []
    for at in range(0, len(rows), width):
        row = rows[at : at + width]
        lines.append(b"\2" + bytes((byte - above) & 255 for byte, above in zip(row, before, strict=True)))
        before = row
    return b"".join(lines)


def spread(size: int, fonts: int = 0, tree: int = 0) -> list[int]:
    """Return the numbers in the file by those in a fragment: 0 where not known, as all are but the shared ones."""
    return [fonts, tree, *[0] * (size - FIRST)]
