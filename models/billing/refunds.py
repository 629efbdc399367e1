"""What is to be given back and what was: for the agency that collected it, for the secretariat, for who paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.agencies.queries import agencies_by_id
from models.applications.access import VISIBLE, asking
from models.applications.states import ApplicationState
from models.billing.workflow import Refundable, Taken, why_given_back
from models.calendar.queries import working_time
from models.kit.actor import Actor, ActorKind
from models.kit.paging import Page, decode_time_and_id, encode_cursor, page_size
from models.kit.regency import Regency
from models.kit.transactions import rows_of
from models.services.queries import service_versions

_ASTRAY = ", ".join(repr(result.value) for result in Taken if result is not Taken.PAID)
_OWED = f"""
WITH counted AS (
  SELECT n.id, n.received_at, t.id AS task_id, t.surplus,
    n.amount - coalesce((SELECT sum(r.amount) FROM refund r WHERE r.notice_id = n.id), 0) AS here
  FROM task t JOIN bill b ON b.task_id = t.id
  JOIN payment_notice n ON n.bill_number = b.number AND n.result = 'paid' WHERE t.surplus > 0
), newest_first AS (
  SELECT id, least(here, greatest(0, surplus + here - sum(here) OVER (
    PARTITION BY task_id ORDER BY received_at DESC, id DESC))) AS amount FROM counted
), owed AS (
  SELECT id, amount::bigint FROM newest_first WHERE amount > 0
  UNION ALL SELECT n.id, n.amount FROM payment_notice n WHERE n.result IN ({_ASTRAY})
  AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.notice_id = n.id)
)
SELECT n.id, n.channel, n.notice, n.bill_number AS bill, n.received_at, n.result, o.amount, b.application_id, a.number,
  t.step, t.agency_id, b.reference, a.state, a.version_id,
  CASE WHEN a.state = 'REFUSED' AND n.result = 'paid' AND NOT EXISTS (SELECT 1 FROM objection j
    WHERE j.application_id = a.id AND j.filed_at >= a.finished_at) THEN a.finished_at END AS refused_at
FROM owed o JOIN payment_notice n ON n.id = o.id LEFT JOIN bill b ON b.number = n.bill_number
LEFT JOIN task t ON t.id = b.task_id LEFT JOIN application a ON a.id = b.application_id
"""  # noqa: S608 - only constants are put in
"""The newest money of a step first: what came first paid what was owed."""

_GIVEN = """
SELECT r.id, n.channel, n.notice, n.bill_number AS bill, n.received_at, r.reason, r.amount, b.application_id, a.number,
  t.step, t.agency_id, b.reference, r.transfer, r.transferred_on, r.recorded_at, r.recorder
FROM refund r JOIN payment_notice n ON n.id = r.notice_id LEFT JOIN bill b ON b.number = n.bill_number
LEFT JOIN task t ON t.id = b.task_id LEFT JOIN application a ON a.id = b.application_id
"""
_MINE = "($1 OR t.agency_id = $2)"
"""Takes the two values of `_asking`."""


@dataclass(frozen=True, slots=True)
class OwedRow:
    """Money to be given back, `amount` in whole rupiah; `id` is its notice's. None of it is about a person.

    `from_at`: not before, because until then an objection may still bring the refused file back.
    """

    id: UUID
    channel: str
    notice: str
    bill: str
    received_at: datetime
    amount: int
    reason: Refundable
    application_id: UUID | None
    number: str | None
    step: str | None
    agency_id: UUID | None
    reference: str | None
    from_at: datetime | None

    @property
    def counted(self) -> bool:
        """Whether it counted towards its step; else it never paid anything."""
        return self.reason.value not in set(Taken)


@dataclass(frozen=True, slots=True)
class GivenRow:
    """Money that was given back, by whom, when, and by which transfer; whole rupiah."""

    id: UUID
    channel: str
    notice: str
    bill: str
    received_at: datetime
    amount: int
    reason: Refundable
    application_id: UUID | None
    number: str | None
    step: str | None
    agency_id: UUID | None
    reference: str | None
    transfer: str
    transferred_on: date
    recorded_at: datetime
    recorder: str


async def may_give_back(by: Actor) -> bool:
    """Whether money of all agencies is this actor's to give back: the secretariat's, and whoever runs commands."""
    if by.kind is ActorKind.SYSTEM:
        return True
    if by.kind is not ActorKind.OFFICER or by.agency_id is None:
        return False
    return (await agencies_by_id([by.agency_id]))[by.agency_id].kind == "secretariat"


async def _asking(by: Actor) -> list[object]:
    return [await may_give_back(by), by.agency_id if by.kind is ActorKind.OFFICER else None]


async def refunds_owed(by: Actor, *, first: int, after: str | None, regency: Regency) -> Page[OwedRow]:
    """What is to be given back, the longest ago first: a keyset page. What belongs to no bill is the secretariat's."""
    size, (came, id) = page_size(first), decode_time_and_id(after) if after else (None, None)
    tail = f"""WHERE {_MINE} AND ($3::timestamptz IS NULL OR (n.received_at, n.id) > ($3, $4::uuid))
      ORDER BY n.received_at, n.id LIMIT $5"""
    rows = await _owed(tail, [*await _asking(by), came, id, size + 1], regency)
    cursors = [encode_cursor(row.received_at.isoformat(), row.id.hex) for row in rows[:size]]
    return Page(rows[:size], cursors, has_next=len(rows) > size, has_previous=after is not None)


