"""A new citizen puts up a sign: from the home page to the signed permit, on a small phone, without any script."""

from datetime import timedelta
from pathlib import Path

import pytest
from babel.dates import format_date

from tests.browser.conftest import Street
from tests.browser.documents import check_paper
from tests.browser.journeys import BEGINS, ENDS, FIRST_DAY, IDENTITY, PAPERS, REKLAME, SIGN, find_service
from tests.browser.people import Citizen, Officer, Passerby
from tests.browser.person import DESK
from tests.papers import is_well_signed
from tests.real_clock import really_now
from tests.story import photo

pytestmark = pytest.mark.browser
PHONE_NUMBER = "+6281200000077"
WRONG_ENDS = {
    -1: "Tanggal ini lebih awal daripada tanggal mulainya.",
    400: "Paling lama 12 bulan sejak tanggal mulainya.",
}
"""What is said of a sign that comes down so many days after it went up."""
REMARK = "Di foto tampak tiang; tulis tingginya."
POSTS = "Tinggi tiang (meter)"


async def test_from_the_home_page_to_the_signed_permit(street: Street, signing_folder: Path) -> None:
    citizen = await street.new(Citizen, script=False)
    await come_to_the_form(citizen)
    await introduce_herself(citizen)
    await answer_the_questions(citizen)
    await hand_in_the_papers(citizen)
    number, pin = await read_it_once_more_and_send(citizen)

    await the_agencies_answer(street, number)
    await correct_the_posts(citizen, number)
    await the_office_decides_and_the_head_signs(street, number)

    pdf = await fetch_the_permit(citizen, number)
    assert await is_well_signed(pdf, signing_folder, "Retno Contoh, M.Si.", at=really_now())
    stranger = await street.new(Passerby, script=False)
    await check_paper(stranger, pdf, holder="Sari Contoh", masked="S••• C•••••")
    await follow_it_by_number_and_pin(stranger, number, pin)


async def come_to_the_form(citizen: Citizen) -> None:
    await find_service(citizen, "reklame", REKLAME)
    await citizen.sees("Standar pelayanan", "5 hari kerja", "Gratis", "Badan Pendapatan Daerah")
    await citizen.follow("Ajukan sekarang")
    await citizen.sign_in(PHONE_NUMBER)


async def introduce_herself(citizen: Citizen) -> None:
    await citizen.sees("Data diri Anda")
    wrong = {**IDENTITY, "NIK": "9908013213920077"}
    await citizen.fill(wrong)
    assert (await citizen.press("Simpan dan lanjut")).status == 422
    assert "Tanggal lahir di dalam NIK" in await citizen.error_at("NIK")
    text_fields = [label for label in wrong if label != "Desa atau kelurahan"]
    assert await citizen.typed(*text_fields) == {label: wrong[label] for label in text_fields}
    chosen = citizen.field("Desa atau kelurahan").locator("option:checked")
    assert await chosen.inner_text() == "Ngargoretno"
    await citizen.fill({"NIK": IDENTITY["NIK"]})
    await citizen.press("Simpan dan lanjut")


async def answer_the_questions(citizen: Citizen) -> None:
    await citizen.sees("Sari Contoh", "9908••••••••0077")
    await citizen.fill(SIGN)
    for days, fault in WRONG_ENDS.items():
        end = (FIRST_DAY + timedelta(days)).isoformat()
        await citizen.fill({ENDS: end})
        assert (await citizen.press("Simpan dan lanjut ke dokumen")).status == 422
        assert await citizen.error_at(ENDS) == fault
        assert await citizen.typed("Naskah reklame", "Lebar (meter)", BEGINS, ENDS) == {
            "Naskah reklame": SIGN["Naskah reklame"],
            "Lebar (meter)": "2,5",
            BEGINS: SIGN[BEGINS],
            ENDS: end,
        }
    await citizen.fill({ENDS: SIGN[ENDS]})
    await citizen.press("Simpan dan lanjut ke dokumen")


