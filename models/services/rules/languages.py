"""Both languages: every text that people read has English beside the Indonesian, except the names of laws."""

import re
from collections.abc import Collection, Iterator

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule
from models.services.shape import is_text, spoken
from models.services.source import Where

_NAMES_OF_LAWS: Where = ("standard", "legal_basis")
_TO_DO = re.compile(r"(?i)\W*(todo|to do|tbd|tba|fixme|xxx+|belum|terjemahkan)?\W*")
"""What stands where somebody means to write English later."""


def _texts(content: Content) -> Iterator[Fault]:
    left: list[tuple[Where, object]] = [((), content)]
    while left:
        where, value = left.pop()
        if where[:2] == _NAMES_OF_LAWS:
            continue
        if is_text(where):
            if not isinstance(value, dict) or "en" not in value:
                yield _missing(where)
            elif _is_untranslated(value["id"], value["en"]):
                yield _missing((*where, "en"))
        elif isinstance(value, dict):
            left += [((*where, name), inside) for name, inside in value.items()]
        elif isinstance(value, list):
            left += [((*where, place), inside) for place, inside in enumerate(value)]


def _fields(content: Content) -> Iterator[Fault]:
    for name, field in content["form"]["properties"].items():
        where: Where = ("form", "properties", name)
        if "x-en" not in field or ("description" in field and "description" not in field["x-en"]):
            yield _missing((*where, "x-en") if "x-en" in field else where)
        for part, english in field.get("x-en", {}).items():
            if _is_untranslated(field.get(part, ""), english):
                yield _missing((*where, "x-en", part))
        for place, choice in enumerate(field.get("oneOf", ())):
            if "x-en" not in choice or _is_untranslated(choice["title"], choice["x-en"]["title"]):
                yield _missing((*where, "oneOf", place))


def _is_untranslated(indonesian: str, english: str) -> bool:
    """Whether the English says that it is to be done, or is the Indonesian again; names are the same in both."""
    if _TO_DO.fullmatch(english) or english.strip().casefold().startswith("todo"):
        return True
    ours, theirs = indonesian.split(), english.split()
    return ours == theirs and len(ours) > 2 and sum(word[0].islower() for word in ours) > 1


def _missing(where: Where) -> Fault:
    return Fault(Code.MISSING_TRANSLATION, where, {"where": spoken(where)})


LANGUAGE_RULES: Collection[Rule] = (_texts, _fields)
