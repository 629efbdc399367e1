import io
from dataclasses import replace
from typing import Any, get_args

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from integrations.documents import _PRINTED, TypstRenderer, printable
from models.kit.ports import PermitSheet, Template


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


async def test_a_permit_claims_pdf_a_2a_and_is_tagged_in_indonesian(
    renderer: TypstRenderer, sheet: PermitSheet
) -> None:
    pdf = await renderer.render(sheet)

    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    claims = root["/Metadata"].get_object().get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in claims
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in claims
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert await renderer.render(sheet) == pdf


async def test_the_qr_code_on_the_page_leads_to_the_check(
    renderer: TypstRenderer, sheet: PermitSheet
) -> None:
    pdf = await renderer.render(sheet)

    page = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [sheet.verification_url]


@pytest.mark.parametrize("template", get_args(Template))
async def test_every_wording_prints_who_signs_for_whom(
    renderer: TypstRenderer, sheet: PermitSheet, template: Template
) -> None:
    acting = replace(sheet, template=template, on_behalf="a.n. Bupati Magelang")

    page = text_of(await renderer.render(acting))

    for words in (
        "Warga Contoh",
        "Kopi Menoreh",
        "503/0127/2026",
        "a.n. Bupati Magelang",
        "Kepala Contoh, M.Si.",
    ):
        assert words in page
    assert "Ditandatangani secara elektronik oleh" in page


async def test_a_sample_says_so_and_a_real_one_does_not(renderer: TypstRenderer, sheet: PermitSheet) -> None:
    assert "CONTOH, bukan TTE tersertifikasi" in text_of(await renderer.render(sheet))
    assert "CONTOH" not in text_of(await renderer.render(replace(sheet, sample=False)))


async def test_what_people_typed_is_printed_and_never_read_as_markup(
    renderer: TypstRenderer, sheet: PermitSheet
) -> None:
    typed = '#panic("x") $1 + 1$ *tebal* \\ <label> @rujuk `kode` // catatan "kutip"'

    page = text_of(await renderer.render(replace(sheet, fields=(("#sys", typed),))))

    assert typed.replace(" ", "") in "".join(page.split())


async def test_signs_that_the_fonts_lack_do_not_stop_the_document(
    renderer: TypstRenderer, sheet: PermitSheet
) -> None:
    everything = "".join(chr(code) for first, last in _PRINTED for code in range(first, last + 1))
    strange = "Warung 😀 ꦲꦏ\u202e\x00 café e\u0301 " + "x" * 300

    page = text_of(await renderer.render(replace(sheet, fields=(("Semua", everything), ("Aneh", strange)))))

    assert printable(strange).startswith("Warung ◊ ◊◊ café é xxx")
    assert "Warung◊◊◊caféé" + "x" * 300 in "".join(page.replace("\u200b", "").split())
