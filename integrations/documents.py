"""Issued documents as PDF, set by typst from the templates in `typst/`."""

import asyncio
import io
import json
import unicodedata
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import segno
import typst

from models.kit.ports import PermitSheet

_HOME = Path(__file__).parent / "typst"
_UNPRINTABLE = "◊"
# What both fonts hold of it. A sign that they lack would stop the export, since PDF/A allows no empty box.
_PRINTED = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x109), (0x10C, 0x113), (0x116, 0x11F), (0x122, 0x127), (0x12A, 0x12B),
    (0x12E, 0x131), (0x134, 0x137), (0x139, 0x13E), (0x141, 0x148), (0x14C, 0x14D), (0x150, 0x165),
    (0x16A, 0x173), (0x178, 0x17F), (0x218, 0x21B), (0x2BC, 0x2BC), (0x2011, 0x2011), (0x2013, 0x2014),
    (0x2018, 0x201A), (0x201C, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030),
    (0x2212, 0x2212), (0x2264, 0x2265), (0x25CA, 0x25CA),
)  # fmt: skip


class TypstRenderer:
    """Implements `Renderer` with our own fonts only, so that every machine sets the same page."""

    def __init__(self) -> None:
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HOME / "fonts"]
        )

    async def render(self, sheet: PermitSheet) -> bytes:
        """A tagged PDF/A-2a; the same sheet gives the same bytes."""
        return await asyncio.to_thread(self._set, sheet)

    def _set(self, sheet: PermitSheet) -> bytes:
        made_at = datetime.combine(sheet.issued_on, time(), UTC)
        return typst.compile(
            _HOME / "permit.typ",
            root=_HOME,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(_data(sheet))},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=made_at,
        )


def printable(text: str) -> str:
    """The text in composed form on one line; signs that the fonts lack become a lozenge."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    visible = (sign for sign in composed if unicodedata.category(sign) not in {"Cc", "Cf", "Mn"})
    return "".join(sign if _is_printed(ord(sign)) else _UNPRINTABLE for sign in visible)


def _is_printed(code: int) -> bool:
    return any(first <= code <= last for first, last in _PRINTED)


def _data(sheet: PermitSheet) -> dict[str, Any]:
    """The sheet as JSON values, with the check address as a QR code."""
    data: dict[str, Any] = _clean(asdict(sheet) | {"issued_on": None})
    data["year"], data["month"], data["day"] = sheet.issued_on.timetuple()[:3]
    image = io.BytesIO()
    code = segno.make_qr(sheet.verification_url, error="m")
    code.save(image, kind="svg", border=0, xmldecl=False)
    data["qr"] = image.getvalue().decode()
    return data


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    return value
