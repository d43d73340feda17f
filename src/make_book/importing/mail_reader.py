"""E-mail (RFC 5322 messages and mboxes): newsletters and letters → documents, with the pictures they carry."""

from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Iterator
from email.message import EmailMessage

from make_book.findings import Finding, Span
from make_book.importing.html_documents import ExportedText, document_of
from make_book.importing.import_record import sha256
from make_book.importing.import_values import Clipping, LeftOut, SourceDocument
from make_book.importing.source_kinds import picture_type
from make_book.importing.source_names import plain_name

_SEPARATOR = re.compile(rb"(?m)^From \S+[^\n]*\d{4}[^\n]*\n(?=[\w-]+:)")
_SIGNATURE = re.compile(r"\n-- \n(?P<words>.*)\Z", re.DOTALL)
_REPLY = re.compile(r"(?i)\A(?:re|aw|fwd?|wg|sv|vs|отв|ha)(?:\[\d+\])?:\s*")


def read_mail(clipping: Clipping) -> Iterator[SourceDocument | Finding | Clipping]:
    """Yield the messages of a file, and the pictures in them."""
    parts = [part for part in _SEPARATOR.split(clipping.data) if part.strip()]
    for at, part in enumerate(parts, 1):
        message = email.message_from_bytes(part, policy=email.policy.default)
        if not isinstance(message, EmailMessage):
            continue
        try:
            yield from _message(clipping.name, message, at, alone=len(parts) == 1)
        except (LookupError, ValueError, AttributeError, TypeError, KeyError) as error:
            yield Finding("IMP-004", f"message {at} is damaged: {error}", Span(clipping.name))


def _message(
    file: str, message: EmailMessage, at: int, *, alone: bool
) -> Iterator[SourceDocument | Finding | Clipping]:
    names: dict[str, str] = {}
    others = 0
    for part in message.walk():
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and (suffix := picture_type(data)):
            name = plain_name(f"{file}/{part.get_filename() or sha256(data)[:12] + '.' + suffix}")
            names[str(part.get("Content-ID", "")).strip("<>")] = name
            yield Clipping(name, data)
        elif part.get_content_disposition() == "attachment":
            others += 1
    body, left = _body(message)
    body = re.sub(r"cid:([^\"'\s>]+)", lambda found: names.get(found[1], found[0]).rpartition("/")[2], body)
    date = str(message.get("Date", ""))
    sender = message.get("From")
    addresses = getattr(sender, "addresses", ()) if sender is not None else ()
    author = next((one.display_name for one in addresses if one.display_name), "")
    subject = str(message.get("Subject", ""))
    key = str(message.get("Message-ID", "")).strip("<> ").partition("@")[0] or f"message-{at}"
    yield document_of(
        ExportedText(
            file=file,
            key=f"{at:05d}-{key[:60]}",
            html=body,
            title=_REPLY.sub("", subject),
            date=date,
            authors=(author,) if author else (),
            alone=alone,
            left_out=left,
        )
    )
    if others:
        yield Finding("IMP-032", f"{others} attachments that are no pictures were passed over", Span(file))


def _body(message: EmailMessage) -> tuple[str, tuple[LeftOut, ...]]:
    """Return a message's text as HTML, and its signature."""
    part = message.get_body(preferencelist=("html", "plain"))
    if part is None:
        return "", ()
    content = part.get_content()
    text = content if isinstance(content, str) else ""
    if part.get_content_type() == "text/html":
        return text, ()
    text = text.replace("\r\n", "\n")
    signature = _SIGNATURE.search(text)
    left = (LeftOut(" ".join(signature["words"].split()), "the signature"),) if signature else ()
    text = text[: signature.start()] if signature else text
    paragraphs = [" ".join(one.split()) for one in re.split(r"\n\s*\n", text) if one.strip()]
    return "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs), left
