"""Pictures: measured, converted, cleaned, scaled, greyed. The only importer of PIL.

A photograph tells where and when it was taken; in a book it tells only its pixels. Media types are
those that every EPUB reader shows: PNG, JPEG, GIF, SVG (EPUB 3.3 §3.2; WebP came after 3.2). Other
kinds become PNG or JPEG when they are read (`picture_formats`). What a picture is, its bytes say, not
its name. Same picture, same bytes.
"""

from __future__ import annotations

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

import msgspec

from make_book import drawings
from make_book.model import Image
from make_book.stripping import stripped

MAX_MEGAPIXELS = 100
"""A picture larger than this is refused before it is unpacked."""

_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
_FORMATS = {media_type: name for name, media_type in _TYPES.items()}
_CONVERTED = ("WEBP", "AVIF", "TIFF", "BMP")
_OTHERS = (
    (0, b"8BPS", "Photoshop"),
    (0, b"%PDF", "PDF"),
    (4, b"ftyp", "film"),
    (0, b"\0\0\0\x0cjP", "JPEG 2000"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\0\0\0\x0cJXL", "JPEG XL"),
)
_HEIF = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
"""Brands of files that hold a picture coded as HEVC (ISO/IEC 23008-12, annex B)."""
_ORIENTATION = 0x0112
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, TypeError, struct.error, zlib.error)
"""What Pillow and its codecs raise for a file that breaks off or contradicts itself."""


class BadPicture(ValueError):
    """A picture a book cannot show; the message says why and what to do."""


