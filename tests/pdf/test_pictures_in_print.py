"""Pictures on paper: as wide as their author wants, in the line of their words, and what a drawing holds."""

from __future__ import annotations

import io
from base64 import b64encode

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image as Pillow

from make_book.editions import PdfEdition
from make_book.pdf.geometry import draw_page
from pdf.small import SMALL, print_small, small_book


def png(width: int = 400, height: int = 200, *, deep: bool = False) -> bytes:
    buffer = io.BytesIO()
    ramp = Pillow.linear_gradient("L").resize((width, height))
    picture = ramp.convert("I").point(lambda value: value * 257).convert("I;16") if deep else ramp.convert("RGB")
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def boxes(text: str, images: dict[str, bytes]) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right and top of the pictures on the pages of a book, in points."""
    with pdfium.PdfDocument(print_small(small_book(text, images)).data) as document:
        return [
            one.get_bounds()
            for page in document
            for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=8)
        ]


MEASURE = draw_page(PdfEdition(trim=SMALL.trim, inner_margin=SMALL.inner_margin), 10).measure.pt


@pytest.mark.parametrize(
    ("attributes", "width"),
    [
        ("{width=30%}", 0.3 * MEASURE),
        ("{width=120}", 90),
        ('{width="2in"}', 144),
        ('{height="1in"}', 144),
        ("{width=300%}", MEASURE),
        ("{width=0}", MEASURE),
    ],
)
def test_a_picture_is_as_wide_as_its_author_wants(attributes: str, width: float) -> None:
    (box,) = boxes(f"![The quay](images/a.png){attributes}", {"images/a.png": png()})
    left, bottom, right, top = box
    assert right - left == pytest.approx(width, rel=0.06 if width == MEASURE else 0.001)
    assert (right - left) / (top - bottom) == pytest.approx(2, rel=0.01)


def test_a_small_picture_stays_in_the_line_of_its_words() -> None:
    text = f"{'words ' * 8} ![a sign](images/a.png) {'words ' * 20}"
    (box,) = boxes(text, {"images/a.png": png(16, 16)})
    assert box[3] - box[1] < 14
    assert box[2] - box[0] == pytest.approx(box[3] - box[1], rel=0.01)


def test_the_words_before_a_large_picture_are_not_stretched() -> None:
    printed = print_small(small_book("A map: ![Map](images/a.png) of the quay.", {"images/a.png": png()}))
    with pdfium.PdfDocument(printed.data) as document:
        page = next(page for page in document if "A map" in page.get_textpage().get_text_bounded())
        text_page = page.get_textpage()
        at = text_page.get_text_bounded().index("A map:")
        first, last = text_page.get_charbox(at), text_page.get_charbox(at + len("A map:") - 1)
    assert last[2] - first[0] < 50


def test_a_scan_of_sixteen_bits_is_seen() -> None:
    printed = print_small(small_book("![Scan](images/a.png)", {"images/a.png": png(deep=True)}))
    with pdfium.PdfDocument(printed.data) as document:
        pictures = [one for page in document for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=8)]
        shades = set(pictures[0].get_bitmap(render=False).to_pil().convert("L").tobytes())
    assert len(shades) > 150


def test_a_picture_inside_a_drawing_is_shown() -> None:
    inside = b64encode(png()).decode()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">'
        f'<image xlink:href="data:image/png;base64,{inside}" width="100" height="50"/></svg>'
    )
    assert len(boxes("![Drawn](images/a.svg)", {"images/a.svg": svg.encode()})) == 1


DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><style>.b { font: bold 20px Arial }</style>
<text x="10" y="20" font-family="Helvetica" font-size="16">Quay</text>
<text x="10" y="50" class="b" style="font-family: 'Comic Sans MS'">Pier <tspan font-family="Impact">three</tspan></text>
</svg>"""


def test_text_in_a_drawing_is_set_in_make_books_own_fonts() -> None:
    data = print_small(small_book("![Drawn](images/a.svg)", {"images/a.svg": DRAWN.encode()})).data
    with pikepdf.open(io.BytesIO(data)) as document:
        found = (one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one)
        fonts = {str(one.BaseFont).partition("+")[2].split("-")[0].rstrip(",") for one in found}
    assert fonts == {"Book"}
    with pdfium.PdfDocument(data) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert all(word in text for word in ("Quay", "Pier", "three"))
