"""A picture redrawn: the pixels alone, upright, in its own kind, within a memory that no file can widen."""

import io

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from models.documents.errors import Damaged, FileRefused, TooManyPixels
from models.documents.remarks import Parts, own_parts, turned_by

MAX_PIXELS = 65_000_000
MAX_SIDE = 4000
MOST_DECODED = 256 * 1024 * 1024
"""Bytes of all copies of a picture that are in memory at once while it still has its full size."""
MOST_SCANS = 64
"""A JPEG may go over all its pixels again in a scan of a few bytes; a photo is drawn in ten or so."""

_BYTES = {"1": 2, "L": 1, "I;16": 3, "P": 5, "LA": 8, "RGBA": 8}
"""For each pixel, with the copies in other modes that shrinking makes; 4 for any other mode."""
_BAND = 4_000_000
"""Pixels that are brought from 16 bits to 8 at a time, by a mode of 32."""
_BYTES_OF_WEBP = 20
"""Two canvases, the colours that are being unpacked, the frame and the picture."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def redrawn(content: bytes, kind: str) -> bytes:
    """The picture at most 4000 pixels a side: no EXIF, no place, no second file behind it; raises FileRefused.

    Pillow promises no family of errors for broken input (AssertionError, IndexError and KeyError were seen), and says
    so in whatever is done with the picture first: all that it does stands behind one fence.
    """
    parts = own_parts(content, kind)
    if kind == "WEBP":
        pixels = _pixels_of_webp(content)
        _must_fit(pixels, pixels * _BYTES_OF_WEBP)
    try:
        return _drawn(_read(parts, kind), parts, kind)
    except (FileRefused, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels(most=MAX_PIXELS // 1_000_000) from None
    except Exception as error:
        raise Damaged from error


def _read(parts: Parts, kind: str) -> Image.Image:
    """The pixels, a JPEG's at a half, a quarter or an eighth where that is enough."""
    with Image.open(io.BytesIO(parts.content), formats=[kind]) as image:
        width, height = image.size
        _must_fit(width * height, 0)
        beside = _coefficients(image, parts) if isinstance(image, JpegImageFile) else 0
        longest = max(width, height)
        if longest > MAX_SIDE:
            image.draft("RGB", (-(-width * MAX_SIDE // longest), -(-height * MAX_SIDE // longest)))
        _must_fit(width * height, image.width * image.height * _bytes_a_pixel(image) + beside)
        image.load()
        return image


def _drawn(image: Image.Image, parts: Parts, kind: str) -> bytes:
    turned = turned_by(image.info.get("exif") or b"") if kind == "WEBP" else parts.turned
    picture = _plain(_shrunk(image), kind)
    if turned in _TURNS:
        picture = picture.transpose(_TURNS[turned])
    result = io.BytesIO()
    picture.save(result, kind, quality=85)
    return result.getvalue()


def _bytes_a_pixel(image: Image.Image) -> int:
    clear_colours = image.mode == "P" and image.has_transparency_data
    return _BYTES["P"] + 4 if clear_colours else _BYTES.get(image.mode, 4)


def _must_fit(pixels: int, taken: int) -> None:
    """Raise TooManyPixels for a picture of so many that takes so many bytes; it says how many would do."""
    if pixels > MAX_PIXELS or taken > MOST_DECODED:
        most = min(pixels * MOST_DECODED // max(taken, 1), MAX_PIXELS)
        raise TooManyPixels(most=max(most // 1_000_000, 1))


def _coefficients(image: JpegImageFile, parts: Parts) -> int:
    """Bytes that a JPEG takes beside its pixels when it is drawn in many scans; raises Damaged for too many."""
    if parts.scans > MOST_SCANS:
        raise Damaged
    if not image.info.get("progressive") and parts.colours >= image.layers:
        return 0
    return 2 * image.layers * image.width * image.height


def _pixels_of_webp(content: bytes) -> int:
    """How many there are before anything is decoded: a decoder sets its canvas up at once. Raises Damaged."""
    form, body = content[12:16], content[20:30]
    if len(body) < 10:
        raise Damaged
    if form == b"VP8X":
        return (int.from_bytes(body[4:7], "little") + 1) * (int.from_bytes(body[7:10], "little") + 1)
    if form == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return (int.from_bytes(body[6:8], "little") & 0x3FFF) * (int.from_bytes(body[8:10], "little") & 0x3FFF)


def _shrunk(image: Image.Image) -> Image.Image:
    """At most 4000 pixels a side; done first, so that the full size is in memory only once."""
    if image.mode == "I;16":
        image = _of_8_bits(image)
    elif image.mode in {"1", "P"}:
        shades = "L" if image.mode == "1" else "RGB"
        image = image.convert("RGBA" if image.has_transparency_data else shades)
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    return image


def _of_8_bits(image: Image.Image) -> Image.Image:
    """The same shades in 256 steps; what the file says of its transparency counts in 65,536, and is left behind."""
    shades, rows = Image.new("L", image.size), max(_BAND // image.width, 1)
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        shades.paste(band.convert("I").point(lambda depth: depth * (1 / 256)).convert("L"), (0, top))
    return shades


def _plain(image: Image.Image, kind: str) -> Image.Image:
    """The pixels in a mode that the kind can hold, with nothing else attached."""
    if kind != "JPEG" and image.has_transparency_data:
        plain = image.convert("RGBA")
    else:
        plain = image.convert("L" if image.mode == "L" else "RGB")
    plain.info = {}
    return plain