async def hand_in_the_papers(citizen: Citizen) -> None:
    design = PAPERS["desain.jpg"]
    await citizen.upload(PAPERS["lokasi.jpg"], "lokasi.jpg", photo())
    await citizen.sees("lokasi.jpg")
    await citizen.upload(design, "pasang.jpg", b"MZ\x90\x00\x03\x00\x00\x00" + bytes(2000))
    assert "JPG atau PNG" in await citizen.error_at(design)
    await citizen.press("Lanjut ke pemeriksaan")
    assert await citizen.error_at(design) == "Dokumen ini wajib dilampirkan."
    await citizen.sees("lokasi.jpg")
    await citizen.attach(design, "desain.jpg", photo("red"))
    await citizen.press("Lanjut ke pemeriksaan")


async def read_it_once_more_and_send(citizen: Citizen) -> tuple[str, str]:
    begins = format_date(FIRST_DAY, "d MMMM y", locale="id")
    await citizen.sees("Kopi Menoreh, buka tiap hari", "2,5", "lokasi.jpg", "desain.jpg", begins)
    number, pin = await citizen.send_application()
    assert number.startswith("RKL-")
    assert len(pin) == 6
    await citizen.sees("sudah terkirim ke semua instansi terkait", "0 dari 3 pemeriksaan sudah dijawab")
    return number, pin


async def the_agencies_answer(street: Street, number: str) -> None:
    """Each in a window of its own; those who judge the structure want something mended."""
    bapenda, dpupr, satpolpp = [await street.new(Officer, script=False, screen=DESK) for _ in range(3)]
    await dpupr.sign_in("dpupr")
    await dpupr.send_back(number, {POSTS: REMARK})
    for officer, username in ((bapenda, "bapenda"), (satpolpp, "satpolpp")):
        await officer.sign_in(username)
        await officer.approve(number)


async def correct_the_posts(citizen: Citizen, number: str) -> None:
    await citizen.open(f"/permohonan/{number}")
    await citizen.sees("Dikembalikan untuk perbaikan", REMARK, "3 dari 3 pemeriksaan sudah dijawab")
    posts = f"{POSTS} (boleh kosong)"
    await citizen.fill({posts: "sekitar tiga"})
    await citizen.press("Kirim perbaikan")
    assert await citizen.error_at(posts) == "Tulis angka saja, misalnya 2 atau 1,5."
    await citizen.fill({posts: "3"})
    await citizen.press("Kirim perbaikan")
    await citizen.sees("Perbaikan Anda sudah terkirim", "2 dari 3 pemeriksaan sudah dijawab")


async def the_office_decides_and_the_head_signs(street: Street, number: str) -> None:
    for username in ("dpupr", "dpmptsp"):
        officer = await street.new(Officer, script=False, screen=DESK)
        await officer.sign_in(username)
        await officer.approve(number)
    head = await street.new(Officer, script=False, screen=DESK)
    await head.sign_in("kadis-dpmptsp")
    await head.sign(number, "salah sekali")
    assert await head.error_at("Sandi tanda tangan") == "Sandi tanda tangan salah."
    await head.sign(number, head.site.officer_password)
    await head.sees("Ditandatangani oleh Retno Contoh, M.Si.")


async def fetch_the_permit(citizen: Citizen, number: str) -> bytes:
    await citizen.open("/permohonan")
    await citizen.follow(REKLAME)
    await citizen.sees("Dokumen Anda sudah jadi")
    assert number in await citizen.reads()
    pdf = await citizen.download("Unduh dokumen (PDF)")
    assert pdf.startswith(b"%PDF-")
    return pdf


async def follow_it_by_number_and_pin(stranger: Passerby, number: str, pin: str) -> None:
    wrong = "000000" if pin != "000000" else "111111"
    await stranger.track(number, wrong)
    assert await stranger.error_at("PIN")
    assert REKLAME not in await stranger.reads()
    await stranger.track(number, pin)
    await stranger.sees(REKLAME, "Badan Pendapatan Daerah", "Lihat keaslian dokumen")
    page = await stranger.page.content()
    for secret in ("Sari Contoh", "Kopi Menoreh", IDENTITY["NIK"], REMARK):
        assert secret not in page
    await stranger.follow("Lihat keaslian dokumen")
    await stranger.sees("Dokumen ini berlaku")
