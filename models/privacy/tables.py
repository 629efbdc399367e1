"""Who looked at whose data."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class AccessEntry(Model):
    """One reading of a person's file (UU 27/2022 Ps 31): who, what, why; appended, never changed."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    reader: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    reader_id: UUID
    agency: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Agency", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    agency_id: UUID | None
    subject: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    subject_id: UUID
    application_id = fields.UUIDField()
    what = fields.CharField(max_length=60)
    purpose = fields.CharField(max_length=200)

    class Meta:
        table = "access_entry"
        indexes = (Index(fields=("subject_id", "at"), name="access_entry_subject"),)
