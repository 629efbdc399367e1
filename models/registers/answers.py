"""What a register answers about a person: worked out from the tables at the moment of asking, kept nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from models.kit.transactions import rows_of
from models.services.definition import Discloses, Register, RegisterSource
from models.services.presenting import day_in_words, rupiah

_SAME = """a.applicant_id = $1 AND a.service_id = $2
AND EXISTS (SELECT 1 FROM person p WHERE p.id = a.person_id AND p.nik_hash = $3)"""
_VALID_PERMIT = f"""SELECT m.number, m.valid_until, count(*) OVER () AS count
FROM application a JOIN permit m ON m.application_id = a.id
WHERE {_SAME} AND m.revoked_at IS NULL AND (m.valid_until IS NULL OR m.valid_until >= $4)
ORDER BY m.valid_until DESC NULLS FIRST, m.issued_at DESC LIMIT 1"""  # noqa: S608 - only the constant above is put in
_UNPAID_BILL = f"""SELECT b.number, b.amount, count(*) OVER () AS count
FROM application a JOIN bill b ON b.application_id = a.id
JOIN task t ON t.id = b.task_id
WHERE {_SAME} AND b.paid_at IS NULL AND b.cancelled_at IS NULL AND t.state = 'OPEN'
ORDER BY b.issued_at, b.id LIMIT 1"""  # noqa: S608 - only the constant above is put in

KNOWN_ELSEWHERE = """(jsonb_exists(p.notes, 'nik-known-elsewhere') OR EXISTS (SELECT 1 FROM account c
JOIN person q ON q.id = c.person_id WHERE q.nik_hash = p.nik_hash AND c.id <> a.applicant_id))"""
"""Whether another account has given the NIK of `person p`, who applied in `application a`, before or since.

What was decided there is not looked at: a number alone proves nobody. So nothing found here proves nothing either.
"""
CAUTION = "NIK ini juga dipakai akun lain; catatan di sana tidak ikut dicari."


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a question is about: the account that applied, and the person it is (by the blind hash of the NIK)."""

    account_id: UUID
    nik_hash: str
    known_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """Yes or no; `detail` (how many, a permit's number and last day, a bill's amount) where the owner tells it.

    A no that is `doubtful` is for people to judge: the person may be known under another account. So `count` is None
    then, and where the owner does not tell it or the answer is an old one.
    """

    answer: bool
    detail: str | None = None
    doubtful: bool = False
    count: int | None = None


async def answer_of(register: Register, service_id: UUID, subject: Subject, *, today: date) -> RegisterAnswer:
    """What the tables say of one person and one service today, in one statement."""
    values: list[object] = [subject.account_id, service_id, subject.nik_hash]
    if register.source is RegisterSource.VALID_PERMIT:
        rows, told = await rows_of(_VALID_PERMIT, [*values, today]), _permit
    else:
        rows, told = await rows_of(_UNPAID_BILL, values), _bill
    unsure, discloses = subject.known_elsewhere, register.discloses
    count = None if unsure or discloses is Discloses.YES_NO else rows[0]["count"] if rows else 0
    caution = CAUTION if unsure and discloses is not Discloses.YES_NO else None
    if not rows:
        return RegisterAnswer(False, caution, unsure, count)
    many = rows[0]["count"]
    parts = {
        Discloses.YES_NO: [],
        Discloses.COUNT: [f"Ada {many}"],
        Discloses.DETAIL: [*([f"Ada {many}, di antaranya"] if many > 1 else []), told(rows[0])],
    }[discloses]
    text = " ".join(parts) or None
    return RegisterAnswer(True, f"{text}. {caution}" if caution else text, count=count)


def _permit(row: Mapping[str, Any]) -> str:
    until = row["valid_until"]
    return f"Nomor {row['number']}, " + (
        f"berlaku sampai {day_in_words(until)}" if until else "tanpa batas waktu"
    )


def _bill(row: Mapping[str, Any]) -> str:
    return f"Tagihan {row['number']}, {rupiah(row['amount'])}"
