"""One thing that a new version of a service changes for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.services.codes import filled


class Part(StrEnum):
    """What a change is about."""

    SERVICE = "service"
    PROMISE = "promise"
    FEE = "fee"
    DOCUMENT = "document"
    QUESTION = "question"
    STEP = "step"
    PRODUCT = "product"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Change:
    """A change to the part named `key`, in a sentence with its facts."""

    part: Part
    key: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return filled(self.message, self.facts)
