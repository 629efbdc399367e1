"""A first look at a PDF: whole, open, and without anything that acts. A sieve, not a virus scanner.

It follows no reference. It searches the file as it came, and its object streams unpacked, for names that no paper
needs, each letter also as its escape (`#4a`). What that takes is bounded by the numbers below, whatever the file.
"""

import re
import zlib
from collections.abc import Iterator

from models.documents.errors import ActiveContent, Damaged, Locked, Opaque

MOST_UNPACKED = 4 * 1024 * 1024
"""Bytes of one object stream; programs put some hundred objects of some hundred bytes into one."""
MOST_WORK = 24 * 1024 * 1024
"""Bytes that go into and come out of unpacking, for all object streams of a file together."""
MOST_MENTIONS = 5_000
"""Times that a file says `/First` or `/ObjStm`, as object streams do and bookmarks may."""
LONGEST_HEAD = 4 * 1024
"""Bytes on either side of such a name in which the rest of its dictionary stands."""

_PIECE = 16 * 1024


def _spelled(*names: str) -> str:
    """A pattern for these names, each letter as it is or escaped; its first letter is looked at before all else."""
    first = "".join(sorted({name[0] for name in names}))
    words = ["".join(f"(?:{letter}|(?i:#{ord(letter):x}))" for letter in name) for name in names]
    return f"/(?=[#{first}])(?:{'|'.join(words)})(?![A-Za-z0-9])"


def _named(*names: str) -> re.Pattern[bytes]:
    return re.compile(_spelled(*names).encode())


_ACTIVE = _named(
    *("JavaScript", "Rendition", "Launch", "SubmitForm", "ImportData", "RichMedia"),
    *("EmbeddedFiles", "EmbeddedFile", "FileAttachment"),
)
"""A script runs by a dictionary that says JavaScript or Rendition; `/JS` alone also stands in plain texts."""
_FORM, _XFA, _LOCKED = _named("AcroForm"), _named("XFA"), _named("Encrypt")
_OBJECT_STREAM, _PACKED = _named("ObjStm"), _named("ObjStm", "First")
_FILTER, _PARAMETERS, _FLATE = _named("Filter"), _named("DecodeParms"), _spelled("FlateDecode")
_FLATE_ALONE = re.compile(
    rf"{_spelled('Filter')}\s*(?:{_FLATE}|\[\s*{_FLATE}\s*\])\s*(?:/|>>)".encode(), re.ASCII
)
_COMMENT = re.compile(rb"%[^\r\n]*")
_BODY = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)")


def checked_pdf(content: bytes) -> bytes:
    """The PDF as it came, since redrawing would break signatures in it; raises FileRefused."""
    if not re.match(rb"%PDF-[12]\.\d", content) or not content.rstrip(b"\0\r\n\t ").endswith(b"%%EOF"):
        raise Damaged
    if b"startxref" not in content[-2048:]:
        raise Damaged
    if _LOCKED.search(content):
        raise Locked
    has_form = has_xfa = False
    for part in _parts(content):
        has_form, has_xfa = has_form or bool(_FORM.search(part)), has_xfa or bool(_XFA.search(part))
        if _ACTIVE.search(part) or (has_form and has_xfa):
            raise ActiveContent
    return content


def _parts(content: bytes) -> Iterator[bytes]:
    """The file as it came, then each of its packed object streams unpacked; one that is plain was seen already."""
    yield content
    room, seen = MOST_WORK, set[int]()
    for mention, found in enumerate(_PACKED.finditer(content)):
        if mention >= MOST_MENTIONS:
            raise Opaque
        begin = _body_of(content, found)
        if begin is None or begin in seen:
            continue
        seen.add(begin)
        unpacked, taken = _unpacked(content, begin, room, declared=_is_packed(content, found.start(), begin))
        room -= taken
        yield unpacked


def _body_of(content: bytes, found: re.Match[bytes]) -> int | None:
    """Where the stream begins whose dictionary says this; None where it is no stream's, as of a bookmark.

    Read with comments and without, since what looks like one may stand in a string: both must say the same.
    """
    reach = content[found.end() : found.end() + LONGEST_HEAD]
    readings = {_next_stream(reach), _next_stream(_COMMENT.sub(lambda one: b" " * len(one[0]), reach))}
    if len(readings) > 1:
        raise Opaque
    begin = readings.pop()
    if begin is None and (_OBJECT_STREAM.match(found[0]) or b"endobj" not in reach):
        raise Opaque
    return None if begin is None else found.end() + begin


def _next_stream(text: bytes) -> int | None:
    """Where a stream's body begins, unless the object ends before."""
    begin = _BODY.search(text)
    return begin.end() if begin and b"endobj" not in text[: begin.start()] else None


def _is_packed(content: bytes, said: int, begin: int) -> bool:
    """Whether its dictionary says that a stream is packed; raises Opaque for any packing but Flate alone."""
    head = content[max(said - LONGEST_HEAD, 0) : begin]
    start = head.rfind(b"obj", 0, len(head) - (begin - said))
    head = head[start + 3 :]
    filters = sum(1 for _ in _FILTER.finditer(head))
    if start < 0 or filters > 1 or (filters and not _FLATE_ALONE.search(head)) or _PARAMETERS.search(head):
        raise Opaque
    return filters == 1


def _unpacked(content: bytes, begin: int, room: int, *, declared: bool) -> tuple[bytes, int]:
    """A stream unpacked up to its own end, and the bytes that this took; raises Opaque over `room`.

    Where packing is `declared` a broken one is Damaged; else it is tried all the same, and nothing comes of it.
    """
    packed, unpacked, most, taken = zlib.decompressobj(), bytearray(), min(MOST_UNPACKED, room), 0
    try:
        for place in range(begin, len(content), _PIECE):
            piece = content[place : place + _PIECE]
            unpacked += packed.decompress(piece, most + 1 - len(unpacked))
            taken = place + len(piece) - len(packed.unused_data) - begin + len(unpacked)
            if len(unpacked) > most or taken > room:
                raise Opaque
            if packed.eof:
                break
    except zlib.error:
        unpacked.clear()
    if declared and not packed.eof:
        raise Damaged
    return bytes(unpacked), taken
