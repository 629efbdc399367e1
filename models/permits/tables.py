"""Documents that the regency issues."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.kit.ids import new_id
from models.kit.tablekit import Unique


class PermitSeries(Model):
    """The last sequence number given by an agency for a service in a year."""

    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=200)
    newest = fields.IntField()

    class Meta:
        table = "permit_series"
        constraints = (Unique(fields=("name",), name="permit_series_name"),)


class Reservation(Model):
    """The number and the check code set aside for an application, once for an issuer, before its document is made.

    One whose issuer lost the signature to another agency stays as a gap in its series.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    series = fields.CharField(max_length=200)
    sequence = fields.IntField()
    number = fields.CharField(max_length=120)
    code = fields.CharField(max_length=20)
    reserved_at = fields.DatetimeField()

    class Meta:
        table = "permit_reservation"
        constraints = (
            Unique(fields=("application_id", "series"), name="permit_reservation_application"),
            Unique(fields=("series", "sequence"), name="permit_reservation_number"),
            Unique(fields=("code",), name="permit_reservation_code"),
        )


class PreparedDocument(Model):
    """The document ready to be signed: one for each content (`fingerprint`: what was submitted, and the date)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    reservation: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Reservation", on_delete=fields.RESTRICT, related_name=False
    )
    reservation_id: UUID
    fingerprint = fields.CharField(max_length=64)
    sha256 = fields.CharField(max_length=64)
    size = fields.IntField()
    storage_key = fields.CharField(max_length=200)
    prepared_at = fields.DatetimeField()

    class Meta:
        table = "permit_prepared"
        constraints = (Unique(fields=("reservation_id", "fingerprint"), name="permit_prepared_once"),)


class Permit(Model):
    """An issued document. Nothing of the row is changed but its revocation, once."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    number = fields.CharField(max_length=120)
    code = fields.CharField(max_length=20)
    service = fields.CharField(max_length=200)
    holder = fields.CharField(max_length=120)
    issuer = fields.CharField(max_length=200)
    signatory: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    signatory_id: UUID
    signed_by = fields.CharField(max_length=300)
    certified = fields.BooleanField()
    reference = fields.CharField(max_length=200)
    issued_at = fields.DatetimeField()
    valid_until = fields.DateField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    revoked_by = fields.CharField(max_length=300, null=True)
    revoked_reason = fields.TextField(null=True)
    sha256 = fields.CharField(max_length=64)
    size = fields.IntField()
    storage_key = fields.CharField(max_length=200)

    class Meta:
        table = "permit"
        constraints = (
            Unique(fields=("application_id",), name="permit_application"),
            Unique(fields=("code",), name="permit_code"),
        )
