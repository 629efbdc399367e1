"""What a channel has told, word for word: the payer stands in it, so it is sealed and seldom opened."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from models.billing import tables
from models.kit.ports import PaymentNoticeRead
from models.kit.vault import Vault
from models.privacy.sealing import known_seal, seal_of

_CONTEXT = "payment-notice"


async def seal_notice(
    notice: PaymentNoticeRead, application_id: UUID | None, *, at: datetime, vault: Vault
) -> bytes | None:
    """The whole notice under the key of its application; None where that was destroyed, and nobody may be kept."""
    seal = await seal_of(application_id, at=at, vault=vault) if application_id else vault
    content = json.dumps(dict(notice.content), ensure_ascii=False)
    return seal.seal(content, _CONTEXT) if seal else None


async def notice_told(channel: str, notice: str, *, vault: Vault) -> Mapping[str, Any] | None:
    """What the channel told in this notice; None where there is none, or its person was forgotten."""
    row = await tables.PaymentNotice.get_or_none(channel=channel, notice=notice)
    if row is None or row.body_sealed is None:
        return row.body if row else None
    seal = await known_seal(row.application_id, vault=vault) if row.application_id else vault
    told: Mapping[str, Any] | None = json.loads(seal.open(row.body_sealed, _CONTEXT)) if seal else None
    return told
