"""An issued document is revoked: once, for good, with a reason, and everybody who asks is told at once."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.accounts.delegating import ActingTitle, DelegationDraft, delegate_signature
from models.applications.tables import Event
from models.documents.tables import Document, WalletEntry
from models.kit.errors import InvalidInput
from models.kit.ids import random_code
from models.messages.tables import Message
from models.permits import tables
from models.permits.queries import permit_check, revocations_of
from models.permits.revoking import (
    PermitAlreadyRevoked,
    PermitNotFound,
    Revocation,
    RevokingNotYours,
    revoke_permit,
)
from models.permits.workflow import PermitState
from tests.clock import day_of
from tests.story import Story

REASON = "Reklame dipasang di titik lain."


async def issued(story: Story) -> tables.Permit:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    await story.sign(sent.id, key=random_code())
    return await tables.Permit.get(application_id=sent.id)


async def revoke(
    story: Story,
    permit: UUID,
    *,
    by: str = "kadis-dpmptsp",
    key: str | None = None,
    reason: str = REASON,
    basis: str | None = None,
) -> None:
    revocation = Revocation(permit, reason, key or random_code(), basis)
    await revoke_permit(revocation, by=await story.officer(by), at=story.at(), regency=story.regency)


async def test_the_check_page_says_so_at_once_and_the_holder_is_told_why(story: Story) -> None:
    permit = await issued(story)
    await revoke(story, permit.id, basis="Perda 5/2023 Pasal 14")
    checked = await permit_check(permit.code, today=story.today)
    assert checked is not None
    assert (checked.state, checked.revoked_at) == (PermitState.REVOKED, story.now)
    seen = await revocations_of([permit.application_id], by=await story.citizen())
    assert seen[permit.application_id].revoked_reason == f"{REASON} (Dasar: Perda 5/2023 Pasal 14)"
    assert seen[permit.application_id].revoked_by.endswith("Pelayanan Terpadu Satu Pintu")
    assert await revocations_of([permit.application_id], by=await story.citizen(2)) == {}
    event = await Event.filter(application_id=permit.application_id).order_by("-sequence").first()
    assert event is not None
    assert (event.kind, event.data["permit"]) == ("revoked", permit.number)
    message = await Message.filter(application_id=permit.application_id).order_by("-created_at").first()
    assert message is not None
    told = story.regency.vault.open(message.text_sealed, "message")
    assert "dicabut" in told
    assert REASON not in told
    assert len(told) <= 160


async def test_the_wallet_does_not_offer_it_any_more(story: Story) -> None:
    permit, other = await issued(story), await issued(story)
    files = {each.id: await Document.get(storage_key=each.storage_key) for each in (permit, other)}
    await revoke(story, permit.id)
    withdrawn = [
        (await WalletEntry.get(document_id=files[each.id].id, issued=True)).withdrawn_at
        for each in (permit, other)
    ]
    assert withdrawn == [story.now, None]


async def test_it_is_revoked_once_and_a_replay_is_the_same_revocation(story: Story) -> None:
    permit = await issued(story)
    await revoke(story, permit.id, key="once")
    await revoke(story, permit.id, key="once")
    with pytest.raises(PermitAlreadyRevoked):
        await revoke(story, permit.id, reason="Alasan lain.")
    assert (await tables.Permit.get(id=permit.id)).revoked_reason == REASON
    assert await Event.filter(application_id=permit.application_id, kind="revoked").count() == 1


async def test_of_two_at_the_same_instant_one_stays(story: Story) -> None:
    permit = await issued(story)
    outcomes = await asyncio.gather(*(revoke(story, permit.id) for _ in range(3)), return_exceptions=True)
    assert sorted(str(type(each).__name__) for each in outcomes) == [
        "NoneType", "PermitAlreadyRevoked", "PermitAlreadyRevoked",
    ]  # fmt: skip


async def test_only_the_head_of_the_agency_that_issued_it_may(story: Story) -> None:
    permit = await issued(story)
    for stranger in ("ka-dpupr", "sekda", "kades-ngargoretno"):
        with pytest.raises(PermitNotFound):
            await revoke(story, permit.id, by=stranger)
    with pytest.raises(RevokingNotYours):
        await revoke(story, permit.id, by="dpmptsp")
    revocation, citizen = Revocation(permit.id, REASON, "k"), await story.citizen()
    with pytest.raises(PermitNotFound):
        await revoke_permit(revocation, by=citizen, at=story.at(), regency=story.regency)


async def test_who_acts_in_the_heads_place_revokes_as_such(story: Story) -> None:
    permit = await issued(story)
    today = day_of(story.at())
    draft = DelegationDraft("loket-dpmptsp", ActingTitle.ACTING, "800/1", today, today + timedelta(days=1))
    sekda = await story.officer("sekda")
    await delegate_signature(draft, by=sekda, at=story.at(), regency=story.regency)
    await revoke(story, permit.id, by="loket-dpmptsp")
    assert "Plt. Kepala Dinas" in str((await tables.Permit.get(id=permit.id)).revoked_by)


@pytest.mark.parametrize(
    ("reason", "basis", "field"), [(" ", None, "reason"), ("a\0b", None, "reason"), ("x", "y" * 301, "basis")]
)
async def test_a_reason_is_asked_for(story: Story, reason: str, basis: str | None, field: str) -> None:
    permit = await issued(story)
    with pytest.raises(InvalidInput) as refused:
        await revoke(story, permit.id, reason=reason, basis=basis)
    assert refused.value.problems[0].path == (field,)
    assert (await tables.Permit.get(id=permit.id)).revoked_at is None
