"""A picture's own parts, without the remarks beside it: place, camera, thumbnails, comments, colour profiles.

They are taken off before anything decodes them: what is wrong or immense in a remark is not the picture's fault.
"""

import re
import struct
from dataclasses import dataclass

from models.documents.errors import Damaged

MOST_PARTS = 20_000
"""Pieces of a picture, remarks and all; an encoder that writes small ones makes some thousands of 10 MB."""

_MARKER = re.compile(rb"\xff+([\x01-\xfe])")
_SCAN, _END, _ADOBE = 0xDA, 0xD9, 0xEE
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_REMARKS = frozenset({*range(0xE1, 0xF0), 0xFE}) - {_ADOBE}
_XMP = re.compile(rb"tiff:Orientation(?:=[\"']|>)([1-8])")
_ORIENTATION = 0x0112
_MOST_TAGS = 500


@dataclass(frozen=True, slots=True)
class Parts:
    """The picture alone, and how it was turned when it was taken (1 to 8, as EXIF counts).

    Of a JPEG: in how many scans it is drawn, and how many of its colours the first one draws.
    """

    content: bytes
    turned: int = 1
    scans: int = 1
    colours: int = 0


def own_parts(content: bytes, kind: str) -> Parts:
    """The file without its remarks; raises Damaged where it is no chain of parts, or too long a one."""
    walk = {"JPEG": _of_jpeg, "PNG": _of_png}.get(kind)
    return walk(content) if walk else Parts(content)


def turned_by(remark: bytes) -> int:
    """What EXIF or XMP says of how the camera was held; 1 where it says nothing that makes sense."""
    exif = remark.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        found = _XMP.search(remark)
        return int(found[1]) if found else 1
    try:
        (start,) = struct.unpack_from(f"{order}L", exif, 4)
        (tags,) = struct.unpack_from(f"{order}H", exif, start)
        for index in range(min(tags, _MOST_TAGS)):
            tag, value = struct.unpack_from(f"{order}H6xH", exif, start + 2 + 12 * index)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _of_jpeg(content: bytes) -> Parts:
    kept, turned, place = [b"\xff\xd8"], 1, 2
    for _ in range(MOST_PARTS):
        marker = _MARKER.search(content, place)
        if marker is None or marker[1][0] == _END:
            raise Damaged
        code, place = marker[1][0], marker.end()
        if code == _SCAN:
            scans = 1 + content.count(b"\xff\xda", place)
            colours = int.from_bytes(content[place + 2 : place + 3])
            return Parts(b"".join([*kept, b"\xff\xda", content[place:]]), turned, scans, colours)
        if code in _ALONE:
            continue
        length = int.from_bytes(content[place : place + 2])
        part = content[place : place + length]
        if length < 2 or len(part) < length:
            raise Damaged
        place += length
        if code not in _REMARKS:
            kept.append(bytes([0xFF, code]) + part)
        elif turned == 1:
            turned = turned_by(part[2:])
    raise Damaged


def _of_png(content: bytes) -> Parts:
    kept, turned, place = [content[:8]], 1, 8
    for _ in range(MOST_PARTS):
        length, name = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        part = content[place : place + 12 + length]
        place += len(part)
        if name[:1].isupper() or name == b"tRNS":
            kept.append(part)
        elif name in {b"eXIf", b"iTXt"} and turned == 1:
            turned = turned_by(part[8:-4])
        if name == b"IEND" or place >= len(content):
            return Parts(b"".join(kept), turned)
    raise Damaged
