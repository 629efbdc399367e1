"""What citizens owe, and what payment channels have told."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.kit.ids import new_id
from models.kit.tablekit import Check, Unique


class Bill(Model):
    """A fee or tax to be paid for one step of an application; whole rupiah. The amount is never changed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    task: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Task", on_delete=fields.RESTRICT, related_name=False
    )
    task_id: UUID
    number = fields.CharField(max_length=40)
    amount = fields.BigIntField()
    text = fields.CharField(max_length=200)
    issued_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    """The last day, as the payer was told; it only ever moves on."""
    told_until = fields.DatetimeField(null=True)
    """The last day that the channel knows; null until it has answered."""
    channel = fields.CharField(max_length=40, null=True)
    code = fields.CharField(max_length=60, null=True)
    """What the payer tells the bank, such as a virtual account; null until the channel has answered."""
    url = fields.CharField(max_length=500, null=True)
    paid_at = fields.DatetimeField(null=True)
    reference = fields.CharField(max_length=100, null=True)
    """The channel's own number of the payment."""
    cancelled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "bill"
        constraints = (
            Unique(fields=("number",), name="bill_number"),
            Check(check="amount > 0", name="bill_amount"),
        )
        indexes = (
            Index(fields=("application_id", "issued_at"), name="bill_application"),
            Index(fields=("task_id",), name="bill_task"),
        )


class PaymentNotice(Model):
    """What a payment channel has sent, verified or not, with what became of it; appended, never changed."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    channel = fields.CharField(max_length=40)
    notice = fields.CharField(max_length=100)
    """The channel's id of the notice: the same one again does nothing."""
    bill_number = fields.CharField(max_length=40)
    amount = fields.BigIntField()
    application_id = fields.UUIDField(null=True)
    """Whose bill it names; null where no bill has that number."""
    body = fields.JSONField[dict[str, Any]](null=True)
    """The whole notice in the clear, as it was kept before; null since it is sealed."""
    body_sealed = fields.BinaryField(null=True)
    """The whole notice, under the key of its application, or of the vault where it belongs to none."""
    received_at = fields.DatetimeField()
    result = fields.CharField(max_length=20)

    class Meta:
        table = "payment_notice"
        constraints = (Unique(fields=("channel", "notice"), name="payment_notice_once"),)
        indexes = (
            Index(fields=("bill_number",), name="payment_notice_bill"),
            Index(fields=("result", "received_at"), name="payment_notice_result"),
        )


class Refund(Model):
    """Money that was given back: by whom, when, by which transfer; whole rupiah; appended, never changed.

    What is still to be given back is no row: it follows from notices, events and these (decision 21).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    notice: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.PaymentNotice", on_delete=fields.RESTRICT, related_name=False
    )
    notice_id: UUID
    amount = fields.BigIntField()
    reason = fields.CharField(max_length=20)
    transfer = fields.CharField(max_length=100)
    """The bank's number of the transfer by which it went back."""
    transferred_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    recorded_by_id: UUID | None
    recorder = fields.CharField(max_length=200)

    class Meta:
        table = "refund"
        constraints = (
            Unique(fields=("notice_id", "transfer"), name="refund_once"),
            Check(check="amount > 0", name="refund_amount"),
        )
        indexes = (Index(fields=("recorded_at", "id"), name="refund_recorded"),)


class StatePayment(Model):
    """A payment into the state treasury as its payer reports it, for the agency of the task to find; whole rupiah.

    Nothing of it went through the regency. It is never changed, but once to say that it was not found.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    application: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Application", on_delete=fields.RESTRICT, related_name=False
    )
    application_id: UUID
    task: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Task", on_delete=fields.RESTRICT, related_name=False
    )
    task_id: UUID
    ntpn = fields.CharField(max_length=16)
    """Nomor Transaksi Penerimaan Negara: what the treasury knows the payment by."""
    amount = fields.BigIntField()
    """What was owed when it was reported."""
    paid_on = fields.DateField()
    document: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Document", on_delete=fields.RESTRICT, related_name=False
    )
    document_id: UUID
    """The receipt (Bukti Penerimaan Negara)."""
    reported_at = fields.DatetimeField()
    not_found_at = fields.DatetimeField(null=True)

    class Meta:
        table = "state_payment"
        constraints = (
            Unique(fields=("ntpn",), name="state_payment_once", condition='"not_found_at" IS NULL'),
            Check(check="ntpn ~ '^[0-9A-Z]{16}$'", name="state_payment_ntpn"),
            Check(check="amount > 0", name="state_payment_amount"),
        )
        indexes = (
            Index(fields=("application_id", "reported_at"), name="state_payment_application"),
            Index(fields=("document_id",), name="state_payment_document"),
        )
