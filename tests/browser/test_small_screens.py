"""The smallest screens: nothing is wider than the page, whatever people type."""

import asyncio

import pytest

from tests.browser.conftest import Street
from tests.browser.journeys import IDENTITY, PAPERS, SIGN
from tests.browser.people import Citizen, Officer, Passerby
from tests.story import photo

pytestmark = pytest.mark.browser
PATHS = (
    "/",
    "/layanan",
    "/layanan/surat-keterangan-usaha",
    "/lacak",
    "/masuk",
    "/petugas/masuk",
    "/v/SALAH",
    "/x",
)
ENDLESS = "Kesejahteraan" * 15


@pytest.mark.parametrize("path", PATHS)
async def test_a_public_page_fits_with_everything_opened(street: Street, path: str) -> None:
    visitor = await street.new(Passerby)
    await visitor.open(path)
    closed = await visitor.page.locator("details").all()
    await asyncio.gather(*[details.evaluate("it => { it.open = true }") for details in closed])
    assert await visitor.page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_words_without_an_end_stay_on_the_page(street: Street) -> None:
    """Each page that these people come to is measured."""
    citizen = await street.new(Citizen)
    await citizen.start("izin-reklame", "+6281200000080")
    await citizen.fill({**IDENTITY, "NIK": "9908014203920080", "Nama lengkap": ENDLESS[:110]})
    await citizen.press("Simpan dan lanjut")
    await citizen.fill(
        {**SIGN, "Naskah reklame": ENDLESS, "Alamat pemasangan": ENDLESS, "NPWPD (boleh kosong)": "9" * 40}
    )
    await citizen.press("Simpan dan lanjut ke dokumen")
    for label in PAPERS.values():
        await citizen.upload(label, f"{ENDLESS}.jpg", photo())
    await citizen.press("Lanjut ke pemeriksaan")
    number, _ = await citizen.send_application()

    for username, findings in (("bapenda", {"Naskah reklame": ENDLESS}), ("dpupr", {}), ("satpolpp", {})):
        officer = await street.new(Officer)
        await officer.sign_in(username)
        await (officer.send_back(number, findings) if findings else officer.approve(number))
    await citizen.open(f"/permohonan/{number}")
    await citizen.sees("Perbaiki bagian ini")
