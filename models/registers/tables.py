"""Who asked which register about whom, why, and what was answered."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class RegisterQuestion(Model):
    """One question to a register (UU 27/2022 Ps 31): asked by whom, about whom, why; appended, never changed."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    register = fields.CharField(max_length=120)
    """`service/key`."""
    owner: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Agency", on_delete=fields.RESTRICT, related_name=False
    )
    owner_id: UUID
    asker_kind = fields.CharField(max_length=10)
    asker: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    asker_id: UUID | None
    agency: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Agency", on_delete=fields.RESTRICT, related_name=False
    )
    agency_id: UUID
    subject: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    subject_id: UUID
    application_id = fields.UUIDField()
    purpose = fields.CharField(max_length=300)
    answer = fields.BooleanField()
    detail = fields.CharField(max_length=300, null=True)

    class Meta:
        table = "register_question"
        indexes = (
            Index(fields=("subject_id", "at"), name="register_question_subject"),
            Index(fields=("owner_id", "at"), name="register_question_owner"),
            Index(fields=("application_id", "at"), name="register_question_file"),
        )
