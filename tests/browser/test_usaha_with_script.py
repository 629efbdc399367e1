"""A citizen of the village asks for a business statement, on a phone and with the scripts running."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import Street
from tests.browser.documents import check_paper
from tests.browser.journeys import BUSINESS, USAHA
from tests.browser.people import Citizen, Officer, Passerby
from tests.browser.person import DESK, LARGER_PHONE
from tests.papers import is_well_signed
from tests.real_clock import really_now

pytestmark = pytest.mark.browser
PHONE_NUMBER = "+6281200000001"


async def test_from_the_search_to_the_signed_letter(street: Street, signing_folder: Path) -> None:
    citizen = await street.new(Citizen, screen=LARGER_PHONE)
    await search_while_typing(citizen)
    await citizen.follow("Ajukan sekarang")
    await citizen.sign_in(PHONE_NUMBER)
    await citizen.fill(BUSINESS)
    await citizen.press("Simpan dan lanjut ke dokumen")
    await hand_in_a_large_photo(citizen)
    await citizen.page.clock.install()
    number, _ = await citizen.send_application()
    await citizen.sees("0 dari 2 pemeriksaan sudah dijawab")

    await the_village_answers(street, number)

    await watch_it_arrive(citizen)
    pdf = await citizen.download("Unduh dokumen (PDF)")
    assert await is_well_signed(pdf, signing_folder, "Slamet Contoh", at=really_now())
    stranger = await street.new(Passerby, screen=LARGER_PHONE)
    await check_paper(stranger, pdf, holder="Tini Contoh", masked="T••• C•••••")


async def search_while_typing(citizen: Citizen) -> None:
    """The list follows what is typed; the page is never loaded anew."""
    await citizen.open("/layanan")
    await citizen.field("Apa yang ingin Anda urus?").press_sequentially("usaha")
    await citizen.page.wait_for_url("**/layanan?search=usaha")
    await citizen.sees("4 layanan untuk “usaha”")
    await citizen.follow(USAHA)


async def hand_in_a_large_photo(citizen: Citizen) -> None:
    """A photo as cameras make them is made smaller before it crosses a slow link."""
    large = photo_of_a_camera()
    await citizen.attach("Foto tempat usaha", "warung.jpg", large)
    note = citizen.page.locator("[id$=business-photo-chosen]")
    await note.get_by_text("→").wait_for()
    sent = await citizen.field("Foto tempat usaha").evaluate("input => input.files[0].size")
    assert sent < len(large) / 2
    await citizen.press("Lanjut ke pemeriksaan")
    await citizen.sees("warung.jpg")


def photo_of_a_camera() -> bytes:
    """Some megabytes: noise is what JPEG cannot make small."""
    file = io.BytesIO()
    noise = Image.frombytes("RGB", (600, 450), os.urandom(600 * 450 * 3))
    noise.resize((3000, 2250)).save(file, "JPEG", quality=98)
    return file.getvalue()


async def the_village_answers(street: Street, number: str) -> None:
    """Neighbourhood head and village staff side by side, then the village head."""
    for username in ("rt-ngargoretno", "desa-ngargoretno"):
        officer = await street.new(Officer, screen=LARGER_PHONE)
        await officer.sign_in(username)
        await officer.approve(number)
    head = await street.new(Officer, screen=DESK)
    await head.sign_in("kades-ngargoretno")
    await head.sign(number, head.site.officer_password)
    await head.sees("Ditandatangani oleh Slamet Contoh")


async def watch_it_arrive(citizen: Citizen) -> None:
    """Half a minute later the open page has brought itself up to date."""
    await citizen.page.clock.fast_forward(31_000)
    await citizen.page.get_by_text("Dokumen Anda sudah jadi").wait_for()
