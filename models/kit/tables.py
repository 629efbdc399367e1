"""Tables that every area stands on: the outbox, idempotency keys, counted tries."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.kit.ids import new_id
from models.kit.tablekit import Unique, WhereNull


class OutboxEntry(Model):
    """A job promised in the transaction that wanted it; the worker hands it over and notes when it is done."""

    id = fields.BigIntField(primary_key=True)
    job = fields.CharField(max_length=60)
    args = fields.JSONField[dict[str, str]]()
    created_at = fields.DatetimeField()
    next_attempt_at = fields.DatetimeField()
    attempt = fields.IntField(default=0)
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "outbox"
        indexes = (WhereNull("done_at", fields=("next_attempt_at", "id"), name="outbox_due"),)


class RequestKey(Model):
    """An idempotency key that an account has used, with what it asked for."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    account_id = fields.UUIDField()
    key = fields.CharField(max_length=200)
    operation = fields.CharField(max_length=60)
    fingerprint = fields.CharField(max_length=64)
    created_at = fields.DatetimeField()

    class Meta:
        table = "request_key"
        constraints = (Unique(fields=("account_id", "key"), name="request_key_once"),)
        indexes = (Index(fields=("created_at",), name="request_key_age"),)


class Throttle(Model):
    """Tries counted in the database, so that they count across processes and restarts.

    The count begins anew at `ends_at`.
    """

    id = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=40)
    subject = fields.CharField(max_length=64)
    tries = fields.IntField()
    ends_at = fields.DatetimeField()

    class Meta:
        table = "throttle"
        constraints = (Unique(fields=("kind", "subject"), name="throttle_subject"),)
