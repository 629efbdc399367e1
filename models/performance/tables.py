"""How fast the services are."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.kit.ids import new_id
from models.kit.tablekit import Unique


class Pace(Model):
    """What nine of ten finished applications of a service took in the last 90 days, in minutes of working time."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    service: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Service", on_delete=fields.RESTRICT, related_name=False
    )
    service_id: UUID
    finished = fields.IntField()
    """How many were finished; under 20 they tell nothing."""
    agency_minutes = fields.IntField(null=True)
    citizen_minutes = fields.IntField(null=True)
    computed_at = fields.DatetimeField()

    class Meta:
        table = "service_pace"
        constraints = (Unique(fields=("service_id",), name="service_pace_service"),)
