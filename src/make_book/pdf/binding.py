"""Pages bound into one PDF: labels, metadata, preferences, a lasting identifier. The only importer of pikepdf."""

from __future__ import annotations

import io
from datetime import datetime
from html import escape

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, String

from make_book.pdf.pagemap import PageMap

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


class Titling(msgspec.Struct, frozen=True):
    """What the file says of the book. `moment` dates the file; nothing else does."""

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


def bind(pages: bytes, page_map: PageMap, titling: Titling) -> bytes:
    """Return `pages` as a finished file: page labels, XMP (PDF/UA-1), viewer preferences, same ID every time."""
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        root = pdf.Root
        root.PageLabels = _labels(page_map)
        root.Lang = String(titling.language)
        root.PageLayout = Name.TwoPageRight
        root.PageMode = Name.UseOutlines
        root.ViewerPreferences = Dictionary(
            DisplayDocTitle=True, Direction=Name.R2L if titling.direction == "rtl" else Name.L2R
        )
        root.Metadata = pdf.make_stream(_packet(titling).encode(), Type=Name.Metadata, Subtype=Name.XML)
        pdf.docinfo = pdf.make_indirect(_information(titling))
        _mend_annotations(pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            linearize=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _labels(page_map: PageMap) -> Dictionary:
    """Page labels (ISO 32000-1 §12.4.2): roman before the body, arabic from 1 in it."""
    ranges = [0, Dictionary(S=Name.r)] if page_map.body else []
    return Dictionary(Nums=Array([*ranges, page_map.body, Dictionary(S=Name.D)]))


def _mend_annotations(pdf: pikepdf.Pdf) -> None:
    """Print links (PDF/A) and give each the text that PDF/UA-1 §7.18.5 wants, where the engine gave none."""
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            annotation.F = 4
            if "/Contents" not in annotation:
                annotation.Contents = String(_purpose(annotation))


def _purpose(annotation: pikepdf.Object) -> str:
    action = annotation.get("/A")
    if action is not None and "/URI" in action:
        return str(action.URI)
    return str(annotation.get("/Dest", ""))


def _information(titling: Titling) -> Dictionary:
    values = {
        "/Title": titling.title,
        "/Author": "; ".join(titling.authors),
        "/Subject": titling.description or "",
        "/Keywords": ", ".join(titling.subjects),
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": titling.moment.strftime("D:%Y%m%d%H%M%SZ"),
        "/ModDate": titling.moment.strftime("D:%Y%m%d%H%M%SZ"),
    }
    return Dictionary({key: String(value) for key, value in values.items() if value})


def _packet(titling: Titling) -> str:
    stamp = titling.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    properties = [
        "<pdfuaid:part>1</pdfuaid:part>",
        f"<dc:title><rdf:Alt>{_item(titling.title, 'x-default')}</rdf:Alt></dc:title>",
        f"<dc:language><rdf:Bag>{_item(titling.language)}</rdf:Bag></dc:language>",
        f"<dc:identifier>{escape(titling.identifier)}</dc:identifier>",
        "<dc:format>application/pdf</dc:format>",
        f"<xmp:CreateDate>{stamp}</xmp:CreateDate>",
        f"<xmp:ModifyDate>{stamp}</xmp:ModifyDate>",
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>",
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>",
    ]
    if titling.authors:
        properties.append(f"<dc:creator><rdf:Seq>{_items(titling.authors)}</rdf:Seq></dc:creator>")
    if titling.description:
        description = _item(titling.description, "x-default")
        properties.append(f"<dc:description><rdf:Alt>{description}</rdf:Alt></dc:description>")
    if titling.subjects:
        properties.append(f"<dc:subject><rdf:Bag>{_items(titling.subjects)}</rdf:Bag></dc:subject>")
        properties.append(f"<pdf:Keywords>{escape(', '.join(titling.subjects))}</pdf:Keywords>")
    if titling.publisher:
        properties.append(f"<dc:publisher><rdf:Bag>{_item(titling.publisher)}</rdf:Bag></dc:publisher>")
    if titling.rights:
        properties.append(f"<dc:rights><rdf:Alt>{_item(titling.rights, 'x-default')}</rdf:Alt></dc:rights>")
    if titling.series:
        properties.append(f"<prism:seriesTitle>{escape(titling.series)}</prism:seriesTitle>")
    return _XMP.format(properties="\n".join(properties))


def _item(text: str, language: str | None = None) -> str:
    attribute = f' xml:lang="{language}"' if language else ""
    return f"<rdf:li{attribute}>{escape(text)}</rdf:li>"


def _items(texts: tuple[str, ...]) -> str:
    return "".join(_item(text) for text in texts)
