"""A bank that makes bills payable and tells of payments by Standard Webhooks."""

import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from standardwebhooks import Webhook

from integrations.calling import NoAnswer, Nonsense, Patience, Service
from models.kit.clock import Clock
from models.kit.ports import (
    ForgedNotice,
    PaymentInstruction,
    PaymentNoticeRead,
    PaymentOrder,
    PaymentUnavailable,
    UnreadableNotice,
)

PATH = "/tagihan"
PAID = "payment.paid"
SHORTEST_KEY = 24
TOLERANCE = timedelta(minutes=5)
"""How far a notice's time may be from ours, by Standard Webhooks."""
LONGEST_ID = 100
"""Characters of a notice's id and of the channel's reference, as they are stored."""


@dataclass(frozen=True, slots=True)
class PaymentCredentials:
    """What the bank knows us by, and what it signs with (`whsec_…`)."""

    token: str = field(repr=False)
    webhook_secret: str = field(repr=False)


class Bank:
    """Implements `PaymentChannel`; raises ValueError for a secret that is not one of Standard Webhooks."""

    def __init__(
        self,
        name: str,
        url: str,
        credentials: PaymentCredentials,
        clock: Clock,
        *,
        patience: Patience | None = None,
    ) -> None:
        self._name = name
        self._origin = _origin(url)
        headers = {"Authorization": f"Bearer {credentials.token}"}
        self._service = Service("payments", url, headers=headers, patience=patience or Patience())
        self._clock = clock
        self._webhook = Webhook(_key(credentials.webhook_secret))

    @property
    def name(self) -> str:
        """The last part of the callback's path."""
        return self._name

    async def open(self, order: PaymentOrder) -> PaymentInstruction:
        """Make a bill payable, or move its last day; asking again for the same number is safe.

        Raises PaymentUnavailable.
        """
        bill = {
            "nomor": order.number,
            "jumlah": order.amount,
            "uraian": order.text,
            "batas": order.due_at.isoformat(),
        }
        try:
            return await self._service.ask(PATH, bill, lambda answer: self._instruction(answer, order))
        except NoAnswer as reason:
            raise PaymentUnavailable(str(reason)) from None

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> PaymentNoticeRead:
        """Verify signature and time of a callback and read it; raises ForgedNotice or UnreadableNotice."""
        given = {name.lower(): value for name, value in headers.items()}
        try:
            notice_id, told, signatures = (
                given[f"webhook-{name}"] for name in ("id", "timestamp", "signature")
            )
            signed_at, text = datetime.fromtimestamp(int(told), UTC), body.decode()
        except (KeyError, ValueError, OverflowError, OSError):  # what is no UTF-8 is not signed either
            raise ForgedNotice("signature or time") from None
        is_near = abs(self._clock() - signed_at) <= TOLERANCE
        if not (is_near and self._has_signed(notice_id, signed_at, text, signatures.split())):
            raise ForgedNotice("signature or time")
        try:
            return _notice(notice_id, json.loads(body))
        except (ValueError, RecursionError, KeyError, TypeError):
            raise UnreadableNotice("not a notice of payment") from None

    def _has_signed(self, notice_id: str, at: datetime, text: str, signatures: Sequence[str]) -> bool:
        """Whether one of the signatures is ours; the library would compare the time with the machine's own clock."""
        expected = self._webhook.sign(notice_id, at, text).encode()
        return any(compare_digest(expected, signature.encode()) for signature in signatures)

    def _instruction(self, answer: Any, order: PaymentOrder) -> PaymentInstruction:
        match answer:
            case {
                "nomor": order.number,
                "jumlah": order.amount,
                "kode": str(code),
                "url": str() | None as url,
            }:
                if code.isascii() and code.isdigit() and len(code) <= 60 and self._may_be_shown(url):
                    return PaymentInstruction(code, url)
        raise Nonsense("not this bill")

    def _may_be_shown(self, url: str | None) -> bool:
        """A page of the bank's own or one behind TLS, for people will follow the link with their money."""
        if url is None:
            return True
        try:
            scheme, place = _origin(url)
        except ValueError:  # no address at all, such as `https://[`
            return False
        return len(url) <= 500 and (scheme == "https" or (scheme, place) == self._origin)


def _key(secret: str) -> bytes:
    """The library takes anything; a secret has the prefix and at least 24 bytes in base64."""
    key = b64decode(secret.removeprefix("whsec_"), validate=True)
    if not secret.startswith("whsec_") or len(key) < SHORTEST_KEY:
        raise ValueError("not a secret of Standard Webhooks")
    return key


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _notice(notice_id: str, content: Any) -> PaymentNoticeRead:
    match content:
        case {
            "type": str(kind),
            "data": {"bill": str(bill), "amount": int(amount), "reference": str(reference)},
        }:
            pass
        case _:
            raise ValueError("other content")
    paid_at = datetime.fromisoformat(content["data"]["paid_at"])
    texts_fit = 0 < len(bill) <= 40 and 0 < len(reference) <= LONGEST_ID and len(notice_id) <= LONGEST_ID
    if kind != PAID or not texts_fit or isinstance(amount, bool) or amount <= 0 or paid_at.tzinfo is None:
        raise ValueError("values that no payment has")
    return PaymentNoticeRead(notice_id, bill, amount, reference, paid_at, content)
