"""Reading an EPUB back with nothing but the standard library."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB = "{http://www.idpf.org/2007/ops}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def files(data: bytes) -> dict[str, bytes]:
    """Return every file of the zip by name; a name that stands there twice fails."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert len(names) == len({name.lower() for name in names})
        return {name: archive.read(name) for name in names}


def tree(data: bytes, name: str) -> ET.Element:
    """Return the root of `EPUB/name`."""
    return ET.fromstring(files(data)[f"EPUB/{name}"])


def package(data: bytes) -> ET.Element:
    """Return the package document."""
    return tree(data, "content.opf")


def spine(data: bytes) -> list[str]:
    """Return the paths of the spine's documents."""
    opf = package(data)
    hrefs = {item.get("id"): item.get("href") for item in opf.iter(f"{OPF}item")}
    return [str(hrefs[ref.get("idref")]) for ref in opf.iter(f"{OPF}itemref")]


def metas(data: bytes, name: str) -> list[str | None]:
    """Return the texts of all `meta` with the property `name`."""
    return [meta.text for meta in package(data).iter(f"{OPF}meta") if meta.get("property") == name]


def refinements(data: bytes, target: str) -> dict[str, str | None]:
    """Return what the package says of the element with the id `target`."""
    found = [meta for meta in package(data).iter(f"{OPF}meta") if meta.get("refines") == f"#{target}"]
    return {str(meta.get("property")): meta.text for meta in found}
