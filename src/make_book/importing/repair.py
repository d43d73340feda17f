"""Bytes of unknown descent → clean text, with every repair on record. The only importer of ftfy."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Callable, Iterable

import msgspec

from make_book.importing.import_values import Change
from make_book.importing.plausibility import plausibility
from make_book.importing.text_changes import differences
from make_book.xml_text import C0_CONTROLS, NONCHARACTERS, SURROGATES

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLD = ("windows-1252", "windows-1251", "koi8-r", "windows-1250")
_MAGIC = tuple(
    bytes.fromhex(start)
    for start in "25504446 89504e47 ffd8ff 47494638 504b0304 1f8b 7f454c46 52494646 425a68 377abc".split()
)
"""How PDF, PNG, JPEG, GIF, ZIP, gzip, ELF, RIFF, bzip2 and 7z files begin."""
_CONTROL = re.compile(f"[{C0_CONTROLS}\x7f]")
_LEFT_OVER = re.compile(f"[\x80-\x9f{NONCHARACTERS}{SURROGATES}]")
"""C1 controls are mojibake before they are dirt: they go only after ftfy has seen them."""
_CUT = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,2}\Z")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_REMOVED = {
    "control": _LEFT_OVER,
    "soft-hyphen": re.compile("\u00ad"),
    "invisible": re.compile("[\u200b\u2060\ufeff]"),
}
_SPACES = re.compile("[\u00a0\u202f\u2007\u2008\u2009\u200a\t]")
_TOLERATED = 0.02


class Repaired(msgspec.Struct, frozen=True):
    """Clean text: lines end with a line feed; no control, no invisible characters, plain spaces."""

    text: str
    encoding: str
    changes: tuple[Change, ...]


def repair(data: bytes, *, gentle: bool = False) -> Repaired | None:
    """Return `data` as clean text with all changes, or None if it is not text. Never raises.

    `gentle`: tabs, no-break spaces, soft hyphens and joiners stay, as they do in Markdown and HTML.
    """
    if not (decoded := _decode(data)):
        return None
    text, encoding, changes = decoded
    text, ends = _line_ends(text)
    if len(_CONTROL.findall(text)) > max(2, len(text) * _TOLERATED) and "\0" not in text:
        return None
    lines, made = _each_line(text.split("\n"), gentle=gentle)
    return Repaired("\n".join(lines), encoding, (*changes, *ends, *made))


def _decode(data: bytes) -> tuple[str, str, tuple[Change, ...]] | None:
    if data.startswith(_MAGIC):
        return None
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            kind = "byte-order-mark" if encoding == "utf-8" else "encoding"
            return text, encoding, (Change(kind, 1, None, encoding, "utf-8"),)
    zeros = data.count(0)
    if zeros > len(data) * _TOLERATED:
        return _wide(data)
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        return _damaged(data) or _old(data)


def _wide(data: bytes) -> tuple[str, str, tuple[Change, ...]] | None:
    return _likeliest(data, ("utf-16-le", "utf-16-be"), 0.5)


def _likeliest(data: bytes, encodings: Iterable[str], least: float) -> tuple[str, str, tuple[Change, ...]] | None:
    """Read `data` in the encoding that gives the most plausible text, if any is at least so plausible."""
    texts = ((encoding, data.decode(encoding, errors="replace")) for encoding in encodings)
    encoding, text = max(texts, key=lambda read: plausibility(read[1]))
    if plausibility(text) < least:
        return None
    return text, encoding, (Change("encoding", 1, None, encoding, "utf-8"),)


def _damaged(data: bytes) -> tuple[str, str, tuple[Change, ...]] | None:
    """Decode UTF-8 with a few stray bytes in it, or cut off inside a letter; None if that is not what `data` is."""
    if (cut := _CUT.search(data)) and cut.start():
        with contextlib.suppress(UnicodeDecodeError):
            text = data[: cut.start()].decode("utf-8")
            return text, "utf-8", (Change("cut-byte", text.count("\n") + 1, None, f"0x{cut[0].hex().upper()}", ""),)
    text = data.decode("utf-8", errors="surrogateescape")
    stray = [character for character in text if "\udc80" <= character <= "\udcff"]
    foreign = sum(character > "\x7f" for character in text) - len(stray)
    if (len(stray) > 3 and len(stray) > foreign * 0.2) or not foreign:
        return None
    changes = []
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        for found in re.finditer("[\udc80-\udcff]", line):
            byte = bytes([ord(found[0]) - 0xDC00])
            changes.append(Change("stray-byte", number, None, f"0x{byte[0]:02X}", byte.decode("cp1252", "replace")))
    return re.sub("[\udc80-\udcff]", _from_1252, text), "utf-8", tuple(changes)


def _from_1252(found: re.Match[str]) -> str:
    return bytes([ord(found[0]) - 0xDC00]).decode("cp1252", errors="replace")


def _old(data: bytes) -> tuple[str, str, tuple[Change, ...]] | None:
    return _likeliest(data, _OLD, 0.3)


def _line_ends(text: str) -> tuple[str, tuple[Change, ...]]:
    kinds = sorted(set(_LINE_ENDS.findall(text)))
    return _LINE_ENDS.sub("\n", text), tuple(Change("line-ends", 1, None, kind, "\n") for kind in kinds)


def _each_line(lines: list[str], *, gentle: bool) -> tuple[list[str], list[Change]]:
    correct = _mojibake()
    made: list[Change] = []
    for number, line in enumerate(lines, 1):
        text, changes = _removed(line, number, "control", _CONTROL, "")
        if not text.isascii():
            before, text = text, correct(text)
            changes += differences("mojibake", number, before, text)
            for kind, what in () if gentle else _REMOVED.items():
                text, more = _removed(text, number, kind, what, "")
                changes += more
        if not gentle:
            text, more = _removed(text, number, "space", _SPACES, " ")
            changes += more
        made += changes
        lines[number - 1] = text
    return lines, made


def _removed(line: str, number: int, kind: str, what: re.Pattern[str], after: str) -> tuple[str, list[Change]]:
    found = [Change(kind, number, match.start() + 1, match[0], after) for match in what.finditer(line)]
    return (what.sub(after, line), found[::-1]) if found else (line, [])


def _mojibake() -> Callable[[str], str]:
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )

    def correct(line: str) -> str:
        return ftfy.fix_text(line, config).replace("\n", " ")

    return correct
