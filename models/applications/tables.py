"""Applications, and everything that happens to them. History is appended; the tasks show what it adds up to."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.applications.states import ApplicationState, TaskState
from models.kit.ids import new_id
from models.kit.tablekit import Check, Unique, WhereNull, WhereSet, WhereSome

STATES = [state for state in ApplicationState if state is not ApplicationState.DRAFT]

LONGEST_NUMBER = 20


def _one_of(column: str, values: Iterable[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Application(Model):
    """One application under the version of the service under which it was sent."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    number = fields.CharField(max_length=LONGEST_NUMBER)
    version: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.ServiceVersion", on_delete=fields.RESTRICT, related_name=False
    )
    version_id: UUID
    applicant: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    applicant_id: UUID
    person: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Person", on_delete=fields.RESTRICT, related_name=False
    )
    person_id: UUID
    service: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Service", on_delete=fields.RESTRICT, related_name=False
    )
    service_id: UUID
    state = fields.CharField(max_length=20)
    idempotency_key = fields.CharField(max_length=200)
    fingerprint = fields.CharField(max_length=64)
    submitted_at = fields.DatetimeField()
    due_at = fields.DatetimeField(null=True)
    citizen_due_at = fields.DatetimeField(null=True)
    """By when the citizen has to correct or to pay."""
    wake_at = fields.DatetimeField(null=True)
    """When time alone will change something: findings to release, somebody to remind, a limit to pass."""
    finished_at = fields.DatetimeField(null=True)
    agency_minutes = fields.IntField(null=True)
    """Working time that the agencies took, known when it is finished."""
    citizen_minutes = fields.IntField(null=True)
    """Working time for which it waited for the citizen."""

    class Meta:
        table = "application"
        constraints = (
            Unique(fields=("number",), name="application_number"),
            Unique(fields=("applicant_id", "idempotency_key"), name="application_once"),
            Check(check=_one_of("state", STATES), name="application_state"),
        )
        indexes = (
            Index(fields=("applicant_id", "submitted_at", "id"), name="application_applicant"),
            Index(fields=("wake_at",), name="application_wake"),
            Index(fields=("service_id", "finished_at"), name="application_finished"),
        )


class Submission(Model):
    """What the citizen sent: the first time and at each correction; never overwritten."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    number = fields.IntField()
    answers = fields.JSONField[dict[str, Any]]()
    sent_at = fields.DatetimeField()
    fields_asked = fields.IntField(db_default=0)
    fields_known = fields.IntField(db_default=0)
    """How many of the answers the regency knew and offered, so that nobody typed them again."""
    documents_asked = fields.IntField(db_default=0)
    documents_known = fields.IntField(db_default=0)
    """How many of the documents came from the wallet or from another service."""

    class Meta:
        table = "submission"
        constraints = (Unique(fields=("application_id", "number"), name="submission_number"),)


class Attachment(Model):
    """A document given for a requirement in one submission."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    submission: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Submission", on_delete=fields.RESTRICT, related_name=False
    )
    submission_id: UUID
    requirement = fields.CharField(max_length=60)
    document: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Document", on_delete=fields.RESTRICT, related_name=False
    )
    document_id: UUID

    class Meta:
        table = "attachment"
        constraints = (
            Unique(fields=("submission_id", "requirement", "document_id"), name="attachment_once"),
        )
        indexes = (Index(fields=("document_id",), name="attachment_document"),)


class Event(Model):
    """Something that happened to an application; appended, never changed. `data` holds what `advance` needs."""

    id = fields.BigIntField(primary_key=True)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    sequence = fields.IntField()
    kind = fields.CharField(max_length=40)
    at = fields.DatetimeField()
    step = fields.CharField(max_length=60, null=True)
    actor_kind = fields.CharField(max_length=10)
    actor: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    actor_id: UUID | None
    actor_name = fields.CharField(max_length=200)
    data = fields.JSONField[dict[str, Any]]()

    class Meta:
        table = "event"
        constraints = (Unique(fields=("application_id", "sequence"), name="event_sequence"),)


