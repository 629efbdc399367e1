"""Signing in a head's place: daily (Plh.) while the head is away, acting (Plt.) while the post is vacant."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from tortoise.expressions import Q

from models.accounts import tables
from models.accounts.access import may_delegate
from models.accounts.operations import must_be_here
from models.accounts.queries import AccountRow, account_named, accounts_by_id, heads_of, officers_of
from models.agencies.queries import (
    AgencyRow,
    agencies_by_code,
    agencies_by_id,
    agencies_of_place,
    secretariat,
)
from models.kit.actor import Actor, OfficerRole
from models.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound, Problem, ProblemCode
from models.kit.idempotency import is_new
from models.kit.reading import read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import one_at_a_time, unit_of_work

ENOUGH = 2
"""Officers of an agency: one may have checked, and the other stands in for the head."""
MOST_DAYS = 90
LONGEST_BASIS = 200


class ActingTitle(StrEnum):
    """Pelaksana harian, pelaksana tugas."""

    DAILY = "Plh."
    ACTING = "Plt."


class DelegationNotYours(NotAllowed):
    """Only the head of the agency, or of the secretariat, delegates."""

    message = N_("Hanya pimpinan instansi ini atau Sekretaris Daerah yang dapat menunjuk pengganti.")


class DelegateUnknown(NotFound):
    """There is no such officer in an agency with a head for which the caller may appoint somebody."""

    message = N_("Pilih petugas dari instansi yang sama.")


class DelegationOverlaps(Conflict):
    """Somebody signs in the head's place on some of these days already."""

    message = N_("Pada sebagian hari itu sudah ada pengganti: {name}.")


class DelegationNotFound(NotFound):
    """There is no such delegation, or it is over."""

    message = N_("Penunjukan ini tidak ada atau sudah berakhir.")


@dataclass(frozen=True, slots=True)
class DelegationDraft:
    """Which officer (by user name) signs in the place of the head of their agency, as what, and on which days.

    `basis` is the number of the written order. With a key, the same wish again is the same delegation. `agency` is the
    code of the agency whose head is away, needed where the officer comes from the level above.
    """

    delegate: str
    title: ActingTitle
    basis: str
    first_day: date
    last_day: date
    idempotency_key: str | None = None
    agency: str | None = None


async def delegate_signature(draft: DelegationDraft, *, by: Actor, at: datetime, regency: Regency) -> UUID:
    """Let an officer sign as Plh. or Plt. of their agency's head from the first day to the end of the last one.

    At most 90 days, one delegate of an agency at a time. Where an agency has fewer than two officers, the Sekda may
    send one of the level above (see `stand_ins`), who then works there on those days.

    Raises DelegationNotYours before anybody is looked up, DelegateUnknown, also for those of agencies that are not the
    caller's, DelegationOverlaps, NoLongerHere, and InvalidInput at `basis`, `firstDay` or `lastDay`.
    """
    username = draft.delegate.strip().lower()[: tables.LONGEST_USERNAME]
    content = [username, draft.title, draft.basis, draft.first_day, draft.last_day]
    content += [draft.agency] if draft.agency else []
    async with unit_of_work():
        if not await is_new(draft.idempotency_key, "delegate", content, by=by, at=at):
            return await _made_before(username, draft, by, regency)
        draft = replace(draft, basis=read_text(draft.basis))
        delegate, agency_id = await _delegate_named(username, draft.agency, by)
        if problems := _faults(draft, at.astimezone(regency.zone).date()):
            raise InvalidInput(*problems)
        starts_at, ends_at = _span(draft, regency)
        for account in (by.account, delegate.id):
            await must_be_here(account)
        await one_at_a_time("delegation", agency_id)
        await _must_not_overlap(agency_id, delegate.id, starts_at, ends_at)
        row = await tables.Delegation.create(
            agency_id=agency_id,
            delegate_id=delegate.id,
            made_by_id=by.account,
            title=draft.title.value,
            position=await _position(agency_id),
            basis=draft.basis,
            starts_at=starts_at,
            ends_at=ends_at,
            made_at=at,
        )
    return row.id


def _span(draft: DelegationDraft, regency: Regency) -> tuple[datetime, datetime]:
    """From the first midnight to the one after the last day, by the regency's clock."""
    first, after = draft.first_day, draft.last_day + timedelta(days=1)
    return datetime.combine(first, time(), regency.zone), datetime.combine(after, time(), regency.zone)


async def _made_before(username: str, draft: DelegationDraft, by: Actor, regency: Regency) -> UUID:
    """The delegation that this very wish has made already."""
    starts_at, ends_at = _span(draft, regency)
    made = tables.Delegation.filter(
        delegate__username=username, made_by_id=by.account, starts_at=starts_at, ends_at=ends_at
    )
    earlier = await made.order_by("-made_at").first()
    if earlier is None:
        raise DelegationNotFound()
    return earlier.id


