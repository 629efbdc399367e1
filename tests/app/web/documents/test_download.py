"""Files open for whoever may see them at this moment, and an officer's look at one is noted with the file."""

import hashlib
from uuid import UUID

from itsdangerous import URLSafeSerializer

from models.accounts.tokens import new_api_token
from models.applications import tables as applications
from models.applications.states import Decision
from models.documents import tables as documents
from models.kit.ids import public_id
from models.permits import tables as permits
from models.privacy.tables import AccessEntry
from tests.story import Story
from tests.visitor import Visitor


async def paper_of(application: UUID, requirement: str = "design") -> UUID:
    """What came with the application; the site's photo is nothing to Bapenda."""
    row = await applications.Attachment.get(submission__application_id=application, requirement=requirement)
    return row.document_id


async def status(visitor: Visitor, story: Story, password: str, username: str, path: str) -> int:
    await visitor.sign_in_officer(username, password)
    return (await visitor.open(path)).status_code


async def test_a_file_opens_for_its_giver_and_for_agencies_that_look_at_it(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    id = await paper_of(sent.id)
    path = story.regency.links.to("document", id)
    nobody = await visitor.open(path)
    assert (nobody.status_code, nobody.headers["location"][:15]) == (303, "/masuk?lanjut=%")
    gone = await visitor.open(path, {"referer": "http://test/petugas/tugas/task_1"})
    assert gone.headers["location"].startswith("/petugas/masuk?lanjut=%")
    await visitor.sign_in()
    mine = await visitor.open(path)
    assert (mine.status_code, mine.headers["content-type"]) == (200, "image/jpeg")
    await visitor.sign_in("081200000002")
    assert (await visitor.open(path)).status_code == 404
    assert await AccessEntry.all().count() == 0
    assert await status(visitor, story, password, "bapenda", path) == 200
    entry = await AccessEntry.get()
    assert (entry.what, entry.application_id, entry.purpose) == (public_id("document", id), sent.id, "tax")
    assert await status(visitor, story, password, "dishub", path) == 404, "its step does not apply"
    assert await status(visitor, story, password, "dpmptsp", path) == 404, "its step is not open yet"
    photo = story.regency.links.to("document", await paper_of(sent.id, "site-photo"))
    assert await status(visitor, story, password, "bapenda", photo) == 404
    assert await AccessEntry.all().count() == 1


async def test_an_agency_goes_on_seeing_what_it_has_answered_but_not_what_was_sent_on(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = story.regency.links.to("document", await paper_of(sent.id))
    await story.decide(sent.id, "tax", "bapenda", Decision.APPROVE)
    assert await status(visitor, story, password, "bapenda", path) == 200
    task = await story.task(sent.id, "construction")
    assert await status(visitor, story, password, "dpupr", path) == 200
    await applications.Task.filter(id=task.id).update(agency_id=(await story.officer("dlh")).agency_id)
    assert (await visitor.open(path)).status_code == 404
    assert await status(visitor, story, password, "dlh", path) == 200


async def test_programs_come_with_their_token(visitor: Visitor, story: Story) -> None:
    sent = await story.submit()
    path = story.regency.links.to("document", await paper_of(sent.id))
    for account, expected in (("+6281200000001", 200), ("bapenda", 200), ("dishub", 404)):
        token = await new_api_token(account, at=story.at(), regency=story.regency)
        answer = await visitor.client.get(path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == expected
    refused = await visitor.client.get(path, headers={"Authorization": "Bearer nonsense"})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="berkas"')


async def test_an_issued_document_is_read_by_those_who_may_see_all_that_it_prints(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.issue()
    permit = await permits.Permit.get(application_id=sent.id)
    path = story.regency.links.to("permit", permit.id)
    readers = {"dpupr": 404, "satpolpp": 404, "bapenda": 404, "dpmptsp": 200, "kadis-dpmptsp": 200}
    found = {name: await status(visitor, story, password, name, path) for name in readers}
    assert found == readers
    assert [entry.what for entry in await AccessEntry.all()] == [public_id("permit", permit.id)] * 2
    await visitor.sign_in()
    answer = await visitor.open(path)
    assert hashlib.sha256(answer.content).hexdigest() == permit.sha256
    assert answer.headers["content-length"] == str(permit.size)
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_is_to_be_signed_is_read_by_who_may_sign_it(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    await visitor.open(f"/petugas/tugas/{public_id('task', (await story.task(sent.id, 'signature')).id)}")
    prepared = await permits.PreparedDocument.get()
    path = story.regency.links.to("prepared", prepared.id)
    assert (await visitor.open(path)).status_code == 200
    newest = await AccessEntry.all().order_by("-id").first()
    assert newest is not None
    assert (newest.what, newest.application_id) == (public_id("prepared", prepared.id), sent.id)
    for other in ("dpmptsp", "bapenda"):
        assert await status(visitor, story, password, other, path) == 404
    await visitor.sign_in()
    assert (await visitor.open(path)).status_code == 404


async def test_a_document_keeps_its_name(visitor: Visitor, story: Story) -> None:
    id = await story.document(await story.citizen(), "Foto “lokasi” ü.jpg")
    await visitor.sign_in()
    answer = await visitor.open(story.regency.links.to("document", id))
    assert answer.status_code == 200
    assert "filename*=UTF-8''Foto%20" in answer.headers["content-disposition"]


async def test_a_forged_address_leads_nowhere(visitor: Visitor, story: Story) -> None:
    id = await story.document(await story.citizen())
    good = story.regency.links.to("document", id)
    forged = URLSafeSerializer("another key", salt="file-address").dumps(["document", id.hex])
    await visitor.sign_in()
    for path in (good[:-1], f"/berkas/{forged}", "/berkas/", "/berkas/%00"):
        assert (await visitor.open(path)).status_code == 404


async def test_a_file_that_is_lost_is_told(visitor: Visitor, story: Story) -> None:
    id = await story.document(await story.citizen())
    await documents.Document.filter(id=id).update(storage_key="documents/gone")
    await visitor.sign_in()
    answer = await visitor.open(story.regency.links.to("document", id))
    assert answer.status_code == 404
    assert "sudah tidak tersimpan" in answer.text