class Task(Model):
    """One step of one application, as `advance` says it stands."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    step = fields.CharField(max_length=60)
    kind = fields.CharField(max_length=10)
    role = fields.CharField(max_length=10)
    agency: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Agency", on_delete=fields.RESTRICT, related_name=False
    )
    agency_id: UUID
    state = fields.CharField(max_length=10)
    opened_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    decision = fields.CharField(max_length=10, null=True)
    reason = fields.TextField(null=True)
    findings = fields.JSONField[list[dict[str, Any]]]()
    told = fields.BooleanField(default=False)
    """Whether the citizen has been told of these findings."""
    decided_at = fields.DatetimeField(null=True)
    decided_by = fields.CharField(max_length=200, null=True)
    lane = fields.CharField(max_length=10, null=True)
    amount = fields.BigIntField(null=True)
    """Whole rupiah: what a pay step asks for, or what the officer of another step has set."""
    outcome = fields.CharField(max_length=10, null=True)
    """What the machine check of this step came to."""
    visit_times = fields.JSONField[list[str]](null=True)
    """The two times that were proposed for a visit, ISO 8601."""
    visit_at = fields.DatetimeField(null=True)
    """The time that was agreed."""
    asked_again = fields.CharField(max_length=10, null=True)
    """Why the newest correction has this step answer again."""
    surplus = fields.BigIntField(db_default=0)
    """Whole rupiah that came for this pay step and are to be given back."""
    claimed_by: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    claimed_by_id: UUID | None
    claimed_until = fields.DatetimeField(null=True)
    offered_to: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Agency", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    offered_to_id: UUID | None
    """Who may take it over, or whom the secretariat was asked to find; null while nothing is offered."""
    offered_at = fields.DatetimeField(null=True)
    offer_kind = fields.CharField(max_length=10, null=True)
    offer_reason = fields.TextField(null=True)

    class Meta:
        table = "task"
        constraints = (
            Unique(fields=("application_id", "step"), name="task_once"),
            Check(check=_one_of("state", TaskState), name="task_state"),
            Check(
                check="state <> 'OPEN' OR (opened_at IS NOT NULL AND due_at IS NOT NULL)", name="task_clock"
            ),
        )
        indexes = (
            Index(fields=("agency_id", "role", "state", "due_at", "id"), name="task_queue"),
            Index(fields=("agency_id", "visit_at"), name="task_round"),
            WhereSet("offered_to_id", fields=("offered_to_id", "due_at", "id"), name="task_offered"),
            WhereSome("surplus", fields=("agency_id",), name="task_surplus"),
        )


class TaskDocument(Model):
    """What an officer has attached to an answer: photos of a visit, a decision on paper; appended, never changed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    task: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Task", on_delete=fields.RESTRICT, related_name=False
    )
    task_id: UUID
    document: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Document", on_delete=fields.RESTRICT, related_name=False
    )
    document_id: UUID
    kind = fields.CharField(max_length=10)
    """`photo` or `paper`."""
    added_at = fields.DatetimeField()

    class Meta:
        table = "task_document"
        constraints = (Unique(fields=("task_id", "document_id"), name="task_document_once"),)
        indexes = (Index(fields=("document_id",), name="task_document_document"),)


class AnswerDraft(Model):
    """What an officer has written on a task's page and not sent yet, sealed: a form by the names of its controls."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    task: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Task", on_delete=fields.RESTRICT, related_name=False
    )
    task_id: UUID
    account: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    account_id: UUID
    text_sealed = fields.BinaryField()
    written_at = fields.DatetimeField()

    class Meta:
        table = "answer_draft"
        constraints = (Unique(fields=("task_id", "account_id"), name="answer_draft_once"),)
        indexes = (Index(fields=("written_at",), name="answer_draft_age"),)


class Objection(Model):
    """A citizen's objection (keberatan, UU 30/2014 Ps 77) to a refusal, for somebody else to decide."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    agency: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Agency", on_delete=fields.RESTRICT, related_name=False
    )
    agency_id: UUID
    refused_by: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    refused_by_id: UUID | None
    text = fields.TextField()
    filed_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    upheld = fields.BooleanField(null=True)
    """Whether the citizen was right; null while it is open."""
    reason = fields.TextField(null=True)
    decided_at = fields.DatetimeField(null=True)
    decided_by = fields.CharField(max_length=200, null=True)

    class Meta:
        table = "objection"
        constraints = (
            Unique(fields=("application_id",), name="objection_open_once", condition='"upheld" IS NULL'),
        )
        indexes = (
            Index(fields=("application_id", "filed_at"), name="objection_application"),
            WhereNull("upheld", fields=("agency_id", "due_at", "id"), name="objection_open"),
        )


class Reuse(Model):
    """That a document given before is used again, and for what: a person's consent (UU 27/2022 Ps 22).

    Where the regency added what it had issued itself, `purpose` says so, and `agreed_at` is when it was sent along.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    document: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Document", on_delete=fields.RESTRICT, related_name=False
    )
    document_id: UUID
    requirement = fields.CharField(max_length=60)
    purpose = fields.CharField(max_length=300)
    agreed_at = fields.DatetimeField()

    class Meta:
        table = "document_reuse"
        constraints = (
            Unique(fields=("application_id", "requirement", "document_id"), name="document_reuse_once"),
        )
        indexes = (Index(fields=("document_id", "agreed_at"), name="document_reuse_document"),)


class Draft(Model):
    """What somebody has typed and not sent yet; `claim_hash` keeps it for a browser whose session is over."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    service: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Service", on_delete=fields.RESTRICT, related_name=False
    )
    service_id: UUID
    account: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    account_id: UUID | None
    claim_hash = fields.CharField(max_length=64, null=True)
    answers = fields.JSONField[dict[str, Any]]()
    documents = fields.JSONField[dict[str, list[str]]]()
    updated_at = fields.DatetimeField()
    application: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    application_id: UUID | None

    class Meta:
        table = "draft"
        constraints = (Unique(fields=("claim_hash",), name="draft_claim"),)
        indexes = (WhereNull("application_id", fields=("account_id", "service_id"), name="draft_open"),)
