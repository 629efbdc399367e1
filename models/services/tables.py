"""The services, and every version of their definitions."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.kit.ids import new_id
from models.kit.tablekit import Unique

LONGEST_SLUG = 80


class Service(Model):
    """A service of the regency, by its slug and the prefix of its numbers."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    slug = fields.CharField(max_length=LONGEST_SLUG)
    code = fields.CharField(max_length=8)
    title = fields.CharField(max_length=200)
    version = fields.IntField()
    """The number of the newest published version."""

    class Meta:
        table = "service"
        constraints = (
            Unique(fields=("slug",), name="service_slug"),
            Unique(fields=("code",), name="service_code"),
        )


class ServiceVersion(Model):
    """A published definition, whole; an application keeps the one under which it was sent."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    service: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Service", on_delete=fields.RESTRICT, related_name=False
    )
    service_id: UUID
    number = fields.IntField()
    definition = fields.JSONField[dict[str, Any]]()
    digest = fields.CharField(max_length=64)
    published_at = fields.DatetimeField()

    class Meta:
        table = "service_version"
        constraints = (Unique(fields=("service_id", "number"), name="service_version_number"),)
