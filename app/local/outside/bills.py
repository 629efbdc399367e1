"""The bills that the bank holds, one file each: they outlive a restart."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from app.local.secret_files import write_private
from integrations.files import private_folder
from integrations.payments import PAID
from models.kit.clock import real_now


class OtherBill(Exception):
    """The number is taken by a bill of another amount."""


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill; once it is paid it has a notice, always the same one, and how the regency took it."""

    code: str
    number: str
    amount: int
    text: str
    due_at: str
    notice_id: str | None = None
    notice: str | None = None
    outcome: str | None = None

    @property
    def reference(self) -> str:
        """The bank's own number of the payment."""
        return f"LATIHAN-{self.code[-8:]}"


class Bills:
    """The bank's book. One process writes it, and never waits between reading and writing."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._folder = private_folder(folder)
        self._secret = secret.encode()

    def open(self, number: str, amount: int, text: str, due_at: str) -> Bill:
        """The bill of this number, new, or known and with a new last day; raises OtherBill."""
        known = self.find(self._code(number))
        if known is None:
            return self._keep(Bill(self._code(number), number, amount, text, due_at))
        if (known.number, known.amount) != (number, amount):
            raise OtherBill(number)
        return known if known.due_at == due_at else self._keep(replace(known, due_at=due_at))

    def find(self, code: str) -> Bill | None:
        """The bill with this code."""
        file = self._folder / f"{code}.json"
        return Bill(**json.loads(file.read_bytes())) if code.isdigit() and file.exists() else None

    def pay(self, bill: Bill) -> Bill:
        """The bill with its notice, which is written once and sent as often as anybody likes."""
        known = self.find(bill.code) or bill
        if known.notice:
            return known
        return self._keep(replace(known, notice_id=f"pay_{uuid4().hex}", notice=_notice(known)))

    def note(self, bill: Bill, outcome: str) -> None:
        """How the regency took the notice."""
        self._keep(replace(bill, outcome=outcome))

    def _keep(self, bill: Bill) -> Bill:
        write_private(self._folder / f"{bill.code}.json", json.dumps(asdict(bill)))
        return bill

    def _code(self, number: str) -> str:
        """A virtual account that nobody guesses, the same for the same bill."""
        digest = hmac.new(self._secret, number.encode(), hashlib.sha256).digest()
        return f"8808{int.from_bytes(digest[:8]) % 10**12:012}"


def _notice(bill: Bill) -> str:
    now = real_now().isoformat()
    data = {
        "bill": bill.number,
        "code": bill.code,
        "amount": bill.amount,
        "reference": bill.reference,
        "paid_at": now,
    }
    return json.dumps({"type": PAID, "timestamp": now, "data": data})
