"""Reading a definition from a catalogue file's content, or from a version's row."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.kit.text import Text
from models.services.definition import Definition, Fee, Output, Requirement, Section, Standard, Step, StepKind


def read_definition(source: Mapping[str, Any]) -> Definition:
    """The definition in a catalogue file's content, which `schema.json` has accepted; raises KeyError, ValueError."""
    steps = tuple(_step(step) for step in source["steps"])
    return Definition(
        slug=source["slug"],
        code=source["code"],
        title=Text.read(source["title"]),
        summary=Text.read(source["summary"]),
        issuer=source["issuer"],
        promised_working_days=source["promised_working_days"],
        fee=Fee(source["fee"]["amount"], Text.read(source["fee"]["text"])),
        standard=_standard(source["standard"]),
        form=source["form"],
        sections=tuple(Section(Text.read(s["title"]), tuple(s["fields"])) for s in source["sections"]),
        documents=tuple(_requirement(document) for document in source["documents"]),
        steps=steps,
        output=_output(source["output"]),
    )


def _step(source: Mapping[str, Any]) -> Step:
    kind = StepKind(source["kind"].upper())
    return Step(
        key=source["key"],
        title=Text.read(source["title"]),
        kind=kind,
        agency=source.get("agency"),
        found=source.get("agency_of_village"),
        needs=tuple(source.get("needs", ())),
        condition=Text.read(source["condition"]) if "condition" in source else None,
        when=source.get("when"),
        working_hours=source["working_hours"],
        sees_identity=source.get("sees_identity", False),
        decides=source.get("decides", kind is StepKind.DECIDE),
    )


def _requirement(source: Mapping[str, Any]) -> Requirement:
    return Requirement(
        key=source["key"],
        title=Text.read(source["title"]),
        help=Text.read(source["help"]) if "help" in source else None,
        required=source.get("required", True),
        identity=source.get("identity", False),
        accepts=tuple(source.get("accepts", ("image/jpeg", "image/png", "application/pdf"))),
    )


def _output(source: Mapping[str, Any]) -> Output:
    return Output(
        template=source["template"],
        title=Text.read(source["title"]),
        number_format=source["number_format"],
        valid_months=source.get("valid_months"),
        valid_until=source.get("valid_until"),
        statement=Text.read(source["statement"]),
        states=tuple(source["states"]),
    )


def _texts(sources: Sequence[str | Mapping[str, str]]) -> tuple[Text, ...]:
    return tuple(Text.read(source) for source in sources)


def _standard(source: Mapping[str, Any]) -> Standard:
    return Standard(
        requirements=_texts(source["requirements"]),
        procedure=_texts(source["procedure"]),
        duration=Text.read(source["duration"]),
        fee=Text.read(source["fee"]),
        product=Text.read(source["product"]),
        complaints=Text.read(source["complaints"]),
        legal_basis=_texts(source["legal_basis"]),
        facilities=Text.read(source["facilities"]),
        competence=Text.read(source["competence"]),
        supervision=Text.read(source["supervision"]),
        staff=Text.read(source["staff"]),
        guarantee=Text.read(source["guarantee"]),
        safety=Text.read(source["safety"]),
        evaluation=Text.read(source["evaluation"]),
    )
