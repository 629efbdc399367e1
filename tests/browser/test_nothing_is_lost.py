"""Sessions that end, fingers that press twice, tabs that were forgotten, eyes that should not see."""

import pytest

from tests.browser.conftest import Street
from tests.browser.journeys import BUSINESS, IDENTITY, SIGN, fill_in_reklame, fill_in_usaha
from tests.browser.people import Citizen, Officer
from tests.browser.person import DESK

pytestmark = pytest.mark.browser
TINI, BUDI, WATI = "+6281200000001", "+6281200000002", "+6281200000003"
ASKING = {
    "Alamat pemasangan": "Patokannya kurang jelas.",
    "Gambar desain reklame": "Ukurannya tidak terbaca.",
}


@pytest.fixture
async def sent(street: Street) -> str:
    """The number of an application that has just been sent."""
    citizen = await street.new(Citizen)
    await citizen.start("izin-reklame", BUDI)
    await fill_in_reklame(citizen)
    number, _ = await citizen.send_application()
    return number


@pytest.mark.parametrize("script", [True, False])
async def test_a_form_sent_after_the_session_ended_is_there_again_after_signing_in(
    street: Street, script: bool
) -> None:
    citizen = await street.new(Citizen, script=script)
    await citizen.start("surat-keterangan-usaha", WATI)
    typed = {
        label: text for label, text in BUSINESS.items() if label.startswith(("Nama", "Barang", "Alamat"))
    }
    await citizen.fill({**BUSINESS, "Nama usaha": "Warung Bu Wati", "Berjalan sejak tahun": "dua ribu"})
    await citizen.lose_session()
    await citizen.press("Simpan dan lanjut ke dokumen")
    await citizen.sign_in(WATI)
    assert await citizen.typed(*typed) == {**typed, "Nama usaha": "Warung Bu Wati"}
    assert await citizen.typed("Berjalan sejak tahun") == {"Berjalan sejak tahun": "dua ribu"}
    assert await citizen.page.get_by_label(BUSINESS["Keperluan surat"], exact=True).is_checked()


async def test_an_officers_findings_survive_the_end_of_the_session(street: Street, sent: str) -> None:
    officer = await street.new(Officer, screen=DESK)
    await officer.sign_in("dpupr")
    await officer.take(sent)
    form = await officer.write_findings(ASKING)
    await officer.lose_session()
    await officer.press("Kembalikan kepada pemohon", within=form)
    await officer.sees("Anda perlu masuk lagi")
    waiting = officer.page
    await officer.another_tab()
    await officer.sign_in("dpupr")
    officer.page = waiting
    await officer.press("Kirim lagi")
    await officer.sees(*ASKING.values())


@pytest.mark.parametrize("script", [True, False])
async def test_pressing_send_twice_makes_one_application(street: Street, script: bool) -> None:
    citizen = await at_the_review(street, script=script, digits="78" if script else "79")
    await citizen.page.get_by_role("button", name="Kirim permohonan").dblclick(no_wait_after=True)
    await citizen.page.wait_for_url("**/permohonan/*")
    await citizen.open("/permohonan")
    assert await citizen.page.locator("li.row").count() == 1


async def test_sending_from_a_forgotten_tab_leads_to_the_same_application(street: Street) -> None:
    citizen = await at_the_review(street, script=False, digits="81")
    forgotten = citizen.page
    await citizen.another_tab()
    await citizen.open("/ajukan/surat-keterangan-usaha/periksa")
    sent = await citizen.send_application()
    citizen.page = forgotten
    assert await citizen.send_application() == sent
    await citizen.open("/permohonan")
    assert await citizen.page.locator("li.row").count() == 1


async def at_the_review(street: Street, *, script: bool, digits: str) -> Citizen:
    """A new citizen who only has to send."""
    citizen = await street.new(Citizen, script=script)
    await citizen.start("surat-keterangan-usaha", f"+62812000000{digits}")
    await citizen.fill({**IDENTITY, "NIK": f"99080142039200{digits}"})
    await citizen.press("Simpan dan lanjut")
    await fill_in_usaha(citizen)
    return citizen


async def test_nobody_sees_the_application_of_another(street: Street, sent: str) -> None:
    other = await street.new(Citizen)
    await other.start("izin-reklame", TINI)
    assert await other.open(f"/permohonan/{sent}") == 404
    page = await other.reads()
    assert sent not in page
    assert SIGN["Naskah reklame"] not in page


async def test_a_task_decided_in_another_tab_says_who_decided(street: Street, sent: str) -> None:
    officer = await street.new(Officer, screen=DESK)
    await officer.sign_in("satpolpp")
    await officer.take(sent)
    forgotten = officer.page
    await officer.another_tab()
    await officer.approve(sent)
    officer.page = forgotten
    form = await officer.write_findings(ASKING)
    assert (await officer.press("Kembalikan kepada pemohon", within=form)).status == 422
    await officer.sees("Tugas ini sudah diputuskan.", "Disetujui oleh Joko Contoh")
    assert await officer.page.get_by_role("button", name="Setujui").count() == 0
