"""Whether a part of a service applies to what somebody has answered."""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from models.services.definition import Definition, Output, Requirement


def applies(when: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> bool:
    """Whether a condition holds; what has none always applies."""
    return when is None or Draft202012Validator(when).is_valid(dict(answers))


def kind_of(output: Output, answers: Mapping[str, Any]) -> str | None:
    """The kind of document that comes out with these answers."""
    return next((one.kind for one in output.kinds if applies(one.when, answers)), output.kind)


def asked_documents(definition: Definition, answers: Mapping[str, Any]) -> list[Requirement]:
    """The documents that are asked for with these answers."""
    return [document for document in definition.documents if applies(document.when, answers)]
