"""What becomes of a file that somebody sends: looked at, made harmless, or refused with a reason."""

import hashlib
import io
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import filetype
from PIL import Image, ImageOps

from models.kit.errors import ProblemCode, Refusal
from models.kit.text import N_

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 65_000_000
MAX_SIDE = 4000
MAX_NAME = 120
ACCEPTED = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]+')
_MAX_UNPACKED = 64 * 1024 * 1024
_STREAM = re.compile(rb">>\s*stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")


class FileRefused(Refusal):
    """The file cannot be taken; nothing of it has been stored."""


class UnsupportedType(FileRefused):
    """By its content the file is none of the kinds that we take, whatever its name says."""

    code = ProblemCode.UNSUPPORTED_TYPE
    message = N_("Jenis berkas ini tidak diterima. Kirim foto (JPG atau PNG) atau PDF.")


class TooLarge(FileRefused):
    """More than 10 MB."""

    code = ProblemCode.TOO_LARGE
    message = N_("Ukuran berkas melebihi {most} MB. Perkecil foto, atau bagi menjadi beberapa berkas.")


class TooManyPixels(FileRefused):
    """An image that would fill the memory."""

    code = ProblemCode.TOO_LARGE
    message = N_("Gambar terlalu besar. Ukuran gambar paling banyak {most} juta piksel.")


class Damaged(FileRefused):
    """Cut off or broken."""

    code = ProblemCode.INVALID
    message = N_("Berkas rusak atau tidak lengkap. Coba foto ulang atau unggah lagi.")


class Locked(FileRefused):
    """A PDF that asks for a password."""

    code = ProblemCode.INVALID
    message = N_("PDF ini memakai kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.")


class ActiveContent(FileRefused):
    """A PDF that runs scripts or starts programs on the officer's computer."""

    code = ProblemCode.INVALID
    message = N_("PDF ini berisi program. Cetak ulang menjadi PDF biasa atau kirim fotonya.")


@dataclass(frozen=True, slots=True)
class Intake:
    """A file as it will be stored; `sha256` and `size` are those of `content`."""

    name: str
    media_type: str
    content: bytes
    sha256: str
    size: int


def examine(name: str, content: bytes) -> Intake:
    """Take a file as JPEG, PNG, WebP or PDF by its content alone; raises FileRefused. Call it in a thread."""
    if len(content) > MAX_BYTES:
        raise TooLarge(most=MAX_BYTES // 1024**2)
    media_type = filetype.guess_mime(content)
    if media_type not in ACCEPTED:
        raise UnsupportedType
    kind = _FORMATS.get(media_type)
    kept = _redrawn(content, kind) if kind else _checked_pdf(content)
    name = clean_name(name, ACCEPTED[media_type])
    return Intake(name, media_type, kept, hashlib.sha256(kept).hexdigest(), len(kept))


def clean_name(name: str, extension: str) -> str:
    """The name without path and control characters, at most 120 long, with the content's own extension."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(
        sign for sign in last if not unicodedata.category(sign).startswith("C") or sign in "\t\n"
    )
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", _UNSAFE.sub("", " ".join(visible.split()))).strip(". ")
    return f"{stem[: MAX_NAME - len(extension) - 1].rstrip('. ') or 'berkas'}.{extension}"


def _redrawn(content: bytes, kind: str) -> bytes:
    """The picture alone, upright, at most 4000 pixels a side: no EXIF, no place, no second file behind it."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise TooManyPixels(most=MAX_PIXELS // 1_000_000)
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            picture = _plain(ImageOps.exif_transpose(_shrunk(image)), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels(most=MAX_PIXELS // 1_000_000) from None
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error):
        raise Damaged from None
    result = io.BytesIO()
    picture.save(result, kind, quality=85)
    return result.getvalue()


def _shrunk(image: Image.Image) -> Image.Image:
    """At most 4000 pixels a side; done first, so that the full size is in memory only once."""
    if image.mode in {"1", "P"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    return image


def _plain(image: Image.Image, kind: str) -> Image.Image:
    """The pixels in a mode that the kind can hold, with nothing else attached."""
    if kind != "JPEG" and image.has_transparency_data:
        plain = image.convert("RGBA")
    elif image.mode.startswith("I"):
        plain = image.convert("I").point(lambda depth: depth * (1 / 256)).convert("L")  # 16 bits a pixel
    else:
        plain = image.convert("L" if image.mode in {"1", "L"} else "RGB")
    plain.info = {}
    return plain


def _checked_pdf(content: bytes) -> bytes:
    """The PDF as it came, since redrawing would break signatures in it.

    The look at active content is a first sieve, not a virus scanner: officers get the file as a download.
    """
    if not re.match(rb"%PDF-[12]\.\d", content) or not content.rstrip(b"\0\r\n\t ").endswith(b"%%EOF"):
        raise Damaged
    if b"startxref" not in content[-2048:]:
        raise Damaged
    names = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), b" ".join(_objects(content)))
    if _LOCKED.search(names):
        raise Locked
    if _ACTIVE.search(names):
        raise ActiveContent
    return content


def _objects(content: bytes) -> Iterator[bytes]:
    """What stands outside the streams or in object streams; over 64 MB of the latter is Damaged."""
    *segments, last = content.split(b"endstream")
    yield last
    room = _MAX_UNPACKED
    for segment in segments:
        begin = _STREAM.search(segment)
        if begin is None:
            yield segment
            continue
        head = segment[: begin.end()]
        yield head
        if b"/ObjStm" in head.rpartition(b" obj")[2]:
            unpacked = _unpacked(segment[begin.end() :], room)
            room -= len(unpacked)
            yield unpacked


def _unpacked(body: bytes, room: int) -> bytes:
    """The stream decompressed; raises Damaged when it is broken or takes more than `room` bytes."""
    try:
        unpacked = zlib.decompressobj().decompress(body, room + 1)
    except zlib.error:
        raise Damaged from None
    if len(unpacked) > room:
        raise Damaged
    return unpacked
