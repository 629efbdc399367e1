"""Reading a definition from a catalogue file's content, or from a version's row."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.kit.text import Text
from models.services.definition import (
    CORRECTION_WORKING_DAYS,
    AgencyOf,
    Asking,
    Bill,
    Check,
    DeemedApproval,
    Definition,
    Discloses,
    Elsewhere,
    Fee,
    ObjectionTerms,
    Output,
    OutputKind,
    Register,
    RegisterSource,
    Requirement,
    Section,
    Sight,
    Standard,
    StateRevenue,
    Step,
    StepKind,
)


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
        output=_output(source["output"]) if "output" in source else None,
        elsewhere=_elsewhere(source["elsewhere"]) if "elsewhere" in source else None,
        deemed_approval=_deemed(source["deemed_approval"]) if "deemed_approval" in source else None,
        correction_working_days=source.get("correction_working_days", CORRECTION_WORKING_DAYS),
        objection=ObjectionTerms(**source.get("objection", {})),
        registers=tuple(_register(register) for register in source.get("registers", ())),
    )


def _step(source: Mapping[str, Any]) -> Step:
    kind = StepKind(source["kind"].upper().replace("-", "_"))
    return Step(
        key=source["key"],
        title=Text.read(source["title"]),
        kind=kind,
        agency=source.get("agency"),
        found=source.get("agency_of_village"),
        needs=tuple(source.get("needs", ())),
        condition=_text(source, "condition"),
        when=source.get("when"),
        working_hours=source["working_hours"],
        sees_identity=source.get("sees_identity", False),
        decides=source.get("decides", kind is StepKind.DECIDE),
        sees=_sight(source["sees"]) if "sees" in source else _SIGHT_OF.get(kind),
        check=_check(source["check"]) if "check" in source else None,
        bill=_bill(source["bill"]) if "bill" in source else None,
        state_revenue=_state_revenue(source["state_revenue"]) if "state_revenue" in source else None,
        other_officer_than=tuple(source.get("other_officer_than", ())),
        place=source.get("place"),
        transfer_to=tuple(source.get("transfer_to", ())),
        gate=source.get("gate", False),
        agency_of=_agency_of(source["agency_of"]) if "agency_of" in source else None,
        served_by_district=source.get("served_by_district", True),
    )


_SIGHT_OF = {StepKind.PAY_STATE: Sight(frozenset(), frozenset())}
"""What the agency of a step sees where its definition does not say: for a proof of payment nothing of the file."""


def _agency_of(source: Mapping[str, Any]) -> AgencyOf:
    return AgencyOf(source["field"], source.get("kind"), source.get("agencies", {}))


def _sight(source: Mapping[str, Any]) -> Sight:
    return Sight(frozenset(source.get("fields", ())), frozenset(source.get("documents", ())))


def _check(source: Mapping[str, Any]) -> Check:
    return Check(
        ask=Asking(source["ask"]),
        register=source.get("register"),
        expects=source.get("expects", None if "expects_at_most" in source else True),
        purpose=_text(source, "purpose"),
        expects_at_most=source.get("expects_at_most"),
    )


def _bill(source: Mapping[str, Any]) -> Bill:
    return Bill(source.get("amount"), source.get("amount_of"), Text.read(source["text"]))


def _state_revenue(source: Mapping[str, Any]) -> StateRevenue:
    return StateRevenue(
        amount=source.get("amount"),
        amount_of=source.get("amount_of"),
        text=Text.read(source["text"]),
        how=Text.read(source["how"]),
        working_days=source.get("working_days", CORRECTION_WORKING_DAYS),
    )


def _text(source: Mapping[str, Any], key: str) -> Text | None:
    return Text.read(source[key]) if key in source else None


def _requirement(source: Mapping[str, Any]) -> Requirement:
    return Requirement(
        key=source["key"],
        title=Text.read(source["title"]),
        help=_text(source, "help"),
        required=source.get("required", True),
        identity=source.get("identity", False),
        accepts=tuple(source.get("accepts", ("image/jpeg", "image/png", "application/pdf"))),
        kind=source.get("kind"),
        months=source.get("months"),
        condition=_text(source, "condition"),
        when=source.get("when"),
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
        kind=source.get("kind"),
        kinds=tuple(OutputKind(kind["kind"], kind["when"]) for kind in source.get("kinds", ())),
    )


def _elsewhere(source: Mapping[str, Any]) -> Elsewhere:
    return Elsewhere(
        system=source["system"],
        title=Text.read(source["title"]),
        issuer=Text.read(source["issuer"]),
        url=source["url"],
        number=Text.read(source["number"]),
        number_pattern=source.get("number_pattern"),
        number_hint=_text(source, "number_hint"),
        fills=source.get("fills"),
    )


def _deemed(source: Mapping[str, Any]) -> DeemedApproval:
    return DeemedApproval(source.get("working_days"), Text.read(source["basis"]), source.get("sign", False))


def _register(source: Mapping[str, Any]) -> Register:
    return Register(
        key=source["key"],
        question=Text.read(source["question"]),
        source=RegisterSource(source["source"]),
        discloses=Discloses(source["discloses"]),
        asked_by=tuple(source["asked_by"]),
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
