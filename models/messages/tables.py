"""What people are told."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.kit.ids import new_id


class Message(Model):
    """A text for one person: in the app, and by SMS where there is a number. Number and text are sealed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    account: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    account_id: UUID | None
    application_id = fields.UUIDField(null=True)
    phone_sealed = fields.BinaryField(null=True)
    text_sealed = fields.BinaryField()
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    reference = fields.CharField(max_length=100, null=True)

    class Meta:
        table = "message"
        indexes = (Index(fields=("account_id", "created_at"), name="message_account"),)
