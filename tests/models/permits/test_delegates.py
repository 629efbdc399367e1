"""The head is away: an officer signs in their place, and the document says so."""

import asyncio
import io
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from integrations.signing import LocalSigner
from integrations.verification import validate
from models.accounts.delegating import ActingTitle, DelegationDraft, delegate_signature, end_delegation
from models.applications.errors import TaskClaimed, TaskNotFound
from models.applications.operations.claiming import claim_task
from models.messages.tables import Message
from models.permits import tables
from models.permits.preparing import prepare_permit
from tests.clock import day_of
from tests.story import Story

DELEGATE, HEAD = "loket-dpmptsp", "kadis-dpmptsp"
POSITION = "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"


async def ready_to_sign(story: Story) -> UUID:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    return sent.id


async def delegate(story: Story) -> UUID:
    today = day_of(story.at())
    draft = DelegationDraft(DELEGATE, ActingTitle.DAILY, "800/123", today, today + timedelta(days=14))
    head = await story.officer(HEAD)
    return await delegate_signature(draft, by=head, at=story.at(), regency=story.regency)


def printed(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.split())


async def test_a_delegate_signs_with_a_certificate_of_their_own_and_is_printed_as_such(story: Story) -> None:
    id = await ready_to_sign(story)
    with pytest.raises(TaskNotFound):
        await story.sign(id, DELEGATE)
    await delegate(story)
    await prepare_permit(id, at=story.at(), regency=story.regency)
    waiting = await tables.PreparedDocument.all().order_by("-prepared_at").first()
    assert waiting is not None
    assert f"Plh. {POSITION}" in printed(await story.regency.storage.get(waiting.storage_key))
    await story.sign(id, DELEGATE)
    assert await tables.PreparedDocument.all().count() == 1, "what was made ready is what was signed"
    permit = await tables.Permit.get(application_id=id)
    who = await story.officer(DELEGATE)
    assert permit.signed_by == f"{who.name}, Plh. {POSITION}"
    assert permit.signatory_id == who.account
    pdf = await story.regency.storage.get(permit.storage_key)
    assert f"Plh. {POSITION}" in printed(pdf)
    signer = story.regency.signer
    assert isinstance(signer, LocalSigner)
    checks = await asyncio.to_thread(validate, pdf, [signer.authority()], at=story.now)
    assert [(check.good, who.name in check.signer) for check in checks] == [(True, True)]


async def test_the_head_is_still_printed_as_the_head(story: Story) -> None:
    id = await ready_to_sign(story)
    await delegate(story)
    await story.sign(id, HEAD)
    permit = await tables.Permit.get(application_id=id)
    assert permit.signed_by.endswith(f", {POSITION}")
    assert "Plh." not in printed(await story.regency.storage.get(permit.storage_key))


async def test_what_the_delegate_has_in_hand_never_reaches_the_heads_pen(story: Story) -> None:
    id = await ready_to_sign(story)
    await delegate(story)
    task = await story.task(id, "signature")
    await claim_task(task.id, by=await story.officer(DELEGATE), at=story.at())
    with pytest.raises(TaskClaimed):
        await story.sign(id, HEAD, secret="the signing service is not asked")


async def test_after_the_last_day_the_pen_is_out_of_reach(story: Story) -> None:
    id = await ready_to_sign(story)
    await delegate(story)
    story.now += timedelta(days=15)
    with pytest.raises(TaskNotFound):
        await story.sign(id, DELEGATE)
    await story.sign(id, HEAD)


async def test_the_heads_return_takes_the_pen_back(story: Story) -> None:
    id = await ready_to_sign(story)
    delegation = await delegate(story)
    await end_delegation(delegation, by=await story.officer(HEAD), at=story.at())
    with pytest.raises(TaskNotFound):
        await story.sign(id, DELEGATE)


async def test_what_the_head_is_warned_of_the_delegate_reads_too(story: Story) -> None:
    id = await ready_to_sign(story)
    await delegate(story)
    await story.sleep(id)
    for officer in (DELEGATE, HEAD):
        by = await story.officer(officer)
        assert await Message.filter(account_id=by.account, application_id=id).count() == 1
