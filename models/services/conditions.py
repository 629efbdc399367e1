"""Whether a part of a service applies to what somebody has answered."""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from models.kit.text import Text
from models.services.definition import Definition, Output, Requirement

WHEN, WHEN_IN_WORDS = "x-required-when", "x-required-text"
"""On a field: the other answers that make it required, and the same in words."""


def applies(when: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> bool:
    """Whether a condition holds; what has none always applies."""
    return when is None or Draft202012Validator(when).is_valid(dict(answers))


def kind_of(output: Output, answers: Mapping[str, Any]) -> str | None:
    """The kind of document that comes out with these answers."""
    return next((one.kind for one in output.kinds if applies(one.when, answers)), output.kind)


def asked_documents(definition: Definition, answers: Mapping[str, Any]) -> list[Requirement]:
    """The documents that are asked for with these answers."""
    return [document for document in definition.documents if applies(document.when, answers)]


def required_fields(definition: Definition, answers: Mapping[str, Any]) -> list[str]:
    """The fields that must be answered beside these answers: those always, and those whose condition they fulfil."""
    always = definition.form.get("required", ())
    return [
        name
        for name, schema in definition.fields.items()
        if name in always or (WHEN in schema and applies(schema[WHEN], answers))
    ]


def condition_in_words(schema: Mapping[str, Any]) -> str:
    """When a field must be answered; empty where it has no condition."""
    return str(Text.read(schema[WHEN_IN_WORDS])) if WHEN in schema else ""
