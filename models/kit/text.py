"""Texts that people read: Indonesian first, other languages beside it."""

from collections.abc import Mapping
from dataclasses import dataclass


def N_(message: str) -> str:
    """Mark `message` for the gettext catalogue; a door translates it when it answers."""
    return message


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the catalogue in the languages that it was written in."""

    id: str
    en: str | None = None

    @classmethod
    def read(cls, source: "str | Mapping[str, str]") -> "Text":
        """Read `{id: …, en: …}`, or a bare string as Indonesian."""
        if isinstance(source, str):
            return cls(source)
        return cls(source["id"], source.get("en"))

    def __str__(self) -> str:
        return self.id
