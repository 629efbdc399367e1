"""A service's definition: the catalogue file as frozen data."""

from collections.abc import Mapping
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
    PAY_STATE = "PAY_STATE"
    DECIDE = "DECIDE"
    SIGN = "SIGN"


CLOCK = "clock"
"""The `format` of a field for a time of day, as people write it: `08.00`."""
VILLAGE = "village"
"""The `format` of a field for a village or kelurahan of this regency, answered with its Kemendagri code."""
CORRECTION_WORKING_DAYS = 10
"""How long a citizen may take to correct where the definition does not say."""

BRANCH_KINDS = frozenset({StepKind.CHECK, StepKind.VERIFY, StepKind.VISIT})
"""The kinds whose answers a citizen counts: "2 of 3 have answered"."""


PAYING = frozenset({StepKind.PAY, StepKind.PAY_STATE})
"""The kinds in which the applicant pays: what is owed is neither granted by silence nor asked for twice."""


class Asking(StrEnum):
    """Whom a check step asks."""

    POPULATION = "population"
    TAX = "tax"
    DUPLICATE = "duplicate"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Check:
    """What a machine asks: a `register` by `service/key`, agreeing when it answers `expects` (None: either).

    With `expects_at_most` there may be no more than that.
    """

    ask: Asking
    register: str | None
    expects: bool | None
    purpose: Text | None
    expects_at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What the applicant owes: `amount` in whole rupiah, or what the officer of step `amount_of` has set."""

    amount: int | None
    amount_of: str | None
    text: Text


@dataclass(frozen=True, slots=True)
class Bill(Charge):
    """What a pay step asks for, through the regency's bank."""


@dataclass(frozen=True, slots=True)
class StateRevenue(Charge):
    """What is paid straight into the state treasury (PNBP): `how` tells where the billing code comes from.

    The applicant has `working_days` to pay and to give the proof, its NTPN.
    """

    how: Text
    working_days: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What the agency of a step may see of the form and the documents: these are the inputs of its answer."""

    fields: frozenset[str]
    documents: frozenset[str]

    def covers(self, part: str, key: str) -> bool:
        """Whether the part (`answers` or `documents`) named `key` may be seen."""
        return key in (self.fields if part == "answers" else self.documents)


@dataclass(frozen=True, slots=True)
class AgencyOf:
    """Whose step it is by the answer to `field`: the agency of `kind` at that place, or one of `agencies` by choice."""

    field: str
    kind: str | None
    agencies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does it, told in one of three ways.

    `agency` by code; `found`: the kind of agency of the applicant's village; or `agency_of` by an answer. One that is
    found by a place and is not ready is served by its district, unless `served_by_district` is False.

    `sees` is None where the agency sees all but the identity, which `sees_identity` opens. `other_officer_than`
    names the steps whose officer may not answer this one too (separation of duties). `place` is the field that says
    where a visit goes; None for the applicant's home. `transfer_to` are the agencies that may take the step over
    without the secretariat; of a decision or a signature those of the same competence, to which it may direct it.
    """

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
    sees: Sight | None = None
    check: Check | None = None
    bill: Bill | None = None
    state_revenue: StateRevenue | None = None
    other_officer_than: tuple[str, ...] = ()
    place: str | None = None
    transfer_to: tuple[str, ...] = ()
    gate: bool = False
    agency_of: AgencyOf | None = None
    served_by_district: bool = True

    @property
    def kind_found(self) -> str | None:
        """The kind of agency that is found by a place, the applicant's or the matter's; None for one that is named."""
        return self.agency_of.kind if self.agency_of else self.found

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the agencies whose step it may be; none for one that is found by a place."""
        if self.agency_of is not None:
            return tuple(self.agency_of.agencies.values())
        return (self.agency,) if self.agency else ()

    @property
    def role(self) -> OfficerRole:
        """Who in the agency does it: its head signs, its officers do the rest."""
        return OfficerRole.HEAD if self.kind is StepKind.SIGN else OfficerRole.OFFICER

    @property
    def charge(self) -> Charge | None:
        """What the applicant owes in this step, to whomever."""
        return self.bill or self.state_revenue

    def looks_at(self, part: str, key: str) -> bool:
        """Whether a part of the file (`answers` or `documents`) is among the inputs of this step's answer."""
        return self.sees is None or self.sees.covers(part, key)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A document that is asked for; one that shows an `identity` is for agencies whose step sees identities.

    `kind` is what fits from the wallet or from another service's output; `months` is how old an accepted one may be.
    Where `when` does not hold for the answers, the document is not asked for.
    """

    key: str
    title: Text
    help: Text | None
    required: bool
    identity: bool
    accepts: tuple[str, ...]
    kind: str | None = None
    months: int | None = None
    condition: Text | None = None
    when: Mapping[str, Any] | None = None


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
class OutputKind:
    """The kind of document that an output is where the answers fulfil `when`."""

    kind: str
    when: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Output:
    """The document that comes out; `states` names the answers that it prints, `valid_until` the one that ends it.

    `kind` is the kind of document that it is for the requirements of other services; the first of `kinds` whose
    condition holds comes before it.
    """

    template: str
    title: Text
    number_format: str
    valid_months: int | None
    valid_until: str | None
    statement: Text
    states: tuple[str, ...]
    kind: str | None = None
    kinds: tuple[OutputKind, ...] = ()

    @property
    def every_kind(self) -> tuple[str, ...]:
        """Each kind of document that comes out, whatever the answers."""
        return (*((self.kind,) if self.kind else ()), *(one.kind for one in self.kinds))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another system issues (NIB, PBG, crowd permits): prepared and tracked here, never issued.

    `number` says what the number given there is called; the last deciding step records it, as `number_pattern` wants
    it (in words `number_hint`). It `fills` a field of other services: there it is offered as known.
    """

    system: str
    title: Text
    issuer: Text
    url: str
    number: Text
    number_pattern: str | None = None
    number_hint: Text | None = None
    fills: str | None = None


