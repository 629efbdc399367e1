"""What came out at the end: the signed file, the code on it, and what strangers may read of it."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp
from PIL import Image

from integrations.signing import LocalSigner
from integrations.verification import validate
from tests.browser.people import Passerby

SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d{16}(?!\d)")


def first_page(pdf: bytes, scale: float = 3) -> Image.Image:
    """The first page as a printer shows it."""
    page: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil()
    return page


def address_on(pdf: bytes) -> str:
    """Where the QR code on the paper leads."""
    (found,) = zxingcpp.read_barcodes(first_page(pdf))
    return str(found.text)


async def is_well_signed(pdf: bytes, signing_folder: Path, signer: str) -> bool:
    """Whether it bears one signature, by this officer, that holds under this installation's own CA."""
    authority = LocalSigner(signing_folder).authority()
    checks = await asyncio.to_thread(validate, pdf, [authority])
    return [(check.signer, check.good) for check in checks] == [(signer, True)]


async def check_paper(stranger: Passerby, pdf: bytes, *, holder: str, masked: str) -> None:
    """Follow the code on the paper: it is valid, its holder is masked, and no number of theirs is told."""
    address = address_on(pdf)
    assert address.startswith(f"{stranger.site.url}/v/")
    assert await stranger.open(urlsplit(address).path) == 200
    await stranger.sees("Dokumen ini berlaku", masked)
    page = await stranger.page.content()
    assert holder not in page
    assert not SIXTEEN_DIGITS.search(page)
    await stranger.attach("Cocokkan berkas", "izin.pdf", pdf, "application/pdf")
    await stranger.press("Cocokkan")
    await stranger.sees("sama persis dengan yang kami terbitkan")
