"""A service's form: controls made from its JSON Schema, and answers as people read them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from app.i18n import _
from models.places.queries import VillageRow
from models.services.conditions import condition_in_words
from models.services.definition import VILLAGE, Definition
from models.services.presenting import label_of, presented

PREFIX = "answers."
"""Controls are named `answers.width`, so that a problem's path leads to its control."""

YES_NO = {"ya": True, "tidak": False}
LONG_TEXT = 150
MANY_CHOICES = 5


Districts = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Villages as (code, name) under the name of their district."""


class Control(StrEnum):
    """How a field is shown."""

    TEXT = "text"
    LONG_TEXT = "textarea"
    NUMBER = "number"
    INTEGER = "integer"
    YES_NO = "yes-no"
    DATE = "date"
    RADIOS = "radios"
    SELECT = "select"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Field:
    """A field ready to be shown; `value` is what was typed, letter by letter, or what is `known` and offered.

    `required_when` says in words which other answers make it required.
    `source` tells where an officer recorded what is known.
    """

    key: str
    control: Control
    label: str
    hint: str
    optional: bool
    choices: tuple[tuple[str, str], ...]
    maxlength: int | None
    value: str
    known: bool = False
    required_when: str = ""
    source: str = ""
    districts: Districts = ()
    """For a village: those to choose from, under their districts."""

    @property
    def name(self) -> str:
        """The name of its control in the submitted form."""
        return PREFIX + self.key


@dataclass(frozen=True, slots=True)
class FormSection:
    """A heading and the fields under it."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as people read it."""

    key: str
    label: str
    value: str


def sections_of(
    definition: Definition,
    typed: Mapping[str, str],
    *,
    only: Collection[str] | None = None,
    known: Mapping[str, str] | None = None,
    villages: Iterable[VillageRow] = (),
) -> list[FormSection]:
    """The form with what was typed in it; `only` leaves other fields and empty sections away.

    `villages` are those to choose from where a field asks for one. The fields that are `known` say that nobody has
    typed them yet, and their source where there is one.
    """
    wanted = definition.fields.keys() if only is None else only
    districts = by_district(villages)
    sections = [
        FormSection(
            str(section.title),
            tuple(
                _field(definition, key, typed.get(key, ""), districts, source=(known or {}).get(key))
                for key in section.fields
                if key in wanted
            ),
        )
        for section in definition.sections
    ]
    return [section for section in sections if section.fields]


def by_district(villages: Iterable[VillageRow]) -> Districts:
    """Villages, which come in the order of their districts, under each; only a kelurahan says so: most are desa."""
    return [
        (district, [(row.code, _name(row)) for row in group])
        for district, group in groupby(villages, key=lambda row: row.district)
    ]


def _name(row: VillageRow) -> str:
    return _("{name} (kelurahan)").format(name=row.name) if row.kind == "urban_village" else row.name


def _field(
    definition: Definition, key: str, value: str, districts: Districts, *, source: str | None
) -> Field:
    schema = definition.fields[key]
    control = control_of(schema)
    maxlength = schema.get("maxLength")
    return Field(
        key=key,
        control=control,
        label=label_of(definition, key),
        hint=str(schema.get("description", "")),
        optional=key not in definition.form.get("required", ()),
        choices=_choices(schema, control),
        maxlength=maxlength if isinstance(maxlength, int) else None,
        value=value,
        known=source is not None,
        source=source or "",
        required_when=condition_in_words(schema),
        districts=districts if control is Control.VILLAGE else (),
    )


def control_of(schema: Mapping[str, Any]) -> Control:
    """The control that suits a field's schema."""
    if "oneOf" in schema or "enum" in schema:
        many = len(schema.get("oneOf", schema.get("enum", ()))) > MANY_CHOICES
        return Control.SELECT if many else Control.RADIOS
    if schema.get("format") == "date":
        return Control.DATE
    if schema.get("format") == VILLAGE:
        return Control.VILLAGE
    simple = {"boolean": Control.YES_NO, "number": Control.NUMBER, "integer": Control.INTEGER}
    if schema.get("type") in simple:
        return simple[schema["type"]]
    return Control.LONG_TEXT if schema.get("maxLength", 0) > LONG_TEXT else Control.TEXT


def _choices(schema: Mapping[str, Any], control: Control) -> tuple[tuple[str, str], ...]:
    if control is Control.YES_NO:
        return tuple((word, word.capitalize()) for word in YES_NO)
    if "oneOf" in schema:
        return tuple((str(one["const"]), str(one.get("title", one["const"]))) for one in schema["oneOf"])
    return tuple((str(value), str(value)) for value in schema.get("enum", ()))


def shown_answers(
    definition: Definition, answers: Mapping[str, Any], villages: Mapping[str, VillageRow]
) -> list[tuple[str, list[ShownAnswer]]]:
    """The answers under the form's headings as people read them; one that was not given is empty.

    `villages` are those that the answers name, by code.
    """
    return [
        (str(section.title), [_shown(definition, key, answers.get(key), villages) for key in section.fields])
        for section in definition.sections
    ]


def _shown(definition: Definition, key: str, value: Any, villages: Mapping[str, VillageRow]) -> ShownAnswer:
    text = "" if value is None else presented(definition.fields[key], value, villages)
    return ShownAnswer(key, label_of(definition, key), text)
