"""Subtitles (WebVTT, SubRip) → dialogue. The only importer of webvtt."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from make_book.findings import Finding, Span
from make_book.importing.escaping import markdown
from make_book.importing.import_record import sha256
from make_book.importing.import_values import Clipping, Field, SourceDocument
from make_book.importing.repair import repair
from make_book.manuscript.file_names import parse_file_name

_VOICE_SPAN = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]+)>")
_TAG = re.compile(r"<[^<>]*>")
_SPEAKER = re.compile(r"(?:-\s*)?(?P<name>[A-Z][\w.’' -]{0,40}|[A-Z][A-Z .’'-]{1,40}):\s+(?=\S)")
_PAUSE = 2.5
"""Seconds of silence after which a speaker's next words begin a paragraph."""
_LONGEST = 600


def read_transcript(clipping: Clipping) -> Iterator[SourceDocument | Finding]:
    """Yield the one text of a transcript: what each speaker says in paragraphs, times left out."""
    import webvtt

    repaired = repair(clipping.data, gentle=True)
    if repaired is None:
        yield Finding("IMP-003", "the file is not text", Span(clipping.name))
        return
    form = "vtt" if repaired.text.lstrip().startswith("WEBVTT") else "srt"
    try:
        captions = webvtt.from_buffer(io.StringIO(repaired.text.lstrip() + "\n"), format=form).captions
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError, ValueError, IndexError) as error:
        yield Finding("IMP-004", f"the transcript is damaged: {error}", Span(clipping.name))
        return
    paragraphs = list(_paragraphs(captions))
    named = any(name for name, _ in paragraphs)
    lines = [markdown(f"{name}: {words}" if name else words) for name, words in paragraphs]
    body = "\n\n".join(("::: dialogue", *lines, ":::")) if named else "\n\n".join(lines)
    stem = PurePosixPath(clipping.name).stem
    title = " ".join(re.split(r"[-_\s]+", parse_file_name(stem).words or stem)).strip()
    date = parse_file_name(stem).date
    fields = [Field("title", title[:1].upper() + title[1:], 0.7, 1, stem, "the file's name")]
    fields += [Field("date", date, 0.8, 1, stem)] if date else []
    yield SourceDocument(
        clipping.name, clipping.name, body, digest=sha256(clipping.data), fields=tuple(fields), changes=repaired.changes
    )


def _paragraphs(captions: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield speakers and what they say; captions of one speaker run together until a pause after a sentence."""
    speaker, words, end = "", "", 0.0
    last = ""
    for caption in captions:
        name, text = _spoken(caption)
        if not text or text == last:
            continue
        last = text
        pause = caption.start_in_seconds - end > _PAUSE or len(words) > _LONGEST
        if words and ((name and name != speaker) or (pause and words[-1] in '.!?…”"')):
            yield speaker, words
            words = ""
            speaker = name or speaker
        speaker = name or speaker
        words = f"{words} {text}".strip()
        end = caption.end_in_seconds
    if words:
        yield speaker, words


def _spoken(caption: Any) -> tuple[str, str]:
    raw = getattr(caption, "raw_text", caption.text)
    speaker = _VOICE_SPAN.search(raw)
    text = " ".join(html.unescape(_TAG.sub("", caption.text)).split())
    if speaker:
        return speaker[1].strip(), text
    found = _SPEAKER.match(text)
    return (found["name"].strip(), text[found.end() :]) if found else ("", text)
