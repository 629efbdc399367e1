"""Reading names in texts whatever their case and dots, and leaving out what a text only says is not needed."""

import re
from collections.abc import Iterable

_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")
_END = re.compile(r"[.;!?](?=\s|$)")
_BETWEEN = re.compile(r"[^\w,|]+|_")
_NOT_NEEDED = re.compile(
    r"\b(?:(?:tidak|tak|bukan|tanpa) (?:(?:lagi|perlu|usah|diperlukan|diminta|wajib|memerlukan|meminta|membawa"
    r"|melampirkan|mengunggah|menyertakan|ada|berupa|surat|dokumen|fotokopi|salinan) )*)$",
    re.IGNORECASE,
)
"""The end of a text after which a name is one that nobody asks for."""


def one_of(names: Iterable[str]) -> str:
    """A pattern for any of these, each a pattern itself."""
    return f"(?:{'|'.join(names)})"


def plain(text: str) -> str:
    """Words between single spaces: `S.I.T.U.` is `SITU`, `RT/RW` two words, `|` ends a sentence; commas stay."""
    whole = _ABBREVIATION.sub(lambda found: found[0].replace(".", "") + " ", text)
    ended = _END.sub(" | ", whole)
    return " ".join(_BETWEEN.sub(" ", ended).replace(",", " , ").split())


def words(text: str) -> list[str]:
    """The words alone, in lower case."""
    return re.findall(r"\w+", plain(text).casefold())


def asked(name: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Where a plain text asks for what has this name: the first place that is not denied.

    A denial counts where it stands directly before the name, and for the names that are listed with it.
    """
    denied_until = -1
    for found in name.finditer(text):
        before = text[: found.start()]
        listed = re.fullmatch(r"(?i)[ ,]*(?:(?:dan|atau|maupun|serta) )?", before[denied_until:])
        if _NOT_NEEDED.search(before) or (denied_until >= 0 and listed):
            denied_until = found.end()
        else:
            return found
    return None
