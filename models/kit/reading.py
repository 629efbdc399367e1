"""What people write, as it is kept: what shows nothing is nothing, and a page reads as the paper does."""

import unicodedata

from models.kit.text import N_

UNSTORABLE = N_("Isian memuat karakter yang tidak dapat disimpan.")

_SHOWN = frozenset("LNPS")
"""The general categories of signs that one sees: letters, numerals, punctuation, symbols."""
_BLANK = frozenset("\u2800\u115f\u1160\u3164\uffa0")
"""By their category a symbol and letters, yet drawn as nothing: Braille without dots, and fillers of Hangul."""
_UNSEEN_MARKS = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
_JOINERS = frozenset("\u200c\u200d")
_FIRST_THAT_JOINS = "\u0590"
"""Before it stand Latin, Greek, Cyrillic and Armenian, whose letters no joiner changes."""


def read_text(text: str) -> str:
    """The text composed (NFC), without signs that nobody sees and without blanks around it; empty if nothing is seen.

    Signs that turn the direction of reading go: a page obeys them, the printed document does not. Joiners stay between
    two signs of a script that joins, where they change how a word is drawn. NUL and halves of pairs stay, to be refused
    by `is_storable`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    composed = unicodedata.normalize("NFC", "".join(map(_without_unseen, lines)))
    joined = _without_loose_marks(composed).strip()
    return joined if any(map(_is_seen, joined)) or not is_storable(joined) else ""


def is_storable(text: str) -> bool:
    """PostgreSQL takes neither NUL nor half a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] in _SHOWN and sign not in _BLANK


def _without_unseen(sign: str) -> str:
    """The sign, a blank for one that is drawn as a blank, or nothing."""
    if sign in _BLANK:
        return " "
    if sign in "\n\t\0" or sign in _JOINERS:
        return sign
    return "" if sign in _UNSEEN_MARKS or unicodedata.category(sign) in {"Cc", "Cf"} else sign


def _without_loose_marks(text: str) -> str:
    """Joiners where they join, and at most one variation selector after a sign that is seen."""
    kept: list[str] = []
    for place, sign in enumerate(text):
        before = kept[-1] if kept else ""
        if sign in _JOINERS:
            after = text[place + 1 : place + 2]
            if not (_may_join(before) and _may_join(after)):
                continue
        elif _selects(sign) and not (before and _is_seen(before)):
            continue
        kept.append(sign)
    return "".join(kept)


def _may_join(sign: str) -> bool:
    joins = sign >= _FIRST_THAT_JOINS and sign not in _JOINERS
    return joins and (_is_seen(sign) or unicodedata.category(sign).startswith("M"))


def _selects(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
