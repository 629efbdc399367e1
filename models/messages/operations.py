"""Telling people."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from models.accounts import queries as account_queries
from models.accounts.codes import Asked, NewCode, new_sign_in_code
from models.kit.caller import Caller
from models.kit.ports import OutgoingMessage
from models.kit.regency import Regency
from models.kit.transactions import Job, enqueue, unit_of_work
from models.messages import tables

MESSAGES_LIVE = timedelta(days=365)
NUMBERS_LIVE = timedelta(days=7)
"""For how long one may still have to ask the gateway where a message went."""


async def tell(
    account_id: UUID, text: str, *, application_id: UUID | None, at: datetime, regency: Regency
) -> None:
    """Promise an account a message in the app and by SMS, in the transaction at hand."""
    account = (await account_queries.accounts_by_id([account_id]))[account_id]
    message = await tables.Message.create(
        account_id=account_id,
        application_id=application_id,
        phone_sealed=account.phone_sealed,
        text_sealed=regency.vault.seal(text, "message"),
        created_at=at,
    )
    if account.phone_sealed is not None:
        await enqueue(Job.DELIVER_MESSAGE, message.id, at=at)


async def tell_officers(
    account_ids: Sequence[UUID], text: str, *, application_id: UUID | None, at: datetime, regency: Regency
) -> None:
    """Put a message on the desks of officers, in one statement, in the transaction at hand."""
    rows = [
        tables.Message(
            account_id=id,
            application_id=application_id,
            text_sealed=regency.vault.seal(text, "message"),
            created_at=at,
        )
        for id in account_ids
    ]
    if rows:
        await tables.Message.bulk_create(rows)


async def send_sign_in_code(
    phone: str, *, browser: str, caller: Caller, at: datetime, regency: Regency
) -> Asked:
    """Promise a phone a code to sign in with in the browser that asks, where one may be sent; says whether it was."""
    async with unit_of_work():
        asked, code = await new_sign_in_code(phone, browser=browser, caller=caller, at=at, regency=regency)
        if code is not None:
            message = await tables.Message.create(
                phone_sealed=regency.vault.seal(phone, "phone"),
                text_sealed=regency.vault.seal(_code_told(code, regency), "message"),
                created_at=at,
            )
            await enqueue(Job.DELIVER_MESSAGE, message.id, at=at)
    return asked


def _code_told(code: NewCode, regency: Regency) -> str:
    """The SMS; a long code stands in groups of four."""
    if not code.is_long:
        return f"KabPintar: kode masuk Anda {code.digits}. Berlaku 10 menit. Jangan beri tahu siapa pun."
    grouped = " ".join(code.digits[place : place + 4] for place in range(0, len(code.digits), 4))
    until = f"{code.until.astimezone(regency.zone):%d-%m pukul %H.%M}"
    text = f"KabPintar: kode masuk Anda {grouped}. Berlaku sampai {until}, boleh dipakai berulang."
    return f"{text} Jangan beri tahu siapa pun."


async def forget_old_codes(*, at: datetime) -> None:
    """Delete messages that belong to no account, which are sign-in codes, after a day."""
    await tables.Message.filter(account_id=None, created_at__lt=at - timedelta(days=1)).delete()


async def forget_old_messages(*, at: datetime) -> None:
    """Delete what people were told long ago, and the numbers to which it went; what was never sent stays."""
    told = tables.Message.filter(Q(sent_at__not_isnull=True) | Q(phone_sealed=None))
    await told.filter(created_at__lt=at - MESSAGES_LIVE).delete()
    await tables.Message.filter(sent_at__lt=at - NUMBERS_LIVE, phone_sealed__not_isnull=True).update(
        phone_sealed=None
    )


async def deliver_message(message_id: UUID, *, at: datetime, regency: Regency) -> None:
    """Hand a message to the gateway unless that has been done; its id is the gateway's idempotency key.

    Who has left is told nothing more.
    """
    still = Q(account_id=None) | Q(account__ended_at=None)
    message = await tables.Message.filter(still, id=message_id).first()
    if message is None or message.sent_at is not None or message.phone_sealed is None:
        return
    outgoing = OutgoingMessage(
        id=message.id,
        to=regency.vault.open(message.phone_sealed, "phone"),
        text=regency.vault.open(message.text_sealed, "message"),
    )
    reference = await regency.sms.send(outgoing)
    await tables.Message.filter(id=message_id, sent_at=None).update(sent_at=at, reference=reference)
