"""Takes the README's pictures anew, from a system that runs for the purpose: `python -m tests.browser.pictures`."""

import asyncio
import io
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.async_api import async_playwright

from tests.browser.conftest import Street, launched
from tests.browser.journeys import fill_in_reklame
from tests.browser.people import Citizen, Officer, Passerby
from tests.browser.person import LARGER_PHONE, Person, Site
from tests.crash.installation import Installation
from tests.papers import address_on, first_page

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
MOST = 120_000
"""Bytes of one picture."""
WIDE = (1280, 900)
COLOURS = 160


async def take_all(street: Street) -> None:
    """One citizen's application, photographed on its way."""
    citizen = await street.new(Citizen, screen=LARGER_PHONE)
    await citizen.start("izin-reklame", "+6281200000001")
    await fill_in_reklame(citizen)
    number, _ = await citizen.send_application()
    await photograph_the_service(street)
    await photograph_the_desk(street, number)
    await photograph_the_status(citizen, number)
    await finish(street, number)
    await citizen.open(f"/permohonan/{number}")
    pdf = await citizen.download("Unduh dokumen (PDF)")
    keep("izin.png", first_page(pdf, 1.6))
    stranger = await street.new(Passerby, screen=LARGER_PHONE)
    await stranger.open(urlsplit(address_on(pdf)).path)
    await photograph(stranger, "pemeriksaan-360.png", LARGER_PHONE, height=1110)


async def photograph_the_service(street: Street) -> None:
    """With the picture of who works on it."""
    visitor = await street.new(Passerby, screen=WIDE)
    await visitor.open("/layanan/izin-reklame")
    await photograph(visitor, "layanan.png", WIDE, height=1670)


async def photograph_the_desk(street: Street, number: str) -> None:
    """The queue with some more work in it, and one file; this agency has answered then."""
    for phone in ("+6281200000002", "+6281200000003"):
        other = await street.new(Citizen)
        await other.start("izin-reklame", phone)
        await fill_in_reklame(other)
        await other.send_application()
    officer = await street.new(Officer, screen=WIDE)
    await officer.sign_in("bapenda")
    await photograph(officer, "meja.png", WIDE, height=600)
    await officer.take(number)
    await photograph(officer, "tugas.png", WIDE, height=1100)
    await officer.approve(number)


async def photograph_the_status(citizen: Citizen, number: str) -> None:
    """Three agencies side by side, one of which has answered."""
    await citizen.open(f"/permohonan/{number}")
    await photograph(citizen, "permohonan-1280.png", WIDE, height=1300)
    await photograph(citizen, "permohonan-360.png", LARGER_PHONE, height=1277)


async def finish(street: Street, number: str) -> None:
    """Everybody else says yes, and the head signs."""
    for username in ("dpupr", "satpolpp", "dpmptsp"):
        officer = await street.new(Officer)
        await officer.sign_in(username)
        await officer.approve(number)
    head = await street.new(Officer)
    await head.sign_in("kadis-dpmptsp")
    await head.sign(number, head.site.officer_password)


async def photograph(person: Person, name: str, screen: tuple[int, int], *, height: int) -> None:
    """The page from its top, as tall as asked."""
    width, _ = screen
    await person.page.set_viewport_size({"width": width, "height": height})
    await person.page.evaluate("document.fonts.ready")
    keep(name, Image.open(io.BytesIO(await person.page.screenshot())))


def keep(name: str, picture: Image.Image) -> None:
    """Write a picture with few colours, which is enough for flat pages."""
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)
    assert (IMAGES / name).stat().st_size <= MOST, name


async def main() -> None:
    """Bring the system up, photograph it, take it down."""
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(ROOT, Path(folder) / "var")
        with installation.running():
            site = Site(installation.url, installation.officer_password, installation.bank)
            async with async_playwright() as playwright, await launched(playwright) as chromium:
                await take_all(Street(chromium, site))


if __name__ == "__main__":
    asyncio.run(main())
