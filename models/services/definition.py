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
