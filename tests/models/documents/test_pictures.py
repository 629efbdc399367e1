"""Broken pictures, pictures that would fill the memory, and remarks beside a picture."""

import io
import random  # noqa: TID251 - what is random here is the same every time
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from models.documents.errors import Damaged, FileRefused
from models.documents.intake import examine
from tests.models.documents.within import judged_within

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def saved(mode: str, size: tuple[int, int] = (24, 16), kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 999 if mode == "I;16" else None).save(file, kind, **options)
    return file.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def chunks_of(png: bytes) -> list[tuple[bytes, bytes]]:
    found, place = [], len(SIGNATURE)
    while place < len(png):
        length = int.from_bytes(png[place : place + 4])
        found.append((png[place + 4 : place + 8], png[place + 8 : place + 8 + length]))
        place += 12 + length
    return found


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def sound_pictures() -> list[bytes]:
    text = PngImagePlugin.PngInfo()
    text.add_text("a", "b" * 50, zip=True)
    text.add_itxt("c", "d", zip=True)
    return [
        saved("RGB", kind="JPEG", exif=turned()),
        saved("L", kind="JPEG", progressive=True),
        saved("CMYK", kind="JPEG"),
        *(saved(mode) for mode in ("RGBA", "I;16", "1")),
        saved("P", transparency=0),
        saved("L", transparency=3),
        saved("RGB", pnginfo=text, exif=turned(), icc_profile=bytes(60)),
        saved("RGB", save_all=True, append_images=[Image.new("RGB", (24, 16), "blue")]),
        saved("RGB", kind="WEBP"),
        saved("RGBA", kind="WEBP", lossless=True, exif=turned()),
    ]


def broken_bytes(picture: bytes, at: random.Random) -> bytes:
    """A few bytes changed, lost, added or doubled, most of them where the picture says what it is."""
    broken = bytearray(picture)
    for _ in range(at.randint(1, 6)):
        place = at.randrange(min(len(broken), at.choice([80, len(broken)])))
        match at.randrange(4):
            case 0:
                broken[place] = at.randrange(256)
            case 1:
                del broken[place : place + at.randint(1, 8)]
            case 2:
                broken[place:place] = at.randbytes(at.randint(1, 6))
            case _:
                broken[place : place + 4] = broken[at.randrange(len(broken)) :][:4]
    return bytes(broken)


def broken_chunks(
    chunks: list[tuple[bytes, bytes]], others: list[tuple[bytes, bytes]], at: random.Random
) -> bytes:
    """Parts of a PNG lost, exchanged, renamed or cut, and each with the right sum."""
    chunks = list(chunks)
    for _ in range(at.randint(1, 3)):
        place = at.randrange(len(chunks))
        name, body = chunks[place]
        match at.randrange(5):
            case 0:
                chunks.insert(place, at.choice(others))
            case 1 if len(chunks) > 2:
                del chunks[place]
            case 2:
                chunks[place] = (name, body[: at.randrange(len(body) + 1)])
            case 3:
                chunks[place] = (name, at.randbytes(at.randint(1, 4)) + body[at.randint(0, 4) :])
            case _:
                chunks[place] = (at.choice(others)[0], body)
    return SIGNATURE + b"".join(chunk(*one) for one in chunks)


def broken_pictures(how_many: int) -> Iterator[bytes]:
    at = random.Random(7)  # noqa: S311 - for no secret
    sound = sound_pictures()
    pngs = [chunks_of(one) for one in sound if one.startswith(SIGNATURE)]
    others = [one for chunks in pngs for one in chunks]
    for index in range(how_many):
        yield broken_chunks(at.choice(pngs), others, at) if index % 2 else broken_bytes(at.choice(sound), at)


def test_three_thousand_broken_pictures_are_taken_or_refused_and_nothing_else() -> None:
    taken = refused = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for picture in broken_pictures(3_000):
            try:
                examine("foto", picture)
                taken += 1
            except FileRefused:
                refused += 1
    assert min(taken, refused) > 300


def test_a_palette_that_is_not_there_is_a_broken_picture() -> None:
    without = [one for one in chunks_of(saved("P")) if one[0] != b"PLTE"]
    with pytest.raises(Damaged):
        examine("foto.png", SIGNATURE + b"".join(chunk(*one) for one in without))


def with_remarks(jpeg: bytes, *remarks: bytes) -> bytes:
    said = b"".join(b"\xff\xe1" + struct.pack(">H", len(one) + 2) + one for one in remarks)
    return jpeg[:2] + said + jpeg[2:]


