"""Both languages: every text that people read has English beside the Indonesian, except the names of laws."""

from collections.abc import Collection, Iterator

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule
from models.services.shape import is_text, spoken
from models.services.source import Where

_NAMES_OF_LAWS: Where = ("standard", "legal_basis")


def _texts(content: Content) -> Iterator[Fault]:
    left: list[tuple[Where, object]] = [((), content)]
    while left:
        where, value = left.pop()
        if where[:2] == _NAMES_OF_LAWS:
            continue
        if is_text(where):
            if not isinstance(value, dict) or "en" not in value:
                yield _missing(where)
        elif isinstance(value, dict):
            left += [((*where, name), inside) for name, inside in value.items()]
        elif isinstance(value, list):
            left += [((*where, place), inside) for place, inside in enumerate(value)]


def _fields(content: Content) -> Iterator[Fault]:
    for name, field in content["form"]["properties"].items():
        where: Where = ("form", "properties", name)
        if "x-en" not in field or ("description" in field and "description" not in field["x-en"]):
            yield _missing((*where, "x-en") if "x-en" in field else where)
        for place, choice in enumerate(field.get("oneOf", ())):
            if "x-en" not in choice:
                yield _missing((*where, "oneOf", place))


def _missing(where: Where) -> Fault:
    return Fault(Code.MISSING_TRANSLATION, where, {"where": spoken(where)})


LANGUAGE_RULES: Collection[Rule] = (_texts, _fields)