async def refund_owed(id: UUID, *, by: Actor, regency: Regency) -> OwedRow | None:
    """One of them, by its notice; None where nothing of it is to be given back, or it is not theirs to do."""
    rows = await _owed(f"WHERE {_MINE} AND n.id = $3", [*await _asking(by), id], regency)
    return next(iter(rows), None)


async def owed_to(application_ids: Collection[UUID], *, by: Actor, regency: Regency) -> list[OwedRow]:
    """What of these applications' money is to be given back, as who may see them sees it."""
    tail = f"WHERE {VISIBLE} AND a.id = ANY($4) ORDER BY n.received_at, n.id"
    return await _owed(tail, [*asking(by), list(application_ids)], regency)


async def refunds_given(by: Actor, *, first: int, after: str | None) -> Page[GivenRow]:
    """What was given back, the newest first: a keyset page."""
    size, (at, id) = page_size(first), decode_time_and_id(after) if after else (None, None)
    tail = f"""WHERE {_MINE} AND ($3::timestamptz IS NULL OR (r.recorded_at, r.id) < ($3, $4::uuid))
      ORDER BY r.recorded_at DESC, r.id DESC LIMIT $5"""
    rows = _given(await rows_of(_GIVEN + tail, [*await _asking(by), at, id, size + 1]))
    cursors = [encode_cursor(row.recorded_at.isoformat(), row.id.hex) for row in rows[:size]]
    return Page(rows[:size], cursors, has_next=len(rows) > size, has_previous=after is not None)


async def is_given(notice_id: UUID, transfer: str, *, by: Actor) -> bool:
    """Whether this transfer has given back this notice's money already, as far as it is theirs to know."""
    tail = f"WHERE {_MINE} AND n.id = $3 AND r.transfer = $4"
    return bool(await rows_of(_GIVEN + tail, [*await _asking(by), notice_id, transfer]))


async def given_to(application_ids: Collection[UUID], *, by: Actor) -> list[GivenRow]:
    """What of these applications' money was given back, as who may see them sees it."""
    tail = f"WHERE {VISIBLE} AND a.id = ANY($4) ORDER BY r.recorded_at, r.id"
    return _given(await rows_of(_GIVEN + tail, [*asking(by), list(application_ids)]))


async def _owed(tail: str, values: list[object], regency: Regency) -> list[OwedRow]:
    rows = await rows_of(_OWED + tail, values)
    until = await _objections_until(rows, regency)
    return [_owed_row(row, until.get(row["id"])) for row in rows]


async def _objections_until(rows: Sequence[dict[str, Any]], regency: Regency) -> dict[UUID, datetime]:
    """Until when the refusals among these may still be objected to, by notice."""
    refused = [row for row in rows if row["refused_at"] is not None]
    if not refused:
        return {}
    versions = await service_versions({row["version_id"] for row in refused})
    clock = await working_time(regency.zone)
    days = {id: version.definition.objection.working_days for id, version in versions.items()}
    return {row["id"]: clock.add_days(row["refused_at"], days[row["version_id"]]) for row in refused}


def _owed_row(row: dict[str, Any], from_at: datetime | None) -> OwedRow:
    state, _, _ = row.pop("state"), row.pop("version_id"), row.pop("refused_at")
    why = why_given_back(Taken(row.pop("result")), ApplicationState(state) if state else None)
    return OwedRow(**row, reason=why, from_at=from_at)


def _given(rows: Sequence[dict[str, Any]]) -> list[GivenRow]:
    return [GivenRow(**{**row, "reason": Refundable(row["reason"])}) for row in rows]
