"""The page behind the QR."""

import re

from models.permits import tables
from models.permits.revoking import Revocation, revoke_permit
from models.services.presenting import day_in_words
from tests.story import Story
from tests.visitor import Visitor


async def issued(story: Story) -> tables.Permit:
    sent = await story.issue()
    return await tables.Permit.get(application_id=sent.id)


async def test_anyone_can_check_a_permit(visitor: Visitor, story: Story) -> None:
    permit = await issued(story)
    answer = await visitor.open(f"/v/{permit.code}")
    assert answer.status_code == 200
    for text in (permit.number, permit.service, permit.issuer, permit.signed_by, permit.sha256):
        assert text in answer.text
    assert "Dokumen ini berlaku" in answer.text
    assert "bukan tanda tangan elektronik tersertifikasi" in answer.text


async def test_the_holder_is_masked_and_no_nik_is_there(visitor: Visitor, story: Story) -> None:
    permit = await issued(story)
    page = (await visitor.open(f"/v/{permit.code}")).text
    assert permit.holder not in page
    assert f"{permit.holder[0]}•" in page
    assert "99" * 2 not in page.replace(permit.sha256, "").replace(permit.number, "")


async def test_the_code_may_be_typed_in_small_letters_with_gaps(visitor: Visitor, story: Story) -> None:
    permit = await issued(story)
    typed = "-".join(permit.code.lower()[place : place + 4] for place in range(0, len(permit.code), 4))
    assert (await visitor.open(f"/v/{typed}")).status_code == 200


async def test_a_revoked_permit_says_so(visitor: Visitor, story: Story) -> None:
    permit = await issued(story)
    head = await story.officer("kadis-dpmptsp")
    revocation = Revocation(permit.id, "Reklame dipasang di titik lain.", "revoke")
    await revoke_permit(revocation, by=head, at=story.at(), regency=story.regency)
    page = (await visitor.open(f"/v/{permit.code}")).text
    assert "Dokumen ini sudah dicabut" in page
    assert re.search(rf"Tidak berlaku lagi sejak \w+, {day_in_words(story.today)}", page)
    assert revocation.reason not in page, "the reason is the holder's"


async def test_an_unknown_code_is_said_to_be_unknown(visitor: Visitor) -> None:
    answer = await visitor.open("/v/ABCDEFGH234567")
    assert answer.status_code == 404
    assert "Tidak ada dokumen kami dengan kode ABCDEFGH234567" in answer.text


async def test_a_file_is_compared_with_what_was_issued(visitor: Visitor, story: Story) -> None:
    permit = await issued(story)
    content = await story.regency.storage.get(permit.storage_key)
    path = f"/v/{permit.code}"
    for sent, verdict in ((content, "sama persis"), (content + b" ", "bukan berkas yang kami terbitkan")):
        await visitor.open(path)
        answer = await visitor.send(path, files={"file": ("izin.pdf", sent, "application/pdf")})
        assert (answer.status_code, verdict in answer.text) == (200, True)
    await visitor.open(path)
    assert (await visitor.send(path)).status_code == 422
    assert visitor.problems == {"file": "Pilih berkasnya dulu."}