def measure(data: bytes, path: str) -> Image:
    """Return the picture `data` (a whole file) as an `Image` of its size in pixels as it is shown.

    Its data are those of the file, or of a PNG or JPEG that shows the same where an edition could not show
    the file's. The file is read through, so a cut-off one is found here. Raise `BadPicture`.
    """
    if _is_drawing(data) or (PurePosixPath(path).suffix.lower() == ".svg" and not _is_coded(data)):
        try:
            width, height = drawings.size(data)
        except drawings.BadDrawing as error:
            raise BadPicture(str(error)) from error
        return Image(path, "image/svg+xml", data, width, height)
    picture = _open(data)
    kind = str(picture.format)
    if kind not in _TYPES or picture.mode.startswith(("I", "F")):
        return _converted(picture, path, data)
    if kind == "JPEG":
        picture.draft(None, (max(1, picture.width // 8), max(1, picture.height // 8)))
    width, height = _open(data).size
    turned = _orientation(picture) in {5, 6, 7, 8}
    _load(picture)
    return Image(path, _TYPES[kind], data, *((height, width) if turned else (width, height)))


def prepare(image: Image, max_megapixels: float) -> Image:
    """Return `image` upright, in sRGB, still, without metadata, of at most `max_megapixels` million pixels.

    Where only metadata has to go, the pixels are not coded again; where nothing has to, the bytes
    are those given. Raise `BadPicture`.
    """
    if image.media_type == "image/svg+xml":
        return msgspec.structs.replace(image, data=_cleaned(image.data))
    picture = _open(image.data)
    scale = math.sqrt(max_megapixels * 1e6 / (picture.width * picture.height))
    if scale >= 1 and _plain(picture):
        return msgspec.structs.replace(image, data=stripped(image.data, image.media_type))
    _load(picture)
    upright = _upright(picture)
    if scale < 1:
        upright = _scaled(upright, scale)
    data = _encoded(upright, image.media_type)
    return msgspec.structs.replace(image, data=data, width=upright.width, height=upright.height)


def grey(image: Image) -> Image:
    """Return `image` in shades of grey, for a press with one ink; a drawing (SVG) stays as it is.

    Raise `BadPicture`.
    """
    if image.media_type == "image/svg+xml":
        return image
    picture = _open(image.data)
    _load(picture)
    if picture.mode in {"1", "L", "LA"} and "icc_profile" not in picture.info:
        return image
    upright = _eight_bit(_upright(picture))
    data = _encoded(upright.convert("LA" if "A" in upright.getbands() else "L"), image.media_type)
    return msgspec.structs.replace(image, data=data, width=upright.width, height=upright.height)


def _is_drawing(data: bytes) -> bool:
    """Tell whether the file is a drawing (SVG), by how it begins."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<svg") or (start[:2] in (b"<?", b"<!") and b"<svg" in start)


def _is_coded(data: bytes) -> bool:
    """Tell whether the file is a picture of coded pixels, by its first bytes."""
    return data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM"))


def _converted(picture: Any, path: str, data: bytes) -> Image:
    """Return a picture that no reader need show as one that every reader shows.

    Where nothing shines through and the pixels were coded with losses, as a JPEG, else as a PNG.
    """
    _load(picture)
    upright = _eight_bit(_upright(picture))
    if "A" in upright.getbands() and upright.getchannel("A").getextrema() == (255, 255):
        upright = upright.convert("L" if upright.mode == "LA" else "RGB")
    lossy = picture.format in ("AVIF", "HEIF") or (picture.format == "WEBP" and b"VP8L" not in data[:4096])
    lossy = lossy or picture.info.get("compression") == "jpeg"
    media_type = "image/jpeg" if lossy and "A" not in upright.getbands() else "image/png"
    return Image(path, media_type, _encoded(upright, media_type), upright.width, upright.height)


def _open(data: bytes) -> Any:
    """Return a picture whose header has been read and found to be of bearable size."""
    from PIL import Image as Pillow
    from PIL import ImageFile, UnidentifiedImageError

    Pillow.MAX_IMAGE_PIXELS = None  # Ours is the limit, and it does not merely warn.
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for everybody when it is imported.
    try:
        with _quiet():
            if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
                picture = _open_heif(data)
            else:
                picture = Pillow.open(io.BytesIO(data), formats=(*_TYPES, *_CONVERTED))
    except UnidentifiedImageError:
        raise BadPicture(_other(data)) from None
    except _DAMAGED as error:
        raise BadPicture(f"the picture is damaged or cut off ({error}): save or download it again") from error
    if picture.format == "MPO":  # A JPEG with a second view; the first is the picture.
        picture.format = "JPEG"
    _judge_size(picture.width, picture.height)
    return picture


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to itself what codecs warn of: a damaged picture is refused, or shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _judge_size(width: int, height: int) -> None:
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        size = f"{width} × {height} pixels"
        raise BadPicture(f"the picture is too large ({size}; at most {MAX_MEGAPIXELS} million): scale it down")


def _open_heif(data: bytes) -> Any:
    """Return a picture as telephones take it, turned upright as the file says."""
    import pillow_heif

    file = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    _judge_size(*file.size)
    picture = file.to_pillow()
    picture.format = "HEIF"
    picture.info.pop("exif", None)  # libheif has turned it
    return picture


def _other(data: bytes) -> str:
    if not data:
        return "the file is empty"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return "the picture is damaged or cut off: save or download it again"
    for offset, magic, name in _OTHERS:
        if data[offset : offset + len(magic)] == magic:
            return f"a {name} file is not a picture that a book can show: save it as JPEG (photographs) or PNG"
    return "the file is not a picture of a known kind: save it as JPEG, PNG, GIF or SVG"


def _load(picture: Any) -> None:
    try:
        with _quiet():
            picture.load()
    except _DAMAGED as error:
        raise BadPicture(f"the picture is damaged or cut off ({error}): save or download it again") from error


def _cleaned(data: bytes) -> bytes:
    try:
        return drawings.clean(data)
    except drawings.BadDrawing as error:
        raise BadPicture(str(error)) from error


def _plain(picture: Any) -> bool:
    """Whether the pixels can stay as they are coded: upright, still, in sRGB, with nothing beside them."""
    if _orientation(picture) != 1 or picture.mode == "CMYK" or not _is_srgb(picture.info.get("icc_profile")):
        return False
    return picture.format != "GIF" or (picture.n_frames == 1 and not {"comment", "extension"} & set(picture.info))


def _orientation(picture: Any) -> int:
    """Return how the camera was held (Exif 2.3, tag 274): 1 is upright, also when the tag cannot be read."""
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return 1
    return value if value in range(1, 9) else 1


def _upright(picture: Any) -> Any:
    """Return the pixels in sRGB, turned as the camera says they should be seen."""
    from PIL import Image as Pillow

    turn = (
        None,
        Pillow.Transpose.FLIP_LEFT_RIGHT,
        Pillow.Transpose.ROTATE_180,
        Pillow.Transpose.FLIP_TOP_BOTTOM,
        Pillow.Transpose.TRANSPOSE,
        Pillow.Transpose.ROTATE_270,
        Pillow.Transpose.TRANSVERSE,
        Pillow.Transpose.ROTATE_90,
    )[_orientation(picture) - 1]
    coloured = _in_srgb(picture)
    return coloured if turn is None else coloured.transpose(turn)


def _is_srgb(profile: bytes | None) -> bool:
    if profile is None:
        return True
    from PIL import ImageCms

    try:
        opened = ImageCms.getOpenProfile(io.BytesIO(profile))
        return "srgb" in ImageCms.getProfileDescription(opened).lower()
    except (OSError, ImageCms.PyCMSError):
        return True  # A profile nobody can read says nothing; it is stripped.


def _in_srgb(picture: Any) -> Any:
    from PIL import ImageCms

    profile, alpha = picture.info.get("icc_profile"), "A" in picture.getbands()
    result = picture
    if picture.mode in {"P", "PA"}:
        result = picture.convert("RGBA" if "transparency" in picture.info or alpha else "RGB")
    if profile and not _is_srgb(profile) and result.mode in {"L", "RGB", "RGBA", "CMYK"}:
        target = "RGBA" if result.mode == "RGBA" else "RGB"
        grey = result.mode == "L"
        try:
            source, srgb = ImageCms.getOpenProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            result = ImageCms.profileToProfile(result, source, srgb, outputMode=target) or result
        except (OSError, ImageCms.PyCMSError):
            pass  # The profile is for another kind of picture: its numbers are taken as they are.
        result = result.convert("L") if grey else result
    return result.convert("RGB") if result.mode in {"CMYK", "YCbCr", "LAB", "HSV"} else result


def _eight_bit(picture: Any) -> Any:
    """Return a picture of 16 or 32 bits to the pixel, or of one, as one of eight; others as they are."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("I", "F"):
        low, high = picture.getextrema()
        if picture.mode == "I" and low >= 0 and high <= 0xFFFF:
            return picture.point(lambda value: value * (1 / 256)).convert("L")
        scale = 255 / (high - low) if high > low else 0
        return picture.point(lambda value: value * scale + -low * scale).convert("L")
    return picture.convert("L") if picture.mode == "1" else picture


def _scaled(picture: Any, scale: float) -> Any:
    from PIL import Image as Pillow

    size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
    return _eight_bit(picture).resize(size, Pillow.Resampling.LANCZOS)


def _encoded(picture: Any, media_type: str) -> bytes:
    if media_type == "image/jpeg":
        picture = picture if picture.mode == "L" else picture.convert("RGB")
        return _saved(picture, "JPEG", quality=90, subsampling=0, optimize=True)
    return _saved(picture, _FORMATS[media_type], optimize=True)


def _saved(picture: Any, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    bare = picture.copy()
    bare.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    if kind == "JPEG":
        options["exif"] = b""
    bare.save(buffer, kind, **options)
    return stripped(buffer.getvalue(), _TYPES[kind])
