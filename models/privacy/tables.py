"""Who looked at whose data, and the keys without which nobody can."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.kit.tablekit import Check


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


class ApplicationKey(Model):
    """The random key under which history keeps what is about the person of one application, sealed by the vault.

    Destroying it makes that unreadable for good; the row stays and says when.
    """

    application_id = fields.UUIDField(primary_key=True)
    key_sealed = fields.BinaryField(null=True)
    made_at = fields.DatetimeField()
    destroyed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "application_key"
        constraints = (
            Check(
                check="(key_sealed IS NULL) = (destroyed_at IS NOT NULL)", name="application_key_destroyed"
            ),
        )