async def _delegate_named(username: str, code: str | None, by: Actor) -> tuple[AccountRow, UUID]:
    """The officer and their agency; who may not delegate there never learns whether the name exists."""
    if by.agency_id is None:
        raise DelegationNotYours()
    await _must_delegate(by.agency_id, by)
    delegate = await account_named(username)
    if delegate is None or delegate.agency_id is None or delegate.role is not OfficerRole.OFFICER:
        raise DelegateUnknown("delegate")
    named = await (agencies_by_code([code]) if code else agencies_by_id([delegate.agency_id]))
    agency = next(iter(named.values()), None)
    if agency is None or not await _may_delegate(agency.id, by):
        raise DelegateUnknown("delegate")
    if delegate.id not in {one.id for one in await stand_ins(agency, by=by)}:
        raise DelegateUnknown("delegate")
    return delegate, agency.id


async def stand_ins(agency: AgencyRow, *, by: Actor) -> list[AccountRow]:
    """Whom the caller may appoint in the place of the agency's head: its officers.

    Where it has fewer than two the Sekda may also take those of the level above: of the district for a village, of the
    secretariat for any other agency.
    """
    ids = await officers_of(agency.id, OfficerRole.OFFICER)
    office = await secretariat()
    if len(ids) < ENOUGH and office is not None and by.agency_id == office.id != agency.id:
        above = office
        if agency.kind == "village" and agency.region_code is not None:
            above = (await agencies_of_place(agency.region_code)).get("district", office)
        ids += await officers_of(above.id, OfficerRole.OFFICER)
    found = await accounts_by_id(ids)
    return [found[id] for id in ids]


async def end_delegation(delegation_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """End a delegation now, as when the head is back; one that has not begun never does.

    Raises DelegationNotFound, also for one that is over, and DelegationNotYours.
    """
    row = await tables.Delegation.get_or_none(id=delegation_id)
    if row is None:
        raise DelegationNotFound("delegationId")
    await _must_delegate(row.agency_id, by)
    standing = tables.Delegation.filter(id=delegation_id, ended_at=None, ends_at__gt=at)
    async with unit_of_work():
        await must_be_here(by.account)
        new = await is_new(key, "end-delegation", [delegation_id], by=by, at=at)
        if new and not await standing.update(ended_at=at):
            raise DelegationNotFound("delegationId")


async def _must_delegate(agency_id: UUID, by: Actor) -> None:
    if not await _may_delegate(agency_id, by):
        raise DelegationNotYours()


async def _may_delegate(agency_id: UUID, by: Actor) -> bool:
    own = await agencies_by_id([by.agency_id]) if by.agency_id else {}
    kind = next((agency.kind for agency in own.values()), None)
    return may_delegate(by, agency_id=agency_id, own_kind=kind)


async def _position(agency_id: UUID) -> str:
    """What the head is called, or the last one was: a Plt. fills a vacant post."""
    heads = await heads_of(agency_id, left=True)
    if not heads:
        raise DelegateUnknown("delegate")
    return heads[0].position


async def _must_not_overlap(
    agency_id: UUID, delegate_id: UUID, starts_at: datetime, ends_at: datetime
) -> None:
    """One delegate of an agency, and one head's place for an officer, at a time."""
    standing = tables.Delegation.filter(
        Q(agency_id=agency_id) | Q(delegate_id=delegate_id),
        ended_at=None,
        ends_at__gt=starts_at,
        starts_at__lt=ends_at,
    )
    other = await standing.first()
    if other is not None:
        delegate = (await accounts_by_id([other.delegate_id]))[other.delegate_id]
        raise DelegationOverlaps("firstDay", name=delegate.name)


def _faults(draft: DelegationDraft, today: date) -> list[Problem]:
    problems = []
    if not 1 <= len(draft.basis) <= LONGEST_BASIS or not draft.basis.isprintable():
        message = N_("Tulis nomor surat perintah, paling banyak {limit} huruf.")
        problems.append(Problem(ProblemCode.INVALID, ("basis",), message, {"limit": LONGEST_BASIS}))
    if not today <= draft.first_day <= today + timedelta(days=365):
        message = N_("Hari pertama paling cepat hari ini, paling lama setahun lagi.")
        problems.append(Problem(ProblemCode.INVALID, ("firstDay",), message))
    if not 1 <= (draft.last_day - draft.first_day).days + 1 <= MOST_DAYS:
        message = N_("Hari terakhir tidak sebelum hari pertama, dan paling lama {days} hari.")
        problems.append(Problem(ProblemCode.INVALID, ("lastDay",), message, {"days": MOST_DAYS}))
    return problems