def many_tags(size: int) -> bytes:
    """EXIF whose every tag says that it holds all of the rest."""
    tags = (size - 14) // 24
    entries = b"".join(
        struct.pack("<HHLL", 0x9000 + tag, 7, size // 2, 14 + 12 * tags) for tag in range(tags)
    )
    return b"II*\0\x08\0\0\0" + struct.pack("<H", tags) + entries + bytes(4 + size // 2)


@pytest.mark.parametrize(
    "picture",
    [
        with_remarks(saved("RGB", kind="JPEG"), b"Exif\0\0" + many_tags(60_000)),
        with_remarks(saved("RGB", kind="JPEG"), b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff"),
        SIGNATURE
        + b"".join(
            chunk(*one)
            for (head, *rest) in [chunks_of(saved("RGB"))]
            for one in (
                head,
                (b"eXIf", b"\xff" * 40),
                (b"tEXt", b"a\0" + bytes(1_200_000)),
                (b"iCCP", b"x"),
                *rest,
            )
        ),
    ],
)
def test_a_remark_that_is_wrong_or_immense_is_not_the_fault_of_the_picture(picture: bytes) -> None:
    with Image.open(io.BytesIO(examine("foto", picture).content)) as kept:
        assert kept.size == (24, 16)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("way", range(1, 9))
def test_every_picture_stands_upright_as_it_was_taken(kind: str, way: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = way
    file = io.BytesIO()
    picture = Image.new("RGB", (64, 32), "white")
    picture.paste("black", (0, 0, 32, 16))
    picture.save(file, kind, exif=exif, quality=95)

    with Image.open(io.BytesIO(examine("foto", file.getvalue()).content)) as kept:
        grey, right, low = kept.convert("L"), kept.width - 2, kept.height - 2
        corners = {(x > 1, y > 1): grey.getpixel((x, y)) for x in (1, right) for y in (1, low)}

    dark = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[way]
    assert kept.size == ((64, 32) if way < 5 else (32, 64))
    assert min(corners, key=lambda corner: float(str(corners[corner]))) == dark


def test_sixteen_bits_with_a_shade_that_is_clear_keep_their_picture() -> None:
    picture = Image.new("I;16", (4, 4))
    for place in range(16):
        picture.putpixel((place % 4, place // 4), place * 4000)
    file = io.BytesIO()
    picture.save(file, "PNG", transparency=60_000)

    with Image.open(io.BytesIO(examine("peta.png", file.getvalue()).content)) as kept:
        assert [kept.convert("L").getpixel((x, 0)) for x in range(4)] == [0, 15, 31, 46]


def scans(times: int) -> bytes:
    picture = saved("L", (2000, 2000), "JPEG", progressive=True)
    last = picture.rindex(b"\xff\xda")
    return picture[:-2] + picture[last:-2] * times + picture[-2:]


def between(said: bytes) -> bytes:
    """A PNG with this between its head and its pixels."""
    picture = saved("RGB")
    return picture[:33] + said + picture[33:]


def wide_webp() -> bytes:
    """24 by 16 pixels that call themselves 16,384 by 16,384."""
    side = (16_383).to_bytes(3, "little")
    return saved("RGB", kind="WEBP", exif=b"x").replace(b"\x17\0\0\x0f\0\0", side + side)


PROGRESSIVE = {"progressive": True, "subsampling": 0}
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "photo of 62 megapixels": (lambda: saved("RGB", (7900, 7900), "JPEG"), "image/jpeg"),
    "drawn in parts": (lambda: saved("RGB", (7900, 7900), "JPEG", **PROGRESSIVE), "TooManyPixels"),
    "transparent": (lambda: saved("RGBA", (7900, 7900)), "TooManyPixels"),
    "transparent, smaller": (lambda: saved("RGBA", (5700, 5700)), "image/png"),
    "palette": (lambda: saved("P", (7200, 7200)), "image/png"),
    "16 bits": (lambda: saved("I;16", (8000, 8000)), "image/png"),
    "webp": (lambda: saved("RGBA", (3600, 3600), "WEBP", lossless=True), "image/webp"),
    "webp that says more": (wide_webp, "TooManyPixels"),
    "scans": (lambda: scans(400), "Damaged"),
    "markers": (lambda: with_remarks(saved("RGB", kind="JPEG"), *[b""] * 2_000_000), "Damaged"),
    "chunks": (lambda: between(chunk(b"teSt", b"") * 700_000), "Damaged"),
    "texts": (lambda: between(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**6))) * 8_000), "image/png"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", BOMBS)
def test_no_picture_takes_more_than_half_a_gigabyte(name: str, tmp_path: Path) -> None:
    make, judged = BOMBS[name]
    assert judged_within(512, make(), tmp_path) == judged
