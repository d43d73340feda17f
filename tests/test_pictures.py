"""Pictures come out upright, in sRGB, small enough, and say nothing but their pixels."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageCms, PngImagePlugin

from make_book import pictures
from make_book.pictures import BadPicture, measure, prepare


def drawn(width: int = 80, height: int = 60, mode: str = "RGB") -> Pillow.Image:
    wheel = Pillow.radial_gradient("L").resize((width, height))
    picture = Pillow.merge("RGB", (wheel, wheel.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT), wheel))
    return picture.convert(mode)


def saved(picture: Pillow.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Pillow.Image:
    return Pillow.open(io.BytesIO(data))


def exif(orientation: int = 1) -> Pillow.Exif:
    tags = Pillow.Exif()
    tags[0x0112], tags[0x010F], tags[0x013B] = orientation, "Secret Camera", "Secret Owner"
    return tags


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" %s>%s</svg>'


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "gif")])
def test_a_picture_is_measured_by_what_it_is(kind: str, ending: str) -> None:
    image = measure(saved(drawn(80, 60), kind), f"images/a.{ending}")
    assert (image.width, image.height, image.media_type) == (80, 60, f"image/{kind.lower()}")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'viewBox="0 0 30 20"', (30, 20)),
        (b'width="2in" height="1in"', (192, 96)),
        (b'width="60" viewBox="0 0 30 20"', (60, 40)),
        (b'width="100%" height="100%" viewBox="0,0,12.4,7"', (12, 7)),
    ],
)
def test_a_drawing_has_the_size_of_its_attributes_or_view_box(head: bytes, expected: tuple[int, int]) -> None:
    image = measure(SVG % (head, b""), "a.svg")
    assert (image.width, image.height) == expected


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b"<foreignObject/>",
        b'<rect onclick="x()"/>',
        b'<image href="https://example.org/a.png"/>',
        b'<image href="file:///etc/passwd"/>',
        b'<image href="data:image/svg+xml;base64,AAAA"/>',
        b'<rect fill="url(https://example.org/#a)"/>',
        b"<style>@import 'https://example.org/a.css';</style>",
        b"<style>rect { fill: url( 'x.svg' ) }</style>",
        b'<rect style="fill:url(x.svg)"/>',
        b'<animate attributeName="href" to="javascript:x"/>',
        b'<g xml:base="https://example.org/"/>',
    ],
)
def test_a_drawing_that_runs_fetches_or_moves_is_refused(inside: bytes) -> None:
    with pytest.raises(BadPicture):
        measure(SVG % (b'viewBox="0 0 3 2"', inside), "a.svg")


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG % (b'viewBox="0 0 3 2"', b"&a;"),
        b'<?xml-stylesheet href="a.css"?>' + SVG % (b'viewBox="0 0 3 2"', b""),
        (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE svg [<!ENTITY a "b">]>' + (SVG % (b"", b"")).decode()
        ).encode("utf-16"),
        SVG % (b"", b""),
        b'<svg viewBox="0 0 3 2"/>',
        b"<svg",
    ],
)
def test_a_drawing_with_entities_or_without_size_or_namespace_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        measure(data, "a.svg")


def test_a_drawing_may_use_its_own_parts_and_embed_pixels() -> None:
    inside = b'<defs><path id="a" d="M0 0"/></defs><use href="#a" fill="url(#b)"/>'
    inside += b'<image href="data:image/png;base64,AAAA"/>'
    assert measure(SVG % (b'viewBox="0 0 3 2"', inside), "a.svg").width == 3


def test_what_an_editor_left_in_a_drawing_is_taken_out() -> None:
    inside = b'<metadata>Secret</metadata><!-- Secret --><rect x="1" i:path="/home/secret"/><text>kept</text>'
    head = b'viewBox="0 0 3 2" xmlns:i="http://www.inkscape.org/namespaces/inkscape"'
    data = prepare(measure(SVG % (head, inside), "a.svg"), 4).data
    assert b"ecret" not in data
    assert b'<rect x="1"/>' in data
    assert b"kept" in data


def test_ids_in_a_drawing_become_names_and_are_given_once() -> None:
    inside = (
        b'<linearGradient id="1 a"/><rect id="r" fill="url(#1 a)"/><g id="r"/><use href="#1 a"/><use href="#r"/>'
        b"<style>.x{fill:url(#1 a)}</style>"
    )
    data = prepare(measure(SVG % (b'viewBox="0 0 3 2"', inside), "a.svg"), 4).data
    assert data.count(b'id="x-1-a"') == 1
    assert data.count(b"url(#x-1-a)") == 2
    assert (b'href="#x-1-a"' in data, b'href="#r"' in data) == (True, True)
    assert (data.count(b'id="r"'), data.count(b'id="x-r"')) == (1, 1)


@pytest.mark.parametrize(
    ("data", "path", "word"),
    [
        (saved(drawn(), "WEBP")[:200], "a.webp", "cut off"),
        (b"8BPS\0\1", "a.psd", "Photoshop"),
        (saved(drawn(), "JPEG")[:500], "a.jpg", "cut off"),
        (saved(drawn(), "PNG")[:900], "a.png", "cut off"),
        (b"", "a.png", "empty"),
        (b"hello", "a.png", "not a picture"),
    ],
)
def test_a_bad_picture_is_refused_with_a_word_of_help(data: bytes, path: str, word: str) -> None:
    with pytest.raises(BadPicture, match=word):
        measure(data, path)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (saved(drawn(), "PNG"), "a.jpg", "image/png"),
        (saved(drawn(), "JPEG"), "a.svg", "image/jpeg"),
        (saved(drawn(), "JPEG"), "a", "image/jpeg"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n" + SVG % (b'viewBox="0 0 80 60"', b""), "a.png", "image/svg+xml"),
        (saved(drawn(), "WEBP", quality=80), "a.webp", "image/jpeg"),
        (saved(drawn(), "WEBP", lossless=True), "a.webp", "image/png"),
        (saved(drawn(), "AVIF"), "a.avif", "image/jpeg"),
        (saved(drawn(), "TIFF"), "a.tif", "image/png"),
        (saved(drawn(), "TIFF", compression="jpeg"), "a.tif", "image/jpeg"),
        (saved(drawn(mode="1"), "TIFF", compression="group4"), "a.tif", "image/png"),
        (saved(drawn(mode="CMYK"), "TIFF"), "a.tif", "image/png"),
        (saved(drawn(), "BMP"), "a.bmp", "image/png"),
        (saved(drawn(mode="I;16"), "PNG"), "a.png", "image/png"),
    ],
)  # fmt: skip
def test_a_picture_is_what_its_bytes_say_and_other_kinds_are_converted(data: bytes, name: str, media_type: str) -> None:
    image = measure(data, name)
    assert (image.media_type, image.width, image.height) == (media_type, 80, 60)
    assert measure(data, name) == image
    if media_type != "image/svg+xml":
        assert opened(image.data).mode in ("L", "RGB")


def test_a_telephones_picture_comes_out_upright() -> None:
    import pillow_heif

    buffer = io.BytesIO()
    tags = Pillow.Exif()
    tags[0x0112] = 6
    left = Pillow.new("RGB", (80, 60), "white")
    left.paste("black", (0, 0, 40, 60))
    pillow_heif.from_pillow(left).save(buffer, quality=90, exif=tags.tobytes())
    image = measure(buffer.getvalue(), "IMG_1.HEIC")
    assert (image.media_type, image.width, image.height) == ("image/jpeg", 60, 80)
    pixels = opened(image.data).convert("L")
    assert (pixels.getpixel((30, 5)), pixels.getpixel((30, 75))) == (0, 255)


@pytest.mark.parametrize(("mode", "kind"), [("I;16", "PNG"), ("I;16", "TIFF"), ("I", "TIFF"), ("F", "TIFF")])
def test_a_scan_of_more_bits_than_eight_is_seen(mode: str, kind: str) -> None:
    ramp = Pillow.linear_gradient("L").resize((64, 64))
    deep = ramp.convert("I").point(lambda value: value * 257)
    deep = deep.convert("F") if mode == "F" else deep if mode == "I" else deep.convert("I;16")
    seen = opened(measure(saved(deep, kind), "scan").data)
    assert seen.mode == "L"
    assert max(abs(a - b) for a, b in zip(seen.tobytes(), ramp.tobytes(), strict=True)) <= 2


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "TIFF", "PNG"])
def test_what_shines_through_goes_on_shining(kind: str) -> None:
    clear = drawn().convert("RGBA")
    clear.putalpha(Pillow.linear_gradient("L").resize((80, 60)))
    image = measure(saved(clear, kind), "a")
    assert image.media_type == "image/png"
    assert min(opened(image.data).getchannel("A").tobytes()) < 10


def test_a_bomb_is_refused_by_its_header() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    with pytest.raises(BadPicture, match="too large"):
        measure(data, "a.png")


HEADS = st.sampled_from(
    b"|\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF89a|<svg |II*\0\x08\0\0\0|RIFF\x20\0\0\0WEBPVP8 |"
    b"\0\0\0\x18ftypheic|\0\0\0\x18ftypavif|BM".split(b"|")
)


@given(st.binary(max_size=300), HEADS)
def test_no_bytes_at_all_make_anything_but_a_picture_or_a_bad_one(tail: bytes, head: bytes) -> None:
    with suppress(BadPicture):
        assert measure(head + tail, "a.png").width > 0


@pytest.mark.parametrize("cut", range(0, 1100, 67))
def test_a_picture_with_a_broken_byte_is_shown_or_refused(cut: int) -> None:
    whole = saved(drawn(), "JPEG", exif=exif(6))
    data = whole[:cut] + bytes([whole[cut] ^ 0xFF]) + whole[cut + 1 :]
    with suppress(BadPicture):
        assert b"Secret" not in prepare(measure(data, "a.jpg"), 4).data


def test_a_clean_picture_keeps_its_bytes() -> None:
    for kind, ending in (("PNG", "png"), ("GIF", "gif")):
        data = saved(drawn(), kind)
        assert prepare(measure(data, f"a.{ending}"), 4).data == data


def test_metadata_goes_and_the_pixels_are_not_coded_again() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Secret Owner")
    for data, path in (
        (saved(drawn(), "JPEG", exif=exif(), comment=b"Secret"), "a.jpg"),
        (saved(drawn(), "JPEG", exif=exif(), progressive=True), "a.jpg"),
        (saved(drawn(), "PNG", pnginfo=text, exif=exif()), "a.png"),
    ):
        clean = prepare(measure(data, path), 4)
        assert b"Secret" in data
        assert b"Secret" not in clean.data
        assert opened(clean.data).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_photograph_comes_out_upright(orientation: int) -> None:
    data = saved(drawn(80, 60), "JPEG", exif=exif(orientation), quality=95)
    measured = measure(data, "a.jpg")
    upright = prepare(measured, 4)
    assert (upright.width, upright.height) == ((60, 80) if orientation >= 5 else (80, 60))
    assert (measured.width, measured.height) == (upright.width, upright.height)
    assert not opened(upright.data).getexif()


def test_a_large_picture_is_scaled_to_the_limit() -> None:
    image = prepare(measure(saved(drawn(400, 300), "PNG"), "a.png"), 0.03)
    assert (image.width, image.height) == (200, 150)
    assert opened(image.data).size == (200, 150)


def test_ink_colours_and_foreign_profiles_become_srgb() -> None:
    assert opened(prepare(measure(saved(drawn(mode="CMYK"), "JPEG"), "a.jpg"), 4).data).mode == "RGB"
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image = prepare(measure(saved(drawn(), "JPEG", icc_profile=lab), "a.jpg"), 4)
    assert "icc_profile" not in opened(image.data).info


def test_a_moving_picture_stands_still() -> None:
    data = saved(drawn(), "GIF", save_all=True, append_images=[drawn().rotate(90)])
    assert getattr(opened(prepare(measure(data, "a.gif"), 4).data), "n_frames", 1) == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_scaled_and_greyed(mode: str) -> None:
    picture = Pillow.new("I;16", (80, 60), 30_000) if mode == "I;16" else drawn(mode=mode)
    image = measure(saved(picture, "PNG"), "a.png")
    small = prepare(image, 0.001)
    assert small.width * small.height <= 1000
    assert opened(pictures.grey(image).data).mode in {"1", "L", "LA", "I;16"}
    assert prepare(image, 0.001) == small
