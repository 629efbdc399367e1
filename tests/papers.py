"""Issued documents, read as a printer, a phone and a lawyer read them."""

import asyncio
from datetime import datetime
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

from integrations.signing import LocalSigner
from integrations.verification import validate


def first_page(pdf: bytes, scale: float = 3) -> Image.Image:
    """The first page as a printer shows it."""
    page: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=scale).to_pil()
    return page


def address_on(pdf: bytes) -> str:
    """Where the QR code on the paper leads."""
    (found,) = zxingcpp.read_barcodes(first_page(pdf))
    return str(found.text)


async def is_well_signed(pdf: bytes, signing_folder: Path, signer: str, *, at: datetime) -> bool:
    """Whether it bears one signature, by this officer, that holds under this installation's own CA."""
    authority = LocalSigner(signing_folder, lambda: at).authority()
    checks = await asyncio.to_thread(validate, pdf, [authority], at=at)
    return [(check.signer, check.good) for check in checks] == [(signer, True)]
