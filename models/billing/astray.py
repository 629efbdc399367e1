"""Money that came and paid nothing: for the treasurer to find at the bank and give back."""

from dataclasses import dataclass
from datetime import datetime

from models.billing.workflow import Taken
from models.kit.transactions import rows_of

_ASTRAY = """SELECT received_at, channel, notice, bill_number AS bill, amount, result FROM payment_notice
WHERE result <> $1 ORDER BY received_at, id"""


@dataclass(frozen=True, slots=True)
class AstrayRow:
    """A notice of the channel whose `amount` (whole rupiah) paid nothing, and why; `bill` is what the payer named."""

    received_at: datetime
    channel: str
    notice: str
    bill: str
    amount: int
    result: Taken


async def money_astray() -> list[AstrayRow]:
    """Every such notice, the oldest first, in one statement; nothing in it is about a person."""
    rows = await rows_of(_ASTRAY, [Taken.PAID.value])
    return [AstrayRow(**{**row, "result": Taken(row["result"])}) for row in rows]
