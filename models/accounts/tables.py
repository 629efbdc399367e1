"""Accounts and what opens them."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.kit.ids import new_id
from models.kit.tablekit import Check, Unique

LONGEST_USERNAME = 60


class Account(Model):
    """A citizen known by a phone number, or an officer known by a user name.

    Who has left stays for the sake of the history, with `ended_at`: whoever asks for people says `ended_at IS NULL`.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    kind = fields.CharField(max_length=10)
    name = fields.CharField(max_length=120)
    username = fields.CharField(max_length=LONGEST_USERNAME, null=True)
    password_hash = fields.CharField(max_length=200, null=True)
    password_until = fields.DatetimeField(null=True)
    """Until when a password that somebody else has given opens the door to one's own; null for one's own."""
    phone_sealed = fields.BinaryField(null=True)
    phone_hash = fields.CharField(max_length=64, null=True)
    person: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Person", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    person_id: UUID | None
    agency: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Agency", on_delete=fields.RESTRICT, null=True, related_name=False
    )
    agency_id: UUID | None
    role = fields.CharField(max_length=10, null=True)
    position = fields.CharField(max_length=120, default="")
    nip = fields.CharField(max_length=30, null=True)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "account"
        constraints = (
            Unique(fields=("username",), name="account_username"),
            Unique(fields=("phone_hash",), name="account_phone"),
            Check(
                check="(kind = 'citizen' AND phone_hash IS NOT NULL) OR"
                " (kind = 'officer' AND username IS NOT NULL AND agency_id IS NOT NULL AND role IS NOT NULL)",
                name="account_kind",
            ),
        )
        indexes = (
            Index(fields=("agency_id", "role"), name="account_agency"),
            Index(fields=("person_id",), name="account_person"),
        )


class Session(Model):
    """A signed-in browser; only the hash of its cookie is stored."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    token_hash = fields.CharField(max_length=64)
    account: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    account_id: UUID
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "session"
        constraints = (Unique(fields=("token_hash",), name="session_token"),)
        indexes = (
            Index(fields=("expires_at",), name="session_expiry"),
            Index(fields=("account_id",), name="session_account"),
        )


class SignInCode(Model):
    """A code sent to a phone: ten minutes, used once.

    It takes five tries in the browser that asked for it. A long one, which has no browser, is used in any and as often
    as needed until its time is over.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    phone_hash = fields.CharField(max_length=64)
    code_hash = fields.CharField(max_length=64)
    client_hash = fields.CharField(max_length=64, null=True)
    browser_hash = fields.CharField(max_length=64, null=True)
    tries = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_code"
        indexes = (
            Index(fields=("phone_hash", "created_at"), name="sign_in_code_phone"),
            Index(fields=("client_hash", "created_at"), name="sign_in_code_client"),
            Index(fields=("created_at",), name="sign_in_code_age"),
        )


class ApiToken(Model):
    """A bearer token of an account; only its hash is stored.

    One that is over stays on record.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    token_hash = fields.CharField(max_length=64)
    account: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    account_id: UUID
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)
    """When it was last used, to the hour."""

    class Meta:
        table = "api_token"
        constraints = (Unique(fields=("token_hash",), name="api_token_hash"),)


class Delegation(Model):
    """An officer who signs in a head's place for some days: acting (Plt.) or daily (Plh.), printed as such."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agency: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Agency", on_delete=fields.RESTRICT, related_name=False
    )
    agency_id: UUID
    delegate: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    delegate_id: UUID
    made_by: fields.ForeignKeyRelation[Any] = fields.ForeignKeyField(
        "models.Account", on_delete=fields.RESTRICT, related_name=False
    )
    made_by_id: UUID
    title = fields.CharField(max_length=4)
    """`Plh.` or `Plt.`"""
    position = fields.CharField(max_length=120)
    """The position that is filled, as the head's account names it."""
    basis = fields.CharField(max_length=200)
    """The number of the written order."""
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    """The first instant after the last day."""
    made_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "delegation"
        constraints = (
            Check(check="title IN ('Plh.', 'Plt.')", name="delegation_title"),
            Check(check="ends_at > starts_at", name="delegation_days"),
        )
        indexes = (
            Index(fields=("agency_id", "ends_at"), name="delegation_agency"),
            Index(fields=("delegate_id", "ends_at"), name="delegation_delegate"),
        )
