import hashlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.documents.errors import (
    ActiveContent,
    Damaged,
    FileRefused,
    Locked,
    Opaque,
    TooLarge,
    TooManyPixels,
    UnsupportedType,
)
from models.documents.intake import MAX_BYTES, MAX_NAME, clean_name, examine

PDF = b"%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R%s>>\nendobj\nstartxref\n9\n%%%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def png_without_pixels(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def packed(objects: bytes) -> bytes:
    body = zlib.compress(objects)
    return b"\n5 0 obj\n<</Type/ObjStm/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        len(body),
        body,
    )


def test_a_photo_keeps_its_picture_and_loses_the_place_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter: the camera was held upright
    exif.get_ifd(0x8825)[1] = "S"
    photo = picture("JPEG", (80, 40), exif=exif, comment=b"rumah saya", quality=90)
    assert b"Exif" in photo

    intake = examine("C:\\fakepath\\IMG 2026.JPEG", photo)

    kept = Image.open(io.BytesIO(intake.content))
    assert intake.name == "IMG 2026.jpg"
    assert intake.media_type == "image/jpeg"
    assert kept.size == (40, 80)
    assert not kept.getexif()
    assert b"Exif" not in intake.content
    assert b"rumah saya" not in intake.content
    assert (intake.size, intake.sha256) == (len(intake.content), hashlib.sha256(intake.content).hexdigest())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_becomes_4000_pixels_wide_in_its_own_kind(kind: str) -> None:
    intake = examine("peta", picture(kind, (5000, 100)))

    assert Image.open(io.BytesIO(intake.content)).size == (4000, 80)
    assert intake.media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_mode_of_picture_is_taken(mode: str) -> None:
    image = Image.new(mode, (8, 8), 40_000) if mode == "I;16" else Image.new("RGB", (8, 8)).convert(mode)
    file = io.BytesIO()
    image.save(file, "JPEG" if mode == "CMYK" else "PNG")

    kept = Image.open(io.BytesIO(examine("x", file.getvalue()).content))

    assert kept.size == (8, 8)
    if mode == "I;16":
        assert kept.convert("L").getpixel((0, 0)) == 156


def test_a_large_scan_in_black_and_white_or_16_bits_is_taken() -> None:
    for mode in ("1", "P", "I;16"):
        file = io.BytesIO()
        Image.new(mode, (5000, 100)).save(file, "PNG")
        assert Image.open(io.BytesIO(examine("scan", file.getvalue()).content)).size == (4000, 80)


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    hidden = b"PK\x03\x04<script>alert(1)</script>"

    intake = examine("foto.jpg", picture("JPEG") + hidden)

    assert hidden not in intake.content


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ\x90\x00" + bytes(4000), UnsupportedType),
        (b"<html><script>alert(1)</script></html>", UnsupportedType),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnsupportedType),
        (b"GIF89a" + bytes(100), UnsupportedType),
        (b"", UnsupportedType),
        (bytes(20_000_000), TooLarge),
        (picture("JPEG", (600, 600))[:-9000], Damaged),
        (picture("PNG")[:-60], Damaged),
        (b"\xff\xd8\xff\xe0" + bytes(300), Damaged),
        (PDF % b"" + b"<script>alert(1)</script>", Damaged),
        ((PDF % b"")[:40], Damaged),
        (PDF % b"/Encrypt 9 0 R", Locked),
        (PDF % b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>", ActiveContent),
        (PDF % b"/AA<</S/#4aavaScript/#4a#53(app.alert(1))>>", ActiveContent),
        (PDF % b"/OpenAction<</S/Launch/F(cmd.exe)>>", ActiveContent),
        (PDF % packed(b"<</S/JavaScript/JS(app.alert(1))>>"), ActiveContent),
        (PDF % packed(bytes(80_000_000)), Opaque),
        (PDF % (b">>stream\n" * 1_000_000 + b"/JavaScript"), ActiveContent),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_refused_says_why(content: bytes, refusal: type[FileRefused]) -> None:
    with pytest.raises(refusal) as refused:
        examine("foto.jpg", content)

    problem = refused.value.problems[0]
    assert problem.code is refusal.code
    assert "{" not in problem.message.format(**problem.facts)


@pytest.mark.parametrize("side", [10_000, 50_000])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header(side: int) -> None:
    with pytest.raises(TooManyPixels):
        examine("denah.png", png_without_pixels(side, side))

    with pytest.raises(Damaged):
        examine("denah.png", png_without_pixels(100, 100))


def test_a_pdf_is_kept_to_the_byte() -> None:
    content = PDF % (b"/Lang(id)" + packed(b"<</Type/Page>>"))

    intake = examine("surat.exe", content)

    assert (intake.name, intake.media_type, intake.content) == ("surat.pdf", "application/pdf", content)
    assert intake.size < MAX_BYTES


@given(st.text())
def test_a_name_is_always_safe_to_show_and_to_save(name: str) -> None:
    cleaned = clean_name(name, "jpg")

    assert cleaned.endswith(".jpg")
    assert 5 <= len(cleaned) <= MAX_NAME
    assert not set(cleaned) & set('\\/\0\r\n\t"<>:|?*')
    assert not cleaned.startswith(".")
    assert clean_name(cleaned, "jpg") == cleaned
