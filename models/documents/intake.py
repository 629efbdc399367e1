"""What becomes of a file that somebody sends: looked at, made harmless, or refused with a reason."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

import filetype

from models.documents.errors import TooLarge, UnsupportedType
from models.documents.pdf import checked_pdf
from models.documents.pictures import redrawn

MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 120
ACCEPTED = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_SAME = {"image/apng": "image/png"}
"""Kinds that are taken as another: of a picture that moves its first frame."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]+')


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
    media_type = _SAME.get(found := filetype.guess_mime(content), found)
    if media_type not in ACCEPTED:
        raise UnsupportedType
    kind = _FORMATS.get(media_type)
    kept = redrawn(content, kind) if kind else checked_pdf(content)
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
