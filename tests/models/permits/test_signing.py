"""What is signed is what stands: a file that changes under the pen is not issued."""

import asyncio
import dataclasses
import io
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from models.accounts.operations import NoLongerHere
from models.applications import tables
from models.applications.operations.answering import Finding
from models.applications.operations.leaving import end_officer
from models.applications.states import Decision
from models.calendar.workflow import months_after
from models.kit.errors import InvalidInput, RateLimited, Unavailable, VersionChanged
from models.kit.ids import random_code
from models.kit.ports import Signatory, SignedDocument, Signer, SignerUnavailable
from models.kit.tables import OutboxEntry
from models.permits import tables as permit_tables
from models.permits.operations import PermitSigning, sign_permit
from models.permits.preparing import prepare_permit
from tests.story import Story

HEAD = "kadis-dpmptsp"
OLD, NEW = "Warung Sederhana", "Warung Bu Tini"


class Interrupted:
    """A signer before whose answer something else happens."""

    def __init__(self, signer: Signer, meanwhile: Callable[[], Awaitable[None]]) -> None:
        self.signer = signer
        self.meanwhile = meanwhile

    async def sign(
        self, pdf: bytes, signatory: Signatory, secret: str, *, reason: str, location: str, reference: str
    ) -> SignedDocument:
        await self.meanwhile()
        return await self.signer.sign(
            pdf, signatory, secret, reason=reason, location=location, reference=reference
        )


def with_interruption(story: Story, meanwhile: Callable[[], Awaitable[None]]) -> Story:
    signer = Interrupted(story.regency.signer, meanwhile)
    return Story(dataclasses.replace(story.regency, signer=signer), story.password)


async def ready_to_sign(story: Story, *, days: int = 300) -> UUID:
    end = (story.today + timedelta(days)).isoformat()
    sent = await story.submit(end_date=end)
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    return sent.id


async def return_and_correct(story: Story, id: UUID) -> None:
    finding = Finding(("answers", "text"), "Naskah tidak sama dengan gambarnya.")
    await story.decide(id, "signature", HEAD, Decision.RETURN, findings=[finding])
    await story.correct(id, {"text": NEW})
    for step, officer in (("tax", "bapenda"), ("public-order", "satpolpp"), ("decision", "dpmptsp")):
        await story.decide(id, step, officer)  # all whose answer rested on the old wording


async def issued_text(story: Story, id: UUID) -> str:
    permit = await permit_tables.Permit.get(application_id=id)
    pdf = await story.regency.storage.get(permit.storage_key)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


async def sign_as_read(story: Story, id: UUID, sha256: str) -> None:
    signing = PermitSigning((await story.task(id, "signature")).id, story.password, random_code(), sha256)
    await sign_permit(signing, by=await story.officer(HEAD), at=story.at(), regency=story.regency)


async def newest_prepared(story: Story, id: UUID) -> str:
    await prepare_permit(id, at=story.at(), regency=story.regency)
    newest = permit_tables.PreparedDocument.all().order_by("-prepared_at")
    return (await newest)[0].sha256


async def test_what_the_head_returns_is_prepared_and_signed_as_it_was_corrected(story: Story) -> None:
    id = await ready_to_sign(story)
    await return_and_correct(story, id)
    assert (await story.task(id, "signature")).state == "OPEN"
    assert (await story.task(id, "decision")).state == "DONE"
    assert await OutboxEntry.filter(job="prepare_permit").count() == 2
    await story.sign(id)
    text = await issued_text(story, id)
    assert NEW in text
    assert OLD not in text


async def test_a_file_that_changes_while_it_is_signed_is_not_issued(story: Story) -> None:
    id = await ready_to_sign(story)
    slow = with_interruption(story, lambda: return_and_correct(story, id))
    with pytest.raises(VersionChanged):
        await slow.sign(id)
    assert await permit_tables.Permit.all().count() == 0
    assert (await tables.Application.get(id=id)).state == "APPROVED"
    await story.sign(id)
    assert NEW in await issued_text(story, id)


async def test_a_return_while_it_is_signed_stands(story: Story) -> None:
    id = await ready_to_sign(story)
    finding = Finding(("answers", "text"), "Naskah tidak sama dengan gambarnya.")
    slow = with_interruption(
        story, lambda: story.decide(id, "signature", HEAD, Decision.RETURN, findings=[finding])
    )
    with pytest.raises(Exception, match="ALREADY_DECIDED"):
        await slow.sign(id)
    assert await permit_tables.Permit.all().count() == 0
    assert (await tables.Application.get(id=id)).state == "RETURNED"


async def test_a_head_who_leaves_while_it_is_signed_has_not_signed(story: Story) -> None:
    id = await ready_to_sign(story)
    slow = with_interruption(story, lambda: leave(story))
    with pytest.raises(NoLongerHere):
        await slow.sign(id)
    assert await permit_tables.Permit.all().count() == 0
    assert (await tables.Application.get(id=id)).state == "APPROVED"


async def leave(story: Story) -> None:
    await end_officer(HEAD, at=story.at())


async def test_only_the_document_that_was_read_is_signed(story: Story) -> None:
    id = await ready_to_sign(story)
    read = await newest_prepared(story, id)
    await return_and_correct(story, id)
    with pytest.raises(VersionChanged):
        await sign_as_read(story, id, read)
    assert await permit_tables.Permit.all().count() == 0
    reread = await newest_prepared(story, id)
    assert reread != read
    await sign_as_read(story, id, reread)
    assert NEW in await issued_text(story, id)


async def test_an_absent_signing_service_does_not_shut_the_pen(story: Story) -> None:
    id = await ready_to_sign(story)

    async def hangs_up() -> None:
        raise SignerUnavailable

    absent = with_interruption(story, hangs_up)
    for number in range(6):
        with pytest.raises(Unavailable):
            await absent.sign(id, key=f"k{number}")
    await story.sign(id)
    assert (await tables.Application.get(id=id)).state == "ISSUED"


@pytest.mark.parametrize("days", [98, 372])
async def test_a_permit_holds_as_long_as_was_asked_for(story: Story, days: int) -> None:
    until = story.today + timedelta(days)
    id = await ready_to_sign(story, days=days)
    await story.sign(id)
    assert (await permit_tables.Permit.get(application_id=id)).valid_until == until


async def test_a_statement_holds_for_half_a_year(story: Story) -> None:
    sent = await story.submit("surat-keterangan-usaha")
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    await story.decide(sent.id, "location", "desa-ngargoretno")
    await story.sign(sent.id, "kades-ngargoretno")
    assert (await permit_tables.Permit.get(application_id=sent.id)).valid_until == months_after(
        story.today, 6
    )


async def test_a_pile_signed_at_once_is_no_attack_and_guesses_at_once_are(story: Story) -> None:
    piles = [await ready_to_sign(story) for _ in range(7)]
    await asyncio.gather(*(story.sign(id, key=f"right-{n}") for n, id in enumerate(piles)))
    one = await ready_to_sign(story)
    guesses = (story.sign(one, secret="wrong", key=f"wrong-{n}") for n in range(12))
    outcomes = await asyncio.gather(*guesses, return_exceptions=True)
    assert sum(isinstance(outcome, InvalidInput) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, RateLimited) for outcome in outcomes) == 7
