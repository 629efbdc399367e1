"""Documents that people have given."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.kit.ids import new_id
from models.kit.tablekit import Unique


class Document(Model):
    """A photo or PDF as it was taken in; its content lies in the storage under `storage_key`, written once."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    owner: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    owner_id: UUID
    name = fields.CharField(max_length=120)
    media_type = fields.CharField(max_length=60)
    size = fields.IntField()
    sha256 = fields.CharField(max_length=64)
    storage_key = fields.CharField(max_length=200)
    created_at = fields.DatetimeField()

    class Meta:
        table = "document"
        indexes = (Index(fields=("owner_id", "created_at"), name="document_owner"),)


class WalletEntry(Model):
    """A document that was accepted once, offered wherever its kind fits until it expires or is taken back."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    owner: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    owner_id: UUID
    person: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Person", on_delete=fields.RESTRICT, related_name=False
    )
    person_id: UUID
    """Whom it is about: a phone may pass from mother to daughter, her papers do not."""
    document: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Document", on_delete=fields.RESTRICT, related_name=False
    )
    document_id: UUID
    kind = fields.CharField(max_length=60)
    title = fields.CharField(max_length=200)
    issued = fields.BooleanField(default=False)
    """Whether the regency itself issued it; such a document is not asked for again."""
    accepted_at = fields.DatetimeField()
    expires_on = fields.DateField(null=True)
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "wallet_entry"
        constraints = (Unique(fields=("owner_id", "document_id", "kind"), name="wallet_entry_once"),)
        indexes = (Index(fields=("owner_id", "kind", "accepted_at"), name="wallet_entry_kind"),)
