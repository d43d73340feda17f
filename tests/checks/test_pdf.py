"""A PDF looked over: each fault a printer or a screen reader would meet is found."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest

import gates
from checks.small_book import SECTIONS, printed
from make_book.checks.pdf_checks import check_with_qpdf, inspect_pdf


@pytest.fixture(scope="module")
def sound() -> bytes:
    return printed(SECTIONS)


@contextmanager
def opened(data: bytes) -> Iterator[tuple[pikepdf.Pdf, io.BytesIO]]:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield pdf, out
        pdf.save(out)


def test_a_sound_file_has_no_finding(sound: bytes) -> None:
    assert inspect_pdf(sound, "press") == ()


@pytest.mark.parametrize(("entry", "code"), [("/MarkInfo", "PDF-103"), ("/Lang", "PDF-104")])
def test_what_the_catalogue_lacks_is_found(sound: bytes, entry: str, code: str) -> None:
    with opened(sound) as (pdf, out):
        del pdf.Root[entry]
    assert [f.code for f in inspect_pdf(out.getvalue())] == [code]


def test_a_file_without_a_title_is_found(sound: bytes) -> None:
    with opened(sound) as (pdf, out):
        del pdf.docinfo["/Title"]
    assert [f.code for f in inspect_pdf(out.getvalue())] == ["PDF-105"]


def test_a_font_that_is_not_embedded_is_named_once(sound: bytes) -> None:
    with opened(sound) as (pdf, out):
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                for below in font.get("/DescendantFonts", []):
                    for name in ("/FontFile2", "/FontFile3"):
                        if name in below.FontDescriptor:
                            del below.FontDescriptor[name]
    found = inspect_pdf(out.getvalue())
    assert {f.code for f in found} == {"PDF-102"}
    assert len({f.message.split(" is not")[0] for f in found}) == len(found)


def test_a_picture_too_coarse_for_the_press_is_found_only_there(sound: bytes) -> None:
    with opened(sound) as (pdf, out):
        picture = pikepdf.Stream(pdf, b"\x80" * 100 * 50)
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=100,
            Height=50,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
        page = pdf.pages[0]
        name = page.add_resource(picture, pikepdf.Name.XObject)
        page.contents_add(pdf.make_stream(f"/Artifact BMC q 72 0 0 36 72 72 cm {name} Do Q EMC".encode()))
    assert inspect_pdf(out.getvalue(), "screen") == ()
    (finding,) = inspect_pdf(out.getvalue(), "press")
    assert finding.code == "PDF-106"
    assert "100 by 50 pixels is printed with 100 dots an inch" in finding.message
    assert finding.hints == ("give a picture 3.0 times as wide",)


def test_a_file_that_is_none_is_a_finding() -> None:
    assert [f.code for f in inspect_pdf(b"no PDF")] == ["CHK-002"]


@pytest.mark.gate
def test_qpdf_passes_a_sound_file_and_names_the_faults_of_another(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(sound)
    assert gates.qpdf(path) == ()
    path.write_bytes(sound[: len(sound) // 2])
    faults = check_with_qpdf(path)
    assert {f.code for f in faults} == {"PDF-101"}
    assert str(tmp_path) not in faults[0].message


@pytest.mark.gate
@pytest.mark.parametrize("gate", [gates.verapdf, gates.page, gates.outloud])
def test_every_reader_of_pdf_ua_finds_a_file_without_tags(gate: type, sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    with opened(sound) as (pdf, out):
        del pdf.Root["/StructTreeRoot"], pdf.Root["/MarkInfo"]
    path.write_bytes(out.getvalue())
    assert {f.code for f in gate(path)} & {"CHK-030", "CHK-031", "CHK-032"}


@pytest.mark.gate
@pytest.mark.parametrize("gate", [gates.verapdf, gates.page])
def test_every_validator_passes_a_small_book(gate: type, sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(sound)
    assert gate(path) == ()


@pytest.mark.gate
def test_outloud_finds_no_error_in_a_small_book(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(sound)
    assert [f for f in gates.outloud(path) if f.code == "CHK-032"] == []
