"""The README's second tour, on a phone and without any script: one paper helps to the next, and a tax is paid."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest

from models.services.presenting import moment_in_words
from tests.browser.conftest import Street
from tests.browser.documents import check_paper
from tests.browser.journeys import (
    FUEL,
    MILL,
    REKLAME,
    SIGN,
    USAHA,
    approved_by,
    at_the_desk,
    fill_in_reklame,
    fill_in_usaha,
    find_service,
    signed_by,
)
from tests.browser.people import Citizen, Passerby
from tests.browser.person import LARGER_PHONE
from tests.papers import is_well_signed
from tests.real_clock import real_today, really_now
from tests.story import photo

pytestmark = pytest.mark.browser
TINI, BUDI = "+6281200000001", "+6281200000002"
WIB = ZoneInfo("Asia/Jakarta")
OWED = "Rp1.250.000"
SEEN = "Kami kebetulan di desa hari ini. Penggiling ada dan jalan; 100 liter sebulan wajar."
SATURDAY = 5


async def test_the_letter_of_the_village_helps_to_the_fuel(street: Street, signing_folder: Path) -> None:
    citizen = await street.new(Citizen, script=False, screen=LARGER_PHONE)
    await get_the_letter(street, citizen)
    number = await apply_for_fuel(citizen)
    await see_the_machines_answer(citizen, number)
    await approved_by(street, number, "desa-ngargoretno", "disdagkop")
    await be_visited(street, citizen, number)
    await signed_by(street, number, "kadis-disdagkop")

    pdf = await fetch(citizen, number)
    assert await is_well_signed(pdf, signing_folder, "Basuki Contoh, M.M.", at=really_now())
    stranger = await street.new(Passerby, script=False, screen=LARGER_PHONE)
    await check_paper(stranger, pdf, holder="Budi Contoh", masked="B••• C•••••")


async def test_a_tax_is_paid_at_the_bank_and_the_permit_is_signed(
    street: Street, signing_folder: Path
) -> None:
    citizen = await street.new(Citizen, script=False, screen=LARGER_PHONE)
    await citizen.start("izin-reklame", TINI)
    await fill_in_reklame(citizen, {**SIGN, "Jenis reklame": "Neon box"})
    number, _ = await citizen.send_application()
    await citizen.sees_at_last("2 dari 5 pemeriksaan sudah dijawab")
    await approved_by(street, number, "dpupr", "satpolpp")
    tax = await at_the_desk(street, "bapenda")
    await tax.approve(number, owed=OWED)
    await approved_by(street, number, "dpmptsp")

    await pay(citizen, number)
    await signed_by(street, number, "kadis-dpmptsp")

    pdf = await fetch(citizen, number)
    assert await is_well_signed(pdf, signing_folder, "Retno Contoh, M.Si.", at=really_now())
    stranger = await street.new(Passerby, script=False, screen=LARGER_PHONE)
    await check_paper(stranger, pdf, holder="Tini Contoh", masked="T••• C•••••")


async def get_the_letter(street: Street, citizen: Citizen) -> None:
    """Neighbourhood and village answer; the village head's signature is the decision."""
    await find_service(citizen, "usaha", USAHA)
    await citizen.follow("Ajukan sekarang")
    await citizen.sign_in(BUDI)
    await fill_in_usaha(citizen)
    number, _ = await citizen.send_application()
    await approved_by(street, number, "rt-ngargoretno", "desa-ngargoretno")
    await signed_by(street, number, "kades-ngargoretno")
    await citizen.open("/permohonan")
    await citizen.follow("Dompet dokumen")
    await citizen.sees(USAHA, "Terbit dari sini", "Belum pernah dipakai lagi.")


async def apply_for_fuel(citizen: Citizen) -> str:
    """The letter is not asked for, and the wallet tells where it went."""
    await find_service(citizen, "BBM", FUEL)
    await citizen.follow("Ajukan sekarang")
    await citizen.fill(MILL)
    await citizen.press("Simpan dan lanjut ke dokumen")
    await citizen.sees(f"{USAHA} tidak perlu diunggah", "Dilihat oleh: Dinas Perdagangan, Koperasi, dan UKM")
    await citizen.attach("Foto alat dan pelat spesifikasinya", "mesin.jpg", photo())
    await citizen.attach("NIB", "nib.jpg", photo("blue"))
    await citizen.press("Lanjut ke pemeriksaan")
    number, _ = await citizen.send_application()
    await citizen.open("/dompet")
    await citizen.unfold("Dipakai lagi di 1 permohonan")
    await citizen.follow(FUEL)
    assert number in await citizen.reads()
    return number


async def see_the_machines_answer(citizen: Citizen, number: str) -> None:
    """Within seconds and by nobody; who asked the village's register is told to whom it is about."""
    await citizen.open(f"/permohonan/{number}")
    await citizen.sees_at_last("3 dari 6 pemeriksaan sudah dijawab")
    await citizen.sees(
        "Cocok, diperiksa otomatis",
        "Apakah orang ini memegang Surat Keterangan Usaha yang masih berlaku? Ya.",
        "Dinas Perdagangan, Koperasi, dan UKM bertanya kepada",
        "Untuk: Memastikan usaha mikro",
    )


def next_working_day() -> date:
    """The next day on which officers may come."""
    today, public = (
        real_today(),
        holidays.country_holidays("ID", categories=("public", "government")),
    )
    days = (today + timedelta(days=number) for number in range(1, 30))
    return next(day for day in days if day.weekday() < SATURDAY and day not in public)


async def be_visited(street: Street, citizen: Citizen, number: str) -> None:
    """Of two times the citizen takes the first; it stands in that day's round."""
    day = next_working_day()
    first, second = (datetime.combine(day, time(hour), WIB) for hour in (9, 13))
    visitor = await at_the_desk(street, "disdagkop")
    await visitor.propose(number, first, second)
    await citizen.open(f"/permohonan/{number}")
    await citizen.fill({"Kapan petugas boleh datang?": moment_in_words(first, WIB)})
    await citizen.press("Kirim pilihan")
    await citizen.sees("Waktu kunjungan sudah kami catat.", "Pastikan ada orang di tempat.")
    await visitor.open(f"/petugas/kunjungan?tanggal={day - timedelta(days=1)}")
    await visitor.follow("Sesudahnya")
    await visitor.sees("pukul 09.00", "Budi Contoh", number)
    await visitor.report(number, SEEN)


async def pay(citizen: Citizen, number: str) -> None:
    """From the bill to the sample bank and back."""
    await citizen.open(f"/permohonan/{number}")
    await citizen.sees_at_last("Kode bayar", "Bayar sekarang")
    await citizen.sees("Menunggu pembayaran", OWED)
    await citizen.follow("Bayar sekarang")
    assert citizen.page.url.startswith(f"{citizen.site.bank}/")
    await citizen.sees("Bayar tagihan", OWED)
    await citizen.press("Bayar sekarang (latihan)")
    await citizen.sees("Kabupaten sudah menerima kabar pembayaran ini.")
    await citizen.follow("Kembali ke permohonan saya")
    await citizen.follow(REKLAME)
    await citizen.sees_at_last(f"Lunas: {OWED}", "Disetujui, menunggu tanda tangan")


async def fetch(citizen: Citizen, number: str) -> bytes:
    """The document, once it is issued."""
    await citizen.open(f"/permohonan/{number}")
    await citizen.sees("Dokumen Anda sudah jadi")
    return await citizen.download("Unduh dokumen (PDF)")
