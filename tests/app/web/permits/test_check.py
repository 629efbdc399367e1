"""The page behind the QR, and files behind links."""

import hashlib
import re

from itsdangerous import URLSafeTimedSerializer

from models.applications import tables as applications
from models.documents import tables as documents
from models.kit.links import LIFETIME_SECONDS
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


async def test_a_link_hands_out_the_file_and_nothing_runs_in_it(visitor: Visitor, story: Story) -> None:
    permit = await issued(story)
    answer = await visitor.open(story.regency.links.to("permit", permit.id))
    assert hashlib.sha256(answer.content).hexdigest() == permit.sha256
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-length"] == str(permit.size)
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_document_keeps_its_name(visitor: Visitor, story: Story) -> None:
    id = await story.document(await story.citizen(), "Foto “lokasi” ü.jpg")
    answer = await visitor.open(story.regency.links.to("document", id))
    assert answer.status_code == 200
    assert "filename*=UTF-8''Foto%20" in answer.headers["content-disposition"]


async def test_an_old_or_forged_link_leads_nowhere(visitor: Visitor, story: Story) -> None:
    id = await story.document(await story.citizen())
    good = story.regency.links.to("document", id)
    forged = URLSafeTimedSerializer("another key", salt="file-link").dumps(["document", id.hex])
    for path in (good[:-1], f"/berkas/{forged}", "/berkas/", "/berkas/%00"):
        answer = await visitor.open(path)
        assert answer.status_code == 404
    assert LIFETIME_SECONDS == 900


async def test_a_file_that_is_lost_is_told(visitor: Visitor, story: Story) -> None:
    id = await story.document(await story.citizen())
    await documents.Document.filter(id=id).update(storage_key="documents/gone")
    answer = await visitor.open(story.regency.links.to("document", id))
    assert answer.status_code == 404
    assert "sudah tidak tersimpan" in answer.text
    assert await applications.Application.all().count() == 0
