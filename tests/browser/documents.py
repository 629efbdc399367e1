"""What came out at the end: the signed file, the code on it, and what strangers may read of it."""

import re
from urllib.parse import urlsplit

from tests.browser.people import Passerby
from tests.papers import address_on

SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d{16}(?!\d)")


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
