"""A service's definition: the catalogue file as frozen data. `read_definition` turns its JSON into this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.kit.actor import OfficerRole
from models.kit.text import Text


class StepKind(StrEnum):
    """What happens in a step."""

    CHECK = "CHECK"
    VERIFY = "VERIFY"
    VISIT = "VISIT"
    PAY = "PAY"
    DECIDE = "DECIDE"
    SIGN = "SIGN"


BRANCH_KINDS = frozenset({StepKind.CHECK, StepKind.VERIFY, StepKind.VISIT})
"""The kinds whose answers a citizen counts: "2 of 3 have answered"."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does it (`agency` by code, or `found`: the kind of agency of the applicant's village)."""

    key: str
    title: Text
    kind: StepKind
    agency: str | None
    found: str | None
    needs: tuple[str, ...]
    condition: Text | None
    when: Mapping[str, Any] | None
    working_hours: int
    sees_identity: bool
    decides: bool

    @property
    def role(self) -> OfficerRole:
        """Who in the agency does it: its head signs, its officers do the rest."""
        return OfficerRole.HEAD if self.kind is StepKind.SIGN else OfficerRole.OFFICER


@dataclass(frozen=True, slots=True)
class Requirement:
    """A document that is asked for; one that shows an `identity` is for agencies whose step sees identities."""

    key: str
    title: Text
    help: Text | None
    required: bool
    identity: bool
    accepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: its heading and the fields under it."""

    title: Text
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fee:
    """What it costs: `amount` in whole rupiah, 0 for free, None when it is worked out later (a tax)."""

    amount: int | None
    text: Text


@dataclass(frozen=True, slots=True)
class Output:
    """The document that comes out; `states` names the answers that it prints, `valid_until` the one that ends it."""

    template: str
    title: Text
    number_format: str
    valid_months: int | None
    valid_until: str | None
    statement: Text
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """The fourteen components of Standar Pelayanan (UU 25/2009 Ps 21; PermenPAN-RB 15/2014), six of them public."""

    requirements: tuple[Text, ...]
    procedure: tuple[Text, ...]
    duration: Text
    fee: Text
    product: Text
    complaints: Text
    legal_basis: tuple[Text, ...]
    facilities: Text
    competence: Text
    supervision: Text
    staff: Text
    guarantee: Text
    safety: Text
    evaluation: Text


@dataclass(frozen=True, slots=True)
class Definition:
    """A service, whole."""

    slug: str
    code: str
    title: Text
    summary: Text
    issuer: str
    promised_working_days: int
    fee: Fee
    standard: Standard
    form: Mapping[str, Any]
    sections: tuple[Section, ...]
    documents: tuple[Requirement, ...]
    steps: tuple[Step, ...]
    output: Output

    def step(self, key: str) -> Step:
        """The step with this key; raises KeyError."""
        return next((step for step in self.steps if step.key == key), None) or _no_step(key)

    @property
    def fields(self) -> Mapping[str, Any]:
        """The form's fields by name, each a JSON Schema."""
        properties: Mapping[str, Any] = self.form["properties"]
        return properties

    @property
    def field_order(self) -> Mapping[str, int]:
        """Where each field stands in the form; JSONB does not keep the order of `fields`."""
        names = [name for section in self.sections for name in section.fields]
        return {name: place for place, name in enumerate(names)}

    @property
    def identity_documents(self) -> frozenset[str]:
        """The requirements whose documents show who somebody is."""
        return frozenset(document.key for document in self.documents if document.identity)

    @property
    def signing_step(self) -> Step:
        """The step in which the document is signed."""
        return next(step for step in self.steps if step.kind is StepKind.SIGN)


def _no_step(key: str) -> Step:
    raise KeyError(key)


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
