"""Numbers in words, as laws and translations write them, up to 199."""

import re
from collections.abc import Collection, Mapping

_UNITS: Mapping[str, tuple[str, ...]] = {
    "id": (
        *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
        *("sepuluh", "sebelas"),
    ),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    ),
}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: Mapping[str, Mapping[str, int]] = {
    "id": {word: value for value, word in enumerate(_UNITS["id"])} | {"seratus": 100},
    "en": {word: value for value, word in enumerate(_UNITS["en"])}
    | {word: value * 10 for value, word in enumerate(_TENS, 2)},
}
_JOINING: Mapping[str, tuple[str, ...]] = {"id": ("belas", "puluh"), "en": ("hundred", "and")}
"""What stands behind or between: `dua belas` is 12, `dua puluh` 20."""


def _numeral(words: Collection[str]) -> str:
    one = "|".join(sorted(words, key=len, reverse=True))
    return rf"(?:{one})(?:[ -](?:{one}))*"


NUMERALS: Mapping[str, str] = {
    language: _numeral([*_VALUES[language], *_JOINING[language]]) for language in _VALUES
}
"""A pattern for a number in words, by language."""


def number(text: str, language: str) -> int:
    """The number that these digits or words say."""
    if text.isdigit():
        return int(text)
    total = last = 0
    for word in re.findall(r"\w+", text.casefold()):
        match word:
            case "belas":
                total += 10
            case "puluh":
                total += last * 9
            case "hundred":
                total *= 100
            case _:
                last = _VALUES[language].get(word, 0)
                total += last
    return total