@dataclass(frozen=True, slots=True)
class DeemedApproval:
    """What the law says when nobody answers in time (UU 30/2014 Ps 53 as amended): deemed granted, with `basis`.

    `working_days` counts from the complete application; None for the promise. With `sign` the head may sign at once,
    else the deciding step first records the written decision.
    """

    working_days: int | None
    basis: Text
    sign: bool


@dataclass(frozen=True, slots=True)
class ObjectionTerms:
    """The working days for objecting to a refusal, and for deciding on that (keberatan; as in UU 30/2014 Ps 77).

    With `granted_by_silence` the law grants what is not decided in time; else the Sekda is only told.
    """

    working_days: int = 21
    answer_working_days: int = 10
    granted_by_silence: bool = True


class Discloses(StrEnum):
    """How much the owner of a register answers."""

    YES_NO = "yes-no"
    COUNT = "count"
    DETAIL = "detail"


class RegisterSource(StrEnum):
    """Where the answer comes from: a valid permit of this service, or a bill of it that is not paid."""

    VALID_PERMIT = "valid-permit"
    UNPAID_BILL = "unpaid-bill"


@dataclass(frozen=True, slots=True)
class Register:
    """A question that other agencies may ask about what this service's issuer has decided."""

    key: str
    question: Text
    source: RegisterSource
    discloses: Discloses
    asked_by: tuple[str, ...]


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
    output: Output | None
    elsewhere: Elsewhere | None = None
    deemed_approval: DeemedApproval | None = None
    correction_working_days: int = CORRECTION_WORKING_DAYS
    objection: ObjectionTerms = ObjectionTerms()
    registers: tuple[Register, ...] = ()

    def step(self, key: str) -> Step:
        """The step with this key; raises KeyError."""
        return next((step for step in self.steps if step.key == key), None) or _no_step(key)

    @property
    def fields(self) -> Mapping[str, Any]:
        """The form's fields by name, each a JSON Schema."""
        properties: Mapping[str, Any] = self.form["properties"]
        return properties

    @property
    def places(self) -> tuple[str, ...]:
        """The fields that are answered with a village."""
        return tuple(name for name, schema in self.fields.items() if schema.get("format") == VILLAGE)

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
    def last_step(self) -> Step:
        """The step that ends it well: the signature, or the decision that records what another system issued."""
        needed = {need for step in self.steps for need in step.needs}
        return next(step for step in reversed(self.steps) if step.key not in needed)

    @property
    def product(self) -> Text:
        """What people get in the end, here or elsewhere."""
        if self.output is not None:
            return self.output.title
        if self.elsewhere is not None:
            return self.elsewhere.title
        raise ValueError(f"{self.slug} has neither output nor elsewhere")

    @property
    def document(self) -> Output:
        """The document that is issued here; raises ValueError where another system issues it."""
        if self.output is None:
            raise ValueError(f"{self.slug} issues no document")
        return self.output

    def sets_amount(self, step: str) -> bool:
        """Whether the officer of this step says how much there is to pay."""
        return any(other.charge is not None and other.charge.amount_of == step for other in self.steps)


def _no_step(key: str) -> Step:
    raise KeyError(key)
