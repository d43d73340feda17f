"""Metadata of a bound file: document information, XMP, page labels, viewer preferences."""

from __future__ import annotations

from datetime import datetime

import msgspec

from make_book.pdf.binding.pdf_file import PdfFile
from make_book.pdf.page_map import PageMap
from make_book.pdf.pdf_syntax import array, dictionary, entries, reference, string
from make_book.xml_text import escape

PRODUCER = "make-book"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/3.0/">
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def finish(file: PdfFile, catalog: bytes, page_map: PageMap, info: DocumentInfo) -> bytes:
    """Return the finished file. Page labels, XMP (PDF/UA-1) and viewer preferences are added to the `catalog`."""
    packet = _packet(info).encode()
    metadata = file.add_stream(packet, b"/Type/Metadata/Subtype/XML")
    root = entries(
        Type=b"/Catalog",
        PageLabels=_labels(page_map),
        Lang=string(info.language),
        MarkInfo=b"<</Marked true>>",
        PageLayout=b"/TwoPageRight",
        PageMode=b"/UseOutlines",
        ViewerPreferences=dictionary(
            DisplayDocTitle=b"true", Direction=b"/R2L" if info.direction == "rtl" else b"/L2R"
        ),
        Metadata=reference(metadata),
    )
    return file.close(file.add(b"<<%b%b>>" % (root, catalog)), file.add(_information(info)))


def _labels(page_map: PageMap) -> bytes:
    """Return page labels (ISO 32000-1 §12.4.2): roman before the body, arabic from 1 in it."""
    ranges = (b"0", b"<</S/r>>") if page_map.body else ()
    return dictionary(Nums=array((*ranges, b"%d" % page_map.body, b"<</S/D>>")))


def _information(info: DocumentInfo) -> bytes:
    moment = info.moment.strftime("D:%Y%m%d%H%M%SZ")
    values = {
        "Title": info.title,
        "Author": "; ".join(info.authors),
        "Subject": info.description or "",
        "Keywords": ", ".join(info.subjects),
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": moment,
        "ModDate": moment,
    }
    return dictionary(**{key: string(value) for key, value in values.items() if value})


def _packet(info: DocumentInfo) -> str:
    stamp = info.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    properties = [
        "<pdfuaid:part>1</pdfuaid:part>",
        f"<dc:title><rdf:Alt>{_item(info.title, 'x-default')}</rdf:Alt></dc:title>",
        f"<dc:language><rdf:Bag>{_item(info.language)}</rdf:Bag></dc:language>",
        f"<dc:identifier>{escape(info.identifier)}</dc:identifier>",
        "<dc:format>application/pdf</dc:format>",
        f"<xmp:CreateDate>{stamp}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{stamp}</xmp:ModifyDate>",
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>",
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>",
    ]
    if info.authors:
        properties.append(f"<dc:creator><rdf:Seq>{_items(info.authors)}</rdf:Seq></dc:creator>")
    if info.description:
        description = _item(info.description, "x-default")
        properties.append(f"<dc:description><rdf:Alt>{description}</rdf:Alt></dc:description>")
    if info.subjects:
        properties.append(f"<dc:subject><rdf:Bag>{_items(info.subjects)}</rdf:Bag></dc:subject>")
        properties.append(f"<pdf:Keywords>{escape(', '.join(info.subjects))}</pdf:Keywords>")
    if info.publisher:
        properties.append(f"<dc:publisher><rdf:Bag>{_item(info.publisher)}</rdf:Bag></dc:publisher>")
    if info.rights:
        properties.append(f"<dc:rights><rdf:Alt>{_item(info.rights, 'x-default')}</rdf:Alt></dc:rights>")
    if info.series:
        properties.append(f"<prism:seriesTitle>{escape(info.series)}</prism:seriesTitle>")
    return _XMP.format(properties="\n".join(properties))


def _item(text: str, language: str | None = None) -> str:
    attribute = f' xml:lang="{language}"' if language else ""
    return f"<rdf:li{attribute}>{escape(text)}</rdf:li>"


def _items(texts: tuple[str, ...]) -> str:
    return "".join(_item(text) for text in texts)


class DocumentInfo(msgspec.Struct, frozen=True):
    """What the file says of the book. `moment` is the only date in the file."""

    title: str
    language: str
    identifier: str
    moment: datetime
    authors: tuple[str, ...] = ()
    description: str | None = None
    subjects: tuple[str, ...] = ()
    series: str | None = None
    publisher: str | None = None
    rights: str | None = None
    direction: str = "ltr"
