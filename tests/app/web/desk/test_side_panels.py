"""What stands beside the file: machines asked again, registers, bills, and an issued document taken back."""

import re
from uuid import UUID

from models.applications import tables
from models.applications.states import Outcome
from models.kit import tables as kit
from models.permits import tables as permits
from models.registers import tables as registers
from tests.app.web.desks import key, machine_says, page_of
from tests.story import Story
from tests.visitor import Visitor


async def checked(story: Story) -> UUID:
    """A billboard whose owner is said to owe tax."""
    sent = await story.submit(kind="billboard")
    await machine_says(story, sent.id, "tax-status", Outcome.MISMATCH, "reklame", "npwpd")
    return sent.id


async def test_a_machine_tells_what_differs_and_is_asked_again(
    visitor: Visitor, story: Story, password: str
) -> None:
    id = await checked(story)
    path = await page_of(story, id, "tax-status")
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open(path)).text
    assert "<li>pajak reklame</li>" in page
    assert "<li>NPWPD</li>" in page
    await kit.OutboxEntry.all().delete()
    for _ in range(2):
        await visitor.open(path)
        answer = await visitor.send(f"{path}/tanya-lagi")
        assert answer.headers["location"] == f"{path}?ditanya=1#mesin"
    assert await kit.OutboxEntry.filter(job="run_check").count() == 1
    assert "Pertanyaan sudah dikirim lagi." in (await visitor.open(f"{path}?ditanya=1")).text
    other = await page_of(story, id, "tax")
    assert (await visitor.send(f"{other}/tanya-lagi")).status_code == 422


async def test_another_agencys_register_is_asked_with_a_purpose(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "public-order")
    await visitor.sign_in_officer("satpolpp", password)
    page = (await visitor.open(path)).text
    assert 'value="izin-reklame/holds-valid"' in page
    assert 'value="pkkpr-non-berusaha/holds-valid"' not in page
    for register, purpose in (("izin-reklame/holds-valid", " "), ("mars/holds-valid", "Ingin tahu.")):
        answer = await visitor.send(f"{path}/register", {"register": register, "purpose": purpose})
        assert answer.status_code == 422
    form = {"register": "izin-reklame/has-unpaid-bill", "purpose": "Memastikan tidak ada tunggakan."}
    assert (await visitor.send(f"{path}/register", form)).headers["location"] == f"{path}#register"
    page = (await visitor.open(path)).text
    assert "Memastikan tidak ada tunggakan." in page
    assert "<strong>Tidak.</strong>" in page
    question = await registers.RegisterQuestion.get()
    assert (question.application_id, question.asker_id) == (
        sent.id,
        (await story.officer("satpolpp")).account_id,
    )


async def test_only_the_issuers_head_takes_a_document_back(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.issue()
    path = await page_of(story, sent.id, "signature")
    await visitor.sign_in_officer("dpmptsp", password)
    page = (await visitor.open(path)).text
    assert "sudah terbit" in page
    assert "/cabut" not in page
    permit = await permits.Permit.get(application_id=sent.id)
    form = {"permit": f"permit_{permit.id.hex}", "reason": "Papan roboh.", "key": "k"}
    await visitor.open("/petugas")
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    await visitor.open(path)
    assert (await visitor.send(f"{path}/cabut", {**form, "reason": " "})).status_code == 422
    assert set(visitor.problems) == {"revoke-reason"}
    assert (await visitor.send(f"{path}/cabut", {**form, "permit": "permit_1"})).status_code == 422
    form |= {"basis": "Perda 4/2024 Pasal 18", **key(visitor)}
    assert (await visitor.send(f"{path}/cabut", form)).status_code == 303
    page = (await visitor.follow()).text
    assert "Dokumen sudah dicabut" in page
    assert "Papan roboh. (Dasar: Perda 4/2024 Pasal 18)" in page
    assert "/cabut" not in page
    assert "Dokumen ini sudah dicabut" in (await visitor.open(f"/v/{permit.code}")).text


async def test_an_officer_cannot_take_a_document_back(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.issue()
    path = await page_of(story, sent.id, "decision")
    permit = await permits.Permit.get(application_id=sent.id)
    await visitor.sign_in_officer("dpmptsp", password)
    await visitor.open("/petugas/cari")
    await visitor.open(path)
    token = re.search(r'name="csrf" value="([^"]+)"', visitor.page.text)
    assert token is not None
    form = {"csrf": token[1], "permit": f"permit_{permit.id.hex}", "reason": "Papan roboh.", "key": "k"}
    answer = await visitor.client.post(f"{path}/cabut", data=form)
    assert answer.status_code == 422
    assert (await permits.Permit.get(id=permit.id)).revoked_at is None
    assert (await tables.Application.get(id=sent.id)).state == "ISSUED"
