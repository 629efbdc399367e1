"""A step that is another agency's business, on the pages of all who have to do with it."""

from models.kit.ids import public_id
from tests.app.web.desks import key, page_of
from tests.story import Story
from tests.transfers import WHY, accept, direct, offer
from tests.visitor import Visitor

DESK = "/petugas/pengalihan"


async def test_a_task_is_offered_and_stays_on_the_senders_desk(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "construction")
    await visitor.sign_in_officer("dpupr", password)
    page = (await visitor.open(path)).text
    assert "Dinas Perhubungan" in page
    assert "Sekretariat Daerah (menunjuk instansi yang berwenang)" in page
    assert 'value="dinkes"' not in page
    form = {"agency": "dishub", "reason": " ", **key(visitor)}
    assert (await visitor.send(f"{path}/alihkan", form)).status_code == 422
    assert "Tulis alasannya" in visitor.page.text
    answer = await visitor.send(f"{path}/alihkan", {**form, "agency": "dinkes", "reason": "Soal pohon."})
    assert answer.status_code == 422
    assert "Mintalah Sekretariat Daerah" in answer.text
    assert "Soal pohon." in answer.text
    answer = await visitor.send(f"{path}/alihkan", {**form, "reason": "Jalan provinsi."})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = (await visitor.follow()).text
    assert "Ditawarkan kepada Dinas Perhubungan" in page
    assert "/keputusan" in page  # the sender may answer meanwhile
    assert (await visitor.send(f"{path}/batal-alihkan")).status_code == 303
    assert "Ditawarkan kepada" not in (await visitor.open(path)).text


async def test_the_receiver_reads_what_an_offer_needs_and_nothing_of_the_file(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await direct(story, sent.id, "construction", "dlh")
    await visitor.sign_in_officer("dlh", password)
    assert "Ditawarkan kepada Anda (1)" in (await visitor.open("/petugas")).text
    page = (await visitor.open(DESK)).text
    for told in ("Pemeriksaan konstruksi dan tata ruang", sent.number, "Dinas Pekerjaan Umum", WHY):
        assert told in page
    for secret in ("Jalan Raya Salaman", "Warung Sederhana", "3308", "Contoh Pemohon"):
        assert secret not in page
    path = await page_of(story, sent.id, "construction")
    assert (await visitor.open(path)).status_code == 404
    notice = f"/petugas/berkas/{public_id('application', sent.id)}"
    assert (await visitor.open(notice)).headers["location"] == DESK

    await visitor.open(DESK)
    id = path.rpartition("/")[2]
    answer = await visitor.send(f"{DESK}/{id}/terima")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = (await visitor.follow()).text
    assert "Jalan Raya Salaman" in page
    assert f"Alasannya: {WHY}" in page
    await visitor.open(DESK)
    again = await visitor.send(f"{DESK}/{id}/terima")
    assert again.status_code == 409
    assert "Penawaran ini tidak berlaku lagi" in again.text


async def test_a_refusal_to_take_over_needs_a_reason_which_the_sender_reads(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await visitor.sign_in_officer("dishub", password)
    await visitor.open(DESK)
    id = (await page_of(story, sent.id, "construction")).rpartition("/")[2]
    assert (await visitor.send(f"{DESK}/{id}/tolak", {"reason": ""})).status_code == 422
    assert f'href="#decline-{id}-reason"' in visitor.page.text
    assert f'id="decline-{id}-reason"' in visitor.page.text
    assert (await visitor.send(f"{DESK}/{id}/tolak", {"reason": "Jalan kabupaten."})).status_code == 303
    assert "Tidak ada tugas yang ditawarkan" in (await visitor.follow()).text
    await visitor.sign_in_officer("dpupr", password)
    assert "Jalan kabupaten." in (await visitor.open("/petugas")).text


async def test_the_secretariat_directs_what_it_is_asked_and_any_open_step_by_its_number(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "setda")
    await visitor.sign_in_officer("setda", password)
    page = (await visitor.open(DESK)).text
    assert WHY in page
    assert 'value="dlh"' in page
    assert 'value="rt-ngargoretno"' not in page
    id = (await page_of(story, sent.id, "construction")).rpartition("/")[2]
    form = {"agency": "dlh", "reason": "Dekat hutan lindung.", **key(visitor)}
    assert (await visitor.send(f"{DESK}/{id}/arahkan", form)).status_code == 303
    page = (await visitor.open(f"{DESK}?nomor={sent.number.lower()}")).text
    assert "Ditawarkan kepada Dinas Lingkungan Hidup, belum dijawab." in page
    assert "Pemeriksaan pajak reklame" in page
    assert "Warung Sederhana" not in page
    answer = await visitor.send(f"{DESK}/{id}/batalkan", {"nomor": sent.number})
    assert answer.headers["location"] == f"{DESK}?nomor={sent.number}"
    assert "belum dijawab" not in (await visitor.follow()).text


async def test_nobody_else_finds_steps_by_a_number(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    page = (await visitor.open(f"{DESK}?nomor={sent.number}")).text
    assert "Pemeriksaan pajak reklame" not in page
    id = (await page_of(story, sent.id, "construction")).rpartition("/")[2]
    form = {"agency": "dlh", "reason": "x", "key": "k"}
    assert (await visitor.send(f"{DESK}/{id}/arahkan", form)).status_code == 404


async def test_the_senders_old_address_says_where_it_went_and_shows_nothing_of_the_file(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "construction")
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await accept(story, sent.id, "construction", "dishub")
    await visitor.sign_in_officer("dpupr", password)
    page = (await visitor.open(path)).text
    for told in ("Dialihkan ke <strong>Dinas Perhubungan</strong>", f"Alasannya: {WHY}", sent.number):
        assert told in page
    assert "Belum dijawab." in page
    assert "Jalan Raya Salaman" not in page
    for way in (f"/petugas/berkas/{public_id('application', sent.id)}", f"/petugas/cari?nomor={sent.number}"):
        assert (await visitor.open(way)).headers["location"] == path
    await visitor.sign_in_officer("dlh", password)
    assert (await visitor.open(path)).status_code == 404


async def test_who_follows_by_number_and_pin_reads_that_it_moved_and_no_reason(
    visitor: Visitor, story: Story
) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    await accept(story, sent.id, "construction", "dishub")
    await visitor.open("/lacak")
    await visitor.send("/lacak", {"number": sent.number, "pin": story.regency.vault.pin(sent.number)})
    page = (await visitor.follow()).text
    assert "Dinas Perhubungan mengambil alih" in page
    assert WHY not in page
